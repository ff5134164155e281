"""Whether a document does nothing by itself, whatever was typed into it."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import pikepdf
import pypdf

from stemsup_desktop.consultation.fhir_record import FILE_NAME

KNOWN_ENTRIES = {
    *("/Type", "/Pages", "/PageMode", "/Lang", "/Outlines", "/ViewerPreferences"),
    *("/AcroForm", "/MarkInfo", "/Metadata", "/OutputIntents", "/StructTreeRoot"),
    *("/AF", "/Names"),
}
"""What the catalog of a document holds: nothing that is carried out, nothing that is fetched."""


def assert_is_inert(pdf: bytes) -> None:
    """No link, action, image or script has come into the file, and no file but its record."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _assert_holds_nothing_else(document.Root, document.attachments, (page.obj for page in document.pages))


def assert_is_inert_for_another_reader(pdf: bytes) -> None:
    """Assert the same by an engine that had no part in writing the file, and takes ten times as long."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    _assert_holds_nothing_else(reader.root_object, reader.attachments, reader.pages)


def _assert_holds_nothing_else(root: Mapping[str, Any], attached: Iterable[str], pages: Iterable[Any]) -> None:
    assert set(root.keys()) <= KNOWN_ENTRIES
    assert set(root.get("/Names", {}).keys()) <= {"/EmbeddedFiles"}
    assert set(attached) <= {FILE_NAME}
    for page in pages:
        for reference in page.get("/Annots", []):
            field = reference.get_object() if isinstance(reference, pypdf.generic.IndirectObject) else reference
            assert str(field["/FT"]) == "/Sig"
            assert not {"/A", "/AA", "/V"} & set(field.keys())
        assert "/AA" not in page
        assert not page["/Resources"].get("/XObject")
