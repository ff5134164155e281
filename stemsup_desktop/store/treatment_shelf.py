"""What the vault keeps of the treatments beside their visits, so that reminders read no visit."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.call_backs import CALL_BACKS, TreatmentGiven
from stemsup_desktop.consultation.events.treated import TreatedVisit, find_treatment_day
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.summary_after import routes_with_record
from stemsup_desktop.store.event_tables import EVENT_TABLES
from stemsup_desktop.store.records import decode_record
from stemsup_desktop.store.reminder_shelf import fill_sessions_due


def create_events(db: Database) -> None:
    """Make the tables of migration 0014 and fill those that follow from visits and courses."""
    for statement in EVENT_TABLES:
        db.execute(statement)
    fill_sessions_due(db)
    visits = db.execute("select id from consultations").fetchall()
    for (visit_id,) in visits:
        patient_id, record = db.execute(
            "select patient_id, record from consultations where id = ?", [visit_id]
        ).fetchone()
        keep_treatment(db, decode_record(record, Consultation), str(patient_id))


def keep_treatment(db: Database, visit: Consultation, patient_id: str) -> None:
    """Keep what a visit says of its treatment, in the transaction in which the visit is saved."""
    visit_id, given_on = visit.consultation_id, find_treatment_day(visit)
    if given_on is None:
        db.execute("delete from treatments_given where consultation_id = ?", [visit_id])
        return
    routes = " ".join(routes_with_record(visit.treatment) or visit.plan.routes)
    db.execute(
        "insert or replace into treatments_given (consultation_id, patient_id, given_on, routes) values (?, ?, ?, ?)",
        [visit_id, patient_id, given_on.isoformat(), routes],
    )


def delete_treatment(db: Database, visit_id: str) -> None:
    """Forget what a visit said of its treatment, before the visit goes."""
    db.execute("delete from treatments_given where consultation_id = ?", [visit_id])


def list_treatments_to_call(db: Database, today: date) -> tuple[TreatmentGiven, ...]:
    """Return the treatments after which a call is wanted today, by day: nobody was reached in its time yet."""
    found: dict[str, Any] = {}
    for window in CALL_BACKS:
        since, until = _subtract(today, window.lapses_after), _subtract(today, window.first_day)
        rows = db.execute(
            """
            select t.consultation_id, t.patient_id, t.given_on, t.routes from treatments_given as t
            where t.given_on between ? and ? and not exists (
                select 1 from contacts as c
                where c.consultation_id = t.consultation_id and c.purpose = ? and c.was_reached = 1
            )
            """,
            [since.isoformat(), until.isoformat(), window.purpose.value],
        )
        found |= {row[0]: row for row in rows.fetchall()}
    return _make_treatments(sorted(found.values(), key=lambda row: (row[2], row[0])))


def list_treatments(db: Database, patient_id: str) -> tuple[TreatmentGiven, ...]:
    """Return every treatment of a patient, by day."""
    rows = db.execute(
        """
        select consultation_id, patient_id, given_on, routes from treatments_given
        where patient_id = ? order by given_on, consultation_id
        """,
        [patient_id],
    )
    return _make_treatments(rows)


def list_treated_visits(db: Database, patient_id: str) -> tuple[TreatedVisit, ...]:
    """Return the visits of a patient in which something was given, by the day of the treatment."""
    rows = db.execute(
        """
        select c.record, t.given_on from treatments_given as t join consultations as c on c.id = t.consultation_id
        where t.patient_id = ? order by t.given_on, c.id
        """,
        [patient_id],
    ).fetchall()
    return tuple(TreatedVisit(decode_record(record, Consultation), date.fromisoformat(day)) for record, day in rows)


def _make_treatments(rows: Iterable[Any]) -> tuple[TreatmentGiven, ...]:
    return tuple(
        TreatmentGiven(visit_id, patient_id, date.fromisoformat(day), tuple(Route(one) for one in routes.split()))
        for visit_id, patient_id, day, routes in rows
    )


def _subtract(day: date, days: int) -> date:
    return day - timedelta(days=days) if day.toordinal() > days else date.min
