"""How the seven steps stand."""

from datetime import UTC, date, datetime

import msgspec
from gate_factories import (
    EMPTY,
    NOON,
    PATIENT,
    TODAY,
    answer,
    gate,
    make_clear_visit,
    with_plan,
)

from stemsup_desktop.consultation.consent_basis import ConsentStanding, ConsentState
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import (
    Complaint,
    Consent,
    Consultation,
    Declined,
    ExplainedPage,
    Explanation,
    GivenConsent,
    Reason,
    Summary,
)
from stemsup_desktop.consultation.signing_model import EarlierConsent
from stemsup_desktop.consultation.steps import StepState, StepView, derive_steps
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.language import Language, LanguageForm, Text
from stemsup_desktop.questionnaire.answers import YES

SIGNATURE = GivenConsent("D-1", TODAY, "Example Person", "Dr Example", True, "0" * 64)
SIGNED = Consent(language=LanguageForm.EN, signature=SIGNATURE)
TREATED = Treatment(
    lot_number="L-1",
    started_at=datetime(2026, 3, 10, 13, tzinfo=UTC),
    ended_at=datetime(2026, 3, 10, 14, tzinfo=UTC),
    no_reaction_observed=True,
)


def judge(consent: Consent) -> ConsentStanding:
    """Return how consent stands where nothing has moved since."""
    if consent.declined is not None:
        return ConsentStanding(ConsentState.DECLINED, declined_on=consent.declined.declined_on)
    signature = consent.signature
    return ConsentStanding(
        ConsentState.NONE if signature is None else ConsentState.SIGNED, signed_on=signature and signature.signed_on
    )


def step(
    visit: Consultation, number: int, patient: Patient = PATIENT, standing: ConsentStanding | None = None
) -> StepView:
    consent = standing or judge(visit.consent)
    return derive_steps(visit, gate(visit, patient=patient), consent, TODAY)[number - 1]


def standing(visit: Consultation, number: int) -> tuple[str, str]:
    view = step(visit, number)
    return view.state.value, view.caption.en


def test_the_steps_of_an_empty_visit_are_empty_or_wait_for_the_gate() -> None:
    views = derive_steps(EMPTY, gate(EMPTY), judge(Consent()), TODAY)

    assert [view.number for view in views] == [1, 2, 3, 4, 5, 6, 7]
    assert [view.state.value for view in views] == [*["empty"] * 4, "blocked", "blocked", "empty"]
    assert views[4].caption == Text("Gate must clear", "判定待ち")


def test_reason_counts_symptoms_and_what_is_open() -> None:
    one = msgspec.structs.replace(EMPTY, reason=Reason((Complaint("hair"),)))

    assert standing(one, 1) == ("in-progress", "1 symptom, 3 open")
    assert standing(make_clear_visit(), 1) == ("complete", "1 symptom")
    assert step(make_clear_visit(), 1).caption.ja == "症状1件"


def test_a_reason_without_a_symptom_says_what_is_open() -> None:
    visit = msgspec.structs.replace(EMPTY, reason=Reason(goal="Less shedding"))

    assert standing(visit, 1) == ("in-progress", "1 open")


def test_examination_counts_stops_opinions_and_open_answers() -> None:
    visit = answer(answer(answer(make_clear_visit(), "cancer", YES), "immune", YES), "unread")

    assert standing(make_clear_visit(), 2) == ("complete", "Complete")
    assert standing(visit, 2) == ("in-progress", "1 stop, 1 opinion, 2 open")
    assert step(visit, 2).caption.ja == "中止1件・要判断1件・未入力2件"


def test_a_stop_of_the_plan_is_not_laid_to_the_examination() -> None:
    visit = make_clear_visit()
    expired = msgspec.structs.replace(visit.plan.product, expires=date(2026, 1, 1))

    assert standing(with_plan(visit, product=expired), 2) == ("complete", "Complete")


def test_explain_counts_pages() -> None:
    page = ExplainedPage("vegf", Language.JA, NOON)
    asked = msgspec.structs.replace(EMPTY, explanation=Explanation(questions_asked="How long?"))

    assert standing(EMPTY, 3) == ("empty", "Not started")
    assert standing(asked, 3) == ("in-progress", "No page yet")
    assert standing(msgspec.structs.replace(EMPTY, explanation=Explanation((page,))), 3) == ("complete", "1 page")


def test_plan_counts_sessions_and_what_is_open() -> None:
    visit = make_clear_visit()

    assert standing(visit, 4) == ("complete", "1 session")
    assert standing(with_plan(visit, sessions=None), 4) == ("in-progress", "1 open")


