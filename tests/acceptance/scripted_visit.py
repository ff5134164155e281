"""A whole consultation as a list of keystrokes, and the hands that type it through the real session into a vault."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
from content.examination_builders import TODAY, complete, make_patient
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from shipped import get_content, get_fonts
from store.builders import CHEAP_KDF, CLINIC, PASSPHRASE, PHYSICIAN

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_basis import SignatureDraft, consent_basis_sha256, make_paper_signature
from stemsup_desktop.consultation.patient import Allergy, Patient
from stemsup_desktop.consultation.plan_model import Certificate, PlannedSite
from stemsup_desktop.consultation.record import (
    Complaint,
    Consultation,
    ConsultationFile,
    ExplainedPage,
    Opinion,
    ScoreToday,
)
from stemsup_desktop.consultation.treatment_model import Reaction, SiteTreated, Vitals
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers, StringAnswer
from stemsup_desktop.questionnaire.enablement import derive_enabled
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, JobRunner, Ok, ThreadExecutor
from stemsup_desktop.ui.paper_desk import PaperDesk, Produced
from stemsup_desktop.ui.session import Session, make_session
from stemsup_desktop.ui.theme import Scheme, Theme, make_application
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import read_catalogue

Clock = Callable[[], datetime]
Change = Callable[[Consultation], Consultation]
STARTED = datetime(2026, 11, 23, 10, 0).astimezone()


class Act(StrEnum):
    """What is more than a change of the record."""

    PRINT_CONSENT = "print-consent"
    SIGN = "sign"
    PRINT_SUMMARY = "print-summary"


Move = tuple[str, Change] | Act
"""A change with the name of its undo step, or an act."""


def set_at(record: Any, path: tuple[str | int, ...], value: object) -> Any:
    """Return a record with one value changed, at a path of field names and places in tuples."""
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        return (*record[:head], set_at(record[head], rest, value), *record[head + 1 :])
    return msgspec.structs.replace(record, **{head: set_at(getattr(record, head), rest, value)})


def hash_of(consultation: Consultation) -> str:
    """Return the SHA-256 of a consultation as the vault encodes it, in hexadecimal."""
    return hashlib.sha256(encode_record(consultation)).hexdigest()


def well_patient(words: str = "") -> Patient:
    """Return the patient of the script; `words` stand in every text of it."""
    patient = make_patient()
    if not words:
        return patient
    return msgspec.structs.replace(
        patient,
        name=words,
        romaji=words,
        address=f"{words} 1-2-3",
        allergies=(Allergy(words, words, 2009),),
        alerts=(words,),
    )


def _put(*path: str | int, value: object) -> Iterator[Move]:
    yield ".".join(map(str, path)), lambda visit: set_at(visit, path, value)


def _type(*path: str | int, text: str) -> Iterator[Move]:
    """Type a text key by key."""
    for end in range(1, len(text) + 1):
        yield from _put(*path, value=text[:end])


def write_script(content: Content, words: str = "") -> Iterator[Move]:
    """Yield steps 1 to 7 of a visit that the gate lets pass; `words` come into every free text."""
    yield from _write_reason(words)
    yield from _write_examination(content, words)
    yield from _write_explanation(content, words)
    yield from _write_plan(content, words)
    yield from _put("consent", "language", value=LanguageForm.JA)
    yield from _put("consent", "choices", "photographs", value=True)
    yield Act.PRINT_CONSENT
    yield Act.SIGN
    yield from _write_treatment(words)
    yield from _write_summary(words)
    yield Act.PRINT_SUMMARY
    yield from _put("summary", "closed_at", value=STARTED + timedelta(hours=1))


def _write_reason(words: str) -> Iterator[Move]:
    yield from _type("reason", "goal", text=f"前髪を濃くしたい {words}")
    yield from _put("reason", "complaints", value=(Complaint("SYM01"),))
    yield from _type("reason", "complaints", 0, "diagnosis", text=f"Androgenetic alopecia {words}")
    yield from _put("reason", "complaints", 0, "icd10", value="L64.9")
    yield from _put("reason", "complaints", 0, "baseline_nrs", value=6)
    yield from _type("reason", "note", text=f"母方に同じ症状がある。 {words}")


def _write_examination(content: Content, words: str) -> Iterator[Move]:
    answers = complete(content.clinical, {})
    responses = [ItemAnswers(link_id, given) for link_id, given in answers.items()]
    enabled = derive_enabled(content.clinical.questionnaire, responses)
    kinds = {item.link_id: item.type for item in enabled.items}
    for link_id, kind in kinds.items():
        if kind in (ItemType.TEXT, ItemType.STRING):
            text = f"特記なし {words}"
            for end in range(1, len(text) + 1):
                yield f"answer.{link_id}", _answer(link_id, (StringAnswer(text[:end]),))
        elif link_id in answers:
            yield f"answer.{link_id}", _answer(link_id, answers[link_id])
    opinion = Opinion("X01", "1", "0" * 64, f"flat {words}", PHYSICIAN.name, STARTED)
    yield from _put("examination", "opinions", value=(opinion,))


def _answer(link_id: str, given: tuple[Answer, ...]) -> Change:
    def change(visit: Consultation) -> Consultation:
        kept = tuple(one for one in visit.examination.responses if one.link_id != link_id)
        responses = (*kept, ItemAnswers(link_id, given, STARTED, PHYSICIAN.name))
        return set_at(visit, ("examination", "responses"), responses)

    return change


def _write_explanation(content: Content, words: str) -> Iterator[Move]:
    pages = tuple(ExplainedPage(page.id, Language.JA, STARTED, "0" * 64) for page in content.reference.pages[:4])
    for count in range(1, len(pages) + 1):
        yield from _put("explanation", "pages", value=pages[:count])
    yield from _type("explanation", "questions_asked", text=f"入浴はいつからできますか。 {words}")


def _write_plan(content: Content, words: str) -> Iterator[Move]:
    yield from _type("plan", "product", "name", text=f"CM-100 {words}")
    yield from _put("plan", "product", "cell_source", value=CellSource.ADIPOSE)
    yield from _type("plan", "product", "maker", text=f"見本製薬 {words}")
    yield from _type("plan", "product", "lot_number", text="UC-2608-03")
    yield from _put("plan", "product", "expires", value=date(2027, 12, 31))
    certificate = Certificate(is_on_file=True, is_complete=True, is_research_use_only=False, has_failed_item=False)
    yield from _put("plan", "product", "certificate", value=certificate)
    yield from _put("plan", "product", "is_recalled", value=False)
    yield from _put("plan", "product", "had_temperature_excursion", value=False)
    yield from _put("plan", "routes", value=(Route.INTRADERMAL,))
    for sites in (("vertex",), ("vertex", "other")):
        yield from _put("plan", "sites", value=tuple(PlannedSite(site) for site in sites))
    yield from _type("plan", "sites", 1, "other", text=f"右の眉 {words}")
    yield from _put("plan", "sessions", value=3)
    yield from _put("plan", "interval_days", value=28)
    yield from _put("plan", "fee_per_session_yen", value=55_000)
    yield from _put("plan", "first_session_on", value=TODAY)
    yield from _put("plan", "aftercare_ids", value=tuple(item.id for item in content.aftercare.items[:3]))
    yield from _put("plan", "alternatives_explained", value=True)
    yield from _type("plan", "note", text=f"次回は写真を撮る。 {words}")


def _write_treatment(words: str) -> Iterator[Move]:
    yield from _put("treatment", "lot_number", value="UC-2608-03")
    yield from _put("treatment", "lot_expires", value=date(2027, 12, 31))
    yield from _type("treatment", "operator", text=f"看護 {words}")
    yield from _type("treatment", "needle", text=f"30G 4 mm {words}")
    yield from _put("treatment", "started_at", value=STARTED + timedelta(minutes=20))
    for volume in ("0.1", "0.12", "0.125"):
        yield from _put("treatment", "sites", value=(SiteTreated("vertex", 40, Decimal(volume), note=words),))
    vitals = Vitals("before", STARTED + timedelta(minutes=15), Decimal("36.5"), 124, 78, 70, 98, 16)
    yield from _put("treatment", "vitals", value=(vitals,))
    yield from _put("treatment", "ended_at", value=STARTED + timedelta(minutes=40))
    yield from _put("treatment", "reactions", value=(Reaction(f"赤み {words}", 1, None, words, words),))
    yield from _type("treatment", "reactions", 0, "action", text=f"冷やして様子をみた。 {words}")
    yield from _type("treatment", "note", text=f"痛みの訴えなし。 {words}")


def _write_summary(words: str) -> Iterator[Move]:
    yield from _put("summary", "language", value=LanguageForm.JA)
    yield from _put("summary", "scores", value=(ScoreToday("SYM01", 5),))
    yield from _put("summary", "next_visit_on", value=date(2026, 12, 21))
    yield from _type("summary", "note", text=f"当日は入浴を控えてください。 {words}")


@dataclass(frozen=True, slots=True)
class Room:
    """The program without its widgets: session, vault access, jobs, content and fonts."""

    application: QApplication
    context: PageContext
    access: VaultAccess
    content: Content
    fonts: FontFolder

    @property
    def session(self) -> Session:
        """The session of the room."""
        return self.context.session


def make_room(folder: Path, clock: Clock) -> Room:
    """Put the real parts together as the program does; the vault is made or opened by the caller."""
    instance = QApplication.instance()
    application = instance if isinstance(instance, QApplication) else make_application()
    resources = find_resources()
    content = get_content()
    runner = JobRunner(ThreadExecutor())
    access = VaultAccess(runner, folder, clock, CHEAP_KDF)

    def save(snapshot: ConsultationFile) -> None:
        access.get_vault().save_consultation(snapshot.consultation, snapshot.patient.patient_id)

    session = make_session(content.clinical, runner, save, clock)
    language = WindowLanguage(read_catalogue(resources / "i18n"), Language.JA)
    context = PageContext(Theme(resources, application, Scheme.LIGHT), language, session, runner, clock)
    return Room(application, context, access, content, get_fonts())


def close_room(room: Room) -> None:
    """Write what is unwritten, close the vault and end the threads."""
    room.session.close_visit()
    room.access.close(lambda _: None)
    room.context.runner.close()


def raise_problem(result: Ok[Any] | Err) -> Any:
    """Return what a job delivered; raises its problem."""
    if isinstance(result, Err):
        raise result.problem
    return result.value


def open_or_create(room: Room, is_new: bool, on_open: Callable[[], None]) -> None:
    """Open the vault of a room, making it if it is new."""

    def opened(result: Ok[None] | Err) -> None:
        raise_problem(result)
        on_open()

    if is_new:
        room.access.create(PASSPHRASE, CLINIC, PHYSICIAN, opened)
    else:
        room.access.open(PASSPHRASE, opened)


class Typist:
    """Plays a script into one visit, a move at a time; `wait_ms` says how long until the next.

    `on_change` is told of each change with the moment of its keystroke in ns (monotonic); `on_document` of each kept
    document, `on_signed` of each kept signing.
    """

    def __init__(
        self,
        room: Room,
        moves: Iterator[Move],
        wait_ms: Callable[[], int],
        on_done: Callable[[], None],
        on_change: Callable[[Consultation, int], None] = lambda _visit, _at_ns: None,
        on_document: Callable[[Produced], None] = lambda _: None,
        on_signed: Callable[[str, bytes], None] = lambda _number, _data: None,
    ) -> None:
        self._room = room
        self._moves = moves
        self._wait_ms = wait_ms
        self._on_done = on_done
        self._on_change = on_change
        self._on_document = on_document
        self._on_signed = on_signed
        self._number = ""
        papers = (Paper.CONSENT, Paper.SUMMARY)
        self._desks = {paper: PaperDesk(paper, room.context, room.content, room.access, room.fonts) for paper in papers}

    def start(self, patient: Patient, consultation: Consultation) -> None:
        """Keep the new visit in the vault, open it and type."""

        def started(result: Ok[Any] | Err) -> None:
            raise_problem(result)
            self._room.session.open_visit(patient, consultation, CLINIC, PHYSICIAN)
            self._go_on()

        self._room.access.run(lambda vault: vault.start_consultation(patient.patient_id, consultation), started)

    def _go_on(self) -> None:
        QTimer.singleShot(self._wait_ms(), self._move)

    def _move(self) -> None:
        match next(self._moves, None):
            case None:
                self._on_done()
            case Act.PRINT_CONSENT:
                self._print(Paper.CONSENT)
            case Act.PRINT_SUMMARY:
                self._print(Paper.SUMMARY)
            case Act.SIGN:
                self._sign()
            case (name, change):
                self._change(name, change)
                self._go_on()

    def _change(self, name: str, change: Change) -> None:
        session, at_ns = self._room.session, time.monotonic_ns()
        session.change(name, change(session.state.consultation), merge=name)
        self._on_change(session.state.consultation, at_ns)

    def _print(self, paper: Paper) -> None:
        state, desk = self._room.session.state, self._desks[paper]
        desk.look(state.file, state.gate, LanguageForm.JA)

        def produced(result: Ok[Produced] | Err) -> None:
            document = raise_problem(result)
            assert not document.is_draft, f"the gate says {state.gate.verdict}"
            self._number = document.number
            self._on_document(document)
            self._go_on()

        desk.produce(produced)

    def _sign(self) -> None:
        state, now = self._room.session.state, self._room.context.clock()
        text = self._room.content.consent
        draft = SignatureDraft(
            document_number=self._number,
            signed_on=now.date(),
            patient_name=state.patient.name,
            physician_name=state.physician.name,
            all_initials_present=True,
            basis_sha256=consent_basis_sha256(state.file, text),
        )
        signature = make_paper_signature(state.file, state.gate, text, draft, now)
        data = encode_record(signature)

        def marked(result: Ok[None] | Err) -> None:
            raise_problem(result)
            self._on_signed(draft.document_number, data)
            self._change("signed", lambda visit: set_at(visit, ("consent", "signature"), signature))
            self._go_on()

        self._room.access.run(lambda vault: vault.mark_document_signed(draft.document_number, data, now), marked)
