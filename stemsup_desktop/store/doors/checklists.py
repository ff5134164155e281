"""Checklists that visits begin with."""

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.checklists import read_checklist
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.resources import is_shipped_checklist
from stemsup_desktop.store import checklist_shelf
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import ChecklistEntry, ChecklistName


class ChecklistDoor(Door):
    """Checklists that visits begin with."""

    def add_checklist(
        self, name: ChecklistName, data: bytes, *, added_by: str = "", is_shipped: bool = False
    ) -> ChecklistEntry:
        """Keep a checklist's exact bytes; the same once more changes nothing.

        What the program ships is kept by the visit that begins with it, or by an administrator who adds another; any
        other is an administrator's to add.
        Raises `InputProblem` checklist-taken if the name stands for other bytes: nothing is ever overwritten.
        """
        is_known = is_shipped and not self.author.may(Right.ADMINISTER) and _is_shipped(name, data)
        with self._writing(Right.PATIENTS if is_known else Right.ADMINISTER) as db:
            is_new = checklist_shelf.find_checklist(db, name.canonical) is None
            entry = checklist_shelf.add_checklist(db, name, data, added_by, self._clock(), is_shipped=is_shipped)
            if is_new:
                self._note(AuditEvent(AuditAct.CHECKLIST_ADDED, subject=name.canonical))
            return entry

    def find_checklist(self, canonical: str) -> ChecklistEntry | None:
        """Find a checklist by its canonical name, "url|version"."""
        with self._reading(Right.SIGN_IN) as db:
            return checklist_shelf.find_checklist(db, canonical)

    def load_checklist(self, canonical: str) -> bytes:
        """Return the exact bytes of a checklist; raises `InputProblem` checklist-unknown."""
        with self._reading(Right.SIGN_IN) as db:
            return checklist_shelf.load_checklist(db, canonical)

    def list_checklists(self) -> tuple[ChecklistEntry, ...]:
        """Return every checklist that was ever kept, the first added first."""
        with self._reading(Right.SIGN_IN) as db:
            return checklist_shelf.list_checklists(db)


def _is_shipped(name: ChecklistName, data: bytes) -> bool:
    """Tell whether a name and bytes are of one checklist that the program ships: under another name they would keep
    out the checklist of that name."""
    return is_shipped_checklist(data) and read_checklist(data, name.title.en).questionnaire.canonical == name.canonical
