"""The lines of a history as a model: days, acts, and what stands below the last."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from stemsup_desktop.ui.pages.history.entries import HistoryEntry
from stemsup_desktop.ui.pages.history.view import DayLine, EndLine, ListLine

_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractListModel):
    """Frozen lines for the list. What begins alike stays in place when older lines come."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[ListLine, ...] = ()

    @property
    def lines(self) -> tuple[ListLine, ...]:
        """The lines shown."""
        return self._lines

    def set_lines(self, lines: tuple[ListLine, ...]) -> None:
        """Show other lines; those before the first that differs are not touched."""
        old = self._lines
        same = next((row for row, pair in enumerate(zip(old, lines, strict=False)) if pair[0] != pair[1]), None)
        if same is None:
            same = min(len(old), len(lines))
        if same < len(old):
            self.beginRemoveRows(_ROOT, same, len(old) - 1)
            self._lines = old[:same]
            self.endRemoveRows()
        if same < len(lines):
            self.beginInsertRows(_ROOT, same, len(lines) - 1)
            self._lines = lines
            self.endInsertRows()

    def find_row(self, key: str) -> int | None:
        """Find the row of an act."""
        rows = (row for row, line in enumerate(self._lines) if isinstance(line, HistoryEntry) and line.key == key)
        return next(rows, None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _say_short(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken if isinstance(line, HistoryEntry) else _say_short(line)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        line = self._lines[index.row()]
        if isinstance(line, HistoryEntry) or (isinstance(line, EndLine) and line.leads_on):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags  # the arrow keys pass it by


def _say_short(line: ListLine) -> str:
    match line:
        case DayLine(title=text) | EndLine(text=text) | HistoryEntry(sentence=text):
            return text
