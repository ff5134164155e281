"""Wrapped plain text in painted rows: how high it is, and how it is drawn."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from stemsup_desktop.ui.components.line_breaks import keep_phrases

_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_TALL = 100_000.0
_keep = lru_cache(maxsize=1024)(keep_phrases)
"""A row is measured and painted again and again."""


def text_height(text: str, font: QFont, width: float) -> float:
    """Return the height of a text wrapped at a width, 0 for an empty one."""
    if not text:
        return 0.0
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, max(width, 1.0), _TALL), _FLAGS, _keep(text)).height()


def draw_text(painter: QPainter, rect: QRectF, text: str, font: QFont, colour: QColor) -> float:
    """Draw a wrapped text at the top of `rect` and return its height."""
    height = text_height(text, font, rect.width())
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QRectF(rect.left(), rect.top(), rect.width(), height + 2), _FLAGS, _keep(text))
    return height
