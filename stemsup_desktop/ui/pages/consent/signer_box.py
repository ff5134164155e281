"""One signer: role and name, when it was signed, and the box with the ink, or why it cannot be signed yet."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from stemsup_desktop.ui.components.ink_painting import paint_ink
from stemsup_desktop.ui.components.pad_paper import paint_lock
from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.pages.consent.marks import MarkLine, MarkLook
from stemsup_desktop.ui.theme import Theme

_HEAD = 24
_BOX_HEIGHT = 84
_LEAST_WIDTH = 240
_LINE = Qt.AlignmentFlag.AlignVCenter


class SignerBox(QAbstractButton):
    """A button that takes the signature in hand; it shows it, and is not written on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line: MarkLine | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_line(self, line: MarkLine, locked: str) -> None:
        """Show a signer; `locked` says why nobody here may sign."""
        if line != self._line:
            self._line = line
            self.setObjectName(line.key.name)
            self.setText(line.title)
            self.setAccessibleName(line.spoken)
            self.update()
        self.setEnabled(not locked and line.look is not MarkLook.LOCKED)
        say_reason(self, locked or (line.detail if line.look in (MarkLook.LOCKED, MarkLook.VOID) else ""))

    def sizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, self._head() + _BOX_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, self._head() + _BOX_HEIGHT)

    def _head(self) -> int:
        return max(_HEAD, self._theme.line_height("body") + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self._line
        if line is None:
            return
        painter = start_painting(self)
        self._paint_head(painter, line)
        box = QRectF(self.rect()).adjusted(0, self._head(), 0, 0)
        colour, theme = self._theme.colour, self._theme
        match line.look:
            case MarkLook.LOCKED:
                paint_lock(painter, theme, box, line.detail)
            case MarkLook.DONE if line.ink is not None:
                draw_box(painter, box, fill=QColor(Qt.GlobalColor.white), line=colour("control"))
                paint_ink(painter, line.ink, box.adjusted(12, 6, -12, -6), colour("ink"), 2)
            case MarkLook.VOID:
                draw_box(painter, box, fill=colour("caut-bg"), line=colour("caut"), is_dashed=True)
                self._paint_words(painter, box, f"{line.detail}\n{line.box}", "caut", "caution")
            case MarkLook.IN_HAND:
                draw_box(painter, box, fill=colour("tint"), line=colour("accent"), width=2)
                self._paint_words(painter, box, line.box, "accent", "pen")
            case _:
                draw_box(painter, box, fill=colour("base"), line=colour("open-line"), is_dashed=True)
                self._paint_words(painter, box, line.box, "open", "pen")
        painter.end()

    def _paint_head(self, painter: QPainter, line: MarkLine) -> None:
        theme, head = self._theme, QRect(0, 0, self.width(), self._head() - 4)
        bold, plain, small = theme.font("body", 700), theme.font("body"), theme.font("small")
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        painter.drawText(head, int(_LINE), line.title)
        left = QFontMetrics(bold).horizontalAdvance(line.title) + 10
        right = self.width()
        if line.look is MarkLook.DONE:
            width = QFontMetrics(small).horizontalAdvance(line.detail)
            painter.setFont(small)
            painter.setPen(theme.colour("text-3"))
            painter.drawText(head, int(_LINE | Qt.AlignmentFlag.AlignRight), line.detail)
            right -= width + 10
        painter.setFont(plain)
        painter.setPen(theme.colour("text"))
        name = QFontMetrics(plain).elidedText(line.name, Qt.TextElideMode.ElideRight, max(right - left, 0))
        painter.drawText(QRect(left, 0, max(right - left, 0), head.height()), int(_LINE), name)

    def _paint_words(self, painter: QPainter, box: QRectF, words: str, token: str, icon: str) -> None:
        painter.setFont(self._theme.font("compact"))
        room = QRect(0, 0, max(round(box.width()) - 32, 40), 10_000)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        height = painter.boundingRect(room, flags, words).height()
        top = round(box.center().y() - (height + 24) / 2)
        draw_icon(painter, self._theme, icon, token, QRectF(round(box.center().x()) - 8, top, 16, 16))
        painter.setPen(self._theme.colour(token))
        place = QRect(round(box.left()) + 16, top + 22, room.width(), height + 4)
        painter.drawText(place, flags, words)
