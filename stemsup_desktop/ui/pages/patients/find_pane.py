"""The left pane: the search line over the patients found, or the sentence that there is nobody."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.empty_pane import EmptyPane
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.search_line import SearchLine
from stemsup_desktop.ui.pages.patients.hit_list import HitList
from stemsup_desktop.ui.pages.patients.view import ListView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class FindPane(QWidget):
    """Down leads from the line into the list, Up back again; Enter opens."""

    query_changed = Signal(str)
    query_entered = Signal()
    patient_chosen = Signal(str)
    patient_opened = Signal(str)
    add_requested = Signal()

    def __init__(self, theme: Theme, words: Words, query: str) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = SearchLine(
            theme, words("patients.search"), words("patients.search_hint"), words("patients.clear_search")
        )
        self.search.setObjectName("search_line")
        self.search.line_edit.setObjectName("search")
        self.search.set_text(query)
        self._heading = SectionHeading(theme, has_rule=False)
        self._more = Label(theme, role="small", tone="text-3", wraps=True)
        self.list = HitList(theme, words("patients.list_name"))
        self.empty = EmptyPane(theme, "patients", "add_from_search", is_main=False)
        self.empty.setObjectName("empty_list")
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.S, sizes.M, sizes.S, sizes.XS)
        column.setSpacing(sizes.XS)
        column.addWidget(self.search)
        column.addWidget(self._heading)
        column.addWidget(self._more)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.search.text_changed.connect(self.query_changed)
        self.search.entered.connect(self.query_entered)
        self.search.went_down.connect(self.list.enter)
        self.list.left_upwards.connect(self.focus_search)
        self.list.patient_chosen.connect(self.patient_chosen)
        self.list.patient_opened.connect(self.patient_opened)
        self.empty.action_requested.connect(self.add_requested)

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.setFocus()

    def show_list(self, view: ListView, chosen_id: str) -> None:
        """Show who was found and mark the chosen one; reports nothing."""
        self._heading.show_text(view.heading)
        set_shown(self._heading, bool(view.heading))
        self._more.setText(view.note)
        set_shown(self._more, bool(view.note))
        self.list.show_hits(view.hits, chosen_id)
        set_shown(self.list, not view.empty)
        set_shown(self.empty, bool(view.empty))
        if view.empty:
            self.empty.show_text(view.empty, view.empty_action, view.empty_key)
