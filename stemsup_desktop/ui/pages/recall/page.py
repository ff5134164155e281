"""The page of a recall: everyone who received a lot at the left, the chosen one and the contacts at the right."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from stemsup_desktop.consultation.events.event_model import Contact
from stemsup_desktop.consultation.lots.recall_list import RecallList, with_contact
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.messages import EmptyState, InlineMessage
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.page import LIST_PX, Page
from stemsup_desktop.ui.pages.recall.desk import RecallDesk
from stemsup_desktop.ui.pages.recall.export_run import ExportRun
from stemsup_desktop.ui.pages.recall.letter_run import LetterRun
from stemsup_desktop.ui.pages.recall.people_pane import PeoplePane
from stemsup_desktop.ui.pages.recall.person_pane import PersonPane
from stemsup_desktop.ui.pages.recall.place import NO_DRAFT, RecallPlace
from stemsup_desktop.ui.pages.recall.view import (
    LoadedRecall,
    PersonLine,
    RecallView,
    derive_lines,
    derive_recall,
    list_shown,
    load_recall,
)
from stemsup_desktop.ui.vault_access import VaultAccess

_TYPING_MS = 60


class RecallPage(Page[RecallView]):
    """Shows the lot that `place` names; `place` outlives the page."""

    needs_visit = False
    shows_ahead = False

    chart_requested = Signal(str)
    letter_requested = Signal(str)
    print_requested = Signal(object, str, object)
    """A PDF, its title, and what is to be called once it went to the printer."""

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        fonts: FontFolder,
        outgoing: OutgoingDocuments,
        place: RecallPlace | None = None,
    ) -> None:
        super().__init__(context)
        self.setObjectName("recall")
        self._content = content
        self._place = place or RecallPlace()
        self._loaded: LoadedRecall | None = None
        self._listed: tuple[LoadedRecall, str, bool, tuple[PersonLine, ...]] | None = None
        self._is_keeping = False
        self.build(self._iter_parts(access, fonts, outgoing))

    def _iter_parts(self, access: VaultAccess, fonts: FontFolder, outgoing: OutgoingDocuments) -> Iterator[None]:
        words, theme, content = self.words, self.theme, self._content
        self._note = InlineMessage(theme, is_strip=True)
        self._note.setObjectName("note")
        self._desk = RecallDesk(self, access, self._note)
        self._export = ExportRun(self._desk, content, fonts, outgoing, self._print)
        self._letters = LetterRun(self._desk, content, fonts, outgoing, self._print, self._load)
        self._people = PeoplePane(theme, words)
        yield
        self._person = PersonPane(theme, words)
        yield
        self._nothing = EmptyState(theme, "vial", "")
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._person)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.add_left(self._people, LIST_PX)
        self.add_strip(self._note)
        self.set_body(self._right)
        self._connect()

    # Derive and show

    def derive(self) -> RecallView:
        return derive_recall(self._recall, self._find_lines(), self._place, self._content.names, self.words)

    @property
    def _recall(self) -> RecallList | None:
        return None if self._loaded is None else self._loaded.recall

    def _find_lines(self) -> tuple[PersonLine, ...]:
        """Derive the lines, or return those on show where nothing differs: there may be a thousand."""
        if self._loaded is None:
            return ()
        place, listed = self._place, self._listed
        if listed is None or listed[0] is not self._loaded or listed[1:3] != (place.query, place.is_only_left):
            lines = derive_lines(self._loaded, place, self.words)
            self._listed = listed = (self._loaded, place.query, place.is_only_left, lines)
        return listed[3]

    def show_view(self, view: RecallView) -> None:
        words, has_lot = self.words, bool(self._place.lot_number)
        self.header.show_text(view.title or words("recall.no_lot_title"), view.subtitle)
        set_shown(self._people, has_lot)
        self._people.show_view(view, self._place)
        if view.person is not None:
            self._person.show_view(view.person, self._place.drafts.get(view.person.patient_id, NO_DRAFT))
            self._right.setCurrentWidget(self._person)
            return
        sentence = words("recall.no_lot") if not has_lot else view.empty or words("recall.choose_one")
        self._nothing.show_text("vial", sentence, "" if has_lot else words("recall.to_lots"))
        self._right.setCurrentWidget(self._nothing)

    def page_actions(self) -> PageActions:
        words, recall, back = self.words, self._recall, self._place.back
        leave = Action(words("recall.back"), lambda: self.page_requested.emit(back), name="leave_recall")
        if recall is None:
            return PageActions(back=leave if back else None)
        export = Action(words("recall.export"), self._on_export, name="export_recall")
        secondary = [export]
        if recall.people:
            reason = "" if recall.recall is not None else words("recall.letters_not_recalled")
            letters = Action(words("recall.letters"), self._on_letters, reason=reason, name="write_letters")
            secondary.insert(0, letters)
        return PageActions(
            back=leave if back else None, secondary=tuple(secondary), primary=self._make_record_action(recall)
        )

    def _make_record_action(self, recall: RecallList) -> Action | None:
        chosen = recall.find_person(self._place.chosen)
        if chosen is None or not recall.lot_id:
            return None
        return Action(self.words("recall.record"), self._on_record, key_hint="Ctrl+Enter", name="record_contact")

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        self._people.setFixedWidth(self.measure_list(width))

    def start_search(self) -> bool:
        self._people.search.setFocus()
        return bool(self._place.lot_number)

    def find_start(self) -> QWidget | None:
        return self._people.list if self._find_lines() else None

    def close_top(self) -> bool:
        return self._desk.close_top()

    def print_page(self) -> None:
        if self._recall is not None:
            self._on_export()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load()

    # What the window may ask of it

    def open_lot(self, lot_number: str, lot_id: str, back: str) -> None:
        """Show who received a lot; `back` is the id of the page one came from."""
        self._place.go_to(lot_number, lot_id, back)
        self._loaded = None
        self._desk.say("")
        if self.isVisible():
            self.refresh()
            self._load()

    # The vault

    def _load(self) -> None:
        number, lot_id = self._place.lot_number, self._place.lot_id
        if number:
            self._desk.ask(lambda vault: load_recall(vault, number, lot_id), partial(self._on_loaded, number, lot_id))

    def _on_loaded(self, number: str, lot_id: str, loaded: LoadedRecall) -> None:
        if (number, lot_id) != (self._place.lot_number, self._place.lot_id):
            return  # another lot was asked for meanwhile
        is_first, recall = self._loaded is None, loaded.recall
        self._loaded = loaded
        if is_first and recall.find_person(self._place.chosen) is None:
            shown = list_shown(loaded, self._place)
            self._place.chosen = shown[0].patient.patient_id if shown else ""
        self.refresh()
        if is_first and self.isVisible() and recall.people:
            self._people.list.enter()

    # Choosing

    def _on_person_chosen(self, patient_id: str) -> None:
        self._place.chosen = patient_id
        self.refresh()

    def _on_person_opened(self, patient_id: str) -> None:
        self._on_person_chosen(patient_id)
        self._focus_form()

    def _focus_form(self) -> None:
        if self._right.currentWidget() is self._person and self._person.form.isVisibleTo(self):
            self._person.form.focus_first()

    def _on_query_changed(self, text: str) -> None:
        self._place.query = text
        self._typing.start()

    def _on_filter_toggled(self, is_only_left: bool) -> None:
        self._place.is_only_left = is_only_left
        self.refresh()

    def _on_widen(self) -> None:
        self._place.query, self._place.is_only_left = "", False
        self.refresh()
        self._people.list.enter()

    # Contacts

    def _on_form_changed(self) -> None:
        self._place.drafts[self._place.chosen] = self._person.form.read_draft()

    def _on_record(self) -> None:
        recall, patient_id = self._recall, self._place.chosen
        if recall is None or self._is_keeping or self._person.form.say_open():
            return
        person = recall.find_person(patient_id)
        if person is None:
            return
        contact = self._person.form.take(patient_id, recall.lot_id, self.context.clock())
        following = self._find_following(patient_id)
        self._is_keeping = True
        self._desk.ask(
            lambda vault: vault.add_contact(contact),
            lambda kept: self._on_recorded(kept, person.patient.name, following),
            self._on_not_recorded,
        )

    def _find_following(self, patient_id: str) -> str:
        """Return who is next in the list as it is shown, for when the line of the chosen one goes."""
        ids = [line.key for line in self._find_lines()]
        if patient_id not in ids:
            return ""
        at = ids.index(patient_id)
        return next(iter((*ids[at + 1 :], *reversed(ids[:at]))), "")

    def _on_recorded(self, contact: Contact, name: str, following: str) -> None:
        self._is_keeping = False
        if self._loaded is not None:
            self._loaded = replace(self._loaded, recall=with_contact(self._loaded.recall, contact))
            self._place.drafts.pop(contact.patient_id, None)
            if self._place.chosen == contact.patient_id:
                self._person.form.show_draft(NO_DRAFT)
                if contact.patient_id not in {line.key for line in self._find_lines()}:
                    self._place.chosen = following
        self._desk.say(self.words("recall.recorded", name=name))
        self.refresh()
        self._people.list.enter()

    def _on_not_recorded(self, problem: Problem) -> None:
        self._is_keeping = False
        self._desk.refuse(problem)

    # Papers

    def _on_export(self) -> None:
        if self._recall is not None:
            self._export.ask(self._recall)

    def _on_letters(self) -> None:
        if self._recall is not None:
            self._letters.ask(self._recall)

    def _print(self, pdf: bytes, title: str, on_sent: Callable[[], None]) -> None:
        self.print_requested.emit(pdf, title, on_sent)

    def _connect(self) -> None:
        people = self._people
        people.query_changed.connect(self._on_query_changed)
        people.filter_toggled.connect(self._on_filter_toggled)
        people.widen_requested.connect(self._on_widen)
        people.list.person_chosen.connect(self._on_person_chosen)
        people.list.person_opened.connect(self._on_person_opened)
        self._nothing.action_requested.connect(lambda: self.page_requested.emit("lots"))
        self._person.chart_requested.connect(self.chart_requested)
        self._person.letter_requested.connect(self.letter_requested)
        self._person.form.changed.connect(self._on_form_changed)
        self.bind("recall.only_left", people.only_left.toggle)
        self.bind("recall.form", self._focus_form)
