"""Consultations from empty to overfull, their gates and names; each test changes what it is about."""

import random
import string
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec
from shipped import get_fonts

from stemsup_desktop.consultation.aftercare import Aftercare, read_aftercare
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.consent_text import ConsentText, read_consent_text
from stemsup_desktop.consultation.gate_model import Finding, FindingState, Gate, Missing, Verdict
from stemsup_desktop.consultation.patient import Allergy, Patient, Sex
from stemsup_desktop.consultation.plan_model import Certificate, Plan, PlannedSite, Product
from stemsup_desktop.consultation.record import (
    Choices,
    Complaint,
    Consent,
    Consultation,
    ConsultationFile,
    Declined,
    Examination,
    ExplainedPage,
    Explanation,
    GivenConsent,
    Opinion,
    Reason,
    ScoreToday,
    StopLifted,
    Summary,
)
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import Drawing, read_drawings
from stemsup_desktop.consultation.summary_text import derive_summary
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
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.summary import render_summary
from stemsup_desktop.language import Language, LanguageForm, Text

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
LANGUAGES = tuple(Language)
SYMPTOM_IDS = tuple(f"SYM{number:02}" for number in range(1, 13))
STARTED = datetime(2026, 11, 17, 10, 30, tzinfo=UTC)
MADE_AT = datetime(2026, 11, 17, 11, 52, tzinfo=UTC)

NAMES = Names(
    symptoms={symptom_id: Text(f"Symptom {symptom_id}", f"症状{symptom_id}") for symptom_id in SYMPTOM_IDS},
    sites={
        "vertex": Text("Vertex", "頭頂部"),
        "cheek-l": Text("Cheek, left", "左頬"),
        "cheek-r": Text("Cheek, right", "右頬"),
        "nose": Text("Nose", "鼻"),
        "other": Text("Other", "その他"),
    },
    routes={
        Route.INTRADERMAL: Text("injection into the skin", "皮内注射"),
        Route.INTRAVENOUS: Text("drip", "点滴静注"),
        Route.INTRANASAL: Text("nasal use", "点鼻"),
    },
    cell_sources={source: Text(f"tissue {source.value}", f"組織{source.value}") for source in CellSource},
    aftercare={item.id: item.text for item in read_aftercare(RESOURCES / "aftercare").items},
)
DISPENSED = (Dispensed(3, date(2026, 11, 17), "UC-2608-03", date(2026, 12, 1)), Dispensed(1, date(2026, 11, 24)))
ANSWERED = (
    UseAnswer("missed", "1.0", "a", Language.JA, MADE_AT),
    UseAnswer("missed", "1.0", "b", Language.JA, MADE_AT),
)
CLEAR = Gate(Verdict.CLEAR, (), (), (), (), 42, 42, "2026.1")


@cache
def fonts() -> FontFolder:
    """Load the shipped fonts once for all tests."""
    return get_fonts()


@cache
def shipped_consent_text() -> ConsentText:
    """Read the shipped consent text once for all tests."""
    return read_consent_text(RESOURCES / "consent")


@cache
def shipped_drawings() -> tuple[Drawing, ...]:
    """Read the drawings of the site map once for all tests."""
    return read_drawings(RESOURCES / "sites" / "site-map.json")


@cache
def shipped_aftercare() -> Aftercare:
    """Read the shipped aftercare once for all tests."""
    return read_aftercare(RESOURCES / "aftercare")


def make_request(form: Language | LanguageForm, number: str = "CNS-2026-00418") -> DocumentRequest:
    """Return a request with a fixed clock."""
    return DocumentRequest(document_number=number, made_at=MADE_AT, form=LanguageForm(form))


def consent_of(file: ConsultationFile, form: Language | LanguageForm, gate: Gate = CLEAR) -> RenderedDocument:
    """Assemble and render the shipped consent form."""
    request = make_request(form)
    forms = [derive_consent(file, gate, shipped_consent_text(), NAMES, one) for one in request.form.languages]
    return render_consent(forms, file, gate, request, fonts())


