"""What is asked of the printing room, and what it hands back."""

from datetime import datetime

import msgspec

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.documents.text import MissingCharacter
from stemsup_desktop.language import Language


class DocumentRequest(msgspec.Struct, frozen=True):
    """How a document is to be made; `made_at` is aware and the only clock. The same request gives the same bytes.

    `history_head` is the last row of the vault's history at that moment: whoever has the document can show later that
    the history up to there is still the same.
    """

    document_number: str
    made_at: datetime
    language: Language
    is_preview: bool = False
    history_head: AuditHead | None = None


class RenderedDocument(msgspec.Struct, frozen=True):
    """A finished PDF; `missing_characters` are those printed as 〓."""

    document_number: str
    pdf: bytes
    sha256: str
    page_count: int
    is_draft: bool
    missing_characters: tuple[MissingCharacter, ...] = ()
