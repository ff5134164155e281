"""Every act is one row that follows the one before, kept with the act or not at all."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from sqlite_utils import Database, Migrations
from store import faults
from store.builders import START
from store.trail_builders import GOAL, KEY, VAULT_ID, Clerk, make_event, opened_database, write_trail

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, AuditHead, make_facts
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.audit_trail import append_event, begin_trail, erase_details, list_events, read_head
from stemsup_desktop.store.audit_verification import verify_trail
from stemsup_desktop.store.connection import close_database, create_database
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.schema import migrations

DELETION = AuditEvent(AuditAct.RETENTION_DELETED, "patient-0", details=make_facts({"reason": "保存期間の満了"}))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted file with every table, made once."""
    path = tmp_path_factory.mktemp("empty") / "vault.db"
    with opened_database(path):
        return path


@pytest.fixture
def db(tmp_path: Path, empty: Path) -> Iterator[Database]:
    with opened_database(shutil.copy(empty, tmp_path / "vault.db")) as opened:
        yield opened


def test_a_row_says_who_did_what_when_on_which_record_and_follows_the_row_before(db: Database) -> None:
    write_trail(db, 2)
    last, first = list_events(db)

    assert (first.sequence, last.sequence) == (1, 2)
    assert (last.act, last.patient_id, last.consultation_id) == (AuditAct.PATIENT_VIEWED, "patient-1", "visit-0")
    assert (last.account_id, last.account_name, last.subject) == ("account-1", "青木 誠", "subject 2")
    assert last.at == START + timedelta(seconds=2)
    assert (first.details, last.details) == ((GOAL,), ())
    assert last.previous_hash == first.hash
    assert read_head(db) == AuditHead(2, last.hash)


def test_an_empty_trail_has_a_head_of_its_vault_alone(tmp_path: Path) -> None:
    heads = []
    for number in range(2):
        with opened_database(tmp_path / f"{number}.db") as db:
            begin_trail(db, f"vault {number}")
            heads.append(read_head(db))
    assert heads[0].sequence == heads[1].sequence == 0
    assert heads[0].hash != heads[1].hash


def test_the_head_that_is_returned_is_the_one_that_is_read(db: Database) -> None:
    assert write_trail(db, 5) == read_head(db)


def test_a_row_is_kept_only_with_the_act_it_records(db: Database) -> None:
    head = write_trail(db, 3)
    db.execute("begin")
    append_event(db, make_event(4), Clerk(), START)
    db.execute("rollback")
    assert read_head(db) == head
    assert write_trail(db, 1, first=4).sequence == 4
    assert verify_trail(db).is_whole


def test_a_trail_goes_on_where_it_ended_when_the_vault_is_opened_again(tmp_path: Path) -> None:
    with opened_database(tmp_path / "vault.db") as db:
        head = write_trail(db, 3)
    with opened_database(tmp_path / "vault.db") as db:
        assert read_head(db) == head
        write_trail(db, 3, first=4)
        assert verify_trail(db, vault_id=VAULT_ID).rows == 6


def test_a_vault_from_before_the_trail_begins_one_when_it_is_opened(tmp_path: Path) -> None:
    older = Migrations("stemsup-vault")
    for step in migrations.pending(Database(memory=True)):
        if step.name < "0004":
            older(name=step.name)(step.fn)
    path = tmp_path / "vault.db"
    close_database(create_database(path, KEY, older))
    with opened_database(path) as db:
        write_trail(db, 3)
        assert verify_trail(db, vault_id=VAULT_ID).rows == 3


def test_a_trail_of_another_vault_or_of_none_is_refused(db: Database) -> None:
    with pytest.raises(EnvironmentProblem) as unbound:
        append_event(db, make_event(1), Clerk(), START)
    begin_trail(db, VAULT_ID)
    begin_trail(db, VAULT_ID)
    with pytest.raises(EnvironmentProblem) as foreign:
        begin_trail(db, "another")
    assert (unbound.value.code, foreign.value.code) == ("vault-damaged", "vault-damaged")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [8, 7, 6, 5, 4, 3, 2, 1]),
        ({"patient_id": "patient-1"}, [7, 6, 3, 2]),
        ({"consultation_id": "visit-1"}, [7, 6, 5, 4]),
        ({"patient_id": "patient-1", "consultation_id": "visit-0"}, [3, 2]),
        ({"account_id": "account-1", "limit": 2}, [8, 7]),
        ({"account_id": "another"}, []),
        ({"patient_id": ""}, []),
        ({"limit": 3, "before_sequence": 6}, [5, 4, 3]),
        ({"patient_id": "patient-1", "before_sequence": 6}, [3, 2]),
    ],
)
def test_rows_are_found_by_record_and_person_the_last_one_first(
    db: Database, asked: dict[str, object], found: list[int]
) -> None:
    write_trail(db, 8)
    assert [row.sequence for row in list_events(db, **asked)] == found


