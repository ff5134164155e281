"""Vaults of the tests are spared their migrations: what they get instead is what the migrations make."""

from pathlib import Path

import pytest
from copied_tables import copy_tables, copying_tables
from sqlite_utils import Database
from store.builders import CLINIC, make_vault, reopen
from store.faults import find_database

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.connection import close_database, create_database, open_database
from stemsup_desktop.store.keys import make_data_key
from stemsup_desktop.store.schema import STEPS, make_migrations, migrations
from stemsup_desktop.store.wal import PAGE_BYTES

PRAGMAS = ("user_version", "application_id", "encoding", "auto_vacuum", "page_size", "page_count", "journal_mode")


def describe(db: Database) -> list[object]:
    """Return the tables, indexes and triggers, each table's rows, and the settings that the file keeps."""
    parts = db.execute("select type, name, tbl_name, sql from sqlite_master order by type, name").fetchall()
    names = [name for kind, name, _, sql in parts if kind == "table" and sql and name != "_sqlite_migrations"]
    rows = [(name, db.execute(f"select * from [{name}]").fetchall()) for name in names]
    settings = [db.execute(f"pragma {name}").fetchone() for name in PRAGMAS]
    return [parts, rows, [step.name for step in migrations.applied(db)], settings]


def test_copied_tables_are_those_of_the_migrations(tmp_path: Path) -> None:
    made = create_database(tmp_path / "made.db", make_data_key(), migrations)
    copied = copy_tables(tmp_path / "copied.db", make_data_key(), migrations)
    try:
        assert describe(copied) == describe(made)
        assert copied.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert copied.execute("pragma cipher_integrity_check").fetchall() == []
    finally:
        close_database(made)
        close_database(copied)


def test_each_copy_has_its_own_key_and_shares_no_page(tmp_path: Path) -> None:
    paths, keys = (tmp_path / "one.db", tmp_path / "two.db"), (make_data_key(), make_data_key())
    for path, key in zip(paths, keys, strict=True):
        close_database(copy_tables(path, key, migrations))
    one, two = (path.read_bytes() for path in paths)
    pages = range(0, len(one), PAGE_BYTES)
    assert {one[at : at + PAGE_BYTES] for at in pages}.isdisjoint(two[at : at + PAGE_BYTES] for at in pages)
    assert one[:16] != two[:16]
    with pytest.raises(EnvironmentProblem) as caught:
        open_database(paths[0], keys[1], migrations)
    assert caught.value.code == "vault-damaged"


def test_other_migrations_are_carried_out(tmp_path: Path) -> None:
    first = make_migrations(STEPS[:1])
    db = copy_tables(tmp_path / "older.db", make_data_key(), first)
    try:
        assert [step.name for step in first.applied(db)] == [STEPS[0][0]]
        assert not db.table("accounts").exists()
    finally:
        close_database(db)


def test_two_vaults_with_copied_tables_are_two(tmp_path: Path) -> None:
    with copying_tables():
        one, two = make_vault(tmp_path / "one"), make_vault(tmp_path / "two")
    try:
        assert one._opened.header.vault_id != two._opened.header.vault_id
        assert one._opened.data_key != two._opened.data_key
    finally:
        one.close()
        two.close()
    assert find_database(tmp_path / "one").stat().st_mode & 0o777 == 0o600
    with reopen(tmp_path / "one") as vault:
        assert vault.load_clinic() == CLINIC
