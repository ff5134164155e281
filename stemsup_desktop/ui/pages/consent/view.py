"""What step 5 shows, derived from the record, the gate, the kept forms and the marks on screen. No Qt."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_basis import (
    ConsentStanding,
    ConsentState,
    consent_basis_sha256,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.record import Consent, Consultation, GivenConsent
from stemsup_desktop.consultation.separate_choices import ChoiceName
from stemsup_desktop.consultation.signing_roles import get_consent_form
from stemsup_desktop.consultation.signing_seal import write_check_number
from stemsup_desktop.consultation.withdrawal import derive_taken_back, find_consent_number
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.ui.language_forms import say_form
from stemsup_desktop.ui.pages.consent.marks import MarksView, SealedView
from stemsup_desktop.ui.pages.consent.memory import NO_ENTRIES, SigningState
from stemsup_desktop.ui.pages.consent.paper_form_view import (
    SigningView,
    derive_gate_requirement,
    derive_paper_requirements,
    derive_paper_signing,
    get_read_language,
    make_draft,
)
from stemsup_desktop.ui.paper_view import (
    PaneView,
    PaperState,
    PrintView,
    Requirement,
    derive_pane,
    derive_print,
    find_basis,
)
from stemsup_desktop.ui.stamping import join_sentences
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words

_WANTS_A_FORM = (ConsentState.NONE, ConsentState.OUTDATED, ConsentState.WITHDRAWN)


class Way(StrEnum):
    """How the form is signed."""

    SCREEN = "screen"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class ConsentView:
    """Everything on step 5.

    `signing` is None while there is nothing to record of a paper, `marks` while nothing is signed on screen. `sealed`
    is the consent that was signed on screen and still counts.
    """

    subtitle: str
    mark: TagState
    mark_text: str
    mark_icon: str
    way: Way | None
    """None while neither way is open."""
    requirements: tuple[Requirement, ...]
    pane: PaneView
    printing: PrintView
    language: LanguageForm
    read_language: Language
    can_choose_reading: bool
    """Whether the form is in both languages and is signed on screen: then who signs says which one was read."""
    thinking_until: date | None
    choices: tuple[tuple[ChoiceName, bool], ...]
    standing: TagState
    standing_text: str
    is_declined: bool
    signing: SigningView | None
    marks: MarksView | None
    sealed: SealedView | None
    given_number: str
    """The document by which consent is given in this visit, on screen or in ink, or empty."""
    can_sign_again: bool
    withdrawable: tuple[str, str] | None
    """The visit and the number of a consent that can be taken back; whoever works with patients may record that."""
    is_closed: bool
    locked: str
    """Why whoever looks at it records no consent, choice or refusal, or empty. Printing is everybody's."""
    language_locked: str
    """Why the form's language stays: it is that of what was signed or declined."""


