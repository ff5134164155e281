"""The strip on the first page that says that a backup is due; as loud as it is overdue, and gone once it is made."""

from PySide6.QtCore import Signal

from stemsup_desktop.store.backup.notice import BackupNotice, BackupState, Weight
from stemsup_desktop.ui.backup_keeper import BackupKeeper
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

TAGS = {
    Weight.QUIET: TagState.CLEAR,
    Weight.NOTE: TagState.INFORMATION,
    Weight.CAUTION: TagState.CAUTION,
    Weight.STRONG: TagState.STOP,
}
_CAN_BACK_UP = frozenset({BackupState.DUE, BackupState.OVERDUE, BackupState.NEVER})


class BackupStrip(InlineMessage):
    """`settings_requested` asks for the settings, where that is what helps; else its link backs up."""

    settings_requested = Signal()

    def __init__(self, theme: Theme, words: Words, keeper: BackupKeeper) -> None:
        super().__init__(theme, is_strip=True)
        self._words = words
        self._keeper = keeper
        self._notice: BackupNotice | None = None
        self.setObjectName("backup_strip")
        self.link_followed.connect(self._on_link)
        keeper.notice_changed.connect(self._show)
        keeper.status_changed.connect(self._refresh)
        if keeper.notice is not None:
            self._show(keeper.notice)

    def _show(self, notice: BackupNotice) -> None:
        self._notice = notice
        self._refresh()

    def _refresh(self) -> None:
        notice = self._notice
        if notice is None or notice.weight < Weight.NOTE or self._keeper.is_running:
            self.show_message(TagState.INFORMATION, "")
            return
        key = "strip_now" if notice.state in _CAN_BACK_UP else "strip_settings"
        text = notice.text.in_language(self._words.language)
        self.show_message(TAGS[notice.weight], text, self._words(f"backups.{key}"))

    def _on_link(self) -> None:
        if self._notice is not None and self._notice.state in _CAN_BACK_UP:
            self._keeper.back_up()
        else:
            self.settings_requested.emit()
