"""A small checklist with decisions at every depth, and a visit in which every field holds something."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec
from gate_factories import PLAN, make_yes_no, read_items

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.events.event_model import Seriousness
from stemsup_desktop.consultation.plan_model import Plan, PlannedPoint, PlannedSite
from stemsup_desktop.consultation.record import (
    AnswerNote,
    CarriedAnswer,
    Choices,
    Complaint,
    Consent,
    Consultation,
    Declined,
    Examination,
    ExplainedPage,
    Explanation,
    GivenConsent,
    Opinion,
    Reason,
    ScoreToday,
    StopLifted,
    StopRaised,
    Summary,
)
from stemsup_desktop.consultation.score_model import GradeGiven, GradeScale, HairMeasure, InstrumentScore, Measures
from stemsup_desktop.consultation.screen_model import ScreenAnswer, ScreenRecord, SeenPage
from stemsup_desktop.consultation.signing_model import (
    AgreedClause,
    AgreedPart,
    EarlierConsent,
    HandSignature,
    Initial,
    Ink,
    InkPoint,
    SignerRole,
    TeachBackAnswer,
    Withdrawal,
)
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import (
    Dispensed,
    DripRecord,
    NasalRecord,
    Reaction,
    SiteTreated,
    Treatment,
    UseAnswer,
    VialUsed,
    Vitals,
)
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.questionnaire.answers import NO, YES, ItemAnswers, StringAnswer
from stemsup_desktop.questionnaire.extensions import PHYSICIAN_ONLY
from stemsup_desktop.questionnaire.model import Questionnaire

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = date(2026, 3, 10)
NURSE, DOCTOR = "Nurse Example", "Dr Example"

Path = tuple[str | int, ...]
ALONE = {"extension": [{"url": PHYSICIAN_ONLY, "valueBoolean": True}]}
HIDDEN = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}]}


def make_text(link_id: str, **fields: Any) -> dict[str, Any]:
    """Make an item that takes words."""
    return {"linkId": link_id, "type": "string", "text": f"Question {link_id}", **fields}


def make_checklist(version: str = "1", *, is_lax: bool = False) -> Questionnaire:
    """Make the checklist; in a lax one nothing is the physician's."""
    alone = {} if is_lax else ALONE
    lesion = {"linkId": "lesion", "type": "group", "text": "Lesion", "repeats": True}
    deep = {"linkId": "deep", "type": "group", "text": "Deep", "item": [make_text("deep-reason")]}
    read = read_items(
        make_yes_no("cancer"),
        make_text("remark"),
        make_text("edition", **HIDDEN, initial=[{"valueString": "first"}]),
        make_text("drug", repeats=True, item=[make_text("drug-decision", **alone)]),
        {**lesion, "item": [make_text("lesion-site"), make_text("lesion-decision", **alone)]},
        {"linkId": "g-decision", "type": "group", "text": "D", **alone, "item": [make_yes_no("decision"), deep]},
    )
    return replace(read, version=version)


CHECKLIST = make_checklist()
LAX = make_checklist("lax", is_lax=True)


def say(link_id: str, *words: str, by: str = NURSE, place: tuple[int, ...] = ()) -> ItemAnswers:
    """Answer an item in words."""
    return ItemAnswers(link_id, tuple(StringAnswer(word) for word in words), NOON, by, place)


EXAMINATION = Examination(
    questionnaire=CHECKLIST.canonical,
    responses=(
        ItemAnswers("cancer", (NO,), NOON, NURSE),
        say("remark", "a remark"),
        say("drug", "one", "two"),
        say("drug-decision", "go on", by=DOCTOR, place=(1,)),
        say("lesion-site", "left", place=(0,)),
        say("lesion-site", "right", place=(1,)),
        say("lesion-decision", "leave it", by=DOCTOR, place=(1,)),
        ItemAnswers("decision", (YES,), NOON, DOCTOR),
        say("deep-reason", "because", by=DOCTOR),
    ),
    opinions=(
        Opinion("IMMUNE", "1", "ab", "judged", DOCTOR, NOON),
        Opinion("CLOT", "1", "cd", "judged too", DOCTOR, NOON),
    ),
    stops_raised=(StopRaised("CANCER", NOON),),
    stops_lifted=(StopLifted("CANCER", "an error", DOCTOR, NOON + timedelta(minutes=1)),),
    carried=(
        CarriedAnswer("remark", (StringAnswer("then"),), DAY, "c0"),
        CarriedAnswer("decision", (YES,), DAY, "c0"),
    ),
    notes=(
        AnswerNote("cancer", "words", NURSE, NOON),
        AnswerNote("decision", "words of the physician", DOCTOR, NOON),
    ),
)

