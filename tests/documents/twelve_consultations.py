"""Twelve consultations that fill little and much: each route alone and together, signed on paper and on screen."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
from consultation.consent_builders import make_file as make_planned
from consultation.consent_builders import with_consent, with_consultation, with_patient, with_product
from documents.document_builders import (
    ANSWERED,
    CLEAR,
    DISPENSED,
    MADE_AT,
    SYMPTOM_IDS,
    empty_file,
    full_file,
    make_file,
    with_verdict,
)
from hostile_strings import HOSTILE

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.gate_model import FindingState, Gate, Verdict
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.record import Choices, ConsultationFile, GivenConsent
from stemsup_desktop.consultation.screen_model import ScreenAnswer, ScreenRecord, SeenPage
from stemsup_desktop.consultation.signing_model import EarlierConsent, SignerRole, Withdrawal
from stemsup_desktop.consultation.treatment_model import NasalRecord
from stemsup_desktop.language import Language, LanguageForm

FORM_NUMBER = "CNS-2026-00418"
LONG_JAPANESE = "{n}日目に皮膚の状態を確認し、これまでの経過と今後の見通しについて、ご本人とご家族に説明しました。"
LONG_LATIN = "On day {n} the donaudampfschifffahrtsgesellschaft-like naïve Ångström prose goes on and on. "
LONG_TEXT = "".join(text.format(n=day) for text in (LONG_JAPANESE, LONG_LATIN) for day in range(1, 6))
HOSTILE_TEXT = " | ".join(normalise_text(text) for text in HOSTILE.values() if len(text) <= 24)
HOSTILE_NAME = "<b>O’Neil & 𠮷野家</b> %s {0} \u202eABC\u202c ﾔﾏﾀﾞ"
OPINION_GIVEN = msgspec.structs.replace(
    with_verdict(Verdict.SPECIALIST),
    verdict=Verdict.CLEAR,
    missing=(),
    findings=tuple(
        msgspec.structs.replace(one, state=FindingState.OPINION_RECORDED)
        for one in with_verdict(Verdict.SPECIALIST).findings
    ),
)
"""A gate that a physician's recorded opinion has opened."""


NOTHING_SHOWN = ScreenRecord()


@dataclass(frozen=True)
class Case:
    """One consultation; `signers` are those who sign on screen beside patient and physician.

    `is_on_paper`: its consent is signed in ink, and comes back as scans. `interprets`: the patient's own language is
    none that is read, where one is left. `is_heavy`: its documents are long.
    """

    name: str
    make: Callable[[], ConsultationFile]
    gate: Gate = CLEAR
    is_on_paper: bool = False
    signers: tuple[SignerRole, ...] = ()
    interprets: bool = False
    is_heavy: bool = False
    screen: ScreenRecord = NOTHING_SHOWN

    def make_file(self, form: LanguageForm) -> ConsultationFile:
        """Return the consultation as its form is read, with what was shown on the patient screen."""
        own = next((one for one in Language if (one in form.languages) != self.interprets), form.leading)
        file = with_consent(with_patient(self.make(), language=own), language=form)
        explanation = msgspec.structs.replace(file.consultation.explanation, screen=self.screen)
        return with_consultation(file, explanation=explanation)


def make_screen(pages: int = 3, words: str = "") -> ScreenRecord:
    """Return what was shown on the patient screen in both languages, and a question that was answered twice."""
    titles = (
        (Language.JA, "脱毛・薄毛：わかっていること、わかっていないこと"),
        (Language.EN, "Hair loss: what is known and what is not"),
        (Language.JA, "4 期待できる効果と限界"),
    )
    shown = tuple(
        SeenPage(
            page_id=f"page-{number}",
            title=f"{title}{words}",
            language=language,
            content_sha256=f"{number:02x}" * 32,
            first_shown_at=MADE_AT + timedelta(minutes=number),
            last_shown_at=MADE_AT + timedelta(minutes=2 * number, seconds=8),
            shown_ms=64_300 * number,
            times_shown=1 + number % 2,
        )
        for number in range(pages)
        for language, title in [titles[number % len(titles)]]
    )
    question, wrong, right = (
        "この治療の効果は証明されていますか。",
        "はい、証明されています。",
        "いいえ、まだわかっていません。",
    )
    answers = tuple(
        ScreenAnswer("teach-back/effect", question + words, option, answer + words, Language.JA, "ab" * 32, MADE_AT)
        for option, answer in (("a", wrong), ("b", right))
    )
    return ScreenRecord(shown, answers)


def _hostile() -> ConsultationFile:
    file = full_file(HOSTILE_TEXT)
    clinic = msgspec.structs.replace(file.clinic, name=HOSTILE_NAME, name_en="Unbalanced \\( Clinic")
    file = msgspec.structs.replace(file, clinic=clinic)
    return with_patient(file, name=HOSTILE_NAME, chart_number="%%EOF")


