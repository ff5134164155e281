"""The papers' part of the walk: a consent signed on screen and sealed, kept documents, the editor of the form."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from benchmarks.hands import CONTROL, Hands
from benchmarks.walker import Wait
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.ui.pages.consent.marks import MarkKind
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.pages.documents.page import DocumentsPage
from stemsup_desktop.ui.pages.forms.page import VIEWS, FormsPage

THOUGHT_UNTIL = "2026-11-23"
CLAUSES = 12
SIGNATURE = (
    ((0.2, 0.25), (0.22, 0.7), (0.3, 0.68), (0.31, 0.3)),
    ((0.4, 0.3), (0.52, 0.28), (0.45, 0.7)),
    ((0.6, 0.2), (0.65, 0.45), (0.6, 0.7), (0.72, 0.72), (0.7, 0.4)),
)


class Papers(Hands):
    """Needs a visit on screen whose consent can be given."""

    def sign(self) -> Iterator[Wait]:
        """Step 5 from the first initials to the sealed file."""
        yield from self.open_step(5, "to be signed")
        self.watch.place = "signing: time to think is over"
        yield from self.fill("consent.thinking_until", THOUGHT_UNTIL)
        self.press(Qt.Key.Key_Tab)
        yield lambda: self._kind == MarkKind.INITIAL
        yield self.rest()
        while self._kind == MarkKind.INITIAL:
            yield from self._write("initials")
        while self._kind == MarkKind.ANSWER:
            yield from self._answer()
        self.watch.place = "signing: separate choices"
        self.find("desk.heading")
        self._consent_page._screen.desk.take_focus()
        self.press(Qt.Key.Key_Return)
        yield self.rest()
        while self._kind == MarkKind.SIGNATURE:
            yield from self._write("signature")
        yield self.rest()
        self.watch.place = "sealing"
        self.press(Qt.Key.Key_Return, CONTROL)
        yield self.rest()
        self.press(Qt.Key.Key_Return, CONTROL)
        yield lambda: self.is_seen("consent.sealed")
        yield self.rest()

    def find_documents(self) -> Iterator[Wait]:
        """Kept documents by patient, kind and state; one is opened, another after it."""
        self.watch.place = "documents: opening the page"
        self.workspace.window.go_to("documents")
        yield self.rest()
        if self.is_seen("scope"):
            self.watch.place = "documents: of every patient"
            yield from self.tick("scope")
        self.watch.place = "documents: by name"
        yield from self.fill("number", "watanabe")
        yield self.rest()
        self.watch.place = "documents: by kind"
        self.pick("filter.kind", DocumentKind.CONSENT.value)
        yield self.rest()
        self.watch.place = "documents: without filters"
        yield from self.tick("clear_filters")
        page = self.workspace.window.stack.current_page
        if not isinstance(page, DocumentsPage):
            raise LookupError("the page of documents is not on screen")
        numbers = [one.number for one in page._list.documents_model.lines if not one.number.startswith("draft")]
        for number in numbers[:2]:
            self.watch.place = "documents: one is opened"
            page.open_document(number)
            yield lambda number=number: page.opened is not None and page.opened.number == number  # type: ignore[misc]
            yield self.rest()

    def edit_form(self) -> Iterator[Wait]:
        """Clauses of the consent form one after the other, words in one of them, and every view of the form."""
        self.watch.place = "forms: opening the page"
        self.workspace.window.go_to("forms")
        yield lambda: self.is_seen("clauses")
        yield self.rest()
        page = self.workspace.window.stack.current_page
        if not isinstance(page, FormsPage):
            raise LookupError("the page of forms is not on screen")
        clauses = self.find("clauses")
        for _ in range(CLAUSES):
            self.watch.place = "forms: choosing a clause"
            clauses.setFocus(Qt.FocusReason.TabFocusReason)
            self.press(Qt.Key.Key_Down)
            yield self.rest()
        self.watch.place = "forms: typing"
        yield from self.fill("text:0:0:en", "a clause of the clinic's own")
        yield self.rest()
        for view in VIEWS:
            self.watch.place = f"forms: {view}"
            page.show_view_of(view)
            yield self.rest()

    @property
    def _consent_page(self) -> ConsentPage:
        page = self.workspace.window.stack.current_page
        if not isinstance(page, ConsentPage):
            raise LookupError("step 5 is not on screen")
        return page

    @property
    def _kind(self) -> str:
        """What lies on the desk: initial, answer, choices, signature or nothing."""
        view = self._consent_page._screen.desk.view
        return "" if view is None else str(view.key.kind)

    def _write(self, what: str) -> Iterator[Wait]:
        self.watch.place = f"signing: {what}"
        pad = self.find(f"desk.{what}")
        pad.setFocus(Qt.FocusReason.TabFocusReason)
        yield from self.draw(pad, SIGNATURE)
        self.press(Qt.Key.Key_Return)
        yield self.rest()

    def _answer(self) -> Iterator[Wait]:
        """Give the right answer of the question on the desk."""
        self.watch.place = "signing: teach-back"
        screen = self._consent_page._screen
        forms, view = screen.forms, screen.desk.view
        if forms is None or view is None:
            raise LookupError("no question lies on the desk")
        right = next(one.question.right for one in forms.signing.questions if one.question.id == view.key.id)
        yield from self.tick(f"desk.answer:{right}")
