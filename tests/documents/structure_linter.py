"""Finds what validators overlook: pages, marked content and the structure tree that do not know one another.

Knows nothing of the code that writes documents.
"""

import io
from collections.abc import Iterator

import pikepdf
from documents.marked_content import kids_of, read_marked_page

_ClaimedBy = dict[tuple[int, int], list[pikepdf.Object]]


def find_structure_faults(pdf: bytes) -> list[str]:
    """Return every fault of the structure of a file; each begins with the page or the element that it is about."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/StructTreeRoot" not in document.Root:
            return ["the file has no structure"]
        return [*_Linter(document).faults()]


class _Linter:
    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._root = document.Root.StructTreeRoot
        self._parents = self._read_parent_tree()
        self._pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        self._claims: _ClaimedBy = {}
        self._faults: list[str] = []
        self._levels: list[int] = []
        self._annotations: set[tuple[int, int]] = set()

    def faults(self) -> Iterator[str]:
        for kid in kids_of(self._root):
            self._walk(kid, self._root, None)
        yield from self._faults
        yield from self._heading_faults()
        for number, page in enumerate(self._document.pages):
            yield from self._page_faults(number, page)
        if int(self._root.get("/ParentTreeNextKey", -1)) <= max(self._parents, default=-1):
            yield "ParentTreeNextKey is a key in use"

    def _read_parent_tree(self) -> dict[int, pikepdf.Object]:
        numbers = list(self._root.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        if keys != sorted(set(keys)):
            raise AssertionError("the keys of the parent tree are not in order")
        return dict(zip(keys, numbers[1::2], strict=True))

    def _walk(self, elem: pikepdf.Object, parent: pikepdf.Object, page: pikepdf.Object | None) -> None:
        tag = str(elem.S).lstrip("/")
        if elem.P.objgen != parent.objgen:
            self._faults.append(f"{tag}: its parent is another than the one that holds it")
        if tag.startswith("H") and tag[1:].isdigit():
            self._levels.append(int(tag[1:]))
        if tag in {"Figure", "Form"} and not str(elem.get("/Alt", "")):
            self._faults.append(f"{tag}: nothing is read instead of it")
        if tag == "TH" and "/A" not in elem:
            self._faults.append("TH: it does not say what it heads")
        page = elem.get("/Pg", page)
        for kid in kids_of(elem):
            if isinstance(kid, int):
                self._claim(page, kid, elem)
            elif kid.get("/Type") == "/MCR":
                self._claim(kid.get("/Pg", page), int(kid.MCID), elem)
            elif kid.get("/Type") == "/OBJR":
                self._refer(kid.Obj, elem, tag)
            else:
                self._walk(kid, elem, page)

    def _claim(self, page: pikepdf.Object | None, mcid: int, elem: pikepdf.Object) -> None:
        if page is None or page.objgen not in self._pages:
            self._faults.append(f"{elem.S}: MCID {mcid} is on no page")
            return
        self._claims.setdefault((self._pages[page.objgen], mcid), []).append(elem)

    def _refer(self, annotation: pikepdf.Object, elem: pikepdf.Object, tag: str) -> None:
        self._annotations.add(annotation.objgen)
        found = self._parents.get(int(annotation.get("/StructParent", -1)))
        if found is None or found.objgen != elem.objgen:
            self._faults.append(f"{tag}: the parent tree does not lead from its annotation back to it")

    def _heading_faults(self) -> Iterator[str]:
        if self._levels[:1] != [1] or self._levels.count(1) != 1:
            yield "the headings do not begin with one H1"
        for before, after in zip(self._levels, self._levels[1:], strict=False):
            if after > before + 1:
                yield f"an H{after} follows an H{before}"

    def _page_faults(self, number: int, page: pikepdf.Page) -> Iterator[str]:
        marked = read_marked_page(page)
        where = f"page {number + 1}"
        yield from (f"{where}: {fault}" for fault in marked.faults)
        for annotation in page.obj.get("/Annots", []):
            if annotation.objgen not in self._annotations:
                yield f"{where}: an annotation is in no element"
        for claimed_page, mcid in self._claims:
            if claimed_page == number and mcid not in marked.tags:
                yield f"{where}: an element claims MCID {mcid}, which is not there"
        if not marked.tags:
            return
        if "/StructParents" not in page.obj:
            yield f"{where}: it has marked content and no StructParents"
            return
        owners = self._parents.get(int(page.obj.StructParents))
        if not isinstance(owners, pikepdf.Array) or len(owners) != len(marked.tags):
            yield f"{where}: the parent tree has no list of its {len(marked.tags)} owners"
            return
        for mcid, tag in marked.tags.items():
            yield from self._owner_faults(where, (number, mcid), tag, owners[mcid])

    def _owner_faults(self, where: str, place: tuple[int, int], tag: str, owner: pikepdf.Object) -> Iterator[str]:
        claimed = self._claims.get(place, [])
        if not claimed:
            yield f"{where}: MCID {place[1]} has no owner"
        elif len(claimed) > 1:
            yield f"{where}: MCID {place[1]} has {len(claimed)} owners"
        elif claimed[0].objgen != owner.objgen:
            yield f"{where}: the parent tree gives MCID {place[1]} to another element"
        elif str(claimed[0].S) != f"/{tag}":
            yield f"{where}: MCID {place[1]} is marked as {tag} and owned by {claimed[0].S}"
