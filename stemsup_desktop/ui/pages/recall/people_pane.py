"""The left pane: how far the clinic has come, search and filter, and the list of recipients."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import PrimaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.search_line import SearchLine
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.recall.people_list import PeopleList
from stemsup_desktop.ui.pages.recall.place import RecallPlace
from stemsup_desktop.ui.pages.recall.view import RecallView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class PeoplePane(QWidget):
    """Down leads from the search into the list, Up back again."""

    query_changed = Signal(str)
    filter_toggled = Signal(bool)
    widen_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = words
        self.progress = Label(theme, role="section")
        self.progress.setObjectName("recall_progress")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.search = SearchLine(
            theme, words("recall.search"), words("recall.search_hint"), words("recall.clear_search")
        )
        self.search.line_edit.setObjectName("recall_search")
        self.only_left = CheckBox(theme, words("recall.only_left"))
        self.only_left.setObjectName("only_left")
        self.list = PeopleList(theme, words("recall.list_name"))
        self._nothing = WrapLabel(theme, tone="text-2", is_centred=True)
        self._nothing.setObjectName("recall_nothing")
        self.widen = PrimaryButton(theme, words("recall.show_all"))
        self.widen.setObjectName("show_everybody")
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.S, sizes.M, sizes.S, sizes.XS)
        column.setSpacing(sizes.XS)
        for widget in (self.progress, self._bar, self.search, self.only_left):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1)
        column.addWidget(self.widen)
        self.search.text_changed.connect(self.query_changed)
        self.search.entered.connect(self.list.enter)
        self.search.went_down.connect(self.list.enter)
        self.only_left.toggled.connect(self.filter_toggled)
        self.list.left_upwards.connect(self.search.setFocus)
        self.widen.clicked.connect(self.widen_requested)

    def show_view(self, view: RecallView, place: RecallPlace) -> None:
        """Show the list; reports nothing."""
        had_focus = self.list.hasFocus()
        self.progress.setText(view.progress)
        self._bar.setRange(0, max(1, view.count))
        self._bar.setValue(view.reached)
        self._bar.setAccessibleName(view.progress)
        self.only_left.set_value(place.is_only_left)
        if self.search.text() != place.query:
            self.search.set_text(place.query)
        self.list.show_lines(view.lines, place.chosen)
        set_shown(self.list, bool(view.lines))
        set_shown(self._nothing, bool(view.empty))
        self._nothing.setText(view.empty)
        set_shown(self.widen, view.can_widen)
        for widget in (self.progress, self._bar, self.search, self.only_left):
            set_shown(widget, bool(view.count))
        if had_focus and not view.lines and view.count:
            (self.widen if view.can_widen else self.search).setFocus()
