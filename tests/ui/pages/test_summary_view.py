"""Step 7 as derived: what happened, what is open, scores with their limits, aftercare, documents."""

from dataclasses import replace
from datetime import UTC

import msgspec
import pytest
from hostile_strings import HOSTILE
from paper_samples import NOW, make_state, read_example, with_consultation, without_opinions
from shipped import get_content

from stemsup_desktop.consultation.aftercare import Urgency
from stemsup_desktop.consultation.record import ConsultationFile, Declined, ScoreToday, Summary
from stemsup_desktop.consultation.treatment_model import Reaction
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.store.entries import DocumentEntry, DocumentKind, DocumentSignature
from stemsup_desktop.ui.pages.summary.score_view import with_score
from stemsup_desktop.ui.pages.summary.view import (
    SummaryView,
    derive_facts,
    derive_summary_view,
    with_advice,
    with_closed,
)
from stemsup_desktop.ui.paper_view import PaperState
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


def derive(file: ConsultationFile, words: Words, paper: PaperState | None = None) -> SummaryView:
    return derive_summary_view(make_state(file), get_content(), paper or PaperState(), NOW, words)


def make_entry(kind: DocumentKind, number: str) -> DocumentEntry:
    return DocumentEntry(number, kind, "p", "c", LanguageForm.JA, NOW, "0" * 64, ())


def done(view: SummaryView) -> set[str]:
    return {one.name for one in view.requirements if one.is_done}


def test_a_treated_visit_says_what_was_given_and_what_happened(english: Words) -> None:
    facts = dict(derive(read_example("treated"), english).facts)
    assert facts["Treatment"] == "Injection into the skin, 15:20 to 15:34"
    assert facts["Lot"] == "HK-260914"
    assert facts["Given"] == "3 sites, 26 points, 1.3 mL"
    assert facts["Events"].endswith(": 1 mild")
    assert facts["Consent"] == "Signed on paper on 19 Nov 2026"


def test_a_visit_without_treatment_says_so_and_claims_nothing_else(words: Words) -> None:
    facts = derive(read_example("clear"), words).facts
    assert (words("summary.fact_treatment"), words("summary.not_treated")) in facts
    assert words("summary.fact_events") not in dict(facts)


def test_events_that_nobody_recorded_are_not_called_none(english: Words) -> None:
    file = read_example("treated")
    treatment = msgspec.structs.replace(file.consultation.treatment, reactions=())
    view = derive(with_consultation(file, treatment=treatment), english)
    assert dict(view.facts)["Events"] == "Not recorded"
    looked = msgspec.structs.replace(treatment, no_reaction_observed=True)
    assert dict(derive(with_consultation(file, treatment=looked), english).facts)["Events"] == "None observed"


def test_scores_stand_beside_the_baseline_with_what_they_cannot_show(english: Words) -> None:
    view = derive(read_example("treated"), english)
    assert [(row.symptom_id, row.before, row.nrs) for row in view.scores] == [
        ("SYM03", "before the session: 6 / 10", 6)
    ]
    assert "cannot show" in view.scores_caution


def test_a_score_without_a_baseline_says_that_nobody_asked(english: Words) -> None:
    file = read_example("treated")
    complaint = msgspec.structs.replace(file.consultation.reason.complaints[0], baseline_nrs=None)
    reason = msgspec.structs.replace(file.consultation.reason, complaints=(complaint,))
    assert derive(with_consultation(file, reason=reason), english).scores[0].before == "before the session: not asked"


def test_a_score_is_changed_taken_back_and_never_doubled() -> None:
    once = with_score(with_score(Summary(), "SYM01", 4), "SYM01", 3)
    assert once.scores == (ScoreToday("SYM01", 3),)
    assert with_score(once, "SYM01", None) == Summary()


def test_advice_follows_the_routes_and_the_call_at_once_list_is_among_it(words: Words) -> None:
    view = derive(read_example("treated"), words)
    assert [group.urgency for group in view.advice] == [Urgency.CARE, Urgency.SAME_DAY, Urgency.AT_ONCE]
    ids = [row.item_id for group in view.advice for row in group.rows]
    assert len(ids) == len(set(ids))
    assert not any(item_id.startswith("intravenous") for item_id in ids)
    assert view.planned_not_given == ()


