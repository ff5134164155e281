"""The left pane: the list of clauses, and what adds, removes and moves one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import QuietButton, SecondaryButton
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.pages.forms.clause_list import ClauseList
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class ClausePane(QWidget):
    """`moved` carries -1 for up and 1 for down."""

    added = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.list = ClauseList(theme, words("forms.clauses"))
        self._add = SecondaryButton(theme, words("forms.add_clause"), icon_name="plus")
        self._remove = QuietButton(theme, words("forms.remove_clause"))
        self._up = QuietButton(theme, words("forms.move_up"))
        self._down = QuietButton(theme, words("forms.move_down"))
        self._buttons = {
            "add_clause": self._add,
            "remove_clause": self._remove,
            "move_up": self._up,
            "move_down": self._down,
        }
        for name, button in self._buttons.items():
            button.setObjectName(name)
        self._add.clicked.connect(self.added)
        self._remove.clicked.connect(self.removed)
        self._up.clicked.connect(lambda: self.moved.emit(-1))
        self._down.clicked.connect(lambda: self.moved.emit(1))
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setContentsMargins(sizes.XXS, 0, sizes.XXS, 0)
        upper.addWidget(self._add)
        upper.addStretch(1)
        upper.addWidget(self._remove)
        lower.addWidget(self._up)
        lower.addWidget(self._down)
        lower.addStretch(1)
        held = QVBoxLayout()
        held.setContentsMargins(sizes.XS, 0, 0, 0)
        held.setSpacing(sizes.XS)
        held.addWidget(self.list, 1)
        held.addLayout(upper)
        column = QVBoxLayout(self)
        # Buttons without an outline begin at the edge: their text then stands under the outline above.
        column.setContentsMargins(0, sizes.S, sizes.XS, sizes.S)
        column.setSpacing(sizes.XS)
        column.addLayout(held, 1)
        column.addLayout(lower)

    def set_locked(self, reason: str) -> None:
        """Let nothing be changed, and say why; an empty reason lets everything be."""
        for button in self._buttons.values():
            button.setEnabled(not reason)
            say_reason(button, reason)
