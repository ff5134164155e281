"""Says whether pages are painted in the order in which they are read, foreign words within their sentence."""

import io
from bisect import bisect_left

import pikepdf
from documents.marked_content import kids_of, read_marked_page

MOSTLY = 0.8
"""The share of a page's marked content that has to be in order; a form has boxes beside one another."""


def find_order_faults(pdf: bytes) -> list[str]:
    """Return the pages that are painted in another order than their structure is read in."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        read: dict[tuple[int, int], list[int]] = {}
        _walk(document.Root.StructTreeRoot, None, read)
        faults = []
        for number, page in enumerate(document.pages, 1):
            wanted = {mcid: place for place, mcid in enumerate(read.get(page.obj.objgen, []))}
            painted = [wanted[mcid] for mcid in read_marked_page(page).tags if mcid in wanted]
            if len(painted) > 3 and _count_in_order(painted) < MOSTLY * len(painted):
                faults.append(f"page {number}: {_count_in_order(painted)} of {len(painted)} parts are in reading order")
        return faults


def _walk(elem: pikepdf.Object, page: pikepdf.Object | None, read: dict[tuple[int, int], list[int]]) -> None:
    page = elem.get("/Pg", page)
    for kid in kids_of(elem):
        if isinstance(kid, int):
            assert page is not None
            read.setdefault(page.objgen, []).append(kid)
        elif kid.get("/Type") == "/MCR":
            read.setdefault(kid.get("/Pg", page).objgen, []).append(int(kid.MCID))
        elif kid.get("/Type") != "/OBJR":
            _walk(kid, page, read)


def _count_in_order(places: list[int]) -> int:
    """Return the length of the longest rising part."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)
