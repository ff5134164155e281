"""The paper of a signature pad: the line to sign on, what it says while it is empty, and the lock with its reason."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from stemsup_desktop.ui.components.painting import draw_box, draw_icon, outline_pen
from stemsup_desktop.ui.theme import Theme

_CENTRED = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_INSET = 20


def paint_paper(painter: QPainter, theme: Theme, paper: QRectF, hint: str, *, has_fault: bool) -> None:
    """Draw white paper, in both themes, with its line and cross; `hint` stands on the line."""
    light = theme.tokens.light
    line, width = (theme.colour("stop"), 2) if has_fault else (theme.colour("control"), 1)
    draw_box(painter, paper, fill=QColor(Qt.GlobalColor.white), line=line, width=width)
    floor = round(paper.top() + paper.height() * 0.8) + 0.5
    left, right = paper.left() + _INSET, paper.right() - _INSET
    painter.setPen(outline_pen(QColor(light["line-strong"])))
    painter.drawLine(QPointF(left, floor), QPointF(right, floor))
    painter.setPen(outline_pen(QColor(light["control"]), 1.2))
    painter.drawLine(QPointF(left + 1, floor - 15), QPointF(left + 9, floor - 7))
    painter.drawLine(QPointF(left + 1, floor - 7), QPointF(left + 9, floor - 15))
    if hint:
        painter.setFont(theme.font("compact"))
        painter.setPen(QColor(light["text-3"]))
        place = QRectF(left + 22, floor - 24, right - left - 22, 22)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, hint)


def paint_lock(painter: QPainter, theme: Theme, paper: QRectF, reason: str) -> None:
    """Draw a dashed box with a lock and the reason for it, in the middle."""
    draw_box(painter, paper, fill=theme.colour("sunken"), line=theme.colour("control"), is_dashed=True)
    painter.setFont(theme.font("compact"))
    room = QRect(0, 0, max(round(paper.width()) - 32, 40), 10_000)
    text = painter.boundingRect(room, _CENTRED, reason)
    top = round(paper.center().y() - (text.height() + 28) / 2)
    draw_icon(painter, theme, "lock", "text-2", QRectF(round(paper.center().x()) - 10, top, 20, 20))
    painter.setPen(theme.colour("text-2"))
    painter.drawText(QRect(round(paper.left()) + 16, top + 28, room.width(), text.height() + 2), _CENTRED, reason)
