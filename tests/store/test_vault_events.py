"""Events are added to and closed, never lost; contacts never change; reminders are of the day that is asked for."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2
from store.builders import PASSPHRASE, START, SteppingClock, make_consultation, make_patient, make_vault, reopen
from store.faults import fill_disk, free_disk
from store.three_people import NURSE, make_three_people

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.courses.course_model import Course, CourseSession
from stemsup_desktop.consultation.events.event_model import (
    AdverseEvent,
    Contact,
    ContactPurpose,
    ContactWay,
    EventNote,
    EventOutcome,
    Seriousness,
)
from stemsup_desktop.consultation.events.reminders import ReminderKind, Urgency
from stemsup_desktop.consultation.lots.lot_model import Lot, LotProduct
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Consultation, Summary
from stemsup_desktop.consultation.treatment_model import Reaction, SiteTreated, Treatment
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.vault import Vault, open_vault

PATIENT_ID = "patient-A-0012"
TODAY = START.date()


def treat(visit: Consultation, *reactions: Reaction, days_ago: int = 0, lot: str = "LOT-7") -> Consultation:
    treatment = Treatment(
        lot_number=lot,
        started_at=START - timedelta(days=days_ago),
        sites=(SiteTreated("cheek-l", 4, Decimal("0.40")),),
        reactions=reactions,
    )
    return msgspec.structs.replace(visit, treatment=treatment, started_at=START - timedelta(days=days_ago))


def make_event(**changes: object) -> AdverseEvent:
    values: dict[str, object] = {
        "event_id": "",
        "patient_id": PATIENT_ID,
        "consultation_id": "visit-1",
        "kind": "granuloma",
        "grade": 2,
        "recorded_at": START,
        "recorded_by": "somebody else",
        "onset_on": TODAY,
        "lot_numbers": ("LOT-7",),
    }
    return AdverseEvent(**(values | changes))


def make_contact(**changes: object) -> Contact:
    contact = Contact("", PATIENT_ID, ContactPurpose.DAYS_1_TO_3, ContactWay.PHONE, True, START, "?", "visit-1")
    return msgspec.structs.replace(contact, **changes)


def refuse(act: Callable[[], object]) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value


@pytest.fixture
def treated(vault: Vault) -> Vault:
    vault.save_patient(make_patient())
    vault.start_consultation(PATIENT_ID, treat(make_consultation(), days_ago=2))
    return vault


def list_acts(vault: Vault) -> list[AuditAct]:
    rows = vault.list_patient_history(PATIENT_ID)
    wanted = ("event-", "contact-")
    return [row.act for row in sorted(rows, key=lambda row: row.sequence) if row.act.value.startswith(wanted)]


def test_an_event_is_recorded_by_who_signed_in_and_every_state_stays(treated: Vault) -> None:
    kept = treated.save_event(make_event())
    assert kept.event_id
    assert kept.recorded_by == "青木 誠"
    note = EventNote("softer", "somebody else", START - timedelta(days=400), 1)
    changed = msgspec.structs.replace(kept, grade=1, notes=(note,))
    followed = treated.save_event(changed)
    assert followed.notes[0].by == "青木 誠"
    assert followed.notes[0].at > START
    ended = msgspec.structs.replace(followed, outcome=EventOutcome.RECOVERED, closed_at=START, closed_by="?")
    closed = treated.save_event(ended)
    assert (closed.closed_by, closed.is_open) == ("青木 誠", False)
    assert treated.save_event(closed) == closed
    assert treated.list_event_versions(kept.event_id) == (kept, followed, closed)
    assert treated.get_event(kept.event_id) == closed
    assert treated.list_events(PATIENT_ID) == (closed,)
    assert treated.list_open_events() == ()
    again = treated.save_event(msgspec.structs.replace(closed, closed_at=None, outcome=None))
    assert again.is_open
    assert list_acts(treated) == [
        AuditAct.EVENT_RECORDED,
        AuditAct.EVENT_CHANGED,
        AuditAct.EVENT_CHANGED,
        AuditAct.EVENT_CHANGED,
        AuditAct.EVENT_CLOSED,
        AuditAct.EVENT_CHANGED,
        AuditAct.EVENT_REOPENED,
    ]


def test_a_note_that_is_kept_is_neither_changed_nor_removed(treated: Vault) -> None:
    kept = treated.save_event(make_event(notes=(EventNote("a lump", "", START),)))
    for notes in ((), (msgspec.structs.replace(kept.notes[0], text="nothing"),)):
        changed = msgspec.structs.replace(kept, notes=notes)
        assert refuse(lambda changed=changed: treated.save_event(changed)).code == "event-notes"
    assert treated.get_event(kept.event_id) == kept


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"event_id": "none"}, "event-unknown"),
        ({"consultation_id": "none"}, "consultation-unknown"),
        ({"patient_id": "patient-A-9"}, "event-of-another"),
        ({"kind": ""}, "event-invalid"),
        ({"grade": 5}, "event-invalid"),
        ({"site_id": "cheek-l", "point": 5}, "event-invalid"),
        ({"closed_at": START}, "event-invalid"),
        ({"onset_on": TODAY + timedelta(days=2)}, "event-invalid"),
    ],
)
def test_an_event_that_does_not_fit_is_refused_by_name(treated: Vault, changes: dict[str, object], code: str) -> None:
    problem = refuse(lambda: treated.save_event(make_event(**changes)))
    assert problem.code == code
    assert bool(problem.details) == (code == "event-invalid")
    assert treated.list_events(PATIENT_ID) == ()


def test_an_event_never_moves_to_another_visit_or_author(treated: Vault) -> None:
    treated.start_consultation(PATIENT_ID, treat(make_consultation("visit-2")))
    kept = treated.save_event(make_event())
    for changes in ({"consultation_id": "visit-2"}, {"recorded_by": "森"}, {"recorded_at": START}):
        changed = msgspec.structs.replace(kept, **changes)
        assert refuse(lambda changed=changed: treated.save_event(changed)).code == "event-of-another"


def test_the_tables_refuse_what_no_door_offers(treated: Vault) -> None:
    kept = treated.save_event(make_event())
    treated.add_contact(make_contact())
    with treated._reading(Right.SIGN_IN) as db:
        for statement in (
            "update adverse_events set record = cast('{}' as blob)",
            "update adverse_events set version = 9",
            "delete from adverse_events",
            "update adverse_event_versions set saved_by = 'x'",
            "delete from adverse_event_versions",
            "update contacts set was_reached = 0",
            "delete from contacts",
        ):
            with pytest.raises(dbapi2.IntegrityError):
                db.execute(statement)
            db.conn.rollback()
    assert treated.list_events(PATIENT_ID) == (kept,)


def test_reactions_without_an_event_count_in_the_lists_and_followed_ones_only_once(treated: Vault) -> None:
    bruise = Reaction("Bruise", 1, START, "cooled")
    visit = treat(make_consultation(), bruise, msgspec.structs.replace(bruise, event_id="e"), days_ago=2)
    treated.save_consultation(visit, PATIENT_ID)
    kept = treated.save_event(make_event())
    assert [one.event_id for one in treated.list_events(PATIENT_ID)] == ["", kept.event_id]
    assert [one.event_id for one in treated.list_events_of_lot(" lot-7 ")] == ["", kept.event_id]
    assert treated.list_events_of_lot("LOT-8") == ()
    closed = msgspec.structs.replace(visit, summary=Summary(closed_at=START + timedelta(minutes=1)))
    treated.save_consultation(closed, PATIENT_ID)
    following = treated.save_event(make_event(kind="bruise", reaction=0))
    assert {one.event_id for one in treated.list_events_of_lot("LOT-7")} == {kept.event_id, following.event_id}
    moved = treated.save_event(msgspec.structs.replace(following, lot_numbers=("LOT-9",)))
    assert treated.list_events_of_lot("LOT-9") == (moved,)


def test_a_contact_is_added_once_and_never_changes(treated: Vault) -> None:
    kept = treated.add_contact(make_contact(note="doing well"))
    assert (bool(kept.contact_id), kept.by) == (True, "青木 誠")
    assert treated.add_contact(kept) == kept
    assert refuse(lambda: treated.add_contact(msgspec.structs.replace(kept, note="x"))).code == "contact-kept"
    event = treated.save_event(make_event())
    about = treated.add_contact(
        make_contact(purpose=ContactPurpose.EVENT, subject=event.event_id, consultation_id="", at=START)
    )
    assert about.consultation_id == "visit-1"
    assert treated.list_contacts(PATIENT_ID) == (kept, about)
    assert list_acts(treated).count(AuditAct.CONTACT_RECORDED) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"patient_id": "none"}, "patient-unknown"),
        ({"consultation_id": "none"}, "consultation-unknown"),
        ({"consultation_id": ""}, "contact-subject"),
        ({"purpose": ContactPurpose.RECALL}, "contact-subject"),
        ({"subject": "lot"}, "contact-subject"),
        ({"purpose": ContactPurpose.EVENT, "subject": "none"}, "event-unknown"),
        ({"at": START + timedelta(days=1)}, "contact-ahead"),
    ],
)
def test_a_contact_about_nothing_is_refused(treated: Vault, changes: dict[str, object], code: str) -> None:
    assert refuse(lambda: treated.add_contact(make_contact(**changes))).code == code
    assert treated.list_contacts(PATIENT_ID) == ()


def test_reminders_follow_what_was_treated_called_and_closed(treated: Vault) -> None:
    (call,) = treated.list_reminders(TODAY)
    assert (call.kind, call.urgency, call.person.name) == (ReminderKind.CALL_BACK, Urgency.TODAY, "髙橋 花子")
    treated.add_contact(make_contact(was_reached=False))
    assert treated.list_reminders(TODAY)[0].attempts == 1
    treated.add_contact(make_contact())
    assert treated.list_reminders(TODAY) == ()
    event = treated.save_event(make_event())
    (open_event,) = treated.list_reminders(TODAY)
    assert (open_event.subject, open_event.urgency) == (event.event_id, Urgency.FOLLOW)
    assert treated.list_reminders(TODAY, frozenset({"granuloma"}))[0].urgency is Urgency.AT_ONCE
    ended = msgspec.structs.replace(event, outcome=EventOutcome.UNKNOWN, closed_at=START)
    treated.save_event(ended)
    assert treated.list_reminders(TODAY) == ()
    assert [one.urgency for one in treated.list_reminders(TODAY + timedelta(days=12))] == [Urgency.TODAY]


def test_a_treatment_that_is_taken_back_is_no_reason_to_call(treated: Vault) -> None:
    treated.save_consultation(make_consultation(), PATIENT_ID)
    assert treated.list_reminders(TODAY) == ()
    assert treated.list_callbacks(PATIENT_ID, TODAY) == ()


def test_nobody_calls_a_patient_who_died(treated: Vault) -> None:
    assert treated.list_callbacks(PATIENT_ID, TODAY)
    treated.save_event(make_event(grade=5, seriousness=(Seriousness.DEATH,), outcome=EventOutcome.FATAL))
    assert treated.list_callbacks(PATIENT_ID, TODAY) == ()
    assert [one.kind for one in treated.list_reminders(TODAY)] == [ReminderKind.EVENT]


def test_staff_record_events_and_contacts_and_the_office_sees_none(tmp_path: Path) -> None:
    with make_three_people(tmp_path / "clinic") as sign_in:
        doctor = sign_in("doctor")
        doctor.save_patient(make_patient())
        doctor.start_consultation(PATIENT_ID, treat(make_consultation(), days_ago=2))
        nurse = sign_in("nurse")
        assert nurse.save_event(make_event()).recorded_by == NURSE
        assert nurse.add_contact(make_contact()).by == NURSE
        office = sign_in("office")
        assert refuse(lambda: office.list_events(PATIENT_ID)).code == "patients-only"
        assert refuse(lambda: office.list_reminders(TODAY)).code == "patients-only"


def test_what_an_older_vault_holds_of_treatments_is_found_after_it_is_opened(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.save_patient(make_patient())
        vault.start_consultation(PATIENT_ID, treat(make_consultation(), Reaction("Bruise", 1), days_ago=2))
        with vault._writing(Right.SIGN_IN) as db:
            for table in ("event_lots", "adverse_event_versions", "adverse_events", "contacts"):
                db.execute(f"drop table {table}")
            db.execute("drop table treatments_given")
            db.execute("drop table sessions_due")
            db.execute("delete from _sqlite_migrations where name = '0014_events'")
    with reopen(tmp_path) as vault:
        assert len(vault.list_reminders(TODAY)) == 1
        assert len(vault.list_events_of_lot("LOT-7")) == 1


def test_an_event_that_the_disk_does_not_take_is_not_there(treated: Vault) -> None:
    kept = treated.save_event(make_event())
    fill_disk(treated._database)
    with pytest.raises(EnvironmentProblem) as caught:
        treated.save_event(msgspec.structs.replace(kept, action="x" * 4000))
    assert caught.value.code == "vault-disk-full"
    with pytest.raises(EnvironmentProblem):
        treated.add_contact(make_contact(note="x" * 4000))
    free_disk(treated._database)
    assert treated.list_events(PATIENT_ID) == (kept,)
    assert treated.list_contacts(PATIENT_ID) == ()


def test_the_far_ends_of_the_calendar_are_days_like_others(treated: Vault) -> None:
    assert treated.list_reminders(date.min) == ()
    assert treated.list_reminders(date.max) == ()


def open_at(day: date, folder: Path) -> Vault:
    """Open the vault on a day after one on which it was in use."""
    for one in (day, day + timedelta(days=1)):
        vault = open_vault(folder, PASSPHRASE, clock=SteppingClock(datetime.combine(one, START.timetz())))
        if one == day:
            vault.close()
    return vault


def test_events_and_contacts_go_with_their_visit_and_an_open_event_keeps_its_chart(tmp_path: Path) -> None:
    over = date(2031, 11, 24)
    with make_vault(tmp_path) as vault:
        vault.save_patient(make_patient())
        closed = msgspec.structs.replace(
            treat(make_consultation(), lot=""), summary=Summary(closed_at=START + timedelta(minutes=1))
        )
        vault.start_consultation(PATIENT_ID, closed)
        event = vault.save_event(make_event(lot_numbers=("LOT-7",)))
        vault.add_contact(make_contact())
        vault.add_contact(make_contact(purpose=ContactPurpose.RECALL, subject="lot-id", consultation_id=""))
    with open_at(over, tmp_path) as vault:
        assert vault.list_what_could_go().charts == ()
        ended = msgspec.structs.replace(event, outcome=EventOutcome.RECOVERED, closed_at=START)
        vault.save_event(ended)
    later = date(2036, 11, 27)
    with open_at(later, tmp_path) as vault:
        assert len(vault.list_what_could_go().charts) == 1
        vault.delete_records(PATIENT_ID, "over")
        tables = ("adverse_events", "adverse_event_versions", "event_lots", "contacts", "treatments_given")
        with vault._reading(Right.SIGN_IN) as db:
            counts = [db.execute(f"select count(*) from {table}").fetchone()[0] for table in tables]
            assert db.execute("pragma foreign_key_check").fetchall() == []
        assert counts == [0, 0, 0, 0, 0]
        assert vault.verify_history().fault is None


def test_a_session_that_is_due_and_a_recalled_lot_are_reminders(treated: Vault) -> None:
    treated.add_contact(make_contact())
    sessions = tuple(CourseSession(number, TODAY + timedelta(days=number - 1)) for number in (1, 2))
    treated.save_course(Course("", PATIENT_ID, "visit-1", START, sessions))
    product = treated.save_product(LotProduct("", "SH-CM", "SH-CM"))
    lot = treated.save_lot(Lot("", product.product_id, "LOT-7")).lot
    (due,) = treated.list_reminders(TODAY)
    assert (due.kind, due.number, due.urgency) == (ReminderKind.SESSION, 1, Urgency.TODAY)
    treated.recall_lot(lot.lot_id, "the maker asks for it back")
    recalled, _ = treated.list_reminders(TODAY)
    assert (recalled.kind, recalled.lot_number, recalled.subject) == (ReminderKind.RECALL, "LOT-7", lot.lot_id)
    about = {"purpose": ContactPurpose.RECALL, "subject": lot.lot_id, "consultation_id": ""}
    treated.add_contact(make_contact(**about, was_reached=False))
    assert treated.list_reminders(TODAY)[0].attempts == 1
    treated.add_contact(make_contact(**about))
    assert [one.kind for one in treated.list_reminders(TODAY)] == [ReminderKind.SESSION]


def test_who_received_a_lot_is_named_with_what_happened_after(treated: Vault) -> None:
    event = treated.save_event(make_event(lot_numbers=()))
    (recipient,) = treated.find_recipients("lot-7")
    assert recipient.events == (event,)
    assert treated.load_background("visit-1").events == (event,)
