"""What the audit trail knows of the time better than the clock did when it was set back."""

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct

_WORK = (
    AuditAct.PATIENT_CREATED,
    AuditAct.PATIENT_CHANGED,
    AuditAct.CONSULTATION_STARTED,
    AuditAct.CONSULTATION_CHANGED,
    AuditAct.CONSULTATION_CLOSED,
    AuditAct.OPINION_RECORDED,
    AuditAct.STOP_LIFTED,
    AuditAct.EVENT_RECORDED,
    AuditAct.EVENT_CHANGED,
    AuditAct.EVENT_CLOSED,
    AuditAct.EVENT_REOPENED,
    AuditAct.CONTACT_RECORDED,
    AuditAct.ATTACHMENT_ADDED,
    AuditAct.PHOTOGRAPH_ADDED,
    AuditAct.PHOTOGRAPH_MEASURED,
    AuditAct.PHOTOGRAPH_REMOVED,
    AuditAct.DOCUMENT_SEALED,
    AuditAct.DOCUMENT_SIGNED,
    AuditAct.CONSENT_WITHDRAWN,
    AuditAct.SCANS_FILED,
    AuditAct.COURSE_BEGUN,
    AuditAct.COURSE_CHANGED,
    AuditAct.COURSE_STOPPED,
    AuditAct.SESSION_GIVEN,
    AuditAct.VIAL_TAKEN,
    AuditAct.VIAL_RELEASED,
)
"""Acts on a chart; to view, print or export one is none."""


class TrailClock:
    """For each visit that was worked on while the clock was behind, how late it was at least: the trail only grows, so
    what was read of it once is not read again.

    A row is no earlier than any row before it. A row dated ahead therefore makes everything after it look as late:
    records then stay longer, never shorter.
    """

    def __init__(self) -> None:
        self._sequence = 0
        self._latest = ""
        self._moments: dict[str, dict[str, str]] = {}

    def list_moments(self, db: Database, patient_id: str) -> dict[str, str]:
        """Return moments of a patient's visits by id, those of the patient's own record under "".

        To be called before anything is appended in a transaction that may still be undone.
        """
        self._read_on(db)
        return self._moments.get(patient_id, {})

    def _read_on(self, db: Database) -> None:
        head = db.execute("select sequence from audit_trail order by sequence desc limit 1").fetchone()
        if head is None or head[0] <= self._sequence:
            return
        rows = db.execute(_QUERY, {"latest": self._latest, "after": self._sequence}).fetchall()
        for patient_id, consultation_id, seen in rows:
            moments = self._moments.setdefault(str(patient_id), {})
            moments[str(consultation_id)] = max(str(seen), moments.get(str(consultation_id), ""))
        last = db.execute("select max(at) from audit_trail where sequence > ?", [self._sequence]).fetchone()[0]
        self._sequence, self._latest = int(head[0]), max(str(last), self._latest)


_QUERY = f"""
    select patient_id, consultation_id, max(seen) from (
        select patient_id, consultation_id, act, at,
            max(:latest, max(at) over (order by sequence rows unbounded preceding)) as seen
        from audit_trail where sequence > :after
    )
    where seen > at and patient_id <> '' and act in ({", ".join(f"'{act.value}'" for act in _WORK)})
    group by patient_id, consultation_id
"""
