"""Signed pages that come back, on the page of documents: taken in on a sheet, and looked at in place of the form."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.documents.finding import OpenedDocument, load_kept_pages, with_kept_pages
from stemsup_desktop.ui.paper_seal_desk import PaperSealDesk
from stemsup_desktop.ui.stamping import StampedFile, say_stamp
from stemsup_desktop.ui.vault_access import VaultAccess

if TYPE_CHECKING:
    from stemsup_desktop.ui.pages.documents.page import DocumentsPage


_NOT_YET = ("consent-not-recorded",)


class Returning(QObject):
    """Of whatever document is open."""

    def __init__(self, page: "DocumentsPage", access: VaultAccess) -> None:
        super().__init__(page)
        self._page = page
        self._access = access
        self._desk = PaperSealDesk(page.context, access, self)

    def take_in(self, paths: tuple[Path, ...]) -> None:
        """Open the sheet that takes in the signed pages of the open document, and read these files into it."""
        from stemsup_desktop.ui.scans_sheet import ScansSheet

        opened = self._page.opened
        if opened is not None:
            sheet = ScansSheet(self._page.theme, self._page.words, self._page, self._access, opened.number)
            sheet.filed.connect(self._on_filed)
            sheet.start()
            sheet.read(paths)

    def show_kept(self) -> None:
        """Show the signed pages in place of the form, or the form again; what is printed and saved is what is seen."""
        page, opened = self._page, self._page.opened
        if opened is None or not opened.scans:
            return
        if opened.shows_scans:
            page.open_document(opened.number)
            return

        def on_bound(result: Ok[OpenedDocument] | Err) -> None:
            if isinstance(result, Err):
                page.say_problem(result.problem)
            elif page.opened is opened:  # else another document was opened meanwhile
                page.show_opened(result.value)
                page.say_note(self._say_kept(opened))

        def on_loaded(result: Ok[tuple[tuple[str, bytes], ...]] | Err) -> None:
            if isinstance(result, Err):
                page.say_problem(result.problem)
                return
            pages = result.value
            page.run_job(lambda: with_kept_pages(opened, pages), on_bound, busy=page.words("documents.loading"))

        page.ask(lambda vault: load_kept_pages(vault, opened), on_loaded)

    def seal(self) -> None:
        """Seal the open consent with its signed pages."""
        opened = self._page.opened
        if opened is not None:
            self._page.busy.start(self._page.words("documents.sealing"))
            self._desk.seal(opened.number, lambda result: self._on_sealed(opened.number, result))

    def _on_filed(self, number: str) -> None:
        """Say that the pages are kept; where the consent is recorded and a physician files them, its seal follows."""
        page, opened = self._page, self._page.opened
        page.open_document(number)
        page.load()
        page.say_done(page.words("scans.filed", number=number))
        is_consent = opened is not None and opened.copy.entry.kind is DocumentKind.CONSENT
        if is_consent and page.context.session.may(Right.DECIDE):
            self._desk.seal(number, lambda result: self._on_sealed_by_itself(number, result))

    def _on_sealed_by_itself(self, number: str, result: Ok[StampedFile] | Err) -> None:
        """Say nothing of what is to be done first: it stands over the document."""
        if isinstance(result, Ok) or result.problem.code not in _NOT_YET:
            self._on_sealed(number, result)

    def _on_sealed(self, number: str, result: Ok[StampedFile] | Err) -> None:
        page = self._page
        page.busy.stop()
        match result:
            case Ok(made):
                page.open_document(number)
                page.load()
                caution = say_stamp(made.stamp_problem, page.words)
                page.say_done(page.words("documents.sealed_with_pages", number=number), caution)
            case Err(problem):
                page.say_problem(problem)

    def _say_kept(self, opened: OpenedDocument) -> str:
        """Return what is seen in place of the form: who attached the signed pages, and when."""
        words, zone = self._page.words, self._page.context.clock().tzinfo
        first = opened.scans[0]
        date = format_date(first.added_at.astimezone(zone).date(), words.language)
        return words("scans.shown_kept", number=opened.number, date=date, name=first.added_by)
