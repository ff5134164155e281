"""Pages are filled: what stays together, what is parted, and that nothing is lost."""

import pytest
from documents.document_builders import fonts
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pages import fill_pages
from stemsup_desktop.documents.pieces import Drawing, Follow, Gap, Piece, Prose, Stack, without_single_ends
from stemsup_desktop.documents.typesetter import Typesetter

STYLE = Style(10, 20)


def text(lines: int, word: str = "x") -> Prose:
    """Return prose of a number of lines of 20 points."""
    return Typesetter(fonts()).prose("\n".join([word] * lines), "", STYLE, 100)


def block(height: float) -> Piece:
    """Return something that cannot be parted."""
    return Drawing(height, lambda pen, x, top: None)


def heights(chapters: list[list[Piece]], room: float) -> list[float]:
    """Return the heights of the filled pages."""
    return [page.height for page in fill_pages(chapters, room)]


def test_a_chapter_begins_a_page() -> None:
    assert heights([[text(1)], [text(2)]], 100) == [20, 40]


def test_a_page_never_ends_or_begins_with_one_line_of_a_text() -> None:
    assert heights([[block(70), text(4)]], 100) == [70, 80]
    assert heights([[block(20), text(5)]], 100) == [80, 40]


def test_a_heading_keeps_two_lines_of_what_follows() -> None:
    assert heights([[block(50), Follow(block(20)), text(4)]], 100) == [50, 100]
    assert heights([[block(40), Follow(block(20)), text(4)]], 100) == [100, 40]


def test_a_page_never_ends_or_begins_with_one_point_of_a_longer_list() -> None:
    points = Stack(without_single_ends([block(10) for _ in range(5)]))
    assert heights([[block(20), points]], 35) == [20, 30, 20]
    assert heights([[points]], 45) == [30, 20]


def test_white_space_vanishes_at_the_top_of_a_page() -> None:
    assert heights([[Gap(9), block(90), Gap(30), block(50)]], 100) == [90, 50]


def test_what_is_kept_moves_as_a_whole() -> None:
    kept = Stack([text(2), block(30)], is_kept=True)
    assert heights([[block(60), kept]], 100) == [60, 70]


def test_what_is_kept_but_longer_than_a_page_is_parted() -> None:
    kept = Stack([text(12), block(30)], is_kept=True)
    assert sum(heights([[kept]], 100)) == pytest.approx(270)


def test_a_row_longer_than_a_page_goes_on_under_the_repeated_header() -> None:
    setter = Typesetter(fonts())
    grid = setter.grid(("Symptom", "Diagnosis"), [("薄毛", "所見\n" * 100)], width=200, style=STYLE)
    pages = fill_pages([[grid]], 300)
    assert len(pages) > 5
    assert all(page.height <= 300.01 for page in pages)


def test_something_taller_than_a_page_is_a_bug_and_says_so() -> None:
    with pytest.raises(AssertionError, match="taller than a page"):
        fill_pages([[block(101)]], 100)


def test_what_is_too_high_by_less_than_a_hair_is_one_page() -> None:
    assert len(fill_pages([[block(100), Gap(0.0078125)]], 100)) == 1


@settings(max_examples=150, deadline=None)
@given(
    parts=st.lists(
        st.one_of(
            st.integers(1, 40).map(text),
            st.floats(1, 100).map(block),
            st.floats(0, 30).map(Gap),
            st.floats(1, 40).map(block).map(Follow),
            st.lists(st.integers(1, 9).map(text), min_size=1, max_size=4).map(lambda rows: Stack(rows, is_kept=True)),
        ),
        max_size=25,
    )
)
def test_no_page_is_overfull_and_only_white_space_is_lost(parts: list[Piece]) -> None:
    pages = fill_pages([parts], 100)
    assert all(page.height <= 100.05 for page in pages)
    solid = sum(part.height for part in parts if not isinstance(part, Gap))
    whole = sum(part.height for part in parts)
    assert solid - 0.05 <= sum(page.height for page in pages) <= whole + 0.05
