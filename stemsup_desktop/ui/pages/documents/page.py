"""The page of documents: found at the left, the open one as it will print at the right, and what may follow it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.follow_desk import FollowDesk
from stemsup_desktop.ui.jobs import Err, JobControl, Lane, Ok
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.page import LIST_PX, Page
from stemsup_desktop.ui.pages.documents.document_pane import DocumentPane
from stemsup_desktop.ui.pages.documents.find_column import FindColumn
from stemsup_desktop.ui.pages.documents.finding import Filters, OpenedDocument, load_opened
from stemsup_desktop.ui.pages.documents.finding_desk import FindingDesk
from stemsup_desktop.ui.pages.documents.following import Following
from stemsup_desktop.ui.pages.documents.leaving import Leaving
from stemsup_desktop.ui.pages.documents.returning import Returning
from stemsup_desktop.ui.pages.documents.view import (
    DRAFT,
    DocumentsView,
    derive_documents,
    fold_number,
    is_number,
    say_draft,
    say_refused,
)
from stemsup_desktop.ui.stamping import join_sentences
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")

_CONSENT_STEP = 5


@dataclass(slots=True)
class DocumentsPlace:
    """Which document was open and what was looked for, kept by the composition root while the page is made anew."""

    number: str = ""
    filters: Filters = field(default_factory=Filters)


class DocumentsPage(Page[DocumentsView]):
    """Finds, shows, prints, saves and exports what the vault keeps, and adds what follows. No document is changed."""

    needs_visit = False

    check_requested = Signal()
    """A file outside the records is to be checked: is it genuine and unchanged?"""

    def __init__(
        self,
        context: PageContext,
        access: VaultAccess,
        place: DocumentsPlace | None = None,
        outgoing: OutgoingDocuments | None = None,
        follow: FollowDesk | None = None,
    ) -> None:
        super().__init__(context)
        self.setObjectName("documents")
        self._access = access
        self._place = place or DocumentsPlace()
        self._leaving = Leaving(self, access, outgoing or OutgoingDocuments(context.runner, access, self))
        self._opened: OpenedDocument | None = None
        self._visit_patient_id = ""
        self._control: JobControl | None = None
        self.build(self._iter_parts(follow))

    def _iter_parts(self, follow: FollowDesk | None) -> Iterator[None]:
        context, access = self.context, self._access
        words, theme = self.words, self.theme
        self._column = FindColumn(theme, words)
        self._list = self._column.list
        yield
        self._foreign = InlineMessage(theme, TagState.CAUTION, is_strip=True)
        self._foreign.setObjectName("foreign")
        self._note = InlineMessage(theme, is_strip=True)
        self._note.setObjectName("note")
        self._pane = DocumentPane(theme, words)
        self._detail, self._preview = self._pane.detail, self._pane.preview
        yield
        self.add_left(self._column, LIST_PX)
        self.add_strip(self._note)
        self.add_strip(self._foreign)
        self.set_body(self._pane)
        check = SecondaryButton(theme, words("documents.check_file"), icon_name="sealed")
        check.setObjectName("check_file")
        check.clicked.connect(self.check_requested)
        self.header.add_control(check)
        self._finding = FindingDesk(context, access, self)
        self._following = Following(self, follow)
        self._returning = Returning(self, access)
        self._connect()

    # Derive and show

    @property
    def opened(self) -> OpenedDocument | None:
        """The open document."""
        return self._opened

    def derive(self) -> DocumentsView:
        visit = self._read_visit_patient_id()
        found, now = self._finding.found, self.context.clock()
        may_seal = self.context.session.may(Right.DECIDE)
        return derive_documents(self._place.filters, found, self._opened, visit, self.words, now, may_seal=may_seal)

    def show_view(self, view: DocumentsView) -> None:
        if self._read_visit_patient_id() != self._visit_patient_id:
            self._follow_visit()
        self.header.show_text(self.words("documents.title"), view.subtitle)
        self._column.show_view(view, self._place.filters, self._place.number)
        self._foreign.show_message(TagState.CAUTION, view.foreign, view.foreign_link)
        self._pane.show_view(view)

    def page_actions(self) -> PageActions:
        words, picked = self.words, self._list.documents_model.picked
        reason = "" if self._opened is not None else words("documents.nothing_open")
        export = words("documents.export")
        if picked:
            export = f"{export} ({len(picked)})"
        none_picked = "" if picked else words("documents.export_reason")
        return PageActions(
            secondary=(
                Action(export, lambda: self._leaving.ask_to_export(picked), reason=none_picked, name="export"),
                Action(words("documents.save_copy"), self._on_save, reason=reason, name="save_copy"),
            ),
            primary=Action(
                words("documents.print"),
                self.print_document,
                key_hint="Ctrl+Enter",
                icon="print",
                reason=reason,
                name="print",
            ),
        )

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        self._column.setFixedWidth(self.measure_list(width))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._place.number and self._opened is None:
            self.open_document(self._place.number)
        self.load()

    def print_page(self) -> None:
        self.print_document()

    # What the window and its parts may ask of it

    def open_document(self, number: str) -> None:
        """Show a document by its number; says so if it is unknown or damaged."""
        if number.startswith(DRAFT):
            lines = self._list.documents_model.lines
            self._note.show_message(TagState.INFORMATION, say_draft(number, lines, self.words))
            return
        wanted = fold_number(number)
        if not wanted:
            return
        self._place.number = wanted
        self._note.show_message(TagState.INFORMATION, "")
        self._drop()
        self._control = self.ask(
            lambda vault: load_opened(vault, wanted),
            lambda result: self._on_opened(wanted, result),
            busy=self.words("documents.loading"),
        )

    def take_scans(self, paths: tuple[Path, ...]) -> bool:
        """Read files as signed pages of the open document; return whether one is open that takes any."""
        detail = self.derive().detail
        if detail is None or not detail.takes_scans:
            return False
        self._returning.take_in(paths)
        return True

    def print_document(self) -> None:
        """Print the open document through the system dialog; a copy says on paper that it is one."""
        if self._opened is not None:
            self._leaving.print_copy(self._opened.copy)

    def load(self) -> None:
        """Look again for what is looked for."""
        self._finding.find(self._place.filters)

    # Finding

    def _on_filters(self, filters: Filters) -> None:
        self._place.filters = filters
        self.refresh()
        self.load()

    def _on_sought(self, text: str) -> None:
        if is_number(text):
            self.open_document(text)
        self._on_filters(replace(self._column.filter_pane.read(), text="" if is_number(text) else text))

    def _on_scope(self) -> None:
        patient_id = self._read_visit_patient_id()
        is_own = bool(self._place.filters.patient_id) and not self._place.filters.text.strip()
        self._on_filters(replace(self._place.filters, text="", patient_id="" if is_own else patient_id))

    def _on_empty_action(self) -> None:
        """Clear what narrows the list, or go where documents are made."""
        filters = self._place.filters
        if filters.wants_patient or filters.is_narrowed:
            self._on_filters(Filters(patient_id=filters.patient_id))
        elif self._read_visit_patient_id():
            self.jump_requested.emit(_CONSENT_STEP, "")
        else:
            self.page_requested.emit("patients")

    def _on_found(self, problem: Problem | None) -> None:
        if problem is not None:
            self.say_problem(problem)
        self.refresh()

    def _follow_visit(self) -> None:
        """Turn to the documents of the visit that was opened meanwhile."""
        before, self._visit_patient_id = self._visit_patient_id, self._read_visit_patient_id()
        if self._visit_patient_id and (before or not self._place.number):
            self._show_visit()

    def _show_visit(self) -> None:
        self._opened = None
        self._place.number = ""
        self._place.filters = Filters(patient_id=self._visit_patient_id)
        self._drop()
        self._preview.clear()
        self._note.show_message(TagState.INFORMATION, "")
        self.refresh()
        self.load()

    def _on_opened(self, number: str, result: Ok[OpenedDocument] | Err) -> None:
        if isinstance(result, Err):
            self._opened = None
            self._preview.clear()
            self._note.show_message(TagState.STOP, say_refused(number, result.problem, self.words))
        else:
            self._opened = result.value
            self._place.number = result.value.number
            self._show_pages(result.value)
        self.refresh()

    def show_opened(self, opened: OpenedDocument) -> None:
        """Show the open document in other pages."""
        self._opened = opened
        self._show_pages(opened)
        self.refresh()

    def _show_pages(self, opened: OpenedDocument) -> None:
        try:
            self._pane.show_pdf(opened.copy.pdf)
        except Problem as problem:
            self.say_problem(problem)

    # Printing, saving, exporting

    def _on_save(self) -> None:
        if self._opened is not None:
            self._leaving.ask_to_save(self._opened.copy)

    # What is said

    def say_done(self, sentence: str, caution: str = "") -> None:
        """Say in the strip what was done, and what of it was not as it should be."""
        state = TagState.CAUTION if caution else TagState.CLEAR
        self._note.show_message(state, join_sentences(sentence, caution, self.words))

    def say_note(self, sentence: str) -> None:
        """Say in the strip what is seen."""
        self._note.show_message(TagState.INFORMATION, sentence)

    def say_problem(self, problem: Problem) -> None:
        """Say in the strip what failed."""
        self._note.show_message(TagState.STOP, self.words.sentence_of(problem))

    # Layout and wiring

    def _connect(self) -> None:
        filters = self._column.filter_pane
        filters.filters_changed.connect(self._on_filters)
        filters.sought.connect(self._on_sought)
        filters.scope_followed.connect(self._on_scope)
        self._finding.found_changed.connect(self._on_found)
        self._column.more_requested.connect(self._finding.find_more)
        self._column.empty_action_requested.connect(self._on_empty_action)
        self._list.document_chosen.connect(self.open_document)
        self._list.picks_changed.connect(lambda _: self.refresh_actions())
        self._detail.document_followed.connect(self.open_document)
        self._detail.addendum_requested.connect(self._following.ask_addendum)
        self._detail.withdrawal_requested.connect(self._following.ask_withdrawal)
        self._detail.slip_requested.connect(self._following.make_slip)
        self._detail.scans_requested.connect(partial(self._returning.take_in, ()))
        self._detail.kept_scans_requested.connect(self._returning.show_kept)
        self._detail.seal_requested.connect(self._returning.seal)
        self._foreign.link_followed.connect(self._show_visit)
        self._preview.print_requested.connect(self.print_document)
        self.busy.cancel_requested.connect(self._leaving.cancel)

    def _read_visit_patient_id(self) -> str:
        session = self.context.session
        return session.state.patient.patient_id if session.has_visit else ""

    def ask(
        self, work: Callable[[Vault], T], on_result: Callable[[Ok[T] | Err], None], *, busy: str = ""
    ) -> JobControl:
        """Ask the vault; the answer comes back unless the page is gone."""
        return self.run_job(lambda: work(self._access.get_vault()), on_result, lane=Lane.VAULT, busy=busy)

    def _drop(self) -> None:
        if self._control is not None:
            self._control.cancel()
            self.busy.stop()  # what was cancelled answers no more
