"""A recovery code in eight boxes, set as on the printed sheet."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme

_COLUMNS, _ROWS = 4, 2
_BOX_PX, _GAP_PX = 44, 8
_CHARACTER_PX = 17
_ICON_PX = 12


@spoken_as(Role.StaticText)
class CodeGroups(QWidget):
    """Shows the groups, which of them are wrong and which one is being typed; it takes no input."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._groups: tuple[str, ...] = ("",) * (_COLUMNS * _ROWS)
        self._wrong: frozenset[int] = frozenset()
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def wrong(self) -> frozenset[int]:
        """The groups marked as wrong, from 0."""
        return self._wrong

    def show_groups(self, groups: tuple[str, ...], wrong: frozenset[int] = frozenset(), current: int = -1) -> None:
        """Show eight groups, from 0; `current` outside 0 to 7 marks none."""
        self._groups, self._wrong, self._current = groups, wrong, current
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_COLUMNS * 92 + (_COLUMNS - 1) * _GAP_PX, _ROWS * _BOX_PX + (_ROWS - 1) * _GAP_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        width = (self.width() - (_COLUMNS - 1) * _GAP_PX) / _COLUMNS
        for index, group in enumerate(self._groups):
            row, column = divmod(index, _COLUMNS)
            box = QRectF(column * (width + _GAP_PX), row * (_BOX_PX + _GAP_PX), width, _BOX_PX)
            self._paint_group(painter, box, index, group)
        painter.end()

    def _paint_group(self, painter: QPainter, box: QRectF, index: int, group: str) -> None:
        is_wrong = index in self._wrong
        if is_wrong:
            draw_box(painter, box, fill=self._theme.colour("stop-bg"), line=self._theme.colour("stop"), width=2)
            icon = QRectF(box.right() - _ICON_PX - 4, box.top() + 4, _ICON_PX, _ICON_PX)
            draw_icon(painter, self._theme, "stop", "stop", icon)
        elif index == self._current:
            draw_box(painter, box, fill=self._theme.colour("base"), line=self._theme.colour("accent"), width=2)
        else:
            draw_box(painter, box, fill=self._theme.colour("base"), line=self._theme.colour("line-strong"))
        painter.setFont(self._theme.font("label"))
        painter.setPen(self._theme.colour("stop" if is_wrong else "text-3"))
        painter.drawText(box.adjusted(7, 3, 0, 0), Qt.AlignmentFlag.AlignLeft, str(index + 1))
        painter.setFont(self._theme.font("title", 500))
        painter.setPen(self._theme.colour("text"))
        left = box.center().x() - _CHARACTER_PX * 2
        for place, character in enumerate(group):
            cell = QRectF(left + place * _CHARACTER_PX, box.top() + 5, _CHARACTER_PX, box.height() - 5)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, character)
