"""The page of a history: what was done on a record, by whom and when, newest first."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stemsup_desktop.content import Content
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.audit_trail import MOST_ROWS
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.messages import EmptyState, InlineMessage
from stemsup_desktop.ui.components.search_line import SearchLine
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.history.desk import HistoryDesk
from stemsup_desktop.ui.pages.history.entries import HistoryEntry, find_entries
from stemsup_desktop.ui.pages.history.entry_sheet import make_entry_sheet
from stemsup_desktop.ui.pages.history.line_list import LineList
from stemsup_desktop.ui.pages.history.place import HistoryFilter, HistoryPlace, Subject
from stemsup_desktop.ui.pages.history.view import HistoryView, Options, derive_history_page
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

DEBOUNCE_MS = 60
ENOUGH = 40
"""Lines found with which a search stops looking in older rows until one scrolls."""
ROWS_AHEAD = 10 * MOST_ROWS
"""Rows that a search looks through by itself before it asks."""


class HistoryPage(Page[HistoryView]):
    """Shows the history that `place` names; without one, that of the open visit. `place` outlives the page."""

    needs_visit = False
    shows_ahead = False

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        library: ChecklistLibrary,
        place: HistoryPlace | None = None,
    ) -> None:
        super().__init__(context)
        self.setObjectName("history")
        self._place = place or HistoryPlace()
        self._desk = HistoryDesk(context, content, access, library, self)
        self._look_until = ROWS_AHEAD
        self._sheet: Sheet | None = None
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(DEBOUNCE_MS)
        self.build(self._iter_parts())

    def _iter_parts(self) -> Iterator[None]:
        words, theme = self.words, self.theme
        self._search = SearchLine(theme, words("history.search"), words("history.search"), words("history.clear"))
        self._search.line_edit.setObjectName("history_search")
        self._search.set_text(self._place.filter.query)
        self._who = self._make_choice("who")
        self._kind = self._make_choice("kind")
        self._visit = self._make_choice("visit")
        yield
        self._count = Label(theme, role="small", tone="text-3")
        self._note = InlineMessage(theme, is_strip=True)
        self._note.setObjectName("note")
        self._list = LineList(theme, words("history.list_name"))
        self._nothing = EmptyState(theme, "clock", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._nothing)
        self._lay_out()
        self._connect()

    # Derive and show

    def derive(self) -> HistoryView:
        place, history = self._place, self._desk.history
        return derive_history_page(
            history, place.filter, place.back, self.words, self.context.clock(), is_looking=self._is_looking
        )

    def show_view(self, view: HistoryView) -> None:
        self.header.show_text(view.title, view.subtitle)
        wanted = self._place.filter
        for field, options, code in (
            (self._who, view.people, wanted.who),
            (self._kind, view.kinds, wanted.kind),
            (self._visit, view.visits, wanted.visit),
        ):
            _offer(field, options, code)
        set_shown(self._visit, bool(view.visits))
        self._count.setText(view.count)
        self._list.show_lines(view.lines)
        if view.empty:
            self._nothing.show_text("clock", view.empty, view.empty_action, view.empty_key)
        self._stack.setCurrentWidget(self._nothing if view.empty else self._list)

    def page_actions(self) -> PageActions:
        back = self._place.back
        text = self.derive().back
        return PageActions(
            back=Action(text, lambda: self.page_requested.emit(back), name="leave_history") if back else None,
            secondary=(Action(self.words("history.see_all"), self._list.open_chosen, key_hint="Enter", name="see_all"),)
            if self._list.chosen() is not None
            else (),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        session = self.context.session
        if not self._place.subject and session.has_visit:
            state = session.state
            wanted = HistoryFilter(visit=state.consultation.consultation_id)
            self._place.subject, self._place.filter = Subject(state.patient.patient_id), wanted
            self._place.back = "consult"  # as after a lock, when the page one came from is forgotten
        self._load()

    # What the window may ask of it

    def open_history(self, subject: Subject, visit: str, back: str) -> None:
        """Show another history from its newest line; `visit` is a consultation id or "*", `back` a page's id."""
        self._place.subject, self._place.filter, self._place.back = subject, HistoryFilter(visit=visit), back
        self._search.set_text("")
        if self.isVisible():
            self._load()

    def start_search(self) -> bool:
        self._search.setFocus()
        self._search.line_edit.selectAll()
        return True

    def find_start(self) -> QWidget | None:
        return self._search.line_edit

    def close_top(self) -> bool:
        if self._sheet is None:
            return False
        self._sheet.dismiss()
        return True

    # Loading

    @property
    def _is_looking(self) -> bool:
        """Whether older rows are being fetched, or will be before anyone asks."""
        return self._desk.history.is_loading or self._wants_more()

    def _wants_more(self) -> bool:
        wanted, history = self._place.filter, self._desk.history
        if history.is_complete or not wanted.narrows or self._desk.rows_read >= self._look_until:
            return False
        return len(find_entries(history.entries, wanted)) < ENOUGH

    def _load(self) -> None:
        self._look_until = ROWS_AHEAD
        self._note.show_message(TagState.INFORMATION, "")
        self.busy.start(self.words("history.reading"))
        self._desk.open(self._place.subject, self._place.filter)

    def _on_changed(self) -> None:
        if not self._desk.history.is_loading:
            self.busy.stop()
            if self._wants_more():
                self._desk.load_more()
                return  # which comes back here
        self.refresh()

    def _on_end_neared(self) -> None:
        if not self._place.filter.narrows:
            self._desk.load_more()

    def _on_further(self) -> None:
        self._look_until = self._desk.rows_read + ROWS_AHEAD
        self._desk.load_more()

    # What the person does

    def _narrow(self, wanted: HistoryFilter) -> None:
        before, self._place.filter = self._place.filter, wanted
        is_asked_anew = before.visit != wanted.visit or (self._place.subject.is_whole and before.who != wanted.who)
        if is_asked_anew:
            self._load()
            return
        self._look_until = max(self._desk.rows_read, ROWS_AHEAD)
        self._on_changed()

    def _on_typed(self) -> None:
        self._narrow(replace(self._place.filter, query=self._search.text()))

    def _on_empty_action(self) -> None:
        if self._place.subject:
            self._on_widened()
        else:
            self.page_requested.emit("patients")

    def _on_widened(self) -> None:
        self._search.set_text("")
        self._narrow(HistoryFilter(visit=self._place.filter.visit))
        self._search.setFocus()

    def _on_opened(self, entry: HistoryEntry) -> None:
        if self._sheet is not None:
            return
        sheet = make_entry_sheet(self.theme, self.words, self, entry)
        sheet.dismissed.connect(self._on_sheet_gone)
        self._sheet = sheet
        sheet.open()

    def _on_sheet_gone(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            sheet.deleteLater()

    def _on_failed(self, problem: Problem) -> None:
        self._note.show_message(TagState.STOP, self.words.sentence_of(problem))

    # Layout and wiring

    def _make_choice(self, name: str) -> ChoiceField:
        label = self.words("history.visit_label" if name == "visit" else f"history.{name}")
        field = ChoiceField(self.theme, self.words, label, allows_none=False)
        field.setObjectName(name)
        return field

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(sizes.XL, sizes.S, sizes.XL, sizes.S)
        filters.setSpacing(sizes.S)
        search = QVBoxLayout()
        search.setSpacing(0)
        search.addStretch(1)
        search.addWidget(self._search)
        filters.addLayout(search, 3)
        for field, stretch in ((self._who, 2), (self._kind, 2), (self._visit, 3)):
            filters.addWidget(field, stretch)
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(filters)
        rows.addWidget(Hairline(self.theme))
        rows.addWidget(self._stack, 1)
        self.header.add_control(self._count)
        self.add_strip(self._note)
        self.set_body(body)

    def _connect(self) -> None:
        self._desk.changed.connect(self._on_changed)
        self._desk.failed.connect(self._on_failed)
        self._debounce.timeout.connect(self._on_typed)
        self._search.text_changed.connect(lambda _: self._debounce.start())
        self._search.went_down.connect(self._list.enter)
        self._search.entered.connect(self._list.enter)
        self._list.left_upwards.connect(self._search.setFocus)
        self._list.entry_opened.connect(self._on_opened)
        self._list.end_neared.connect(self._on_end_neared)
        self._list.further_requested.connect(self._on_further)
        self._list.selectionModel().currentChanged.connect(lambda *_: self.refresh_actions())
        self._nothing.action_requested.connect(self._on_empty_action)
        for name, field in (("who", self._who), ("kind", self._kind), ("visit", self._visit)):
            field.value_changed.connect(lambda code, name=name: self._on_chosen(name, str(code)))

    def _on_chosen(self, name: str, code: str) -> None:
        self._narrow(replace(self._place.filter, **{name: code}))


def _offer(field: ChoiceField, options: Options, code: str) -> None:
    """Offer options, made anew only if they differ; reports nothing."""
    if field.property("offered") != options:
        field.setProperty("offered", options)
        field.set_options(options)
    field.set_value(code)
