"""The parts that pages of the reference are built from: links, facts, claims."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.labels import Hairline, Label
from stemsup_desktop.ui.components.tags import ReviewTag
from stemsup_desktop.ui.pages.reference.lines import Open
from stemsup_desktop.ui.pages.reference.page_view import ClaimView, Fact, Link
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_FACT_PX = 150


def make_link(theme: Theme, link: Link, text: str, open_target: Open, role: str = "compact") -> LinkLabel:
    """Return a link to a page or source."""
    label = LinkLabel(theme, text, role=role)
    label.setObjectName(f"link:{link.target_id}")
    label.setToolTip(link.name)
    label.setAccessibleName(link.name or text)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    label.clicked.connect(lambda: open_target(link.target_id))
    return label


def selectable(label: Label) -> Label:
    """Let the text of a label be marked with the mouse and copied."""
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return label


class _FactCell(QWidget):
    """A label over a value."""

    def __init__(self, theme: Theme, words: Words, fact: Fact) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, sizes.XS, sizes.S, sizes.XS)
        column.setSpacing(sizes.HAIR)
        column.addWidget(Label(theme, fact.label, role="small", tone="text-3"))
        column.addWidget(selectable(Label(theme, fact.value, role="compact", weight=500, wraps=True)))
        if fact.needs_check:
            column.addSpacing(sizes.TIGHT)
            column.addWidget(ReviewTag(theme, words), 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)


class FactStrip(QWidget):
    """Facts side by side between two rules, as many to a row as there is room for, and every row about as full."""

    def __init__(self, theme: Theme, words: Words, facts: Sequence[Fact], width: int) -> None:
        super().__init__()
        self._cells = [_FactCell(theme, words, fact) for fact in facts]
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(sizes.S)
        self._grid.setVerticalSpacing(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Hairline(theme, token="line-strong"))
        outer.addLayout(self._grid)
        outer.addWidget(Hairline(theme, token="line-strong"))
        self._fit(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        count = max(1, len(self._cells))
        most = max(1, min(count, width // _FACT_PX))
        rows = ceil(count / most)
        self._place(ceil(count / rows))

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for number, cell in enumerate(self._cells):
            self._grid.addWidget(cell, number // columns, number % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)


class ClaimTable(QWidget):
    """What is claimed beside what can be said, in two columns of the same width and type."""

    def __init__(self, theme: Theme, words: Words, claims: Sequence[ClaimView], open_target: Open) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(sizes.XL)
        grid.setVerticalSpacing(sizes.XS)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for column, key in enumerate(("reference.claimed", "reference.said")):
            grid.addWidget(Label(theme, words(key), role="small", tone="text-3"), 0, column)
        top = Qt.AlignmentFlag.AlignTop
        for number, claim in enumerate(claims):
            row = 2 * number + 1
            grid.addWidget(Hairline(theme), row, 0, 1, 2)
            said = QVBoxLayout()
            said.setSpacing(sizes.TIGHT)
            said.addWidget(selectable(Label(theme, claim.claim, role="compact", tone="text-2", wraps=True)))
            sources = QHBoxLayout()
            for link in claim.sources:
                sources.addWidget(make_link(theme, link, link.target_id, open_target, "small"))
            sources.addStretch(1)
            said.addLayout(sources)
            said.addStretch(1)
            grid.addLayout(said, row + 1, 0)
            grid.addWidget(selectable(Label(theme, claim.view, role="compact", wraps=True)), row + 1, 1, top)
