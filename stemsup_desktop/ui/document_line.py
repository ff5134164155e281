"""A kept document in one line: kind, number, language, day, whose it is, and what became of it. No Qt."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.store.document_states import (
    DocumentFacts,
    DocumentStanding,
    DocumentState,
    derive_document_state,
)
from stemsup_desktop.store.entries import DocumentEntry
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

LOOKS: dict[DocumentState, tuple[TagState, str]] = {
    DocumentState.DRAFT: (TagState.OPEN, "not-sealed"),
    DocumentState.WAITING: (TagState.OPEN, "unanswered"),
    DocumentState.SIGNED: (TagState.CLEAR, "pen"),
    DocumentState.SEALED: (TagState.CLEAR, "sealed"),
    DocumentState.ON_FILE: (TagState.INFORMATION, "info"),
    DocumentState.PARTLY_WITHDRAWN: (TagState.CAUTION, "undo"),
    DocumentState.WITHDRAWN: (TagState.CAUTION, "undo"),
    DocumentState.SUPERSEDED: (TagState.CAUTION, "caution"),
    DocumentState.DECLINED: (TagState.INFORMATION, "close"),
    DocumentState.CHANGED: (TagState.STOP, "stop"),
}
"""The colour and the icon of each state; its word says it too."""

_WAITING = (DocumentState.WAITING, DocumentState.DRAFT)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """What a list says of a document; `icon` goes with the state's word, `owner` is whose it is where that differs."""

    number: str
    title: str
    language: str
    made: str
    state: TagState
    state_text: str
    icon: str
    owner: str = ""

    @property
    def detail(self) -> str:
        """Language and day."""
        return f"{self.language} · {self.made}"

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        parts = (self.title, self.owner, self.number, self.detail, self.state_text)
        return ", ".join(part for part in parts if part)


def get_standing(entry: DocumentEntry, *, is_changed: bool = False) -> DocumentStanding:
    """Return what became of a document; of one that was made without the vault only its signatures are known."""
    if is_changed:
        return DocumentStanding(DocumentState.CHANGED)
    if entry.standing is not None:
        return entry.standing
    signed_at = entry.signatures[-1].signed_at if entry.signatures else None
    return derive_document_state(DocumentFacts(entry.kind.value, signed_at=signed_at))


def say_state(standing: DocumentStanding, words: Words, zone: tzinfo | None) -> str:
    """Return a state with its day, where it has one."""
    key = standing.state.value.replace("-", "_")
    if standing.at is None:
        return words(f"documents.state_{key}")
    day = format_date(standing.at.astimezone(zone).date(), words.language)
    return words(f"documents.state_{key}_on", date=day)


def say_copy(entry: DocumentEntry, words: Words, now: datetime) -> str:
    """Return what a copy that is printed now says of itself; empty for a paper that is printed to be signed."""
    standing = get_standing(entry)
    if standing.state in _WAITING:
        return ""
    note = words("documents.copy_of", number=entry.number, date=format_date(now.date(), words.language))
    if standing.state in (DocumentState.WITHDRAWN, DocumentState.PARTLY_WITHDRAWN, DocumentState.SUPERSEDED):
        return words("documents.copy_and_state", copy=note, state=say_state(standing, words, now.tzinfo))
    return note


def derive_document_line(
    entry: DocumentEntry, words: Words, zone: tzinfo | None, *, owner: str = "", is_changed: bool = False
) -> DocumentLine:
    """Return the line of a document, its day on the clinic's clock."""
    standing = get_standing(entry, is_changed=is_changed)
    state, icon = LOOKS[standing.state]
    return DocumentLine(
        number=entry.number,
        title=words(f"documents.kind_{entry.kind.value.replace('-', '_')}"),
        language=words(f"documents.language_{entry.language.name.lower()}"),
        made=format_date(entry.created_at.astimezone(zone).date(), words.language),
        state=state,
        state_text=say_state(standing, words, zone),
        icon=icon,
        owner=owner,
    )
