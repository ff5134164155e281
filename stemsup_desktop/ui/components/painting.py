"""Shared strokes for painted widgets: sharp one-pixel outlines, even dashes, icons and elided text."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.theme import Theme


def start_painting(widget: QWidget) -> QPainter:
    """Return an antialiased painter on a widget; the caller ends it."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def outline_pen(colour: QColor, width: float = 1, *, is_dashed: bool = False) -> QPen:
    """Return a pen; its dashes keep an even rhythm at round corners, which the style sheet's do not."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if is_dashed:
        pen.setDashPattern([3.0, 2.5])
    return pen


def draw_box(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1,
    radius: float = 6,
    is_dashed: bool = False,
) -> None:
    """Draw a round-cornered box whose outline lies wholly inside `rect`."""
    inset = width / 2
    painter.setBrush(QBrush(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(outline_pen(line, width, is_dashed=is_dashed) if line is not None else Qt.PenStyle.NoPen)
    inner = rect.adjusted(inset, inset, -inset, -inset) if line is not None else rect
    painter.drawRoundedRect(inner, radius, radius)


def rounded_path(rect: QRectF, left: float, right: float) -> QPainterPath:
    """Return a path with its own radius for the left and the right corners."""
    path = QPainterPath()
    path.moveTo(rect.left() + left, rect.top())
    path.lineTo(rect.right() - right, rect.top())
    path.quadTo(rect.topRight(), QPointF(rect.right(), rect.top() + right))
    path.lineTo(rect.right(), rect.bottom() - right)
    path.quadTo(rect.bottomRight(), QPointF(rect.right() - right, rect.bottom()))
    path.lineTo(rect.left() + left, rect.bottom())
    path.quadTo(rect.bottomLeft(), QPointF(rect.left(), rect.bottom() - left))
    path.lineTo(rect.left(), rect.top() + left)
    path.quadTo(rect.topLeft(), QPointF(rect.left() + left, rect.top()))
    return path


def draw_icon(painter: QPainter, theme: Theme, name: str, token: str, rect: QRectF) -> None:
    """Draw an icon into a square."""
    size = round(rect.width())
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(rect.topLeft(), theme.pixmap(name, token, size, ratio))
