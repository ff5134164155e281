"""Two changes, one after the other, as one: of one field, or of an entry and what was then changed within it."""

from collections.abc import Sequence

from stemsup_desktop.consultation.record_changes import FieldChange, Key


def join_changes(first: FieldChange, second: FieldChange) -> FieldChange | None:
    """Return two changes of one field as one; None if the second does not begin where the first ended.

    Of parts of a long text it is one part again if they touch.
    """
    if first.offset is None and second.offset is None:
        return FieldChange(first.path, first.old, second.new) if first.new == second.old else None
    values = (first.old, first.new, second.old, second.new)
    if second.offset is None or not all(isinstance(value, str) for value in values):
        return None
    old, new, taken, put = (str(value) for value in values)
    if first.offset is None and second.offset + len(taken) > len(new):
        return None
    joined = _join_parts((first.offset or 0, old, new), (second.offset, taken, put))
    if joined is None:
        return None
    start, old, new = joined
    # A short text that became a long one is known as a whole before and after.
    return FieldChange(first.path, old, new, None if first.offset is None else start)


def fold_change(added: FieldChange, change: FieldChange) -> FieldChange | None:
    """Return the adding of an entry with a later change within it; None if it does not follow from what was added."""
    if added.old is not None or added.offset is not None:
        return None
    try:
        return FieldChange(added.path, None, _with_change(added.new, change.path[len(added.path) :], change))
    except LookupError:
        return None


def _with_change(value: object, path: Sequence[str | Key], change: FieldChange) -> object:
    """Return plain JSON with one change made; raises LookupError if it does not fit."""
    match value, list(path):
        case _, [] if change.offset is None and value == change.old:
            return change.new
        case str(), [] if isinstance(change.old, str) and isinstance(change.new, str) and change.offset is not None:
            end = change.offset + len(change.old)
            if value[change.offset : end] == change.old:
                return value[: change.offset] + change.new + value[end:]
        case dict(), [str(name), *inwards] if name in value:
            return {**value, name: _with_change(value[name], inwards, change)}
        case list(), [(int(position),)] if position == len(value) and change.old is None:
            return [*value, change.new]
        case list(), [(int(position),)] if change.new is None and value[position:] == [change.old]:
            return value[:position]
        case list(), [(int(position),), *inwards] if position < len(value):
            return [*value[:position], _with_change(value[position], inwards, change), *value[position + 1 :]]
    raise LookupError("the change does not follow")


def _join_parts(first: tuple[int, str, str], second: tuple[int, str, str]) -> tuple[int, str, str] | None:
    """Return two replacements within a text, each (offset, old, new), as one; None if they do not touch or fit."""
    start, old, new = first
    place, taken, put = second
    end, taken_end = start + len(new), place + len(taken)
    if place > end or taken_end < start:
        return None
    before, after = taken[: max(0, start - place)], taken[len(taken) - max(0, taken_end - end) :]
    kept_from, kept_to = max(0, place - start), max(0, taken_end - start)
    if taken != before + new[kept_from:kept_to] + after:
        return None
    return min(start, place), before + old + after, new[:kept_from] + put + new[kept_to:]
