"""Statements and sources as painted lines: text, tag, status, rules and links to sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.pages.reference.linked_text import LinkedText, PlacedLink
from stemsup_desktop.ui.pages.reference.page_view import Line, Link
from stemsup_desktop.ui.pages.reference.painted_text import draw_text, text_height
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import ICONS, TagState

Open = Callable[[str], None]
"""Opens a page or source by its id."""

_STATES = {
    Severity.STOP: TagState.STOP,
    Severity.SPECIALIST: TagState.SPECIALIST,
    Severity.CAUTION: TagState.CAUTION,
    Severity.INFORMATION: TagState.INFORMATION,
}
_MARK_HIGH, _GAP, _TAG_PAD = 20, 10, 12
_ID_PX = 44


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line, its top, and where its text and marks stand."""

    line: Line
    top: float
    text: QRectF
    rules_top: float
    marks: QRectF
    bottom: float


@spoken_as(Role.Paragraph)
class LineList(LinkedText):
    """Statements under each other. With `has_severity` each has the icon of its worst rule and a hairline beneath."""

    def __init__(
        self, theme: Theme, to_verify: str, lines: Sequence[Line], open_target: Open, *, has_severity: bool = False
    ) -> None:
        super().__init__(theme)
        self._to_verify = to_verify
        self._lines = tuple(lines)
        self._has_severity = has_severity
        self._indent = 28 if has_severity else 14
        self._placed: tuple[_Placed, ...] = ()
        self._font = theme.font("compact")
        self._small = theme.font("small")
        self.setAccessibleName("\n".join(self._spoken(line) for line in lines))
        self.target_opened.connect(open_target)

    def arrange(self, width: int) -> tuple[int, tuple[PlacedLink, ...]]:
        top = 0.0
        placed: list[_Placed] = []
        links: list[PlacedLink] = []
        for line in self._lines:
            one = self._place(line, top, width)
            placed.append(one)
            links += self._place_links(one)
            top = one.bottom
        self._placed = tuple(placed)
        return round(top) + 1, tuple(links)

    def paint_lines(self, painter: QPainter) -> None:
        for one in self._placed:
            self._paint_line(painter, one)

    def _place(self, line: Line, top: float, width: int) -> _Placed:
        """Put the marks at the end of the row where the text leaves room, else under it."""
        room = width - self._indent
        marks_px = self._marks_width(line)
        fits = marks_px > 0 and not self._has_severity and marks_px <= room * 0.3
        text_px = room - (marks_px + _GAP if fits else 0)
        text = QRectF(self._indent, top + 5, text_px, text_height(line.text, self._font, text_px))
        rules_top = text.bottom() + 2
        below = rules_top + (text_height(line.rules, self._small, room) if line.rules else 0)
        if fits or not marks_px:
            marks = QRectF(self._indent + room - marks_px, text.top(), marks_px, _MARK_HIGH)
            bottom = max(below, text.top() + _MARK_HIGH)
        else:
            marks = QRectF(self._indent, below + 1, marks_px, _MARK_HIGH)
            bottom = marks.bottom()
        return _Placed(line, top, text, rules_top, marks, bottom + (8 if self._has_severity else 3))

    def _place_links(self, one: _Placed) -> list[PlacedLink]:
        x = one.marks.left() + self._before_links(one.line)
        links: list[PlacedLink] = []
        for link in one.line.sources:
            width = self._wide(link.target_id)
            links.append(PlacedLink(QRectF(x, one.marks.top(), width, _MARK_HIGH), link))
            x += width + _GAP
        return links

    def _paint_line(self, painter: QPainter, one: _Placed) -> None:
        theme, line = self.theme, one.line
        if self._has_severity:
            state = _STATES.get(line.severity) if line.severity is not None else None
            box = QRectF(0, round(one.text.top()), 20, 20)
            draw_icon(painter, theme, ICONS[state] if state else "info", state.value if state else "text-3", box)
            painter.fillRect(QRectF(0, one.bottom - 1, self.width(), 1), theme.colour("line"))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QRectF(1, one.text.top() + QFontMetricsF(self._font).height() / 2 - 2.5, 5, 5))
        draw_text(painter, one.text, line.text, self._font, theme.colour("text"))
        rules = QRectF(self._indent, one.rules_top, self.width() - self._indent, 0)
        draw_text(painter, rules, line.rules, self._small, theme.colour("text-3"))
        self._paint_marks(painter, one)

    def _paint_marks(self, painter: QPainter, one: _Placed) -> None:
        theme, line = self.theme, one.line
        painter.setFont(self._small)
        x = one.marks.left()
        if line.needs_check:
            tag = QRectF(x, one.marks.top() + 1, self._wide(self._to_verify) + _TAG_PAD, 18)
            draw_box(painter, tag, line=theme.colour("open-line"), radius=theme.radius("tag"), is_dashed=True)
            painter.setPen(theme.colour("open"))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, self._to_verify)
            x = tag.right() + _GAP
        if line.mark:
            painter.setPen(theme.colour("text-3"))
            room = QRectF(x, one.marks.top(), self._wide(line.mark) + 2, _MARK_HIGH)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, line.mark)

    def _before_links(self, line: Line) -> float:
        tag = self._wide(self._to_verify) + _TAG_PAD + _GAP if line.needs_check else 0.0
        return tag + (self._wide(line.mark) + _GAP if line.mark else 0.0)

    def _marks_width(self, line: Line) -> float:
        width = self._before_links(line) + sum(self._wide(link.target_id) + _GAP for link in line.sources)
        return max(width - _GAP, 0.0)

    def _wide(self, text: str) -> float:
        return QFontMetricsF(self._small).horizontalAdvance(text)

    def _spoken(self, line: Line) -> str:
        tag = self._to_verify if line.needs_check else ""
        return ". ".join(part for part in (line.text, line.rules, tag, line.mark) if part)


@spoken_as(Role.Paragraph)
class SourceList(LinkedText):
    """Every source of a page: its id as a link, and its citation."""

    def __init__(self, theme: Theme, links: Sequence[Link], open_target: Open) -> None:
        super().__init__(theme)
        self._cited = tuple((link, link.name.removeprefix(f"{link.target_id}: ")) for link in links)
        self._small = theme.font("small")
        self.setAccessibleName("\n".join(link.name for link in links))
        self.target_opened.connect(open_target)

    def arrange(self, width: int) -> tuple[int, tuple[PlacedLink, ...]]:
        top = 0.0
        links: list[PlacedLink] = []
        for link, citation in self._cited:
            wide = QFontMetricsF(self._small).horizontalAdvance(link.target_id)
            links.append(PlacedLink(QRectF(4, top, wide, _MARK_HIGH), link))
            top += max(_MARK_HIGH, text_height(citation, self._small, width - _ID_PX) + 4)
        return round(top) + 1, tuple(links)

    def paint_lines(self, painter: QPainter) -> None:
        for placed, (_, citation) in zip(self.links, self._cited, strict=True):
            room = QRectF(_ID_PX, placed.rect.top() + 1, self.width() - _ID_PX, 0)
            draw_text(painter, room, citation, self._small, self.theme.colour("text-2"))
