"""A part of a lot's page that is made piece by piece: whole when it is shown, and nothing is left of one given up."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.lots.part import Part
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

MANY = tuple(f"Factor {number}" for number in range(300))


class Names(Part[tuple[str, ...]]):
    """One line for each name."""

    def _iter_fill(self, rows: QVBoxLayout, view: tuple[str, ...]) -> Iterator[None]:
        for name in view:
            rows.addWidget(self.make_text(name))
            yield


@pytest.fixture
def part(theme: Theme, words: Words, shown: object) -> Names:
    made = Names(theme, words)
    outer = QWidget()
    QVBoxLayout(outer).addWidget(made)
    shown(outer)
    made.show_view(("before",))
    made.show_view(None)
    return made


def read_lines(part: Names) -> list[str]:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return [label.text() for label in part.findChildren(WrapLabel)]


def test_what_is_made_ahead_is_whole_when_it_is_shown(part: Names) -> None:
    pieces = part.iter_ahead(MANY, 400)
    next(pieces)
    assert not part.isVisible()
    assert sum(1 for _ in pieces) > 1, "in several pieces"
    part.show_view(MANY)
    assert read_lines(part) == list(MANY)
    assert all(label.isVisible() for label in part.findChildren(WrapLabel))


def test_what_is_given_up_half_way_leaves_nothing(part: Names) -> None:
    pieces = part.iter_ahead(MANY, 400)
    next(pieces)
    pieces.close()
    assert read_lines(part) == ["before"]
    part.show_view(("after",))
    assert read_lines(part) == ["after"]


def test_what_is_shown_already_is_not_made_again(part: Names) -> None:
    assert list(part.iter_ahead(("before",), 400)) == []
