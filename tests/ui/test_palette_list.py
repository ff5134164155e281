"""The list of the palette ends on whole rows at every height, and what is chosen is always one of them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.palette.line_list import LineList
from stemsup_desktop.ui.palette.lines import Heading, Kind, Line, Row
from stemsup_desktop.ui.theme import Theme

ROWS: tuple[Row, ...] = tuple(
    row
    for group in range(4)
    for row in (
        Heading(f"Group {group}"),
        *(Line(Kind.ACTION, f"{group}-{at}", f"Title {group}-{at}") for at in range(9)),
    )
)


@pytest.fixture(params=[403, 410, 417, 424, 431, 438])
def lines(request: pytest.FixtureRequest, theme: Theme, shown: Callable[..., QWidget]) -> LineList:
    made = LineList(theme, "Results")
    shown(made, 600, request.param)
    made.show_rows(ROWS)
    return made


def cut_off(lines: LineList) -> list[int]:
    """Return the rows of which the edges of the list leave only a part."""
    every = (lines.lines_model.index(place, 0) for place in range(len(ROWS)))
    boxes = {index.row(): lines.visualRect(index) for index in every}
    view = lines.viewport().rect()
    return [place for place, box in boxes.items() if box.intersects(view) and not view.contains(box)]


def find_ink(lines: LineList) -> int:
    """Return how far down anything is painted."""
    image = lines.viewport().grab().toImage()
    ground = image.pixel(image.width() // 2, image.height() - 1)
    inked = (
        y for y in range(image.height() - 1, -1, -1) if any(image.pixel(x, y) != ground for x in range(image.width()))
    )
    return next(inked, -1)


def test_nothing_is_seen_of_a_row_that_does_not_fit(lines: LineList) -> None:
    for _ in range(2 * len(ROWS)):
        cut = cut_off(lines)
        assert len(cut) <= 1
        if cut:
            top = lines.visualRect(lines.lines_model.index(cut[0], 0)).top()
            assert top > 0  # only the lower edge cuts: the list goes on by whole rows
            assert find_ink(lines) < top
        lines.move_choice(1)


@pytest.mark.parametrize("by", [1, -1])
def test_the_chosen_line_is_whole_wherever_the_keys_go(lines: LineList, by: int) -> None:
    for _ in range(2 * len(ROWS)):
        lines.move_choice(by)
        assert lines.shows_whole(lines.visualRect(lines.currentIndex()))


def test_the_first_line_is_chosen_with_its_heading_above_it(lines: LineList) -> None:
    lines.move_choice(-1)
    lines.move_choice(1)
    assert lines.shows_whole(lines.visualRect(lines.lines_model.index(0, 0)))


def test_a_row_that_is_not_seen_is_not_clicked(lines: LineList) -> None:
    opened: list[object] = []
    lines.line_opened.connect(opened.append)
    before = lines.chosen()
    for place in cut_off(lines):
        box = lines.visualRect(lines.lines_model.index(place, 0))
        where = QPoint(box.center().x(), box.top() + 1)
        QTest.mouseMove(lines.viewport(), where)
        QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened == []
    assert lines.chosen() == before
