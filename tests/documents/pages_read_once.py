"""Lets the judges read once what the pages of a document show, where they are asked about them again behind a seal.

They are `outloud` and our own of the order in which pages are painted.

A seal adds to a file and leaves its pages as they are: that is looked at first, object by object, and where it is not
so each file is read for itself. Whatever a rule asks of a file otherwise, it asks of that file.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from documents import reading_order
from documents.marked_content import MarkedPage
from outloud import content, fonts


@contextmanager
def reading_pages_once(before: bytes, after: bytes) -> Iterator[None]:
    """Read the pages of the first file that is checked in here for both, unless they differ."""
    if not have_same_pages(before, after):
        yield
        return
    pages: dict[int, Any] = {}
    collected: list[Any] = []
    marked: dict[tuple[int, int], MarkedPage] = {}
    read_page, collect, read_marked = content.parse_page, fonts.collect_fonts, reading_order.read_marked_page

    def read_once(document: Any, page: Any) -> Any:
        if page.index not in pages:
            pages[page.index] = read_page(document, page)
        return pages[page.index]

    def collect_once(document: Any) -> Any:
        if not collected:
            collected.append(collect(document))
        return collected[0]

    def read_marked_once(page: pikepdf.Page) -> MarkedPage:
        if page.obj.objgen not in marked:
            marked[page.obj.objgen] = read_marked(page)
        return marked[page.obj.objgen]

    content.parse_page, fonts.collect_fonts, reading_order.read_marked_page = read_once, collect_once, read_marked_once
    try:
        yield
    finally:
        content.parse_page, fonts.collect_fonts, reading_order.read_marked_page = read_page, collect, read_marked


def have_same_pages(one: bytes, other: bytes) -> bool:
    """Tell whether two files show the same: as many pages, each of the same objects, and these the same to the byte."""
    with pikepdf.open(io.BytesIO(one)) as first, pikepdf.open(io.BytesIO(other)) as second:
        return list(_iter_shown(first)) == list(_iter_shown(second))


def _iter_shown(document: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], bytes, bytes]]:
    """Go through all that the pages are painted with: each object's number, what it says, and its stream."""
    seen: set[tuple[int, int]] = set()
    for page in document.pages:
        yield page.objgen, b"page", b""
        waiting: list[Any] = [page.obj.get("/Contents"), page.obj.get("/Resources")]
        while waiting:
            at = waiting.pop()
            if not isinstance(at, pikepdf.Object) or (at.objgen != (0, 0) and at.objgen in seen):
                continue
            seen.add(at.objgen)
            is_stream = isinstance(at, pikepdf.Stream)
            own = at.stream_dict if is_stream else at
            yield at.objgen, own.unparse(), at.read_raw_bytes() if is_stream else b""
            if isinstance(own, pikepdf.Dictionary):
                waiting += [value for key, value in own.items() if key != "/Parent"]
            elif isinstance(own, pikepdf.Array):
                waiting += list(own)
