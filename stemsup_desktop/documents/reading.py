"""What a finished PDF tells without being rendered."""

import io


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    from pikepdf import Pdf

    with Pdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)
