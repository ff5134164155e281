"""The structure tree of a document: what its parts are, in the order of reading (ISO 32000-1, 14.7 and 14.8).

How a document is tagged:

- Pieces carry elements; nobody builds the tree by hand. `Typesetter` gives every text, list, fact, table and check box
  its element, and `Piece.grow` gathers them before the pages are filled: the order of the pieces is the order of
  reading. Pages, splitting and painting order change nothing.
- `Typesetter.prose(..., tag=Tag.H3)` says what a text is if it is no paragraph. Every H2 becomes a bookmark, every H3
  one below it.
- `Tagged(Elem(Tag.SECTION, place=clause_id), piece)` puts what a piece holds under one element, and remembers the page
  on which it begins as a `Place` of the document.
- `Drawing(height, paint, Elem(Tag.FIGURE, alt=...), width)` is a figure: a QR code, a box for ink, a map. Where one
  drawing holds several elements, their element is given to the drawing and `paint` says `with pen.content(elem):`.
- What no element claims (rules, frames, header and footer, a header row that is repeated) is marked as an artifact by
  the pen: nothing can stay untagged.
- Two languages that face each other are laid out row by row and read column by column: see `facing.Facing` and `Told`.
- A part in another language than the document has `Elem(..., language=...)`; single words in it the pen finds itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.language import Language, Text


class Tag(StrEnum):
    """The standard structure types in use (ISO 32000-1, 14.8.4)."""

    DOCUMENT = "Document"
    SECTION = "Sect"
    PART = "Div"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    PARAGRAPH = "P"
    LIST = "L"
    ITEM = "LI"
    LABEL = "Lbl"
    BODY = "LBody"
    TABLE = "Table"
    HEAD_ROWS = "THead"
    BODY_ROWS = "TBody"
    ROW = "TR"
    HEADER = "TH"
    CELL = "TD"
    SPAN = "Span"
    FIGURE = "Figure"
    FORM = "Form"


class Numbering(StrEnum):
    """What the labels of a list are (ISO 32000-1, table 347)."""

    DISC = "Disc"
    SQUARE = "Square"
    DECIMAL = "Decimal"


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content of an element: `page` from 0, and its number there."""

    page: int
    mcid: int


Box = tuple[float, float, float, float]
"""Left, lower, right and upper edge on the page, in points."""


class Elem:
    """One element; `kids` are elements and, once it is drawn, marked content, in the order of reading."""

    __slots__ = (
        *("actual", "alt", "box", "heads_row", "is_joined", "kids", "language", "numbering", "parent", "place"),
        *("tag", "title"),
    )

    def __init__(
        self,
        tag: Tag,
        *,
        alt: Text | str = "",
        actual: str = "",
        title: str = "",
        place: str = "",
        language: Language | None = None,
        numbering: Numbering | None = None,
        heads_row: bool = False,
        is_joined: bool = False,
    ) -> None:
        """`alt` is read instead of a figure, `actual` is the text that drawn content stands for, `title` a bookmark's.

        A `Text` is said in the language of what stands here. `place` is the id under which the document says on which
        page this begins. A header cell heads its column, or its row. A list that `is_joined` is one list with the one
        before it.
        """
        self.tag = tag
        self.alt = alt
        self.actual = actual
        self.title = title
        self.place = place
        self.language = language
        self.numbering = numbering
        self.heads_row = heads_row
        self.is_joined = is_joined
        self.box: Box | None = None
        self.parent: Elem | None = None
        self.kids: list[Elem | Content] = []

    def add(self, kid: "Elem") -> "Elem":
        """Make an element the last kid of this one and return it; an element has one parent for good.

        Pieces one after the other may be the same element: what is the last kid already goes on.
        """
        if self.kids and self.kids[-1] is kid:
            return kid
        if kid.parent is not None:
            raise AssertionError(f"{kid.tag} stands in the document twice")
        kid.parent = self
        self.kids.append(kid)
        return kid

    @property
    def spoken(self) -> Language | None:
        """Return the language of what stands here: its own, or that of what it stands in."""
        elem: Elem | None = self
        while elem is not None and elem.language is None:
            elem = elem.parent
        return None if elem is None else elem.language

    def elements(self) -> "Iterator[Elem]":
        """Yield the elements below this one, in the order of reading."""
        for kid in self.kids:
            if isinstance(kid, Elem):
                yield kid
                yield from kid.elements()

    def first_page(self) -> int | None:
        """Return the page, from 0, where the content of this element begins, or None if it has none."""
        for kid in self.kids:
            page = kid.page if isinstance(kid, Content) else kid.first_page()
            if page is not None:
                return page
        return None


def arrange(root: Elem) -> None:
    """Put every H2 with what follows it into a section, and lists that are one into one list."""
    kids, root.kids = root.kids, []
    target = root
    for kid in kids:
        if not isinstance(kid, Elem):
            raise AssertionError("the document itself has no content of its own")
        if kid.tag is Tag.H2:
            target = Elem(Tag.SECTION)
            target.parent = root
            root.kids.append(target)
        kid.parent = target
        target.kids.append(kid)
    _join_lists(root)


def _join_lists(elem: Elem) -> None:
    joined: list[Elem | Content] = []
    for kid in elem.kids:
        before = joined[-1] if joined else None
        if isinstance(kid, Elem) and isinstance(before, Elem) and kid.is_joined and before.is_joined:
            for item in kid.kids:
                if isinstance(item, Elem):
                    item.parent = before
            before.kids += kid.kids
        else:
            joined.append(kid)
    elem.kids = joined
    for kid in joined:
        if isinstance(kid, Elem):
            _join_lists(kid)


_KEPT_EMPTY = frozenset({Tag.HEADER, Tag.CELL})


def prune(elem: Elem) -> None:
    """Drop the elements in which nothing was drawn; an empty cell keeps its place in the table."""
    for kid in elem.kids:
        if isinstance(kid, Elem):
            prune(kid)
    elem.kids = [kid for kid in elem.kids if isinstance(kid, Content) or kid.kids or kid.tag in _KEPT_EMPTY]
