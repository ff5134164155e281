"""Pages from PDF files, and the codes that stand on a document's own pages. PDFium is used by one thread at a time."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from stemsup_desktop.documents.scans import scan_model
from stemsup_desktop.documents.scans.codes import find_codes
from stemsup_desktop.documents.scans.matching import ExpectedPages
from stemsup_desktop.documents.scans.page_making import Picture, make_page
from stemsup_desktop.documents.scans.scan_model import PDF, Report, ScannedPage, make_scan_problem
from stemsup_desktop.documents.styles import FOOT_RULE, LEFT, MM, QR_SIDE

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTS = 72
_DPI, _FINE_DPI = 200, 300
_LONGEST_PX = 3_600
_LEAST_SIDE, _LONGEST_SIDE = 1.0, 14_400.0
"""Points; the longer one is the limit of the format."""
_PASSWORD_ERROR = 4


def read_pdf_pages(data: bytes, report: Report) -> tuple[ScannedPage, ...]:
    """Return the pages of a PDF. Raises `InputProblem` scan-damaged, scan-locked, scan-too-many-pages, -too-large."""
    pages: list[ScannedPage] = []
    kept = 0
    with _opened(data) as document:
        count = len(document)
        if count > scan_model.MOST_PAGES:
            raise make_scan_problem("scan-too-many-pages")
        if count == 0:
            raise make_scan_problem("scan-damaged")
        for index in range(count):
            page = _read_page(document, index)
            kept += len(page.data)
            if kept > scan_model.MOST_KEPT_BYTES:
                raise make_scan_problem("scan-file-too-large")
            pages.append(page)
            report(index + 1, count)
    return tuple(pages)


def read_expected_pages(pdf: bytes, number: str, earlier: frozenset[str] = frozenset()) -> ExpectedPages:
    """Read from a kept document itself what its pages say; raises `InputProblem` scan-damaged.

    A document from before there were such codes has none: its pages can be placed by hand only.
    """
    codes = []
    with _opened(pdf) as document:
        count = len(document)
        for index in range(count):
            codes.append(find_codes(_render_foot(document[index])).codes)
    contents = {code.content for found in codes for code in found}
    is_whole = all(
        len(found) == 1 and (found[0].number, found[0].page, found[0].page_count) == (number, page, count)
        for page, found in enumerate(codes, 1)
    )
    content = contents.pop() if is_whole and len(contents) == 1 else ""
    return ExpectedPages(number, count, content, earlier - {number})


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD_ERROR
        raise make_scan_problem("scan-locked" if is_locked else "scan-damaged") from None
    try:
        yield document
    except pypdfium2.PdfiumError:
        raise make_scan_problem("scan-damaged") from None
    finally:
        document.close()


def _read_page(document: Any, index: int) -> ScannedPage:
    page = document[index]
    grey = _render(page, _DPI)
    codes = find_codes(grey)
    if not codes.codes and not codes.is_loose:
        codes = find_codes(_render(page, _FINE_DPI))
    return make_page(index + 1, _KeptPage(document, index), grey, codes)


def _render(page: Any, dpi: int) -> "Image":
    width, height = page.get_size()
    if not min(width, height) >= _LEAST_SIDE or not max(width, height) <= _LONGEST_SIDE:
        raise make_scan_problem("scan-picture-too-large")
    scale = min(dpi / _POINTS, _LONGEST_PX / max(width, height))
    image: Image = page.render(scale=scale, grayscale=True).to_pil()
    return image.convert("L")


def _render_foot(page: Any) -> "Image":
    """Render the corner of a page in which its code stands."""
    width, height = page.get_size()
    across, up = LEFT + QR_SIDE + 6 * MM, FOOT_RULE
    crop = (0, 0, max(0.0, width - across), max(0.0, height - up))
    image: Image = page.render(scale=_FINE_DPI / _POINTS, grayscale=True, crop=crop).to_pil()
    return image.convert("L")


class _KeptPage(Picture):
    def __init__(self, document: Any, index: int) -> None:
        self._document = document
        self._index = index

    def keep(self, quarters: int) -> tuple[str, bytes]:
        import pypdfium2

        alone = pypdfium2.PdfDocument.new()
        try:
            alone.import_pages(self._document, [self._index])
            page = alone[0]
            page.set_rotation((page.get_rotation() + 90 * quarters) % 360)
            target = io.BytesIO()
            alone.save(target)
            return PDF, target.getvalue()
        finally:
            alone.close()
