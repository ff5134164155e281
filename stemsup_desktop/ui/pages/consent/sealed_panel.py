"""The consent that was signed on screen and sealed: what it is, and the ways on from it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.pages.consent.marks import SealedView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class SealedPanel(QWidget):
    """Read only; the signals name what the person wants next."""

    copy_requested = Signal()
    documents_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._facts: list[tuple[Label, Label]] = []
        self._sentence = InlineMessage(theme)
        self._sentence.setObjectName("consent.sealed")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(sizes.L)
        self._grid.setVerticalSpacing(sizes.XS)
        self._grid.setColumnStretch(1, 1)
        self._copy = SecondaryButton(theme, words("consent.print_copy"), icon_name="print")
        self._copy.setObjectName("consent.print_copy")
        self._copy.clicked.connect(self.copy_requested)
        documents = SecondaryButton(theme, words("consent.open_documents"), icon_name="docs")
        documents.setObjectName("consent.open_documents")
        documents.clicked.connect(self.documents_requested)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(sizes.S)
        self.buttons.addWidget(self._copy)
        self.buttons.addWidget(documents)
        self.buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.M)
        rows.addWidget(self._sentence)
        rows.addLayout(self._grid)
        rows.addLayout(self.buttons)

    def take_focus(self) -> None:
        """Put the focus on what comes next: the patient's copy."""
        self._copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_view(self, view: SealedView | None) -> None:
        """Show what was sealed, or nothing."""
        set_shown(self, view is not None)
        if view is None:
            return
        self._sentence.show_message(TagState.CLEAR, view.sentence)
        while len(self._facts) < len(view.facts):
            label = Label(self._theme, role="compact", tone="text-3")
            value = Label(self._theme, wraps=True)
            self._grid.addWidget(label, len(self._facts), 0)
            self._grid.addWidget(value, len(self._facts), 1)
            self._facts.append((label, value))
        for (label, value), (name, text) in zip(self._facts, view.facts, strict=False):
            label.setText(name)
            value.setText(text)
