"""Asks every control on show, as assistive technology does, what it is called, what it is and how it stands."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel

Role, Text = QAccessible.Role, QAccessible.Text
UNSPECIFIC = {Role.NoRole, Role.Client, Role.Pane, Role.Border, Role.Whitespace, Role.Window}
"""What Qt says of a widget that it knows nothing about."""
ONE_AT_A_TIME = {Role.CheckBox, Role.RadioButton}


def is_control(widget: QWidget) -> bool:
    """Whether a person can do something with it, or the keyboard comes to it."""
    takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    return takes_focus or isinstance(widget, QAbstractButton)


class Names:
    """Asks and counts; `faults` holds each fault once, with the first state it was seen in."""

    def __init__(self) -> None:
        self.asked = 0
        self.faults: dict[str, str] = {}

    def ask(self, shown: list[QWidget], state: str) -> None:
        """Ask every control among what is on show."""
        said: Counter[tuple[int, Role, str]] = Counter()
        for widget in shown:
            if is_control(widget):
                self.asked += 1
                place = _place_of(widget)
                said[place] += 1
                self._note(widget, state, find_faults(widget))
                if said[place] > 1 and not _is_link(widget):
                    self._note(widget, state, ["has the name of another beside it"])
            elif widget.accessibleName() and _role_of(widget) in UNSPECIFIC:
                self._note(widget, state, ["has a name and no role"])

    def _note(self, widget: QWidget, state: str, faults: Iterator[str] | list[str]) -> None:
        for fault in faults:
            self.faults.setdefault(f"{tell_place(widget)}: {fault}", f"{state}: {widget.accessibleName()!r}")


def find_faults(widget: QWidget) -> Iterator[str]:
    """Yield what assistive technology cannot learn of a control."""
    voice = QAccessible.queryAccessibleInterface(widget)
    role, state = voice.role(), voice.state()
    name, description = voice.text(Text.Name), voice.text(Text.Description)
    del voice  # Qt frees it with the widget and does not tell
    if role in UNSPECIFIC and not isinstance(widget, QAbstractScrollArea):  # one scrolls it, and reads what is in it
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


def tell_place(widget: QWidget) -> str:
    """Return a widget's kind, its name in the program, and the names around it."""
    names = []
    at = widget.parentWidget()
    while at is not None and len(names) < 3:
        if at.objectName() and not at.objectName().startswith("qt_"):
            names.append(at.objectName())
        at = at.parentWidget()
    return f"{type(widget).__name__} {widget.objectName() or '-'} in {' < '.join(names) or 'the window'}"


def _is_link(widget: QWidget) -> bool:
    """Whether it leads somewhere: two ways to one place may be called the same."""
    return isinstance(widget, LinkLabel)


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
