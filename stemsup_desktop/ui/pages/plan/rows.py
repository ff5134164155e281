"""Rows of step 4: check boxes whose words may wrap, chosen sites, planned sessions."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import IconLabel, Label, set_shown
from stemsup_desktop.ui.components.tags import ICONS, TagState
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.theme import Theme, sizes


class CheckRow(QWidget):
    """A check box with words that may wrap, perhaps an icon before them and a state behind."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme, words: str, *, icon: str = "", name: str = "") -> None:
        super().__init__()
        self._reason = ""
        self.box = CheckBox(theme)
        self.box.setAccessibleName(words)
        self.box.setObjectName(name)
        self.box.toggled.connect(self.toggled)
        self.setFocusProxy(self.box)
        self._label = WrapLabel(theme, words, role="compact", keeps_phrases=True)
        self._state_icon = IconLabel(theme)
        self._state_word = Label(theme, role="small", weight=700)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, sizes.XXS, 0, sizes.XXS)
        row.setSpacing(sizes.XS)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        if icon:
            row.addWidget(IconLabel(theme, icon, "text", 20, line="heading"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        row.addWidget(self._state_icon)
        row.addWidget(self._state_word)
        self._state_icon.hide()
        self._state_word.hide()

    def show_state(self, state: TagState, word: str) -> None:
        """Show a state with its icon and word at the right end."""
        self._state_icon.set_icon(ICONS[state], state.value)
        self._state_word.setText(word)
        self._state_word.set_tone(state.value)
        set_shown(self._state_icon, True)
        set_shown(self._state_word, True)
        self._describe()

    def set_locked(self, reason: str) -> None:
        """Keep the box from being changed, and say why; an empty reason lets it be changed."""
        if reason != self._reason:
            self._reason = reason
            self.box.set_locked(reason)
            self._label.setToolTip(reason)
            self._describe()

    def _describe(self) -> None:
        parts = (self._state_word.text(), self._reason)
        self.box.setAccessibleDescription(" ".join(part for part in parts if part))

    def set_value(self, is_checked: bool) -> None:
        """Show whether the box is ticked, without reporting it."""
        self.box.set_value(is_checked)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.click()
