"""The left pane: search and filter over the list of products and lots, or the sentence that there is nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.empty_pane import EmptyPane
from stemsup_desktop.ui.components.labels import SectionHeading, set_shown
from stemsup_desktop.ui.components.search_line import SearchLine
from stemsup_desktop.ui.pages.lots.book_list import BookList
from stemsup_desktop.ui.pages.lots.memory import LotFilter
from stemsup_desktop.ui.pages.lots.view import ListView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class Finder(QWidget):
    """Down leads from the line into the list, Up back again; Enter opens."""

    query_changed = Signal(str)
    filter_chosen = Signal(object)
    line_chosen = Signal(str)
    line_opened = Signal(str)
    empty_action_requested = Signal()

    def __init__(self, theme: Theme, words: Words, query: str, chosen: LotFilter) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = SearchLine(theme, words("lots.search"), words("lots.search_hint"), words("lots.clear_search"))
        self.search.setObjectName("lot_search_line")
        self.search.line_edit.setObjectName("lot_search")
        self.search.set_text(query)
        options = tuple((one.value, words(f"lots.filter_{one.value.replace('-', '_')}")) for one in LotFilter)
        self.filter = ChoiceField(theme, words, words("lots.filter"), options, allows_none=False)
        self.filter.hide_label()
        self.filter.setObjectName("lot_filter")
        self.filter.set_value(chosen.value)
        self._heading = SectionHeading(theme, has_rule=False)
        self.list = BookList(theme, words("lots.list_name"))
        self.empty = EmptyPane(theme, "vial", "empty_action", is_main=False)
        self.empty.setObjectName("empty_lots")
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.S, sizes.M, sizes.S, sizes.XS)
        column.setSpacing(sizes.XS)
        for widget in (self.search, self.filter, self._heading):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.search.text_changed.connect(self.query_changed)
        self.search.entered.connect(self._on_entered)
        self.search.went_down.connect(self.list.enter)
        self.filter.value_changed.connect(lambda code: self.filter_chosen.emit(LotFilter(code)))
        self.list.left_upwards.connect(self.focus_search)
        self.list.line_chosen.connect(self.line_chosen)
        self.list.line_opened.connect(self.line_opened)
        self.empty.action_requested.connect(self.empty_action_requested)

    def _on_entered(self) -> None:
        """Go to the list; where only one lot was found, it is the one that was meant, and not its product above it."""
        lots = [line.key for line in self.list.book_model.lines if not line.is_product]
        if self.search.text().strip() and len(lots) == 1:
            self.list.choose(lots[0])
        self.list.enter()

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.setFocus()

    def show_list(self, view: ListView, chosen: str) -> None:
        """Show what was found and mark the chosen line; reports nothing."""
        self._heading.show_text(view.heading)
        set_shown(self._heading, bool(view.heading))
        self.list.show_lines(view.lines, chosen)
        set_shown(self.list, not view.empty)
        set_shown(self.empty, bool(view.empty))
        if view.empty:
            self.empty.show_text(view.empty, view.empty_action, view.empty_key)
