"""Nobody touches the program: it warns, locks, shows nothing of the patient, and what was typed is there again."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from driver import CONTROL, Keyboard, wait
from opened import opened, put_visit, read_example, unlock
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from reportlab.pdfgen.canvas import Canvas
from visit import workspace_of

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.auto_lock import DEFAULT_MIN, WARN_S
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.entry.entry_window import EntryWindow
from stemsup_desktop.ui.file_dialogs import choose_copy_path
from stemsup_desktop.ui.jobs import Lane
from stemsup_desktop.ui.print_sheet import print_pdf
from stemsup_desktop.ui.printing import PrintRun
from stemsup_desktop.window_visits import OpenVisit

LIMIT_S = DEFAULT_MIN * 60
GOAL = "朝までぐっすり眠りたい"


@dataclass
class AwakeClock:
    """The clock by which nobody's absence is measured; a test sets it."""

    now: float = 500.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Room:
    """The running program with a visit open, and the clock."""

    keys: Keyboard
    clock: AwakeClock
    visit: OpenVisit

    def leave_alone(self, seconds: float = LIMIT_S) -> None:
        """Let nobody touch the program for a while."""
        self.clock.now += seconds
        workspace_of(self.keys).idle_watch.look()

    def leave_until_locked(self) -> None:
        """Let nobody touch the program until it locks; a draft that is being written holds it back for a moment."""
        self.leave_alone()
        self.keys.until(lambda: self.is_locked, "the lock")

    @property
    def is_locked(self) -> bool:
        return isinstance(self.keys.desktop.window, EntryWindow)

    @property
    def strip(self) -> QWidget:
        found = self.keys.window.findChild(QWidget, "lock_strip")
        assert isinstance(found, QWidget)
        return found

    def come_back(self) -> None:
        """Unlock, and wait for the visit on its page."""
        unlock(self.keys)
        workspace = workspace_of(self.keys)
        self.keys.until(
            lambda: workspace.session.has_visit and workspace.window.stack.current_id == self.visit.page_id, "the page"
        )
        wait(30)


@pytest.fixture
def language() -> Language:
    return Language.EN


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path, language: Language) -> Iterator[Room]:
    file = read_example("clear")
    put_visit(tmp_path, file, file.consultation)
    clock = AwakeClock()
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-1")
    with opened(qapp, tmp_path, visit, language, clock) as keys:
        yield Room(keys, clock, visit)


def list_texts(widget: QWidget) -> str:
    """Return every text that a window shows or says."""
    texts = [widget.windowTitle()]
    for one in (widget, *widget.findChildren(QWidget)):
        texts += [one.toolTip(), one.accessibleName(), one.accessibleDescription()]
        for name in ("text", "toPlainText", "title"):
            read = getattr(one, name, None)
            if callable(read):
                texts.append(str(read()))
    return "\n".join(texts)


@pytest.mark.parametrize("language", list(Language))
def test_a_half_finished_sentence_and_its_place_survive_an_idle_lock(room: Room, language: Language) -> None:
    keys = room.keys
    keys.fill("goal", GOAL)
    keys.press(Qt.Key.Key_Left)
    room.leave_alone(LIMIT_S - WARN_S)
    assert room.strip.isVisible()
    room.leave_until_locked()
    room.come_back()
    assert workspace_of(keys).session.state.consultation.reason.goal == GOAL
    keys.until(lambda: keys.is_at("goal"), "the field that was being typed in")
    keys.type("、")
    assert keys.text() == f"{GOAL[:-1]}、{GOAL[-1]}"


def test_an_opinion_and_an_answer_that_are_being_written_survive_the_lock(qapp: QApplication, tmp_path: Path) -> None:
    file = read_example("opinion")
    examination = msgspec.structs.replace(file.consultation.examination, opinions=())
    put_visit(tmp_path, file, msgspec.structs.replace(file.consultation, examination=examination))
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-2")
    with opened(qapp, tmp_path, visit) as keys:
        gate = workspace_of(keys).window.gate
        assert gate.open_first_editor()
        keys.type("stable since")
        [(rule_id, text)] = gate.drafts().items()
        keys.desktop.lock()
        unlock(keys)
        keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")
        keys.until(lambda: workspace_of(keys).window.gate.drafts() == {rule_id: text}, "what was being written", 60)
        keys.until(lambda: workspace_of(keys).window.stack.current_id == "step-2", "the examination")
        workspace_of(keys).window.go_to_step(2, "x12-note")
        keys.type("!")
        answered = keys.text()
        keys.desktop.lock()
        unlock(keys)
        keys.until(lambda: keys.is_at("x12-note"), "the question that was being answered")
        assert keys.text() == answered


