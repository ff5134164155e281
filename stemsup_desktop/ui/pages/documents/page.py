"""The page of documents: a patient's shelf at the left, the open document as it will print at the right."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stemsup_desktop.documents.files import suggested_file_name
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.buttons import IconButton, SecondaryButton
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import EmptyState, InlineMessage
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, JobControl, Lane, Ok
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.documents.document_list import DocumentList
from stemsup_desktop.ui.pages.documents.view import (
    DocumentsView,
    OpenedDocument,
    Shelf,
    derive_documents,
    fold_number,
    load_opened,
    load_shelf,
)
from stemsup_desktop.ui.printing import PrintRun, choose_save_path, print_pdf
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")

_LIST_PX = 344
_NARROW_LIST_PX = 304
_WIDE_PX = 1200


@dataclass(slots=True)
class DocumentsPlace:
    """Which document was open, kept by the composition root while the page is made anew."""

    number: str = ""


class DocumentsPage(Page[DocumentsView]):
    """Lists, shows, prints and saves what the vault keeps. Nothing here changes a document."""

    needs_visit = False

    def __init__(
        self,
        context: PageContext,
        access: VaultAccess,
        place: DocumentsPlace | None = None,
        outgoing: OutgoingDocuments | None = None,
    ) -> None:
        super().__init__(context)
        self.setObjectName("documents")
        self._access = access
        self._place = place or DocumentsPlace()
        self._outgoing = outgoing or OutgoingDocuments(context.runner, access, self)
        self._shelf: Shelf | None = None
        self._opened: OpenedDocument | None = None
        self._visit_patient_id = ""
        self._control: JobControl | None = None
        self._run: PrintRun | None = None
        words, theme = self.words, self.theme
        self._number = TextField(theme, words, words("documents.find_number"), placeholder=words("documents.find_hint"))
        self._number.setObjectName("number")
        self._find = IconButton(theme, "search", words("documents.find"))
        self._find.setObjectName("find_document")
        self._count = Label(theme, role="section")
        self._list = DocumentList(theme, words("documents.list_name"))
        self._empty = Label(theme, tone="text-2", wraps=True)
        self._patients = SecondaryButton(theme, words("documents.open_patients"))
        self._patients.setObjectName("open_patients")
        self._foreign = InlineMessage(theme, TagState.CAUTION, is_strip=True)
        self._foreign.setObjectName("foreign")
        self._note = InlineMessage(theme, is_strip=True)
        self._note.setObjectName("note")
        self._preview = PagePreview(theme, words)
        self._preview.setObjectName("preview")
        self._nothing = EmptyState(theme, "docs", words("documents.choose_one"))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._preview)
        self._left = self._make_left()
        self.add_left(self._left, _LIST_PX)
        self.add_strip(self._note)
        self.add_strip(self._foreign)
        self.set_body(self._right)
        self._connect()

    # Derive and show

    def derive(self) -> DocumentsView:
        return derive_documents(self._shelf, self._read_visit_patient_id(), self.words, self.context.clock())

    def show_view(self, view: DocumentsView) -> None:
        if self._read_visit_patient_id() != self._visit_patient_id:
            self._follow_visit()
        self.header.show_text(self.words("documents.title"), view.subtitle)
        self._count.setText(view.count)
        set_shown(self._count, bool(view.count) and not view.empty)
        self._list.show_lines(view.lines, self._place.number)
        set_shown(self._list, bool(view.lines))
        self._empty.setText(view.empty)
        set_shown(self._empty, bool(view.empty))
        set_shown(self._patients, view.leads_to_patients)
        self._foreign.show_message(TagState.CAUTION, view.foreign, view.foreign_link)
        self._nothing.show_text("docs", self.words("documents.choose_one" if view.lines else "documents.shown_here"))
        self._right.setCurrentWidget(self._preview if self._opened is not None else self._nothing)

    def page_actions(self) -> PageActions:
        words = self.words
        reason = "" if self._opened is not None else words("documents.nothing_open")
        return PageActions(
            secondary=(Action(words("documents.save_copy"), self._on_save, reason=reason, name="save_copy"),),
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
        self._left.setFixedWidth(_LIST_PX if width >= _WIDE_PX else _NARROW_LIST_PX)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._place.number and self._opened is None:
            self.open_document(self._place.number)
        else:
            self._load_shelf()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_P and is_control and self._opened is not None:
            self.print_document()
            return
        super().keyPressEvent(event)

    # What the window may ask of it

    def open_document(self, number: str) -> None:
        """Show a document by its number, with the shelf it stands on; says so if it is unknown or damaged."""
        wanted = fold_number(number)
        if not wanted:
            return
        self._place.number = wanted
        self._note.show_message(TagState.INFORMATION, "")
        self._drop()
        self._control = self._ask(
            lambda vault: load_opened(vault, wanted),
            lambda result: self._on_opened(wanted, result),
            busy=self.words("documents.loading"),
        )

    def print_document(self) -> None:
        """Print the open document through the system dialog."""
        if self._opened is None or self._run is not None:
            return
        try:
            run = print_pdf(self._opened.pdf, self.window(), self._opened.number)
        except Problem as problem:
            self._say_problem(problem)
            return
        number = self._opened.number
        run.started.connect(lambda: self.busy.start(self.words("documents.printing"), can_cancel=True))
        run.progressed.connect(self.busy.show_progress)
        run.ended.connect(lambda problem: self._on_print_ended(number, problem))
        self._outgoing.watch_print(run, number, self._on_not_noted)
        self._run = run

    # The vault

    def _load_shelf(self) -> None:
        patient_id = self._shelf.patient.patient_id if self._shelf is not None else self._read_visit_patient_id()
        if not patient_id:
            return

        def on_result(result: Ok[Shelf] | Err) -> None:
            if isinstance(result, Err):
                self._say_problem(result.problem)
            else:
                self._shelf = result.value
                self.refresh()

        self._ask(lambda vault: load_shelf(vault, patient_id), on_result)

    def _follow_visit(self) -> None:
        """Turn to the documents of the visit that was opened meanwhile."""
        before, self._visit_patient_id = self._visit_patient_id, self._read_visit_patient_id()
        is_shown = self._shelf is not None and self._shelf.patient.patient_id == self._visit_patient_id
        if not self._visit_patient_id or is_shown or (not before and self._place.number):
            return
        self._show_visit()

    def _show_visit(self) -> None:
        self._shelf = None
        self._opened = None
        self._place.number = ""
        self._drop()
        self._preview.clear()
        self._note.show_message(TagState.INFORMATION, "")
        self.refresh()
        self._load_shelf()

    def _on_opened(self, number: str, result: Ok[OpenedDocument] | Err) -> None:
        if isinstance(result, Err):
            self._opened = None
            self._preview.clear()
            self._say_refused(number, result.problem)
            self._load_shelf()
        else:
            self._opened = result.value
            self._shelf = result.value.shelf
            self._place.number = result.value.number
            self._show_pages(result.value)
        self.refresh()

    def _show_pages(self, opened: OpenedDocument) -> None:
        try:
            self._right.setCurrentWidget(self._preview)  # first, for the pages are fitted to the room it has
            self._preview.show_page(0)
            self._preview.show_pdf(opened.pdf)
        except Problem as problem:
            self._say_problem(problem)

    def _say_refused(self, number: str, problem: Problem) -> None:
        key = {"document-unknown": "unknown_number", "document-damaged": "damaged"}.get(problem.code)
        sentence = self.words(f"documents.{key}", number=number) if key else self.words.sentence_of(problem)
        self._note.show_message(TagState.STOP, sentence)

    # Printing and saving

    def _on_print_ended(self, number: str, problem: Problem | None) -> None:
        if not shiboken6.isValid(self):
            return  # locked meanwhile
        run, self._run = self._run, None
        self.busy.stop()
        if problem is not None:
            self._say_problem(problem)
        elif run is not None and not run.was_cancelled:
            self._note.show_message(TagState.CLEAR, self.words("documents.printed", number=number))

    def _on_cancel(self) -> None:
        if self._run is not None:
            self._run.cancel()

    def _on_save(self) -> None:
        if self._opened is None:
            return
        opened = self._opened
        choose_save_path(
            self.window(),
            suggested_file_name(opened.number),
            self.words("documents.save_title"),
            lambda path: self._save(opened, path),
        )

    def _save(self, opened: OpenedDocument, path: Path) -> None:
        def on_result(result: Ok[None] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            self.busy.stop()
            if isinstance(result, Err):
                self._say_problem(result.problem)
            else:
                self._note.show_message(TagState.CLEAR, self.words("documents.saved", number=opened.number))

        self.busy.start(self.words("documents.saving"))
        self._outgoing.save_copy(opened.pdf, path, opened.number, on_result)

    def _on_not_noted(self, problem: Problem) -> None:
        if shiboken6.isValid(self):
            self._say_problem(problem)

    # Layout and wiring

    def _make_left(self) -> QWidget:
        pane = QWidget()
        pane.setProperty("surface", "sunken")
        pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        find = QHBoxLayout()
        find.setSpacing(4)
        find.addWidget(self._number, 1)
        find.addWidget(self._find, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(pane)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(10)
        column.addLayout(find)
        column.addWidget(self._count)
        column.addWidget(self._empty)
        column.addWidget(self._patients, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._list, 1)
        column.addStretch(0)
        return pane

    def _connect(self) -> None:
        self._number.line_edit.returnPressed.connect(self._on_find)
        self._find.clicked.connect(self._on_find)
        self._list.document_chosen.connect(self.open_document)
        self._patients.clicked.connect(lambda: self.page_requested.emit("patients"))
        self._foreign.link_followed.connect(self._show_visit)
        self._preview.print_requested.connect(self.print_document)
        self.busy.cancel_requested.connect(self._on_cancel)

    def _on_find(self) -> None:
        self.open_document(self._number.text())

    def _read_visit_patient_id(self) -> str:
        session = self.context.session
        return session.state.patient.patient_id if session.has_visit else ""

    def _ask(
        self, work: Callable[[Vault], T], on_result: Callable[[Ok[T] | Err], None], *, busy: str = ""
    ) -> JobControl:
        return self.run_job(lambda: work(self._access.get_vault()), on_result, lane=Lane.VAULT, busy=busy)

    def _drop(self) -> None:
        if self._control is not None:
            self._control.cancel()
            self.busy.stop()  # what was cancelled answers no more

    def _say_problem(self, problem: Problem) -> None:
        self._note.show_message(TagState.STOP, self.words.sentence_of(problem))
