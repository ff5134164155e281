"""One line of the list for each mark: how it stands, when it was made, why it no longer counts. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.record import Choices
from stemsup_desktop.consultation.signing import ClauseToInitial, MarkState, QuestionToAnswer, SignerToSign, Signing
from stemsup_desktop.consultation.signing_clauses import find_clause
from stemsup_desktop.consultation.signing_model import Ink, SignerRole
from stemsup_desktop.language import Language, Text
from stemsup_desktop.ui.pages.consent.marks import MarkKey, MarkKind, MarkLine, MarkLook
from stemsup_desktop.ui.passages import is_read_again, write_passage
from stemsup_desktop.ui.words import Words

CHARACTERS_PER_S = {Language.EN: 15, Language.JA: 7}
"""A calm reader: about 180 English words, or 420 Japanese characters, a minute."""
_STEP_S = 5
_LOOKS = {
    MarkState.OPEN: MarkLook.MISSING,
    MarkState.DONE: MarkLook.DONE,
    MarkState.VOID: MarkLook.VOID,
    MarkState.LOCKED: MarkLook.LOCKED,
}
_BOXES = {
    MarkKind.INITIAL: {MarkLook.MISSING: "missing", MarkLook.DONE: "confirmed", MarkLook.LOCKED: "missing"},
    MarkKind.ANSWER: {MarkLook.MISSING: "answer", MarkLook.DONE: "answered"},
    MarkKind.CHOICES: {MarkLook.MISSING: "missing", MarkLook.DONE: "confirmed"},
    MarkKind.SIGNATURE: {MarkLook.MISSING: "sign", MarkLook.DONE: "confirmed", MarkLook.VOID: "sign_again"},
}
"""What a box says, where it is not the same for all kinds."""
_SAME_BOXES = {MarkLook.VOID: "again", MarkLook.LOCKED: "locked", MarkLook.IN_HAND: "waiting"}


@dataclass(frozen=True, slots=True)
class MarksSource:
    """What the marks are derived from.

    `words` are the window's, `form_words` those of the form. `pages` says where a part stands, from 1. `chosen` is what
    the person took in hand, None for whatever comes next; with `is_put_off` nothing is. `added` are roles that are to
    sign though nothing asks for them. With `is_halted` nobody makes a mark here or now; `locked` says whose act it is.
    """

    signing: Signing
    consent: AssembledConsent
    choices: Choices
    words: Words
    form_words: Words
    now: datetime
    pages: Mapping[str, int]
    chosen: MarkKey | None = None
    is_put_off: bool = False
    added: frozenset[SignerRole] = frozenset()
    is_halted: bool = False
    locked: str = ""


@dataclass(frozen=True, slots=True)
class _Made:
    """A mark as it stands; `ink` counts only while the mark does."""

    key: MarkKey
    look: MarkLook
    ink: Ink | None
    why: Text | None
    name: str = ""


def is_shown(signer: SignerToSign, source: MarksSource) -> bool:
    """Tell whether somebody is to sign, or did."""
    return signer.is_required or signer.mark is not None or signer.role in source.added


def say_reading_time(seconds: int) -> str:
    """Write a time to read as minutes and seconds, rounded up to five."""
    rounded = -(-max(seconds, 1) // _STEP_S) * _STEP_S
    return f"{rounded // 60}:{rounded % 60:02}"


def make_clause(clause: ClauseToInitial, source: MarksSource, in_hand: MarkKey | None) -> MarkLine:
    """Return the line of a clause: its page, how long it takes to read, or when it was initialled."""
    words = source.words
    key = MarkKey(MarkKind.INITIAL, clause.clause_id)
    look = _LOOKS[clause.state]
    is_reopened = clause.state is MarkState.VOID and is_read_again(clause.clause_id, source.signing) is not None
    if is_reopened:
        look = MarkLook.MISSING
    printed = find_clause(source.consent, clause.clause_id)
    facts = []
    if clause.clause_id in source.pages:
        facts.append(words("consent.row_page", page=source.pages[clause.clause_id]))
    if clause.state is MarkState.DONE and clause.mark is not None:
        facts.append(words("consent.row_made", time=_say_time(clause.mark.made_at, source)))
    elif is_reopened:
        facts.append(words("consent.row_reopened"))
    elif clause.state is MarkState.VOID:
        facts = [_say(clause.why, words)]
    elif printed is not None:
        text = "".join(write_passage(printed, source.form_words))
        seconds = len(text) // CHARACTERS_PER_S[source.form_words.language]
        facts.append(words("consent.row_reading", time=say_reading_time(seconds)))
    return _make_line(
        _Made(key, look, clause.mark.ink if clause.mark is not None else None, clause.why),
        (clause.number, clause.title.in_language(words.language), " · ".join(facts)),
        source,
        in_hand,
    )


def make_question(entry: QuestionToAnswer, source: MarksSource, in_hand: MarkKey | None) -> MarkLine:
    """Return the line of a question."""
    words = source.words
    detail = _say(entry.why, words) or entry.clause_title.in_language(words.language)
    if entry.state is MarkState.DONE and entry.answers:
        facts = [words("consent.row_answered", time=_say_time(entry.answers[-1].answered_at, source))]
        if len(entry.answers) > 1:
            facts.append(words("consent.row_attempts", count=len(entry.answers)))
        detail = " · ".join(facts)
    return _make_line(
        _Made(MarkKey(MarkKind.ANSWER, entry.question.id), _LOOKS[entry.state], None, entry.why),
        (entry.clause_number, entry.question.question.in_language(words.language), detail),
        source,
        in_hand,
    )


def make_choices(source: MarksSource, in_hand: MarkKey | None) -> MarkLine | None:
    """Return the line of the separate choices, or None on a form without them."""
    choices, words = source.signing.choices, source.words
    if choices is None:
        return None
    return _make_line(
        _Made(MarkKey(MarkKind.CHOICES, "choices"), _LOOKS[choices.state], None, choices.why),
        ("", words("consent.choices_confirmed"), _say(choices.why, words)),
        source,
        in_hand,
    )


def make_signer(signer: SignerToSign, source: MarksSource, in_hand: MarkKey | None) -> MarkLine:
    """Return the box of a signer."""
    words = source.words
    detail = _say(signer.why, words)
    if signer.state is MarkState.DONE and signer.mark is not None:
        detail = words("consent.row_signed", time=_say_time(signer.mark.signed_at, source))
    ink = None if signer.mark is None else signer.mark.ink
    return _make_line(
        _Made(MarkKey(MarkKind.SIGNATURE, signer.role), _LOOKS[signer.state], ink, signer.why, signer.name),
        ("", signer.title.in_language(words.language), detail),
        source,
        in_hand,
    )


def _make_line(made: _Made, texts: tuple[str, str, str], source: MarksSource, in_hand: MarkKey | None) -> MarkLine:
    words, (number, title, detail) = source.words, texts
    look = MarkLook.IN_HAND if made.key == in_hand and made.look is not MarkLook.DONE else made.look
    box = _BOXES[made.key.kind].get(look) or _SAME_BOXES[look]
    state = words(f"consent.state_{look.replace('-', '_')}", why=_say(made.why, words))
    named = " ".join(part for part in (number, title, made.name) if part)
    return MarkLine(
        key=made.key,
        number=number,
        title=title,
        detail=detail,
        look=look,
        box=words(f"consent.box_{box}"),
        spoken=words("consent.spoken", title=named, state=state),
        ink=made.ink if look is MarkLook.DONE else None,
        name=made.name,
    )


def _say(text: Text | None, words: Words) -> str:
    return "" if text is None else text.in_language(words.language)


def _say_time(moment: datetime, source: MarksSource) -> str:
    return f"{moment.astimezone(source.now.tzinfo):%H:%M}"
