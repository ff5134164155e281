"""The frame of each page of the locked window: a card in its middle, under the program's name."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.theme import Theme, set_look, sizes
from stemsup_desktop.ui.words import Words

if TYPE_CHECKING:
    from stemsup_desktop.store.closed_vault import ClosedVault


class CardPage(QWidget):
    """Holds one column, `rows`; the switch of language stands at its head."""

    language_switch_requested = Signal()

    def __init__(self, theme: Theme, words: Words, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        set_look(self, surface="window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._width = width
        self.rows = QVBoxLayout()
        self.rows.setContentsMargins(sizes.XS, sizes.XS, sizes.XS, sizes.XS)
        self.rows.setSpacing(sizes.S)
        head, language = make_head(theme, words)
        language.clicked.connect(self.language_switch_requested)
        self.rows.addLayout(head)
        self.rows.addSpacing(sizes.S)

    def focus_first(self) -> None:
        """Put the cursor where typing starts."""
        raise TypeError(f"{type(self).__name__} does not say where typing starts")

    def show_busy(self, sentence: str) -> None:
        """Say what is going on and take no second try meanwhile."""
        raise TypeError(f"{type(self).__name__} does not say that it is busy")

    def show_problem(self, problem: Problem) -> None:
        """Say why the records stay locked, and let the person try again."""
        raise TypeError(f"{type(self).__name__} shows no problem")

    def show_closed(self, closed: "ClosedVault") -> None:
        """Take what is known of the vault from outside; a page that tries nothing has no use for it."""

    def _place_card(self) -> None:
        """Put the column on the page; called once everything is in it. A low window with large text scrolls it."""
        holder = QWidget()
        holder.setFixedWidth(self._width)
        holder.setLayout(self.rows)
        fill_with_card(self, holder, ScrollPane(margins=(sizes.XS, sizes.XS, sizes.XS, sizes.XS), spacing=0))


def fill_with_card(page: QWidget, holder: QWidget, pane: ScrollPane) -> None:
    """Put what a page of the locked window holds a little above its middle, in a pane that scrolls where it is low."""
    # No alignment here: a layout asks an aligned widget for its height without saying its width.
    across = QHBoxLayout()
    across.addStretch(1)
    across.addWidget(holder)
    across.addStretch(1)
    pane.rows.addStretch(2)
    pane.rows.addLayout(across)
    pane.rows.addStretch(3)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(pane)


def make_head(theme: Theme, words: Words) -> tuple[QHBoxLayout, QuietButton]:
    """Return the head of a page of the locked window, and the switch of language in it."""
    language = QuietButton(theme, words("entry.language_switch"))
    language.setObjectName("language_switch")
    head = QHBoxLayout()
    head.setSpacing(sizes.S)
    head.addWidget(IconLabel(theme, "drop", "accent", 32))
    head.addWidget(Label(theme, words("entry.product"), role="heading"))
    head.addStretch(1)
    head.addWidget(language)
    return head, language
