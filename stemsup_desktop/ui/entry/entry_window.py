"""The window before the records are open: first run where there is no vault, unlocking and recovery where there is."""

from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language
from stemsup_desktop.store.place import vault_exists
from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage

if TYPE_CHECKING:
    from stemsup_desktop.consultation.people import Account
    from stemsup_desktop.store.closed_vault import ClosedVault
    from stemsup_desktop.ui.entry.draft import SetupDraft
    from stemsup_desktop.ui.entry.first_run import FirstRunPage
    from stemsup_desktop.ui.entry.recovered_page import RecoveredPage, Reset
    from stemsup_desktop.ui.entry.recovery_page import RecoveryPage
    from stemsup_desktop.ui.entry.restore_desk import RestoreDesk
    from stemsup_desktop.ui.entry.restore_page import RestorePage
    from stemsup_desktop.ui.entry.unlock import Locked, UnlockPage
    from stemsup_desktop.ui.recovery_sheet_form import RecoverySheetForm

    EntryPage = UnlockPage | FirstRunPage | RecoveryPage | RecoveredPage | RestorePage

DAMAGED = frozenset({"vault-damaged", "vault-truncated", "vault-key-damaged"})
"""The problems that a backup mends."""


class _Place(Enum):
    """Which page is on show."""

    FIRST_RUN = auto()
    UNLOCK = auto()
    RECOVERY = auto()
    RECOVERED = auto()
    RESTORE = auto()


