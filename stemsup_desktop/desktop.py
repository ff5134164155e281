"""Runs the window: application, look, words, jobs and vault, from entry through the day's visits to the last save."""

import gc
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.desktop_left import LeftWindows, load_beside
from stemsup_desktop.desktop_preferences import PreferenceKeeper
from stemsup_desktop.errors import EnvironmentProblem, Problem
from stemsup_desktop.language import Language
from stemsup_desktop.paths import find_content_pack
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.place import find_unsettled, vault_exists
from stemsup_desktop.ui.entry.entry_window import DAMAGED, EntryWindow
from stemsup_desktop.ui.jobs import Err, JobRunner, Lane, Ok, ThreadExecutor
from stemsup_desktop.ui.preferences import read_preferences
from stemsup_desktop.ui.qt_words import QtWords
from stemsup_desktop.ui.quiet_collector import QuietCollector
from stemsup_desktop.ui.spoken import say
from stemsup_desktop.ui.theme import Theme, make_application
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Catalogue, open_catalogue, read_catalogue

if TYPE_CHECKING:
    from stemsup_desktop.consultation.record import Consultation
    from stemsup_desktop.content import Content
    from stemsup_desktop.documents.fonts import FontFolder
    from stemsup_desktop.store.closed_vault import ClosedVault
    from stemsup_desktop.store.vault import Vault
    from stemsup_desktop.ui.backup_keeper import BackupKeeper
    from stemsup_desktop.ui.closing_backup import ClosingBackup
    from stemsup_desktop.ui.entry.unlock import Locked
    from stemsup_desktop.ui.kept_overrides import OverrideKeeper
    from stemsup_desktop.ui.system_lock import SystemLock
    from stemsup_desktop.workspace import House, Workspace

Clock = Callable[[], datetime]
READ_AFTER_MS = 50
"""The window is painted and takes input first; on a slow computer too, so this counts from its painting."""
READ_LATEST_MS = 2_000
"""A window that nobody sees is never painted."""
LISTEN_AFTER_MS = 400
"""The records are on screen and take input first."""
LOCKED = "vault-locked"
ENTRY_WORDS = ("common", "entry", "printing", "problem", "restore", "spoken", "timing")
"""What the entry window may say; the words of the workspace are read with its content."""


