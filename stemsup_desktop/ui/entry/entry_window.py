"""The window before the records are open: first run where there is no vault, unlocking where there is one."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage

if TYPE_CHECKING:
    from stemsup_desktop.ui.entry.draft import SetupDraft
    from stemsup_desktop.ui.entry.first_run import FirstRunPage
    from stemsup_desktop.ui.entry.restore_desk import RestoreDesk
    from stemsup_desktop.ui.entry.restore_page import RestorePage
    from stemsup_desktop.ui.entry.unlock import UnlockPage

DAMAGED = frozenset({"vault-damaged", "vault-truncated", "vault-key-damaged"})
"""The problems that a backup mends."""


class EntryWindow(QWidget):
    """Opens or creates the vault through `VaultAccess`; `opened` follows when it is open.

    A vault that turns out damaged is offered its last good backup in place.
    """

    opened = Signal()
    demo_requested = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        language: WindowLanguage,
        access: VaultAccess,
        app: QApplication,
        *,
        is_first_run: bool,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._access = access
        self._is_first_run = is_first_run
        self._page: UnlockPage | FirstRunPage | RestorePage
        self._first_run: FirstRunPage | None = None
        self._restore: RestoreDesk | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.resize(*((960, 600) if is_first_run else (760, 560)))
        self._show_page()
        if not is_first_run:
            self._add_foot()
        self._ring = FocusRing(theme, self, app)
        language.language_changed.connect(self._on_language_changed)

    @property
    def page(self) -> "UnlockPage | FirstRunPage | RestorePage":
        """The page on show."""
        return self._page

    def show_restore(self, path: Path | None = None, damage: Problem | None = None) -> None:
        """Offer a backup in the vault's place: a file that a person chose, or the last good one."""
        from stemsup_desktop.ui.entry.restore_desk import RestoreDesk

        access = self._access
        self._restore = RestoreDesk(access.runner, access.folder, access.clock, damage, self)
        self.resize(max(self.width(), 760), max(self.height(), 640))
        self._replace_page()
        if path is None:
            self._restore.search()
        else:
            self._restore.choose(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self._restore is not None:
            self._restore.cancel()
        self.closed.emit()

    def _show_page(self) -> None:
        self.setWindowTitle(self._language.words("entry.window_title"))
        if self._restore is not None:
            self._page = self._make_restore(self._restore)
        elif self._is_first_run:
            self._first_run = self._make_first_run(self._first_run)
            self._page = self._first_run
        else:
            self._page = self._make_unlock()
        self._page.language_switch_requested.connect(self._on_language_switch)
        self._column.insertWidget(0, self._page, 1)
        self._page.focus_first()

    # Each page is loaded when it is made: a start shows one of the two.

    def _make_unlock(self) -> "UnlockPage":
        from stemsup_desktop.ui.entry.unlock import UnlockPage

        page = UnlockPage(self._theme, self._language.words, parent=self)
        page.unlock_requested.connect(self._on_unlock_requested)
        page.demo_requested.connect(self.demo_requested)
        return page

    def _make_restore(self, desk: "RestoreDesk") -> "RestorePage":
        from stemsup_desktop.ui.entry.restore_page import RestorePage

        page = RestorePage(self._theme, self._language.words, desk, parent=self)
        page.left.connect(self._on_restore_left)
        return page

    def _add_foot(self) -> None:
        from stemsup_desktop.ui.entry.backup_foot import BackupFoot

        self._column.addWidget(BackupFoot(self._theme, self._language, self._access, self))

    def _make_first_run(self, before: "FirstRunPage | None") -> "FirstRunPage":
        """Make the first run, going on where the page in the other language was."""
        from stemsup_desktop.ui.entry.first_run import FirstRunPage

        words = self._language.words
        if before is None:
            page = FirstRunPage(self._theme, words, parent=self)
        else:
            page = FirstRunPage(self._theme, words, before.draft, before.step, parent=self)
        page.setup_finished.connect(self._on_setup_finished)
        page.demo_requested.connect(self.demo_requested)
        return page

    def _on_language_switch(self) -> None:
        other = Language.EN if self._language.language is Language.JA else Language.JA
        self._language.set_language(other)

    def _on_restore_left(self) -> None:
        self._restore = None
        self._replace_page()

    def _on_language_changed(self) -> None:
        self._replace_page()

    def _replace_page(self) -> None:
        old = self._page
        self._column.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._show_page()

    def _on_unlock_requested(self, passphrase: str) -> None:
        self._page.show_busy(self._language.words("entry.unlocking"))
        self._access.open(passphrase, self._on_opened)

    def _on_setup_finished(self, draft: "SetupDraft") -> None:
        self._page.show_busy(self._language.words("entry.creating"))
        self._access.create(draft.passphrase, draft.clinic, draft.physician, self._on_opened)

    def _on_opened(self, result: Ok[None] | Err) -> None:
        match result:
            case Ok():
                self.opened.emit()
            case Err(problem) if problem.code in DAMAGED:
                self.show_restore(damage=problem)
            case Err(problem):
                self._page.show_problem(problem)
