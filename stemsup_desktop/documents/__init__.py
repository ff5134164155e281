"""Documents on paper: renders frozen snapshots to PDF. Alone knows ReportLab and segno; import it late."""

from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.files import save_document, suggested_file_name
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.reference_page import render_reference_page
from stemsup_desktop.documents.summary import render_summary
from stemsup_desktop.documents.text import MissingCharacter, describe, unprintable_in

__all__ = [
    "DocumentRequest",
    "FontFolder",
    "MissingCharacter",
    "RenderedDocument",
    "describe",
    "render_consent",
    "render_reference_page",
    "render_summary",
    "save_document",
    "suggested_file_name",
    "unprintable_in",
]