def _long() -> ConsultationFile:
    file = _sign_on_paper(full_file(LONG_TEXT))
    return with_patient(file, name="寿限無" * 40, romaji="WOLFESCHLEGELSTEINHAUSENBERGERDORFF " * 3)


def _everything() -> ConsultationFile:
    file = full_file("経過 and more <b>&amp;")
    plan = make_planned(tuple(Route)).consultation.plan
    kept = msgspec.structs.replace(file.consultation.plan, home_use="one spray each side, mornings", note="計画の備考")
    merged = {name: getattr(plan, name) for name in ("product", "routes", "sites", "sessions", "interval_days")}
    file = with_consultation(file, plan=msgspec.structs.replace(kept, **merged, first_session_on=date(2026, 12, 1)))
    return with_consent(file, signature=None, declined=None, thinking_until=None, choices=Choices(True, True, False))


def _home_use() -> ConsultationFile:
    file = make_planned((Route.INTRANASAL,), ("SYM09",), home_use="2 puffs each side, mornings and evenings", sites=())
    nasal = NasalRecord(instruction_given=True, teach_back_done=True, dispensed=DISPENSED * 6, answers=ANSWERED)
    return with_consultation(file, treatment=msgspec.structs.replace(file.consultation.treatment, nasal=nasal))


def _minor() -> ConsultationFile:
    return with_patient(make_planned(), birth_date=date(2011, 4, 2), name="山田 はな", alerts=("needle phobia",))


def _drip() -> ConsultationFile:
    clinic = msgspec.structs.replace(make_planned().clinic, harm_policy="", cancellation_policy="", name_en="")
    return make_planned((Route.INTRAVENOUS,), ("SYM05",), clinic, sites=(), extra_fees_yen=0)


def _many_symptoms() -> ConsultationFile:
    file = make_planned((Route.INTRADERMAL, Route.INTRAVENOUS), SYMPTOM_IDS)
    sites = tuple(PlannedSite(one) for one in ("vertex", "cheek-l", "cheek-r", "neck", "perioral-u"))
    plan = msgspec.structs.replace(file.consultation.plan, sites=sites, sessions=100, fee_per_session_yen=0)
    earlier = EarlierConsent("c-0", "CNS-2025-00012", date(2025, 9, 1), "old form", "0" * 64)
    return with_consent(with_consultation(file, plan=plan), earlier=earlier)


def _sign_on_paper(file: ConsultationFile) -> ConsultationFile:
    given = GivenConsent(
        FORM_NUMBER, date(2026, 11, 17), file.patient.name, file.physician.name, True, "0" * 64, form_version="1"
    )
    return with_consent(file, signature=given, declined=None)


def _taken_back(file: ConsultationFile, *scopes: tuple[str, ...], role: SignerRole) -> ConsultationFile:
    withdrawals = tuple(
        Withdrawal(
            *(FORM_NUMBER, MADE_AT + timedelta(days=number), role, "山田 花子", scope, "I changed my mind & moved."),
            recorded_by="看護 春子",
            slip_number=f"WDS-2026-{number:05}",
        )
        for number, scope in enumerate(scopes, 1)
    )
    return with_consent(_sign_on_paper(file), withdrawals=withdrawals)


PARTS = (("photographs", "teaching"), ("given-intravenous", "a-clause-of-an-older-form"))
TWELVE = (
    Case("nothing but its beginning", lambda: _sign_on_paper(empty_file()), is_on_paper=True),
    Case("injection alone", make_planned, screen=make_screen()),
    Case("drip alone", _drip, signers=(SignerRole.WITNESS,)),
    Case("spray at home with units", _home_use),
    Case(
        "all routes and every field", _everything, OPINION_GIVEN, signers=(SignerRole.INTERPRETER, SignerRole.WITNESS)
    ),
    Case("a minor with a guardian", _minor, signers=(SignerRole.GUARDIAN,)),
    Case(
        "an interpreter",
        lambda: with_product(make_planned(), name=""),
        signers=(SignerRole.INTERPRETER,),
        interprets=True,
        screen=make_screen(40),
    ),
    Case("withdrawn whole", lambda: _taken_back(make_planned(), (), role=SignerRole.PATIENT), is_on_paper=True),
    Case(
        "withdrawn in part by a guardian",
        lambda: _taken_back(make_file(random.Random(5), 0.5), *PARTS, role=SignerRole.GUARDIAN),
        is_on_paper=True,
    ),
    Case("long texts", _long, OPINION_GIVEN, is_on_paper=True, is_heavy=True),
    Case(
        "hostile characters",
        lambda: _sign_on_paper(_hostile()),
        OPINION_GIVEN,
        is_on_paper=True,
        is_heavy=True,
        screen=make_screen(2, HOSTILE_TEXT),
    ),
    Case("twelve symptoms and an earlier consent", _many_symptoms),
)
