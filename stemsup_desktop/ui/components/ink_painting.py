"""Ink as it is shown: smooth strokes on a picture of the pad, drawn piece by piece so that much ink stalls nothing."""

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.signing_model import Ink, InkPoint, Stroke
from stemsup_desktop.ui.components.ink_record import InkRecord
from stemsup_desktop.ui.turns import TURN_MS

SLICE_S = 0.004
"""What one turn of the event loop may spend on ink; with the picture that is then shown it stays within a frame."""
_SEGMENTS_AT_ONCE = 24
_THIN_PX, _BROAD_PX = 1.6, 3.8
"""The width of a line on screen at the least and the greatest pressure, however large the pad is."""
_LINE_PX = 6
_MOST_SMALL_POINTS = 1_500
_FORMAT = QImage.Format.Format_ARGB32_Premultiplied


class InkCanvas:
    """The picture of a record on a widget. Smoothing is for the eye: the points stay as they came."""

    def __init__(self, widget: QWidget, record: InkRecord, colour: QColor) -> None:
        self._widget = widget
        self._record = record
        self._colour = colour
        self._image = QImage()
        self._stale = QImage()
        self._paper = QRectF()
        self._ratio = 1.0
        self._to_draw: Iterator[None] | None = None
        self._timer = QTimer(widget)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_drawing(self) -> bool:
        """Whether a part of the picture is still to be drawn."""
        return self._to_draw is not None

    def redraw(self, paper: QRectF) -> None:
        """Draw everything anew for this part of the widget; until that is done, the last picture is shown."""
        self._paper, self._ratio = paper, self._widget.devicePixelRatioF()
        if not self._image.isNull() and self._stale.isNull():
            self._stale = self._image
        self._image = QImage((paper.size() * self._ratio).toSize().expandedTo(QSize(1, 1)), _FORMAT)
        self._image.fill(Qt.GlobalColor.transparent)
        self._to_draw = self._draw_all()
        self._timer.start()
        self._go_on()

    def add_point(self) -> None:
        """Show the last point of the stroke under way."""
        stroke = self._record.open_stroke
        if self.is_drawing:
            return  # comes with what is still to be drawn
        painter = self._start()
        self._draw_segment(painter, stroke, len(stroke) - 1)
        painter.end()
        self._update_round(stroke[-3:])

    def end_stroke(self, stroke: list[InkPoint]) -> None:
        """Show what closes a stroke: its last half segment, or the dot that it is."""
        if self.is_drawing:
            self.redraw(self._paper)
            return
        self._draw_end(stroke)
        self._update_round(stroke[-3:])

    def paint(self, painter: QPainter) -> None:
        """Put the picture on the widget."""
        if self._stale.isNull():
            painter.drawImage(self._paper, self._image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._paper, self._stale)

    def _go_on(self) -> None:
        end = perf_counter() + SLICE_S
        while self._to_draw is not None and perf_counter() < end:
            if next(self._to_draw, "end") == "end":
                self._to_draw = None
                self._stale = QImage()
                self._timer.stop()
        self._widget.update()

    def _scale(self) -> float:
        return self._image.width() / max(self._record.box[0], 1)

    def _start(self) -> QPainter:
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale(), self._scale())
        return painter

    def _draw_all(self) -> Iterator[None]:
        for stroke in self._record.strokes:
            yield from self._draw_stroke(stroke)
            self._draw_end(stroke)
        yield from self._draw_stroke(self._record.open_stroke)  # as far as it is when its turn comes

    def _draw_stroke(self, stroke: Stroke | list[InkPoint]) -> Iterator[None]:
        for first in range(1, len(stroke), _SEGMENTS_AT_ONCE):
            painter = self._start()
            for last in range(first, min(first + _SEGMENTS_AT_ONCE, len(stroke))):
                self._draw_segment(painter, stroke, last)
            painter.end()
            yield

    def _draw_segment(self, painter: QPainter, stroke: Stroke | list[InkPoint], last: int) -> None:
        """Draw from the middle before a point to the middle after it, bent at the point."""
        if last < 1:
            return
        before, at = stroke[last - 1], stroke[last]
        path = QPainterPath()
        if last == 1:
            path.moveTo(before.x, before.y)
            path.lineTo(_middle(before, at))
        else:
            path.moveTo(_middle(stroke[last - 2], before))
            path.quadTo(QPointF(before.x, before.y), _middle(before, at))
        painter.strokePath(path, self._pen(before.pressure))

    def _draw_end(self, stroke: Stroke | list[InkPoint]) -> None:
        last = stroke[-1]
        end = QPointF(last.x, last.y)
        start = end if len(stroke) == 1 else _middle(stroke[-2], last)
        painter = self._start()
        painter.setPen(self._pen(last.pressure))
        if start == end:
            painter.drawPoint(end)
        else:
            painter.drawLine(start, end)
        painter.end()

    def _pen(self, pressure: int) -> QPen:
        width = (_THIN_PX + (_BROAD_PX - _THIN_PX) * pressure / 1000) * self._ratio / self._scale()
        return _round_pen(self._colour, width)

    def _update_round(self, points: list[InkPoint]) -> None:
        scale = self._paper.width() / max(self._record.box[0], 1)
        left, top = min(one.x for one in points) * scale, min(one.y for one in points) * scale
        right, bottom = max(one.x for one in points) * scale, max(one.y for one in points) * scale
        changed = QRectF(left, top, right - left, bottom - top).translated(self._paper.topLeft())
        self._widget.update(changed.adjusted(-_LINE_PX, -_LINE_PX, _LINE_PX, _LINE_PX).toAlignedRect())


def paint_ink(painter: QPainter, ink: Ink, rect: QRectF, colour: QColor, width: float = 1.4) -> None:
    """Draw a small picture of kept ink into a rectangle, as large as its proportions allow; of much ink a selection."""
    scale = min(rect.width() / max(ink.width, 1), rect.height() / max(ink.height, 1))
    left = rect.center().x() - ink.width * scale / 2
    top = rect.center().y() - ink.height * scale / 2
    every = max(1, sum(map(len, ink.strokes)) // _MOST_SMALL_POINTS)
    path = QPainterPath()
    for stroke in ink.strokes:
        for index, point in enumerate((*stroke[::every], *stroke[-1:])):
            at = QPointF(left + point.x * scale, top + point.y * scale)
            if index:
                path.lineTo(at)
            else:
                path.moveTo(at)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, _round_pen(colour, width))


def _round_pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _middle(one: InkPoint, other: InkPoint) -> QPointF:
    return QPointF((one.x + other.x) / 2, (one.y + other.y) / 2)
