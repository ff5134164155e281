"""The person at the keyboard of a real display: runs the program and sends it keys by xdotool; see check_desktop.py.

The last line on standard output is a report as JSON. What stands in for the system's print dialog is the only part of
the program that is not the real one.
"""

import hashlib
import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from driver import BASE, Keyboard, RunningClock, running, wait
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from visit import (
    PASSPHRASE,
    Person,
    add_patient,
    consent,
    examine,
    explain,
    look_up,
    plan,
    read_model,
    record_of,
    set_up,
    summarise,
    tell_reason,
    treat,
    workspace_of,
)

from stemsup_desktop import desktop as desktop_module
from stemsup_desktop import window_papers
from stemsup_desktop.consultation.same_record import write_canonically
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.desktop import make_application
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import open_vault
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.ui.vault_access import VaultAccess

NAMES = {
    Qt.Key.Key_Return: "Return",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Space: "space",
    Qt.Key.Key_Escape: "Escape",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Backspace: "BackSpace",
    Qt.Key.Key_BracketRight: "bracketright",
    Qt.Key.Key_BracketLeft: "bracketleft",
}
MODIFIERS = (
    (Qt.KeyboardModifier.ControlModifier, "ctrl"),
    (Qt.KeyboardModifier.AltModifier, "alt"),
    (Qt.KeyboardModifier.ShiftModifier, "shift"),
)
HELD = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt)
KEY_SECONDS = 3


class Arrivals(QObject):
    """Counts the keys that were let go in any window of the program."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.count = 0
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(watched, QWindow) and event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self.count += event.key() not in HELD  # also what Qt takes for a repetition: 00 typed within a millisecond
        return False


class RealKeyboard(Keyboard):
    """Sends every key through the X server, and waits until it has arrived."""

    arrivals: Arrivals

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key; the program then handles what follows from it."""
        self._count(1)
        held = [name for modifier, name in MODIFIERS if modifiers & modifier]
        name = NAMES.get(key) or chr(key.value).lower()
        self._send(1, "key", "--clearmodifiers", "+".join([*held, name]))

    def type(self, text: str) -> None:
        """Type a text; what has no key of its own comes from the input method."""
        if not text.isascii():
            super().type(text)
            return
        self._count(len(text))
        self._send(len(text), "type", "--delay", "6", "--", text)

    def pick(self, name: str, code: str) -> None:
        """Open a list and walk to an option; the keys go to whatever window takes them."""
        self.reach(name)
        combo = self.focus
        if not isinstance(combo, QComboBox):
            raise LookupError(f"{name} is no list: {self.name_focus()}")
        wanted = combo.findData(code)
        if wanted < 0 or combo.currentIndex() == wanted:
            return
        self.press(Qt.Key.Key_Space)
        view = combo.view()
        self.until(view.isVisible, f"the open list of {name}")
        for _ in range(combo.count()):
            row = view.currentIndex().row()
            if row == wanted:
                break
            self.press(Qt.Key.Key_Down if row < wanted else Qt.Key.Key_Up)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: combo.currentIndex() == wanted, f"{code} chosen in {name}")

    def part(self, name: str) -> None:
        """Say which part of the walk begins."""
        super().part(name)
        print(f"{time.monotonic():.0f}: {name}", file=sys.stderr)

    def _send(self, count: int, *words: str) -> None:
        wanted = self.arrivals.count + count
        subprocess.run(["xdotool", *words], check=True, timeout=30)
        end = time.monotonic() + KEY_SECONDS + count / 20
        while self.arrivals.count < wanted:
            if time.monotonic() > end:
                raise TimeoutError(f"{' '.join(words[:1])}: a key did not arrive; the focus is on {self.name_focus()}")
            wait(2)
        self.settle()


class Printed(QObject):
    """Stands for a run of the printer that ended well."""

    ended = Signal(object)
    sent = Signal()


def close_visit(keys: Keyboard) -> None:
    """Close the visit by the main action of the last step, and say yes."""
    keys.part("closing")
    keys.main_action()
    wait(300)
    if record_of(keys).summary.closed_at is None:
        keys.main_action()
    keys.until(lambda: record_of(keys).summary.closed_at is not None, "the closed visit")
    keys.until(lambda: workspace_of(keys).session.is_saved, "the closed visit on disk")


def hash_of(record: object) -> str:
    """Return a record's hash: the report names nobody."""
    return hashlib.sha256(write_canonically(record)).hexdigest()


def count_colours() -> int:
    """Return how many colours the display shows."""
    picture = QGuiApplication.primaryScreen().grabWindow(0).toImage()
    return len({picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)})


def run(folder: Path) -> dict[str, object]:
    """Go from the first run to the closed visit, and report."""
    began = time.monotonic()
    application = make_application()
    printed: list[bytes] = []

    def take(pdf: bytes, parent: QWidget, *_about: str, **_look: object) -> Printed:
        printed.append(pdf)
        return Printed(parent)

    window_papers.print_pdf = take  # type: ignore[assignment]
    desktop_module.VaultAccess = partial(VaultAccess, kdf=CHEAP_KEY)  # type: ignore[misc,assignment]
    save_preferences(folder, Preferences(Language.JA, Scheme.LIGHT))
    model, person = read_model(), Person()
    with running(application, folder, RunningClock()) as made:
        keys = RealKeyboard(made.desktop, made.watch)
        keys.arrivals = Arrivals(application)
        keys.until(lambda: QApplication.activeWindow() is not None, "a window that the window manager made active")
        set_up(keys)
        keys.until(lambda: QApplication.activeWindow() is keys.window, "the active window")
        add_patient(keys, person)
        tell_reason(keys, model)
        examine(keys, model)
        keys.step(3)
        look_up(keys)
        explain(keys)
        plan(keys, model)
        consent(keys, printed)
        treat(keys)
        summarise(keys, printed)
        close_visit(keys)
        record, colours = record_of(keys), count_colours()
    with open_vault(folder, PASSPHRASE, clock=lambda: BASE.replace(hour=23)) as vault:
        kept = vault.load_consultation(record.consultation_id)
        documents = len(vault.list_documents(vault.find_patients(person.name)[0].patient_id))
    return {
        "closed": kept.summary.closed_at is not None,
        "shown": hash_of(record),
        "kept": hash_of(kept),
        "documents": documents,
        "colours": colours,
        "keys": keys.pressed,
        "seconds": round(time.monotonic() - began),
    }


def main() -> int:
    """Report as JSON, or say in one line what failed."""
    try:
        report = run(Path(sys.argv[1]))
    except (LookupError, TimeoutError, RuntimeError) as error:
        print(str(error).splitlines()[0], file=sys.stderr)
        return 1
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
