"""The form in which a signature in ink is recorded, as derived: what is proposed, wanted and missing. No Qt."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_basis import (
    ADULT_FROM_YEARS,
    ConsentStanding,
    ConsentState,
    SignatureDraft,
    consent_basis_sha256,
    missing_for_signature,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.patient import age_in_years
from stemsup_desktop.consultation.signing_roles import choose_read_language, get_consent_form
from stemsup_desktop.language import Language
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.store.entries import DocumentEntry
from stemsup_desktop.ui.language_forms import say_form
from stemsup_desktop.ui.pages.consent.memory import NO_ENTRIES, SigningEntries, SigningState
from stemsup_desktop.ui.paper_view import PaperState, Requirement, find_basis
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class SigningView:
    """The form in which a signature in ink is recorded."""

    documents: tuple[tuple[str, str], ...]
    draft: SignatureDraft
    wants_guardian: bool
    wants_interpreter: bool
    missing: tuple[str, ...]
    note: str
    """What became of entries about a paper that agreed to something else, or empty."""
    can_discard: bool
    can_bring_back: bool


def get_read_language(state: VisitState, chosen: Language | None = None) -> Language:
    """Return the language in which the form is read on screen: the one chosen, else the patient's, if it is there."""
    languages = get_consent_form(state.file).languages
    return chosen if chosen in languages else choose_read_language(state.patient, languages)


def make_draft(
    state: VisitState, text: ConsentText, forms: tuple[DocumentEntry, ...], entries: SigningEntries
) -> SignatureDraft:
    """Return what is to be recorded: what was entered, else the form that matches the plan and the names on it."""
    number = entries.document_number
    if number is None:
        number = _propose_form(consent_basis_sha256(state.file, text), forms)
    form = next((one for one in forms if one.number == number), None)
    return SignatureDraft(
        document_number=number,
        signed_on=entries.signed_on,
        patient_name=state.patient.name if entries.patient_name is None else entries.patient_name,
        physician_name=state.physician.name if entries.physician_name is None else entries.physician_name,
        all_initials_present=entries.all_initials_present,
        basis_sha256=find_basis(form) if form is not None else "",
        guardian_name=entries.guardian_name,
        interpreter_name=entries.interpreter_name,
        witness_name=entries.witness_name,
    )


def with_entry(entries: SigningEntries, **changes: str | date | bool | None) -> SigningEntries:
    """Return the entries with some of them changed."""
    return replace(entries, **changes)  # type: ignore[arg-type]


def _propose_form(basis_sha256: str, forms: tuple[DocumentEntry, ...]) -> str:
    matching = next((one.number for one in forms if find_basis(one) == basis_sha256), "")
    return matching or (forms[0].number if forms else "")


def derive_paper_requirements(
    state: VisitState,
    text: ConsentText,
    paper: PaperState,
    draft: SignatureDraft,
    standing: ConsentStanding,
    words: Words,
) -> tuple[Requirement, ...]:
    """Return what is wanted before a signature in ink can be recorded."""
    if standing.state is ConsentState.DECLINED:
        return ()
    is_signed = standing.is_given
    basis = consent_basis_sha256(state.file, text)
    is_printed = any(find_basis(one) == basis for one in paper.of_kind(Paper.CONSENT))
    has_names = not is_blank(draft.patient_name) and not is_blank(draft.physician_name)
    has_names = has_names and not (wants_guardian(state, draft) and is_blank(draft.guardian_name))
    has_names = has_names and not (wants_interpreter(state) and is_blank(draft.interpreter_name))
    return (
        derive_gate_requirement(state.gate, words),
        Requirement("printed", words("consent.wants_print"), is_signed or is_printed),
        Requirement("initials", words("consent.wants_initials"), is_signed or draft.all_initials_present),
        # The names are proposed; they count once somebody has said that the signatures are on the paper.
        Requirement("names", words("consent.wants_names"), is_signed or (has_names and draft.all_initials_present)),
        Requirement("date", words("consent.wants_date"), is_signed or draft.signed_on is not None),
    )


def derive_gate_requirement(gate: Gate, words: Words) -> Requirement:
    """Return what is wanted of the gate."""
    match gate.verdict:
        case Verdict.STOP | Verdict.SPECIALIST | Verdict.NOT_COMPLETE:
            return Requirement("gate", words("consent.wants_gate"), False)
        case Verdict.CONDITIONS:
            return Requirement("gate", words("consent.gate_conditions", count=len(gate.conditions)), True)
        case Verdict.CLEAR:
            return Requirement("gate", words("consent.gate_clear"), True)


def wants_guardian(state: VisitState, draft: SignatureDraft) -> bool:
    """Tell whether the patient is a minor on the day of signing, so that a guardian signs as well."""
    day = draft.signed_on or state.consultation.started_at.date()
    return age_in_years(state.patient.birth_date, day) < ADULT_FROM_YEARS


def wants_interpreter(state: VisitState) -> bool:
    """Tell whether the form is not in the patient's language."""
    return state.patient.language not in get_consent_form(state.file).languages


def derive_paper_signing(
    state: VisitState,
    text: ConsentText,
    forms: tuple[DocumentEntry, ...],
    draft: SignatureDraft,
    signing: SigningState,
    now: datetime,
    words: Words,
) -> SigningView:
    """Return the form with what was entered, and everything that is missing by name."""
    missing = missing_for_signature(state.file, state.gate, text, draft, now.date())
    return SigningView(
        documents=tuple((one.number, _say_form(one, now, words)) for one in forms),
        draft=draft,
        wants_guardian=wants_guardian(state, draft),
        wants_interpreter=wants_interpreter(state),
        missing=tuple(sentence.in_language(words.language) for sentence in missing),
        note=words("consent.entries_outdated") if signing.is_outdated else "",
        can_discard=signing.entries != NO_ENTRIES,
        can_bring_back=signing.is_discarded,
    )


def _say_form(entry: DocumentEntry, now: datetime, words: Words) -> str:
    language = say_form(entry.language, words)
    return (
        f"{entry.number} · {format_date(entry.created_at.astimezone(now.tzinfo).date(), words.language)} · {language}"
    )
