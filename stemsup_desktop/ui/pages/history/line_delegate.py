"""Paints the lines of a history: the time, what was done, and the old value lighter than the new one."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stemsup_desktop.consultation.history_kinds import HistoryKind
from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.pages.history.entries import HistoryEntry
from stemsup_desktop.ui.pages.history.line_model import Index, LinesModel
from stemsup_desktop.ui.pages.history.view import DayLine, EndLine
from stemsup_desktop.ui.theme import Theme

ICONS = {
    HistoryKind.LOOKED: "eye",
    HistoryKind.CHANGED: "pencil",
    HistoryKind.DECIDED: "flag",
    HistoryKind.PAPERS: "docs",
    HistoryKind.HOUSE: "key",
}
ARROW = "→"
_EDGE, _SIDE, _GAP = 8, 24, 2
_ICON = 16
_MOST_SHOWN = 400
"""Characters of a value that are measured and painted; more never fits into its line."""
_ALIGNED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class _Values:
    """Old, new, or what is said instead, each on one line; `is_stacked` puts the new one below the old."""

    old: str
    new: str
    note: str
    is_stacked: bool

    @property
    def rows(self) -> int:
        """How many lines they take."""
        return (2 if self.is_stacked else 1 if self.old or self.new else 0) + bool(self.note)


class LineDelegate(QStyledItemDelegate):
    """Remembers widths and heights: Qt asks for every height anew whenever lines are added or the list is wider."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._heights: dict[tuple[str, str, str, str, int], int] = {}
        self._widths: dict[tuple[str, str, str, str], tuple[int, int, int]] = {}
        self._metrics = {role: QFontMetrics(theme.font(role)) for role in ("compact", "body", "small")}
        self._strong = QFontMetrics(theme.font("compact", 500))
        self._gutter = self._metrics["compact"].horizontalAdvance("00:00") + 14
        self._text_left = _SIDE + self._gutter + _ICON + 12
        self.room = 600
        """Width of the list in logical px."""

    @property
    def _text_room(self) -> int:
        return max(120, self.room - self._text_left - _SIDE)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        line = model.lines[index.row()] if isinstance(model, LinesModel) else None
        if not isinstance(line, HistoryEntry):
            return QSize(200, self._theme.line_height("section") + (26 if isinstance(line, DayLine) else 32))
        key = (*_identify(line), self.room)
        if key not in self._heights:
            self._heights[key] = self._measure(line)
        return QSize(200, self._heights[key])

    def _measure(self, entry: HistoryEntry) -> int:
        values = self._arrange(entry)
        rows = values.rows * (self._theme.line_height("compact") + _GAP)
        return self._sentence_height(entry) + rows + 2 * _EDGE

    def _sentence_height(self, entry: HistoryEntry) -> int:
        metrics, line = self._metrics["body"], self._theme.line_height("body")
        if self._get_widths(entry)[0] <= self._text_room:
            return line
        room = QRect(0, 0, self._text_room, 10_000)
        return max(line, metrics.boundingRect(room, int(_WRAPPED), entry.sentence).height())

    def _arrange(self, entry: HistoryEntry) -> _Values:
        old, new = _on_one_line(entry.old), _on_one_line(entry.new)
        note = entry.short_note or " · ".join(map(_on_one_line, entry.facts))
        if not old or not new:
            return _Values(old, new, note, is_stacked=False)
        _, left, right = self._get_widths(entry)
        return _Values(old, new, note, is_stacked=left + right > self._text_room)

    def _get_widths(self, entry: HistoryEntry) -> tuple[int, int, int]:
        """Return how wide the sentence, the old value with its arrow and the new value are on one line."""
        key = _identify(entry)
        if key not in self._widths:
            old = self._metrics["compact"].horizontalAdvance(f"{_on_one_line(entry.old)} {ARROW} ")
            new = self._strong.horizontalAdvance(_on_one_line(entry.new))
            self._widths[key] = (self._metrics["body"].horizontalAdvance(entry.sentence), old, new)
        return self._widths[key]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, LinesModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = model.lines[index.row()]
        match line:
            case DayLine():
                self._paint_day(painter, option.rect, line.title)
            case EndLine():
                self._paint_frame(painter, option)
                self._paint_end(painter, option.rect, line)
            case HistoryEntry():
                self._paint_frame(painter, option)
                self._paint_entry(painter, option.rect, line)
        painter.restore()

    def _paint_frame(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme, state = self._theme, option.state
        is_enabled = bool(state & QStyle.StateFlag.State_Enabled)
        is_chosen = is_enabled and bool(state & QStyle.StateFlag.State_Selected)
        frame = QRectF(option.rect).adjusted(12, 1, -12, -1)
        if is_chosen or (is_enabled and state & QStyle.StateFlag.State_MouseOver):
            draw_box(painter, frame, fill=theme.colour("tint-2" if is_chosen else "hover"))
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, frame, line=theme.colour("accent"), width=2)

    def _paint_day(self, painter: QPainter, rect: QRect, title: str) -> None:
        theme = self._theme
        painter.setFont(theme.font("section"))
        painter.setPen(theme.colour("text"))
        painter.drawText(rect.adjusted(_SIDE, 18, -_SIDE, -4), _ALIGNED, title)
        painter.fillRect(QRect(rect.left() + _SIDE, rect.bottom(), rect.width() - 2 * _SIDE, 1), theme.colour("line"))

    def _paint_end(self, painter: QPainter, rect: QRect, line: EndLine) -> None:
        font = self._theme.font("compact")
        font.setUnderline(line.leads_on)
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent" if line.leads_on else "text-3"))
        painter.drawText(rect.adjusted(_SIDE, 0, -_SIDE, 0), _ALIGNED, line.text)

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: HistoryEntry) -> None:
        theme, top = self._theme, rect.top() + _EDGE
        body, compact = theme.line_height("body"), theme.line_height("compact")
        painter.setFont(theme.font("compact"))
        painter.setPen(theme.colour("text-2"))
        painter.drawText(QRect(rect.left() + _SIDE, top, self._gutter, body), _ALIGNED, entry.time)
        icon = QRectF(rect.left() + _SIDE + self._gutter, top + (body - _ICON) // 2, _ICON, _ICON)
        draw_icon(painter, theme, ICONS[entry.kinds[0]], "text-3", icon)
        left, height = rect.left() + self._text_left, self._sentence_height(entry)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        if height == body:
            painter.drawText(QRect(left, top, self._text_room, body), _ALIGNED, entry.sentence)
        else:
            painter.drawText(QRect(left, top, self._text_room, height), int(_WRAPPED), entry.sentence)
        room = QRect(left, top + height + _GAP, self._text_room, compact)
        self._paint_values(painter, room, self._arrange(entry))

    def _paint_values(self, painter: QPainter, room: QRect, values: _Values) -> None:
        step = self._theme.line_height("compact") + _GAP
        if values.old:
            width = self._paint_text(painter, room, values.old, "text-3")
            room = room.translated(0, step) if values.is_stacked else room.adjusted(width, 0, 0, 0)
        if values.old and values.new:
            width = self._paint_text(painter, room, f"{ARROW} " if values.is_stacked else f" {ARROW} ", "text-3")
            room = room.adjusted(width, 0, 0, 0)
        if values.new:
            self._paint_text(painter, room, values.new, "text", weight=500)
        if values.note:
            below = room.translated(0, step) if values.old or values.new else room
            self._paint_text(painter, below, values.note, "text-3")

    def _paint_text(self, painter: QPainter, room: QRect, text: str, token: str, weight: int = 400) -> int:
        """Paint a text into one line, with an ellipsis where it is too long, and return its width."""
        metrics = self._metrics["compact"] if weight == 400 else self._strong
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(self._theme.font("compact", weight))
        painter.setPen(self._theme.colour(token))
        painter.drawText(room, _ALIGNED, shown)
        return metrics.horizontalAdvance(shown)


def _identify(entry: HistoryEntry) -> tuple[str, str, str, str]:
    """Return what a line's looks hang on: what is withheld here may be shown whole in another history."""
    return entry.key, entry.rows, entry.sentence, entry.short_note


def _on_one_line(text: str) -> str:
    return " ".join(text[:_MOST_SHOWN].split()) + ("…" if len(text) > _MOST_SHOWN else "")
