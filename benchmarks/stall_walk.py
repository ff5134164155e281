"""Walks the whole program on a folder of its own and says what held its event loop. Run as a process of its own."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from benchmarks.stall_watch import StallWatch
from benchmarks.walker import KEY_MS, PAGE_MS, RENDER_MS, Wait, run_walk
from stemsup_desktop.desktop import Desktop
from stemsup_desktop.language import Language
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

PASSPHRASE = "brass lantern over the quiet harbour"
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
STEPS = ("reason", "examination", "explain", "plan", "consent", "treatment", "summary")
RAIL = ("patients", "reference", "documents", "settings")
SYMPTOM = "SYM01"
QUESTIONS = 25


class Visit:
    """One first run, one new patient and one consultation; each method yields how long to wait after an act."""

    def __init__(self, desktop: Desktop, watch: StallWatch) -> None:
        self._desktop = desktop
        self._watch = watch

    def walk(self) -> Iterator[Wait]:
        """First run to summary, then every page once more, the rail, and the other language."""
        yield from self.walk_quickly()
        yield from self._examine()
        yield from self._open_rail("first time")
        yield from self._open_example()
        for number in range(3, 8):
            yield from self._open_step(number, "first time")
            yield from self._write_note(number)
        yield from self._open_step(2, "a full one")
        for number in range(1, 8):
            yield from self._open_step(number, "again")
        yield from self._open_rail("again")
        yield from self._switch_language()

    def walk_quickly(self) -> Iterator[Wait]:
        """First run, a new patient, and the first step."""
        yield from self._set_up()
        yield from self._add_patient()
        yield from self._tell_reason()

    # Hands

    @property
    def _workspace(self) -> Workspace:
        workspace = self._desktop.workspace
        if workspace is None:
            raise LookupError("the vault is not open")
        return workspace

    def _find(self, name: str) -> QWidget:
        found = [one for one in self._desktop.window.findChildren(QWidget, name) if one.isVisible()]
        if not found:
            raise LookupError(f"nothing on screen is named {name}")
        return found[0]

    def _is_seen(self, name: str) -> bool:
        return any(one.isVisible() for one in self._desktop.window.findChildren(QWidget, name))

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._desktop.window, key, modifiers)

    def _fill(self, name: str, text: str) -> Iterator[int]:
        self._find(name).setFocus(Qt.FocusReason.TabFocusReason)
        yield KEY_MS
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget() or self._desktop.window, letter)
            yield KEY_MS

    # The walk

    def _set_up(self) -> Iterator[Wait]:
        self._watch.place = "first run: clinic"
        for name in ("clinic_name", "clinic_phone", "emergency_phone"):
            yield from self._fill(name, "0123456789")
        self._press(Qt.Key.Key_Return)
        self._watch.place = "first run: physician"
        yield PAGE_MS
        for name in ("physician_name", "licence_number"):
            yield from self._fill(name, "123456")
        self._watch.place = "first run: passphrase"
        self._press(Qt.Key.Key_Return)
        yield PAGE_MS
        for name in ("new_passphrase", "new_passphrase_again"):
            yield from self._fill(name, PASSPHRASE)
        self._find("is_written_down").setFocus(Qt.FocusReason.TabFocusReason)
        self._press(Qt.Key.Key_Space)
        yield KEY_MS
        self._watch.place = "first run: the recovery sheet"
        self._find("setup_continue").setFocus(Qt.FocusReason.TabFocusReason)
        self._press(Qt.Key.Key_Space)
        yield lambda: self._is_seen("print_sheet")
        yield PAGE_MS
        self._watch.place = "first run: opening the window"
        self._find("setup_back").setFocus(Qt.FocusReason.TabFocusReason)
        self._press(Qt.Key.Key_Space)
        yield lambda: self._desktop.workspace is not None
        yield PAGE_MS

    def _add_patient(self) -> Iterator[Wait]:
        self._watch.place = "a new patient"
        self._press(Qt.Key.Key_Return, CONTROL)
        yield PAGE_MS
        yield from self._fill("name", "Shiraishi Takuya")
        yield from self._fill("birth_date", "1984-05-17")
        sex = self._find("sex").findChild(QComboBox)
        if isinstance(sex, QComboBox):
            sex.setCurrentIndex(sex.findData("male"))
        yield from self._fill("chart_number", "A-10231")
        self._find("none_known").setFocus(Qt.FocusReason.TabFocusReason)
        self._press(Qt.Key.Key_Space)
        yield KEY_MS
        self._press(Qt.Key.Key_Return, CONTROL)
        yield lambda: self._is_seen("start_consultation")
        yield PAGE_MS
        self._watch.place = "step 1 reason: first time"
        self._press(Qt.Key.Key_Return, CONTROL)
        yield lambda: self._workspace.session.has_visit
        yield PAGE_MS

    def _tell_reason(self) -> Iterator[int]:
        self._watch.place = "step 1 reason: a symptom and the goal"
        self._find("complaints").setFocus(Qt.FocusReason.TabFocusReason)
        self._find(SYMPTOM).setFocus(Qt.FocusReason.TabFocusReason)
        self._press(Qt.Key.Key_Space)
        yield PAGE_MS
        yield from self._fill("goal", "To see more hair in the mirror")
        yield from self._undo(1)

    def _examine(self) -> Iterator[int]:
        yield from self._open_step(2, "first time")
        yield RENDER_MS
        self._watch.place = "step 2 examination: answers"
        for number in range(QUESTIONS):
            self._press(Qt.Key.Key_Down, CONTROL)
            yield KEY_MS
            self._press(Qt.Key.Key_N if number % 5 else Qt.Key.Key_Y)
            yield 2 * KEY_MS
        for _ in range(3):
            yield from self._undo(2)

    def _open_step(self, number: int, when: str) -> Iterator[int]:
        self._watch.place = f"step {number} {STEPS[number - 1]}: {when}"
        self._press(Qt.Key(Qt.Key.Key_0 + number), CONTROL)
        yield RENDER_MS if number in (5, 7) else PAGE_MS

    def _write_note(self, number: int) -> Iterator[int]:
        field = {3: "questions_asked", 4: "note", 5: "consent.thinking_until", 6: "note", 7: "summary.note"}[number]
        self._watch.place = f"step {number} {STEPS[number - 1]}: typing"
        yield from self._fill(field, "2026-12-21" if number == 5 else "a note of some words")
        self._press(Qt.Key.Key_Tab)
        yield RENDER_MS if number in (5, 7) else PAGE_MS
        yield from self._undo(number)

    def _undo(self, number: int) -> Iterator[int]:
        self._watch.place = f"step {number} {STEPS[number - 1]}: undo"
        self._workspace.session.undo()
        yield PAGE_MS

    def _open_rail(self, when: str) -> Iterator[int]:
        for page_id in RAIL:
            self._watch.place = f"{page_id}: {when}"
            self._workspace.window.go_to(page_id)
            yield PAGE_MS

    def _switch_language(self) -> Iterator[int]:
        self._press(Qt.Key.Key_6, CONTROL)
        yield PAGE_MS
        self._watch.place = "the other language"
        self._workspace.window.rail.page_requested.emit("language")
        yield PAGE_MS

    def _open_example(self) -> Iterator[Wait]:
        """Lock the records, open those of the example patients instead, and find the one who was treated."""
        self._watch.place = "locking"
        self._press(Qt.Key.Key_L, CONTROL)
        yield lambda: self._desktop.workspace is None
        yield PAGE_MS
        self._watch.place = "opening the example patients"
        self._desktop.start_demo()
        yield lambda: self._desktop.workspace is not None
        self._desktop.window.activateWindow()
        yield RENDER_MS
        self._watch.place = "finding a patient"
        yield from self._fill("search", "watanabe")
        yield PAGE_MS
        self._press(Qt.Key.Key_Return)
        yield PAGE_MS
        self._watch.place = "opening a visit"
        self._press(Qt.Key.Key_Return, CONTROL)
        yield lambda: self._workspace.session.has_visit
        yield RENDER_MS


def main() -> None:
    """Walk once in the language that is named, all the way or a quick one, and print what was longest as JSON."""
    language, is_quick = Language(sys.argv[1]), "quick" in sys.argv[2:]
    with TemporaryDirectory(prefix="stemsup-benchmark-") as folder:
        save_preferences(Path(folder), Preferences(language, Scheme.LIGHT))
        application = QApplication(["stemsup"])
        desktop = Desktop(application, Path(folder), lambda: datetime.now().astimezone())
        watch = StallWatch()
        visit = Visit(desktop, watch)
        try:
            desktop.show_entry()
            run_walk(application, visit.walk_quickly() if is_quick else visit.walk(), watch)
        finally:
            desktop.close()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    sys.stdout.write(json.dumps([stall.as_json() for stall in watch.stalls]) + "\n")


if __name__ == "__main__":
    main()
