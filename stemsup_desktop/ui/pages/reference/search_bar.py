"""The bar over the reference: title, search field, pages seen before and after, and the way back to the step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.actions.registry import key_of
from stemsup_desktop.ui.components.buttons import IconButton, KeyHint, SecondaryButton
from stemsup_desktop.ui.components.field_frame import FieldBox
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_LEAST_PX, _MOST_PX = 200, 360


class SearchEdit(LineEdit):
    """One line; Down goes into the results, Esc clears."""

    down_pressed = Signal()
    escape_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            super().keyPressEvent(event)


class SearchBar(QWidget):
    """`history_requested` carries -1 or 1; the search field is `search`."""

    history_requested = Signal(int)
    back_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = SearchEdit()
        self.search.setObjectName("search")
        self.search.setProperty("kind", "bare")
        self.search.setFont(theme.font("body"))
        self.search.setPlaceholderText(words("reference.search_hint"))
        self.search.setAccessibleName(words("reference.search_name"))
        self.earlier = self._make_arrow(theme, "chevron-left", "reference.go_back", -1)
        self.later = self._make_arrow(theme, "chevron-right", "reference.go_forward", 1)
        self.note = Label(theme, role="small", tone="text-3")
        self.back = SecondaryButton(theme, icon_name="chevron-left", key_hint="Esc")
        self.back.setObjectName("back_to_step")
        self.back.clicked.connect(self.back_requested)
        self._lay_out(theme)
        set_shown(self.back, False)

    def show_return(self, title: str) -> None:
        """Offer the way back to a page of this title; an empty title offers none."""
        text = self._words("reference.back_to", page=title) if title else ""
        self.back.setText(text)
        self.back.setAccessibleName(text)
        self.back.updateGeometry()
        set_shown(self.back, bool(title))

    def show_history(self, *, can_go_back: bool, can_go_forward: bool) -> None:
        """Say which way the history goes on."""
        self.earlier.setEnabled(can_go_back)
        self.later.setEnabled(can_go_forward)

    def _lay_out(self, theme: Theme) -> None:
        box = FieldBox(theme)
        box.row.addWidget(IconLabel(theme, "search", "text-3", 16))
        box.row.addWidget(self.search, 1)
        box.row.addWidget(KeyHint(theme, key_of("search")))
        box.setFocusProxy(self.search)
        self.search.setProperty("ring_owner", box)
        box.setMinimumWidth(theme.grown(_LEAST_PX))
        box.setMaximumWidth(theme.grown(_MOST_PX))
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setContentsMargins(sizes.L, sizes.XS, sizes.XL, sizes.S)
        row.setSpacing(sizes.S)
        row.addWidget(Label(theme, self._words("reference.title"), role="title"))
        row.addSpacing(sizes.XS)
        row.addWidget(box, 3)
        row.addWidget(self.earlier)
        row.addWidget(self.later)
        row.addStretch(1)
        row.addWidget(self.note)
        row.addWidget(self.back)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(row)
        outer.addWidget(Hairline(theme, token="line-strong"))

    def _make_arrow(self, theme: Theme, icon: str, key: str, by: int) -> IconButton:
        button = IconButton(theme, icon, self._words(key))
        button.setObjectName("history_back" if by < 0 else "history_forward")
        button.clicked.connect(lambda: self.history_requested.emit(by))
        button.setEnabled(False)
        return button
