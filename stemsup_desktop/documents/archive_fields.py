"""Invisible fields in which a document can be sealed later; they exist before it is, so that sealing only adds.

A field without a place on the page is still part of the structure: as a form with words for it, an invisible seal
keeps to PDF/UA-1 and PDF/A-3a together.
"""

from pikepdf import Array, Dictionary, Name, Pdf, String

from stemsup_desktop.documents import words
from stemsup_desktop.documents.archive_streams import add_stream
from stemsup_desktop.documents.archive_tree import StructureTree
from stemsup_desktop.documents.document_model import DocumentRequest

_PRINT_AND_LOCKED = 4 | 128
_SIGNATURES_EXIST_AND_APPEND_ONLY = 3


def add_seal_fields(pdf: Pdf, tree: StructureTree, request: DocumentRequest) -> None:
    """Add the fields of the request to the last page, at the end of the text, and finish the structure."""
    page = pdf.pages[-1].obj
    fields = []
    for name in request.seal_fields:
        said = String(words.SEAL_FIELD.in_language(request.language).format(name=name))
        look = add_stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 0, 0]))
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(name),
                TU=said,
                F=_PRINT_AND_LOCKED,
                Rect=Array([0, 0, 0, 0]),
                P=page,
                AP=Dictionary(N=look),
            )
        )
        reference = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)
        form = pdf.make_indirect(Dictionary(S=Name.Form, P=tree.document, Alt=said, Pg=page, K=reference))
        widget.StructParent = tree.add_parent(form)
        kids = tree.document.get("/K", Array())
        tree.document.K = Array([*(kids if isinstance(kids, Array) else [kids]), form])
        fields.append(widget)
    if fields:
        page.Annots = Array(fields)
        acro_form = Dictionary(Fields=Array(fields), SigFlags=_SIGNATURES_EXIST_AND_APPEND_ONLY)
        pdf.Root.AcroForm = pdf.make_indirect(acro_form)
    tree.finish(pdf)
