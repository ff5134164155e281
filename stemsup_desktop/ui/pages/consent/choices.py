"""The separate choices: side by side where there is room, and each starts at No."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from stemsup_desktop.consultation.separate_choices import ChoiceName
from stemsup_desktop.ui.components.answer_segments import Look, Segments
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

YES, NO = "Y", "N"
_ACROSS_FROM_PX = 740


class SeparateChoices(QWidget):
    """`chosen` carries the choice and whether it is a yes."""

    chosen = Signal(object, bool)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._columns = 0
        self._segments = {name: self._make(name) for name in ChoiceName}
        self._cells = [self._make_cell(name) for name in ChoiceName]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(sizes.XL)
        self._grid.setVerticalSpacing(sizes.XS)
        self._place(1)

    def show_choices(self, choices: tuple[tuple[ChoiceName, bool], ...], locked: str, *, is_read_only: bool) -> None:
        """Show what was chosen, and why it cannot be changed."""
        for name, is_yes in choices:
            self._segments[name].set_value(YES if is_yes else NO)
            self._segments[name].set_locked(locked)
            self._segments[name].set_read_only(is_read_only or bool(locked))

    def minimumSizeHint(self) -> QSize:
        """As it is one below the other: side by side they would hold a pane that narrows as wide as it was."""
        return QSize(max(self._measure_cells()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least = sum(self._measure_cells()) + 2 * self._grid.horizontalSpacing()
        self._place(3 if self.width() >= max(self._theme.grown(_ACROSS_FROM_PX), least) else 1)

    def _measure_cells(self) -> list[int]:
        return [cell.minimumSizeHint().width() for cell in self._cells]

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for index, cell in enumerate(self._cells):
            self._grid.addWidget(cell, index // columns, index % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _make(self, name: ChoiceName) -> Segments:
        words = self._words
        options = ((YES, words("common.yes"), Look.SOLID), (NO, words("common.no"), Look.TINTED))
        segments = Segments(self._theme, words(f"consent.choice_{name.value}"), options, can_be_open=False)
        segments.setObjectName(f"consent.choices.{name.value}")
        segments.value_changed.connect(lambda code: self.chosen.emit(name, code == YES))
        return segments

    def _make_cell(self, name: ChoiceName) -> QWidget:
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        said = self._words(f"consent.choice_{name.value}")
        row.addWidget(Label(self._theme, said, role="compact", wraps=True, keeps_phrases=True), 1)
        row.addWidget(self._segments[name], 0, Qt.AlignmentFlag.AlignVCenter)
        return cell
