"""Files dropped on the window of an open vault: leads to the page that each kind belongs on, and hands them over."""

from collections.abc import Callable
from pathlib import Path

from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.drop_desk import DropDesk, DropWays, Take
from stemsup_desktop.ui.dropped_files import DropKind
from stemsup_desktop.ui.pages.documents.page import DocumentsPage
from stemsup_desktop.ui.pages.lots.page import LotsPage
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.pages.treatment.page import TreatmentPage
from stemsup_desktop.ui.scan_desk import ScanNotice
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.ways import go_to_page

_TREATMENT_STEP = 6


class WindowDrops:
    """One for each window; `is_left` is whether it is locked or gone, `check_files` says whether papers are genuine."""

    def __init__(
        self,
        window: MainWindow,
        context: PageContext,
        is_left: Callable[[], bool],
        say: Callable[[ScanNotice], None],
        check_files: Callable[[tuple[Path, ...]], None],
    ) -> None:
        self._window = window
        self._check_files = check_files
        takers: dict[DropKind, Take] = {
            DropKind.DOCUMENTS: self._take_documents,
            DropKind.PICTURES: self._take_pictures,
            DropKind.SCANS: self._take_scans,
            DropKind.CERTIFICATE: self._take_certificate,
            DropKind.CHECKLIST: self._take_checklist,
            DropKind.BACKUP: self._take_backup,
        }
        ways = DropWays(takers, lambda: is_left() or window.has_sheet, say, self._shows_papers)
        self._desk = DropDesk(context, ways)
        window.files_dragged.connect(self._on_dragged)
        window.files_dropped.connect(self._desk.take)

    def _shows_papers(self) -> bool:
        return isinstance(self._window.stack.current_page, DocumentsPage)

    def _on_dragged(self, paths: tuple[Path, ...]) -> None:
        notice = self._desk.foretell(paths)
        self._window.show_drop(notice.state, notice.sentence)

    def _take_documents(self, paths: tuple[Path, ...]) -> bool:
        self._check_files(paths)
        return True

    def _take_pictures(self, paths: tuple[Path, ...]) -> bool:
        self._window.go_to_step(_TREATMENT_STEP)
        page = self._window.stack.current_page
        return isinstance(page, TreatmentPage) and page.take_pictures(paths)

    def _take_scans(self, paths: tuple[Path, ...]) -> bool:
        page = self._window.stack.current_page
        return isinstance(page, DocumentsPage) and page.take_scans(paths)

    def _take_certificate(self, paths: tuple[Path, ...]) -> bool:
        page = go_to_page(self._window, "lots", LotsPage)
        return page is not None and page.take_certificate(paths[0])

    def _take_checklist(self, paths: tuple[Path, ...]) -> bool:
        page = go_to_page(self._window, "settings", SettingsPage)
        return page is not None and page.take_checklist(paths[0])

    def _take_backup(self, paths: tuple[Path, ...]) -> bool:
        page = go_to_page(self._window, "settings", SettingsPage)
        return page is not None and page.ask_to_restore(paths[0])
