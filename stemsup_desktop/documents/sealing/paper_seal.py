"""A form that was signed in ink, ready to be sealed: the printed original, unchanged, with its signed pages."""

import io
from collections.abc import Sequence
from datetime import datetime

from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name

from stemsup_desktop.documents.document_model import AttachedFile
from stemsup_desktop.documents.sealing.seal_writer import SealWriter


def make_paper_seal_input(pdf: bytes, scans: Sequence[AttachedFile], at: datetime) -> bytes:
    """Return the printed document with its signed pages as associated files; its own bytes stay and come first.

    The names of the scans come, in order, after every name that the document has attached already: a name tree is
    searched in the order of its keys. Raises ValueError for other names, and where there are no scans.
    """
    writer = SealWriter(io.BytesIO(pdf))
    before = _find_names(writer)
    names = [one.name for one in scans]
    if not names or [*before, *names] != sorted({*before, *names}, key=lambda name: name.encode("utf-16-be")):
        raise ValueError("the signed pages need names in order, after those that are attached already")
    for scan in scans:
        params = EmbeddedFileParams(embed_checksum=False, modification_date=at)
        data = EmbeddedFileObject.from_file_data(writer, scan.data, params=params, mime_type=scan.media_type)
        specification = FileSpec(
            scan.name,
            file_name=scan.name,
            embedded_data=data,
            description=scan.description,
            af_relationship=pdf_name(f"/{scan.relationship}"),
        )
        embed_file(writer, specification)
    # The list of associated files is changed as well, wherever it lies: else only the first document's are in it.
    writer.update_container(writer.root["/AF"])
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    made = output.getvalue()
    if not made.startswith(pdf):
        raise RuntimeError("attaching the signed pages changed bytes of the document")
    return made


def _find_names(writer: SealWriter) -> list[str]:
    try:
        tree = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    except KeyError:
        return []
    return [str(name) for name in list(tree)[::2]]
