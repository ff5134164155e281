"""The base of the parts of a page that are made anew when what they show differs."""

from collections.abc import Iterator
from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.laying_out import hold_back_styles, iter_getting_ready
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import in_pieces
from stemsup_desktop.ui.words import Words

V = TypeVar("V")


class Part(QWidget, Generic[V]):
    """`show_view` makes the content anew where it differs; the focus stays on what has the same name."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme = theme
        self.words = words
        self._shown: V | None = None
        self._content = QWidget()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._content)

    def show_view(self, view: V | None) -> None:
        """Show a view, or nothing at all."""
        set_shown(self, view is not None)
        if view is None or view == self._shown:
            return
        fresh = QWidget()
        for _ in self._iter_fill(_make_rows(fresh), view):
            pass
        self._put(fresh, view)

    def iter_ahead(self, view: V, width: int) -> Iterator[None]:
        """Make a view piece by piece, and lay it out for a width, while the part is hidden: showing it takes less."""
        if view == self._shown:
            return
        fresh = QWidget(self)
        fresh.hide()
        try:
            for _ in in_pieces(self._iter_fill(_make_rows(fresh), view)):
                hold_back_styles()
                yield
            yield from iter_getting_ready(fresh, QSize(width, fresh.sizeHint().height()))
            self._put(fresh, view)
            set_shown(fresh, True)
        finally:
            if self._content is not fresh and shiboken6.isValid(fresh):
                fresh.deleteLater()

    def _put(self, fresh: QWidget, view: V) -> None:
        """Put a content in the place of the one there is."""
        self._shown = view
        focused = self.window().focusWidget()
        name = focused.objectName() if focused is not None and self._content.isAncestorOf(focused) else ""
        self._outer.replaceWidget(self._content, fresh)
        self._content.hide()
        self._content.deleteLater()
        self._content = fresh
        if name:
            again = fresh.findChild(QWidget, name) or self.find_first()
            if again is not None:
                again.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_first(self) -> QWidget | None:
        """Find where the focus goes when what had it is gone."""
        return None

    def _iter_fill(self, rows: QVBoxLayout, view: V) -> Iterator[None]:
        """Make the content step by step, where it is long."""
        self._fill(rows, view)
        yield

    def _fill(self, rows: QVBoxLayout, view: V) -> None:
        raise TypeError(f"{type(self).__name__} shows nothing")

    def make_grid(self, captions: tuple[str, ...], stretches: tuple[int, ...]) -> QGridLayout:
        """Return a grid whose first row are quiet captions."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(sizes.M)
        grid.setVerticalSpacing(sizes.XS)
        for column, (caption, stretch) in enumerate(zip(captions, stretches, strict=True)):
            grid.setColumnStretch(column, stretch)
            grid.addWidget(Label(self.theme, caption, role="label", tone="text-3"), 0, column)
        return grid

    def put_texts(self, grid: QGridLayout, row: int, column: int, texts: tuple[str, ...]) -> None:
        """Put quiet texts side by side into a row of a grid; an empty one needs no widget."""
        for at, text in enumerate(texts, start=column):
            if text:
                grid.addWidget(self.make_text(text, "text-2"), row, at, Qt.AlignmentFlag.AlignVCenter)

    def make_text(self, text: str, tone: str = "text", *, weight: int | None = None) -> QWidget:
        """Return a text of a table, as typed and never cut."""
        return WrapLabel(self.theme, text, role="compact", tone=tone, weight=weight)


def _make_rows(content: QWidget) -> QVBoxLayout:
    rows = QVBoxLayout(content)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(sizes.S)
    return rows
