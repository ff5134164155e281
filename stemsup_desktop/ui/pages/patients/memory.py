"""What the page of patients keeps while the window lives: search, chosen patient, unfinished form. No Qt."""

from dataclasses import dataclass, field

from stemsup_desktop.consultation.patient_check import FieldProblem
from stemsup_desktop.store.entries import PatientHit
from stemsup_desktop.ui.field_history import FieldHistory
from stemsup_desktop.ui.pages.patients.draft import PatientDraft, has_entries


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A form under way: as typed, as it began, what was left already, and what the vault said of it."""

    draft: PatientDraft
    before: PatientDraft
    left: frozenset[str] = frozenset()
    is_save_tried: bool = False
    duplicates: tuple[PatientHit, ...] = ()
    accepted: frozenset[str] = frozenset()
    """Likely duplicates that were looked at and found to be somebody else."""
    refusals: tuple[FieldProblem, ...] = ()

    @property
    def is_unfinished(self) -> bool:
        """Whether something would be lost."""
        return has_entries(self.draft, self.before)


@dataclass(slots=True)
class PatientsMemory:
    """Made once by the composition root and given to each page of patients in turn.

    `entries` has one unfinished form per patient, and one for a new patient under the empty id; `form_id` is the form
    that is open, or None. `histories` has what undo knows of each.
    """

    query: str = ""
    chosen_id: str = ""
    entries: dict[str, FormEntry] = field(default_factory=dict)
    form_id: str | None = None
    discarded: FormEntry | None = None
    histories: dict[str, FieldHistory[PatientDraft]] = field(default_factory=dict)

    @property
    def entry(self) -> FormEntry | None:
        """The entry of the open form, or None."""
        return None if self.form_id is None else self.entries.get(self.form_id)

    def keep(self, entry: FormEntry) -> None:
        """Keep the newer state of a form."""
        self.entries[entry.draft.patient_id] = entry

    def forget(self, patient_id: str) -> FormEntry | None:
        """Let go of a form and of what undo knows of it, and return it as it was."""
        self.histories.pop(patient_id, None)
        return self.entries.pop(patient_id, None)

    def find_history(self, patient_id: str) -> FieldHistory[PatientDraft]:
        """Return what undo knows of a form; nothing yet for a new one."""
        return self.histories.setdefault(patient_id, FieldHistory())

    def find_unfinished(self) -> FormEntry | None:
        """Return a form that was left with something in it, or None."""
        return next((entry for entry in self.entries.values() if entry.is_unfinished), None)
