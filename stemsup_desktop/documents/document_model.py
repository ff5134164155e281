"""What is asked of the printing room, and what it hands back."""

from datetime import datetime
from typing import Literal

import msgspec

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.documents.text import MissingCharacter
from stemsup_desktop.language import Language, LanguageForm


class AttachedFile(msgspec.Struct, frozen=True):
    """A file inside the PDF; `relationship` says what it is to the document (ISO 19005-3, annex E).

    `description` is one line in the language of the document; `media_type` such as "application/json".
    """

    name: str
    media_type: str
    description: str
    relationship: Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]
    data: bytes


class Place(msgspec.Struct, frozen=True):
    """Where a part begins: `page` from 1, `top` in points above the lower edge of the page.

    `bottom` is where it ends on that page, in the same points, or 0 where that is not known, as for a heading.
    `id` is the id of a clause, "section:" with a number, or "signature:" with a role.
    """

    id: str
    page: int
    top: float
    bottom: float = 0.0


class Description(msgspec.Struct, frozen=True):
    """What the file says of itself, in plain lines without patient data."""

    title: str
    author: str
    subject: str
    keywords: str
    producer: str


class DocumentRequest(msgspec.Struct, frozen=True):
    """How a document is to be made; `made_at` is aware and the only clock. The same request gives the same bytes.

    `history_head` is the last row of the vault's history at that moment: whoever has the document can show later that
    the history up to there is still the same. A document that `is_sealed` is about to be: its check number is printed
    on every page, and a consent form shows what was signed on screen; any other says that it is not sealed. A preview
    that `shows_marks` is the form as it would be sealed now, but for number and moment. `attached` files are part of
    the document. Each of `seal_fields` is the name of an invisible field that can be sealed later without changing what
    was made now.
    """

    document_number: str
    made_at: datetime
    form: LanguageForm
    is_preview: bool = False
    history_head: AuditHead | None = None
    is_sealed: bool = False
    shows_marks: bool = False
    attached: tuple[AttachedFile, ...] = ()
    seal_fields: tuple[str, ...] = ("ClinicSeal",)

    @property
    def language(self) -> Language:
        """Return the language of the document, or the leading one of both."""
        return self.form.leading


class RenderedDocument(msgspec.Struct, frozen=True):
    """A finished PDF, tagged and archivable; `missing_characters` are those printed as 〓.

    `places` say where clauses, sections and signatures stand, in the order of the pages.
    """

    document_number: str
    pdf: bytes
    sha256: str
    page_count: int
    is_draft: bool
    missing_characters: tuple[MissingCharacter, ...] = ()
    places: tuple[Place, ...] = ()
