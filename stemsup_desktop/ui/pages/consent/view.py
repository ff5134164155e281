"""What step 5 shows, derived from the record, the gate and the kept forms. No Qt."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_basis import (
    ADULT_FROM_YEARS,
    ConsentStanding,
    ConsentState,
    SignatureDraft,
    consent_basis_sha256,
    derive_consent_standing,
    missing_for_signature,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.patient import age_in_years
from stemsup_desktop.consultation.record import Choices, Consent, Declined, PaperSignature
from stemsup_desktop.language import Language
from stemsup_desktop.paperwork import Paper
from stemsup_desktop.store.entries import DocumentEntry
from stemsup_desktop.ui.pages.consent.memory import NO_ENTRIES, SigningEntries, SigningState
from stemsup_desktop.ui.paper_view import (
    PaneView,
    PaperState,
    PrintView,
    Requirement,
    derive_pane,
    derive_print,
    find_basis,
)
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words


class ChoiceName(StrEnum):
    """The separate choices, by their names in the record."""

    PHOTOGRAPHS = "photographs"
    TEACHING = "teaching"
    PUBLICATION = "publication"


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


@dataclass(frozen=True, slots=True)
class ConsentView:
    """Everything on step 5; `signing` is None while there is nothing to record."""

    subtitle: str
    mark: TagState
    mark_text: str
    requirements: tuple[Requirement, ...]
    pane: PaneView
    printing: PrintView
    language: Language
    thinking_until: date | None
    choices: tuple[tuple[ChoiceName, bool], ...]
    standing: TagState
    standing_text: str
    is_declined: bool
    signing: SigningView | None
    can_sign_again: bool
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
) -> ConsentView:
    """Derive step 5 at an aware local moment."""
    entries = signing.entries
    consultation, gate = state.consultation, state.gate
    consent = consultation.consent
    standing = derive_consent_standing(state.file, text, now.date())
    language = get_language(state)
    forms = paper.of_kind(Paper.CONSENT)
    draft = make_draft(state, text, forms, entries)
    is_closed = state.is_closed
    wants_form = standing.state in (ConsentState.NONE, ConsentState.OUTDATED) or entries.is_again
    locked = state.say_why_not(ReservedAct.CONSENT, words.language)
    has_result = consent.signature is not None or consent.declined is not None
    is_open = wants_form and standing.state is not ConsentState.DECLINED and not is_closed
    mark, mark_text = _derive_mark(standing, words)
    return ConsentView(
        subtitle=_derive_subtitle(text, paper, language, words),
        mark=mark,
        mark_text=mark_text,
        requirements=_derive_requirements(state, text, paper, draft, standing, words),
        pane=derive_pane(gate, paper, words),
        printing=derive_print(gate, paper, words),
        language=language,
        thinking_until=consent.thinking_until,
        choices=tuple((name, bool(getattr(consent.choices, name))) for name in ChoiceName),
        standing=TagState.INFORMATION if standing.state is ConsentState.DECLINED else mark,
        standing_text=_say_standing(standing, consent, words),
        is_declined=standing.state is ConsentState.DECLINED,
        signing=_derive_signing(state, text, forms, draft, signing, now, words) if is_open else None,
        can_sign_again=standing.state is ConsentState.SIGNED and not is_open and not is_closed,
        is_closed=is_closed,
        locked=locked,
        language_locked=locked if has_result else "",
    )


def get_language(state: VisitState) -> Language:
    """Return the language of the form: the one chosen, else the patient's."""
    return state.consultation.consent.language or state.patient.language


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


def with_choice(consent: Consent, name: ChoiceName, is_yes: bool) -> Consent:
    """Return the consent with one separate choice made."""
    choices: Choices = msgspec.structs.replace(consent.choices, **{name.value: is_yes})
    return msgspec.structs.replace(consent, choices=choices)


def with_declined(consent: Consent, declined: Declined | None) -> Consent:
    """Return the consent with the patient's refusal, or with it taken back; a signature stays as it was."""
    return msgspec.structs.replace(consent, declined=declined)


