"""Stands where a list would: what it is for or why it is empty, and the one thing to do, as a button with its key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.labels import IconLabel, set_shown
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes


@spoken_as(Role.Grouping)
class EmptyPane(QWidget):
    """As narrow as the list it stands for; what a person typed may stand in the sentence.

    Where the action bar has a filled button at the same time, `is_main` is false: a page has one of them.
    """

    action_requested = Signal()

    def __init__(self, theme: Theme, icon: str, button_name: str, *, is_main: bool = True) -> None:
        super().__init__()
        self.sentence = WrapLabel(theme, tone="text-2", is_centred=True, keeps_phrases=True)
        self.sentence.setObjectName("empty_sentence")
        self.button = Button(theme, kind="primary" if is_main else "secondary")
        self.button.setObjectName(button_name)
        self._key = ""
        self.button.let_shorten()
        self.button.clicked.connect(self.action_requested)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(sizes.XS, sizes.XS, sizes.XS, sizes.XS)
        rows.setSpacing(sizes.S)
        rows.addStretch(1)
        rows.addWidget(IconLabel(theme, icon, "text-3", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(self.sentence)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out the key where the button has no room for it, as in the action bar."""
        self.button.set_key_hint(self._key)
        if self.button.sizeHint().width() > self.width() - 2 * sizes.XS:
            self.button.set_key_hint("")

    def show_text(self, sentence: str, action: str = "", key: str = "") -> None:
        """Say why there is nothing, and offer what to do."""
        self.setAccessibleName(sentence)
        self.sentence.setText(sentence)
        self.button.setText(action)
        self._key = key
        self._fit()
        set_shown(self.button, bool(action))
