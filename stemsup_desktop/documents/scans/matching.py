"""Which page of a document each read page is. Pure: what a page holds was read before."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from stemsup_desktop.documents.page_code import PageCode


class ExpectedPages(msgspec.Struct, frozen=True):
    """The document whose pages are wanted; `content` as its codes have it, empty where it was printed without codes.

    `earlier` are the numbers of other papers of the same kind and visit.
    """

    number: str
    page_count: int
    content: str = ""
    earlier: frozenset[str] = frozenset()


class FoundPage(msgspec.Struct, frozen=True):
    """What reading found on one page.

    `clearness` compares pictures of the same page: the higher, the better to read. `is_loose`: its code says that no
    vault keeps the document. `is_blank`: there is nothing on it.
    """

    codes: tuple[PageCode, ...] = ()
    clearness: float = 0.0
    is_loose: bool = False
    is_blank: bool = False


class Refusal(StrEnum):
    """Why a page is not taken."""

    OTHER_DOCUMENT = "other-document"
    EARLIER_VERSION = "earlier-version"
    OTHER_TEXT = "other-text"
    """The same number on another text: an earlier text, or a number that was given twice."""
    NOT_KEPT = "not-kept"
    SEVERAL_PAGES = "several-pages"
    BLANK = "blank"


class RefusedPage(msgspec.Struct, frozen=True):
    """A read page that is not of the document; number and page as its code has them, else empty and 0."""

    scan: int
    why: Refusal
    number: str = ""
    page: int = 0


class TakenPage(msgspec.Struct, frozen=True):
    """A page of the document and the read page that is taken for it."""

    page: int
    scan: int
    is_by_hand: bool = False


class SparePage(msgspec.Struct, frozen=True):
    """A read page for which another one is taken: the clearer one, or the one that the person wanted."""

    scan: int
    page: int


class PageMatch(msgspec.Struct, frozen=True):
    """Every read page, by its index, is in exactly one of `pages`, `spare`, `refused` and `unplaced`.

    `pages` and `missing` are in the order of the document.
    """

    pages: tuple[TakenPage, ...]
    missing: tuple[int, ...]
    spare: tuple[SparePage, ...]
    refused: tuple[RefusedPage, ...]
    unplaced: tuple[int, ...]

    @property
    def is_complete(self) -> bool:
        """Whether no page is missing."""
        return not self.missing


def match_pages(
    expected: ExpectedPages,
    found: Sequence[FoundPage],
    placed: Mapping[int, int] | None = None,
    preferred: Iterable[int] = (),
) -> PageMatch:
    """Match read pages with a document.

    `placed` says of read pages without a code which page they are; it never overrules a code. `preferred` are read
    pages that the person wants in place of clearer ones; the last one of a page counts.
    """
    wishes = {scan: rank for rank, scan in enumerate(preferred)}
    by_page: dict[int, list[TakenPage]] = {}
    refused: list[RefusedPage] = []
    unplaced: list[int] = []
    for scan, one in enumerate(found):
        match _place(expected, scan, one, placed or {}):
            case TakenPage() as taken:
                by_page.setdefault(taken.page, []).append(taken)
            case RefusedPage() as refusal:
                refused.append(refusal)
            case None:
                unplaced.append(scan)

    def rank(taken: TakenPage) -> tuple[int, bool, float, int]:
        wish = wishes.get(taken.scan, -1)
        return wish, not taken.is_by_hand, found[taken.scan].clearness, -taken.scan

    pages: list[TakenPage] = []
    spare: list[SparePage] = []
    for page in sorted(by_page):
        best, *others = sorted(by_page[page], key=rank, reverse=True)
        pages.append(best)
        spare.extend(SparePage(other.scan, page) for other in others)
    missing = tuple(page for page in range(1, expected.page_count + 1) if page not in by_page)
    return PageMatch(tuple(pages), missing, tuple(spare), tuple(refused), tuple(unplaced))


def _place(
    expected: ExpectedPages, scan: int, found: FoundPage, placed: Mapping[int, int]
) -> TakenPage | RefusedPage | None:
    codes = tuple(dict.fromkeys(found.codes))
    if len(codes) > 1:
        return RefusedPage(scan, Refusal.SEVERAL_PAGES)
    if codes:
        return _judge(expected, scan, codes[0])
    if found.is_loose:
        return RefusedPage(scan, Refusal.NOT_KEPT)
    page = placed.get(scan, 0)
    if 1 <= page <= expected.page_count:
        return TakenPage(page, scan, is_by_hand=True)
    return RefusedPage(scan, Refusal.BLANK) if found.is_blank else None


def _judge(expected: ExpectedPages, scan: int, code: PageCode) -> TakenPage | RefusedPage:
    if code.number in expected.earlier:
        return RefusedPage(scan, Refusal.EARLIER_VERSION, code.number, code.page)
    if code.number != expected.number:
        return RefusedPage(scan, Refusal.OTHER_DOCUMENT, code.number, code.page)
    is_within = 1 <= code.page <= expected.page_count
    if not is_within or (code.content, code.page_count) != (expected.content, expected.page_count):
        return RefusedPage(scan, Refusal.OTHER_TEXT, code.number, code.page)
    return TakenPage(code.page, scan)
