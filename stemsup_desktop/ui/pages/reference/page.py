"""The reference page: search as one types, lists by kind, the open page, and the way through its links."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.reference_page import render_reference_page
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.reference.model import GrowthFactor
from stemsup_desktop.reference.search import Hit, SearchIndex, find_pages, make_index
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.messages import EmptyState, InlineMessage
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.lots.book_keeper import LotBookKeeper
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.reference.detail import DetailPane
from stemsup_desktop.ui.pages.reference.history import EMPTY_HISTORY, History
from stemsup_desktop.ui.pages.reference.lot_chooser import LotChooser
from stemsup_desktop.ui.pages.reference.measured_view import MeasuredView, derive_measured_view
from stemsup_desktop.ui.pages.reference.page_list import PageList
from stemsup_desktop.ui.pages.reference.page_view import DetailView, SourceView
from stemsup_desktop.ui.pages.reference.search_bar import SearchBar
from stemsup_desktop.ui.pages.reference.view import ReferenceView, Tab, derive_reference, derive_target, tab_of
from stemsup_desktop.ui.theme import sizes

LIST_PX, NARROW_LIST_PX = 312, 280
_MIDDLE_PX, _WIDE_PX = 1152, 1360
_LOW_PX = 480
"""Height of the page in px of usual text below which the list gets the room of what stands around it."""
_SHOWN_HITS = 60
"""Hits beyond this number are left out; more letters find them."""


@dataclass(frozen=True, slots=True)
class ReferencePlace:
    """Where the reader stands: kept by the composition root when the page is made anew for another language."""

    tab: Tab = Tab.FACTORS
    history: History = EMPTY_HISTORY
    return_page_id: str = ""


class ReferencePage(Page[ReferenceView]):
    """Everything the program knows, searchable; it needs no visit and carries no patient."""

    needs_visit = False

    print_requested = Signal(bytes, str)
    """A finished card as PDF and the name it is printed under."""
    place_changed = Signal(object)
    """The new `ReferencePlace`."""

    def __init__(
        self, context: PageContext, content: Content, fonts: FontFolder, book: LotBookKeeper | None = None
    ) -> None:
        """Without `book` no value of any lot is shown."""
        super().__init__(context, has_header=False, has_actions=False)
        self._content = content
        self._fonts = fonts
        self._index: SearchIndex | None = None
        self._is_indexing = False
        self._query = ""
        self._place = ReferencePlace()
        self._details: dict[str, DetailView | SourceView] = {}
        self._shown_id = ""
        self._has_values = self._is_low = False
        self._bar = SearchBar(self.theme, self.words)
        self._switch = ViewSwitch(
            self.theme,
            self.words("reference.kinds_name"),
            tuple((tab.value, self.words(f"reference.{tab}")) for tab in Tab),
        )
        self._lots = LotChooser(context, book)
        self._lots.changed.connect(self.refresh)
        self._values_note = Label(
            self.theme, self.words("reference.values_note"), role="small", tone="text-3", wraps=True, keeps_phrases=True
        )
        self._count = Label(self.theme, role="small", tone="text-3", wraps=True)
        self._list = PageList(self.theme, self.words("reference.list_name"))
        self._message = InlineMessage(self.theme, TagState.STOP, is_strip=True)
        self._nothing = EmptyState(self.theme, "reference", self.words("reference.nothing_open"))
        self._detail = DetailPane(self.theme, self.words)
        self._stack = QStackedWidget()
        self._left = self._make_left()
        self._lay_out()
        self._connect()

    # What others ask of the page

    @property
    def place(self) -> ReferencePlace:
        """Where the reader stands."""
        return self._place

    def restore(self, place: ReferencePlace, return_title: str = "") -> None:
        """Take up a place kept from a page made anew."""
        self._bar.show_return(return_title if place.return_page_id else "")
        self._set_place(place)

    def open_page(self, page_id: str) -> None:
        """Open a page or source and end the search; an unknown id changes nothing."""
        page = self._content.reference.find_page(page_id)
        if page is None and page_id not in self._content.reference.sources:
            return
        tab = tab_of(page) if page is not None else self._place.tab
        self._clear_query()
        self._set_place(ReferencePlace(tab, self._place.history.with_opened(page_id), self._place.return_page_id))

    def focus_search(self, text: str = "") -> None:
        """Put the focus into the search field, with a query if one is given."""
        if text:
            self._bar.search.setText(text)
        self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.search.selectAll()

    def set_return(self, page_id: str, title: str) -> None:
        """Offer the way back to the page that opened the reference; an empty id offers none."""
        self._bar.show_return(title if page_id else "")
        self._set_place(ReferencePlace(self._place.tab, self._place.history, page_id))

    # Page

    def derive(self) -> ReferenceView:
        library = self._content.reference
        current = self._place.history.current
        if current and current not in self._details:
            pictures = self._content.pictures
            found = derive_target(library, self._content.clinical, current, self.words, pictures)
            if found is not None:
                self._details[current] = found
        return derive_reference(
            library,
            self.words,
            tab=self._place.tab,
            hits=self._find_hits(),
            detail=self._details.get(current),
            current_id=current,
            lot=self._lots.find_chosen(),
        )

    def show_view(self, view: ReferenceView) -> None:
        is_waiting = view.is_search and self._index is None
        self._count.setText(self.words("reference.search_making") if is_waiting else view.count)
        self._switch.set_value(view.tab.value)
        set_shown(self._switch, not view.is_search)
        self._list.show_entries(view.entries, view.current_id)
        self._bar.note.setText(view.content_note)
        history = self._place.history
        self._bar.show_history(can_go_back=history.can_go_back, can_go_forward=history.can_go_forward)
        self._stack.setCurrentWidget(self._nothing if view.detail is None else self._detail)
        if view.detail is not None and view.current_id != self._shown_id:
            self._shown_id = view.current_id
            self._detail.show_detail(view.detail, view.content_note)
        self._has_values = view.tab is Tab.FACTORS and not view.is_search and bool(self._lots.lots.entries)
        set_shown(self._lots, self._has_values)
        self._show_around()
        self._lots.show_lots()
        self._detail.show_measured(self._derive_measured(view.current_id))

    def _show_around(self) -> None:
        """Show what stands around the list of factors; on a low page the note is told by the lot's field."""
        set_shown(self._values_note, self._has_values and not self._is_low)
        set_shown(self._count, not (self._has_values and self._is_low))
        self._lots.setToolTip(self._values_note.text() if self._is_low else "")

    def _derive_measured(self, page_id: str) -> MeasuredView | None:
        if not isinstance(self._content.reference.find_page(page_id), GrowthFactor):
            return None
        chosen, planned = self._lots.find_chosen(), self._lots.find_planned()
        chosen_id = "" if chosen is None else chosen.lot.lot_id
        is_planned = planned is not None and planned.lot.lot_id == chosen_id
        return derive_measured_view(page_id, self._lots.lots.entries, chosen_id, self.words, is_planned=is_planned)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lots.refresh()

    def page_actions(self) -> PageActions:
        target = self._place.return_page_id
        if not target:
            return PageActions()
        return PageActions(back=Action(self._bar.back.text(), lambda: self.page_requested.emit(target)))

    def start_search(self) -> bool:
        self.focus_search()
        return True

    def close_top(self) -> bool:
        if not self._query:
            return False
        self._clear_query()
        self._bar.search.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def print_page(self) -> None:
        page = self._content.reference.find_page(self._place.history.current)
        if page is None:
            return
        library, fonts = self._content.reference, self._fonts
        session = self.context.session
        clinic = session.state.clinic if session.has_visit else None
        clinic_name = clinic.name if clinic is not None else ""
        language = self.words.language
        number = f"{page.id}-{library.manifest.version}-{language}"
        request = DocumentRequest(number, self.context.clock(), LanguageForm(language))
        self._message.show_message(TagState.STOP, "")
        self.run_job(
            lambda: render_reference_page(page, library, request, fonts, clinic_name),
            lambda result: self._on_rendered(result, number),
            busy=self.words("reference.printing"),
        )

    def panes(self) -> list[QWidget]:
        return [self._bar, self._left, self._stack]

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        self._left.setFixedWidth(self.theme.side(LIST_PX if width >= _MIDDLE_PX else NARROW_LIST_PX, width))
        set_shown(self._bar.note, width >= _WIDE_PX)
        self._is_low = height < _LOW_PX
        self._show_around()

    # Layout

    def _make_left(self) -> QWidget:
        left = QWidget()
        left.setProperty("surface", "sunken")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._switch.setObjectName("kinds")
        column = QVBoxLayout(left)
        column.setContentsMargins(sizes.XS, sizes.S, sizes.XS, sizes.XS)
        column.setSpacing(sizes.XS)
        self._switch.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )  # as wide as the list below it
        column.addWidget(self._switch)
        row = QHBoxLayout()
        row.setContentsMargins(sizes.S, 0, sizes.S, 0)
        row.addWidget(self._count)
        column.addLayout(row)
        column.addWidget(self._lots)
        column.addWidget(self._list, 1)
        self._values_note.setContentsMargins(sizes.S, 0, sizes.S, sizes.XXS)
        column.addWidget(self._values_note)
        return left

    def _lay_out(self) -> None:
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._detail)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(Hairline(self.theme, token="line-strong", is_vertical=True))
        row.addWidget(self._stack, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._message)
        column.addLayout(row, 1)
        self._left.setFixedWidth(self.theme.grown(NARROW_LIST_PX))
        self.set_body(body)

    def _connect(self) -> None:
        self._bar.search.textChanged.connect(self._on_query_changed)
        self._bar.search.down_pressed.connect(self._list.focus_first)
        self._bar.search.escape_pressed.connect(self.close_top)
        self._bar.search.returnPressed.connect(self._on_search_entered)
        self._bar.history_requested.connect(self._move)
        self._bar.back_requested.connect(self.action_bar.trigger_back)
        self._switch.value_changed.connect(self._on_tab_chosen)
        self._list.target_opened.connect(self._on_target_opened)
        self._detail.target_opened.connect(self.open_page)
        self._detail.print_requested.connect(self.print_page)
        self.bind("reference.back", partial(self._move, -1))
        self.bind("reference.forward", partial(self._move, 1))
        self.bind("topic.up", partial(self._scroll, -1))
        self.bind("topic.down", partial(self._scroll, 1))

    def _scroll(self, by: int) -> None:
        bar = self._detail.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep() * 9 // 10)

    # Search

    def _find_hits(self) -> tuple[Hit, ...] | None:
        if not self._query.strip():
            return None
        if self._index is None:
            self._make_index()
            return ()
        return find_pages(self._index, self._query)[:_SHOWN_HITS]

    def _make_index(self) -> None:
        if self._is_indexing or self._index is not None:
            return
        self._is_indexing = True
        library = self._content.reference
        self.run_job(lambda: make_index(library), self._on_index_made)

    def _on_index_made(self, result: Ok[SearchIndex] | Err) -> None:
        self._is_indexing = False
        if isinstance(result, Err):
            self._message.show_message(TagState.STOP, self.words.sentence_of(result.problem))
            return
        self._index = result.value
        self.refresh()

    def _clear_query(self) -> None:
        self._bar.search.clear()

    # What the person does

    def refresh(self) -> None:
        if self.isVisible():
            self._make_index()
        super().refresh()

    def _set_place(self, place: ReferencePlace) -> None:
        if place != self._place:
            self._place = place
            self.place_changed.emit(place)
            self.refresh()

    def _move(self, by: int) -> None:
        history = self._place.history.with_move(by)
        page = self._content.reference.find_page(history.current)
        tab = tab_of(page) if page is not None else self._place.tab
        self._set_place(ReferencePlace(tab, history, self._place.return_page_id))

    def _on_query_changed(self, text: str) -> None:
        self._query = text
        self.refresh()

    def _on_search_entered(self) -> None:
        if self._query and self._list.first_id():
            self._on_target_opened(self._list.first_id())

    def _on_tab_chosen(self, code: object) -> None:
        self._set_place(ReferencePlace(Tab(str(code)), self._place.history, self._place.return_page_id))

    def _on_target_opened(self, target_id: str) -> None:
        self.open_page(target_id)

    def _on_rendered(self, result: Ok[RenderedDocument] | Err, name: str) -> None:
        if isinstance(result, Err):
            self._message.show_message(TagState.STOP, self.words.sentence_of(result.problem))
        else:
            self.print_requested.emit(result.value.pdf, name)
