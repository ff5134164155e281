"""Asks of every control of the window, as assistive technology does, what it is called, what it is and how it stands.

The pictures of the gallery bring up every page, sheet and state in both languages; here each is asked instead of taken.
`python .ci/check_names.py` asks all of them; names as arguments, those of `docs/pictures.py`, ask only those.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

import picture_tools  # noqa: E402 - found by its path
from PySide6.QtCore import QCoreApplication, QEvent, Qt  # noqa: E402
from PySide6.QtGui import QAccessible  # noqa: E402
from PySide6.QtWidgets import QAbstractButton, QWidget  # noqa: E402

Role, Text = QAccessible.Role, QAccessible.Text
UNSPECIFIC = {Role.NoRole, Role.Client, Role.Pane, Role.Border, Role.Whitespace, Role.Window}
"""What Qt says of a widget that it knows nothing about."""
ONE_AT_A_TIME = {Role.CheckBox, Role.RadioButton}
LONGEST_PAGE_MS = 600
LONGEST_KIND_S = 900
MOST_PATIENCE = 6
"""A page has settled by then; what is longer is waited for: paper that is being made."""


settle = picture_tools.wait


def is_control(widget: QWidget) -> bool:
    """Whether a person can do something with it, or the keyboard comes to it."""
    takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    return takes_focus or isinstance(widget, QAbstractButton)


class Names:
    """Asks and counts; `faults` holds each fault once, with the first state it was seen in."""

    def __init__(self) -> None:
        self.asked = 0
        self.faults: dict[str, str] = {}

    def ask(self, window: QWidget, state: str, ms: int = picture_tools.PAGE_MS) -> None:
        """Ask every control on show in a window; stands in the place of a picture."""
        _wait_patiently(ms if ms > picture_tools.PAGE_MS else LONGEST_PAGE_MS)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        shown = [widget for widget in (window, *window.findChildren(QWidget)) if widget.isVisible()]
        said: Counter[tuple[int, Role, str]] = Counter()
        for widget in shown:
            if is_control(widget):
                self.asked += 1
                said[_place_of(widget)] += 1
                self._note(widget, state, find_faults(widget))
                if said[_place_of(widget)] > 1:
                    self._note(widget, state, ["has the name of another beside it"])
            elif widget.accessibleName() and _role_of(widget) in UNSPECIFIC:
                self._note(widget, state, ["has a name and no role"])

    def _note(self, widget: QWidget, state: str, faults: Iterator[str] | list[str]) -> None:
        for fault in faults:
            where = f"{type(widget).__name__} {widget.objectName() or '-'} in {_around(widget)}"
            self.faults.setdefault(f"{where}: {fault}", f"{state}: {widget.accessibleName()!r}")


def find_faults(widget: QWidget) -> Iterator[str]:
    """Yield what assistive technology cannot learn of a control."""
    voice = QAccessible.queryAccessibleInterface(widget)
    role, state = voice.role(), voice.state()
    name, description = voice.text(Text.Name), voice.text(Text.Description)
    del voice  # Qt frees it with the widget and does not tell
    if role in UNSPECIFIC:
        yield f"has no role but {role.name}"
    if not name.strip():
        yield "has no name"
    if bool(state.disabled) is widget.isEnabled():
        yield "does not say whether it can be used"
    if not widget.isEnabled() and not description.strip() and not _reason_around(widget):
        yield "does not say why it cannot be used"
    if isinstance(widget, QAbstractButton):
        yield from _find_button_faults(widget, name, role, state)


def _find_button_faults(button: QAbstractButton, name: str, role: Role, state: QAccessible.State) -> Iterator[str]:
    if _plain(button.text()) not in _plain(name):
        yield f"is not called what stands on it ({button.text()!r})"
    if button.isCheckable() and (role not in ONE_AT_A_TIME or bool(state.checked) is not button.isChecked()):
        yield "does not say whether it is on"


def _plain(text: str) -> str:
    return " ".join(text.replace("&&", "&").split())


def _role_of(widget: QWidget) -> Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def _place_of(widget: QWidget) -> tuple[int, Role, str]:
    """Return the innermost thing with a name around a control, and what the control is called in it."""
    at = widget.parentWidget()
    while at is not None and not at.accessibleName() and not at.isWindow():
        at = at.parentWidget()
    return id(at), _role_of(widget), widget.accessibleName() or getattr(widget, "text", str)()


def _reason_around(widget: QWidget) -> str:
    """Return why a whole part cannot be used, where it says so of itself and not of each control in it."""
    at = widget.parentWidget()
    while at is not None and not at.isEnabled():
        if at.accessibleDescription():
            return at.accessibleDescription()
        at = at.parentWidget()
    return ""


def _around(widget: QWidget) -> str:
    names = []
    at = widget.parentWidget()
    while at is not None and len(names) < 3:
        if at.objectName() and not at.objectName().startswith("qt_"):
            names.append(at.objectName())
        at = at.parentWidget()
    return " < ".join(names) or "the window"


def _keep_nothing(*_: object) -> None:
    """Stands in the place of keeping a picture."""


def _wait_patiently(ms: int) -> None:
    """Stands in the place of a wait that suits a machine at rest: waits longer the more it has to do."""
    crowd = os.getloadavg()[0] / (os.cpu_count() or 1)
    settle(round(ms * min(max(1.0, crowd), MOST_PATIENCE)))


def ask_kind(kind: str) -> Names:
    """Bring up one kind of pictures and ask instead of taking them."""
    names = Names()
    # Before the pictures take their own names for these from here.
    picture_tools.take = names.ask
    picture_tools.keep = _keep_nothing
    picture_tools.wait = _wait_patiently
    import pictures

    with tempfile.TemporaryDirectory(prefix="stemsup-names-") as folder:
        pictures.IMAGES = Path(folder)
        (pictures.IMAGES / "examination-en.png").touch()
        pictures.main((kind,))
    return names


def ask_apart(kind: str) -> tuple[int, dict[str, str]]:
    """Ask in a process of its own; a page that had not come up in time on a busy machine is asked once more."""
    command = [sys.executable, __file__, "--one", kind]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_KIND_S, check=False)
        if done.returncode == 0:
            asked, faults = json.loads(done.stdout.splitlines()[-1])
            return asked, faults
    return 0, {f"{kind} cannot be brought up: {done.stderr[-3000:]}": "twice"}


def main(kinds: tuple[str, ...]) -> None:
    """Ask all, or what those names stand for; ends with status 1 if anything was found."""
    import pictures

    began, asked, faults = time.monotonic(), 0, {}
    wanted = kinds or tuple(kind for kind in pictures.KINDS if kind != "paper")
    with ThreadPoolExecutor(os.cpu_count()) as processes:
        for kind, (count, found) in zip(wanted, processes.map(ask_apart, wanted), strict=True):
            print(f"{kind}: {count} controls, {len(found)} faults", flush=True)
            asked += count
            faults |= found
    for fault, where in sorted(faults.items()):
        print(f"{fault} ({where})", file=sys.stderr)
    print(f"{asked} controls asked in {time.monotonic() - began:.0f} s, {len(faults)} faults")
    sys.exit(1 if faults or not asked else 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one = ask_kind(sys.argv[2])
        print(json.dumps((one.asked, one.faults)))
    else:
        main(tuple(sys.argv[1:]))
