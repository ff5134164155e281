"""How consent stands is kept with the state it is of: no other state, and no other day, is told what it was."""

from dataclasses import replace
from datetime import timedelta

import msgspec
from pages.paper_samples import NOW, make_state, read_example
from shipped import get_content

from stemsup_desktop.consultation.consent_basis import derive_consent_standing
from stemsup_desktop.consultation.visit_texts import VisitTexts
from stemsup_desktop.ui.visit_state import VisitState

TODAY = NOW.date()


def _make_state(name: str) -> VisitState:
    return replace(make_state(read_example(name)), texts=VisitTexts(get_content().consent))


def _check(state: VisitState) -> None:
    for day in (TODAY, TODAY + timedelta(days=800), TODAY):
        expected = derive_consent_standing(state.file, get_content().consent, day)
        assert state.derive_standing(day) == expected
        assert state.derive_standing(day) == expected


def test_a_state_made_of_another_is_judged_by_what_it_has_itself() -> None:
    state = _make_state("treated")
    _check(state)
    consultation = state.consultation
    plan = msgspec.structs.replace(consultation.plan, sessions=(consultation.plan.sessions or 0) + 1)
    changed = replace(state, consultation=msgspec.structs.replace(consultation, plan=plan))

    _check(changed)
    _check(state)
    assert changed.derive_standing(TODAY) != state.derive_standing(TODAY)


def test_consent_of_years_ago_is_not_told_as_it_stood_then() -> None:
    state = _make_state("clear")

    _check(state)


def test_two_states_of_the_same_visit_are_equal_whichever_was_asked() -> None:
    asked, other = _make_state("clear"), _make_state("clear")
    asked.derive_standing(TODAY)

    assert asked == other
