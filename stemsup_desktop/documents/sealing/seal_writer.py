"""Adds a seal to a PDF and nothing else: what pyHanko would change besides breaks PDF/A-3 or PDF 1.7."""

from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

_ISO_EXTENSION = "/ISO_"


class SealWriter(IncrementalPdfFileWriter):
    """An incremental writer that leaves metadata, version and the list of extensions of PDF 2.0 alone."""

    def _update_meta(self) -> None:
        """Leave XMP and Info as they are: pyHanko would write them anew in a form that PDF/A-3 refuses."""

    def ensure_output_version(self, version: Any) -> None:
        """Stay with PDF 1.7: an elliptic curve alone does not make a file PDF 2.0."""

    def register_extension(self, ext: Any) -> None:
        """Declare PAdES (ESIC), and no extension in the form that only PDF 2.0 knows."""
        if ext.prefix_name != _ISO_EXTENSION:
            super().register_extension(ext)