def summary_of(file: ConsultationFile, form: Language | LanguageForm, gate: Gate = CLEAR) -> RenderedDocument:
    """Derive and render the treatment summary."""
    request = make_request(form, "SUM-2026-00731")
    summaries = [
        derive_summary(file, gate, NAMES, shipped_aftercare(), one, drawings=shipped_drawings())
        for one in request.form.languages
    ]
    return render_summary(summaries, file, gate, request, fonts())


def with_verdict(verdict: Verdict) -> Gate:
    """Return a gate with one finding and one missing thing that fit a verdict."""
    severity = Severity.STOP if verdict is Verdict.STOP else Severity.SPECIALIST
    finding = Finding(
        rule_id="X01",
        rule_version="1",
        severity=severity,
        state=FindingState.OPEN,
        routes=(),
        title=Text("Active malignancy", "治療中のがん"),
        reason=Text("Growth factors may feed it.", "成長を促すおそれがあります。"),
        advice=Text("Do not treat.", "治療しません。"),
        sources=("S83",),
        link_ids=("x01",),
        answers=(Text("Yes", "はい"),),
        answers_sha256="0" * 64,
    )
    missing = Missing(2, "vitals", Text("Blood pressure", "血圧"))
    return msgspec.structs.replace(CLEAR, verdict=verdict, findings=(finding,), missing=(missing,))


def empty_file() -> ConsultationFile:
    """Return a consultation in which nothing but its beginning is recorded."""
    return ConsultationFile(
        clinic=Clinic(name="見本クリニック東京"),
        physician=Physician("青木 健"),
        patient=Patient("p-1", "104-2287", "山田 花子", date(1972, 4, 18)),
        consultation=Consultation("c-1", STARTED),
    )


def full_file(words: str = "") -> ConsultationFile:
    """Return a consultation in which every field has a value; `words` are added to every free text."""
    return make_file(random.Random(7), fill=1.0, words=words)


def make_file(source: random.Random, fill: float, words: str | None = None) -> ConsultationFile:
    """Return a generated consultation; `fill` from 0, nothing recorded, to 1, everything."""
    return _FileMaker(source, fill, words).make()


_WORDS = (
    "patient reports slight itching after three days and no fever",
    "皮膚の状態は安定しており、次回まで経過をみます。",
    "𠮷野家の髙橋さんより聞き取り（﨑・邉・德）。",
    "0.05 mL × 40 points; 30G, 4 mm; <b>not bold</b> & plain",
    "痛みは1日でおさまった。\n二行目：赤みが残る。",
    "Prüfung, naïve, Ångström, 38.5 °C",
)


