"""Fills pages from above: parts the flow where a page ends and never leaves a heading behind."""

from collections.abc import Sequence

from stemsup_desktop.documents.pieces import NEAR, Piece, Stack, without_gap


def fill_pages(chapters: Sequence[Sequence[Piece]], room: float) -> tuple[Piece, ...]:
    """Return one piece per page of height `room`; every chapter begins a new page."""
    pages: list[Piece] = []
    for chapter in chapters:
        rest: Piece = Stack(without_gap(chapter))
        while rest.height > room + NEAR:
            halves = rest.split(room, must=False) or rest.split(room, must=True)
            if halves is None:
                raise AssertionError("a piece of a document is taller than a page and cannot be parted")
            page, rest = halves
            pages.append(page)
        if rest.height:
            pages.append(rest)
    return tuple(pages)
