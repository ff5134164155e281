"""A field to choose one of several texts from a list."""

from PySide6.QtCore import QItemSelection, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QListView, QStyleOptionComboBox, QStylePainter, QWidget

from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.painting import draw_icon
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_CHEVRON_PX = 22
"""What the chevron takes at the right."""


class _Combo(QComboBox):
    """A combo box without wheel and with the design's chevron. Read only, it is still reached and read by keyboard."""

    is_read_only = False
    shortens_text = True
    """Where the field is too narrow; the tooltip then has it whole."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "bare")
        self.setFont(theme.font("body"))
        self.setView(QListView())
        self.view().setFont(theme.font("body"))
        self.view().selectionModel().selectionChanged.connect(self._on_selected)
        self.setMinimumContentsLength(9)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def showPopup(self) -> None:
        if not self.is_read_only:
            super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_read_only:
            event.ignore()  # letters and arrows would choose without the list
        else:
            super().keyPressEvent(event)

    def _on_selected(self, selected: QItemSelection) -> None:
        """Take what assistive technology selects in the closed list; in the open one it is only where the person is."""
        chosen = selected.indexes()
        if chosen and not self.view().isVisible() and not self.is_read_only:
            self.setCurrentIndex(chosen[0].row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tell_whole()

    def tell_whole(self) -> None:
        """Let the tooltip say what the field has no room for."""
        text = self.currentText() or self.placeholderText()
        tip = "" if self._shorten() == text else text
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _shorten(self) -> str:
        """Return what is chosen, or asked for, as there is room for it."""
        text = self.currentText() or self.placeholderText()
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width() - _CHEVRON_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        token = "text" if self.isEnabled() and self.currentText() else "text-3"
        painter.setPen(self._theme.colour(token))
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.rect().adjusted(0, 0, -_CHEVRON_PX, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._shorten())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.width() - 16, round(self.height() / 2 - 8), 16, 16)
        is_live = self.isEnabled() and not self.is_read_only
        draw_icon(painter, self._theme, "chevron-down", "text-2" if is_live else "text-3", box)
        painter.end()


class ChoiceField(FieldFrame):
    """`value_changed` carries the code of the chosen option, or None for the empty one, which says `none_text`."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        options: tuple[tuple[str, str], ...] = (),
        *,
        allows_none: bool = True,
        none_text: str = "",
        is_required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, words, label, is_required=is_required, parent=parent)
        self._allows_none = allows_none
        self._none_text = none_text
        self._options: tuple[tuple[str, str], ...] | None = None
        self.combo = _Combo(theme)
        # On Linux Qt calls a combo box what it says; what it is about, assistive technology asks a label beside it.
        self._spoken = QLabel(self.box)
        self._spoken.setBuddy(self.combo)
        self._spoken.hide()
        self.set_editor(self.combo)
        self.set_options(options)
        self.combo.currentIndexChanged.connect(self._on_index_changed)

    def set_options(self, options: tuple[tuple[str, str], ...]) -> None:
        """Offer (code, text) pairs, keeping the chosen code if it is still offered; reports nothing."""
        if options == self._options:
            return
        self._options = options
        chosen = self.value() if self.combo.count() else None
        with signals_blocked(self.combo):
            self.combo.clear()
            if self._allows_none:
                self.combo.addItem(self._none_text, None)
            for code, text in options:
                self.combo.addItem(text, code)
                self.combo.setItemData(self.combo.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self.set_value(chosen)
        self.refresh_look()

    def value(self) -> str | None:
        """Return the chosen code, or None."""
        code = self.combo.currentData()
        return code if isinstance(code, str) else None

    def set_value(self, code: str | None) -> None:
        """Show a choice without reporting it; a code that is not offered shows as not chosen."""
        with signals_blocked(self.combo):
            index = self.combo.findData(code) if code is not None else (0 if self._allows_none else -1)
            is_shown = index == self.combo.currentIndex()
            self.combo.setCurrentIndex(index)
        if is_shown:
            self.combo.tell_whole()  # it may have been given another width meanwhile, and Qt tells it once it is seen
        else:
            self.refresh_look()

    def choose(self, code: str | None) -> None:
        """Choose as the person would; raises ValueError for a code that is not offered."""
        index = self.combo.findData(code) if code is not None else 0
        if index < 0:
            raise ValueError(f"{code!r} is not offered")
        self.combo.setCurrentIndex(index)

    def refresh_look(self) -> None:
        super().refresh_look()
        self.combo.tell_whole()

    def _on_index_changed(self) -> None:
        self.refresh_look()
        self.value_changed.emit(self.value())

    def _update_name(self) -> None:
        super()._update_name()
        self._spoken.setAccessibleName(self.combo.accessibleName())

    def _set_editor_read_only(self, is_read_only: bool) -> None:
        self.combo.is_read_only = is_read_only
        self.combo.update()

    def _is_empty(self) -> bool:
        return self.value() is None

    def _show_placeholder(self, text: str) -> None:
        asked = text or self.words("common.choose")
        if asked != self.combo.placeholderText():
            self.combo.setPlaceholderText(asked)
            self.combo.update()