def test_what_the_disk_did_not_take_before_the_lock_is_there_after_it_and_written_then(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise EnvironmentProblem("disk-full", "There is no room left on the disk.")

    keys = room.keys
    with monkeypatch.context() as full:
        full.setattr(Vault, "save_consultation", fail)
        keys.fill("goal", GOAL)
        keys.desktop.lock()
        room.come_back()
        assert workspace_of(keys).session.state.consultation.reason.goal == GOAL
    session = workspace_of(keys).session
    session.try_again()
    keys.until(lambda: session.is_saved, "the write")
    kept: list[object] = []
    workspace_of(keys)._parts.access.run(lambda vault: vault.load_consultation(room.visit.consultation_id), kept.append)
    keys.until(lambda: bool(kept), "the record")
    assert GOAL in repr(kept)


def test_a_touch_ends_the_warning_and_is_done_all_the_same(room: Room) -> None:
    room.keys.fill("goal", "sleep")
    room.leave_alone(LIMIT_S - 10)
    assert room.strip.isVisible()
    room.keys.type("!")
    assert not room.strip.isVisible()
    assert workspace_of(room.keys).session.state.consultation.reason.goal == "sleep!"


def test_the_locked_program_shows_and_holds_nothing_of_the_patient(room: Room, qapp: QApplication) -> None:
    file = read_example("clear")
    secrets = (file.patient.name, file.patient.kana, file.patient.chart_number, GOAL)
    room.keys.fill("goal", GOAL)
    room.keys.press(Qt.Key.Key_A, CONTROL)
    room.keys.press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == GOAL
    room.leave_until_locked()
    seen = [window for window in qapp.topLevelWidgets() if window.isVisible()]
    assert seen == [room.keys.desktop.window]
    shown = list_texts(seen[0]) + "".join(window.title() for window in qapp.topLevelWindows())
    assert [secret for secret in secrets if secret and secret in shown] == []
    assert QGuiApplication.clipboard().text() == ""


def make_pdf(pages: int) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for page in range(pages):
        canvas.drawString(72, 720, f"page {page + 1}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_what_is_printing_is_printed_to_its_end_behind_the_locked_window(room: Room, tmp_path: Path) -> None:
    paper = tmp_path / "printed.pdf"
    run = PrintRun(make_pdf(3), room.keys.window)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))
    ended: list[object] = []
    run.ended.connect(ended.append)
    run.start(printer)
    room.leave_until_locked()
    assert room.is_locked
    room.keys.until(lambda: ended == [None], "the end of the print-out")
    assert paper.read_bytes().startswith(b"%PDF")


def test_whatever_is_open_goes_without_doing_anything(room: Room, qapp: QApplication) -> None:
    chosen: list[Path] = []
    room.keys.press(Qt.Key.Key_F1)
    room.keys.until(lambda: any(one.isVisible() for one in room.keys.window.findChildren(Sheet)), "the keys")
    choose_copy_path(room.keys.window, "copy.pdf", "Copy", chosen.append)
    parts = workspace_of(room.keys)._parts
    words = parts.language.words
    run = print_pdf(make_pdf(1), room.keys.window, "C-1", theme=parts.theme, words=words, runner=parts.runner)
    dialogs = [one for one in qapp.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
    assert (len(dialogs), len(room.keys.window.findChildren(Sheet))) == (1, 2)
    room.leave_until_locked()
    assert [window for window in qapp.topLevelWidgets() if window.isVisible()] == [room.keys.desktop.window]
    assert (chosen, run.was_cancelled) == ([], True)
    room.come_back()
    assert room.keys.window.findChildren(Sheet) == []


def test_a_job_under_way_is_waited_for(room: Room) -> None:
    hold, done = threading.Event(), []
    workspace_of(room.keys)._parts.runner.run(hold.wait, done.append, lane=Lane.VAULT)
    room.leave_alone()
    assert not room.is_locked
    hold.set()
    room.keys.until(lambda: room.is_locked, "the lock after the job")
    assert done


def test_nobody_there_in_the_first_moment_after_unlocking_comes_back_to_the_visit(room: Room) -> None:
    room.leave_until_locked()
    unlock(room.keys)
    room.keys.desktop.lock()
    assert room.is_locked
    room.come_back()


@pytest.mark.parametrize("turns", [0, 3])
def test_a_lock_while_the_records_are_opening_leaves_them_locked(room: Room, turns: int) -> None:
    desktop, keys = room.keys.desktop, room.keys
    room.leave_until_locked()
    desktop.open_with("brass lantern over the quiet harbour")
    for _ in range(turns):
        wait(turns * 4)
    desktop.lock()
    for _ in range(20):
        wait(10)
    assert room.is_locked
    assert desktop.workspace is None
    assert desktop.window.isVisible()
    room.come_back()
    assert keys.window.isVisible()


def test_the_example_patients_do_not_lock_by_themselves(room: Room) -> None:
    room.keys.desktop.lock()
    room.keys.desktop.start_demo()
    room.keys.until(lambda: room.keys.desktop.workspace is not None, "the example patients")
    room.leave_alone()
    room.keys.desktop._on_system_lock()
    assert not room.is_locked


def test_the_system_locks_as_the_key_does(room: Room) -> None:
    room.keys.until(lambda: room.keys.desktop._system_lock is not None, "listening to the system")
    lock = room.keys.desktop._system_lock
    assert lock is not None
    lock.screen_locked.emit()
    assert room.is_locked
    lock.going_to_sleep.emit()
    room.come_back()


def test_another_time_is_chosen_on_the_page_of_settings_and_holds_after_unlocking(room: Room) -> None:
    keys = room.keys
    workspace_of(keys).window.go_to("settings")
    keys.until(lambda: any(one.isEnabled() for one in keys.window.findChildren(QWidget, "lock_after")), "the choice")
    keys.reach("lock_after")
    watch = workspace_of(keys).idle_watch
    while not keys.is_at("option_15"):
        keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Space)
    keys.until(lambda: watch.minutes == 15, "the time")
    room.leave_alone(LIMIT_S + 1)
    assert not room.is_locked
    keys.desktop.lock()
    unlock(keys)
    assert workspace_of(keys).idle_watch.minutes == 15
