"""Whatever is done to the trail, the first row that is not as it was written is found and named."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database
from store import faults
from store.builders import START
from store.trail_builders import (
    VAULT_ID,
    Clerk,
    drop_guards,
    make_event,
    opened_database,
    rehash,
    renumber,
    shift,
    write_trail,
)

from stemsup_desktop.consultation.audit import Anchor, AuditAct, AuditEvent, AuditHead
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store import audit_verification
from stemsup_desktop.store.audit_faults import FaultKind, TrailReport, make_fault, say_report
from stemsup_desktop.store.audit_trail import append_event, erase_details, list_events, read_head
from stemsup_desktop.store.audit_verification import TrailCheck, verify_trail
from stemsup_desktop.store.database_errors import translating_database_errors

ROWS = 12
Attack = Callable[[Database], object]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A trail of twelve rows whose guards an intruder has taken away; every test takes its changes back."""
    with opened_database(tmp_path_factory.mktemp("trail") / "vault.db") as opened:
        write_trail(opened, ROWS)
        drop_guards(opened)
        yield opened
        assert verify_trail(opened).is_whole


@pytest.fixture
def db(shared: Database) -> Iterator[Database]:
    with taken_back(shared):
        yield shared


@contextmanager
def taken_back(db: Database) -> Iterator[None]:
    db.execute("begin")
    try:
        yield
    finally:
        db.execute("rollback")


def run(*statements: str) -> Attack:
    def attack(db: Database) -> None:
        for statement in statements:
            db.execute(statement)

    return attack


def remove(first: int, last: int) -> Attack:
    return run(
        f"delete from audit_details where sequence between {first} and {last}",
        f"delete from audit_trail where sequence between {first} and {last}",
    )


def swap(db: Database, one: int, other: int) -> None:
    renumber(db, one, 100)
    renumber(db, other, one)
    renumber(db, 100, other)


def remove_and_close_the_gap(db: Database, number: int, *, hashed_to: int = 0) -> None:
    remove(number, number)(db)
    shift(db, number + 1, -1)
    rehash(db, number, hashed_to)


def insert(db: Database, number: int, *, is_hashed: bool, hashed_to: int = 0) -> None:
    shift(db, number, 1)
    db.execute(
        "insert into audit_trail select ?, at, account_id, 'Somebody', act, patient_id, consultation_id, subject, x'',"
        " previous_hash, hash from audit_trail where sequence = ?",
        [number, number + 1],
    )
    rehash(db, number, max(number * is_hashed, hashed_to))


def edit_and_rehash(db: Database, number: int, last: int) -> None:
    db.execute("update audit_trail set account_name = 'Somebody' where sequence = ?", [number])
    rehash(db, number, last)


def move(db: Database, number: int, to: int) -> None:
    renumber(db, number, 100)
    shift(db, number + 1, -1) if to > number else None
    renumber(db, 99 if to > number else 100, 200)
    shift_between(db, to, number)
    renumber(db, 200, to)


def shift_between(db: Database, to: int, number: int) -> None:
    """Make room at an earlier place for a row that comes from a later one."""
    for row in range(number - 1, to - 1, -1):
        renumber(db, row, row + 1)


