"""Files inside a document, each associated with it as a whole (ISO 19005-3, 6.8 and annex E)."""

from pikepdf import Array, Dictionary, Name, Pdf, String

from stemsup_desktop.documents.archive_metadata import write_date
from stemsup_desktop.documents.archive_streams import add_stream
from stemsup_desktop.documents.document_model import DocumentRequest


def attach_files(pdf: Pdf, request: DocumentRequest) -> None:
    """Attach the files of the request; a name stands for one file only."""
    if not request.attached:
        return
    names = [file.name for file in request.attached]
    if len(set(names)) < len(names):
        raise AssertionError("two attached files have the same name")
    specifications = {}
    for file in request.attached:
        stream = add_stream(
            pdf,
            file.data,
            Type=Name.EmbeddedFile,
            Subtype=Name(f"/{file.media_type}"),
            Params=Dictionary(Size=len(file.data), ModDate=String(write_date(request.made_at))),
        )
        specifications[file.name] = pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(file.name),
                UF=String(file.name),
                Desc=String(file.description),
                AFRelationship=Name(f"/{file.relationship}"),
                EF=Dictionary(F=stream, UF=stream),
            )
        )
    pdf.Root.AF = Array([specifications[name] for name in names])
    # A name tree is searched in the order of its encoded keys.
    ordered = sorted(names, key=lambda name: bytes(String(name)))
    tree = Array([entry for name in ordered for entry in (String(name), specifications[name])])
    pdf.Root.Names = Dictionary(EmbeddedFiles=pdf.make_indirect(Dictionary(Names=tree)))
