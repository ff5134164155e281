"""Whether what is newly written in a consultation is written in the name of the person who writes it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.consultation.authority import find_reserved_items
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.same_record import write_canonically
from stemsup_desktop.questionnaire.answers import ItemAnswers
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.typed_text import is_blank


class Written(StrEnum):
    """What in a consultation carries the name of who wrote it."""

    ANSWER = "answer"
    NOTE = "note"
    OPINION = "opinion"
    REASON = "reason"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class ForgedEntry:
    """Something newly written in the name of another; `subject` is a link id, a rule's id, or a consent's number."""

    kind: Written
    subject: str


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Written
    subject: str
    by: str
    content: bytes


def find_forged_authors(
    before: Consultation | None,
    after: Consultation,
    author_name: str,
    questionnaire: Questionnaire | None = None,
    earlier: Iterable[Consultation] = (),
) -> tuple[ForgedEntry, ...]:
    """Return what a change writes in anybody's name but the author's, or in nobody's.

    What stood in `before` may stay, and move to another place of its group. What stood in one of the `earlier` states
    may come back, as by undo: the state in which the author found the visit is enough, for all that came after is the
    author's own. Initial values of `questionnaire` that nobody is asked about are in nobody's name when a visit begins.

    The names on a signature in ink are who signed, not who recorded it: they are not judged here.
    """
    has_begun = before is not None and bool(before.examination.responses)
    unasked = frozenset[str]() if has_begun or questionnaire is None else _find_unasked(questionnaire)
    states = (*earlier, *(() if before is None else (before,)))
    left: Counter[_Entry] = Counter()
    for state in states:
        left |= Counter(_iter_entries(state))
    forged: list[ForgedEntry] = []
    for entry in _iter_entries(after):
        if left[entry] > 0:
            left[entry] -= 1
        elif not _is_own(entry, author_name) and not _is_initial(entry, after, unasked):
            forged.append(ForgedEntry(entry.kind, entry.subject))
    return tuple(dict.fromkeys(forged))


def _iter_entries(consultation: Consultation) -> Iterator[_Entry]:
    examination = consultation.examination
    for given in examination.responses:
        yield _make_entry(given)
    for note in examination.notes:
        yield _Entry(Written.NOTE, note.link_id, note.written_by, write_canonically(note))
    for opinion in examination.opinions:
        yield _Entry(Written.OPINION, opinion.rule_id, opinion.physician, write_canonically(opinion))
    for stop in examination.stops_lifted:
        yield _Entry(Written.REASON, stop.rule_id, stop.physician, write_canonically(stop))
    for taken in consultation.consent.withdrawals:
        yield _Entry(Written.WITHDRAWAL, taken.document_number, taken.recorded_by, write_canonically(taken))


def _make_entry(given: ItemAnswers) -> _Entry:
    """Return an answer without its place: where an occurrence is removed, those after it move up."""
    content = write_canonically((given.answers, given.answered_at))
    return _Entry(Written.ANSWER, given.link_id, given.answered_by, content)


def _is_own(entry: _Entry, author_name: str) -> bool:
    return entry.by == author_name and not is_blank(author_name)


def _find_unasked(questionnaire: Questionnaire) -> frozenset[str]:
    asked = {item.link_id for item in questionnaire.iter_items() if not (item.is_hidden or item.is_read_only)}
    return frozenset(questionnaire.positions) - asked - find_reserved_items(questionnaire)


def _is_initial(entry: _Entry, after: Consultation, unasked: frozenset[str]) -> bool:
    if entry.kind is not Written.ANSWER or entry.subject not in unasked or entry.by:
        return False
    given = (one for one in after.examination.responses if one.link_id == entry.subject)
    return all(one.answered_at is None for one in given)
