"""The backups in the folder, the newest first, to test one or to restore it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.data_table import Column, DataTable
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.pages.settings.backups_view import BackupsView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_MOST_ROWS_SEEN = 6


class BackupsList(QWidget):
    """`test_requested` and `restore_requested` carry the path of the chosen backup."""

    test_requested = Signal(object)
    restore_requested = Signal(object)
    file_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._view: BackupsView | None = None
        self._title = Label(theme, role="compact", tone="text-2")
        self._note = Label(theme, role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._unreadable = InlineMessage(theme)
        self._unreadable.setObjectName("backup_unreadable")
        columns = (
            Column(words("backups.column_made")),
            Column(words("backups.column_size"), is_number=True),
            Column(words("backups.column_tested")),
            Column(words("backups.column_file"), is_wide=True),
        )
        self.table = DataTable(theme, words("backups.list"), columns)
        self.table.setObjectName("backup_table")
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.row_chosen.connect(self._show_buttons)
        self._test = self._make_button(theme, words("backups.test"), "test_backup")
        self._restore = self._make_button(theme, words("backups.restore"), "restore_backup")
        self._file = self._make_button(theme, words("backups.restore_file"), "restore_file")
        self._test.clicked.connect(lambda: self.test_requested.emit(Path(self.table.chosen_key())))
        self._restore.clicked.connect(lambda: self.restore_requested.emit(Path(self.table.chosen_key())))
        self._file.clicked.connect(self.file_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.XS)
        for button in (self._test, self._restore, self._file):
            buttons.addWidget(button)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        for part in (self._title, self._note, self.table, self._unreadable):
            rows.addWidget(part)
        rows.addLayout(buttons)

    def show_view(self, view: BackupsView) -> None:
        """Show the folder's backups."""
        self._view = view
        self._title.setText(view.list_title)
        set_shown(self._title, bool(view.list_title))
        self._note.setText(view.list_note)
        set_shown(self._note, bool(view.list_note))
        self._unreadable.show_message(TagState.CAUTION, view.unreadable)
        self.table.set_rows(view.rows)
        set_shown(self.table, bool(view.rows))
        row_px = self.table.verticalHeader().defaultSectionSize()
        head_px = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head_px + row_px * min(len(view.rows), _MOST_ROWS_SEEN) + 2)
        self._show_buttons()

    def _show_buttons(self) -> None:
        view = self._view
        if view is None:
            return
        has_choice = view.can_choose and bool(self.table.chosen_key())
        set_shown(self._test, bool(view.rows))
        set_shown(self._restore, bool(view.rows))
        self._test.setEnabled(has_choice)
        self._restore.setEnabled(has_choice and view.can_change)
        self._file.setEnabled(view.can_choose and view.can_change)
        for button in (self._restore, self._file):
            say_reason(button, view.reason)

    def _make_button(self, theme: Theme, text: str, name: str) -> SecondaryButton:
        button = SecondaryButton(theme, text)
        button.setObjectName(name)
        return button