def with_signature(consent: Consent, signature: PaperSignature) -> Consent:
    """Return the consent with a signature, in place of an earlier one."""
    return msgspec.structs.replace(consent, signature=signature)


def _propose_form(basis_sha256: str, forms: tuple[DocumentEntry, ...]) -> str:
    matching = next((one.number for one in forms if find_basis(one) == basis_sha256), "")
    return matching or (forms[0].number if forms else "")


def _derive_subtitle(text: ConsentText, paper: PaperState, language: Language, words: Words) -> str:
    forms = paper.of_kind(Paper.CONSENT)
    kept = paper.kept or (forms[0] if forms else None)
    number = words("consent.not_printed") if kept is None else kept.number
    if kept is not None and paper.kept is None:
        number = words("consent.printed_before", number=kept.number)
    form = words("consent.form", version=text.form.version, language=words(f"paper.language_{language.value}"))
    return f"{number} · {form}"


def _derive_mark(standing: ConsentStanding, words: Words) -> tuple[TagState, str]:
    match standing.state:
        case ConsentState.NONE:
            return TagState.OPEN, words("consent.mark_none")
        case ConsentState.SIGNED:
            return TagState.CLEAR, words("consent.mark_signed")
        case ConsentState.OUTDATED:
            return TagState.CAUTION, words("consent.mark_outdated")
        case ConsentState.DECLINED:
            return TagState.INFORMATION, words("consent.mark_declined")


def _say_standing(standing: ConsentStanding, consent: Consent, words: Words) -> str:
    signature, declined = consent.signature, consent.declined
    match standing.state:
        case ConsentState.SIGNED if signature is not None:
            return words("consent.signed", date=_say_day(signature.signed_on, words), number=signature.document_number)
        case ConsentState.OUTDATED if signature is not None:
            space = "" if words.language is Language.JA else " "
            changed = space.join(one.in_language(words.language) for one in standing.changed)
            day = _say_day(signature.signed_on, words)
            return words("consent.outdated", date=day, number=signature.document_number, changed=changed)
        case ConsentState.DECLINED if declined is not None:
            day = _say_day(declined.declined_on, words)
            if is_blank(declined.note):
                return words("consent.declined", date=day)
            return words("consent.declined_note", date=day, note=declined.note)
        case _:
            return ""


def _derive_requirements(
    state: VisitState,
    text: ConsentText,
    paper: PaperState,
    draft: SignatureDraft,
    standing: ConsentStanding,
    words: Words,
) -> tuple[Requirement, ...]:
    if standing.state is ConsentState.DECLINED:
        return ()
    is_signed = standing.state is ConsentState.SIGNED
    basis = consent_basis_sha256(state.file, text)
    is_printed = any(find_basis(one) == basis for one in paper.of_kind(Paper.CONSENT))
    has_names = not is_blank(draft.patient_name) and not is_blank(draft.physician_name)
    has_names = has_names and not (wants_guardian(state, draft) and is_blank(draft.guardian_name))
    has_names = has_names and not (wants_interpreter(state) and is_blank(draft.interpreter_name))
    return (
        _derive_gate_requirement(state.gate, words),
        Requirement("printed", words("consent.wants_print"), is_signed or is_printed),
        Requirement("initials", words("consent.wants_initials"), is_signed or draft.all_initials_present),
        # The names are proposed; they count once somebody has said that the signatures are on the paper.
        Requirement("names", words("consent.wants_names"), is_signed or (has_names and draft.all_initials_present)),
        Requirement("date", words("consent.wants_date"), is_signed or draft.signed_on is not None),
    )


def _derive_gate_requirement(gate: Gate, words: Words) -> Requirement:
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
    return get_language(state) is not state.patient.language


def _derive_signing(
    state: VisitState,
    text: ConsentText,
    forms: tuple[DocumentEntry, ...],
    draft: SignatureDraft,
    signing: SigningState,
    now: datetime,
    words: Words,
) -> SigningView:
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
    language = words(f"paper.language_{entry.language.value}")
    return f"{entry.number} · {_say_day(entry.created_at.astimezone(now.tzinfo).date(), words)} · {language}"


def _say_day(day: date, words: Words) -> str:
    return format_date(day, words.language)
