"""Puts the window together: application, look, words, jobs and the way to the vault, from entry to the last save."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.header import vault_exists
from stemsup_desktop.ui.entry.entry_window import EntryWindow
from stemsup_desktop.ui.jobs import Err, JobRunner, Ok, ThreadExecutor
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import read_catalogue

Clock = Callable[[], datetime]


class Desktop:
    """The running window on the vault of one folder."""

    def __init__(self, application: QApplication, folder: Path, clock: Clock) -> None:
        resources = find_resources()
        self._application = application
        self._clock = clock
        self._theme = Theme(resources, application)
        self._language = WindowLanguage(read_catalogue(resources / "i18n"), find_system_language())
        self._runner = JobRunner(ThreadExecutor())
        self._access = VaultAccess(self._runner, folder, clock)
        self._window: QWidget | None = None

    @property
    def window(self) -> QWidget:
        """The window on show; raises LookupError before `show_entry`."""
        if self._window is None:
            raise LookupError("no window is shown yet")
        return self._window

    def show_entry(self) -> None:
        """Show first run or unlock, whichever the folder calls for."""
        is_first_run = not vault_exists(self._access.folder)
        entry = EntryWindow(self._theme, self._language, self._access, self._application, is_first_run=is_first_run)
        entry.show()
        self._window = entry

    def open_with(self, passphrase: str, on_opened: Callable[[Ok[None] | Err], None]) -> None:
        """Open the vault without asking, as the demo does."""
        self._access.open(passphrase, on_opened)

    def close(self) -> None:
        """Write what is unwritten, close the vault and end both threads."""
        self._access.close(lambda _: None)
        self._runner.close()


def find_system_language() -> Language:
    """Return Japanese where the system speaks it, else English."""
    return Language.JA if QLocale.system().language() == QLocale.Language.Japanese else Language.EN


def run_desktop(folder: Path, clock: Clock, when_shown: Callable[[QWidget], None] | None = None) -> None:
    """Show the window and return when it was closed and everything is on disk."""
    application = QApplication(["stemsup"])
    application.setApplicationName("StemSup Desktop")
    desktop = Desktop(application, folder, clock)
    try:
        desktop.show_entry()
        if when_shown is not None:
            when_shown(desktop.window)
        application.exec()
    finally:
        desktop.close()
