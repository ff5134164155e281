"""What all editors have in common: answers in, answers out, the focus, and the arrow keys."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.model import AnswerOption, Item
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.theme import sizes

_UP_AND_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_LEFT_AND_RIGHT = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class Editor(QWidget):
    """Base of the editors. `answered` carries a tuple of answers, empty when the answer was taken back.

    `name` is what the control is found by, `label` what a screen reader calls it.
    """

    answered = Signal(object)
    is_wide = False
    """Whether the editor wants a row of its own."""
    walks_by_plain_arrows = True
    """Whether Up and Down leave the control for the next question, without Ctrl."""
    is_tall = False
    """Whether it grows downwards, so that the question stands beside its first line."""
    row_width_px = 0
    """The width it takes at the right of a question; 0 leaves it to the control."""

    def __init__(self, item: Item, name: str) -> None:
        super().__init__()
        self.item = item
        self.name = name
        self.is_cell = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(sizes.XXS)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        """Show answers without reporting them."""
        raise TypeError(f"{type(self).__name__} shows no answers")

    def set_messages(self, problem: str, doubt: str) -> bool:
        """Show what is wrong and what to check; return False if the row has to say it."""
        return False

    def set_wanted(self, is_wanted: bool) -> None:
        """Show an empty control as unanswered, or not where the answer stands beside it."""

    def set_options(self, options: tuple[AnswerOption, ...]) -> None:
        """Offer other options, as an expression gave them; what is answered is shown again after."""

    def set_read_only(self, is_read_only: bool) -> None:
        """Show the answer without letting it be changed."""
        self.setEnabled(not is_read_only)

    def set_locked(self, reason: str) -> None:
        """Show the answer without letting it be changed, and say why; an empty reason leaves it as its item says."""
        self.set_read_only(bool(reason) or self.item.is_read_only)
        inner = self.focusProxy()
        say_reason(self, reason, *((inner,) if inner is not None else ()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Here the arrow keys walk the questions. A closed list would choose by them, and a slip must not answer a
        # safety question: Space opens the list. Several lines of text, and boxes of one question, need them themselves.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._leaves_by(watched, event):
            QApplication.sendEvent(self, event)
            return True
        return super().eventFilter(watched, event)

    def adopt(self, widget: QWidget) -> None:
        """Put the control in, take its focus and name it."""
        self.column.addWidget(widget)
        self.setFocusProxy(widget)
        widget.setObjectName(self.name)

    def adopt_field(self, field: FieldFrame, label: str, holder: QWidget | None = None) -> None:
        """Put a field in, alone or in a holder, in the middle of what height there is and as high as its sentence."""
        field.set_label(label)
        field.hide_label()
        let_grow(field)
        self.column.addStretch(1)
        if holder is None:
            self.adopt(field)
        else:
            self.column.addWidget(holder)
        self.column.addStretch(1)

    def _leaves_by(self, watched: QObject, event: QKeyEvent) -> bool:
        modifiers = event.modifiers()
        if event.key() in _UP_AND_DOWN:
            has_alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
            has_control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            return has_control or (self.walks_by_plain_arrows and not has_alt)
        is_plain = not modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if self.is_cell and is_plain and event.key() in _LEFT_AND_RIGHT:
            return not isinstance(watched, QLineEdit) or _is_at_end(watched, event.key() == Qt.Key.Key_Right)
        return False


def let_grow(field: FieldFrame) -> None:
    """Let a field be as high as its sentence needs in a narrow column."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    field.setSizePolicy(policy)


def has_focus(widget: QWidget) -> bool:
    """Say whether the focus is on a widget or in it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def _is_at_end(edit: QLineEdit, is_right: bool) -> bool:
    if edit.hasSelectedText():
        return False
    return edit.cursorPosition() == (len(edit.text()) if is_right else 0)


class FieldEditor(Editor):
    """A field; subclasses say how its value and the answer correspond."""

    def __init__(self, item: Item, name: str, label: str, field: FieldFrame) -> None:
        super().__init__(item, name)
        self.field = field
        self.adopt_field(field, label)
        if isinstance(field, TextField):
            field.line_edit.installEventFilter(self)
        elif isinstance(field, MultiLineField):
            self.walks_by_plain_arrows = False
            field.text_edit.installEventFilter(self)
        elif isinstance(field, ChoiceField):
            field.combo.installEventFilter(self)
        field.value_changed.connect(self._on_changed)

    def set_messages(self, problem: str, doubt: str) -> bool:
        self.field.set_error(problem)
        self.field.set_warning(doubt)
        return True

    def set_wanted(self, is_wanted: bool) -> None:
        self.field.set_required(is_wanted)

    def set_read_only(self, is_read_only: bool) -> None:
        self.field.set_read_only(is_read_only)

    def set_locked(self, reason: str) -> None:
        self.field.set_locked(reason)
        self.set_read_only(bool(reason) or self.item.is_read_only)

    def _on_changed(self, value: object) -> None:
        self.answered.emit(self._read(value))

    def _read(self, value: object) -> tuple[Answer, ...]:
        raise TypeError(f"{type(self).__name__} reads no value")
