"""Marks of evidence: the four-bar ladder of grades and the three directions. They never use the gate's colours."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme

LADDER_PX = 28
MARK_PX = 18


class Direction(StrEnum):
    """What a statement says about the claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    UNCERTAIN = "uncertain"


def paint_ladder(painter: QPainter, theme: Theme, rect: QRectF, rungs: int) -> None:
    """Paint four bars of rising height, `rungs` (0 to 4) of them filled, at the foot of `rect`."""
    for index in range(4):
        height = 4 + 3 * index
        bar = QRectF(rect.left() + 7 * index, rect.bottom() - height, 5, height)
        if index < rungs:
            draw_box(painter, bar, fill=theme.colour("accent"), radius=1)
        else:
            draw_box(painter, bar, line=theme.colour("control"), radius=1)


def paint_direction(painter: QPainter, theme: Theme, rect: QRectF, direction: Direction) -> None:
    """Paint a filled square with plus, a dark square with minus, or a dashed square with a wave."""
    colour = theme.colour
    centre = rect.center()
    match direction:
        case Direction.SUPPORTS:
            draw_box(painter, rect, fill=colour("accent"), radius=4)
            stroke = colour("on-accent")
        case Direction.CONTRADICTS:
            draw_box(painter, rect, fill=colour("text"), radius=4)
            stroke = colour("base")
        case Direction.UNCERTAIN:
            draw_box(painter, rect, fill=colour("base"), line=colour("control"), radius=4, is_dashed=True)
            stroke = colour("text")
    painter.setPen(QPen(stroke, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if direction is Direction.UNCERTAIN:
        wave = QPainterPath(centre + QPointF(-4, 1))
        wave.cubicTo(centre + QPointF(-2, -4), centre + QPointF(2, 4), centre + QPointF(4, -1))
        painter.drawPath(wave)
        return
    painter.drawLine(centre + QPointF(-4, 0), centre + QPointF(4, 0))
    if direction is Direction.SUPPORTS:
        painter.drawLine(centre + QPointF(0, -4), centre + QPointF(0, 4))


@spoken_as(Role.StaticText)
class _Mark(QWidget):
    """A mark with its word beside it."""

    def __init__(self, theme: Theme, text: str, mark_px: int, weight: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self._mark_px = mark_px
        self._font = theme.font("compact", weight)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._font)
        return QSize(self._mark_px + 8 + round(metrics.horizontalAdvance(self._text)) + 2, 22)

    def _paint_text(self, painter: QPainter) -> None:
        painter.setFont(self._font)
        painter.setPen(self._theme.colour("text"))
        room = QRectF(self.rect()).adjusted(self._mark_px + 8, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._text)


class EvidenceLadder(_Mark):
    """A grade as 0 to 4 rungs and a word; `icon` instead of rungs for what is no study, such as a product label."""

    def __init__(self, theme: Theme, rungs: int, text: str, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, text, 16 if icon else LADDER_PX, 400, parent)
        self._rungs = rungs
        self._icon = icon

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        if self._icon:
            draw_icon(painter, self._theme, self._icon, "text", QRectF(0, round(self.height() / 2 - 8), 16, 16))
        else:
            paint_ladder(painter, self._theme, QRectF(0, self.height() / 2 - 7, LADDER_PX, 14), self._rungs)
        self._paint_text(painter)
        painter.end()


class DirectionMark(_Mark):
    """A direction as a square and a word."""

    def __init__(self, theme: Theme, direction: Direction, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, MARK_PX, 500, parent)
        self._direction = direction

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        box = QRectF(0, round((self.height() - MARK_PX) / 2), MARK_PX, MARK_PX)
        paint_direction(painter, self._theme, box, self._direction)
        self._paint_text(painter)
        painter.end()