@spoken_as(Role.Window)
class EntryWindow(QWidget):
    """Opens or creates the vault through `VaultAccess`; `opened` follows when it is open.

    A vault that turns out damaged is offered its last good backup in place.

    `locked` says that the running program was locked, `closed` what is known of the vault already; `read_closed` asks
    the vault anew.
    """

    opened = Signal()
    restored = Signal()
    """A backup has taken the vault's place: what was known of it holds no more."""
    demo_requested = Signal()
    closed = Signal()
    seen = Signal()
    """It was painted for the first time."""

    def __init__(
        self,
        theme: Theme,
        language: WindowLanguage,
        access: VaultAccess,
        app: QApplication,
        *,
        is_first_run: bool,
        locked: "Locked | None" = None,
        closed_vault: "ClosedVault | None" = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._access = access
        self._place = _Place.FIRST_RUN if is_first_run else _Place.UNLOCK
        self._locked = locked
        self._closed_vault = closed_vault
        self._notice_key = ""
        self._accounts: tuple[Account, ...] = ()
        self._sheet_code = ""
        self._is_seen = False
        self._page: EntryPage
        self._first_run: FirstRunPage | None = None
        self._restore: RestoreDesk | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.resize(*((960, 600) if is_first_run else (760, 600)))
        self._show_page()
        if not is_first_run:
            self._add_foot()
        self._ring = FocusRing(theme, self, app)
        language.language_changed.connect(self._replace_page)

    @property
    def page(self) -> "EntryPage":
        """The page on show."""
        return self._page

    @property
    def closed_vault(self) -> "ClosedVault | None":
        """What is known of the vault from outside, once it was asked."""
        return self._closed_vault

    def read_closed(self) -> None:
        """Find out what the vault asks for, and whether the next try must wait."""
        if self._place is not _Place.FIRST_RUN:
            self._access.read_closed(self._on_closed_read)

    def show_restore(self, path: Path | None = None, damage: Problem | None = None) -> None:
        """Offer a backup in the vault's place: a file that a person chose, or the last good one."""
        from stemsup_desktop.ui.entry.restore_desk import RestoreDesk

        access = self._access
        self._restore = RestoreDesk(access.runner, access.folder, access.clock, damage, self)
        self._restore.restored.connect(self._on_restored)
        self.resize(max(self.width(), 760), max(self.height(), 640))
        self._place = _Place.RESTORE
        self._replace_page()
        if path is None:
            self._restore.search()
        else:
            self._restore.choose(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_seen:
            self._is_seen = True
            self.seen.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self._restore is not None:
            self._restore.cancel()
        self.closed.emit()

    # Pages: each is loaded when it is made, for a start shows one of them

    def _show_page(self) -> None:
        self.setWindowTitle(self._language.words("entry.window_title"))
        match self._place:
            case _Place.FIRST_RUN:
                self._page = self._first_run = self._make_first_run(self._first_run)
            case _Place.UNLOCK:
                self._page = self._make_unlock()
            case _Place.RECOVERY:
                self._page = self._make_recovery()
            case _Place.RECOVERED:
                self._page = self._make_recovered()
            case _Place.RESTORE:
                self._page = self._make_restore()
        self._page.language_switch_requested.connect(self._on_language_switch)
        self._column.insertWidget(0, self._page, 1)
        self._page.focus_first()

    def _replace_page(self) -> None:
        old = self._page
        self._column.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._show_page()

    def _go(self, place: _Place) -> None:
        self._place = place
        self._replace_page()
        self.read_closed()

    def _make_unlock(self) -> "UnlockPage":
        from stemsup_desktop.ui.entry.unlock import UnlockPage

        words = self._language.words
        notice = words(self._notice_key) if self._notice_key else ""
        page = UnlockPage(self._theme, words, self._locked, notice, parent=self)
        page.unlock_requested.connect(self._on_unlock_requested)
        page.recovery_requested.connect(lambda: self._go(_Place.RECOVERY))
        page.wait_ended.connect(self.read_closed)
        page.demo_requested.connect(self.demo_requested)
        if self._closed_vault is not None:
            page.show_closed(self._closed_vault)
        return page

    def _make_first_run(self, before: "FirstRunPage | None") -> "FirstRunPage":
        """Make the first run, going on where the page in the other language was."""
        from stemsup_desktop.ui.entry.first_run import FirstRunPage

        words = self._language.words
        if before is None:
            page = FirstRunPage(self._theme, words, parent=self)
        else:
            page = FirstRunPage(self._theme, words, before.draft, before.step, parent=self)
        page.setup_finished.connect(self._on_setup_finished)
        page.sheet_finished.connect(self._on_sheet_finished)
        page.demo_requested.connect(self.demo_requested)
        page.restore_requested.connect(self.show_restore)
        if self._sheet_code:
            page.show_sheet(self._make_sheet_form())
        return page

    def _make_recovery(self) -> "RecoveryPage":
        from stemsup_desktop.ui.entry.recovery_page import RecoveryPage

        closed = self._closed_vault
        page = RecoveryPage(self._theme, self._language.words, closed.vault_number if closed else "", parent=self)
        page.recovery_requested.connect(self._on_recovery_requested)
        page.back_requested.connect(lambda: self._go(_Place.UNLOCK))
        page.wait_ended.connect(self.read_closed)
        if closed is not None:
            page.show_closed(closed)
        return page

    def _make_recovered(self) -> "RecoveredPage":
        from stemsup_desktop.ui.entry.recovered_page import RecoveredPage

        needs_name = self._closed_vault is None or self._closed_vault.asks_for_name
        page = RecoveredPage(self._theme, self._language.words, self._accounts, needs_name=needs_name, parent=self)
        page.reset_requested.connect(self._on_reset_requested)
        page.back_requested.connect(self._on_recovered_left)
        return page

    def _make_restore(self) -> "RestorePage":
        from stemsup_desktop.ui.entry.restore_page import RestorePage

        if self._restore is None:
            raise LookupError("nothing is restored")
        page = RestorePage(self._theme, self._language.words, self._restore, parent=self)
        page.left.connect(self._on_restore_left)
        return page

    def _on_restore_left(self) -> None:
        """Go to where the records are unlocked, or where there are none still, back to the first run."""
        if not vault_exists(self._access.folder):
            self._go(_Place.FIRST_RUN)
            return
        self._first_run = None
        self._go(_Place.UNLOCK)

    def _add_foot(self) -> None:
        from stemsup_desktop.ui.entry.backup_foot import BackupFoot

        self._column.addWidget(BackupFoot(self._theme, self._language, self._access, self))

    def _make_sheet_form(self) -> "RecoverySheetForm":
        from stemsup_desktop.ui.recovery_sheet_form import RecoverySheetForm

        return RecoverySheetForm(self._theme, self._language.words, self._access, self._sheet_code)

    # What the person does

    def _on_language_switch(self) -> None:
        other = Language.EN if self._language.language is Language.JA else Language.JA
        self._language.set_language(other)

    def _on_unlock_requested(self, sign_in_name: str, passphrase: str) -> None:
        self._notice_key = ""
        self._page.show_busy(self._language.words("entry.unlocking"))
        self._access.open(passphrase, self._on_opened, sign_in_name)

    def _on_setup_finished(self, draft: "SetupDraft") -> None:
        self._page.show_busy(self._language.words("entry.creating"))
        self._access.create(draft.passphrase, draft.clinic, draft.physician, self._on_created)
        if self._first_run is not None:
            self._first_run.forget_passphrases()

    def _on_sheet_finished(self) -> None:
        self._sheet_code = ""
        self._page.show_busy(self._language.words("entry.opening"))
        self.opened.emit()

    def _on_recovery_requested(self, code: str) -> None:
        self._page.show_busy(self._language.words("entry.recovering"))
        self._access.open_by_recovery(code, self._on_recovered)

    def _on_reset_requested(self, reset: "Reset") -> None:
        self._page.show_busy(self._language.words("entry.recovered_saving"))
        account_id, passphrase, name = reset.account_id, reset.passphrase, reset.sign_in_name
        self._access.run(lambda vault: vault.reset_passphrase(account_id, passphrase, name), self._on_reset)

    def _on_recovered_left(self) -> None:
        """Lock what the recovery sheet opened; nothing was changed."""
        self._accounts = ()
        self._access.close(lambda _: None)
        self._go(_Place.UNLOCK)

    # What the vault says

    def _on_closed_read(self, result: "Ok[ClosedVault] | Err") -> None:
        match result:
            case _ if not shiboken6.isValid(self):
                return  # the records were opened and locked again meanwhile, and another window asks
            case Ok(closed):
                from stemsup_desktop.ui.entry.card_page import CardPage

                self._closed_vault = closed
                if isinstance(self._page, CardPage):
                    self._page.show_closed(closed)
            case Err(problem) if problem.code in DAMAGED and self._restore is None:
                self.show_restore(damage=problem)
            case Err(problem):
                self._page.show_problem(problem)

    def _on_restored(self) -> None:
        self._closed_vault = None
        self.restored.emit()

    def _on_opened(self, result: Ok[None] | Err) -> None:
        match result:
            case Ok():
                self.opened.emit()
            case Err(problem):
                self._refuse(problem)

    def _on_created(self, result: Ok[None] | Err) -> None:
        from stemsup_desktop.store.recovery_code import make_recovery_code

        match result:
            case Ok():
                self._sheet_code = make_recovery_code()
                if self._first_run is not None:
                    self._first_run.show_sheet(self._make_sheet_form())
            case Err(problem):
                self._page.show_problem(problem)

    def _on_recovered(self, result: Ok[None] | Err) -> None:
        match result:
            case Ok():
                self._access.run(lambda vault: vault.list_accounts(), self._on_accounts_listed)
            case Err(problem):
                self._refuse(problem)

    def _refuse(self, problem: Problem) -> None:
        if problem.code in DAMAGED:
            self.show_restore(damage=problem)
            return
        self._page.show_problem(problem)
        self.read_closed()

    def _on_accounts_listed(self, result: "Ok[tuple[Account, ...]] | Err") -> None:
        match result:
            case Ok(accounts):
                self._accounts = tuple(account for account in accounts if not account.is_removed)
                self._go(_Place.RECOVERED)
            case Err(problem):
                self._page.show_problem(problem)

    def _on_reset(self, result: "Ok[Account] | Err") -> None:
        match result:
            case Ok():
                self._notice_key = "entry.recovered_done"
                self._on_recovered_left()
            case Err(problem):
                self._page.show_problem(problem)
