"""What leaves a window: its papers are printed and saved, and files are checked for whether they are genuine."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.file_checker import FileChecker
from stemsup_desktop.ui.file_dialogs import choose_files
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.pages.summary.view import get_summary_form
from stemsup_desktop.ui.paper_desk import PaperDesk, Produced
from stemsup_desktop.ui.print_sheet import print_pdf
from stemsup_desktop.ui.printing import PrintRun, choose_save_path
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.verify_sheet import VerifySheet


class WindowPapers:
    """One for each window; `is_left` is whether it is locked or gone, `say` tells of what failed."""

    def __init__(
        self,
        window: MainWindow,
        context: PageContext,
        access: VaultAccess,
        is_left: Callable[[], bool],
        say: Callable[[Problem], None],
        owner: QObject,
    ) -> None:
        self._window = window
        self._context = context
        self._is_left = is_left
        self._say = say
        self.outgoing = OutgoingDocuments(context.runner, access, owner)
        self._checker = FileChecker(access, owner)

    def leave(self) -> None:
        """Check no further file; what is being printed goes on."""
        self._checker.stop()
        self.outgoing.leave()

    def print(self, pdf: bytes, title: str, kept_number: str = "", copy_note: str = "") -> None:
        """Ask how to print a document and do it; of a kept one it is noted once it went out."""
        run = self._ask_how_to_print(pdf, title, copy_note)
        if run is None:
            return
        if kept_number:
            self.outgoing.watch_print(run, kept_number, self._say)
        run.ended.connect(lambda problem: None if problem is None else self._say(problem))

    def print_and_tell(self, pdf: bytes, title: str, on_sent: Callable[[], None]) -> None:
        """Print what is no kept document, and say when it went to the printer."""
        run = self._ask_how_to_print(pdf, title)
        if run is None:
            return
        run.sent.connect(on_sent)
        run.ended.connect(lambda problem: None if problem is None else self._say(problem))

    def _ask_how_to_print(self, pdf: bytes, title: str, copy_note: str = "") -> PrintRun | None:
        theme, words, runner = self._context.theme, self._context.words, self._context.runner
        try:
            return print_pdf(pdf, self._window, title, copy_note, theme=theme, words=words, runner=runner)
        except Problem as problem:
            self._say(problem)
            return None

    def print_home_sheet(self, desk: PaperDesk) -> None:
        """Make the sheet for use at home of the open visit, keep it and print it; a draft is not kept."""
        state = self._context.session.state

        def on_produced(result: Ok[Produced] | Err) -> None:
            match result:
                case Ok(produced):
                    self.print(produced.pdf, produced.number, produced.kept_number)
                case Err(problem):
                    self._say(problem)

        desk.look(state.file, state.gate, get_summary_form(state))
        desk.produce(on_produced)

    def save(self, pdf: bytes, suggested_name: str, kept_number: str = "") -> None:
        """Ask where to and save a document there; of a kept one it is noted."""

        def on_result(result: Ok[None] | Err) -> None:
            if isinstance(result, Err):
                self._say(result.problem)

        def save(path: Path) -> None:
            self.outgoing.save_copy(pdf, path, kept_number, on_result)

        choose_save_path(self._window, suggested_name, self._context.words("workspace.save_title"), save)

    def choose_files_to_check(self) -> None:
        """Ask for files and say whether they are genuine and unchanged."""
        choose_files(self._window, self._context.words("verify.title"), self.check_files, takes_several=True)

    def check_files(self, paths: tuple[Path, ...]) -> None:
        """Say in a sheet of each file whether it is genuine and unchanged."""
        host = self._window.centralWidget()
        if self._is_left() or not paths or not isinstance(host, QWidget):
            return
        sheet = VerifySheet(self._context.theme, self._context.words, host, len(paths))
        sheet.dismissed.connect(self._checker.stop)
        self._window.show_sheet(sheet)
        self._checker.check(paths, sheet.show_answer)
