"""One line of the list of marks: number, title, what is known of it, and the box with the ink or what is missing."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from stemsup_desktop.ui.components.ink_painting import paint_ink
from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.painting import draw_box, draw_icon, outline_pen, start_painting
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.pages.consent.marks import MarkLine, MarkLook
from stemsup_desktop.ui.theme import Theme

_NUMBER = 32
_BOX = QSize(94, 32)
_GAP = 8
_INSET = 4
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class MarkRow(QAbstractButton):
    """A button, so that the whole line can be pressed and is one stop for Tab."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line: MarkLine | None = None
        self._title = self._detail = ""
        self._heights: dict[int, tuple[int, int]] = {}
        """The heights of title and detail by the room that they have: layout and painting ask for them many times."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def line(self) -> MarkLine | None:
        """What it shows."""
        return self._line

    def show_line(self, line: MarkLine, locked: str) -> None:
        """Show a mark; `locked` says why nobody here may make it."""
        if line != self._line:
            self._line = line
            self._title, self._detail = keep_phrases(line.title), keep_phrases(line.detail)
            self._heights.clear()
            self.setObjectName(line.key.name)
            self.setText(line.title)
            self.setAccessibleName(line.spoken)
            self.updateGeometry()
            self.update()
        self.setEnabled(not locked and line.look is not MarkLook.LOCKED)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.isEnabled() else Qt.CursorShape.ArrowCursor)
        say_reason(self, locked or (line.detail if line.look in (MarkLook.LOCKED, MarkLook.VOID) else ""))

    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 44)

    def heightForWidth(self, width: int) -> int:
        if self._line is None:
            return 44
        return max(44, sum(self._measure(self._room(width))) + 11)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self._line
        if line is None:
            return
        painter = start_painting(self)
        colour, rect = self._theme.colour, QRectF(self.rect())
        if line.look is MarkLook.IN_HAND:
            draw_box(painter, rect.adjusted(0, 0, 0, -1), fill=colour("tint"))
        elif self.underMouse() and self.isEnabled():
            draw_box(painter, rect.adjusted(0, 0, 0, -1), fill=colour("hover"))
        painter.setPen(outline_pen(colour("line")))
        bottom = rect.bottom() - 0.5
        painter.drawLine(round(rect.left()), round(bottom), round(rect.right()), round(bottom))
        self._paint_texts(painter, line)
        top = round((rect.height() - 1 - _BOX.height()) / 2)
        box = QRectF(rect.right() - _INSET - _BOX.width(), top, _BOX.width(), _BOX.height())
        paint_mark_box(painter, self._theme, box, line, is_live=self.isEnabled())
        painter.end()

    def _room(self, width: int) -> int:
        number = _NUMBER if self._line is not None and self._line.number else 0
        return max(width - 2 * _INSET - number - _GAP - _BOX.width(), 80)

    def _measure(self, room: int) -> tuple[int, int]:
        """Return the heights of title and detail."""
        if room not in self._heights:
            title, detail = self._height_of("body", self._title, room), self._height_of("small", self._detail, room)
            self._heights[room] = title, detail
        return self._heights[room]

    def _height_of(self, role: str, text: str, room: int) -> int:
        if not text:
            return 0
        metrics = QFontMetrics(self._theme.font(role))
        lines = max(1, round(metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAP, text).height() / metrics.height()))
        return lines * self._theme.line_height(role)

    def _paint_texts(self, painter: QPainter, line: MarkLine) -> None:
        colour, theme = self._theme.colour, self._theme
        left, room = _INSET, self._room(self.width())
        height, detail_height = self._measure(room)
        top = round((self.height() - 1 - height - detail_height) / 2)
        if line.number:
            painter.setFont(theme.font("compact"))
            painter.setPen(colour("text-2" if line.look is MarkLook.IN_HAND else "text-3"))
            place = QRect(left, top, _NUMBER - 4, theme.line_height("body"))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line.number)
            left += _NUMBER
        painter.setFont(theme.font("body"))
        painter.setPen(colour("text"))
        painter.drawText(QRect(left, top, room, height), _WRAP, self._title)
        if line.detail:
            painter.setFont(theme.font("small"))
            is_void = line.look is MarkLook.VOID
            painter.setPen(colour("caut" if is_void else "text-2" if line.look is MarkLook.IN_HAND else "text-3"))
            painter.drawText(QRect(left, top + height, room, detail_height), _WRAP, self._detail)


def paint_mark_box(painter: QPainter, theme: Theme, box: QRectF, line: MarkLine, *, is_live: bool) -> None:
    """Draw the box of a mark: ink on white paper, dashed while it is missing, heavy while it is in hand."""
    colour = theme.colour
    match line.look:
        case MarkLook.DONE:
            has_ink = line.ink is not None
            fill = QColor(Qt.GlobalColor.white) if has_ink else colour("base")
            draw_box(painter, box, fill=fill, line=colour("control") if has_ink else colour("clear-line"), radius=4)
            if line.ink is not None:
                paint_ink(painter, line.ink, box.adjusted(4, 3, -4, -3), colour("ink"))
                return
            _paint_word(painter, theme, box, line.box, "clear", "check")
        case MarkLook.IN_HAND:
            draw_box(painter, box, fill=colour("base"), line=colour("accent"), width=2, radius=4)
            _paint_word(painter, theme, box, line.box, "accent")
        case MarkLook.VOID:
            draw_box(painter, box, fill=colour("caut-bg"), line=colour("caut"), radius=4, is_dashed=True)
            _paint_word(painter, theme, box, line.box, "caut", "caution")
        case MarkLook.LOCKED:
            draw_box(painter, box, fill=colour("sunken"), line=colour("line-strong"), radius=4, is_dashed=True)
            _paint_word(painter, theme, box, line.box, "text-3", "lock")
        case MarkLook.MISSING:
            fill = colour("base" if is_live else "hover")
            draw_box(painter, box, fill=fill, line=colour("open-line"), radius=4, is_dashed=True)
            _paint_word(painter, theme, box, line.box, "open" if is_live else "text-3")


def _paint_word(painter: QPainter, theme: Theme, box: QRectF, word: str, token: str, icon: str = "") -> None:
    font = theme.font("small", 500)
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance(word) + (20 if icon else 0)
    left = round(box.center().x() - width / 2)
    if icon:
        draw_icon(painter, theme, icon, token, QRectF(left, round(box.center().y() - 8), 16, 16))
        left += 20
    painter.setFont(font)
    painter.setPen(theme.colour(token))
    place = QRectF(left, box.top(), box.right() - left, box.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
