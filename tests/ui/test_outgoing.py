"""Every document that left the vault is in its history, and none that did not."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.store.entries import DocumentKind, DocumentRecord
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import open_vault
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor, Ok
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.printing import PrintRun, let_print_on, make_printer
from stemsup_desktop.ui.vault_access import VaultAccess

NUMBER, PASSPHRASE = "CNS-2026-00001", "correct horse battery"
PRINTED, SAVED = ("document-printed", NUMBER), ("document-saved", NUMBER)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("pdf") / "x.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 700, "page")
    canvas.save()
    return path.read_bytes()


class Vaulted:
    """A vault with one kept document, and what the history says once everything queued is done."""

    def __init__(self, runner: JobRunner, executor: ManualExecutor, folder: Path, pdf: bytes) -> None:
        self.executor = executor
        self.folder = folder
        self.clock = SteppedClock()
        kdf = KdfParameters(memory_kib=64, passes=1, lanes=1)
        self.access = VaultAccess(runner, folder, self.clock, kdf)
        self.outgoing = OutgoingDocuments(runner, self.access)
        self.problems: list[Problem] = []
        self.access.create(PASSPHRASE, CLINIC, PHYSICIAN, lambda _: None)
        executor.run_all()
        vault = self.access.get_vault()
        vault.save_patient(PATIENT)
        vault.start_consultation(PATIENT.patient_id, Consultation("c1", NOW))
        sha256 = hashlib.sha256(pdf).hexdigest()
        of_visit = (PATIENT.patient_id, "c1", LanguageForm.JA, NOW)
        vault.save_document(DocumentRecord(NUMBER, DocumentKind.CONSENT, *of_visit, sha256, b"{}"), pdf)

    def watch(self, run: PrintRun, number: str = NUMBER) -> None:
        self.outgoing.watch_print(run, number, self.problems.append)

    def acts(self) -> list[tuple[str, str]]:
        """Return the newest rows but for closing and opening, the last first, from a vault that is closed first."""
        self.access.close(lambda _: None)
        self.executor.run_all()
        with open_vault(self.folder, PASSPHRASE, clock=self.clock) as vault:
            rows = vault.list_whole_history()
        return [(row.act.value, row.subject) for row in rows if row.act.value not in ("vault-closed", "vault-opened")]


@pytest.fixture
def vaulted(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, pdf: bytes) -> Iterator[Vaulted]:
    made = Vaulted(runner, executor, tmp_path / "vault", pdf)
    yield made
    made.access.close(lambda _: None)
    executor.run_all()


def make_printer_to(run: PrintRun, path: Path) -> QPrinter:
    printer = make_printer(run.page_size(), "x")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(72)
    return printer


def test_a_print_that_came_to_its_end_leaves_one_row(
    vaulted: Vaulted, pdf: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    run = PrintRun(pdf)
    vaulted.watch(run)
    printer = make_printer_to(run, tmp_path / "out.pdf")
    with qtbot.waitSignal(run.ended, timeout=5000):
        run.start(printer)
    assert vaulted.acts()[0] == PRINTED
    assert vaulted.acts().count(PRINTED) == 1
    assert vaulted.problems == []


def test_a_print_that_is_cancelled_or_fails_leaves_no_row(
    vaulted: Vaulted, pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, stopped, failed = PrintRun(pdf), PrintRun(pdf), PrintRun(pdf)
    for run in (asked, stopped, failed):
        vaulted.watch(run)
    asked.cancel()
    printer = make_printer_to(stopped, tmp_path / "out.pdf")
    stopped.start(printer)
    stopped.cancel()
    unwritable = make_printer_to(failed, tmp_path / "other.pdf")
    monkeypatch.setattr(failed._painter, "begin", lambda device: False)
    failed.start(unwritable)
    assert PRINTED not in vaulted.acts()


def test_a_print_that_goes_on_after_the_window_was_left_is_noted_when_it_is_left(
    vaulted: Vaulted, pdf: bytes, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    window = QWidget()
    run = PrintRun(pdf, window)
    vaulted.watch(run)
    printer = make_printer_to(run, tmp_path / "out.pdf")
    run.start(printer)
    let_print_on(window, qapp)
    acts = vaulted.acts()
    assert acts[0] == PRINTED
    with qtbot.waitSignal(run.ended, timeout=5000):
        pass
    vaulted.executor.run_all()
    assert vaulted.problems == []


def test_a_print_that_cannot_be_noted_is_said(vaulted: Vaulted, pdf: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    run = PrintRun(pdf)
    vaulted.watch(run, "CNS-2026-77777")
    printer = make_printer_to(run, tmp_path / "out.pdf")
    with qtbot.waitSignal(run.ended, timeout=5000):
        run.start(printer)
    vaulted.executor.run_all()
    assert [problem.code for problem in vaulted.problems] == ["document-unknown"]


def test_a_copy_that_is_on_disk_is_noted_before_it_is_said_to_be_saved(
    vaulted: Vaulted, pdf: bytes, tmp_path: Path
) -> None:
    told: list[object] = []
    vaulted.outgoing.save_copy(pdf, tmp_path / "copy.pdf", NUMBER, told.append)
    vaulted.executor.step()
    assert (tmp_path / "copy.pdf").read_bytes() == pdf
    assert told == []
    assert vaulted.acts()[0] == SAVED
    assert told == [Ok(None)]


def test_a_copy_that_cannot_be_written_leaves_no_row(vaulted: Vaulted, pdf: bytes, tmp_path: Path) -> None:
    told: list[object] = []
    vaulted.outgoing.save_copy(pdf, tmp_path / "gone" / "copy.pdf", NUMBER, told.append)
    assert SAVED not in vaulted.acts()
    assert len(told) == 1
    assert not isinstance(told[0], Ok)


def test_what_the_vault_does_not_keep_is_saved_without_a_row(vaulted: Vaulted, pdf: bytes, tmp_path: Path) -> None:
    told: list[object] = []
    before = vaulted.access.get_vault().read_audit_head()
    vaulted.outgoing.save_copy(pdf, tmp_path / "draft.pdf", "", told.append)
    vaulted.executor.run_all()
    assert told == [Ok(None)]
    assert vaulted.access.get_vault().read_audit_head() == before


def test_a_copy_that_is_being_written_when_the_window_is_left_is_noted_once(
    vaulted: Vaulted, pdf: bytes, tmp_path: Path
) -> None:
    vaulted.outgoing.save_copy(pdf, tmp_path / "copy.pdf", NUMBER, lambda _: None)
    vaulted.outgoing.leave()
    assert vaulted.acts().count(SAVED) == 1


def test_locking_is_a_row_before_the_vault_is_closed(vaulted: Vaulted) -> None:
    vaulted.access.lock(lambda _: None)
    vaulted.access.lock(lambda _: None)  # of a vault that is closed there is nothing to note
    vaulted.executor.run_all()
    with open_vault(vaulted.folder, PASSPHRASE, clock=vaulted.clock) as vault:
        acts = [row.act.value for row in vault.list_whole_history(limit=3)]
    assert acts == ["vault-opened", "vault-closed", "vault-locked"]


def test_a_lock_locks_even_if_the_disk_takes_no_row(vaulted: Vaulted, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise Problem("vault-disk-full", "The disk is full.")

    told: list[object] = []
    monkeypatch.setattr(type(vaulted.access.get_vault()), "note_event", fail)
    vaulted.access.lock(told.append)
    vaulted.executor.run_all()
    assert len(told) == 1
    with pytest.raises(Problem, match="locked"):
        vaulted.access.get_vault()
