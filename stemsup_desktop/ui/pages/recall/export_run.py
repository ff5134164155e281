"""Takes the list of a recall out of the vault: to a printer, a PDF file or a table; each leaves its row."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.consultation.lots.recall_csv import write_recall_csv
from stemsup_desktop.consultation.lots.recall_list import RecallList
from stemsup_desktop.consultation.lots.recall_text import RecallFacing
from stemsup_desktop.content import Content
from stemsup_desktop.documents.files import suggested_file_name
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.recall_list import name_recall_list, render_recall_list
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.file_dialogs import choose_copy_path
from stemsup_desktop.ui.jobs import JobControl
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.pages.recall.desk import RecallDesk
from stemsup_desktop.ui.pages.recall.sheets import ExportForm, ExportSheet

Print = Callable[[bytes, str, Callable[[], None]], None]
"""Gives a PDF with its title to a printer, and says when it has gone there."""


class ExportRun:
    """Everybody is on the list that leaves, whatever the page is narrowed down to, as the vault knows them then."""

    def __init__(
        self,
        desk: RecallDesk,
        content: Content,
        fonts: FontFolder,
        outgoing: OutgoingDocuments,
        print_pdf: Print,
    ) -> None:
        self._desk = desk
        self._outgoing = outgoing
        self._content = content
        self._fonts = fonts
        self._print_pdf = print_pdf

    def ask(self, recall: RecallList) -> None:
        """Ask how the list is to leave, then where to."""
        page = self._desk.page
        sheet = ExportSheet(page.theme, page.words, page, recall)

        def go_on() -> None:
            form = ExportForm(sheet.form.value() or ExportForm.PRINT)
            sheet.end()
            self._begin(recall, form)

        sheet.submitted.connect(go_on)
        self._desk.open(sheet, sheet.first)

    def write(self, recall: RecallList, form: ExportForm, path: Path | None = None) -> None:
        """Make the list and write it to a file, or without one give it to a printer."""
        now = self._desk.page.context.clock()

        def load(vault: Vault) -> tuple[RecallList, Clinic]:
            return vault.load_recall(recall.lot_number, recall.lot_id), vault.load_clinic()

        self._desk.ask(load, lambda found: self._make(*found, form, path, now))

    def _begin(self, recall: RecallList, form: ExportForm) -> None:
        if form is ExportForm.PRINT:
            self.write(recall, form)
            return
        page = self._desk.page
        name = suggested_file_name(name_recall_list(recall, page.context.clock())).removesuffix(".pdf")
        choose_copy_path(page, f"{name}.{form}", page.words("recall.save_title"), partial(self.write, recall, form))

    def _make(self, recall: RecallList, clinic: Clinic, form: ExportForm, path: Path | None, now: datetime) -> None:
        facing = RecallFacing(self._content.names, self._desk.page.words.language)

        def work(control: JobControl) -> bytes:
            if form is ExportForm.CSV:
                data = write_recall_csv(recall, facing, control.report)
            else:
                data = render_recall_list(recall, facing, clinic, now, self._fonts, control.report).pdf
            return data

        def on_made(data: bytes) -> None:
            if path is None:
                self._print_pdf(data, name_recall_list(recall, now), lambda: self._note_printed(recall))
            else:
                self._save(data, path, recall, form)

        self._desk.make(work, on_made, busy=self._desk.page.words("recall.making_list"))

    def _save(self, data: bytes, path: Path, recall: RecallList, form: ExportForm) -> None:
        count = len(recall.people)
        said = self._desk.page.words("recall.saved", count=count, path=str(path))
        note = partial(_note, recall.lot_number, form, count)
        self._outgoing.save(data, path, note, self._desk.answer(lambda _: self._desk.say(said)))

    def _note_printed(self, recall: RecallList) -> None:
        count = len(recall.people)
        said = self._desk.page.words("recall.printed", count=count)
        self._desk.ask(partial(_note, recall.lot_number, ExportForm.PRINT, count), lambda _: self._desk.say(said))


def _note(lot_number: str, form: ExportForm, count: int, vault: Vault) -> None:
    vault.note_recall_exported(lot_number, form.value, count)
