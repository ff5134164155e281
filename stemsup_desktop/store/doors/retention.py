"""How long records are kept, what could go, and its deletion by an administrator. Nothing goes by itself."""

from contextlib import suppress
from datetime import date, datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, AuditHead
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record_changes import derive_changes
from stemsup_desktop.consultation.retention import Due, RetentionPolicy, derive_due, find_next_day, is_allowed
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language, Text
from stemsup_desktop.store.audit_trail import append_event
from stemsup_desktop.store.backup.snapshot import is_standing_still
from stemsup_desktop.store.connection import settle_wal
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.door import Door, Opened
from stemsup_desktop.store.house_records import load_settings, save_settings
from stemsup_desktop.store.lot_retention import delete_lot, get_due_lot
from stemsup_desktop.store.lot_shelf import get_lot
from stemsup_desktop.store.notices import find_clock_notice
from stemsup_desktop.store.patients import get_patient
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.retention import (
    TRACES,
    DueList,
    find_older_copies,
    find_sure_day,
    list_due,
    load_chart,
    make_settings_of,
    read_policy,
)
from stemsup_desktop.store.retention_deletion import DeletedRecord, Deletion, delete_due, list_deleted_records
from stemsup_desktop.store.trail_clock import TrailClock

MOST_LINES = 500
"""Deleted records of one look."""


class RetentionDoor(Door):
    """How long records are kept, what could go, and its deletion by an administrator. Nothing goes by itself."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._trail_clock = TrailClock()

    def load_retention_policy(self) -> RetentionPolicy:
        """Return for how many years each kind of record is kept."""
        with self._reading(Right.SIGN_IN) as db:
            return read_policy(load_settings(db))

    def save_retention_policy(self, policy: RetentionPolicy) -> None:
        """Replace for how many years records are kept; raises `InputProblem` retention-years-invalid."""
        with self._writing(Right.ADMINISTER) as db:
            if not is_allowed(policy):
                raise make_input_problem("retention-years-invalid")
            before = read_policy(load_settings(db))
            save_settings(db, make_settings_of(policy))
            if changes := derive_changes(before, policy):
                self._note(AuditEvent(AuditAct.RETENTION_CHANGED, details=changes))

    def list_what_could_go(self) -> DueList:
        """Return the charts of which something could go, the longest due first, without names; nothing is deleted.

        Counted on the last day before today on which the vault was in use.
        """
        with self._reading(Right.ADMINISTER) as db:
            now = self._clock()
            on = find_sure_day(db, now)
            if on is None:
                return DueList(now.date(), ())
            due = list_due(db, read_policy(load_settings(db)), on, now.tzinfo, self._trail_clock)
            self._note_view(AuditEvent(AuditAct.RETENTION_LISTED))
            return due

    def delete_records(self, patient_id: str, reason: str) -> Deletion:
        """Delete for good what of a chart could go, and the patient with the last visit; all of it or nothing.

        Unused parts of pages may still hold traces of it until `clear_traces`, to be called once after the last one.
        What it was, by number and SHA-256, stays on record with who, when and why. Backups and older copies still hold
        it. Raises `InputProblem` retention-reason-missing, patient-unknown, retention-not-yet with the day until when,
        retention-day-unsure, retention-in-use, retention-clock-behind.
        """
        with self._writing(Right.ADMINISTER) as db:
            reason, now = normalise_text(reason).strip(), self._clock()
            if not reason:
                raise make_input_problem("retention-reason-missing")
            due = self._get_due(db, patient_id, now)

            def note(event: AuditEvent) -> AuditHead:
                return append_event(db, event, self.author, now)

            deletion = delete_due(db, patient_id, due, reason, self.author.account_id, now, note)
            save_settings(db, {TRACES: "yes"})
            copies = find_older_copies(self._opened.folder)
        self._empty_log()
        return msgspec.structs.replace(deletion, older_copies=copies)

    def delete_lot(self, lot_id: str, reason: str) -> None:
        """Delete a lot whose time is over with its vials and files; its number stays on record, with who, when and why.

        Traces stay as after `delete_records`. Raises `InputProblem` retention-reason-missing, lot-unknown, lot-not-due,
        retention-day-unsure, retention-clock-behind.
        """
        with self._writing(Right.ADMINISTER) as db:
            reason, now = normalise_text(reason).strip(), self._clock()
            if not reason:
                raise make_input_problem("retention-reason-missing")
            if find_clock_notice(db, now):
                raise make_input_problem("retention-clock-behind")
            get_lot(db, lot_id)
            on = find_sure_day(db, now)
            if on is None:
                raise make_input_problem("retention-day-unsure")
            lot = get_due_lot(db, lot_id, read_policy(load_settings(db)), on, now.tzinfo)

            def note(event: AuditEvent) -> AuditHead:
                return append_event(db, event, self.author, now)

            delete_lot(db, lot, reason, self.author.account_id, now, note)
            save_settings(db, {TRACES: "yes"})
        self._empty_log()

    def has_traces(self) -> bool:
        """Tell whether records were deleted and `clear_traces` was not done since."""
        with self._reading(Right.SIGN_IN) as db:
            return load_settings(db).get(TRACES) == "yes"

    def list_deleted_records(self, limit: int = MOST_LINES) -> tuple[DeletedRecord, ...]:
        """Return what stays known of deleted records, the last deleted first."""
        with self._reading(Right.ADMINISTER) as db:
            return list_deleted_records(db, limit)

    def _get_due(self, db: Database, patient_id: str, now: datetime) -> Due:
        if find_clock_notice(db, now):
            raise make_input_problem("retention-clock-behind")
        get_patient(db, patient_id)
        policy, sure_on = read_policy(load_settings(db)), find_sure_day(db, now)
        facts = load_chart(db, patient_id, now.tzinfo, self._trail_clock).facts
        due = None if sure_on is None else derive_due(facts, policy, sure_on)
        if due is not None:
            return due
        if facts.is_in_use:
            raise make_input_problem("retention-in-use")
        if derive_due(facts, policy, now.date()) is not None:
            raise make_input_problem("retention-day-unsure")
        day = find_next_day(facts, policy, now.date())
        raise make_input_problem("retention-not-yet", () if day is None else (_say_day(day),))

    def _note_traces_cleared(self) -> None:
        with self._writing(Right.ADMINISTER) as db:
            save_settings(db, {TRACES: "no"})

    def _empty_log(self) -> None:
        """Take the pages as they were out of the log, unless a copy is under way.

        Where the disk refuses, what was deleted is gone all the same, and its pages stay in the log until it is next
        brought into the file.
        """
        if not is_standing_still(self._database):
            with suppress(EnvironmentProblem), translating_database_errors():
                settle_wal(self._database)


def _say_day(day: date) -> Text:
    return Text(format_date(day, Language.EN), format_date(day, Language.JA))
