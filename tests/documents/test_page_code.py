"""The line in the square code of a page is read exactly as it was written, or not at all."""

import re
import string

import pytest
from hostile_strings import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.documents.page_code import (
    NOT_KEPT,
    PageCode,
    is_kept_number,
    read_page_code,
    write_page_code,
)

CONTENT = "0123456789ab" + "c" * 52
LINE = write_page_code("CNS-2026-00417", 3, 12, CONTENT)

numbers = st.from_regex(r"[A-Z]{2,4}-[0-9]{4}-[0-9]{5,9}", fullmatch=True, alphabet=string.printable)
contents = st.text("0123456789abcdef", min_size=64, max_size=64)
pages = st.tuples(st.integers(1, 9_999), st.integers(1, 9_999)).map(sorted)


def test_a_line_is_short_enough_for_a_code_of_25_modules() -> None:
    import segno

    longest = write_page_code("CNS-2026-00417", 98, 99, CONTENT)
    assert (len(longest), segno.make(longest, error="m", micro=False, boost_error=False).version) == (38, 2)


@given(numbers, pages, contents)
def test_what_was_written_is_read(number: str, place: list[int], content: str) -> None:
    line = write_page_code(number, *place, content)
    assert read_page_code(line) == PageCode(number, *place, content[:12])
    assert re.fullmatch(r"[0-9A-Z .-]+", line)  # what a code holds as letters of 5.5 bits


@given(numbers, pages, contents, st.data())
def test_a_line_with_one_character_changed_is_not_read(
    number: str, place: list[int], content: str, data: st.DataObject
) -> None:
    line = write_page_code(number, *place, content)
    at = data.draw(st.integers(0, len(line) - 1))
    other = data.draw(st.sampled_from([one for one in string.printable + "０é" if one != line[at]]))
    assert read_page_code(line[:at] + other + line[at + 1 :]) is None


@given(st.text())
def test_any_other_text_is_no_line(text: str) -> None:
    assert read_page_code(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        NOT_KEPT,
        LINE.lower(),
        LINE + "\n",
        " " + LINE,
        LINE + LINE,
        LINE.replace("S1", "S2"),
        LINE.replace(".3.12.", ".03.12."),
        LINE.replace(".3.12.", ".0.12."),
        LINE.replace(".3.12.", ".12.3."),
        LINE.replace("3", "３"),
        "CNS-2026-00417|1.0|3",
        *HOSTILE.values(),
    ],
)
def test_what_only_looks_like_a_line_is_none(text: str) -> None:
    assert read_page_code(text) is None


def test_a_page_behind_the_last_one_is_not_read_though_its_check_is_right() -> None:
    import zlib

    body = LINE.rpartition(".")[0].replace(".3.12.", ".13.12.")
    rest, check = zlib.crc32(body.encode()), ""
    for _ in range(3):
        rest, digit = divmod(rest, 36)
        check += (string.digits + string.ascii_uppercase)[digit]
    assert read_page_code(f"{body}.{check}") is None


@pytest.mark.parametrize(
    ("number", "page", "page_count", "content"),
    [
        ("CNS-FILE-ABCD1234", 1, 1, CONTENT),
        ("cns-2026-00417", 1, 1, CONTENT),
        ("CNS-2026-00417\n", 1, 1, CONTENT),
        ("CNS-２０２６-00417", 1, 1, CONTENT),
        ("CNS-2026-00417", 0, 1, CONTENT),
        ("CNS-2026-00417", 2, 1, CONTENT),
        ("CNS-2026-00417", 1, 10_000, CONTENT),
        ("CNS-2026-00417", 1, 1, CONTENT[:12]),
        ("CNS-2026-00417", 1, 1, ""),
    ],
)
def test_what_no_kept_document_has_is_not_written(number: str, page: int, page_count: int, content: str) -> None:
    with pytest.raises(ValueError, match="no page"):
        write_page_code(number, page, page_count, content)


def test_only_a_vaults_own_numbers_are_kept_ones() -> None:
    assert is_kept_number("CNS-2026-00417")
    assert not is_kept_number("CNS-FILE-C1")
    assert not is_kept_number("CNS-2026-417")
