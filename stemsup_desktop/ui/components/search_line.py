"""The line one searches in: reports every keystroke, and the keys that lead into the list."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.field_frame import FieldBox
from stemsup_desktop.ui.components.labels import IconLabel, set_shown
from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme, sizes


class SearchLine(QWidget):
    """`text_changed` carries what stands there; Down and Enter report, Esc clears what was typed."""

    text_changed = Signal(str)
    went_down = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, name: str, hint: str, clear_name: str) -> None:
        super().__init__()
        self.line_edit = LineEdit()
        self.line_edit.setProperty("kind", "bare")
        self.line_edit.setFont(theme.font("body"))
        self.line_edit.setPlaceholderText(hint)
        self.line_edit.setAccessibleName(name)
        self.line_edit.setAccessibleDescription(hint)
        self.clear_button = IconButton(theme, "close", clear_name)
        self.clear_button.setObjectName("clear_search")
        box = FieldBox(theme)
        box.row.setContentsMargins(sizes.FIELD, 0, 0, 0)
        box.row.addWidget(IconLabel(theme, "search", "text-3", 16))
        box.row.addWidget(self.line_edit, 1)
        box.row.addWidget(self.clear_button)
        box.setFocusProxy(self.line_edit)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self.setFocusProxy(self.line_edit)
        self.line_edit.setProperty("ring_owner", box)
        self.line_edit.installEventFilter(self)
        self.line_edit.textChanged.connect(self._on_text_changed)
        self.clear_button.clicked.connect(self._on_cleared)
        set_shown(self.clear_button, False)

    def text(self) -> str:
        """Return the text as typed."""
        return self.line_edit.text()

    def set_text(self, text: str) -> None:
        """Show a text without reporting it."""
        if self.line_edit.composition.hold("value", lambda: self.set_text(text)):
            return
        with signals_blocked(self.line_edit):
            self.line_edit.setText(text)
        set_shown(self.clear_button, bool(text))

    def setText(self, text: str) -> None:
        """Type a text as the person would."""
        self.line_edit.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line_edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
            return True
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.line_edit.clear()
            return True
        return False

    def _on_text_changed(self, text: str) -> None:
        set_shown(self.clear_button, bool(text))
        self.text_changed.emit(text)

    def _on_cleared(self) -> None:
        self.line_edit.setFocus()
        self.line_edit.clear()
