"""Every mark of a signing as the list shows it, and which one is in hand. No Qt."""

from stemsup_desktop.consultation.signing import MarkState, Signing
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.language import Language, Text
from stemsup_desktop.ui.pages.consent.desk_view import DeskSource, derive_desk, make_tick
from stemsup_desktop.ui.pages.consent.mark_lines import (
    MarksSource,
    is_shown,
    make_choices,
    make_clause,
    make_question,
    make_signer,
)
from stemsup_desktop.ui.pages.consent.marks import MarkKey, MarkKind, MarksView, VoidView
from stemsup_desktop.ui.paper_view import Requirement
from stemsup_desktop.ui.passages import is_read_again
from stemsup_desktop.ui.words import Words

_ADDABLE = (SignerRole.GUARDIAN, SignerRole.INTERPRETER, SignerRole.WITNESS)


def derive_marks(source: MarksSource) -> MarksView:
    """Return every mark, and what lies on the desk."""
    signing = source.signing
    in_hand = None if source.is_halted or source.is_put_off or signing.is_given else _find_in_hand(source)
    desk_source = DeskSource(signing, source.consent, source.choices, source.form_words, source.now)
    return MarksView(
        clauses=tuple(make_clause(one, source, in_hand) for one in signing.clauses),
        ticks=tuple(make_tick(one, source.words) for one in signing.ticks),
        questions=tuple(make_question(one, source, in_hand) for one in signing.questions),
        choices=make_choices(source, in_hand),
        signers=tuple(make_signer(one, source, in_hand) for one in signing.signers if is_shown(one, source)),
        addable=_list_addable(source),
        desk=None if in_hand is None else derive_desk(in_hand, desk_source),
        void=_derive_void(source),
        waits_for="" if in_hand is not None else _say_waits_for(source),
        requirements=_derive_requirements(signing, source.words),
        seal_reason=_say_seal_reason(source),
    )


def _derive_requirements(signing: Signing, words: Words) -> tuple[Requirement, ...]:
    initials = sum(one.state is MarkState.DONE for one in signing.clauses)
    answers = sum(one.state is MarkState.DONE for one in signing.questions)
    wanted = [
        Requirement(
            "initials",
            words("consent.wants_marks", done=initials, count=len(signing.clauses)),
            initials == len(signing.clauses),
        ),
        Requirement(
            "teach_back",
            words("consent.wants_answers", done=answers, count=len(signing.questions)),
            answers == len(signing.questions),
        ),
    ]
    if signing.ticks:
        ticked = sum(one.is_ticked for one in signing.ticks)
        text = words("consent.wants_ticks", done=ticked, count=len(signing.ticks))
        wanted.append(Requirement("ticks", text, not find_unticked_clauses(signing)))
    if signing.choices is not None:
        wanted.append(Requirement("choices", words("consent.wants_choices"), signing.choices.state is MarkState.DONE))
    wanted += [
        Requirement(f"signature_{one.role}", words(f"consent.role_{one.role}"), one.state is MarkState.DONE)
        for one in signing.signers
        if one.is_required or one.mark is not None
    ]
    return tuple(wanted)


def find_unticked_clauses(signing: Signing) -> tuple[str, ...]:
    """Find the clauses with boxes of which none is ticked, by their numbers.

    It keeps nobody from sealing: a box is ticked where its sentence is true. But it is never passed over in silence.
    """
    ticked = {one.clause_number for one in signing.ticks if one.is_ticked}
    return tuple(dict.fromkeys(one.clause_number for one in signing.ticks if one.clause_number not in ticked))


def find_next(signing: Signing, added: frozenset[SignerRole] = frozenset()) -> MarkKey | None:
    """Find what comes next in the order of signing, or None when nothing can be marked now."""
    open_states = (MarkState.OPEN, MarkState.VOID)
    for clause in signing.clauses:
        if clause.state in open_states:
            return MarkKey(MarkKind.INITIAL, clause.clause_id)
    for question in signing.questions:
        if question.state in open_states:
            return MarkKey(MarkKind.ANSWER, question.question.id)
    if signing.choices is not None and signing.choices.state in open_states:
        return MarkKey(MarkKind.CHOICES, "choices")
    for signer in signing.signers:
        is_wanted = signer.is_required or signer.role in added or signer.mark is not None
        if is_wanted and signer.state in open_states:
            return MarkKey(MarkKind.SIGNATURE, signer.role)
    return None


def _find_in_hand(source: MarksSource) -> MarkKey | None:
    chosen, signing = source.chosen, source.signing
    states: dict[MarkKey, MarkState] = {
        **{MarkKey(MarkKind.INITIAL, one.clause_id): one.state for one in signing.clauses},
        **{MarkKey(MarkKind.ANSWER, one.question.id): one.state for one in signing.questions},
        **{MarkKey(MarkKind.SIGNATURE, one.role): one.state for one in signing.signers},
    }
    if signing.choices is not None:
        states[MarkKey(MarkKind.CHOICES, "choices")] = signing.choices.state
    if chosen is not None and states.get(chosen, MarkState.LOCKED) is not MarkState.LOCKED:
        return chosen
    return find_next(signing, source.added)


def _list_addable(source: MarksSource) -> tuple[tuple[str, str], ...]:
    if source.is_halted or source.signing.is_given:
        return ()
    shown = {one.role for one in source.signing.signers if is_shown(one, source)}
    return tuple((role, source.words(f"consent.add_{role}")) for role in _ADDABLE if role not in shown)


def _derive_void(source: MarksSource) -> VoidView | None:
    """Say what no longer counts; what a teach-back opened again is part of the way and not named here."""
    signing, words = source.signing, source.words
    if source.is_halted or signing.is_given:
        return None
    void: list[tuple[MarkKey, Text | None]] = [
        (MarkKey(MarkKind.INITIAL, one.clause_id), one.why)
        for one in signing.clauses
        if one.state is MarkState.VOID and is_read_again(one.clause_id, signing) is None
    ]
    void += [
        (MarkKey(MarkKind.ANSWER, one.question.id), one.why) for one in signing.questions if one.state is MarkState.VOID
    ]
    if signing.choices is not None and signing.choices.state is MarkState.VOID:
        void.append((MarkKey(MarkKind.CHOICES, "choices"), signing.choices.why))
    void += [(MarkKey(MarkKind.SIGNATURE, one.role), one.why) for one in signing.signers if one.state is MarkState.VOID]
    if not void:
        return None
    space = "" if words.language is Language.JA else " "
    whys = space.join(dict.fromkeys("" if why is None else why.in_language(words.language) for _, why in void))
    return VoidView(words("consent.void", count=len(void), why=whys), void[0][0])


def _say_waits_for(source: MarksSource) -> str:
    if source.is_halted or source.is_put_off:
        return ""
    space = "" if source.words.language is Language.JA else " "
    return space.join(one.in_language(source.words.language) for one in source.signing.missing)


def _say_seal_reason(source: MarksSource) -> str:
    if source.locked:
        return source.words("consent.seal_physician")
    missing = source.signing.missing
    return missing[0].in_language(source.words.language) if missing else ""
