"""A field for several lines of plain text that grows with what is typed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from stemsup_desktop.ui.components.composition import Composition
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.own_undo import leaves_to_window
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

LONGEST_WRAPPED = 4_000
"""Qt looks for a place to break from each line to the end of the paragraph: seconds, in 100,000 characters."""

_ANYWHERE = QTextOption.WrapMode.WrapAnywhere
_BETWEEN_WORDS = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_PARAGRAPH_END = "\u2029"


class _Editor(QPlainTextEdit):
    """Plain text only; Tab leaves the field, Ctrl+Enter stays free for the page.

    A paragraph longer than `LONGEST_WRAPPED` is broken at any character, so that no text freezes the window.
    """

    resized = Signal()
    """Lines are broken for another width now."""

    def __init__(self) -> None:
        super().__init__()
        self.composition = Composition(self)
        self.document().contentsChange.connect(self._on_contents_change)

    def event(self, event: QEvent) -> bool:
        document = self.document()
        if leaves_to_window(event, can_undo=document.isUndoAvailable(), can_redo=document.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.composition.hear(event)

    def text(self) -> str:
        """Return the text as typed; toPlainText would make a no-break space a space and a line separator a new line."""
        return self.document().toRawText().replace(_PARAGRAPH_END, "\n")

    def put(self, text: str) -> None:
        """Put a text in place of what stands there."""
        if _has_long_paragraph(text):
            self.setWordWrapMode(_ANYWHERE)
        self.setPlainText(text)
        self.wrap_between_words()

    def wrap_between_words(self) -> None:
        """Break lines between words again once no paragraph is too long for it."""
        if self.wordWrapMode() is _ANYWHERE and not _has_long_paragraph(self.text()):
            self.setWordWrapMode(_BETWEEN_WORDS)

    def _on_contents_change(self, position: int, removed: int, added: int) -> None:
        """Choose how lines are broken before Qt lays out what was added."""
        if not added or self.wordWrapMode() is _ANYWHERE:
            return
        is_long = self.document().findBlock(position).length() > LONGEST_WRAPPED
        if is_long or (added > LONGEST_WRAPPED and _has_long_paragraph(self.text())):
            self.setWordWrapMode(_ANYWHERE)


def _has_long_paragraph(text: str) -> bool:
    return any(len(paragraph) > LONGEST_WRAPPED for paragraph in text.split("\n"))


class MultiLineField(FieldFrame):
    """`value_changed` carries a str with every keystroke; the field is `min_lines` to `max_lines` high."""

    open_icon_alignment = Qt.AlignmentFlag.AlignTop

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        *,
        placeholder: str = "",
        min_lines: int = 2,
        max_lines: int = 8,
        is_required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, words, label, is_required=is_required, parent=parent)
        self._placeholder = placeholder
        self._min_lines = min_lines
        self._max_lines = max_lines
        self._told = ""
        self.text_edit = _Editor()
        self.text_edit.setProperty("kind", "bare")
        self.text_edit.setFont(theme.font("body"))
        self.text_edit.setFrameShape(QFrame.Shape.NoFrame)
        self.text_edit.setTabChangesFocus(True)
        self.text_edit.document().setDocumentMargin(0)
        self.text_edit.document().clearUndoRedoStacks()  # the margin would be the first thing that undo takes back
        self.text_edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text_edit.viewport().setAutoFillBackground(False)
        self.box.row.setContentsMargins(sizes.FIELD, sizes.XS, sizes.FIELD, sizes.XS)
        self.set_editor(self.text_edit)
        self.text_edit.textChanged.connect(self._on_text_changed)
        self.text_edit.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.text_edit.resized.connect(self._grow)
        self._grow()

    def value(self) -> str:
        """Return the text as typed."""
        return self.text_edit.text()

    def set_value(self, value: str) -> None:
        """Show a text without reporting it; the cursor stays if nothing differs."""
        if self._hold_value(self.value, lambda: self.set_value(value)):
            return
        if value != self.value():
            with signals_blocked(self.text_edit):
                self.text_edit.put(value)
            self._told = value
            self._grow()
        self.refresh_look()

    def setText(self, text: str) -> None:
        """Enter a text as the person would."""
        self.text_edit.put(text)

    def _on_text_changed(self) -> None:
        self.text_edit.wrap_between_words()
        self.refresh_look()
        text = self.value()
        if text != self._told:  # Qt tells of every step of a composition, in which the text stays as it is
            self._told = text
            self.value_changed.emit(text)

    def _grow(self) -> None:
        lines = round(self.text_edit.document().size().height())  # QPlainTextEdit counts its height in lines
        shown = max(self._min_lines, min(lines, self._max_lines))
        height = shown * self.text_edit.fontMetrics().lineSpacing() + 4
        if height != self.text_edit.height():
            self.text_edit.setFixedHeight(height)
            self._tell_above()

    def _tell_above(self) -> None:
        """Have everything round the field measured anew: Qt's layouts may keep the height for a width that was."""
        at = self.text_edit.parentWidget()
        while at is not None and not at.isWindow():
            layout = at.layout()
            if layout is not None:
                layout.invalidate()
            at.updateGeometry()
            at = at.parentWidget()

    def _is_empty(self) -> bool:
        return not self.value().strip()

    def _show_placeholder(self, text: str) -> None:
        self.text_edit.setPlaceholderText(text or self._placeholder)

    def _set_editor_read_only(self, is_read_only: bool) -> None:
        self.text_edit.setReadOnly(is_read_only)
