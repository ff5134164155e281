"""Makes a drawn PDF tagged and archivable at the same time: PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3).

ReportLab writes pages with marked content; everything else is written here with pikepdf, and the same input gives the
same bytes. It is imported late: only what prints needs pikepdf.
"""

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from stemsup_desktop.documents.archive_fields import add_seal_fields
from stemsup_desktop.documents.archive_files import attach_files
from stemsup_desktop.documents.archive_metadata import describe_file
from stemsup_desktop.documents.archive_streams import add_stream, guard_streams, save_plainly
from stemsup_desktop.documents.archive_tree import LANGUAGE_TAGS, write_structure
from stemsup_desktop.documents.colour_profile import PROFILE_NAME, make_colour_profile
from stemsup_desktop.documents.document_model import Description, DocumentRequest
from stemsup_desktop.documents.structure import Elem


def make_archivable(
    drawn: bytes, root: Elem, owners: Sequence[Sequence[Elem]], description: Description, request: DocumentRequest
) -> bytes:
    """Return the drawn pages with their structure, description, attached files and fields to seal.

    `root` is the element of the document, `owners` the elements of the marked content of each page.
    """
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _tidy_pages(pdf)
        guard_streams(pdf)
        tree = write_structure(pdf, root, owners)
        add_seal_fields(pdf, tree, request)
        attach_files(pdf, request)
        _set_catalog(pdf, request)
        describe_file(pdf, description, request)
        return save_plainly(pdf)


def _tidy_pages(pdf: Pdf) -> None:
    """Let the tabulator follow the structure, and drop what ReportLab writes on every page for nothing."""
    for page in pdf.pages:
        page.obj.Tabs = Name.S
        if "/Trans" in page.obj:
            del page.obj.Trans


def _set_catalog(pdf: Pdf, request: DocumentRequest) -> None:
    root = pdf.Root
    root.Lang = String(LANGUAGE_TAGS[request.language])
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines if "/Outlines" in root else Name.UseNone
    profile = add_stream(pdf, make_colour_profile(), N=3, Alternate=Name.DeviceRGB)
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String(PROFILE_NAME),
                Info=String(PROFILE_NAME),
                DestOutputProfile=profile,
            )
        ]
    )
