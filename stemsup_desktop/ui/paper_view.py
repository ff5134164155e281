"""What steps 5 and 7 say about their document: what keeps it back, what is open, what is kept of it. No Qt."""

from dataclasses import dataclass

import msgspec

from stemsup_desktop.consultation.earlier_consent import with_signature_as_earlier
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.open_words import say_open_point
from stemsup_desktop.consultation.record import ConsultationFile, Summary
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.documents.document_model import Place, RenderedDocument
from stemsup_desktop.documents.text import describe
from stemsup_desktop.errors import Problem
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.store.entries import DocumentEntry, DocumentKind
from stemsup_desktop.ui.words import Words

MOST_LINKS = 12
MOST_LINKS_OF_DRAFT = 3
MOST_CHARACTERS = 6
KINDS = {paper: DocumentKind(paper.value) for paper in Paper}

_BASIS = "basis:"
_BAND_AIR = 3.0
_FOOT = 76.0
"""The height of the foot of a printed page, in points."""


@dataclass(frozen=True, slots=True)
class JumpLink:
    """Something in another step that keeps this document back; a step of 0 is a plain sentence."""

    step: int
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that is wanted before a step is done."""

    name: str
    text: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class PaperState:
    """One document of the visit as it stands: the page on screen, and what the vault keeps of its kind.

    `kept` is the kept document that the page on screen is, byte for byte. `documents` are all of this visit, the
    latest first; None until the vault has answered.
    """

    rendered: RenderedDocument | None = None
    kept: DocumentEntry | None = None
    documents: tuple[DocumentEntry, ...] | None = None
    is_producing: bool = False
    problem: Problem | None = None

    def of_kind(self, paper: Paper) -> tuple[DocumentEntry, ...]:
        """Return the kept documents of one kind, the latest first."""
        return tuple(entry for entry in self.documents or () if entry.kind is KINDS[paper])


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a page: `page` from 0, `top` and `bottom` in points above the page's lower edge."""

    page: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PaneView:
    """The pane with the page. While `is_refused`, it shows sentence and links in place of a page."""

    rendered: RenderedDocument | None
    is_refused: bool
    is_draft: bool
    sentence: str
    links: tuple[JumpLink, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class PrintView:
    """What is said beside the buttons that print and save."""

    sentence: str
    missing: str
    reason: str
    """Why nothing can be printed; empty means that it can."""


def derive_pane(gate: Gate, state: PaperState, words: Words) -> PaneView:
    """Return what the pane shows under a verdict."""
    problem = words.sentence_of(state.problem) if state.problem is not None else ""
    language = words.language
    found = [JumpLink(one.step, one.target, say_open_point(one).in_language(language)) for one in gate.open_points]
    match gate.verdict:
        case Verdict.STOP:
            return PaneView(None, True, False, words("paper.stopped"), _links(found, words), "")
        case Verdict.SPECIALIST:
            links = _links(found, words, MOST_LINKS_OF_DRAFT)
            return PaneView(state.rendered, False, True, words("paper.draft_specialist"), links, problem)
        case Verdict.NOT_COMPLETE:
            links = _links(found, words, MOST_LINKS_OF_DRAFT)
            return PaneView(state.rendered, False, True, words("paper.draft_missing"), links, problem)
        case Verdict.CONDITIONS | Verdict.CLEAR:
            return PaneView(state.rendered, False, False, "", (), problem)


def derive_print(gate: Gate, state: PaperState, words: Words) -> PrintView:
    """Return what printing will do now, and which characters it will not be able to show."""
    if gate.verdict is Verdict.STOP:
        return PrintView("", "", words("paper.reason_stop"))
    rendered = state.rendered
    reason = words("paper.reason_producing") if state.is_producing else ""
    if rendered is None:
        return PrintView("", "", reason)
    if rendered.is_draft:
        sentence = words("paper.will_be_draft")
    elif state.kept is not None:
        sentence = words("paper.will_be_copy", number=state.kept.number)
    else:
        sentence = words("paper.will_be_new")
    return PrintView(sentence, say_missing_characters(rendered, words), reason)


def say_missing_characters(rendered: RenderedDocument, words: Words) -> str:
    """Name every character that is printed as a substitute, with its place; empty if there is none."""
    lines = describe(rendered.missing_characters)
    if not lines:
        return ""
    shown = words.listed(lines[:MOST_CHARACTERS])
    more = len(lines) - MOST_CHARACTERS
    rest = f" {words('paper.more', count=more)}" if more > 0 else ""
    return words("paper.missing_characters", characters=f"{shown}{rest}")


def make_blank_form(
    file: ConsultationFile, *, is_to_sign_anew: bool = False, keeps_marks: bool = False
) -> ConsultationFile:
    """Return the snapshot that a consent form is printed from: nothing signed, nothing done yet.

    So a form that was signed or followed by a treatment still prints as the same document. One that is to be signed
    anew, because what was signed is outdated, says what has changed since. What was marked on screen so far stays on
    screen, unless the form is the one that is sealed with it.
    """
    consultation = with_signature_as_earlier(file.consultation) if is_to_sign_anew else file.consultation
    consent = msgspec.structs.replace(consultation.consent, signature=None, declined=None)
    if not keeps_marks:
        consent = msgspec.structs.replace(
            consent, initials=(), signatures=(), teach_back=(), choices_seen_sha256="", ticks=()
        )
    blank = msgspec.structs.replace(consultation, consent=consent, treatment=Treatment(), summary=Summary())
    return msgspec.structs.replace(file, consultation=blank)


def write_basis(sha256: str) -> str:
    """Return the entry of `text_versions` that says what a kept consent form agrees to."""
    return f"{_BASIS}{sha256}"


def find_basis(entry: DocumentEntry) -> str:
    """Return the hash of what a kept form agrees to, or empty for a document that says none."""
    return next((one.removeprefix(_BASIS) for one in entry.text_versions if one.startswith(_BASIS)), "")


def find_band(places: tuple[Place, ...], part: str) -> Band | None:
    """Find a part of a document on its page: where its end is not known, up to the next one or to the foot."""
    place = next((one for one in places if one.id == part), None)
    if place is None:
        return None
    top = place.top + _BAND_AIR
    if place.bottom:
        return Band(place.page - 1, top, place.bottom - _BAND_AIR)
    below = (one.top for one in places if one.page == place.page and one.top < place.top)
    return Band(place.page - 1, top, max(below, default=_FOOT) + _BAND_AIR)


def _links(found: list[JumpLink], words: Words, most: int = MOST_LINKS) -> tuple[JumpLink, ...]:
    more = len(found) - most
    rest = (JumpLink(0, "", words("paper.more", count=more)),) if more > 0 else ()
    return (*found[:most], *rest)