@pytest.mark.parametrize("column", ["patient_id", "consultation_id"])
def test_who_looked_at_a_record_is_found_through_an_index(db: Database, column: str) -> None:
    asked: list[str] = []
    with db.tracer(lambda sql, values: asked.append(sql)):
        list_events(db, **{column: "x"})
    (query,) = asked
    plan = db.execute(f"explain query plan {query}", [9, "x", 1]).fetchall()
    assert any(f"USING INDEX audit_trail_by_{column.removesuffix('_id')}" in step[3] for step in plan)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_trail set account_name = account_name where sequence = 1",
        "delete from audit_trail where sequence = 2",
        "insert or replace into audit_trail select * from audit_trail where sequence = 2",
        "update audit_details set changes = changes",
        "delete from audit_details",
        "update audit_origin set vault_id = 'another'",
        "delete from audit_origin",
        "insert into audit_trail select sequence + 5, at, account_id, account_name, act, patient_id, consultation_id,"
        " subject, details_digest, previous_hash, hash from audit_trail where sequence = 2",
        "insert into audit_trail select 3, at, account_id, account_name, act, patient_id, consultation_id,"
        " subject, details_digest, previous_hash, hash from audit_trail where sequence = 2",
    ],
)
def test_the_vault_itself_refuses_to_change_remove_or_slip_in_a_row(db: Database, statement: str) -> None:
    head = write_trail(db, 2)
    with pytest.raises(dbapi2.IntegrityError, match=r"append-only|follows the one before"):
        db.execute(statement)
    assert read_head(db) == head
    assert verify_trail(db).is_whole


def test_text_that_utf_8_cannot_carry_does_not_keep_an_act_from_being_recorded(db: Database) -> None:
    begin_trail(db, VAULT_ID)
    details = (FieldChange(("reason", "goal"), "\ud800", {"list": ["\udfff"]}),)
    append_event(
        db, AuditEvent(AuditAct.CLINIC_CHANGED, subject="\ud800", details=details), Clerk(name="\udc00"), START
    )

    (row,) = list_events(db)
    assert (row.subject, row.account_name) == ("\ufffd", "\ufffd")
    assert row.details == (FieldChange(("reason", "goal"), "\ufffd", {"list": ["\ufffd"]}),)
    assert verify_trail(db).is_whole


def test_old_and_new_values_go_with_a_deleted_chart_and_its_rows_stay(db: Database) -> None:
    write_trail(db, 9)
    with db.atomic():
        append_event(db, DELETION, Clerk(), START)
        assert erase_details(db, "patient-0") == 3

    rows = {row.sequence: row.details for row in list_events(db)}
    assert [number for number, details in rows.items() if details is None] == [9, 5, 1]
    assert (rows[3], rows[10]) == ((GOAL,), DELETION.details)
    assert verify_trail(db).is_whole


def test_what_is_recorded_after_a_deletion_is_not_covered_by_it(db: Database) -> None:
    begin_trail(db, VAULT_ID)
    append_event(db, DELETION, Clerk(), START)
    write_trail(db, 1)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"), db.atomic():
        erase_details(db, "patient-0")


def test_values_of_one_visit_go_with_that_visit_alone(db: Database) -> None:
    write_trail(db, 9)
    with db.atomic():
        append_event(db, AuditEvent(AuditAct.RETENTION_DELETED, "patient-0", "visit-1"), Clerk(), START)
        with pytest.raises(dbapi2.IntegrityError, match="append-only"), db.atomic():
            erase_details(db, "patient-0")
        assert erase_details(db, "patient-0", "visit-1") == 1
    assert [row.sequence for row in list_events(db) if row.details is None] == [5]
    assert verify_trail(db).is_whole


def test_nothing_is_erased_without_a_recorded_deletion_of_that_patient(db: Database) -> None:
    write_trail(db, 9)
    append_event(db, DELETION, Clerk(), START)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"), db.atomic():
        erase_details(db, "patient-1")
    assert all(row.details is not None for row in list_events(db))


def test_a_full_disk_records_nothing_of_an_act_and_goes_on_once_there_is_room(db: Database) -> None:
    head = write_trail(db, 2)
    faults.fill_disk(db)
    large = AuditEvent(AuditAct.CONSULTATION_CHANGED, details=make_facts({"note": "あ" * 200_000}))
    with pytest.raises(EnvironmentProblem) as failed, translating_database_errors(), db.atomic():
        append_event(db, large, Clerk(), START)
    assert failed.value.code == "vault-disk-full"
    assert read_head(db) == head

    faults.free_disk(db)
    with db.atomic():
        append_event(db, large, Clerk(), START)
    assert verify_trail(db).rows == 3


@pytest.mark.parametrize("change", ["act = 'something-later'", "at = 'yesterday'"])
def test_a_row_that_cannot_be_read_is_damage_and_no_guess(db: Database, change: str) -> None:
    write_trail(db, 1)
    db.execute("drop trigger audit_trail_refuse_update")
    db.execute(f"update audit_trail set {change}")
    with pytest.raises(EnvironmentProblem) as found:
        list_events(db)
    assert found.value.code == "vault-damaged"


def test_the_code_of_an_act_is_its_name() -> None:
    assert all(act.name.lower().replace("_", "-") == act.value for act in AuditAct)