def derive_consent_view(
    state: VisitState,
    text: ConsentText,
    paper: PaperState,
    signing: SigningState,
    now: datetime,
    words: Words,
    marks: MarksView | None = None,
    certificate: str = "",
    why_not_sealed: str = "",
    read_language: Language | None = None,
) -> ConsentView:
    """Derive step 5 at an aware local moment; with `marks` it is signed on screen, without them on paper.

    `certificate` is the fingerprint of what the consent was sealed with, empty until the vault has said it, and
    `why_not_sealed` says in words why one that was signed in ink has no seal yet. `read_language` is the one that was
    chosen, of a form in both.
    """
    entries = signing.entries
    consultation, gate = state.consultation, state.gate
    consent = consultation.consent
    standing = state.judge_consent(text, now.date())
    language = get_consent_form(state.file)
    forms = paper.of_kind(Paper.CONSENT)
    draft = make_draft(state, text, forms, entries)
    is_open = is_to_be_signed(state, text, signing, now)
    on_screen = marks if is_open else None
    on_paper = is_open and marks is None
    is_declined = standing.state is ConsentState.DECLINED
    locked = state.say_why_not(ReservedAct.CONSENT, words.language)
    has_result = consent.signature is not None or consent.declined is not None
    given = consent.signature if standing.state is ConsentState.SIGNED else None
    sealed = _derive_sealed(given, certificate, now, words) if given is not None and given.medium == "screen" else None
    mark, mark_text, icon = _derive_mark(standing, consent, on_screen is not None, words)
    standing_text = "" if sealed is not None else _say_standing(standing, consent, words)
    if given is not None and sealed is None:
        if certificate:
            mark_text, icon = words("consent.mark_sealed"), "sealed"
            why_not_sealed = words("consent.sealed_with_pages", certificate=write_check_number(certificate))
        standing_text = join_sentences(standing_text, why_not_sealed, words)
    requirements: tuple[Requirement, ...] = ()
    if on_screen is not None:
        requirements = (derive_gate_requirement(gate, words), *on_screen.requirements)
    elif sealed is None:
        requirements = derive_paper_requirements(state, text, paper, draft, standing, words)
    return ConsentView(
        subtitle=_derive_subtitle(text, paper, language, words),
        mark=mark,
        mark_text=mark_text,
        mark_icon=icon,
        way=(Way.SCREEN if on_screen is not None else Way.PAPER) if is_open else None,
        requirements=requirements,
        pane=derive_pane(gate, paper, words),
        printing=derive_print(gate, paper, words),
        language=language,
        read_language=get_read_language(state, read_language),
        can_choose_reading=on_screen is not None and len(language.languages) > 1,
        thinking_until=consent.thinking_until,
        choices=tuple((name, bool(getattr(consent.choices, name))) for name in ChoiceName),
        standing=TagState.INFORMATION if is_declined else mark,
        standing_text=standing_text,
        is_declined=is_declined,
        signing=derive_paper_signing(state, text, forms, draft, signing, now, words) if on_paper else None,
        marks=on_screen,
        sealed=sealed,
        given_number="" if given is None else given.document_number,
        can_sign_again=standing.is_given and sealed is None and not is_open and not state.is_closed,
        withdrawable=_find_withdrawable(consultation),
        is_closed=state.is_closed,
        locked=locked,
        language_locked=locked if has_result else "",
    )


def _find_withdrawable(visit: Consultation) -> tuple[str, str] | None:
    """Find the consent that counts in a visit, its own or an earlier one's, unless it was taken back as a whole."""
    consent, number = visit.consent, find_consent_number(visit.consent)
    if not number or derive_taken_back(consent).whole is not None:
        return None
    if consent.signature is None and consent.earlier is not None:
        return consent.earlier.consultation_id, number
    return visit.consultation_id, number


def is_to_be_signed(state: VisitState, text: ConsentText, signing: SigningState, now: datetime) -> bool:
    """Tell whether a signature is wanted now, whichever way."""
    standing = state.judge_consent(text, now.date())
    wants_form = standing.state in _WANTS_A_FORM or signing.entries.is_again
    return wants_form and standing.state is not ConsentState.DECLINED and not state.is_closed


def derive_way(
    state: VisitState, text: ConsentText, paper: PaperState, signing: SigningState, chosen: Way | None
) -> Way:
    """Return how the form is signed: as the person chose, else as was begun, else on screen.

    A form of this plan that was printed before anything was signed on screen was printed to be signed.
    """
    if chosen is not None:
        return chosen
    if signing.entries != NO_ENTRIES or signing.is_outdated or signing.is_discarded:
        return Way.PAPER
    consent = state.consultation.consent
    if consent.initials or consent.signatures or consent.teach_back:
        return Way.SCREEN
    basis = consent_basis_sha256(state.file, text)
    is_printed = any(find_basis(one) == basis for one in paper.of_kind(Paper.CONSENT))
    return Way.PAPER if is_printed else Way.SCREEN