PLANNED_POINT = PlannedPoint("face-front/2", *(Decimal(2),) * 4, "30G")

FULL_PLAN = msgspec.structs.replace(
    PLAN,
    product=msgspec.structs.replace(
        PLAN.product,
        maker="Maker",
        approval_status="none",
        procurement="bought",
        lot_id="lot-1",
        certificate=msgspec.structs.replace(PLAN.product.certificate, shown_absent=("penicillin",)),
    ),
    routes=(Route.INTRADERMAL, Route.INTRANASAL),
    sites=(PlannedSite("cheek", "left"), PlannedSite("other", "ear", (PLANNED_POINT,))),
    interval_days=28,
    first_session_on=DAY,
    aftercare_ids=("rest", "water"),
    note="slowly",
    home_use="once a day",
)

INK = Ink(8000, 1900, ((InkPoint(100, 200, 0, 500), InkPoint(900, 400, 40, 600)),))
WITHDRAWAL = Withdrawal(
    "D-1", NOON, SignerRole.PATIENT, "Patient", ("photographs",), "changed my mind", NURSE, "WDR-1", INK
)

CONSENT = Consent(
    language=LanguageForm.EN,
    choices=Choices(photographs=True),
    thinking_until=DAY,
    signature=GivenConsent(
        "D-1",
        DAY,
        "Patient",
        DOCTOR,
        True,
        "ef",
        "Guardian",
        "Interpreter",
        "Witness",
        NOON,
        (AgreedPart("lot", "0"),),
        "screen",
        "2",
        (AgreedClause("goal", "1", "aa"),),
    ),
    declined=Declined(DAY, "first no"),
    initials=(Initial("goal", "1", "aa", Language.EN, NOON, INK), Initial("risk", "1", "bb", Language.EN, NOON, INK)),
    signatures=(
        HandSignature(
            SignerRole.GUARDIAN, "Guardian", NOON, Language.EN, "cc", "ef", INK, "", "parent", (AgreedPart("lot", "0"),)
        ),
        HandSignature(SignerRole.INTERPRETER, "Interpreter", NOON, Language.EN, "cc", "ef", INK, "Thai"),
    ),
    teach_back=(
        TeachBackAnswer("q1", "1", "goal", "a", Language.EN, NOON),
        TeachBackAnswer("q1", "1", "goal", "b", Language.EN, NOON + timedelta(minutes=1)),
    ),
    withdrawals=(WITHDRAWAL,),
    earlier=EarlierConsent(
        "c0",
        "D-0",
        DAY,
        "1",
        "ef",
        (AgreedPart("lot", "0"),),
        (AgreedClause("goal", "1", "aa"),),
        (msgspec.structs.replace(WITHDRAWAL, document_number="D-0"),),
    ),
    choices_seen_sha256="dd",
    ticks=("free-copy/1", "free-copy/2"),
)

SCREEN = ScreenRecord(
    (SeenPage("hair", "Hair loss", Language.EN, "34", NOON, NOON, 61_000, 2),),
    (ScreenAnswer("hair", "What is known?", "b", "Little", Language.EN, "34", NOON),),
)

MEASURES = Measures(
    (InstrumentScore("DLQI", "1", *(Decimal(3), Decimal(0), Decimal(30)), NURSE, DAY),),
    (GradeGiven(GradeScale.LUDWIG, "I", DOCTOR, DAY),),
    (HairMeasure("count", Decimal(90), "vertex", Decimal(1), "photo", NURSE, DAY),),
)

