"""Facts that rules read."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from gate_factories import EMPTY, PATIENT, PLAN, TODAY, make_clear_visit, with_certificate, with_plan

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.facts import KNOWN_FACTS, derive_facts
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.questionnaire.answers import BooleanAnswer, IntegerAnswer, StringAnswer


def test_what_nobody_recorded_is_absent() -> None:
    assert derive_facts(PATIENT, EMPTY, TODAY) == {"age_years": (IntegerAnswer(45),), "sex": (StringAnswer("female"),)}


def test_everything_recorded_is_there_by_its_known_name() -> None:
    visit = with_plan(make_clear_visit(), routes=(Route.INTRADERMAL, Route.INTRANASAL), first_session_on=TODAY)
    facts = derive_facts(PATIENT, visit, TODAY)

    assert facts == {
        "age_years": (IntegerAnswer(45),),
        "sex": (StringAnswer("female"),),
        "symptom": (StringAnswer("hair"),),
        "route": (StringAnswer("intradermal"), StringAnswer("intranasal")),
        "cell_source": (StringAnswer("adipose"),),
        "lot_expired": (BooleanAnswer(False),),
        "lot_expires_within_course": (BooleanAnswer(False),),
        "certificate_on_file": (BooleanAnswer(True),),
        "certificate_complete": (BooleanAnswer(True),),
        "research_use_only": (BooleanAnswer(False),),
        "certificate_item_failed": (BooleanAnswer(False),),
        "lot_recalled": (BooleanAnswer(False),),
        "lot_temperature_excursion": (BooleanAnswer(False),),
    }
    assert set(facts) == KNOWN_FACTS


@pytest.mark.parametrize(
    ("today", "expired"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True), (date(2026, 3, 10), False)]
)
def test_a_lot_serves_through_its_last_day(today: date, expired: bool) -> None:
    assert derive_facts(PATIENT, make_clear_visit(), today)["lot_expired"] == (BooleanAnswer(expired),)


def test_a_lot_that_ends_before_the_last_session_says_so() -> None:
    visit = with_plan(make_clear_visit(), first_session_on=date(2026, 12, 1), sessions=2, interval_days=31)

    assert derive_facts(PATIENT, visit, TODAY)["lot_expires_within_course"] == (BooleanAnswer(True),)


def test_an_expired_lot_at_treatment_counts_as_expired() -> None:
    started = datetime(2026, 3, 10, 13, tzinfo=UTC)
    treatment = Treatment(lot_number="L-2", lot_expires=date(2026, 3, 1), started_at=started)
    visit = msgspec.structs.replace(make_clear_visit(), treatment=treatment)

    assert derive_facts(PATIENT, visit, TODAY)["lot_expired"] == (BooleanAnswer(True),)


def test_age_is_that_of_the_day() -> None:
    assert derive_facts(PATIENT, EMPTY, date(2026, 4, 30))["age_years"] == (IntegerAnswer(45),)
    assert derive_facts(PATIENT, EMPTY, date(2026, 5, 1))["age_years"] == (IntegerAnswer(46),)


def test_a_certificate_at_which_nobody_looked_is_absent_not_false() -> None:
    visit = with_certificate(make_clear_visit(), is_on_file=None, is_complete=None, is_research_use_only=None)
    facts = derive_facts(PATIENT, visit, TODAY)

    assert {"certificate_on_file", "certificate_complete", "research_use_only"}.isdisjoint(facts)
    assert PLAN.product.certificate.is_on_file