class Desktop:
    """The running program on the vault of one folder. One window at a time: entry, or the workspace."""

    def __init__(
        self, application: QApplication, folder: Path, clock: Clock, awake_clock: Callable[[], float] | None = None
    ) -> None:
        self._application = application
        self._folder = folder
        self._clock = clock
        self._awake_clock = awake_clock
        self._resources = find_resources()
        self._pack: Path | None = find_content_pack(folder)
        kept = read_preferences(folder)
        self._theme = Theme(self._resources, application, kept.scheme, kept.text_percent / 100)
        self._theme.motion.set_wants_less(kept.wants_less_motion)
        language = kept.language or find_system_language()
        self._language = WindowLanguage(open_catalogue(self._resources / "i18n", ENTRY_WORDS), language)
        self._qt_words = QtWords(application, self._language)
        self._runner = JobRunner(ThreadExecutor())
        self._preferences = PreferenceKeeper(kept, folder, self._runner, self._theme, self._language)
        self._access = VaultAccess(self._runner, folder, clock)
        self._stack = ExitStack()
        self._entry: EntryWindow | None = None
        self._workspace: Workspace | None = None
        self._coming: Workspace | None = None
        self._leaving: list[Workspace] = []
        self._content: Content | None = None
        self._fonts: FontFolder | None = None
        self._left = LeftWindows()
        self._closed_vault: ClosedVault | None = None
        self._is_new_here = False
        """Whether the program was started without records, so that its window is shown round once."""
        self._is_reading = False
        self._lock_minutes = 0
        self._lock_count = 0
        self._locks_by_itself = True
        self._system_lock: SystemLock | None = None
        self._backups: BackupKeeper | None = None
        self._closing: ClosingBackup | None = None
        self._read_soon = QTimer()
        self._read_soon.setSingleShot(True)
        self._read_soon.timeout.connect(self._read)
        self._collector = QuietCollector(application)
        self._overrides: OverrideKeeper | None = None
        self._listen_soon = QTimer()
        self._listen_soon.setSingleShot(True)
        self._listen_soon.setInterval(LISTEN_AFTER_MS)
        self._listen_soon.timeout.connect(self._listen)

    @property
    def window(self) -> QWidget:
        """The window on show; raises LookupError before one is shown."""
        if self._workspace is not None:
            return self._workspace.window
        if self._entry is None:
            raise LookupError("no window is shown yet")
        return self._entry

    @property
    def workspace(self) -> "Workspace | None":
        """The workspace, while the vault is open."""
        return self._workspace

    @property
    def is_busy(self) -> bool:
        """Whether work that somebody waits for is under way."""
        return self._runner.is_busy

    def show_entry(self, locked: "Locked | None" = None, *, is_quiet: bool = False) -> None:
        """Show first run or unlock, whichever the folder calls for; `locked` says that the records were open.

        Quietly, it leaves the keyboard to who has it.
        """
        before = self._entry
        is_first_run = not has_vault(self._access.folder) and locked is None  # records that were open are only away
        self._is_new_here = self._is_new_here or is_first_run
        entry = EntryWindow(
            self._theme,
            self._language,
            self._access,
            self._application,
            is_first_run=is_first_run,
            locked=locked,
            closed_vault=self._closed_vault,
        )
        entry.opened.connect(self._on_opened)
        entry.demo_requested.connect(self.start_demo)
        entry.restored.connect(self._on_restored)
        # Content and fonts are read while the person types the passphrase.
        entry.seen.connect(lambda: self._read_soon.start(READ_AFTER_MS))
        self._read_soon.start(READ_LATEST_MS)
        self._entry = entry
        entry.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, is_quiet)
        entry.show()
        if locked is not None:
            say(entry, self._language.words("entry.locked_title"), is_urgent=True)
        if before is not None:
            before.close()
            before.deleteLater()

    def start_demo(self) -> None:
        """Leave the clinic's own vault alone and open a throw-away one with example patients."""
        if self._entry is not None:
            self._entry.page.show_busy(self._language.words("entry.preparing_demo"))
        self._is_new_here = False
        self._left.forget()  # the visit that was open lies in the clinic's own vault
        self._closed_vault = None
        self._access.close(lambda _: None)
        if self._pack is not None and self._pack.is_dir():
            # The invented patients are judged by the rules as they ship.
            self._pack, self._is_reading = None, False

        def make() -> Path:
            from stemsup_desktop.demo import make_demo_vault

            return self._stack.enter_context(make_demo_vault(self._clock))

        self._runner.run(make, self._on_demo_made, lane=Lane.VAULT)

    def open_with(self, passphrase: str, *, is_demo: bool = False) -> None:
        """Open the vault without asking. A demo is not backed up and does not lock: nobody knows its passphrase."""
        self._locks_by_itself = not is_demo
        self._access.open(passphrase, self._on_opened_without_asking)

    def back_up_on_closing(self, on_finished: Callable[[], None]) -> bool:
        """Write what is unwritten and make the last backup, after every window was closed.

        Return whether there is anything to wait for; `on_finished` follows then, once.
        """
        if self._workspace is None or self._backups is None or not self._locks_by_itself:
            return False
        from stemsup_desktop.ui.closing_backup import ClosingBackup

        self._leave_for_good()
        self._closing = ClosingBackup(self._theme, self._language.words, self._backups)
        self._closing.finished.connect(on_finished)
        self._closing.start()
        return True

    def close(self) -> None:
        """Write what is unwritten, close the vault, end every thread and remove a demo."""
        self._leave_for_good()
        if self._backups is not None:
            self._backups.stop()
        for workspace in self._leaving:
            workspace.window.deleteLater()
        if self._entry is not None:
            self._entry.deleteLater()
        self._access.close(lambda _: None)
        self._runner.close()
        self._collector.stop()
        self._stack.close()
        self._qt_words.stop()

    def _leave_for_good(self) -> None:
        self._read_soon.stop()
        self._listen_soon.stop()
        if self._system_lock is not None:
            self._system_lock.stop()
        for workspace in (self._workspace, self._coming):
            if workspace is not None:
                workspace.leave()  # it goes with the program: what it wrote last has still to be answered
                self._leaving.append(workspace)
        self._workspace = self._coming = None

    # Opening

    def _read(self) -> None:
        self._start_reading()
        if self._entry is not None:
            self._entry.read_closed()

    def _start_reading(self) -> None:
        if self._is_reading:
            return
        self._is_reading = True
        self._runner.run(self._read_content, self._on_content_read, lane=Lane.WORK)

    def _read_content(self) -> "tuple[Content, FontFolder, Catalogue]":
        if not has_vault(self._folder):
            from stemsup_desktop.store.passphrase import derive_strength

            derive_strength("first run")  # loads lists of words that the first key would wait for
        import stemsup_desktop.ui.curtain
        import stemsup_desktop.ui.entry.unlock  # both for locking, which would wait for them
        import stemsup_desktop.workspace  # noqa: F401 - half a second of modules, ready when the vault is
        from stemsup_desktop.content import read_content
        from stemsup_desktop.documents.fonts import FontFolder
        from stemsup_desktop.ui.system_lock import load_library

        load_library()
        self._theme.icons.read_ahead()
        catalogue = read_catalogue(self._resources / "i18n")
        content = read_content(self._resources, self._pack)
        if not gc.get_freeze_count():  # once: what a second program in this process leaves behind is to go
            gc.freeze()
        return content, FontFolder(self._resources / "fonts"), catalogue

    def _on_content_read(self, result: "Ok[tuple[Content, FontFolder, Catalogue]] | Err") -> None:
        self._collector.start()
        match result:
            case Ok((content, fonts, catalogue)):
                from stemsup_desktop.ui.kept_overrides import OverrideKeeper
                from stemsup_desktop.ui.lazy_types import iter_loading_types
                from stemsup_desktop.ui.turns import take_in_turns

                take_in_turns(self._application, iter_loading_types(), lambda: None)
                self._content, self._fonts = content, fonts
                self._language.complete(catalogue)
                self._overrides = self._overrides or OverrideKeeper()
            case Err(problem):
                self._is_reading = False
                self._show_problem(problem)

    def _on_demo_made(self, result: Ok[Path] | Err) -> None:
        match result:
            case Ok(folder):
                from stemsup_desktop.demo import PASSPHRASE

                self._access = VaultAccess(self._runner, folder, self._clock)
                self.open_with(PASSPHRASE, is_demo=True)
            case Err(problem):
                self._show_problem(problem)

    def _on_opened_without_asking(self, result: Ok[None] | Err) -> None:
        match result:
            case Ok():
                self._on_opened()
            case Err(problem):
                self._show_problem(problem)

    def _on_opened(self) -> None:
        # Queued behind the reading of content, so that both are there when the workspace is made.
        self._start_reading()
        self._runner.run(lambda: None, lambda _: self._load_clinic(), lane=Lane.WORK)

    def _load_clinic(self) -> None:
        from stemsup_desktop.clinic_seal import give_seal_key
        from stemsup_desktop.ui.auto_lock import load_minutes
        from stemsup_desktop.workspace import load_house

        lock_count, left = self._lock_count, self._left.list_visits()

        def load(vault: "Vault") -> "tuple[House, int, dict[str, Consultation]]":
            give_seal_key(vault, self._clock())
            return load_house(vault), load_minutes(vault), load_beside(vault, left)

        self._access.run(load, lambda result: self._on_clinic_loaded(result, lock_count))

    def _on_clinic_loaded(
        self, result: "Ok[tuple[House, int, dict[str, Consultation]]] | Err", lock_count: int
    ) -> None:
        match result:
            case Ok() if lock_count != self._lock_count:
                self._show_problem(EnvironmentProblem(LOCKED, "The records were locked again while they opened."))
            case Ok((house, minutes, beside)):
                self._lock_minutes = minutes
                self._show_workspace(house, beside)
            case Err(problem):
                self._show_problem(problem)

    def _show_workspace(self, house: "House", beside: "dict[str, Consultation]") -> None:
        from stemsup_desktop.ui.auto_lock import read_awake_clock
        from stemsup_desktop.workspace import Workspace, WorkspaceParts

        if self._content is None or self._fonts is None:
            return  # reading them failed, and the entry window says why
        parts = WorkspaceParts(
            application=self._application,
            theme=self._theme,
            language=self._language,
            runner=self._runner,
            access=self._access,
            clock=self._clock,
            content=self._content,
            fonts=self._fonts,
            backups=self._find_backups(),
            awake_clock=self._awake_clock or read_awake_clock,
        )
        workspace = Workspace(parts, house, self._left.take_drafts(house.author))
        self._left.give_back(workspace.session, workspace.house_desk, beside)
        workspace.lock_requested.connect(self.lock)
        workspace.restore_requested.connect(self._on_restore_requested)
        workspace.scheme_chosen.connect(self._preferences.choose_scheme)
        workspace.motion_chosen.connect(self._preferences.choose_motion)
        workspace.text_size_chosen.connect(self._preferences.choose_text_size)
        self._place(workspace.window)
        self._coming = workspace
        workspace.come(self._left.take_visit(house.author), self._bring_workspace)

    def _place(self, window: QWidget) -> None:
        """Let the window stand where it stood on these displays, and follow them."""
        from stemsup_desktop.ui.place_keeper import PlaceKeeper

        keeper = PlaceKeeper(window, self._application, self._preferences.kept.places)
        keeper.places_changed.connect(self._preferences.keep_places)
        keeper.put()

    def _bring_workspace(self) -> None:
        if self._coming is None:
            return
        self._workspace, self._coming = self._coming, None
        self._collector.note_back()
        self._workspace.window.show()
        if self._locks_by_itself:
            self._find_backups().start()
            self._workspace.idle_watch.set_minutes(self._lock_minutes)
            self._workspace.idle_watch.start()
            self._listen_soon.start()
        if self._entry is not None:
            closed = self._entry.closed_vault
            # Shown at once after the next lock, and asked anew then.
            self._closed_vault = None if closed is None or closed.wait_s else closed
            self._entry.close()
            self._entry.deleteLater()
            self._entry = None
        self._show_round()

    def _show_round(self) -> None:
        """Offer the tour to whoever has just begun with the program, once."""
        from stemsup_desktop.ui.turns import run_in_turns

        if not self._is_new_here or self._preferences.kept.has_toured or self._workspace is None:
            return
        self._is_new_here = False
        self._preferences.note_tour()
        run_in_turns(self._workspace, self._workspace.start_tour)  # the window is seen first

    def _find_backups(self) -> "BackupKeeper":
        """Find the keeper of the vault that is open; the example patients have one of their own."""
        from stemsup_desktop.ui.backup_keeper import BackupKeeper
        from stemsup_desktop.ui.pages.settings.view import read_version

        if self._backups is None or self._backups.access is not self._access:
            self._backups = BackupKeeper(self._access, self._runner, self._clock, read_version())
        return self._backups

    def _show_problem(self, problem: Problem) -> None:
        if self._entry is None or problem.code == LOCKED:
            self.show_entry()  # a page that opened the vault goes on as if it were open
        if self._entry is None:
            return
        if problem.code in DAMAGED:
            self._access.close(lambda _: None)
            self._entry.show_restore(damage=problem)
        else:
            self._entry.page.show_problem(problem)

    # Locking

    def lock(self) -> None:
        """Take the records off the screen now, and close the vault after what is queued, even while it is opening."""
        self._lock_count += 1
        if self._backups is not None:
            self._backups.stop()
        workspace, self._workspace, self._coming = self._workspace or self._coming, None, None
        if workspace is not None:
            self._leave(workspace)
        self._collector.note_away()
        self._access.lock(lambda _: None)

    def _leave(self, workspace: "Workspace") -> None:
        from stemsup_desktop.ui.curtain import close_all_but, finish_composing
        from stemsup_desktop.ui.entry.unlock import Locked

        finish_composing()
        self._left.note_visit(workspace)
        locked = Locked(self._clock(), has_open_visit=self._left.has_visit)
        is_active = self._application.applicationState() is Qt.ApplicationState.ApplicationActive
        self.show_entry(locked, is_quiet=not is_active)
        close_all_but(self._application, self.window, workspace.window)
        workspace.leave()
        self._left.add(workspace)
        self._leaving.append(workspace)
        workspace.drop(lambda: self._leaving.remove(workspace))

    def _listen(self) -> None:
        """Lock with the screen and before a sleep from now on."""
        if self._system_lock is not None:
            return
        from stemsup_desktop.ui.system_lock import SystemLock

        self._system_lock = SystemLock(self._application)
        self._system_lock.screen_locked.connect(self._on_system_lock)
        self._system_lock.going_to_sleep.connect(self._on_system_lock)
        self._system_lock.start()

    def _on_system_lock(self) -> None:
        if self._locks_by_itself:
            self.lock()

    def _on_restored(self) -> None:
        """Forget what belongs to the vault that was replaced."""
        self._left.forget()
        self._closed_vault = None

    def _on_restore_requested(self, path: Path) -> None:
        self.lock()
        if self._entry is not None:
            self._entry.show_restore(path)


def has_vault(folder: Path) -> bool:
    """Return whether a vault lies in a folder, once a restore that was cut short has been ended."""
    if any(find_unsettled(folder)):
        from stemsup_desktop.store.backup.restoring import settle_restore  # rare, and heavy for the first window

        settle_restore(folder)
    return vault_exists(folder)


def find_system_language() -> Language:
    """Return Japanese where the system speaks it, else English."""
    return Language.JA if QLocale.system().language() == QLocale.Language.Japanese else Language.EN


def run_desktop(
    folder: Path, clock: Clock, when_shown: Callable[[QWidget], None] | None = None, passphrase: str = ""
) -> None:
    """Show the window and return when it was closed and everything is on disk; a passphrase opens without asking."""
    application = make_application()
    application.setApplicationName("StemSup Desktop")
    desktop = Desktop(application, folder, clock)
    try:
        desktop.show_entry()
        if passphrase:
            desktop.open_with(passphrase, is_demo=True)
        if when_shown is not None:
            when_shown(desktop.window)
        application.exec()
        if desktop.back_up_on_closing(application.quit):
            application.exec()
    finally:
        desktop.close()
        # A window that Python still owns when the interpreter ends takes it down with it.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
