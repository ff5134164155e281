"""What is looked for on the page of documents, and what the vault answers. No Qt."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

import msgspec

from stemsup_desktop.store.document_states import DocumentState
from stemsup_desktop.store.entries import (
    DocumentCopy,
    DocumentEntry,
    DocumentHit,
    DocumentKind,
    DocumentPage,
    DocumentQuery,
    KeptScan,
    OpenConsultation,
    PatientHit,
)
from stemsup_desktop.store.vault import Vault

ONE_PAGE = 100
CHECKED_AT_ONCE = 20
"""Files that are read in one go to see whether they are still what was kept: others want the vault in between."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person looks for. Without a text, `patient_id` is the patient whose documents are shown, empty for all."""

    text: str = ""
    kind: DocumentKind | None = None
    state: DocumentState | None = None
    since: date | None = None
    until: date | None = None
    patient_id: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the patient narrows the list down."""
        return replace(self, patient_id="") != Filters()

    @property
    def wants_patient(self) -> bool:
        """Whether every file would have to be read, of more than one patient."""
        return self.state is DocumentState.CHANGED and not self.patient_id and not self.text.strip()


@dataclass(frozen=True, slots=True)
class Found:
    """What the vault answered to these filters. `changed` are the numbers of files that are not what was kept."""

    filters: Filters
    hits: tuple[DocumentHit, ...] = ()
    drafts: tuple[OpenConsultation, ...] = ()
    has_more: bool = False
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document as it is handed out, whose it is, and which documents follow it."""

    copy: DocumentCopy
    patient: PatientHit
    followers: tuple[DocumentEntry, ...]
    missing_slips: tuple[str, ...] = ()
    """Slips of withdrawals that are recorded, and were never made."""
    scans: tuple[KeptScan, ...] = ()
    """The signed pages that came back, the last that were attached."""
    shows_scans: bool = False
    """Whether `copy` holds them in place of the form."""

    @property
    def number(self) -> str:
        """The document's number."""
        return self.copy.entry.number


def make_query(filters: Filters, zone: tzinfo | None, after: DocumentHit | None = None) -> DocumentQuery:
    """Return the question to the vault; days are those of the clinic's clock, both included."""
    midnight = time(tzinfo=zone)
    until = None if filters.until is None else datetime.combine(filters.until + timedelta(days=1), midnight)
    is_changed = filters.state is DocumentState.CHANGED
    return DocumentQuery(
        text=filters.text,
        patient_id="" if filters.text.strip() else filters.patient_id,
        kinds=() if filters.kind is None else (filters.kind,),
        states=() if filters.state is None or is_changed else (filters.state,),
        since=None if filters.since is None else datetime.combine(filters.since, midnight),
        until=until,
        after=None if after is None else (after.entry.created_at, after.entry.number),
        limit=ONE_PAGE,
    )


def load_found(vault: Vault, filters: Filters, zone: tzinfo | None, before: Found | None = None) -> Found:
    """Return the documents that fit; behind those of `before`, where it is given."""
    if filters.wants_patient:
        return Found(filters)
    if filters.state is DocumentState.CHANGED:
        return _load_changed(vault, filters, zone)
    earlier = () if before is None else before.hits
    page: DocumentPage = vault.find_documents(make_query(filters, zone, earlier[-1] if earlier else None))
    drafts = _list_drafts(vault, filters) if before is None else before.drafts
    changed = frozenset[str]() if before is None else before.changed
    return Found(filters, (*earlier, *page.hits), drafts, page.has_more, changed)


def _load_changed(vault: Vault, filters: Filters, zone: tzinfo | None) -> Found:
    """Return the documents whose files are not what was kept; reads every file that the other filters leave."""
    hits: list[DocumentHit] = []
    query, has_more = make_query(filters, zone), True
    while has_more:
        page = vault.find_documents(query)
        changed = vault.find_changed_documents(hit.entry.number for hit in page.hits)
        hits += [hit for hit in page.hits if hit.entry.number in changed]
        has_more = page.has_more
        if page.hits:
            last = page.hits[-1].entry
            query = msgspec.structs.replace(query, after=(last.created_at, last.number))
    return Found(filters, tuple(hits), changed=frozenset(hit.entry.number for hit in hits))


def _list_drafts(vault: Vault, filters: Filters) -> tuple[OpenConsultation, ...]:
    """Return open visits whose consent is being signed: their form is not kept before it is sealed."""
    is_wanted = filters.kind in (None, DocumentKind.CONSENT) and filters.state in (None, DocumentState.DRAFT)
    if not is_wanted or filters.text.strip() or filters.since or filters.until:
        return ()
    of_patient = (one for one in vault.open_consultations() if filters.patient_id in ("", one.entry.patient_id))
    return tuple(one for one in of_patient if one.entry.is_signing)


def load_opened(vault: Vault, number: str) -> OpenedDocument:
    """Return a document; raises document-unknown, or document-damaged if it is not what was kept."""
    copy = vault.load_copy(number)
    entry = copy.entry
    hit = vault.find_documents(DocumentQuery(text=number, limit=1)).hits[0]
    kept = {one.number for one in vault.list_documents(entry.patient_id)}
    recorded = vault.list_withdrawals(entry.consultation_id) if entry.kind is DocumentKind.CONSENT else ()
    missing = (one.slip_number for one in recorded if one.document_number == number)
    scans = vault.list_scans(number)
    return OpenedDocument(
        copy,
        hit.patient,
        vault.list_followers(number),
        tuple(slip for slip in missing if slip and slip not in kept),
        tuple(one for one in scans if one.filing == scans[0].filing),
    )


def load_kept_pages(vault: Vault, opened: OpenedDocument) -> tuple[tuple[str, bytes], ...]:
    """Return media type and bytes of the signed pages of a document; raises attachment-damaged."""
    pages = (vault.load_scan(one.number, one.page, one.filing) for one in opened.scans)
    return tuple((kept.media_type, data) for kept, data in pages)


def with_kept_pages(opened: OpenedDocument, pages: tuple[tuple[str, bytes], ...]) -> OpenedDocument:
    """Return a document with its signed pages in place of those that were printed; for the work lane."""
    from stemsup_desktop.documents.scans.binding import bind_pages

    pdf = bind_pages(pages)
    sha256 = hashlib.sha256(pdf).hexdigest()
    copy = msgspec.structs.replace(opened.copy, pdf=pdf, sha256=sha256)
    return replace(opened, copy=copy, shows_scans=True)


def part_for_check(numbers: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Part numbers into what is checked in one go."""
    return tuple(tuple(numbers[at : at + CHECKED_AT_ONCE]) for at in range(0, len(numbers), CHECKED_AT_ONCE))
