"""Writes the structure tree of a document: elements, marked content, and the way back from page to element."""

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from stemsup_desktop.documents.structure import Content, Elem, Tag
from stemsup_desktop.language import Language, Text

LANGUAGE_TAGS = {Language.EN: "en-GB", Language.JA: "ja-JP"}


class StructureTree:
    """A written tree; `parents` is what the parent tree will map its keys to, from 0."""

    def __init__(self, root: Object, document: Object) -> None:
        self.root = root
        self.document = document
        self.parents: list[Object] = []

    def add_parent(self, parent: Object) -> int:
        """Return the key under which the parent tree finds an element, or the elements of a page."""
        self.parents.append(parent)
        return len(self.parents) - 1

    def finish(self, pdf: Pdf) -> None:
        """Write the parent tree (ISO 32000-1, 14.7.4.4)."""
        numbers: list[Any] = []
        for key, parent in enumerate(self.parents):
            numbers += [key, parent]
        self.root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        self.root.ParentTreeNextKey = len(self.parents)


def write_structure(pdf: Pdf, root: Elem, owners: Sequence[Sequence[Elem]]) -> StructureTree:
    """Write the elements below and with `root`; `owners` has, for each page, the elements of its marked content."""
    top = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    writer = _Writer(pdf)
    document = writer.write(root, top)
    top.K = Array([document])
    tree = StructureTree(top, document)
    for page, elems in zip(writer.pages, owners, strict=False):
        if elems:
            page.StructParents = tree.add_parent(pdf.make_indirect(Array([writer.written[elem] for elem in elems])))
    pdf.Root.StructTreeRoot = top
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return tree


class _Writer:
    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.written: dict[Elem, Object] = {}
        self._types = {tag: Name(f"/{tag}") for tag in Tag}
        self._shared: dict[tuple[str, str], Object] = {}

    def write(self, elem: Elem, parent: Object) -> Object:
        """Write an element and everything in it."""
        entries: dict[str, Any] = {"/S": self._types[elem.tag], "/P": parent, **self._describe(elem)}
        own_page = next((kid.page for kid in elem.kids if isinstance(kid, Content)), None)
        if own_page is not None:
            entries["/Pg"] = self.pages[own_page]
        written = self.written[elem] = self._pdf.make_indirect(Dictionary(entries))
        kids: list[Any] = []
        for kid in elem.kids:
            if isinstance(kid, Elem):
                kids.append(self.write(kid, written))
            elif kid.page == own_page:
                kids.append(kid.mcid)
            else:
                kids.append(Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.mcid))
        if kids:
            written.K = kids[0] if len(kids) == 1 else Array(kids)
        return written

    def _describe(self, elem: Elem) -> dict[str, Any]:
        """Return the entries for what is read instead, the language and the attributes."""
        entries: dict[str, Any] = {}
        if elem.alt:
            entries["/Alt"] = String(_say(elem))
        if elem.actual:
            entries["/ActualText"] = String(elem.actual)
        if elem.language is not None:
            entries["/Lang"] = String(LANGUAGE_TAGS[elem.language])
        if elem.numbering is not None:
            entries["/A"] = self._attribute("List", "ListNumbering", elem.numbering.value)
        elif elem.tag is Tag.HEADER:
            entries["/A"] = self._attribute("Table", "Scope", "Row" if elem.heads_row else "Column")
        elif elem.box is not None:
            box = Array([round(edge, 2) for edge in elem.box])
            entries["/A"] = Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)
        return entries

    def _attribute(self, owner: str, key: str, value: str) -> Object:
        """Return an attribute that many elements have, written once."""
        found = self._shared.get((key, value))
        if found is None:
            attribute = Dictionary({"/O": Name(f"/{owner}"), f"/{key}": Name(f"/{value}")})
            found = self._shared[key, value] = self._pdf.make_indirect(attribute)
        return found


def _say(elem: Elem) -> str:
    if isinstance(elem.alt, Text):
        return elem.alt.in_language(elem.spoken or Language.EN)
    return elem.alt
