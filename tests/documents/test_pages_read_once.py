"""What a page shows is read once for a document and its sealed file, and never where the two differ."""

import io
from pathlib import Path

import outloud
import pikepdf
import pytest
from documents import reading_order
from documents.marked_content import MarkedPage
from documents.pages_read_once import have_same_pages, reading_pages_once
from documents.reading_order import find_order_faults
from documents.sealing.seal_samples import make_key, make_pdf, seal


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, bytes]:
    """Return a document before its seal and with it."""
    before = make_pdf(pages=2)
    return before, seal(before, make_key())


def say(pdf: bytes, folder: Path) -> list[tuple[str, int | None, str]]:
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    result = outloud.check(str(path))
    assert not result.error
    return [(one.rule, one.page, one.message) for one in result.findings]


def with_other_page(pdf: bytes) -> bytes:
    """Return the file with words on its second page that no part of the structure has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[1]
        words = b"BT /F1 12 Tf 40 40 Td (these words belong to nothing at all) Tj ET"
        page.contents_add(document.make_stream(words))
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


def test_a_seal_leaves_the_pages_as_they_are(pair: tuple[bytes, bytes]) -> None:
    assert have_same_pages(*pair)


def test_a_page_that_shows_more_is_another(pair: tuple[bytes, bytes]) -> None:
    assert not have_same_pages(pair[0], with_other_page(pair[1]))
    assert not have_same_pages(with_other_page(pair[0]), pair[1])


def test_what_is_found_is_the_same_whether_pages_are_read_once_or_twice(
    pair: tuple[bytes, bytes], tmp_path: Path
) -> None:
    apart = [say(pdf, tmp_path) for pdf in pair]
    with reading_pages_once(*pair):
        together = [say(pdf, tmp_path) for pdf in pair]
    assert together == apart


def test_a_fault_that_came_with_the_seal_is_found_though_both_are_checked_together(
    pair: tuple[bytes, bytes], tmp_path: Path
) -> None:
    before, damaged = pair[0], with_other_page(pair[1])
    with reading_pages_once(before, damaged):
        first, second = say(before, tmp_path), say(damaged, tmp_path)
    assert set(second) - set(first)
    assert second == say(damaged, tmp_path)


def test_for_their_order_too_the_same_pages_are_read_once_and_others_for_themselves(
    pair: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def note(page: pikepdf.Page) -> MarkedPage:
        read.append(page.obj.objgen)
        return MarkedPage()

    monkeypatch.setattr(reading_order, "read_marked_page", note)
    for pdf in pair:
        find_order_faults(pdf)
    assert len(read) == 2 * len(set(read))
    read.clear()
    with reading_pages_once(*pair):
        for pdf in pair:
            find_order_faults(pdf)
    assert len(read) == len(set(read))
    with reading_pages_once(pair[0], with_other_page(pair[1])):
        assert reading_order.read_marked_page is note
    assert reading_order.read_marked_page is note
