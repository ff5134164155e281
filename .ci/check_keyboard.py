"""Opens every page and the sheets of the program by keys alone, and walks Tab through all of them, both ways.

Run it with QT_QPA_PLATFORM=offscreen. A control that Tab does not come to, a trap, a focus that is lost or not to be
seen, a sheet that lets the focus out or does not give it back, and two keys that mean the same on one page are
failures, each named.
"""
# ruff: noqa: E402 - the person at the keyboard is the one of the tests

import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "walk")]

from driver import ALT, CONTROL, SHIFT, Keyboard, wait
from opened import opened, put_visit, read_example
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from visit import workspace_of

from stemsup_desktop.desktop import make_application
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.palette.places import PAGES
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.panes import takes_tab
from stemsup_desktop.ui.shell.stops import iter_stops
from stemsup_desktop.window_visits import OpenVisit

EXAMPLE = "clear"
MOST_STOPS = 600
MOVES_WITH_FOCUS = ("points_detail",)
"""Parts that stand below the row that has the focus: backwards one comes to the row, and not first to its part."""
LONGEST_LAYOUT_S = 2.0
SIZES = {Language.EN: (1440, 900), Language.JA: (1024, 768)}
TURNS = (("Tab", Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier), ("Shift+Tab", Qt.Key.Key_Tab, SHIFT))


@dataclass
class Findings:
    """What is wrong, and how much was looked at."""

    wrong: list[str] = field(default_factory=list)
    stops: int = 0
    places: int = 0

    def add(self, where: str, what: str) -> None:
        """Note a fault once."""
        if (line := f"{where}: {what}") not in self.wrong:
            self.wrong.append(line)


def name_of(widget: QWidget | None) -> str:
    """Return a widget's kind and the names around it."""
    names: list[str] = []
    at = widget
    while at is not None:
        if at.objectName() and not at.objectName().startswith("qt_"):
            names.append(at.objectName())
        at = at.parentWidget()
    return " < ".join([type(widget).__name__, *names[:4]])


def find_sheet_around(widget: QWidget | None) -> Sheet | None:
    """Find the sheet on top that a widget lies in."""
    at = widget
    while at is not None and not isinstance(at, Sheet):
        at = at.parentWidget()
    return at if isinstance(at, Sheet) and at.isVisible() else None


def is_unseen(widget: QWidget) -> bool:
    """Tell whether nothing of a widget is on show."""
    return not widget.isVisible() or widget.visibleRegion().isEmpty()


def look_at_focus(window: MainWindow, where: str, found: Findings) -> QWidget | None:
    """Note a focus that is nowhere or cannot be seen, and return what has it."""
    now = QApplication.focusWidget()
    if now is None:
        found.add(where, "nothing has the focus")
        return None
    end = time.monotonic() + LONGEST_LAYOUT_S
    while is_unseen(now) and time.monotonic() < end:
        wait(10)  # a page whose paper comes just now is laid out in a turn of its own, on a busy machine a later one
    if is_unseen(now):
        corner = now.mapTo(window, now.rect().topLeft())
        place = f"{now.width()} x {now.height()} at {corner.x()}, {corner.y()} of {window.width()} x {window.height()}"
        found.add(where, f"the focus is out of sight: {name_of(now)}, {place}")
    elif now.property("ring") is not False and not window.focus_ring.isVisible():
        found.add(where, f"no ring round the focus: {name_of(now)}")
    return now


def walk(keys: Keyboard, window: MainWindow, where: str, found: Findings) -> None:
    """Press Tab until it comes back, then Shift+Tab; every stop must be come to, and seen while the focus is there."""
    found.places += 1
    for name, key, modifier in TURNS:
        start = look_at_focus(window, where, found)
        around = find_sheet_around(start) or window
        expected = set(iter_stops(around))
        for widget in around.findChildren(QWidget):
            if takes_tab(widget, window) and widget.isVisible() and widget not in expected:
                found.add(where, f"Tab has no place for {name_of(widget)}")
        came: list[QWidget] = []
        for _ in range(MOST_STOPS):
            keys.press(key, modifier)
            now = look_at_focus(window, where, found)
            if now is None or (came and now is came[0]):
                break
            came.append(now)
            if around is not window and not around.isAncestorOf(now):
                found.add(where, f"{name} leaves the sheet for {name_of(now)}")
                break
        else:
            found.add(where, f"{name} does not come round within {MOST_STOPS} stops")
        found.stops += len(came)
        still = {stop for stop in iter_stops(around) if stop in expected}
        for missed in still - set(came):
            if name == "Shift+Tab" and any(part in name_of(missed) for part in MOVES_WITH_FOCUS):
                continue
            found.add(where, f"{name} does not come to {name_of(missed)}")


def check_keys(window: MainWindow, where: str, found: Findings) -> None:
    """Note two shortcuts for the same key that count at the same place."""
    page = window.stack.current_page
    owned = [one for owner in (window, page) if owner is not None for one in own_shortcuts(owner)]
    keys = Counter(one.key().toString() for one in owned)
    for key, count in keys.items():
        if count > 1:
            found.add(where, f"{key} is bound {count} times")


