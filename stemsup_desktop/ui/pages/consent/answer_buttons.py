"""The answers to a question of the teach-back: one press each, none chosen beforehand, none marked as wrong."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes

_LEAST_HEIGHT = 44
_INSET = 14
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@spoken_as(Role.RadioButton)
class _Answer(QAbstractButton):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFont(theme.font("body"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, _LEAST_HEIGHT)

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - 2 * _INSET, 40), 10_000)
        return max(_LEAST_HEIGHT, QFontMetrics(self.font()).boundingRect(room, _WRAP, self.text()).height() + 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if is_enter and not event.isAutoRepeat():
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        colour = self._theme.colour
        fill = colour("tint" if self.underMouse() or self.isDown() else "base")
        draw_box(painter, QRectF(self.rect()), fill=fill, line=colour("control"))
        painter.setFont(self.font())
        painter.setPen(colour("text"))
        painter.drawText(self.rect().adjusted(_INSET, 0, -_INSET, 0), _WRAP, self.text())
        painter.end()


class AnswerButtons(QWidget):
    """`chosen` carries the id of the option that was pressed; the buttons stay as they are."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._options: tuple[tuple[str, str], ...] = ()
        self._buttons: list[_Answer] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(sizes.XS)

    def show_options(self, options: tuple[tuple[str, str], ...]) -> None:
        """Show options as (id, text)."""
        self._options = options
        while len(self._buttons) < len(options):
            self._add()
        for button, (option_id, text) in zip(self._buttons, options, strict=False):
            set_shown(button, True)
            button.setObjectName(f"desk.answer:{option_id}")
            button.setText(text)
            button.setAccessibleName(text)
            button.updateGeometry()
        spare = self._buttons[len(options) :]
        if any(button.hasFocus() for button in spare):
            self.take_focus()
        for button in spare:
            set_shown(button, False)

    def take_focus(self) -> None:
        """Put the focus on the first option."""
        if self._options:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        index, button = len(self._buttons), _Answer(self._theme, self)
        button.clicked.connect(lambda: self.chosen.emit(self._options[index][0]))
        self._buttons.append(button)
        self._rows.addWidget(button)
