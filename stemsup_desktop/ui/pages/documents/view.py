"""What the page of documents shows, derived from what was found and the open document. No Qt."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.document_states import DocumentState
from stemsup_desktop.store.entries import DocumentKind, OpenConsultation
from stemsup_desktop.ui.document_line import LOOKS, DocumentLine, derive_document_line, get_standing, say_state
from stemsup_desktop.ui.pages.documents.finding import Filters, Found, OpenedDocument
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

DRAFT = "draft:"
"""Before the id of a visit, in place of a number: a form that is being signed has none yet."""

_NUMBER = re.compile(r"[A-Z]{3}-[0-9]{4}-[0-9]{5,9}", re.ASCII)
_SIGNED_BY_HAND = (DocumentKind.CONSENT, DocumentKind.WITHDRAWAL)
_GIVEN = (DocumentState.SIGNED, DocumentState.SEALED, DocumentState.PARTLY_WITHDRAWN, DocumentState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class DetailView:
    """What stands over the open document; `links` are numbers of documents that belong to it, with their words."""

    state: TagState
    sentence: str
    links: tuple[tuple[str, str], ...]
    missing_slips: tuple[str, ...]
    addendum_reason: str
    """Why no addendum can be written, or empty."""
    withdraw_reason: str
    takes_scans: bool
    seal_note: str
    """What is to be said of a seal that a form signed in ink does not have yet; empty where none is due."""
    can_seal: bool
    scans_link: str
    """Leads to the signed pages, or from them back to the form; empty where there are none."""


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The page; a strip says where the open document is not of the open visit's patient."""

    subtitle: str
    count: str
    lines: tuple[DocumentLine, ...]
    empty: str
    has_more: bool
    scope: str
    """The words of the link that widens or narrows the list to the visit's patient, empty for none."""
    foreign: str
    foreign_link: str
    detail: DetailView | None
    empty_action: str = ""
    """What to do where there is nothing, with its key."""
    empty_key: str = ""


def derive_documents(
    filters: Filters,
    found: Found | None,
    opened: OpenedDocument | None,
    visit_patient_id: str,
    words: Words,
    now: datetime,
    *,
    may_seal: bool = True,
) -> DocumentsView:
    """Derive the page; `visit_patient_id` is empty while no visit is open."""
    lines = () if found is None else _derive_lines(found, words, now)
    is_foreign = opened is not None and visit_patient_id not in ("", opened.copy.entry.patient_id)
    empty_action, empty_key = ("", "") if found is None or lines else _offer_way_on(filters, visit_patient_id, words)
    owner = opened.patient.name if opened is not None else ""
    return DocumentsView(
        subtitle=_say_scope(filters, found, words),
        count=_count(found, words),
        lines=lines,
        empty="" if found is None or lines else _say_empty(filters, words),
        has_more=found is not None and found.has_more,
        scope=_derive_scope(filters, visit_patient_id, words),
        foreign=words("documents.other_patient", name=owner) if is_foreign else "",
        foreign_link=words("documents.back_to_open") if is_foreign else "",
        detail=None if opened is None else _derive_detail(opened, words, now, may_seal=may_seal),
        empty_action=empty_action,
        empty_key=empty_key,
    )


def fold_number(text: str) -> str:
    """Return a document number as it is printed, whatever width and case it was typed in."""
    return "".join(unicodedata.normalize("NFKC", normalise_text(text)).upper().split()).replace("‐", "-")


def is_number(text: str) -> bool:
    """Tell whether what was typed is a whole document number."""
    return _NUMBER.fullmatch(fold_number(text)) is not None


def say_refused(number: str, problem: Problem, words: Words) -> str:
    """Return why a document was not opened."""
    key = {"document-unknown": "unknown_number", "document-damaged": "damaged"}.get(problem.code)
    return words(f"documents.{key}", number=number) if key else words.sentence_of(problem)


def say_draft(number: str, lines: tuple[DocumentLine, ...], words: Words) -> str:
    """Return where a form is that is being signed and not kept yet."""
    made = next((line.made for line in lines if line.number == number), "")
    return words("documents.draft_note", date=made)


def _derive_lines(found: Found, words: Words, now: datetime) -> tuple[DocumentLine, ...]:
    has_owner = not found.filters.patient_id or bool(found.filters.text.strip())
    drafts = tuple(_derive_draft(one, words, now, has_owner=has_owner) for one in found.drafts)
    kept = tuple(
        derive_document_line(
            hit.entry,
            words,
            now.tzinfo,
            owner=hit.patient.name if has_owner else "",
            is_changed=hit.entry.number in found.changed,
        )
        for hit in found.hits
    )
    return (*drafts, *kept)


