"""Text broken into lines of its type role's height for whoever paints it, inside a word only where it must be."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption


def break_paragraphs(
    text: str, font: QFont, line_height: int, width: float, *, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> list[QTextLayout]:
    """Return each paragraph, broken into lines that are no wider than that."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setAlignment(side)
    layouts = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, top + (line_height - line.height()) / 2))
            top += line_height
        layout.endLayout()
        layouts.append(layout)
    return layouts


def count_lines(layouts: list[QTextLayout]) -> int:
    """Return how many lines they take, one for no text at all."""
    return max(1, sum(layout.lineCount() for layout in layouts))


def paint_paragraphs(painter: QPainter, layouts: list[QTextLayout], line_height: int, at: QPointF) -> None:
    """Paint them one below the other in the painter's colour."""
    top = at.y()
    for layout in layouts:
        layout.draw(painter, QPointF(at.x(), top))
        top += layout.lineCount() * line_height
