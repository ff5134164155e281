"""What lies on the desk for each kind of mark, in the language of the form. No Qt."""

from dataclasses import dataclass, replace
from datetime import datetime

from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.record import Choices
from stemsup_desktop.consultation.separate_choices import ChoiceName
from stemsup_desktop.consultation.signing import (
    ClauseToInitial,
    MarkState,
    QuestionToAnswer,
    SignerToSign,
    Signing,
    TickToSet,
)
from stemsup_desktop.consultation.signing_clauses import find_clause
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.ui.components.ink_record import INITIALS_BOX, SIGNATURE_BOX
from stemsup_desktop.ui.pages.consent.marks import DeskView, ExtraField, MarkKey, MarkKind, TickLine
from stemsup_desktop.ui.passages import is_read_again, write_passage, write_without_ticks
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

CHOICES_SEEN = "seen"
"""The one answer to the separate choices: they are as the patient wants them."""


@dataclass(frozen=True, slots=True)
class DeskSource:
    """What the desk is derived from; `words` and `consent` are in the language of the form."""

    signing: Signing
    consent: AssembledConsent
    choices: Choices
    words: Words
    now: datetime


def derive_desk(key: MarkKey, source: DeskSource) -> DeskView | None:
    """Return what lies on the desk for a mark, or None if there is no such mark."""
    signing = source.signing
    match key.kind:
        case MarkKind.INITIAL:
            clause = next((one for one in signing.clauses if one.clause_id == key.id), None)
            return None if clause is None else _derive_initial(key, clause, source)
        case MarkKind.ANSWER:
            question = next((one for one in signing.questions if one.question.id == key.id), None)
            return None if question is None else _derive_answer(key, question, source)
        case MarkKind.CHOICES:
            return None if signing.choices is None else _derive_choices(key, source)
        case MarkKind.SIGNATURE:
            signer = next((one for one in signing.signers if one.role == key.id), None)
            return None if signer is None else _derive_signature(key, signer, source)


def make_tick(tick: TickToSet, words: Words) -> TickLine:
    """Return a box in the language of some words."""
    return TickLine(tick.tick_id, tick.clause_number, tick.text.in_language(words.language), tick.is_ticked)


def _derive_initial(key: MarkKey, clause: ClauseToInitial, source: DeskSource) -> DeskView:
    words, signing = source.words, source.signing
    printed = find_clause(source.consent, clause.clause_id)
    misfit = is_read_again(clause.clause_id, signing) if clause.state is MarkState.VOID else None
    state, note = TagState.CAUTION, ""
    if misfit is not None and misfit.explanation is not None:
        # In neutral colours: an answer is never held against the patient.
        state, note = TagState.INFORMATION, misfit.explanation.in_language(words.language)
    elif clause.state is MarkState.VOID and clause.why is not None:
        note = clause.why.in_language(words.language)
    is_kept = clause.state is MarkState.DONE and clause.mark is not None
    number = [one.clause_id for one in signing.clauses].index(clause.clause_id) + 1
    title = clause.title.in_language(words.language)
    step = words("desk.step_initials", number=number, count=len(signing.clauses))
    if is_kept and clause.mark is not None:
        step = words("desk.step_kept", time=_say_time(clause.mark.made_at, source))
    return DeskView(
        key=key,
        step=step,
        heading=f"{clause.number}  {title}",
        passage=() if printed is None else write_without_ticks(printed, words),
        ticks=tuple(
            replace(make_tick(one, words), number="") for one in signing.ticks if one.clause_number == clause.number
        ),
        note_state=state,
        note=note,
        box=INITIALS_BOX,
        pad_name=words("desk.pad_initials", number=clause.number, title=title),
        instruction="" if is_kept else words("desk.write_initials"),
        kept=clause.mark.ink if is_kept and clause.mark is not None else None,
    )


def _derive_answer(key: MarkKey, entry: QuestionToAnswer, source: DeskSource) -> DeskView:
    words, language = source.words, source.words.language
    number = [one.question.id for one in source.signing.questions].index(entry.question.id) + 1
    note: str = ""
    passage: tuple[str, ...] = ()
    if entry.explanation is not None:
        note = entry.explanation.in_language(language)
        clause = find_clause(source.consent, entry.question.clause.id)
        passage = () if clause is None else write_passage(clause, words)
    return DeskView(
        key=key,
        step=words("desk.step_answer", number=number, count=len(source.signing.questions)),
        heading=entry.question.question.in_language(language),
        passage=passage,
        note=note,
        options=tuple((one.id, one.text.in_language(language)) for one in entry.question.options),
    )


def _derive_choices(key: MarkKey, source: DeskSource) -> DeskView:
    words, choices = source.words, source.choices
    why = source.signing.choices.why if source.signing.choices is not None else None
    lines = tuple(
        words(
            "desk.choice",
            choice=words(f"consent.choice_{name.value}"),
            answer=words("common.yes" if getattr(choices, name.value) else "common.no"),
        )
        for name in ChoiceName
    )
    return DeskView(
        key=key,
        step=words("desk.step_choices"),
        heading=words("desk.choices_heading"),
        passage=lines,
        note_state=TagState.CAUTION,
        note="" if why is None else why.in_language(words.language),
        options=((CHOICES_SEEN, words("desk.choices_seen")),),
    )


def _derive_signature(key: MarkKey, signer: SignerToSign, source: DeskSource) -> DeskView:
    words = source.words
    role, mark = signer.title.in_language(words.language), signer.mark
    is_kept = signer.state is MarkState.DONE and mark is not None
    has_own_name = signer.role in (SignerRole.PATIENT, SignerRole.PHYSICIAN)
    step = words("desk.step_signature", role=role)
    if is_kept and mark is not None:
        step = words("desk.step_kept", time=_say_time(mark.signed_at, source))
    extra: ExtraField | None = None
    if signer.role is SignerRole.INTERPRETER:
        extra = ExtraField(words("desk.spoken_language"), "" if mark is None else mark.spoken_language)
    elif signer.role is SignerRole.GUARDIAN:
        extra = ExtraField(words("desk.relation"), "" if mark is None else mark.relation)
    why = signer.why if signer.state is MarkState.VOID else None
    return DeskView(
        key=key,
        step=step,
        heading=signer.name,
        passage=(signer.statement.in_language(words.language),),
        note_state=TagState.CAUTION,
        note="" if why is None else why.in_language(words.language),
        box=SIGNATURE_BOX,
        pad_name=words("desk.pad_signature", role=f"{role} {signer.name}".strip()),
        instruction="" if is_kept else words("desk.write_signature"),
        kept=mark.ink if is_kept and mark is not None else None,
        name=signer.name,
        is_name_typed=not has_own_name and not is_kept,
        extra=None if is_kept else extra,
    )


def _say_time(moment: datetime, source: DeskSource) -> str:
    return f"{moment.astimezone(source.now.tzinfo):%H:%M}"