def test_consent_waits_for_the_gate_then_for_thinking_initials_and_signature() -> None:
    visit = make_clear_visit()
    unsigned = msgspec.structs.replace(SIGNATURE, all_initials_present=False)

    assert standing(answer(visit, "cancer", YES), 5) == ("blocked", "Gate must clear")
    assert standing(answer(visit, "immune", YES), 5) == ("blocked", "Gate must clear")
    assert standing(visit, 5) == ("empty", "Not started")
    assert standing(msgspec.structs.replace(visit, consent=Consent(language=LanguageForm.EN)), 5) == (
        "in-progress",
        "To sign",
    )
    thinking = Consent(thinking_until=date(2026, 3, 24))
    assert standing(msgspec.structs.replace(visit, consent=thinking), 5) == (
        "in-progress",
        "Thinking until 24 Mar",
    )
    assert standing(msgspec.structs.replace(visit, consent=Consent(signature=unsigned)), 5) == (
        "in-progress",
        "Initials missing",
    )
    assert standing(msgspec.structs.replace(visit, consent=SIGNED), 5) == ("complete", "Signed 10 Mar")
    assert step(msgspec.structs.replace(visit, consent=SIGNED), 5).caption.ja == "3月10日 署名"


def test_a_stop_blocks_a_signed_consent() -> None:
    visit = answer(msgspec.structs.replace(make_clear_visit(), consent=SIGNED), "cancer", YES)

    assert step(visit, 5).state is StepState.BLOCKED
    assert step(visit, 6).state is StepState.BLOCKED
    assert step(visit, 7).state is StepState.BLOCKED


def test_a_patient_who_declines_is_a_result() -> None:
    declined = Consent(declined=Declined(TODAY))
    visit = msgspec.structs.replace(make_clear_visit(), consent=declined)

    assert standing(visit, 5) == ("complete", "Declined")
    assert standing(visit, 6) == ("blocked", "Declined")
    assert standing(msgspec.structs.replace(EMPTY, consent=declined), 5) == ("complete", "Declined")


def test_treatment_comes_after_consent_and_counts_what_is_open() -> None:
    visit = make_clear_visit()
    signed = msgspec.structs.replace(visit, consent=SIGNED)

    assert standing(visit, 6) == ("blocked", "After consent")
    assert standing(signed, 6) == ("empty", "Not started")
    begun = msgspec.structs.replace(TREATED, ended_at=None, no_reaction_observed=False)
    assert standing(msgspec.structs.replace(signed, treatment=begun), 6) == ("in-progress", "2 open")
    assert standing(msgspec.structs.replace(signed, treatment=TREATED), 6) == ("complete", "Complete")


def test_a_signature_that_no_longer_covers_the_plan_opens_no_treatment() -> None:
    signed = msgspec.structs.replace(make_clear_visit(), consent=SIGNED)
    outdated = ConsentStanding(ConsentState.OUTDATED, signed_on=TODAY)

    for treatment in (Treatment(), TREATED):
        visit = msgspec.structs.replace(signed, treatment=treatment)
        assert step(visit, 6, standing=outdated).caption == Text("After consent", "同意後")
        assert step(visit, 6, standing=outdated).state is StepState.BLOCKED
    consent = step(signed, 5, standing=outdated)
    assert (consent.state, consent.caption) == (StepState.IN_PROGRESS, Text("To sign again", "再署名待ち"))


def test_the_consent_of_an_earlier_visit_opens_the_treatment_while_it_holds() -> None:
    visit = make_clear_visit()
    earlier = ConsentStanding(ConsentState.EARLIER, signed_on=date(2026, 2, 3), is_earlier=True)

    assert step(visit, 5, standing=earlier).caption == Text("Holds since 3 Feb", "2月3日の同意が有効")
    assert step(visit, 5, standing=earlier).state is StepState.COMPLETE
    assert step(visit, 6, standing=earlier).state is StepState.EMPTY
    stopped = answer(visit, "cancer", YES)
    assert step(stopped, 6, standing=earlier).state is StepState.BLOCKED


def test_a_visit_that_only_brought_an_earlier_consent_along_has_not_begun_its_own() -> None:
    brought = EarlierConsent("c0", "D-0", date(2026, 2, 3), "1.0", "0" * 64)
    visit = msgspec.structs.replace(make_clear_visit(), consent=Consent(earlier=brought))

    assert standing(visit, 5) == ("empty", "Not started")
    assert standing(visit, 6) == ("blocked", "After consent")


def test_summary_is_complete_once_the_visit_is_closed() -> None:
    visit = make_clear_visit()

    assert standing(visit, 7) == ("empty", "Not started")
    assert standing(msgspec.structs.replace(visit, summary=Summary(note="x")), 7) == ("in-progress", "Not closed")
    following = Summary(next_visit_on=date(2026, 4, 7))
    assert standing(msgspec.structs.replace(visit, summary=following), 7) == ("in-progress", "Next visit 7 Apr")
    assert standing(msgspec.structs.replace(visit, summary=Summary(closed_at=NOON)), 7) == ("complete", "Closed")
