"""The lines of the table of vials: as many of them as are wanted."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from stemsup_desktop.ui.pages.lots.lot_view import VialLine

_ROOT = QModelIndex()


class VialsModel(QAbstractTableModel):
    """The first lines of all there are, as many as are wanted."""

    def __init__(self, titles: tuple[str, ...], lines: tuple[VialLine, ...]) -> None:
        super().__init__()
        self._titles = titles
        self._lines = lines
        self._shown = 0

    @property
    def lines(self) -> tuple[VialLine, ...]:
        """The lines that are shown."""
        return self._lines[: self._shown]

    @property
    def words(self) -> set[str]:
        """What became of any of the vials, also of those that are not shown yet."""
        return {line.word for line in self._lines}

    def find_longest(self, column: int) -> str:
        """Return the longest word of a column."""
        texts = {list_texts(line)[column] for line in self._lines}
        return max((word for text in texts for word in text.split()), key=len, default="")

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings of the columns."""
        return self._titles

    def show_more(self, count: int) -> None:
        """Show some lines more, or as many as are left."""
        last = min(self._shown + count, len(self._lines)) - 1
        if last >= self._shown:
            self.beginInsertRows(QModelIndex(), self._shown, last)
            self._shown = last + 1
            self.endInsertRows()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return list_texts(self._lines[index.row()])[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_title = orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._titles)
        return self._titles[section] if is_title and role == Qt.ItemDataRole.DisplayRole else None


def list_texts(line: VialLine) -> tuple[str, ...]:
    """Return what stands in each column of a line."""
    return line.vial, line.word, line.when, line.of, line.by
