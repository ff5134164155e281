"""Ranges of pages as people type them: what is meant, and what is wrong with what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.ui.page_range import MOST_CHARACTERS, RangeFault, read_page_range, write_page_range


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (1, 2, 3, 4, 5)),
        ("  ", (1, 2, 3, 4, 5)),
        ("3", (3,)),
        ("1-3, 5", (1, 2, 3, 5)),
        ("5,1-3", (1, 2, 3, 5)),
        ("1 - 3 5", (1, 2, 3, 5)),
        ("-2", (1, 2)),
        ("4-", (4, 5)),
        ("2,2,1-2", (1, 2)),
        ("１〜３、５", (1, 2, 3, 5)),
        ("１ー２，４", (1, 2, 4)),
        ("2–3", (2, 3)),
        ("2から4", (2, 3, 4)),
    ],
)
def test_pages_are_read_as_they_are_meant(text: str, pages: tuple[int, ...]) -> None:
    found = read_page_range(text, 5)
    assert (found.pages, found.fault) == (pages, None)


@pytest.mark.parametrize(
    ("text", "fault", "part"),
    [
        ("one", RangeFault.UNREADABLE, "one"),
        ("1-2-3", RangeFault.UNREADABLE, "1-2-3"),
        ("-", RangeFault.UNREADABLE, "-"),
        (",", RangeFault.UNREADABLE, ","),
        ("1, 9", RangeFault.BEYOND, "9"),
        ("3-9", RangeFault.BEYOND, "3-9"),
        ("9-", RangeFault.BEYOND, "9-"),
        ("4-2", RangeFault.BACKWARDS, "4-2"),
        ("0", RangeFault.ZERO, "0"),
        ("0-3", RangeFault.ZERO, "0-3"),
        ("1234567", RangeFault.BEYOND, "1234567"),
        ("9" * 40, RangeFault.BEYOND, "9" * 12),
        ("1," * MOST_CHARACTERS, RangeFault.UNREADABLE, "1,1,1,1,1,1,"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, fault: RangeFault, part: str) -> None:
    found = read_page_range(text, 5)
    assert (found.pages, found.fault, found.part) == ((), fault, part)


@given(st.text(max_size=300), st.integers(1, 60))
def test_any_text_gives_pages_of_the_document_or_one_fault(text: str, count: int) -> None:
    found = read_page_range(text, count)
    assert bool(found.pages) != (found.fault is not None)
    assert list(found.pages) == sorted(set(found.pages))
    assert all(1 <= page <= count for page in found.pages)
    assert len(found.part) <= 12


@given(st.text(alphabet="0123456789-, 〜、", max_size=40), st.integers(1, 12))
def test_texts_of_the_right_signs_give_pages_or_one_fault(text: str, count: int) -> None:
    found = read_page_range(text, count)
    assert bool(found.pages) != (found.fault is not None)


@given(st.sets(st.integers(1, 40), min_size=1))
def test_pages_written_and_read_again_are_the_same(pages: set[int]) -> None:
    chosen = tuple(sorted(pages))
    assert read_page_range(write_page_range(chosen), 40).pages == chosen
