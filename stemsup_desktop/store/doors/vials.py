"""What became of the vials of a lot."""

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.lots.lot_model import Vial, VialFate
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store import consultations, lot_shelf, vial_shelf
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.problems import make_input_problem


class VialDoor(Door):
    """What became of the vials of a lot: one vial serves one patient in one session, or is discarded."""

    def list_vials(self, lot_id: str) -> tuple[Vial, ...]:
        """Return the vials whose fate is known; those not among them are left. Raises `InputProblem` lot-unknown."""
        with self._reading(Right.PATIENTS) as db:
            lot_shelf.get_lot(db, lot_id)
            return vial_shelf.list_vials(db, lot_id)

    def take_vial(self, lot_id: str, vial: str, consultation_id: str) -> Vial:
        """Take a vial for a visit; for the same visit again it changes nothing.

        The next save of the visit lets go of it unless its treatment names it. Raises `InputProblem` lot-unknown,
        vial-unnumbered, vial-used, vial-discarded, consultation-unknown, consultation-closed.
        """
        with self._writing(Right.PATIENTS) as db:
            number = lot_shelf.get_lot(db, lot_id).lot.number
            visit, patient_id, _ = consultations.load_consultation(db, consultation_id)
            kept = vial_shelf.find_vial(db, lot_id, vial)
            taken = Vial(lot_id, vial, VialFate.USED, self._clock(), self.author.name, patient_id, consultation_id)
            if kept is None and visit.summary.closed_at is not None:
                raise make_input_problem("consultation-closed")
            taken = vial_shelf.add_vial(db, taken)
            if kept is None:
                subject = f"{number} / {vial}"
                self._note(AuditEvent(AuditAct.VIAL_TAKEN, patient_id, consultation_id, subject))
            return taken

    def release_vial(self, lot_id: str, vial: str, consultation_id: str) -> None:
        """Let go of a vial that was taken for a visit and not used; of one that is left it changes nothing.

        Raises `InputProblem` lot-unknown, vial-used where it was for another visit, vial-discarded, vial-named while
        the visit's record names it, consultation-unknown.
        """
        with self._writing(Right.PATIENTS) as db:
            number = lot_shelf.get_lot(db, lot_id).lot.number
            visit, patient_id, _ = consultations.load_consultation(db, consultation_id)
            kept = vial_shelf.find_vial(db, lot_id, vial)
            if kept is None:
                return
            if kept.fate is not VialFate.USED or kept.consultation_id != consultation_id:
                raise vial_shelf.make_refusal(kept)
            if vial_shelf.is_named(visit, kept):
                raise make_input_problem("vial-named")
            vial_shelf.remove_vial(db, lot_id, vial)
            self._note(AuditEvent(AuditAct.VIAL_RELEASED, patient_id, consultation_id, f"{number} / {vial}"))

    def discard_vial(self, lot_id: str, vial: str, reason: str) -> Vial:
        """Record that a vial was thrown away, and why.

        Raises `InputProblem` lot-unknown, lot-reason-missing, vial-unnumbered, vial-used, vial-discarded.
        """
        with self._writing(Right.PATIENTS) as db:
            number = lot_shelf.get_lot(db, lot_id).lot.number
            if not reason.strip():
                raise make_input_problem("lot-reason-missing")
            gone = Vial(lot_id, vial, VialFate.DISCARDED, self._clock(), self.author.name, reason=reason.strip())
            gone = vial_shelf.add_vial(db, gone)
            facts = make_facts({"reason": gone.reason})
            self._note(AuditEvent(AuditAct.VIAL_DISCARDED, subject=f"{number} / {vial}", details=facts))
            return gone

    def restore_vial(self, lot_id: str, vial: str) -> None:
        """Take back that a vial was thrown away, as when its number was mistyped; of one that is left it does nothing.

        Raises `InputProblem` lot-unknown, vial-used.
        """
        with self._writing(Right.PATIENTS) as db:
            number = lot_shelf.get_lot(db, lot_id).lot.number
            kept = vial_shelf.find_vial(db, lot_id, vial)
            if kept is None:
                return
            if kept.fate is not VialFate.DISCARDED:
                raise vial_shelf.make_refusal(kept)
            vial_shelf.remove_vial(db, lot_id, vial)
            self._note(AuditEvent(AuditAct.VIAL_RESTORED, subject=f"{number} / {vial}"))
