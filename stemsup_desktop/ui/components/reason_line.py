"""Why something cannot be used: one calm line beside it, and the same words on the control itself."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.theme import Theme, sizes


class Lockable(Protocol):
    """A control that can be shown without letting it be changed."""

    def set_locked(self, reason: str) -> None:
        """Lock it and say why; an empty reason unlocks it."""


class ReasonLine(QFrame):
    """A lock and a sentence; as a strip across a page with `is_strip`. Without a sentence it is not there."""

    def __init__(self, theme: Theme, sentence: str = "", *, is_strip: bool = False) -> None:
        super().__init__()
        self._icon = IconLabel(theme, "lock", "text-3", 16, line="compact")
        self._sentence = Label(theme, role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        row = QHBoxLayout()
        row.setContentsMargins(*((sizes.XL, sizes.XS, sizes.XL, sizes.XS) if is_strip else (0, 0, 0, 0)))
        row.setSpacing(sizes.XS)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        if is_strip:
            self.setProperty("surface", "sunken")
            self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            column.addWidget(Hairline(theme))
        self.show_reason(sentence)

    @property
    def sentence(self) -> str:
        """What it says, or empty."""
        return self._sentence.text()

    def show_reason(self, sentence: str) -> None:
        """Show a sentence; an empty one hides the line."""
        self._sentence.setText(sentence)
        self._sentence.setAccessibleName(sentence)
        set_shown(self, bool(sentence))


def say_reason(widget: QWidget, reason: str, *inner: QWidget) -> None:
    """Say under the pointer and to screen readers why a control cannot be used; an empty reason takes that back.

    `inner` are the parts of it that take the focus, where it does not do so itself.
    """
    widget.setToolTip(reason)
    for one in inner or (widget,):
        one.setAccessibleDescription(reason)


def lend_reason(part: QWidget, reason: str) -> None:
    """Let every button in a part that cannot be used, and says no reason of its own, say why the part is locked.

    An empty reason, or a button that can be used again, takes that back.
    """
    if not reason and not part.property("lends_reason"):
        return
    part.setProperty("lends_reason", bool(reason))
    for button in part.findChildren(QAbstractButton):
        if button.property("lent_reason"):
            button.setProperty("lent_reason", None)
            button.setAccessibleDescription("")
        if reason and not button.isEnabled() and not button.accessibleDescription():
            button.setProperty("lent_reason", reason)
            button.setAccessibleDescription(reason)
