"""Glyphs drawn ahead: where a text is first painted, most of the time goes into the shapes of its characters."""

from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

_drawn: dict[str, set[str]] = {}
"""The characters that were drawn, by font."""


def draw_glyphs_ahead(text: str, font: QFont) -> bool:
    """Have Qt work out the shapes of a text's characters in a font, which it keeps; return whether any was new."""
    drawn = _drawn.setdefault(font.key(), set())
    new = set(text) - drawn
    if not new:
        return False
    drawn |= new
    somewhere = QImage(1, 1, QImage.Format.Format_RGB32)  # the format of a window: shapes are kept for each
    painter = QPainter(somewhere)
    painter.setFont(font)
    painter.drawText(0, 1, "".join(sorted(new)))
    painter.end()
    return True


def draw_text_ahead(widget: QWidget) -> None:
    """Draw the glyphs of what a label or a button says, once it has its style."""
    if isinstance(widget, QLabel | QAbstractButton) and widget.text():
        draw_glyphs_ahead(widget.text(), widget.font())