ATTACKS: dict[str, tuple[Attack, FaultKind, int]] = {
    "the name in a row is edited": (
        run("update audit_trail set account_name = 'Somebody' where sequence = 5"),
        FaultKind.CHANGED,
        5,
    ),
    "the first row is edited": (run("update audit_trail set at = '2000' where sequence = 1"), FaultKind.CHANGED, 1),
    "the last row is edited": (
        run("update audit_trail set act = 'exported' where sequence = 12"),
        FaultKind.CHANGED,
        12,
    ),
    "a letter moves from one field to the next": (
        run("update audit_trail set patient_id = patient_id || 'v', consultation_id = 'isit-1' where sequence = 5"),
        FaultKind.CHANGED,
        5,
    ),
    "an edited row is hashed anew": (lambda db: edit_and_rehash(db, 5, 5), FaultKind.REWRITTEN, 5),
    "an edited row and the next ones are hashed anew": (lambda db: edit_and_rehash(db, 5, 8), FaultKind.REWRITTEN, 8),
    "a new value is edited": (
        run("update audit_details set changes = x'7b7d' where sequence = 5"),
        FaultKind.DETAILS_CHANGED,
        5,
    ),
    "a salt is edited": (run("update audit_details set salt = x'00' where sequence = 5"), FaultKind.DETAILS_CHANGED, 5),
    "old and new values are removed": (
        run("delete from audit_details where sequence = 5"),
        FaultKind.DETAILS_REMOVED,
        5,
    ),
    "values are put with another row": (
        run("update audit_details set sequence = 4 where sequence = 5"),
        FaultKind.DETAILS_CHANGED,
        4,
    ),
    "values are added beyond the end": (
        run("insert into audit_details values (99, x'00', x'7b7d')"),
        FaultKind.ORPHANED,
        99,
    ),
    "the first row is removed": (remove(1, 1), FaultKind.REMOVED, 1),
    "a row in the middle is removed": (remove(5, 5), FaultKind.REMOVED, 5),
    "several rows are removed": (remove(4, 7), FaultKind.REMOVED, 4),
    "the first row is removed and the gap closed": (
        lambda db: remove_and_close_the_gap(db, 1),
        FaultKind.REMOVED,
        1,
    ),
    "a row is removed and the gap closed": (lambda db: remove_and_close_the_gap(db, 5), FaultKind.REMOVED, 5),
    "a row is removed, the gap closed and the next row hashed anew": (
        lambda db: remove_and_close_the_gap(db, 5, hashed_to=5),
        FaultKind.REMOVED,
        6,
    ),
    "rows before one are removed, and the rest are hashed anew": (
        lambda db: (remove(1, 4)(db), shift(db, 5, -4), rehash(db, 1, 8)),
        FaultKind.FOREIGN,
        1,
    ),
    "two neighbours are swapped": (lambda db: swap(db, 5, 6), FaultKind.REORDERED, 5),
    "two rows far apart are swapped": (lambda db: swap(db, 3, 11), FaultKind.REORDERED, 3),
    "two rows are swapped and hashed anew": (
        lambda db: (swap(db, 5, 6), rehash(db, 5, 6)),
        FaultKind.REWRITTEN,
        6,
    ),
    "a row is moved to an earlier place": (lambda db: move(db, 9, 3), FaultKind.REORDERED, 3),
    "a row is inserted": (lambda db: insert(db, 5, is_hashed=False), FaultKind.INSERTED, 5),
    "a row is inserted with a hash of its own": (lambda db: insert(db, 5, is_hashed=True), FaultKind.INSERTED, 5),
    "a row is inserted and the next ones hashed anew": (
        lambda db: insert(db, 5, is_hashed=True, hashed_to=8),
        FaultKind.INSERTED,
        8,
    ),
    "a row is put before the first": (
        run(
            "insert into audit_trail select 0, at, account_id, account_name, act, patient_id, consultation_id, subject,"
            " details_digest, previous_hash, hash from audit_trail where sequence = 1"
        ),
        FaultKind.INSERTED,
        0,
    ),
    "a row is given a later number": (lambda db: renumber(db, 12, 20), FaultKind.REMOVED, 12),
    "every row is renumbered": (lambda db: shift(db, 1, 3), FaultKind.REMOVED, 1),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_found_and_the_first_row_it_shows_in_is_named(db: Database, name: str) -> None:
    attack, kind, sequence = ATTACKS[name]
    attack(db)
    report = verify_trail(db)

    assert report.fault is not None
    assert (report.fault.kind, report.fault.sequence) == (kind, sequence)
    assert f"{sequence:,}" in report.fault.words.en
    assert f"{sequence:,}行" in report.fault.words.ja
    assert not report.is_whole
    assert report.rows < ROWS + (kind in (FaultKind.DETAILS_REMOVED, FaultKind.ORPHANED))


SEAL = "CNS-2026-00418"


def anchor_at(db: Database, number: int) -> Anchor:
    (row,) = list_events(db, before_sequence=number + 1, limit=1)
    return Anchor(SEAL, AuditHead(number, row.hash))


@pytest.mark.parametrize(
    ("attack", "sealed_at", "kind", "sequence"),
    [
        (remove(12, 12), 12, FaultKind.TRUNCATED, 12),
        (remove(6, 12), 8, FaultKind.TRUNCATED, 6),
        (remove(1, 12), 1, FaultKind.TRUNCATED, 1),
        (lambda db: edit_and_rehash(db, 5, 12), 5, FaultKind.REPLACED, 5),
        (lambda db: edit_and_rehash(db, 5, 12), 12, FaultKind.REPLACED, 12),
        (lambda db: remove_and_close_the_gap(db, 5, hashed_to=11), 12, FaultKind.TRUNCATED, 12),
        (lambda db: insert(db, 5, is_hashed=True, hashed_to=13), 9, FaultKind.REPLACED, 9),
    ],
)
def test_what_is_whole_in_itself_is_found_through_what_was_sealed(
    db: Database, attack: Attack, sealed_at: int, kind: FaultKind, sequence: int
) -> None:
    anchor = anchor_at(db, sealed_at)
    assert verify_trail(db, [anchor]).is_whole
    attack(db)
    assert verify_trail(db).is_whole
    report = verify_trail(db, [anchor])

    assert report.fault is not None
    assert (report.fault.kind, report.fault.sequence) == (kind, sequence)
    assert SEAL in report.fault.words.en
    assert SEAL in report.fault.words.ja


def test_a_shorter_valid_trail_in_place_of_the_whole_is_found_through_what_was_sealed(tmp_path: Path) -> None:
    with opened_database(tmp_path / "one.db") as db:
        write_trail(db, ROWS)
        anchors = [anchor_at(db, 3), anchor_at(db, 9)]
    with opened_database(tmp_path / "two.db") as db:
        write_trail(db, 2)
        append_event(db, AuditEvent(AuditAct.EXPORTED), Clerk(), START)
        assert verify_trail(db, vault_id=VAULT_ID).is_whole
        report = verify_trail(db, anchors)
    assert report.fault is not None
    assert (report.fault.kind, report.fault.sequence) == (FaultKind.REPLACED, 3)


def test_the_last_seal_that_matches_says_where_a_rewriting_began(db: Database) -> None:
    anchors = [anchor_at(db, 3), anchor_at(db, 9)]
    edit_and_rehash(db, 5, 12)
    report = verify_trail(db, anchors)
    assert report.fault is not None
    assert "after row 3" in report.fault.words.en
    assert "3行目より後" in report.fault.words.ja
    assert report.anchors == 1


def test_a_trail_of_another_vault_is_not_this_one(db: Database) -> None:
    report = verify_trail(db, vault_id="another")
    assert report.fault is not None
    assert report.fault.kind is FaultKind.FOREIGN


def test_an_empty_trail_is_whole_and_bound_to_its_vault(tmp_path: Path) -> None:
    with opened_database(tmp_path / "vault.db") as db:
        write_trail(db, 1)
        drop_guards(db)
        remove(1, 1)(db)
        head = read_head(db)
        assert verify_trail(db, [Anchor(SEAL, head)]).anchors == 1
        report = verify_trail(db, [Anchor(SEAL, AuditHead(0, "00" * 32))])
    assert report.fault is not None
    assert report.fault.kind is FaultKind.REPLACED


def test_a_trail_without_an_origin_cannot_be_checked(db: Database) -> None:
    db.execute("delete from audit_origin")
    with pytest.raises(EnvironmentProblem) as found:
        verify_trail(db)
    assert found.value.code == "vault-damaged"


def test_values_that_were_erased_before_a_deletion_of_another_patient_are_missing(db: Database) -> None:
    append_event(db, AuditEvent(AuditAct.RETENTION_DELETED, "patient-1"), Clerk(), START)
    append_event(db, AuditEvent(AuditAct.RETENTION_DELETED, "patient-0", "visit-2"), Clerk(), START)
    erase_details(db, "patient-1")
    assert verify_trail(db).is_whole
    erase_details(db, "patient-0", "visit-1")
    report = verify_trail(db)
    assert report.fault is not None
    assert (report.fault.kind, report.fault.sequence) == (FaultKind.DETAILS_REMOVED, 5)


def test_progress_is_told_and_a_check_can_be_broken_off(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_verification, "ROWS_AT_ONCE", 5)
    told: list[tuple[int, int]] = []
    report = verify_trail(db, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(5, 12), (10, 12), (12, 12)]
    assert (report.rows, report.is_whole) == (12, True)

    answers = iter([False, True])
    report = verify_trail(db, is_cancelled=lambda: next(answers))
    assert (report.rows, report.was_cancelled, report.is_whole, report.fault) == (5, True, False, None)


def test_rows_that_are_written_while_it_is_checked_are_checked_too(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_verification, "ROWS_AT_ONCE", 5)
    report = verify_trail(db, on_progress=lambda done, total: write_trail(db, 1, done + 1) if done == 5 else None)
    assert (report.rows, report.is_whole) == (13, True)


def test_a_damaged_page_is_said_to_be_damage(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    with opened_database(path) as db:
        write_trail(db, 400)
    faults.flip_bit(path, path.stat().st_size - faults.PAGE_BYTES * 2 - 100)
    with opened_database(path) as db, pytest.raises(EnvironmentProblem) as found, translating_database_errors():
        verify_trail(db)
    assert found.value.code == "vault-damaged"


def test_every_fault_has_words_in_both_languages() -> None:
    for kind in FaultKind:
        words = make_fault(kind, 1_234, SEAL, 7).words
        assert "{" not in words.en + words.ja
        assert "1,234" in words.en
        assert words.ja.endswith("。")


@pytest.mark.parametrize(
    ("report", "english", "japanese"),
    [
        (TrailReport(1_234, 0), "All 1,234 rows", "1,234行すべて"),
        (TrailReport(1_234, 2), "that match: 2.", "バックアップ2件"),
        (TrailReport(5_000, 0, was_cancelled=True), "stopped after 5,000", "中止しました"),
        (TrailReport(3, 0, make_fault(FaultKind.CHANGED, 4)), "Row 4 was changed", "4行目が"),
    ],
)
def test_what_a_check_found_is_said(report: TrailReport, english: str, japanese: str) -> None:
    said = say_report(report)
    assert english in said.en
    assert japanese in said.ja


COLUMNS = [
    *(("audit_trail", name) for name in ("at", "account_id", "account_name", "act", "patient_id", "consultation_id")),
    *(("audit_trail", name) for name in ("subject", "details_digest", "previous_hash", "hash", "sequence")),
    *(("audit_details", name) for name in ("sequence", "salt", "changes")),
]


@settings(max_examples=100, deadline=None)
@given(column=st.sampled_from(COLUMNS), number=st.integers(1, ROWS), data=st.data())
def test_any_change_to_any_field_of_any_row_is_found(
    shared: Database, column: tuple[str, str], number: int, data: st.DataObject
) -> None:
    table, name = column
    row = shared.execute(f"select {name} from {table} where sequence = ?", [number]).fetchone()
    if row is None:
        row = shared.execute(f"select {name} from {table} limit 1").fetchone()
        number = 1
    kinds = {str: st.text(max_size=80), bytes: st.binary(max_size=80), int: st.integers(-(2**63), 2**63 - 1)}
    taken = {other[0] for other in shared.execute(f"select sequence from {table}")} if name == "sequence" else set()
    drawn = data.draw(kinds[type(row[0])].filter(lambda value: value != row[0] and value not in taken))
    with taken_back(shared):
        shared.execute(f"update {table} set {name} = ? where sequence = ?", [drawn, number])
        report = verify_trail(shared)
    assert report.fault is not None
    assert report.fault.sequence <= ROWS or report.fault.kind is FaultKind.ORPHANED


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_other_order_and_any_gap_before_the_seal_is_found(shared: Database, data: st.DataObject) -> None:
    anchor = anchor_at(shared, ROWS)
    numbers = list(range(1, ROWS + 1))
    kept = data.draw(st.lists(st.sampled_from(numbers), unique=True, max_size=ROWS).filter(lambda one: one != numbers))
    with taken_back(shared):
        for table in ("audit_details", "audit_trail"):
            shared.execute(f"delete from {table} where sequence not in (select value from json_each(?))", [str(kept)])
        for number in kept:
            renumber(shared, number, 1_000 + number)
        for place, number in enumerate(kept, 1):
            renumber(shared, 1_000 + number, place)
        report = verify_trail(shared, [anchor])
    assert report.fault is not None


def test_the_events_of_the_tests_differ() -> None:
    assert len({make_event(number) for number in range(1, ROWS)}) == ROWS - 1


def test_a_check_goes_on_piece_by_piece_and_sees_what_is_written_between_two(db: Database) -> None:
    check = TrailCheck(db)
    assert [check.go_on(db, 5), check.rows, check.total] == [None, 5, 12]
    write_trail(db, 3, 13)
    assert [check.go_on(db, 5), check.go_on(db, 5), check.rows] == [None, None, 15]
    report = check.go_on(db, 5)
    assert report is not None
    assert (report.rows, report.is_whole) == (15, True)


def test_a_check_done_piece_by_piece_finds_the_same_fault_as_one_done_at_once(db: Database) -> None:
    drop_guards(db)
    db.execute("update audit_trail set account_name = 'x' where sequence = 8")
    check = TrailCheck(db)
    pieces = [check.go_on(db, 3) for _ in range(3)]
    assert pieces[:2] == [None, None]
    assert pieces[2] == verify_trail(db)
    assert pieces[2].fault is not None