def _derive_subtitle(text: ConsentText, paper: PaperState, language: LanguageForm, words: Words) -> str:
    form = words("consent.form", version=text.form.version, language=say_form(language, words))
    if paper.kept is not None:
        return f"{paper.kept.number} · {form}"
    if paper.documents is None:  # whether it was printed is not known before the vault has answered
        return form
    printed = next((one.number for one in paper.of_kind(Paper.CONSENT)), "")
    said = words("consent.printed_before", number=printed) if printed else words("consent.not_printed")
    return f"{said} · {form}"


def _derive_mark(
    standing: ConsentStanding, consent: Consent, on_screen: bool, words: Words
) -> tuple[TagState, str, str]:
    given = consent.signature
    match standing.state:
        case ConsentState.NONE if on_screen:
            return TagState.OPEN, words("consent.mark_marks"), "not-sealed"
        case ConsentState.EARLIER:
            return TagState.CLEAR, words("consent.mark_earlier"), ""
        case ConsentState.WITHDRAWN:
            return TagState.INFORMATION, words("consent.mark_withdrawn"), ""
        case ConsentState.NONE:
            return TagState.OPEN, words("consent.mark_none"), ""
        case ConsentState.SIGNED if given is not None and given.medium == "screen":
            return TagState.CLEAR, words("consent.mark_sealed"), "sealed"
        case ConsentState.SIGNED:
            return TagState.CLEAR, words("consent.mark_signed"), ""
        case ConsentState.OUTDATED:
            return TagState.CAUTION, words("consent.mark_outdated"), ""
        case ConsentState.DECLINED:
            return TagState.INFORMATION, words("consent.mark_declined"), ""


def _say_standing(standing: ConsentStanding, consent: Consent, words: Words) -> str:
    given, declined = consent.signature, consent.declined
    match standing.state:
        case ConsentState.SIGNED if given is not None:
            return words("consent.signed", date=_say_day(given.signed_on, words), number=given.document_number)
        case ConsentState.EARLIER if standing.signed_on is not None:
            day = _say_day(standing.signed_on, words)
            return words("consent.earlier", date=day, number=standing.document_number)
        case ConsentState.OUTDATED if standing.signed_on is not None:
            space = "" if words.language is Language.JA else " "
            changed = space.join(one.in_language(words.language) for one in standing.changed)
            on_paper = given is not None and given.medium == "paper"
            key = "consent.outdated" if on_paper else "consent.outdated_screen"
            day = _say_day(standing.signed_on, words)
            return words(key, date=day, number=standing.document_number, changed=changed)
        case ConsentState.WITHDRAWN if standing.withdrawn_on is not None:
            number = standing.document_number
            return words("consent.withdrawn", date=_say_day(standing.withdrawn_on, words), number=number)
        case ConsentState.DECLINED if declined is not None:
            day = _say_day(declined.declined_on, words)
            if is_blank(declined.note):
                return words("consent.declined", date=day)
            return words("consent.declined_note", date=day, note=declined.note)
        case _:
            return ""


def _derive_sealed(given: GivenConsent, certificate: str, now: datetime, words: Words) -> SealedView:
    names = (given.patient_name, given.guardian_name, given.interpreter_name, given.witness_name, given.physician_name)
    day, time = _say_day(given.signed_on, words), ""
    if given.recorded_at is not None:
        time = f"{given.recorded_at.astimezone(now.tzinfo):%H:%M}"
    facts = (
        (words("consent.sealed_number"), given.document_number),
        (words("consent.sealed_time"), f"{day} {time}".strip()),
        (words("consent.sealed_signers"), words.listed(name for name in names if name)),
        (words("consent.sealed_certificate"), write_check_number(certificate)),
    )
    known = tuple(fact for fact in facts if fact[1])
    return SealedView(words("consent.sealed"), known, given.document_number)


def _say_day(day: date, words: Words) -> str:
    return format_date(day, words.language)