def own_shortcuts(owner: QWidget) -> list[QShortcut]:
    """Return the shortcuts that a widget itself owns."""
    return [child for child in owner.children() if isinstance(child, QShortcut)]


def go_by_palette(keys: Keyboard, window: MainWindow, title: str, page_id: str, found: Findings) -> bool:
    """Go to a page by typing its title into the palette."""
    keys.press(Qt.Key.Key_K, CONTROL)
    wait(30)
    keys.type(title)
    wait(80)
    keys.press(Qt.Key.Key_Return)
    wait(250)
    if window.stack.current_id != page_id:
        found.add("palette", f"“{title}” led to {window.stack.current_id} and not to {page_id}")
        return False
    return True


def check_sheet(
    keys: Keyboard, window: MainWindow, where: str, key: tuple[Qt.Key, Qt.KeyboardModifier], found: Findings
) -> None:
    """Open a sheet by its key, walk through it, close it by Esc, and come back to where one was."""
    before = QApplication.focusWidget()
    keys.press(*key)
    try:
        keys.until(lambda: find_sheet_around(QApplication.focusWidget()) is not None, "a sheet with the focus in it", 8)
    except TimeoutError as error:
        found.add(where, str(error))
        return
    wait(200)
    walk(keys, window, where, found)
    for _ in range(3):
        if any(sheet.isVisible() for sheet in window.findChildren(Sheet)):
            keys.press(Qt.Key.Key_Escape)
            wait(60)
    if any(sheet.isVisible() for sheet in window.findChildren(Sheet)):
        found.add(where, "Esc does not close it")
    elif QApplication.focusWidget() is not before:
        found.add(where, f"the focus came back to {name_of(QApplication.focusWidget())}, not {name_of(before)}")


def check_pages(keys: Keyboard, window: MainWindow, found: Findings) -> None:
    """Go through the steps by number and to every other page by the palette."""
    words = workspace_of(keys)._context.words
    for step in range(1, 8):
        keys.step(step)
        wait(350)
        where = f"step {step}"
        if window.stack.current_id != f"step-{step}":
            found.add(where, f"the key led to {window.stack.current_id}")
        check_keys(window, where, found)
        walk(keys, window, where, found)
    for page in PAGES:
        if go_by_palette(keys, window, words(page.title_key), page.page_id, found):
            check_keys(window, page.page_id, found)
            walk(keys, window, page.page_id, found)


def check_sheets(keys: Keyboard, window: MainWindow, found: Findings) -> None:
    """Open the sheets that have a key of their own."""
    no = Qt.KeyboardModifier.NoModifier
    keys.step(2)
    wait(200)
    check_sheet(keys, window, "keys of a page", (Qt.Key.Key_F1, no), found)
    check_sheet(keys, window, "palette", (Qt.Key.Key_K, CONTROL), found)
    keys.step(6)
    wait(200)
    check_sheet(keys, window, "photographs", (Qt.Key.Key_G, CONTROL), found)
    keys.press(Qt.Key.Key_2, ALT)
    wait(400)
    keys.press(Qt.Key.Key_Down)
    page = window.stack.current_page
    keys.until(lambda: page is not None and bool(page.shown_patient_id), "the chart of the first patient")
    check_sheet(keys, window, "photographs of a patient", (Qt.Key.Key_G, CONTROL), found)


def check_switching(keys: Keyboard, window: MainWindow, found: Findings) -> None:
    """The other language keeps the focus where it was."""
    keys.step(1)
    wait(200)
    workspace = workspace_of(keys)
    keys.reach("goal")
    workspace._context.language.set_language(Language.EN)
    wait(600)
    if not keys.is_at("goal"):
        found.add("other language", f"the focus went from goal to {keys.name_focus()}")
    look_at_focus(window, "other language", found)


def check(application: QApplication, folder: Path, language: Language) -> Findings:
    """Run the program on one visit and check everything."""
    found = Findings()
    file = read_example(EXAMPLE)
    put_visit(folder, file, file.consultation)
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-1")
    with opened(application, folder, visit, language) as keys:
        window = workspace_of(keys).window
        window.resize(*SIZES[language])
        wait(300)
        check_pages(keys, window, found)
        check_sheets(keys, window, found)
        if language is Language.JA:
            check_switching(keys, window, found)
    return found


def main() -> int:
    """Check in both languages, or in the one named; say what is wrong."""
    wanted = [Language(name) for name in sys.argv[1:]] or list(Language)
    application, wrong = make_application(), 0
    for language in wanted:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = check(application, Path(folder), language)
        print(f"{language}: {found.stops} stops in {found.places} places, {time.monotonic() - began:.0f} s")
        for line in found.wrong:
            print(f"  {line}")
        wrong += len(found.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
