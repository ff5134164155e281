"""Documents of the vault as an export takes them."""

from collections.abc import Sequence

from stemsup_desktop.documents.export import ExportedDocument
from stemsup_desktop.store.entries import DocumentCopy


def make_exported(copies: Sequence[DocumentCopy]) -> tuple[ExportedDocument, ...]:
    """Return what an export writes of documents: the sealed file where there is one, and nothing that names anybody."""
    return tuple(
        ExportedDocument(
            number=copy.entry.number,
            kind=copy.entry.kind.value,
            language=copy.entry.language.value,
            made_at=copy.entry.created_at,
            state="" if copy.entry.standing is None else copy.entry.standing.state.value,
            is_sealed=copy.is_sealed,
            pdf=copy.pdf,
            of_number=copy.entry.of_number,
        )
        for copy in copies
    )