def _derive_draft(visit: OpenConsultation, words: Words, now: datetime, *, has_owner: bool) -> DocumentLine:
    state, icon = LOOKS[DocumentState.DRAFT]
    return DocumentLine(
        number=f"{DRAFT}{visit.entry.consultation_id}",
        title=words("documents.kind_consent"),
        language="",
        made=format_date(visit.entry.started_at.astimezone(now.tzinfo).date(), words.language),
        state=state,
        state_text=words("documents.state_draft"),
        icon=icon,
        owner=visit.patient.name if has_owner else "",
    )


def _say_scope(filters: Filters, found: Found | None, words: Words) -> str:
    if not filters.patient_id or filters.text.strip():
        return words("documents.everybody")
    hits = () if found is None else found.hits
    patient = next((hit.patient for hit in hits if hit.patient.patient_id == filters.patient_id), None)
    if patient is None:
        return ""
    return words("documents.of_patient", name=patient.name, chart_number=patient.chart_number)


def _count(found: Found | None, words: Words) -> str:
    if found is None or not (found.hits or found.drafts):
        return ""
    count = len(found.hits) + len(found.drafts)
    return words("documents.count_more" if found.has_more else "documents.count", count=count)


def _say_empty(filters: Filters, words: Words) -> str:
    if filters.wants_patient:
        return words("documents.choose_patient")
    if filters.is_narrowed:
        return words("documents.none_found")
    return words("documents.none_of_patient" if filters.patient_id else "documents.none_at_all")


def _offer_way_on(filters: Filters, visit_patient_id: str, words: Words) -> tuple[str, str]:
    """Return the act that leads to a document, and its key: clear the search, go to the consent, or to a patient."""
    if filters.wants_patient or filters.is_narrowed:
        return words("documents.clear_filters"), ""
    if visit_patient_id:
        return words("documents.to_consent"), "Ctrl+5"
    return words("documents.to_patients"), "Alt+2"


def _derive_scope(filters: Filters, visit_patient_id: str, words: Words) -> str:
    if filters.patient_id and not filters.text.strip():
        return words("documents.all_patients")
    return words("documents.only_visit") if visit_patient_id else ""


def _derive_detail(opened: OpenedDocument, words: Words, now: datetime, *, may_seal: bool) -> DetailView:
    entry = opened.copy.entry
    standing = get_standing(entry)
    links = [(one.number, words("documents.followed_by", number=one.number)) for one in opened.followers]
    if entry.of_number:
        links.insert(0, (entry.of_number, words("documents.follows", number=entry.of_number)))
    known = {number for number, _ in links} | set(opened.missing_slips)
    if standing.by_number and standing.by_number not in known:
        links.append((standing.by_number, words("documents.followed_by", number=standing.by_number)))
    is_waiting = standing.state is DocumentState.WAITING
    seal_note, can_seal = _derive_seal(opened, standing.state, words, may_seal=may_seal)
    is_on_screen = opened.copy.is_sealed and entry.kind is DocumentKind.CONSENT
    withdraw = "" if standing.state in _GIVEN else words("documents.withdraw_not_given")
    return DetailView(
        state=LOOKS[standing.state][0],
        sentence=f"{entry.number} · {opened.patient.name} · {say_state(standing, words, now.tzinfo)}",
        links=tuple(links),
        missing_slips=opened.missing_slips,
        addendum_reason=words("documents.addendum_waiting") if is_waiting else "",
        takes_scans=entry.kind in _SIGNED_BY_HAND and not is_on_screen,
        seal_note=seal_note,
        can_seal=can_seal,
        scans_link=_say_scans_link(opened, words),
        withdraw_reason=withdraw if entry.kind is DocumentKind.CONSENT else words("documents.withdraw_not_consent"),
    )


def _say_scans_link(opened: OpenedDocument, words: Words) -> str:
    if not opened.scans:
        return ""
    return words("scans.show_form" if opened.shows_scans else "scans.show_kept")


def _derive_seal(opened: OpenedDocument, state: DocumentState, words: Words, *, may_seal: bool) -> tuple[str, bool]:
    """Say of a consent in ink what its seal still waits for, and whether it can be sealed now."""
    is_consent = opened.copy.entry.kind is DocumentKind.CONSENT and not opened.copy.is_sealed
    if is_consent and state is DocumentState.SIGNED:
        if not opened.scans:
            return words("documents.seal_wants_pages"), False
        return words("documents.seal_ready" if may_seal else "documents.seal_physician"), may_seal
    if is_consent and state is DocumentState.WAITING and opened.scans:
        return words("documents.seal_wants_record"), False
    return "", False