class _FileMaker:
    def __init__(self, source: random.Random, fill: float, words: str | None) -> None:
        self._random = source
        self._fill = fill
        self._words = words
        self._count = 0

    def _has(self) -> bool:
        return self._random.random() < self._fill

    def _free(self, repeat: int = 1) -> str:
        """Return a free text that no other field has, or nothing."""
        if not self._has():
            return ""
        self._count += 1
        if self._words is not None:
            return f"{self._mark()} {self._words}".strip()
        body = " ".join(self._random.choice(_WORDS) for _ in range(self._random.randint(1, repeat)))
        return f"{self._mark()} {body}"

    def _mark(self) -> str:
        return f"F{self._count}" + "".join(self._random.choices(string.ascii_uppercase, k=4))

    def _day(self) -> date | None:
        return date(2026, 1, 1) + timedelta(days=self._random.randint(0, 700)) if self._has() else None

    def _moment(self) -> datetime:
        return STARTED + timedelta(minutes=self._random.randint(0, 300))

    def _number(self, low: int, high: int) -> int | None:
        return self._random.randint(low, high) if self._has() else None

    def _volume(self) -> Decimal | None:
        return Decimal(self._random.randint(1, 4_000)) / 1000 if self._has() else None

    def _many(self, most: int) -> range:
        return range(self._random.randint(1, most) if self._has() else 0)

    def make(self) -> ConsultationFile:
        return ConsultationFile(
            clinic=Clinic(
                name="見本クリニック東京",
                name_en="Sample Clinic Tokyo",
                address=self._free(),
                phone="03-0000-0000",
                emergency_phone="03-0000-0001",
                emergency_hospital=self._free(),
                harm_policy=self._free(3),
                cancellation_policy=self._free(3),
            ),
            physician=Physician("青木 健", "123456", "Aoki Ken"),
            patient=self._patient(),
            consultation=self._consultation(),
        )

    def _patient(self) -> Patient:
        asked = self._has()
        return Patient(
            patient_id="p-1",
            chart_number="104-2287",
            name=self._random.choice(("山田 花子", "𠮷田 髙志", "MÜLLER Jörg", "德川 邉﨑")),
            birth_date=date(1950, 1, 1) + timedelta(days=self._random.randint(0, 18_000)),
            sex=self._random.choice(tuple(Sex)),
            kana="ヤマダ ハナコ" if self._has() else "",
            romaji="YAMADA Hanako" if self._has() else "",
            phone="090-0000-0000" if self._has() else "",
            address=self._free(),
            allergies=tuple(Allergy(self._free() or "latex", self._free(), 1999) for _ in self._many(3)),
            allergies_asked_on=date(2026, 9, 8) if asked else None,
            alerts=tuple(text for _ in self._many(3) if (text := self._free())),
        )

    def _consultation(self) -> Consultation:
        symptoms = self._random.sample(SYMPTOM_IDS, len(self._many(12)))
        routes = tuple(route for route in Route if self._has())
        return Consultation(
            consultation_id="c-1",
            started_at=STARTED,
            visit_number=self._random.randint(1, 30),
            reason=Reason(
                tuple(Complaint(one, self._free(), "L65.9", self._number(0, 10)) for one in symptoms),
                goal=self._free(3),
                note=self._free(3),
            ),
            examination=Examination(
                opinions=tuple(
                    Opinion(f"X{number}", "1", "0" * 64, self._free(2) or "flat", "青木 健", self._moment())
                    for number in self._many(4)
                ),
                stops_lifted=tuple(
                    StopLifted("X09", self._free() or "fever gone", "青木 健", self._moment()) for _ in self._many(2)
                ),
            ),
            explanation=Explanation(
                tuple(ExplainedPage(f"page-{number}", Language.JA, self._moment()) for number in self._many(5)),
                self._free(3),
            ),
            plan=self._plan(routes),
            consent=self._consent(),
            treatment=self._treatment(routes),
            summary=Summary(
                language=LanguageForm.JA,
                scores=tuple(ScoreToday(one, self._random.randint(0, 10)) for one in symptoms if self._has()),
                aftercare_given_ids=tuple(sorted(NAMES.aftercare)[: len(self._many(9))]),
                next_visit_on=self._day(),
                note=self._free(3),
            ),
        )

    def _plan(self, routes: tuple[Route, ...]) -> Plan:
        return Plan(
            product=Product(
                name=self._free(),
                cell_source=self._random.choice(tuple(CellSource)) if self._has() else None,
                maker=self._free(),
                approval_status=self._free(),
                procurement=self._free(),
                lot_number="UC-2608-03" if self._has() else "",
                expires=self._day(),
                certificate=Certificate(self._has() or None, self._has() or None, ("penicillin",), self._has()),
            ),
            routes=routes,
            sites=(PlannedSite("vertex"), PlannedSite("other", self._free())) if self._has() else (),
            sessions=self._number(1, 12),
            interval_days=self._number(1, 60),
            fee_per_session_yen=self._number(0, 200_000),
            extra_fees_yen=self._number(1, 50_000) or 0,
            first_session_on=self._day(),
            aftercare_ids=tuple(sorted(NAMES.aftercare)[: len(self._many(5))]),
            alternatives_explained=self._has(),
            note=self._free(3),
            home_use="one spray each side, mornings",
        )

    def _consent(self) -> Consent:
        signed = self._has()
        signature = GivenConsent(
            document_number="CNS-2026-00418",
            signed_on=date(2026, 11, 17),
            patient_name="山田 花子",
            physician_name="青木 健",
            all_initials_present=True,
            basis_sha256="0" * 64,
            guardian_name=self._free(),
            interpreter_name=self._free(),
            witness_name=self._free(),
            recorded_at=self._moment(),
        )
        return Consent(
            language=LanguageForm.JA if self._has() else None,
            choices=Choices(self._has(), self._has(), self._has()),
            thinking_until=self._day(),
            signature=signature if signed else None,
            declined=None if signed else Declined(date(2026, 11, 17), self._free()),
        )

    def _treatment(self, routes: tuple[Route, ...]) -> Treatment:
        sites = tuple(
            SiteTreated(
                self._random.choice(("vertex", "cheek-l", "cheek-r")),
                self._number(0, 60),
                self._volume(),
                note=self._free(),
            )
            for _ in self._many(20)
        )
        if self._fill == 1.0:
            sites += self._marked()
        return Treatment(
            lot_number="UC-2608-04" if self._has() else None,
            lot_expires=self._day(),
            operator=self._free(),
            needle=self._free(),
            drawn_up_ml=self._volume(),
            started_at=self._moment() if self._has() else None,
            ended_at=self._moment() if self._has() else None,
            observed_until=self._moment() if self._has() else None,
            sites=sites,
            drip=self._drip() if self._has() else None,
            nasal=NasalRecord(self._volume(), self._number(0, 9), self._number(0, 40), True, True, DISPENSED, ANSWERED)
            if self._has()
            else None,
            vitals=tuple(self._vitals() for _ in self._many(9)),
            reactions=tuple(
                Reaction(
                    self._free() or "bruise",
                    self._random.randint(1, 5),
                    self._moment() if self._has() else None,
                    self._free(2),
                    self._free(2),
                )
                for _ in self._many(5)
            ),
            no_reaction_observed=self._has(),
            note=self._free(3),
            vials=tuple(self._vial(route) for route in routes for _ in self._many(3)),
        )

    def _drip(self) -> DripRecord:
        return DripRecord(
            self._volume(), self._free(), self._free(), self._free(), self._free(), self._moment(), self._moment()
        )

    def _vial(self, route: Route) -> VialUsed:
        lot, number = self._free() or "UC-2608-04", self._free() or "1"
        return VialUsed(lot, number, route, "", self._day(), self._volume(), self._volume())

    def _marked(self) -> tuple[SiteTreated, ...]:
        """Return sites with points on two drawings and on one that is gone; each has one free text, in a column."""
        places = {"vertex": ("scalp-top/2", 160, 120), "nose": ("face-front/2", 160, 180), "other": ("old/1", 5, 5)}
        points = {
            site_id: [
                SitePoint(drawing, Decimal(x), Decimal(y) + 8 * number, self._volume(), Decimal("1.5"))
                for number in range(3)
            ]
            for site_id, (drawing, x, y) in places.items()
        }
        points["vertex"][0] = msgspec.structs.replace(points["vertex"][0], needle=self._free())
        return (
            SiteTreated("vertex", marked=tuple(points["vertex"])),
            SiteTreated("nose", note=self._free(), marked=tuple(points["nose"])),
            SiteTreated("other", other=self._free(), marked=tuple(points["other"])),
        )

    def _vitals(self) -> Vitals:
        return Vitals(
            moment=self._random.choice(("before", "during", "after")),
            taken_at=self._moment(),
            temperature_c=Decimal(self._random.randint(340, 410)) / 10 if self._has() else None,
            systolic_mmhg=self._number(80, 220),
            diastolic_mmhg=self._number(40, 120),
            pulse_per_min=self._number(35, 180),
            spo2_percent=self._number(70, 100),
            respiration_per_min=self._number(5, 40),
        )
