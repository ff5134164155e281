"""What waits beside events and calls: sessions of courses that are due, patients to be told of a recalled lot."""

from datetime import date, timedelta

from sqlite_utils import Database

from stemsup_desktop.consultation.courses.course_model import Course
from stemsup_desktop.consultation.courses.course_view import find_next_due
from stemsup_desktop.consultation.events.reminders import RecallOpen, SessionDue
from stemsup_desktop.consultation.lots.lot_model import Lot
from stemsup_desktop.store.records import decode_record
from stemsup_desktop.store.rows import insert_row

SESSION_LAPSES_AFTER = 60
"""Days after which a session that nobody gave, moved or stopped leaves the reminders; it stays in its course."""


def fill_sessions_due(db: Database) -> None:
    """Find the next session of every course that is in the vault already."""
    for (record,) in db.execute("select record from courses").fetchall():
        keep_session_due(db, decode_record(record, Course))


def keep_session_due(db: Database, course: Course) -> None:
    """Keep which session of a course is next, in the transaction that keeps the course."""
    forget_session_due(db, course.course_id)
    session = find_next_due(course)
    if session is not None:
        insert_row(
            db,
            "sessions_due",
            {
                "course_id": course.course_id,
                "patient_id": course.patient_id,
                "number": session.number,
                "due_on": session.planned_on.isoformat(),
            },
        )


def forget_session_due(db: Database, course_id: str) -> None:
    """Forget the next session of a course, as when the course goes."""
    db.execute("delete from sessions_due where course_id = ?", [course_id])


def list_sessions_due(db: Database, today: date) -> tuple[SessionDue, ...]:
    """Return the sessions that are due today or were lately, by day."""
    since = today - timedelta(days=SESSION_LAPSES_AFTER) if today.toordinal() > SESSION_LAPSES_AFTER else date.min
    rows = db.execute(
        """
        select patient_id, course_id, number, due_on from sessions_due
        where due_on between ? and ? order by due_on, course_id
        """,
        [since.isoformat(), today.isoformat()],
    )
    return tuple(SessionDue(patient, course, number, date.fromisoformat(due)) for patient, course, number, due in rows)


def list_open_recalls(db: Database) -> tuple[RecallOpen, ...]:
    """Return everybody who received a lot that is recalled and was not reached about it, lot by lot."""
    found: list[RecallOpen] = []
    for (record,) in db.execute("select record from lots order by added_at, id").fetchall():
        lot = decode_record(record, Lot)
        if lot.is_recalled:
            found += _list_unreached(db, lot)
    return tuple(found)


def _list_unreached(db: Database, lot: Lot) -> list[RecallOpen]:
    recalled_on = next(one.recalled_at for one in reversed(lot.recalls) if one.lifted_at is None).date()
    rows = db.execute(
        """
        select u.patient_id, (
            select count(*) from contacts as c
            where c.subject = :lot and c.patient_id = u.patient_id and c.was_reached = 0
        )
        from lot_uses as u
        where (u.lot_id = :lot or (u.lot_id = '' and u.lot_key = (select number_key from lots where id = :lot)))
            and not exists (
                select 1 from contacts as c
                where c.subject = :lot and c.patient_id = u.patient_id and c.was_reached = 1
            )
        group by u.patient_id order by u.patient_id
        """,
        {"lot": lot.lot_id},
    ).fetchall()
    return [RecallOpen(str(patient), lot.lot_id, lot.number, recalled_on, int(tried)) for patient, tried in rows]
