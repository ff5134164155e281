"""Walks the whole program on a folder of its own and says what held its event loop. Run as a process of its own."""

import json
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent, Qt

from benchmarks.hands import CONTROL, STEPS
from benchmarks.stall_extremes import Extremes
from benchmarks.stall_watch import StallWatch
from benchmarks.walker import KEY_MS, Wait, run_walk
from stemsup_desktop.desktop import Desktop
from stemsup_desktop.language import Language
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme, make_application

PASSPHRASE = "brass lantern over the quiet harbour"
BEGIN = datetime(2026, 11, 26, 10, tzinfo=timezone(timedelta(hours=9)))
RAIL = ("patients", "reference", "lots", "documents", "settings")
SYMPTOM = "SYM01"
QUESTIONS = 25


class Visit(Extremes):
    """One first run, one new patient and one consultation; each method yields how long to wait after an act."""

    def walk(self) -> Iterator[Wait]:
        """First run to summary, then every page once more, the rail, and the other language."""
        yield from self.walk_quickly()
        yield from self._examine()
        yield from self._open_rail("first time")
        yield from self._open_example()
        for number in range(3, 8):
            yield from self.open_step(number, "first time")
            yield from self._write_note(number)
        yield from self.open_step(2, "a full one")
        yield from self._open_patient("shiraishi")
        yield from self.sign()
        yield from self.find_documents()
        yield from self.edit_form()
        for number in range(1, 8):
            yield from self.open_step(number, "again")
        yield from self._open_rail("again")
        yield from self.go_far()
        yield from self._switch_scheme()
        yield from self._switch_language()

    def walk_quickly(self) -> Iterator[Wait]:
        """First run, a new patient, and the first step."""
        yield from self._set_up()
        yield from self._add_patient()
        yield from self._tell_reason()

    # The walk

    def _set_up(self) -> Iterator[Wait]:
        self.watch.place = "first run: clinic"
        for name in ("clinic_name", "clinic_phone", "emergency_phone"):
            yield from self.fill(name, "0123456789")
        self.press(Qt.Key.Key_Return)
        self.watch.place = "first run: physician"
        yield self.rest()
        for name in ("physician_name", "licence_number"):
            yield from self.fill(name, "123456")
        self.watch.place = "first run: passphrase"
        self.press(Qt.Key.Key_Return)
        yield self.rest()
        for name in ("new_passphrase", "new_passphrase_again"):
            yield from self.fill(name, PASSPHRASE)
        self.find("is_written_down").setFocus(Qt.FocusReason.TabFocusReason)
        self.press(Qt.Key.Key_Space)
        yield KEY_MS
        self.watch.place = "first run: the recovery sheet"
        self.find("setup_continue").setFocus(Qt.FocusReason.TabFocusReason)
        self.press(Qt.Key.Key_Space)
        yield lambda: self.is_seen("print_sheet")
        yield self.rest()
        self.watch.place = "first run: opening the window"
        self.find("setup_back").setFocus(Qt.FocusReason.TabFocusReason)
        self.press(Qt.Key.Key_Space)
        yield lambda: self.desktop.workspace is not None
        self.watch.place = "first run: the tour"
        yield lambda: self.is_seen("tour")
        yield self.rest()
        self.press(Qt.Key.Key_Escape)
        yield lambda: not self.is_seen("tour")
        yield self.rest()

    def _add_patient(self) -> Iterator[Wait]:
        self.watch.place = "a new patient"
        self.press(Qt.Key.Key_Return, CONTROL)
        yield lambda: self.is_seen("name")
        yield self.rest()
        yield from self.fill("name", "Shiraishi Takuya")
        yield from self.fill("birth_date", "1984-05-17")
        self.pick("sex", "male")
        yield from self.fill("chart_number", "A-10231")
        self.find("none_known").setFocus(Qt.FocusReason.TabFocusReason)
        self.press(Qt.Key.Key_Space)
        yield KEY_MS
        self.press(Qt.Key.Key_Return, CONTROL)
        yield lambda: self.is_seen("start_consultation")
        yield self.rest()
        self.watch.place = "step 1 reason: first time"
        self.press(Qt.Key.Key_Return, CONTROL)
        yield lambda: self.workspace.session.has_visit
        yield self.rest()

    def _tell_reason(self) -> Iterator[Wait]:
        self.watch.place = "step 1 reason: a symptom and the goal"
        self.find("complaints").setFocus(Qt.FocusReason.TabFocusReason)
        self.find(SYMPTOM).setFocus(Qt.FocusReason.TabFocusReason)
        self.press(Qt.Key.Key_Space)
        yield self.rest()
        yield from self.fill("goal", "To see more hair in the mirror")
        yield from self._undo(1)

    def _examine(self) -> Iterator[Wait]:
        yield from self.open_step(2, "first time")
        yield self.rest()
        self.watch.place = "step 2 examination: answers"
        for number in range(QUESTIONS):
            self.press(Qt.Key.Key_Down, CONTROL)
            yield KEY_MS
            self.press(Qt.Key.Key_N if number % 5 else Qt.Key.Key_Y)
            yield 2 * KEY_MS
        for _ in range(3):
            yield from self._undo(2)

    def _write_note(self, number: int) -> Iterator[Wait]:
        field = {3: "questions_asked", 4: "note", 5: "consent.thinking_until", 6: "note", 7: "summary.note"}[number]
        self.watch.place = f"step {number} {STEPS[number - 1]}: typing"
        yield from self.fill(field, "2026-12-21" if number == 5 else "a note of some words")
        self.press(Qt.Key.Key_Tab)
        yield self.rest()
        yield from self._undo(number)

    def _undo(self, number: int) -> Iterator[Wait]:
        self.watch.place = f"step {number} {STEPS[number - 1]}: undo"
        self.workspace.session.undo()
        yield self.rest()

    def _open_rail(self, when: str) -> Iterator[Wait]:
        for page_id in RAIL:
            self.watch.place = f"{page_id}: {when}"
            self.workspace.window.go_to(page_id)
            yield self.rest()

    def _switch_scheme(self) -> Iterator[Wait]:
        """Dark and light again, with every page made; the pages that were not seen meanwhile are opened."""
        for scheme in (Scheme.DARK, Scheme.LIGHT):
            self.watch.place = f"turning {scheme}"
            self.workspace.scheme_chosen.emit(scheme)
            yield self.rest()
            for number in (4, 2):
                yield from self.open_step(number, f"turned {scheme}")

    def _switch_language(self) -> Iterator[Wait]:
        self.press(Qt.Key.Key_6, CONTROL)
        yield self.rest()
        self.watch.place = "the other language"
        self.workspace.window.rail.page_requested.emit("language")
        yield self.rest()

    def _open_example(self) -> Iterator[Wait]:
        """Lock the records, open those of the example patients instead, and find the one who was treated."""
        self.watch.place = "locking"
        self.press(Qt.Key.Key_L, CONTROL)
        yield lambda: self.desktop.workspace is None
        yield self.rest()
        self.watch.place = "opening the example patients"
        self.desktop.start_demo()
        yield lambda: self.desktop.workspace is not None
        self.desktop.window.activateWindow()
        yield self.rest()
        yield from self._open_patient("watanabe")

    def _open_patient(self, name: str) -> Iterator[Wait]:
        """Find a patient and open the visit that is not closed yet."""
        self.workspace.window.go_to("patients")
        yield self.rest()
        self.watch.place = "finding a patient"
        yield from self.fill("search", name)
        yield self.rest()
        self.press(Qt.Key.Key_Return)
        yield self.rest()
        self.watch.place = "opening a visit"
        self.press(Qt.Key.Key_Return, CONTROL)
        yield self.rest()
        self.accept_sheet()  # another visit is open
        yield lambda: self.workspace.window.stack.current_id == "step-1"
        yield self.rest()


class RunningClock:
    """A clock that begins at a fixed moment, so that the examples are as old in every walk, and runs."""

    def __init__(self) -> None:
        self._begin = time.monotonic()

    def __call__(self) -> datetime:
        return BEGIN + timedelta(seconds=time.monotonic() - self._begin)


def main() -> None:
    """Walk once in the language that is named, all the way or a quick one, and print what was longest as JSON."""
    language, is_quick = Language(sys.argv[1]), "quick" in sys.argv[2:]
    with TemporaryDirectory(prefix="stemsup-benchmark-") as folder:
        save_preferences(Path(folder), Preferences(language, Scheme.LIGHT))
        application = make_application()
        desktop = Desktop(application, Path(folder), RunningClock())
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
