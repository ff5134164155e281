"""A kept document in one line: kind, number, language, day, and whether it was signed. No Qt."""

from dataclasses import dataclass
from datetime import tzinfo

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.store.entries import DocumentEntry, DocumentKind
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """What a list says of a document; `icon` goes with the state's word."""

    number: str
    title: str
    language: str
    made: str
    state: TagState
    state_text: str
    icon: str

    @property
    def detail(self) -> str:
        """Language and day."""
        return f"{self.language} · {self.made}"

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return ", ".join((self.title, self.number, self.detail, self.state_text))


def derive_document_line(entry: DocumentEntry, words: Words, zone: tzinfo | None) -> DocumentLine:
    """Return the line of a document, its day on the clinic's clock; only a consent is waited on for ink."""
    language = words(f"documents.language_{entry.language.value}")
    made = format_date(entry.created_at.astimezone(zone).date(), words.language)
    if entry.signatures:
        signed = format_date(entry.signatures[-1].signed_at.astimezone(zone).date(), words.language)
        state, text, icon = TagState.CLEAR, words("documents.signed_on", date=signed), "pen"
    elif entry.kind is DocumentKind.CONSENT:
        state, text, icon = TagState.OPEN, words("documents.not_signed"), "unanswered"
    else:
        state, text, icon = TagState.INFORMATION, words("common.on_file"), "info"
    return DocumentLine(
        number=entry.number,
        title=words(f"documents.kind_{entry.kind.value.replace('-', '_')}"),
        language=language,
        made=made,
        state=state,
        state_text=text,
        icon=icon,
    )
