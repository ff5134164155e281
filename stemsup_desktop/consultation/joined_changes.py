"""Two people changed one record, neither knowing of the other: what each changed is in the record that is joined."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

import msgspec

from stemsup_desktop.consultation.changes import carry_stops
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.same_record import is_same

T = TypeVar("T")


def join_visits(base: Consultation, mine: Consultation, theirs: Consultation) -> Consultation:
    """Return a visit as `join_changes` does, with every stop that either has raised or lifted."""
    return carry_stops(theirs, carry_stops(mine, join_changes(base, mine, theirs)))


def join_changes(base: T, mine: T, theirs: T) -> T:
    """Return a record with what `mine` and `theirs` each changed since `base`, field by field, entry by entry.

    What both changed is as in `mine`. Entries of a list are told apart by their first field, as FHIR's link ids are.
    """
    if is_same(mine, base) or is_same(mine, theirs):
        return theirs
    if is_same(theirs, base):
        return mine
    if isinstance(mine, msgspec.Struct) and type(base) is type(mine) is type(theirs):
        names = mine.__struct_fields__
        joined = {name: join_changes(getattr(base, name), getattr(mine, name), getattr(theirs, name)) for name in names}
        return msgspec.structs.replace(mine, **joined)
    lists = [_read_entries(one) for one in (base, mine, theirs)]
    if any(one is None for one in lists):
        return mine
    return cast("T", _join_entries(*(one or {} for one in lists)))


def _join_entries(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the entries of both; one that either took away goes, unless the other has changed it."""
    joined = []
    for key in dict.fromkeys((*theirs, *mine)):
        if key in mine and key in theirs:
            joined.append(join_changes(base.get(key), mine[key], theirs[key]))
            continue
        left = mine[key] if key in mine else theirs[key]
        if key not in base or not is_same(left, base[key]):
            joined.append(left)
    return tuple(joined)


def _read_entries(value: object) -> dict[str, Any] | None:
    """Return the entries of a list by what tells them apart; None of a value whose entries nothing tells apart."""
    if not isinstance(value, tuple):
        return None
    entries: dict[str, Any] = {}
    for one in value:
        key = getattr(one, one.__struct_fields__[0]) if isinstance(one, msgspec.Struct) else one
        if not isinstance(key, str) or key in entries:
            return None
        entries[key] = one
    return entries
