"""The history of the vault: who did what on which record, and whether it is whole."""

from collections.abc import Callable, Collection, Iterable, Mapping

from stemsup_desktop.consultation.audit import Anchor, AuditAct, AuditEvent, AuditHead, AuditRow, without_chart
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_search import fold_chart_number
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store.audit_faults import TrailReport
from stemsup_desktop.store.audit_trail import MOST_ROWS, list_actors, list_events, read_head
from stemsup_desktop.store.audit_verification import ROWS_AT_ONCE, TrailCheck
from stemsup_desktop.store.document_shelf import list_anchors
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import decode_record


class AuditDoor(Door):
    """The history of the vault: who did what on which record, and whether it is whole."""

    def read_audit_head(self) -> AuditHead:
        """Return the last row's number and hash, which stand for everything done so far."""
        with self._reading(Right.SIGN_IN) as db:
            return read_head(db)

    def list_patient_history(
        self,
        patient_id: str,
        consultation_id: str | None = None,
        *,
        limit: int = MOST_ROWS,
        before_sequence: int | None = None,
    ) -> tuple[AuditRow, ...]:
        """Return the rows of a patient's records, the last first; that somebody looked is a row of its own."""
        with self._reading(Right.PATIENTS) as db:
            self._note_view(AuditEvent(AuditAct.HISTORY_VIEWED, patient_id))
            return list_events(
                db,
                patient_id=patient_id,
                consultation_id=consultation_id,
                limit=limit,
                before_sequence=before_sequence,
            )

    def list_history_people(self, patient_id: str, consultation_id: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return who has rows in a patient's history, as account and last name, the last who acted first."""
        with self._reading(Right.PATIENTS) as db:
            return list_actors(db, patient_id, consultation_id)

    def list_whole_history(
        self, account_id: str | None = None, *, limit: int = MOST_ROWS, before_sequence: int | None = None
    ) -> tuple[AuditRow, ...]:
        """Return the rows of every record, or of one person's acts, the last first; that somebody looked is a row too.

        What stood in a chart is left out for whoever may not see patients. Raises `InputProblem` administrator-only
        unless a person asks for their own acts.
        """
        own = account_id is not None and account_id == self.author.account_id
        with self._reading(Right.SIGN_IN if own else Right.ADMINISTER) as db:
            rows = list_events(db, account_id=account_id, limit=limit, before_sequence=before_sequence)
            self._note_view(AuditEvent(AuditAct.HISTORY_VIEWED, subject=account_id or ""))
        return rows if self.author.may(Right.PATIENTS) else tuple(without_chart(row) for row in rows)

    def verify_history(
        self,
        anchors: Iterable[Anchor] = (),
        on_progress: Callable[[int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> TrailReport:
        """Read every row and report the first that is not as it was written; that it was done is a row as well.

        The heads that documents in the vault were kept with are looked for besides the `anchors` given.
        """
        check = self.begin_history_check(anchors)
        while is_cancelled is None or not is_cancelled():
            report = self.go_on_checking(check, ROWS_AT_ONCE)
            if report is not None:
                return report
            if on_progress is not None:
                on_progress(check.rows, check.total)
        return check.stop()

    def begin_history_check(self, anchors: Iterable[Anchor] = ()) -> TrailCheck:
        """Return a check of every row that `go_on_checking` does piece by piece; nothing is read yet."""
        with self._reading(Right.SIGN_IN) as db:
            every = (*list_anchors(db), *anchors)
            return TrailCheck(db, every, vault_id=self._opened.header.vault_id)

    def go_on_checking(self, check: TrailCheck, rows: int) -> TrailReport | None:
        """Read the next rows of a check, and return what it found once it is over; that it was done is a row as well.

        Whatever else the vault has to do comes between two pieces. Raises as `verify_history`.
        """
        with self._reading(Right.SIGN_IN) as db:
            report = check.go_on(db, rows)
        if report is not None:
            with self._writing(Right.SIGN_IN):
                outcome = "whole" if report.fault is None else "faulty"
                self._note(AuditEvent(AuditAct.TRAIL_VERIFIED, subject=outcome))
        return report

    def note_event(self, event: AuditEvent) -> None:
        """Keep a row of an act that happens outside the vault, such as a backup that was made or an export.

        Raises ValueError for an act that the vault records by itself.
        """
        if event.act not in _OUTSIDE:
            raise ValueError("the vault records this act by itself")
        with self._writing(Right.SIGN_IN):
            self._note(event)

    def find_patient_id(self, chart_number: str) -> str:
        """Return the id of the patient with a chart number; raises `InputProblem` patient-unknown."""
        with self._reading(Right.PATIENTS) as db:
            found = db.execute("select id from patients where chart_key = ?", [fold_chart_number(chart_number)])
            row = found.fetchone()
        if row is None:
            raise make_input_problem("patient-unknown")
        return str(row[0])

    def find_chart_numbers(self, patient_ids: Collection[str]) -> Mapping[str, str]:
        """Find the chart numbers of patients; a patient whose record is gone has none."""
        with self._reading(Right.PATIENTS) as db:
            query = "select record from patients where id = ?"
            found = (db.execute(query, [patient_id]).fetchone() for patient_id in patient_ids)
            patients = [decode_record(row[0], Patient) for row in found if row is not None]
        return {patient.patient_id: patient.chart_number for patient in patients}


_OUTSIDE = frozenset(
    {
        AuditAct.BACKUP_MADE,
        AuditAct.BACKUP_TESTED,
        AuditAct.BACKUP_FAILED,
        AuditAct.RESTORED,
        AuditAct.EXPORTED,
        AuditAct.VAULT_LOCKED,
    }
)
