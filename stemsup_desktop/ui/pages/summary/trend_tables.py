"""Tables with a row for each day, as high as their rows: the pane around them scrolls, they do not."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.scores.trend_words import TrendTable
from stemsup_desktop.ui.components.data_table import Column, DataTable, Row
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import run_in_turns

_MOST_KEPT = 4
"""Columns that share a pane and are still wide enough for a phrase, at 150 % too."""


class _Table(DataTable):
    _widths: tuple[int, ...] = ()
    """Of the columns when the rows were fitted to them."""

    def __init__(self, theme: Theme, name: str, table: TrendTable) -> None:
        columns = tuple(Column(title, is_wide=True) for title in table.columns)
        super().__init__(theme, name, columns, keeps_phrases=len(columns) <= _MOST_KEPT)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideNone)
        self.set_rows(tuple(Row(f"{at}", cells) for at, cells in enumerate(table.rows)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._fit()  # only here do all columns have their widths

    def _fit(self) -> None:
        header = self.horizontalHeader()
        widths = tuple(header.sectionSize(at) for at in range(header.count()))
        if widths == self._widths or not self.isVisible():
            return
        self._widths = widths
        self.resizeRowsToContents()
        height = self.horizontalHeader().height() + self.verticalHeader().length() + 2 * self.frameWidth()
        if height != self.height():
            self.setFixedHeight(height)


class TrendTables(QWidget):
    """Shows tables, making anew only what differs."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[tuple[str, TrendTable], ...] = ()
        self.tables: list[DataTable] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes.S)

    def show_tables(self, tables: tuple[tuple[str, TrendTable], ...]) -> None:
        """Show tables, each with what a screen reader calls it; those without rows are left out."""
        wanted = tuple(one for one in tables if one[1].rows)
        if wanted == self._shown:
            return
        self._shown = wanted
        for old in self.tables:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.tables = []
        for at, (name, table) in enumerate(wanted):
            made = _Table(self._theme, name, table)
            made.setObjectName(f"trend_table:{at}")
            self.tables.append(made)
            self._column.addWidget(made)
            set_shown(made, at == 0)
        run_in_turns(self, *(self._make_appearance(made) for made in self.tables[1:]))

    def _make_appearance(self, table: DataTable) -> Callable[[], None]:
        """Return the act that shows a table, if it is still one of them: fitting many rows takes its time."""

        def appear() -> None:
            if table in self.tables:
                set_shown(table, True)

        return appear
