"""Writes the letters of a recall one after the other, each kept whole or not at all, then offers them to a printer."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import shiboken6

from stemsup_desktop.consultation.events.event_model import Contact, ContactPurpose, ContactWay
from stemsup_desktop.consultation.lots.recall_list import RecallList, RecallPerson
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.joining import join_letters
from stemsup_desktop.errors import Problem
from stemsup_desktop.recall_papers import LetterOrder, keep_letter, make_letter, order_letter
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.file_dialogs import choose_copy_path
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.pages.recall.desk import RecallDesk
from stemsup_desktop.ui.pages.recall.export_run import Print
from stemsup_desktop.ui.pages.recall.sheets import LettersDoneSheet, LetterSheet


class LetterRun:
    """`on_kept` follows when letters or contacts were kept: the list is to be read anew."""

    def __init__(
        self,
        desk: RecallDesk,
        content: Content,
        fonts: FontFolder,
        outgoing: OutgoingDocuments,
        print_pdf: Print,
        on_kept: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._content = content
        self._fonts = fonts
        self._outgoing = outgoing
        self._print_pdf = print_pdf
        self._on_kept = on_kept
        self._is_stopped = False

    def ask(self, recall: RecallList) -> None:
        """Ask to whom letters are written, and write them."""
        page = self._desk.page
        sheet = LetterSheet(page.theme, page.words, page, recall)
        sheet.submitted.connect(lambda: self._begin(recall, sheet))
        sheet.stop_requested.connect(self._stop)
        self._desk.open(sheet, sheet.accept_button if sheet.accept_button.isEnabled() else None)

    def _begin(self, recall: RecallList, sheet: LetterSheet) -> None:
        self._is_stopped = False
        people = sheet.list_people()
        numbers = [one.letters[-1] for one in people if one.letters]
        waiting = [one for one in people if not one.letters]
        self._write(recall, people, waiting, numbers, sheet, 0)

    def _stop(self) -> None:
        self._is_stopped = True

    def _write(
        self,
        recall: RecallList,
        people: tuple[RecallPerson, ...],
        waiting: Sequence[RecallPerson],
        numbers: list[str],
        sheet: LetterSheet,
        made: int,
    ) -> None:
        """Write the next letter; once none is left, offer all of them."""
        is_there = shiboken6.isValid(sheet) and self._desk.sheet is sheet
        if made and (self._is_stopped or not is_there):
            self._desk.say(self._desk.page.words("recall.letters_stopped", count=made))
            self._on_kept()
            return
        if self._is_stopped or not is_there:
            return
        if made == len(waiting):
            sheet.end_running()
            sheet.end()
            if made:
                self._on_kept()
            self._offer(recall, people, numbers)
            return
        sheet.show_progress(made, len(waiting))
        at = self._desk.page.context.clock()
        failed = partial(self._on_failed, sheet, made)

        def on_kept(number: str) -> None:
            numbers.append(number)
            self._write(recall, people, waiting, numbers, sheet, made + 1)

        self._desk.ask(
            lambda vault: order_letter(vault, recall, waiting[made], at),
            lambda order: self._make(order, on_kept, failed),
            failed,
        )

    def _make(self, order: LetterOrder, on_kept: Callable[[str], None], failed: Callable[[Problem], None]) -> None:
        content, fonts = self._content, self._fonts

        def keep(rendered: RenderedDocument) -> None:
            self._desk.ask(
                lambda vault: keep_letter(vault, order, rendered, content), lambda _: on_kept(order.number), failed
            )

        self._desk.make(lambda _: make_letter(order, content, fonts), keep, failed)

    def _on_failed(self, sheet: LetterSheet, made: int, problem: Problem) -> None:
        """Say why it stopped; what is kept stays kept, and the next try goes on with the others."""
        if shiboken6.isValid(sheet) and self._desk.sheet is sheet:
            sheet.end_running()
            sheet.end()
        self._desk.refuse(problem)
        if made:
            self._on_kept()

    # What is done with them

    def _offer(self, recall: RecallList, people: tuple[RecallPerson, ...], numbers: Sequence[str]) -> None:
        page = self._desk.page
        to_tell = {one.patient.patient_id for one in people if one.is_to_reach}
        sheet = LettersDoneSheet(page.theme, page.words, page, len(numbers), can_send=bool(to_tell))
        sheet.accepted.connect(lambda: self._print(numbers))
        sheet.save_requested.connect(lambda: self._ask_to_save(recall, numbers))
        sheet.sent_requested.connect(lambda: self._record_sent(recall, to_tell))
        self._desk.open(sheet, sheet.accept_button)

    def _print(self, numbers: Sequence[str]) -> None:
        words, title = self._desk.page.words, numbers[0]

        def note() -> None:
            self._desk.ask(
                lambda vault: _note_printed(vault, numbers),
                lambda _: self._desk.say(words("recall.printed_letters", count=len(numbers))),
            )

        self._join(numbers, lambda pdf: self._print_pdf(pdf, title, note))

    def _ask_to_save(self, recall: RecallList, numbers: Sequence[str]) -> None:
        page = self._desk.page
        name = f"RECALL-LETTERS-{page.context.clock():%Y%m%d-%H%M}.pdf"
        choose_copy_path(page, name, page.words("recall.letters_save_title"), partial(self.save, numbers))

    def save(self, numbers: Sequence[str], path: Path) -> None:
        """Write the letters into one file; each leaves its row in the history."""
        said = self._desk.page.words("recall.saved_letters", count=len(numbers), path=str(path))
        answer = self._desk.answer(lambda _: self._desk.say(said))
        self._join(numbers, lambda pdf: self._outgoing.save_joined(pdf, path, numbers, answer))

    def _join(self, numbers: Sequence[str], on_joined: Callable[[bytes], None]) -> None:
        busy = self._desk.page.words("recall.letters_joining")
        self._desk.ask(
            lambda vault: [vault.load_copy(number).pdf for number in numbers],
            lambda pdfs: self._join_loaded(pdfs, on_joined, busy),
        )

    def _join_loaded(self, pdfs: Sequence[bytes], on_joined: Callable[[bytes], None], busy: str) -> None:
        self._desk.make(lambda _: join_letters(pdfs), on_joined, busy=busy)

    def _record_sent(self, recall: RecallList, patient_ids: set[str]) -> None:
        """Keep a contact by letter for each patient that was not reached yet: sent is not reached."""
        now, words = self._desk.page.context.clock(), self._desk.page.words

        def record(vault: Vault) -> int:
            fresh = vault.load_recall(recall.lot_number, recall.lot_id)
            told = [one for one in fresh.people if one.patient.patient_id in patient_ids and one.is_to_reach]
            for person in told:
                note = words("recall.sent_note", number=person.letters[-1]) if person.letters else ""
                vault.add_contact(
                    Contact(
                        contact_id="",
                        patient_id=person.patient.patient_id,
                        purpose=ContactPurpose.RECALL,
                        way=ContactWay.LETTER,
                        was_reached=False,
                        at=now,
                        by="",
                        subject=fresh.lot_id,
                        note=note,
                    )
                )
            return len(told)

        def on_recorded(count: int) -> None:
            self._desk.close_top()
            self._desk.say(words("recall.sent_done", count=count))
            self._on_kept()

        self._desk.ask(record, on_recorded)


def _note_printed(vault: Vault, numbers: Sequence[str]) -> None:
    for number in numbers:
        vault.note_document_printed(number)
