"""Whether a document does nothing by itself, whatever was typed into it."""

import io

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
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert set(reader.root_object) <= KNOWN_ENTRIES
    assert set(reader.root_object.get("/Names", {})) <= {"/EmbeddedFiles"}
    assert set(reader.attachments) <= {FILE_NAME}
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            field = annotation.get_object()
            assert field["/FT"] == "/Sig"
            assert not {"/A", "/AA", "/V"} & set(field)
        assert "/AA" not in page
        assert not page["/Resources"].get("/XObject")
