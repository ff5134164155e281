"""A list of rows that are made a few at a time: the first ones at once, the next when somebody asks for them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

AT_ONCE = 12
"""Rows that are made in one turn of the event loop: more of them would hold the window for longer than it may."""


class RowList(QWidget):
    """`show_rows` takes one maker for each row."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self._waiting: list[Callable[[], QWidget]] = []
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.more_button = QuietButton(theme, "")
        self.more_button.setObjectName("more_rows")
        self.more_button.clicked.connect(self._on_more)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XS)
        outer.addLayout(self._column)
        outer.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        set_shown(self.more_button, False)

    @property
    def rows(self) -> tuple[QWidget, ...]:
        """The rows that are there."""
        return tuple(self._rows)

    def show_rows(self, makers: Sequence[Callable[[], QWidget]]) -> None:
        """Show other rows."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        self._waiting = list(makers)
        self._make_next()

    def _on_more(self) -> None:
        first = len(self._rows)
        self._make_next()
        self._rows[first].setFocus(Qt.FocusReason.OtherFocusReason)
        self._rows[first].focusNextChild()

    def _make_next(self) -> None:
        now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        for make in now:
            row = make()
            self._rows.append(row)
            self._column.addWidget(row)
        count = len(self._waiting)
        self.more_button.setText(self._words("events.show_more", count=count) if count else "")
        set_shown(self.more_button, bool(count))
