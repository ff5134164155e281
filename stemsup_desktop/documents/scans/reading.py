"""Reads a file that came back into pages: PDF, JPEG, PNG or TIFF, known by their first bytes. For the work lane."""

from pathlib import Path

from stemsup_desktop.documents.scans import scan_model
from stemsup_desktop.documents.scans.scan_model import Report, ScannedPage, make_scan_problem

_PDF_START, _PDF_START_WITHIN = b"%PDF-", 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II\x2a\x00", b"MM\x00\x2a", b"II\x2b\x00", b"MM\x00\x2b")


def read_scan_file(path: Path, report: Report) -> tuple[ScannedPage, ...]:
    """Read the pages of a file.

    Raises `InputProblem` scan-unreadable, scan-empty, scan-file-too-large, and what `read_scan` does.
    """
    try:
        is_file, size = path.is_file(), path.stat().st_size
        if not is_file:
            raise make_scan_problem("scan-unreadable")
        if size > scan_model.MOST_FILE_BYTES:
            raise make_scan_problem("scan-file-too-large")
        with path.open("rb") as file:
            data = file.read(scan_model.MOST_FILE_BYTES + 1)
    except (OSError, ValueError):  # a path with a null byte is a ValueError
        # Not chained: the system's message holds the name of the file.
        raise make_scan_problem("scan-unreadable") from None
    return read_scan(data, report)


def read_scan(data: bytes, report: Report) -> tuple[ScannedPage, ...]:
    """Read the pages of a file's bytes; `report` is called after each and may raise what ends it.

    Raises `InputProblem` scan-empty, scan-file-too-large, scan-kind, scan-damaged, scan-locked, scan-too-many-pages,
    scan-picture-too-large.
    """
    if not data:
        raise make_scan_problem("scan-empty")
    if len(data) > scan_model.MOST_FILE_BYTES:
        raise make_scan_problem("scan-file-too-large")
    if data.startswith(_PICTURES):
        from stemsup_desktop.documents.scans.image_pages import read_image_pages

        return read_image_pages(data, report)
    if _PDF_START in data[:_PDF_START_WITHIN]:
        from stemsup_desktop.documents.scans.pdf_pages import read_pdf_pages

        return read_pdf_pages(data, report)
    raise make_scan_problem("scan-kind")
