"""Undo of what is typed into a form, field by field, where the form is no step of a visit. No Qt."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
MOST_STEPS = 200


class Steps(Protocol):
    """What the window's undo and redo work on: the open visit, or the form of the page on show."""

    @property
    def undo_description(self) -> str:
        """What undo would take back, or empty."""

    @property
    def redo_description(self) -> str:
        """What redo would do again, or empty."""

    def undo(self) -> None:
        """Take the last change back."""

    def redo(self) -> None:
        """Do the last undone change again."""


@dataclass(frozen=True, slots=True)
class FieldStep(Generic[T]):
    """One change of a field, and the form before and after it."""

    path: str
    before: T
    after: T
    is_typed: bool


class FieldHistory(Generic[T]):
    """Remembers the changes of one form, each a frozen record.

    A step counts only while the form is as that step left it: what came from elsewhere in between is never undone by
    mistake, and the history begins anew.
    """

    def __init__(self) -> None:
        self._undo: list[FieldStep[T]] = []
        self._redo: list[FieldStep[T]] = []

    @property
    def undo_path(self) -> str:
        """The field that undo would change, or empty."""
        return self._undo[-1].path if self._undo else ""

    @property
    def redo_path(self) -> str:
        """The field that redo would change, or empty."""
        return self._redo[-1].path if self._redo else ""

    def note(self, path: str, before: T, after: T, *, is_typed: bool) -> None:
        """Remember a change; keystrokes in a row in one field are one step.

        A step that has come back to where it began, as by a field's own undo, is none any more.
        """
        if after == before:
            return
        self._redo.clear()
        last = self._undo[-1] if self._undo else None
        if last is not None and last.after != before:
            self._undo.clear()
            last = None
        if last is None or not (is_typed and last.is_typed and last.path == path):
            self._undo = [*self._undo[1 - MOST_STEPS :], FieldStep(path, before, after, is_typed)]
        elif last.before == after:
            self._undo.pop()
        else:
            self._undo[-1] = FieldStep(path, last.before, after, is_typed)

    def undo(self, now: T) -> FieldStep[T] | None:
        """Return the step to take back from a form as it is now, or None."""
        if not self._undo:
            return None
        if self._undo[-1].after != now:
            self.clear()
            return None
        self._redo.append(self._undo.pop())
        return self._redo[-1]

    def redo(self, now: T) -> FieldStep[T] | None:
        """Return the step to do again on a form as it is now, or None."""
        if not self._redo:
            return None
        if self._redo[-1].before != now:
            self.clear()
            return None
        self._undo.append(self._redo.pop())
        return self._undo[-1]

    def clear(self) -> None:
        """Let go of every step, as after the form was read anew."""
        self._undo.clear()
        self._redo.clear()
