"""Undo in the patient form: which field a change was of, what it is called, and the steps of the open form. No Qt."""

from collections.abc import Callable
from dataclasses import fields

from stemsup_desktop.ui.field_history import FieldHistory
from stemsup_desktop.ui.pages.patients.draft import AllergyDraft, LineField, PatientDraft
from stemsup_desktop.ui.pages.patients.memory import PatientsMemory
from stemsup_desktop.ui.words import Words

_TYPED = frozenset({*(field.value for field in LineField), "birth_date"})
_ROWS = ("allergies", "alerts")
_NAMES = {
    "allergies": "patients.allergies",
    "alerts": "patients.alerts",
    "allergies_asked_on": "patients.form_asked_none",
}


def find_path(before: PatientDraft, after: PatientDraft) -> str:
    """Return the path of what differs, as "phone" or "allergies.0.year"; a row that came or went has no part."""
    for name in (*_ROWS, *(field.name for field in fields(PatientDraft) if field.name not in _ROWS)):
        here, there = getattr(before, name), getattr(after, name)
        if here != there:
            return _find_row(name, here, there) if name in _ROWS else name
    return ""


def is_typed(path: str) -> bool:
    """Tell whether what stands at a path comes keystroke by keystroke."""
    return path in _TYPED or "." in path


def name_path(path: str, words: Words) -> str:
    """Return what the field at a path is called, as "Allergies: Year"."""
    name, _, rest = path.partition(".")
    part = rest.partition(".")[2]
    row = words(_NAMES.get(name, f"patients.form_{name}"))
    return words("undo.of_row", row=row, field=words(f"patients.form_{part}")) if part else row


class FormSteps:
    """`put` shows the open form with another draft, at the path of a field."""

    def __init__(self, memory: PatientsMemory, words: Words, put: Callable[[PatientDraft, str], None]) -> None:
        self._memory = memory
        self._words = words
        self._put = put

    @property
    def undo_description(self) -> str:
        """What undo would take back in the open form, or empty."""
        history = self._find_history()
        return name_path(history.undo_path, self._words) if history is not None and history.undo_path else ""

    @property
    def redo_description(self) -> str:
        """What redo would do again in the open form, or empty."""
        history = self._find_history()
        return name_path(history.redo_path, self._words) if history is not None and history.redo_path else ""

    def note(self, before: PatientDraft, after: PatientDraft) -> None:
        """Remember a change of the open form."""
        history, path = self._find_history(), find_path(before, after)
        if history is not None and path:
            history.note(path, before, after, is_typed=is_typed(path))

    def undo(self) -> None:
        """Take the last change of a field back."""
        entry, history = self._memory.entry, self._find_history()
        if entry is not None and history is not None and (step := history.undo(entry.draft)) is not None:
            self._put(step.before, step.path)

    def redo(self) -> None:
        """Do the last undone change of a field again."""
        entry, history = self._memory.entry, self._find_history()
        if entry is not None and history is not None and (step := history.redo(entry.draft)) is not None:
            self._put(step.after, step.path)

    def _find_history(self) -> FieldHistory[PatientDraft] | None:
        form_id = self._memory.form_id
        return None if form_id is None or self._memory.entry is None else self._memory.find_history(form_id)


def _find_row(name: str, here: tuple[object, ...], there: tuple[object, ...]) -> str:
    """Return the row that differs, and of an allergy the part of it."""
    if len(here) != len(there):
        return name
    at = next(place for place, (one, other) in enumerate(zip(here, there, strict=True)) if one != other)
    one, other = here[at], there[at]
    if isinstance(one, AllergyDraft) and isinstance(other, AllergyDraft):
        part = next(field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name))
        return f"{name}.{at}.{part}"
    return f"{name}.{at}"
