"""Binds kept pages into one PDF to look at, print or hand out; what is kept of each stays as it is."""

import io
from collections.abc import Iterable

from stemsup_desktop.documents.scans.scan_model import PDF, make_scan_problem

_A4_LONGER_INCH = 297 / 25.4


def bind_pages(pages: Iterable[tuple[str, bytes]]) -> bytes:
    """Return one PDF of pages, each given as media type and bytes; raises `InputProblem` scan-damaged."""
    import pypdfium2

    bound = pypdfium2.PdfDocument.new()
    try:
        for media_type, data in pages:
            page = pypdfium2.PdfDocument(data if media_type == PDF else _make_pdf(data))
            try:
                bound.import_pages(page)
            finally:
                page.close()
        target = io.BytesIO()
        bound.save(target)
    except pypdfium2.PdfiumError:
        raise make_scan_problem("scan-damaged") from None
    finally:
        bound.close()
    return target.getvalue()


def _make_pdf(picture: bytes) -> bytes:
    """Return a picture as a page as long as A4."""
    from stemsup_desktop.documents.scans.image_pages import open_upright

    target = io.BytesIO()
    upright = open_upright(picture)
    upright.save(target, "PDF", resolution=max(upright.size) / _A4_LONGER_INCH)
    return target.getvalue()
