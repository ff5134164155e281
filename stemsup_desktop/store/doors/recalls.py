"""The recall of a lot: who received it, who was told, and that a list of them left the vault."""

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.lots.recall_list import RecallList, keep_lot, make_recall_list, name_letter_mark
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store import event_shelf, lot_shelf, lot_uses, recall_shelf
from stemsup_desktop.store.door import Door


class RecallDoor(Door):
    """The recall of a lot: who received it, who was told, and that a list of them left the vault."""

    def load_recall(self, lot_number: str, lot_id: str = "") -> RecallList:
        """Return everyone who received a lot, with contacts and letters about it, the first treated first.

        Without `lot_id` it is everyone of the number; the lot book's entry comes along where only one has that number.
        That the list was made is a row of the history, as for `find_recipients`. Raises `InputProblem` lot-unknown.
        """
        with self._reading(Right.PATIENTS) as db:
            entries = (lot_shelf.get_lot(db, lot_id),) if lot_id else lot_shelf.find_lots(db, lot_number)
            entry = entries[0] if len(entries) == 1 else None
            number = lot_number if entry is None else entry.lot.number
            found = lot_uses.list_recipients(db, number)
            if lot_id:
                found = keep_lot(found, lot_id)
            ids = [one.patient.patient_id for one in found]
            letters = {} if entry is None else recall_shelf.list_letters(db, ids, name_letter_mark(entry))
            contacts = () if entry is None else recall_shelf.list_contacts_about(db, entry.lot.lot_id)
            lost = event_shelf.list_lost_patients(db)
            recall = make_recall_list(number, entry, found, contacts, letters, lost, has_several_lots=len(entries) > 1)
            facts = make_facts({"patients": len(found)})
            self._note_view(AuditEvent(AuditAct.RECALL_LISTED, subject=normalise_text(number.strip()), details=facts))
            return recall

    def note_recall_exported(self, lot_number: str, form: str, patients: int) -> None:
        """Keep in the history that a list left the vault: `form` is "pdf", "csv", "print" or "letters"."""
        with self._writing(Right.PATIENTS):
            facts = make_facts({"form": form, "patients": patients})
            subject = normalise_text(lot_number.strip())
            self._note(AuditEvent(AuditAct.RECALL_EXPORTED, subject=subject, details=facts))
