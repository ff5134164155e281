"""Reads a document as a screen reader does: along its structure, and nothing that is no part of it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from documents.marked_content import kids_of, read_marked_page


@dataclass(frozen=True)
class Said:
    """One thing that is read: the type of its element, its words with single spaces, and its language."""

    tag: str
    words: str
    language: str


def read_aloud(pdf: bytes) -> list[Said]:
    """Return what is read, element after element; a span is part of what it stands in."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [said for said in _Reader(document).read() if said.words]


def read_spans(pdf: bytes) -> list[Said]:
    """Return the words that are in another language than what they stand in."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        reader = _Reader(document)
        list(reader.read())
        return reader.spans


def list_bookmarks(pdf: bytes) -> list[tuple[int, str]]:
    """Return level, from 0, and title of each bookmark."""
    found: list[tuple[int, str]] = []

    def walk(items: list[pikepdf.OutlineItem], level: int) -> None:
        for item in items:
            found.append((level, item.title))
            walk(item.children, level + 1)

    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        walk(outline.root, 0)
    return found


class _Reader:
    def __init__(self, document: pikepdf.Pdf) -> None:
        self._root = document.Root.StructTreeRoot
        self._language = str(document.Root.Lang)
        self._texts = {page.obj.objgen: read_marked_page(page).texts for page in document.pages}
        self.spans: list[Said] = []

    def read(self) -> Iterator[Said]:
        for kid in kids_of(self._root):
            yield from self._read(kid, None, self._language)

    def _read(self, elem: pikepdf.Object, page: pikepdf.Object | None, language: str) -> Iterator[Said]:
        tag = str(elem.S).lstrip("/")
        page = elem.get("/Pg", page)
        language = str(elem.get("/Lang", language))
        if "/Alt" in elem or "/ActualText" in elem:
            yield Said(tag, str(elem.get("/Alt", elem.get("/ActualText"))), language)
            return
        own, below = "", []
        for kid in kids_of(elem):
            if isinstance(kid, int):
                own += self._texts[page.objgen][kid]
            elif kid.get("/Type") == "/MCR":
                own += self._texts[kid.Pg.objgen][int(kid.MCID)]
            elif kid.get("/S") == "/Span":
                words = self._read_span(kid, page)
                self.spans.append(Said("Span", words, str(kid.get("/Lang", language))))
                own += words
            elif kid.get("/Type") != "/OBJR":
                below += list(self._read(kid, page, language))
        yield Said(tag, " ".join(own.split()), language)
        yield from below

    def _read_span(self, span: pikepdf.Object, page: pikepdf.Object) -> str:
        page = span.get("/Pg", page)
        words = ""
        for kid in kids_of(span):
            if isinstance(kid, int):
                words += self._texts[page.objgen][kid]
            elif kid.get("/S") == "/Span":
                words += self._read_span(kid, page)
            else:
                words += self._texts[kid.Pg.objgen][int(kid.MCID)]
        return words
