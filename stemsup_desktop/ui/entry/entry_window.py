"""The window before the records are open: first run where there is no vault, unlocking where there is one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage

if TYPE_CHECKING:
    from stemsup_desktop.ui.entry.draft import SetupDraft
    from stemsup_desktop.ui.entry.first_run import FirstRunPage
    from stemsup_desktop.ui.entry.unlock import UnlockPage


class EntryWindow(QWidget):
    """Opens or creates the vault through `VaultAccess`; `opened` follows when it is open."""

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
        self._page: UnlockPage | FirstRunPage
        self._first_run: FirstRunPage | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.resize(*((960, 600) if is_first_run else (760, 560)))
        self._show_page()
        self._ring = FocusRing(theme, self, app)
        language.language_changed.connect(self._on_language_changed)

    @property
    def page(self) -> "UnlockPage | FirstRunPage":
        """The page on show."""
        return self._page

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _show_page(self) -> None:
        self.setWindowTitle(self._language.words("entry.window_title"))
        if self._is_first_run:
            self._first_run = self._make_first_run(self._first_run)
            self._page = self._first_run
        else:
            self._page = self._make_unlock()
        self._page.demo_requested.connect(self.demo_requested)
        self._page.language_switch_requested.connect(self._on_language_switch)
        self._column.addWidget(self._page)
        self._page.focus_first()

    # Each page is loaded when it is made: a start shows one of the two.

    def _make_unlock(self) -> "UnlockPage":
        from stemsup_desktop.ui.entry.unlock import UnlockPage

        page = UnlockPage(self._theme, self._language.words, parent=self)
        page.unlock_requested.connect(self._on_unlock_requested)
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
        return page

    def _on_language_switch(self) -> None:
        other = Language.EN if self._language.language is Language.JA else Language.JA
        self._language.set_language(other)

    def _on_language_changed(self) -> None:
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
            case Err(problem):
                self._page.show_problem(problem)
