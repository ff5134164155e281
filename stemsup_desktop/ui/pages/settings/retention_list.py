"""The charts of which something could go, to sort, to select and to delete with a reason."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.data_table import Column, DataTable, Row
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.settings.retention_view import COLUMNS, SINCE, RetentionView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_MOST_ROWS_SEEN = 8
_LONGEST_REASON = 200


class RetentionList(QWidget):
    """Says what was selected, typed and sorted by; `delete_requested` is the button, before any question."""

    chosen_changed = Signal(object)
    """Patients' ids as a tuple of str."""
    reason_changed = Signal(str)
    sort_requested = Signal(int)
    """The number of a column."""
    delete_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._is_showing = False
        self._note = Label(theme, role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        self._note.setObjectName("retention_list_note")
        columns = tuple(
            Column(words(f"retention.column_{name}"), is_number=name == "documents", is_wide=name == "why")
            for name in COLUMNS
        )
        self.table = DataTable(theme, words("retention.list"), columns)
        self.table.setObjectName("retention_table")
        self.table.setWordWrap(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(SINCE, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self.sort_requested)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self._reason = TextField(theme, words, words("retention.reason"), is_required=True, max_length=_LONGEST_REASON)
        self._reason.setObjectName("retention_reason")
        self._reason.value_changed.connect(lambda text: self.reason_changed.emit(str(text)))
        self._reason_note = Label(
            theme, words("retention.reason_note"), role="compact", tone="text-3", wraps=True, keeps_phrases=True
        )
        self._delete = Button(theme, words("retention.delete_none"), kind="danger")
        self._delete.setObjectName("delete_records")
        self._delete.clicked.connect(self.delete_requested)
        self._hint = Label(theme, role="compact", tone="text-3")
        self._hint.setObjectName("retention_hint")
        self._lay_out()

    def list_chosen(self) -> tuple[str, ...]:
        """Return the keys of the selected rows, from the top."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self.table.rows_model.key_at(row) for row in rows)

    def show_view(self, view: RetentionView, sorted_by: int, *, is_descending: bool) -> None:
        """Show rows, keeping those selected that are still there."""
        self._note.setText(view.list_note)
        set_shown(self._note, bool(view.list_note))
        self._show_rows(view.rows)
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(sorted_by, order)
        for part in (self.table, self._reason, self._reason_note, self._delete, self._hint):
            set_shown(part, bool(view.rows))
        self.table.setEnabled(view.can_change)
        self._delete.setText(view.delete_text)
        self._delete.setEnabled(view.can_delete)
        self._hint.setText(view.hint)

    def show_reason(self, text: str) -> None:
        """Show a reason without reporting it."""
        self._reason.set_value(text)

    def _on_selected(self) -> None:
        if not self._is_showing:
            self.chosen_changed.emit(self.list_chosen())

    def _show_rows(self, rows: tuple[Row, ...]) -> None:
        if rows == self._rows:
            return
        chosen, self._rows, self._is_showing = self.list_chosen(), rows, True
        self.table.set_rows(rows)
        selection, flag = self.table.selectionModel(), QItemSelectionModel.SelectionFlag
        selection.clearSelection()
        for key in chosen:
            row = self.table.rows_model.find_row(key)
            if row is not None:
                selection.select(self.table.rows_model.index(row, 0), flag.Select | flag.Rows)
        self._is_showing = False
        row_px = self.table.verticalHeader().defaultSectionSize()
        head_px = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head_px + row_px * min(len(rows), _MOST_ROWS_SEEN) + 2)

    def _lay_out(self) -> None:
        act = QHBoxLayout()
        act.setSpacing(sizes.S)
        act.addWidget(self._delete)
        act.addWidget(self._hint)
        act.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        for part in (self._note, self.table, self._reason, self._reason_note):
            rows.addWidget(part)
        rows.addLayout(act)
