"""One option of a list, with a round or square mark and words that wrap: arrow keys never choose it."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from stemsup_desktop.ui.components.check_box import paint_radio
from stemsup_desktop.ui.components.line_breaks import keep_phrases_within
from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme

_MARK = 18
_GAP = 10
_WIDEST = 360
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@spoken_as(Role.RadioButton)
class OptionButton(QAbstractButton):
    """`clicked` says that the person chose it or took it back; whoever owns it decides what is checked."""

    moved = Signal(int)
    """The person wants to go to another option, that many further on."""

    def __init__(
        self, theme: Theme, text: str, *, is_round: bool, shows_text: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_round = is_round
        self._shows_text = shows_text
        self._is_read_only = False
        self.setText(text)
        self.setCheckable(True)
        self.setFont(theme.font("body"))
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(shows_text)
        self.setSizePolicy(policy)

    @property
    def spoken_role(self) -> Role:
        """One of several, or one of which several can be chosen."""
        return Role.RadioButton if self._is_round else Role.CheckBox

    def set_read_only(self, is_read_only: bool) -> None:
        """Look as it does when it cannot be used; its owner takes no choice then."""
        self._is_read_only = is_read_only
        self.setCursor(Qt.CursorShape.ArrowCursor if is_read_only else Qt.CursorShape.PointingHandCursor)
        self.update()

    def nextCheckState(self) -> None:
        """The owner decides."""

    def sizeHint(self) -> QSize:
        width = min(QFontMetrics(self.font()).horizontalAdvance(self.text()), _WIDEST) if self._shows_text else 0
        whole = _MARK + 4 + (_GAP + width + 4 if width else 0)
        return QSize(whole, self.heightForWidth(whole))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 120), 24)

    def heightForWidth(self, width: int) -> int:
        if not self._shows_text:
            return 24
        room = QRect(0, 0, max(width - _MARK - _GAP - 4, 40), 100_000)
        return max(24, QFontMetrics(self.font()).boundingRect(room, _WRAP, self._broken(room.width())).height() + 2)

    def _broken(self, width: int) -> str:
        """Return the words as they are broken beside the mark: between phrases, where the longest of them has room."""
        return keep_phrases_within(self.text(), width // self.font().pixelSize())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Up if plain:
                self.moved.emit(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Down if plain:
                self.moved.emit(1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_Left | Qt.Key.Key_Right:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        is_live = self.isEnabled() and not self._is_read_only
        left = 1.0 if self._shows_text else (self.width() - _MARK) / 2
        box = QRectF(round(left), round((self.height() - _MARK) / 2), _MARK, _MARK)
        if self._is_round:
            paint_radio(painter, self._theme, box, self.isChecked(), is_live, self.underMouse())
        else:
            colour = self._theme.colour
            if self.isChecked():
                draw_box(painter, box, fill=colour("accent" if is_live else "text-3"), radius=4)
                draw_icon(painter, self._theme, "check", "on-accent", box.adjusted(1, 1, -1, -1))
            else:
                is_hot = self.underMouse() or not is_live
                line = colour("control" if is_live else "line-strong")
                draw_box(painter, box, fill=colour("hover" if is_hot else "base"), line=line, radius=4)
        if self._shows_text:
            painter.setFont(self.font())
            painter.setPen(self._theme.colour("text" if is_live else "text-2"))
            room = self.rect().adjusted(_MARK + 2 + _GAP, 0, 0, 0)
            painter.drawText(room, int(_WRAP), self._broken(room.width() - 2))
        painter.end()
