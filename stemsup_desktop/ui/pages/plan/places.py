"""Where the three panes of step 4 stand: side by side, or in tabs where the page has no room for all."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.site_map.map_board import MapBoard
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

LEFT_PX, RIGHT_PX = 324, 360
LEFT_TIGHT_PX = 308
WIDE_PX = 1200
THREE_PANES_PX = 1068
"""A little less than a window of 1152 px leaves to the page beside the rail."""
TWO_PANES_PX = 760
_LEAST_PX = 48
"""A pane scrolls: strips and bars of a low window keep their height, and it has what is left."""


class Places(QObject):
    """Moves product and numbers between the sides and the tabs in the middle, by the width of the page itself.

    The gate's drawer takes its room from the page, not from the window.
    """

    changed = Signal()

    def __init__(self, theme: Theme, words: Words, product: QWidget, board: MapBoard, numbers: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._board = board
        self._panes = {"product": product, "map": _make_low(board), "numbers": numbers}
        for pane in self._panes.values():
            pane.setMinimumHeight(_LEAST_PX)
        self.tabs = 0
        """How many panes are tabs now."""
        self._tab = "map"
        self.left, self.right, self.body = _make_side(product), _make_side(numbers), QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._panes["map"])
        self.switches = (self._make_switch("map", "numbers"), self._make_switch("product", "map", "numbers"))

    def fit(self, width: int) -> None:
        """Fit into the width of the page, in px at the usual size of text."""
        self.left.setFixedWidth(self._theme.grown(LEFT_TIGHT_PX if width < WIDE_PX else LEFT_PX))
        tabs = 0 if width >= THREE_PANES_PX else 2 if width >= TWO_PANES_PX else 3
        if tabs == self.tabs:
            return
        self.tabs = tabs
        for name, side, is_tab in (("product", self.left, tabs > 2), ("numbers", self.right, tabs > 0)):
            layout = (self.body if is_tab else side).layout()
            if layout is not None:
                layout.addWidget(self._panes[name])
        self._board.set_single(tabs > 0)
        self._show()
        self.changed.emit()

    def bring(self, tab: str) -> None:
        """Bring a pane to the front, where it is one of the tabs."""
        self._tab = tab
        self._show()

    def _show(self) -> None:
        is_tab = {"product": self.tabs > 2, "map": self.tabs > 0, "numbers": self.tabs > 0}
        front = self._tab if is_tab[self._tab] else "map"
        set_shown(self.left, not is_tab["product"])
        set_shown(self.right, not is_tab["numbers"])
        for name, pane in self._panes.items():
            set_shown(pane, not is_tab[name] or name == front)
        for count, switch in zip((2, 3), self.switches, strict=True):
            set_shown(switch, count == self.tabs)
            switch.set_value(front)

    def _make_switch(self, *tabs: str) -> ViewSwitch:
        options = tuple((tab, self._words(f"plan.view_{tab}")) for tab in tabs)
        switch = ViewSwitch(self._theme, self._words("plan.view"), options)
        switch.setObjectName("plan_view" if len(tabs) == 2 else "plan_views")
        switch.value_changed.connect(lambda code: self.bring(str(code)))
        switch.hide()
        return switch


def _make_low(board: MapBoard) -> ScrollPane:
    """Let the map be scrolled where a window is too low for the least of it."""
    pane = ScrollPane(margins=(0, 0, 0, 0), spacing=0)
    pane.rows.addWidget(board, 1)
    return pane


def _make_side(pane: QWidget) -> QWidget:
    side = QWidget()
    side.setProperty("surface", "sunken")
    side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(pane)
    return side
