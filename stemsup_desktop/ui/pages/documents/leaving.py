"""What leaves the records from the page of documents: to a printer, to a file, or several into a folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject

from stemsup_desktop.documents.export import ExportReport
from stemsup_desktop.documents.files import suggested_file_name
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.entries import DocumentCopy
from stemsup_desktop.ui.document_line import say_copy
from stemsup_desktop.ui.file_dialogs import choose_folder
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.pages.documents.export_run import ExportRun
from stemsup_desktop.ui.print_sheet import print_pdf
from stemsup_desktop.ui.printing import PrintRun, choose_save_path
from stemsup_desktop.ui.vault_access import VaultAccess

if TYPE_CHECKING:
    from stemsup_desktop.ui.pages.documents.page import DocumentsPage


class Leaving(QObject):
    """Each way out says on the page how it ended, and leaves its row in the history."""

    def __init__(self, page: "DocumentsPage", access: VaultAccess, outgoing: OutgoingDocuments) -> None:
        super().__init__(page)
        self._page = page
        self._outgoing = outgoing
        self._export = ExportRun(page.context, access, self)
        self._run: PrintRun | None = None

    @property
    def run(self) -> PrintRun | None:
        """The print-out that is under way, or asked about."""
        return self._run

    def print_copy(self, copy: DocumentCopy) -> None:
        """Ask how to print, then print; a copy says on paper that it is one, the file stays as it is."""
        if self._run is not None:
            return
        page, number = self._page, copy.entry.number
        try:
            note = say_copy(copy.entry, page.words, page.context.clock())
            context = page.context
            run = print_pdf(
                copy.pdf,
                page.window(),
                number,
                note,
                theme=context.theme,
                words=page.words,
                runner=context.runner,
            )
        except Problem as problem:
            page.say_problem(problem)
            return
        run.started.connect(lambda: page.busy.start(page.words("documents.printing"), can_cancel=True))
        run.progressed.connect(page.busy.show_progress)
        run.ended.connect(lambda problem: self._on_print_ended(number, problem))
        self._outgoing.watch_print(run, number, self._on_not_noted)
        self._run = run

    def cancel(self) -> None:
        """Stop the print-out that is under way."""
        if self._run is not None:
            self._run.cancel()

    def ask_to_save(self, copy: DocumentCopy) -> None:
        """Ask where to save a copy, under a name that holds its number alone."""
        page, name = self._page, suggested_file_name(copy.entry.number)
        choose_save_path(page.window(), name, page.words("documents.save_title"), lambda path: self.save(copy, path))

    def save(self, copy: DocumentCopy, path: Path) -> None:
        """Save the file as it was kept, sealed where it was sealed."""
        page, number = self._page, copy.entry.number

        def on_result(result: Ok[None] | Err) -> None:
            if shiboken6.isValid(self):
                self._say(result, page.words("documents.saved", number=number))

        page.busy.start(page.words("documents.saving"))
        self._outgoing.save_copy(copy.pdf, path, number, on_result)

    def ask_to_export(self, numbers: Iterable[str]) -> None:
        """Ask for a folder and export into it; nothing happens where none is chosen."""
        page, wanted = self._page, tuple(sorted(numbers))

        def on_chosen(folder: Path) -> None:
            page.busy.start(page.words("documents.exporting"))
            self._export.write(folder, wanted, self._on_exported)

        if wanted:
            choose_folder(page.window(), page.words("documents.export_title"), on_chosen)

    def _on_exported(self, result: Ok[ExportReport] | Err) -> None:
        if shiboken6.isValid(self):
            count = len(result.value.documents) if isinstance(result, Ok) else 0
            self._say(result, self._page.words("documents.exported", count=count))

    def _on_print_ended(self, number: str, problem: Problem | None) -> None:
        if not shiboken6.isValid(self):
            return  # locked meanwhile
        run, self._run = self._run, None
        page = self._page
        page.busy.stop()
        if problem is not None:
            page.say_problem(problem)
        elif run is not None and not run.was_cancelled:
            page.say_done(page.words("documents.printed", number=number))

    def _on_not_noted(self, problem: Problem) -> None:
        if shiboken6.isValid(self):
            self._page.say_problem(problem)

    def _say(self, result: Ok[None] | Ok[ExportReport] | Err, done: str) -> None:
        self._page.busy.stop()
        if isinstance(result, Err):
            self._page.say_problem(result.problem)
        else:
            self._page.say_done(done)
