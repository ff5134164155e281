"""Consent taken back: one act that only ever adds, of open visits and of closed ones."""

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record_changes import derive_changes
from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.consultation.withdrawal import check_withdrawal, with_withdrawal
from stemsup_desktop.store import consultations
from stemsup_desktop.store.document_shelf import take_document_number
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import NUMBER_PREFIXES, DocumentKind
from stemsup_desktop.store.patient_consents import keep_patient_consent
from stemsup_desktop.store.patients import mark_patient_seen
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.withdrawal_shelf import add_withdrawals, load_withdrawals


class WithdrawalDoor(Door):
    """Consent taken back: one act that only ever adds, of open visits and of closed ones."""

    def record_withdrawal(self, consultation_id: str, withdrawal: Withdrawal) -> Withdrawal:
        """Record that consent was taken back, for good, and return it as it is kept.

        Whoever works with patients may. `recorded_by` becomes the name of who signed in; without a `slip_number` the
        next number of a slip is taken. It counts from the moment this returns, also for a visit that is being worked
        on: no save of the visit can lose it. The same withdrawal again, as after a failure, adds nothing.

        Raises `InputProblem` consultation-unknown, withdrawal-no-consent, withdrawal-name, withdrawal-long,
        withdrawal-time, withdrawal-scope, withdrawal-twice, withdrawal-slip.
        """
        with self._writing(Right.PATIENTS) as db:
            visit, patient_id, _ = consultations.load_consultation(db, consultation_id)
            withdrawal = msgspec.structs.replace(withdrawal, recorded_by=self.author.name)
            for kept in load_withdrawals(db, consultation_id):
                slip = withdrawal.slip_number or kept.slip_number
                if kept == msgspec.structs.replace(withdrawal, slip_number=slip):
                    return kept
            now = self._clock()
            check_withdrawal(visit, withdrawal, now, _list_signed_consents(db, consultation_id))
            withdrawal = self._with_slip(db, withdrawal)
            add_withdrawals(db, consultation_id, (withdrawal,), self.author.account_id, now)
            keep_patient_consent(db, patient_id)
            mark_patient_seen(db, patient_id, now)
            changes = derive_changes(visit, with_withdrawal(visit, consultation_id, withdrawal))
            number = withdrawal.document_number
            self._note(AuditEvent(AuditAct.CONSENT_WITHDRAWN, patient_id, consultation_id, number, changes))
            return withdrawal

    def list_withdrawals(self, consultation_id: str) -> tuple[Withdrawal, ...]:
        """Return the withdrawals of a visit in the order in which they were recorded."""
        with self._reading(Right.PATIENTS) as db:
            return load_withdrawals(db, consultation_id)

    def _with_slip(self, db: Database, withdrawal: Withdrawal) -> Withdrawal:
        if withdrawal.slip_number:
            _refuse_other_slip(db, withdrawal.slip_number)
            return withdrawal
        number = take_document_number(db, DocumentKind.WITHDRAWAL, self._clock().year)
        self._note(AuditEvent(AuditAct.DOCUMENT_NUMBER_TAKEN, subject=number))
        return msgspec.structs.replace(withdrawal, slip_number=number)


def _refuse_other_slip(db: Database, number: str) -> None:
    """Refuse what is no number of a slip, was never given, or names a slip that is in use."""
    prefix, _, rest = number.partition("-")
    year, _, count = rest.partition("-")
    if prefix == NUMBER_PREFIXES[DocumentKind.WITHDRAWAL] and year.isdecimal() and count.isdecimal():
        given = db.execute(
            "select 1 from document_numbers where kind = ? and year = ? and last_number >= ?",
            [DocumentKind.WITHDRAWAL.value, int(year), int(count)],
        ).fetchone()
        used = db.execute("select 1 from withdrawals where slip_number = ?", [number]).fetchone()
        if given and not used and int(count) > 0:
            return
    raise make_input_problem("withdrawal-slip")


def _list_signed_consents(db: Database, consultation_id: str) -> tuple[str, ...]:
    rows = db.execute(
        """
        select number from documents where consultation_id = ? and kind = 'consent'
            and exists (select 1 from document_signatures as s where s.number = documents.number)
        """,
        [consultation_id],
    )
    return tuple(str(row[0]) for row in rows.fetchall())
