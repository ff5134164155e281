"""A patient with four visits, and generated ones whose every value says whose it is."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

import msgspec
from documents.document_builders import empty_file
from shipped import get_content

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.record import (
    Background,
    Complaint,
    Consultation,
    ConsultationFile,
    PastVisit,
    Reason,
    ScoreToday,
    Summary,
)
from stemsup_desktop.consultation.score_model import (
    GradeGiven,
    GradeScale,
    HairMeasure,
    InstrumentScore,
    Measures,
)
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.content import Content

HAIR, SKIN, SLEEP = "SYM02", "SYM04", "SYM12"
DLQI = InstrumentScore("DLQI", "1994", Decimal("12"), Decimal(0), Decimal(30), "Aoki")
DENSITY = HairMeasure("density", Decimal("112.50"), "vertex", method="trichoscope")
LUDWIG = GradeGiven(GradeScale.LUDWIG, "1", "Aoki")


@cache
def shipped_content() -> Content:
    """Read what ships once for all tests."""
    return get_content()


def shipped_names() -> Names:
    return shipped_content().names


def past(
    number: int,
    day: date,
    session: int | None = None,
    scores: dict[str, int | None] | None = None,
    at_end: dict[str, int] | None = None,
    **fields: object,
) -> PastVisit:
    """Return an earlier visit; one with a session was treated."""
    visit = PastVisit(
        f"v-{number}",
        number,
        day,
        session,
        tuple(Complaint(one, "diagnosis", "", score) for one, score in (scores or {}).items()),
        tuple(ScoreToday(one, score) for one, score in (at_end or {}).items()),
        routes=(Route.INTRADERMAL,) if session else (),
    )
    return msgspec.structs.replace(visit, **fields)


EARLIER = (
    past(1, date(2026, 9, 8), None, {HAIR: 7, SKIN: 5}, {SLEEP: 2}, measures=Measures((DLQI,), (LUDWIG,), (DENSITY,))),
    past(2, date(2026, 9, 22), 1, {HAIR: 7}, {SLEEP: 3}),
    past(3, date(2026, 10, 20), 2, {HAIR: 6, SKIN: 4}, {HAIR: 4, SLEEP: 3}),
)


def course_file(visits: tuple[PastVisit, ...] = EARLIER, **fields: object) -> ConsultationFile:
    """Return the fourth visit of a patient, session 3, on 17 November, with the three before it."""
    file = empty_file()
    visit = Consultation(
        "v-4",
        datetime(2026, 11, 17, 10, 30, tzinfo=UTC),
        visit_number=4,
        session=SessionRef("course-1", 3),
        reason=Reason(
            (Complaint(HAIR, "diagnosis", "", 6), Complaint(SKIN, "diagnosis", "", 3)), goal="a parting no wider"
        ),
        treatment=Treatment(sites=(SiteTreated("vertex", 4, Decimal("0.20")),)),
        summary=Summary(scores=(ScoreToday(SLEEP, 5), ScoreToday(HAIR, 6))),
        measures=Measures((msgspec.structs.replace(DLQI, total=Decimal("9")),), (LUDWIG,)),
    )
    visit = msgspec.structs.replace(visit, **fields)
    return msgspec.structs.replace(file, consultation=visit, background=Background(visits=visits))


def make_patient_file(seed: int) -> ConsultationFile:
    """Return a generated visit of a patient; instruments, methods, raters and ids name the patient."""
    source = random.Random(seed)
    symptoms = source.sample([f"SYM{number:02}" for number in range(1, 13)], source.randint(0, 12))
    days = sorted(source.sample(range(900), source.randint(1, 12)))
    visits = [_make_visit(source, seed, number, days[number - 1], symptoms) for number in range(1, len(days) + 1)]
    this = visits[-1]
    file = course_file(
        tuple(visits[:-1]),
        consultation_id=this.consultation_id,
        visit_number=this.visit_number,
        started_at=datetime(this.day.year, this.day.month, this.day.day, 9, tzinfo=UTC),
        session=None,
        reason=Reason(this.complaints, goal=f"goal of {seed}"),
        summary=Summary(scores=this.scores),
        measures=this.measures,
    )
    patient = msgspec.structs.replace(file.patient, patient_id=f"patient-{seed}")
    return msgspec.structs.replace(file, patient=patient)


def _make_visit(source: random.Random, seed: int, number: int, day: int, symptoms: list[str]) -> PastVisit:
    asked = source.sample(symptoms, source.randint(0, len(symptoms)))
    beside = source.sample(symptoms, source.randint(0, len(symptoms)))

    def measured(lowest: int, highest: int) -> Decimal:
        return Decimal(source.randint(lowest * 100, highest * 100)) / 100

    return PastVisit(
        f"patient-{seed}-visit-{number}",
        number,
        date(2024, 1, 1) + timedelta(days=day),
        source.choice((None, number)),
        tuple(Complaint(one, "", "", source.choice((None, *range(11)))) for one in asked),
        tuple(ScoreToday(one, source.randint(0, 10)) for one in beside),
        Measures(
            tuple(
                InstrumentScore(f"instrument of {seed}", "", measured(-5, 30), Decimal(-5), Decimal(30), f"R{seed}")
                for _ in range(source.randint(0, 1))
            ),
            tuple(GradeGiven(GradeScale.GAIS, "3", f"R{seed}") for _ in range(source.randint(0, 1))),
            tuple(
                HairMeasure("count", measured(0, 900), "vertex", Decimal(1), f"method of {seed}")
                for _ in range(source.randint(0, 1))
            ),
        ),
        routes=source.choice(((), (Route.INTRADERMAL,))),
        patient_id=source.choice(("", f"patient-{seed}")),
    )
