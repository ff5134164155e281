"""What changed between two states of a record: every field with its old and new value, long texts by what differs."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import TypeVar

import msgspec

from stemsup_desktop.consultation.courses.course_model import CourseSession
from stemsup_desktop.consultation.lots.lot_model import MeasuredFactor, ReportedItem
from stemsup_desktop.consultation.patient import Allergy
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.record import (
    AnswerNote,
    CarriedAnswer,
    Complaint,
    ExplainedPage,
    Opinion,
    ScoreToday,
    StopLifted,
    StopRaised,
)
from stemsup_desktop.consultation.screen_model import SeenPage
from stemsup_desktop.consultation.signing_model import AgreedClause, AgreedPart, HandSignature, Initial
from stemsup_desktop.consultation.treatment_model import SiteTreated, Vitals
from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers, StringAnswer

LONG_TEXT = 200
"""Characters up to which a text is kept whole; of a longer one only the part that changed is."""

Key = tuple[str | int, ...]
"""What tells an entry of a list from the others: its own id (a link id is followed by its place), or its position."""

Path = tuple[str | Key, ...]
"""Names of fields from the record inwards; after the name of a list stands the key of an entry."""

R = TypeVar("R", bound=msgspec.Struct)


class FieldChange(msgspec.Struct, frozen=True, array_like=True):
    """One field with its old and new value as plain JSON; None where there was none or is none.

    Where a path ends with an entry's key, the entry was added or removed as a whole. Where it ends with the name of a
    list whose entries have keys, the values are those keys: only their order changed. With an `offset`, both values are
    the parts of a long text that differ, from that character on; all before and after them is the same.
    """

    path: Path
    old: object
    new: object
    offset: int | None = None


def derive_changes(before: R, after: R) -> tuple[FieldChange, ...]:
    """Return how two records of one type differ, in the order of their fields; empty if they are equal."""
    return tuple(_compare_records((), before, after))


def derive_setting_changes(before: Mapping[str, str], given: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """Return how the settings that are given differ from those before; what is not given stays as it is."""
    pairs = ((name, before.get(name), value) for name, value in given.items())
    return tuple(change for name, old, new in pairs for change in _compare((name,), old, new))


def derive_key(entry: msgspec.Struct) -> Key | None:
    """Return what tells an entry of a list from the others, or None if it has no id of its own."""
    match entry:
        case ItemAnswers(link_id=link_id, place=place):
            return (link_id, *place)
        case CarriedAnswer(link_id=name) | AnswerNote(link_id=name):
            return (name,)
        case Complaint(symptom_id=name) | ScoreToday(symptom_id=name):
            return (name,)
        case Opinion(rule_id=name) | StopRaised(rule_id=name) | StopLifted(rule_id=name):
            return (name,)
        case PlannedSite(site_id=name) | SiteTreated(site_id=name):
            return (name,)
        case Initial(clause_id=name) | HandSignature(role=name) | AgreedClause(clause_id=name):
            return (str(name),)
        case SeenPage(page_id=name, language=language, content_sha256=sha256):
            return (name, language.value, sha256[:8])
        case CourseSession(number=number):
            return (str(number),)
        case ExplainedPage(page_id=name) | AgreedPart(name=name) | Vitals(moment=name) | Allergy(substance=name):
            return (name,)
        case ReportedItem(item_id=name):
            return (name,)
        case MeasuredFactor(factor_id=name, form=form):
            return (f"{name} {form}".strip(),)
        case _:
            return None


def _compare_records(path: Path, before: msgspec.Struct, after: msgspec.Struct) -> Iterator[FieldChange]:
    for name in before.__struct_fields__:
        yield from _compare((*path, name), getattr(before, name), getattr(after, name))


def _compare(path: Path, old: object, new: object) -> Iterator[FieldChange]:
    # Compared as they are kept: 1.0 and 1.00, or one moment on two clocks, are equal in Python and not the same entry.
    if old is new or (type(old) is type(new) and msgspec.to_builtins(old) == msgspec.to_builtins(new)):
        return
    match old, new:
        case (StringAnswer(), StringAnswer()):
            yield from _compare_records(path, old, new)
        case (msgspec.Struct(), msgspec.Struct()) if type(old) is type(new) and not isinstance(old, Answer):
            yield from _compare_records(path, old, new)
        case (tuple(), tuple()) if any(isinstance(entry, msgspec.Struct) for entry in (*old, *new)):
            yield from _compare_entries(path, old, new)
        case (str(), str()) if max(len(old), len(new)) > LONG_TEXT:
            yield _cut_change(path, old, new)
        case _:
            yield FieldChange(path, _plain(old), _plain(new))


def _compare_entries(
    path: Path, old: tuple[msgspec.Struct, ...], new: tuple[msgspec.Struct, ...]
) -> Iterator[FieldChange]:
    keys_before, keys_after = _derive_keys(old), _derive_keys(new)
    if keys_before is None or keys_after is None:
        for position, (one, other) in enumerate(zip_longest(old, new)):
            yield from _compare((*path, (position,)), one, other)
        return
    before, after = dict(zip(keys_before, old, strict=True)), dict(zip(keys_after, new, strict=True))
    for key, entry in before.items():
        yield from _compare((*path, key), entry, after.get(key))
    added = [key for key in keys_after if key not in before]
    for key in added:
        yield FieldChange((*path, key), None, _plain(after[key]))
    if [*(key for key in keys_before if key in after), *added] != keys_after:
        yield FieldChange(path, _plain(keys_before), _plain(keys_after))


def _derive_keys(entries: tuple[msgspec.Struct, ...]) -> list[Key] | None:
    """Return the key of each entry, or None if any has none of its own, or two the same one."""
    keys = [key for key in map(derive_key, entries) if key is not None]
    return keys if len(set(keys)) == len(entries) else None


def _cut_change(path: Path, old: str, new: str) -> FieldChange:
    shorter = min(len(old), len(new))
    start = _count_equal(old, new, shorter)
    end = _count_equal_at_end(old, new, shorter - start)
    return FieldChange(path, old[start : len(old) - end], new[start : len(new) - end], start)


def _count_equal(old: str, new: str, most: int) -> int:
    """Return how many of the first characters are the same, by halving: a long text is compared in few steps."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _count_equal_at_end(old: str, new: str, most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _plain(value: object) -> object:
    """Return a value as JSON would give it back."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case str() | int() | float() | None:
            return msgspec.to_builtins(value)  # an enumeration is a text too
        case _:
            return _plain(msgspec.to_builtins(value))