def test_advice_that_was_given_stays_listed_after_the_route_changed(english: Words) -> None:
    file = read_example("clear")
    other = next(item.id for item in get_content().aftercare.items if item.id.startswith("intravenous"))
    given = with_advice(file.consultation.summary, (other, "general-fever"), is_given=True)
    rows = [row for group in derive(with_consultation(file, summary=given), english).advice for row in group.rows]
    assert [row.is_given for row in rows if row.item_id == other] == [True]


def test_planned_advice_that_was_not_given_yet_is_known(english: Words) -> None:
    file = read_example("clear")
    planned = file.consultation.plan.aftercare_ids
    summary = with_advice(Summary(), planned[:2], is_given=True)
    view = derive(with_consultation(file, summary=summary), english)
    assert set(view.planned_not_given) == set(planned[2:])
    assert summary.aftercare_given_ids == planned[:2]
    assert with_advice(summary, planned[:1], is_given=False).aftercare_given_ids == planned[1:2]
    assert with_advice(summary, planned, is_given=True).aftercare_given_ids == planned


def test_what_is_open_is_listed_before_the_visit_is_closed(english: Words) -> None:
    assert done(derive(read_example("clear"), english)) == set()
    treated = derive(read_example("treated"), english)
    assert done(treated) == {"consent", "treatment", "scores", "aftercare", "next_visit"}


def test_a_declined_treatment_leaves_consent_and_treatment_settled(english: Words) -> None:
    file = read_example("clear")
    consent = msgspec.structs.replace(file.consultation.consent, declined=Declined(NOW.date()))
    view = derive(with_consultation(file, consent=consent), english)
    assert {"consent", "treatment"} <= done(view)
    assert dict(view.facts)["Consent"] == "The patient declined on 1 Dec 2026"


def test_a_stop_refuses_the_summary_and_names_itself(words: Words) -> None:
    view = derive(read_example("stop"), words)
    assert view.pane.is_refused
    assert view.pane.links
    assert view.printing.reason == words("paper.reason_stop")


def test_a_wanted_opinion_makes_the_summary_a_draft(english: Words) -> None:
    assert derive(without_opinions(read_example("opinion")), english).pane.is_draft


def test_documents_say_number_kind_and_whether_they_were_signed(english: Words) -> None:
    signed = msgspec.structs.replace(
        make_entry(DocumentKind.CONSENT, "CNS-1"), signatures=(DocumentSignature(b"{}", NOW, NOW),)
    )
    documents = (make_entry(DocumentKind.SUMMARY, "SUM-1"), signed, make_entry(DocumentKind.CONSENT, "CNS-0"))
    rows = derive(read_example("treated"), english, PaperState(documents=documents)).documents
    assert [(row.number, row.title, row.state) for row in rows] == [
        ("SUM-1", "Treatment summary", TagState.INFORMATION),
        ("CNS-1", "Consent form", TagState.CLEAR),
        ("CNS-0", "Consent form", TagState.OPEN),
    ]


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_kind_of_document_has_a_name_in_both_languages(kind: DocumentKind, words: Words) -> None:
    view = derive(read_example("clear"), words, PaperState(documents=(make_entry(kind, "X-1"),)))
    assert view.documents[0].title


@pytest.mark.parametrize("name", list(HOSTILE))
def test_notes_and_events_are_shown_exactly_as_typed(name: str, english: Words) -> None:
    text, file = HOSTILE[name], read_example("treated")
    treatment = msgspec.structs.replace(file.consultation.treatment, reactions=(Reaction(text, 2),))
    summary = msgspec.structs.replace(file.consultation.summary, note=text)
    view = derive(with_consultation(file, treatment=treatment, summary=summary), english)
    assert view.note == text
    assert dict(view.facts)["Events"].startswith(text)


def test_a_closed_visit_takes_no_entries(english: Words) -> None:
    file = read_example("treated")
    closed = replace(make_state(file), consultation=with_closed(file.consultation, NOW))
    view = derive_summary_view(closed, get_content(), PaperState(), NOW, english)
    assert view.is_closed


def test_times_of_treatment_are_said_as_on_paper_with_the_zone_where_it_differs(english: Words) -> None:
    state = make_state(read_example("treated"))
    here = dict(derive_facts(state, get_content(), NOW, english))["Treatment"]
    assert "15:20" in here
    assert "UTC" not in here
    elsewhere = dict(derive_facts(state, get_content(), NOW.astimezone(UTC), english))["Treatment"]
    assert elsewhere == f"{here} (UTC+09:00)"