TREATMENT = Treatment(
    lot_number="L-1",
    lot_expires=DAY,
    operator=NURSE,
    needle="33G",
    drawn_up_ml=Decimal(5),
    started_at=NOON,
    ended_at=NOON,
    observed_until=NOON,
    sites=(
        SiteTreated("cheek", 4, Decimal("0.5"), "other", "note"),
        SiteTreated("forehead-r", marked=(SitePoint("face-front/2", *(Decimal(3),) * 4, "33G"),)),
    ),
    drip=DripRecord(Decimal(1), "1:10", "slow", "0.2", "arm", NOON, NOON),
    nasal=NasalRecord(
        *(Decimal(1), 1, 1, True, True),
        dispensed=(Dispensed(2, DAY, "L-1", DAY),),
        answers=(UseAnswer("missed", "1", "a", Language.EN, NOON),),
    ),
    vitals=(Vitals("before", NOON, Decimal("36.5"), 120, 80, 60, 98, 14),),
    reactions=(Reaction("redness", 1, NOON, "cooled", "gone", "cheek", 2, (Seriousness.IMPORTANT,), "e1"),),
    no_reaction_observed=True,
    note="quiet",
    vials=(VialUsed("L-1", "7", Route.INTRADERMAL, "lot-1", DAY, Decimal(2), Decimal(1)),),
)

FULL = Consultation(
    consultation_id="c1",
    started_at=NOON,
    visit_number=2,
    reason=Reason((Complaint("hair", "Alopecia", "L64.9", 6), Complaint("skin", "", "", 3)), "Less shedding", "note"),
    examination=EXAMINATION,
    explanation=Explanation((ExplainedPage("hair", Language.EN, NOON, "12"),), "why", SCREEN),
    plan=FULL_PLAN,
    consent=CONSENT,
    treatment=TREATMENT,
    summary=Summary(Language.EN, (ScoreToday("hair", 5),), ("rest",), DAY, "note", NOON),
    measures=MEASURES,
    session=SessionRef("course-1", 2),
)

FREE = msgspec.structs.replace(
    FULL,
    reason=Reason((Complaint("hair", baseline_nrs=6), Complaint("skin")), "Less shedding", "note"),
    examination=Examination(
        questionnaire=CHECKLIST.canonical,
        responses=tuple(one for one in EXAMINATION.responses if one.answered_by == NURSE),
        stops_raised=EXAMINATION.stops_raised,
        carried=EXAMINATION.carried[:1],
        notes=EXAMINATION.notes[:1],
    ),
    plan=Plan(),
    consent=Consent(language=LanguageForm.EN, withdrawals=(WITHDRAWAL,)),
    summary=msgspec.structs.replace(FULL.summary, closed_at=None),
)
"""The same visit as far as staff can take it."""


def iter_leaves(value: object, path: Path = ()) -> Iterator[Path]:
    """Go through everything in a record that is neither a record nor a list."""
    match value:
        case msgspec.Struct():
            for field in msgspec.structs.fields(value):
                yield from iter_leaves(getattr(value, field.name), (*path, field.name))
        case tuple():
            for number, one in enumerate(value):
                yield from iter_leaves(one, (*path, number))
        case None:
            return
        case _:
            yield path


def iter_lists(value: object, path: Path = ()) -> Iterator[Path]:
    """Go through every list in a record that holds something."""
    match value:
        case msgspec.Struct():
            for field in msgspec.structs.fields(value):
                yield from iter_lists(getattr(value, field.name), (*path, field.name))
        case tuple() if value:
            yield path
            for number, one in enumerate(value):
                yield from iter_lists(one, (*path, number))


def read_at(value: Any, path: Path) -> Any:
    """Return what lies at a path."""
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def change_at(value: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """Return a record with what lies at a path changed."""
    if not path:
        return change(value)
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        return (*value[:first], change_at(value[first], rest, change), *value[first + 1 :])
    return msgspec.structs.replace(value, **{first: change_at(getattr(value, first), rest, change)})


def make_other(value: Any) -> Any:
    """Return another value of the same type."""
    match value:
        case bool():
            return not value
        case StrEnum():
            return next(one for one in type(value) if one is not value)
        case "screen":
            return "paper"
        case str():
            return value + "x"
        case int() | Decimal():
            return value + 1
        case datetime():
            return value + timedelta(minutes=1)
        case date():
            return value + timedelta(days=1)
    raise AssertionError(f"no other value of {type(value)}")
