"""Joins kept letters for a printer."""

import io
from collections.abc import Sequence


def join_letters(pdfs: Sequence[bytes]) -> bytes:
    """Return letters one after the other as one PDF, for a printer: only the kept letters are tagged and archivable.

    A letter of an odd number of pages is followed by an empty one, so that no sheet printed on both sides holds two.
    """
    from pikepdf import Pdf  # late: the first window needs no pikepdf

    joined, out = Pdf.new(), io.BytesIO()
    for data in pdfs:
        with Pdf.open(io.BytesIO(data)) as letter:
            joined.pages.extend(letter.pages)
            if len(letter.pages) % 2:
                size = letter.pages[0].mediabox
                joined.add_blank_page(page_size=(float(size[2]), float(size[3])))
    for page in joined.pages:
        for key in ("/StructParents", "/Tabs"):  # of a structure that stays with the letter itself
            if key in page.obj:
                del page.obj[key]
    joined.save(out)
    return out.getvalue()
