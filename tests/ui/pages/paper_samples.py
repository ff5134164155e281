"""A visit of the shipped examples on a real vault, with a page of steps 5 or 7 on it; jobs run when a test says so."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import shiboken6
from PySide6.QtCore import QTimer
from shipped import get_content
from unmade import finish_writing

from stemsup_desktop.consultation.people import Author
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.entries import DocumentEntry
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor, Ok
from stemsup_desktop.ui.paper_page import PaperPage
from stemsup_desktop.ui.session import Session, make_session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Catalogue

NOW = datetime(2026, 12, 1, 10, 44, tzinfo=timezone(timedelta(hours=9)))


def read_example(name: str) -> ConsultationFile:
    return msgspec.json.decode((find_resources() / "examples" / f"{name}.json").read_bytes(), type=ConsultationFile)


def with_consultation(file: ConsultationFile, **parts: Any) -> ConsultationFile:
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, **parts))


def without_opinions(file: ConsultationFile) -> ConsultationFile:
    """The example that waits for an opinion again."""
    return with_consultation(file, examination=msgspec.structs.replace(file.consultation.examination, opinions=()))


def with_fee(file: ConsultationFile, yen: int) -> ConsultationFile:
    return with_consultation(file, plan=msgspec.structs.replace(file.consultation.plan, fee_per_session_yen=yen))


def make_state(file: ConsultationFile) -> VisitState:
    gate = get_content().derive_gate(file, NOW)
    return VisitState(file.patient, file.consultation, file.clinic, file.physician, gate)


@dataclass
class Room:
    """The page's surroundings: an open vault with the visit in it, and what the page has handed out."""

    folder: Path
    theme: Theme
    catalogue: Catalogue
    file: ConsultationFile
    language: Language = Language.EN
    author: Author | None = None
    """Who works on the visit; None for the physician of the vault."""
    printed: list[tuple[bytes, str]] = field(default_factory=list)
    saved: list[tuple[bytes, str]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """For each that was handed out the number under which the vault keeps it, or empty."""

    def __post_init__(self) -> None:
        self.executor = ManualExecutor()
        self.runner = JobRunner(self.executor)
        self.access = VaultAccess(self.runner, self.folder, lambda: NOW, CHEAP_KEY)
        self.access.create("a long passphrase", self.file.clinic, self.file.physician, lambda _: None)
        self.in_vault(lambda vault: vault.save_patient(self.file.patient))
        self.in_vault(lambda vault: vault.start_consultation(self.file.patient.patient_id, self.file.consultation))
        self.session: Session = make_session(get_content().clinical, self.runner, self._save, lambda: NOW, self.author)
        words = WindowLanguage(self.catalogue, self.language)
        self.context = PageContext(self.theme, words, self.session, self.runner, lambda: NOW)
        self.session.open_visit(self.file.patient, self.file.consultation, self.file.clinic, self.file.physician)

    def _save(self, snapshot: ConsultationFile) -> None:
        self.access.get_vault().save_consultation(snapshot.consultation, snapshot.patient.patient_id)

    def in_vault(self, work: Callable[[Vault], Any]) -> Any:
        """Do something with the vault now and return what it gave."""
        results: list[Any] = []
        self.access.run(work, results.append)
        self.executor.run_all()
        assert isinstance(results[0], Ok), results[0]
        return results[0].value

    def documents(self) -> tuple[DocumentEntry, ...]:
        return tuple(self.in_vault(lambda vault: vault.list_documents(self.file.patient.patient_id)))

    def wire(self, page: PaperPage[Any]) -> None:
        """Keep what the page hands out."""
        page.print_requested.connect(lambda pdf, number, kept: self._take(self.printed, pdf, number, kept))
        page.save_requested.connect(lambda pdf, name, kept: self._take(self.saved, pdf, name, kept))

    def _take(self, handed_out: list[tuple[bytes, str]], pdf: bytes, name: str, kept: str) -> None:
        handed_out.append((pdf, name))
        self.kept.append(kept)

    def settle(self, page: PaperPage[Any]) -> None:
        """Let every job run, and the pause before rendering be over."""
        self.executor.run_all()
        timer = page.desk.findChild(QTimer)
        if timer is not None and timer.isActive():
            timer.timeout.emit()
        self.executor.run_all()

    def change_fee(self, yen: int) -> None:
        state = self.session.state
        self.session.change("fee", with_fee(state.file, yen).consultation)

    def close(self) -> None:
        self.session.flush()
        finish_writing(self.executor)
        self.access.close(lambda _: None)
        finish_writing(self.executor)
        self.runner.close()
        shiboken6.delete(self.session)  # its timers must not ask a closed runner for another try
