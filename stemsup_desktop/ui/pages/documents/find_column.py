"""The left column: what is looked for, how many fit, and the list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.empty_pane import EmptyPane
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.pages.documents.document_list import DocumentList
from stemsup_desktop.ui.pages.documents.filter_pane import FilterPane
from stemsup_desktop.ui.pages.documents.finding import Filters
from stemsup_desktop.ui.pages.documents.view import DocumentsView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class FindColumn(QWidget):
    """`more_requested` asks for the documents behind the last one."""

    more_requested = Signal()
    empty_action_requested = Signal()
    """What the view offers where there is nothing."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.filter_pane = FilterPane(theme, words)
        self._count = Label(theme, role="section")
        self.list = DocumentList(theme, words("documents.list_name"))
        self._empty = EmptyPane(theme, "docs", "empty_action")
        self._empty.setObjectName("empty")
        self._empty.action_requested.connect(self.empty_action_requested)
        self._more = SecondaryButton(theme, words("documents.more"))
        self._more.setObjectName("more")
        self._more.clicked.connect(self.more_requested)
        # All of it scrolls where a low window has no room for fields and list: fields would be squeezed.
        pane = ScrollPane(margins=(sizes.S, sizes.S, sizes.S, sizes.XS), spacing=sizes.S)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(pane)
        column = pane.rows
        for widget in (self.filter_pane, self._count):
            column.addWidget(widget)
        column.addWidget(self._empty, 1)
        column.addWidget(self.list, 1)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)

    def show_view(self, view: DocumentsView, filters: Filters, chosen: str) -> None:
        """Show what is looked for and what fits, with the open document marked."""
        self.filter_pane.show_filters(filters, view.scope)
        self._count.setText(view.count)
        set_shown(self._count, bool(view.count))
        self.list.show_lines(view.lines, chosen)
        set_shown(self.list, bool(view.lines))
        self._empty.show_text(view.empty, view.empty_action, view.empty_key)
        set_shown(self._empty, bool(view.empty))
        set_shown(self._more, view.has_more)
