"""Checklists are added and read, never changed or removed; a name stands for the same bytes for ever."""

import hashlib
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from sqlite_utils import Database
from store import faults
from store.builders import make_older_vault, reopen

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.store.entries import ChecklistName
from stemsup_desktop.store.vault import Vault

NAME = ChecklistName("https://clinic.example/q|7", "7", Text("Our questions", "問診票"))
DATA = '{"resourceType": "Questionnaire", "title": "問診票 \u2028"}'.encode()


def test_a_checklist_is_kept_byte_for_byte(vault: Vault) -> None:
    entry = vault.add_checklist(NAME, DATA, added_by="青木 誠")

    assert entry.name == NAME
    assert entry.sha256 == hashlib.sha256(DATA).hexdigest()
    assert (entry.is_shipped, entry.added_by) == (False, "青木 誠")
    assert vault.load_checklist(NAME.canonical) == DATA
    assert vault.load_text(entry.sha256) == DATA
    assert vault.find_checklist(NAME.canonical) == entry
    assert vault.list_checklists() == (entry,)


def test_the_same_checklist_once_more_changes_nothing(vault: Vault) -> None:
    first = vault.add_checklist(NAME, DATA, added_by="one")

    assert vault.add_checklist(NAME, DATA, added_by="other", is_shipped=True) == first
    assert vault.list_checklists() == (first,)


def test_another_version_is_another_entry(vault: Vault) -> None:
    later = ChecklistName("https://clinic.example/q|8", "8", NAME.title)
    vault.add_checklist(NAME, DATA)
    vault.add_checklist(later, DATA + b" ")

    assert [entry.name for entry in vault.list_checklists()] == [NAME, later]
    assert vault.load_checklist(NAME.canonical) == DATA
    assert vault.load_checklist(later.canonical) == DATA + b" "


def test_a_name_never_stands_for_other_bytes(vault: Vault) -> None:
    kept = vault.add_checklist(NAME, DATA)

    with pytest.raises(InputProblem) as refused:
        vault.add_checklist(NAME, DATA + b" ", is_shipped=True)

    assert refused.value.code == "checklist-taken"
    assert vault.load_checklist(NAME.canonical) == DATA
    assert vault.list_checklists() == (kept,)


def test_one_that_was_never_kept_is_unknown(vault: Vault) -> None:
    assert vault.find_checklist("") is None
    with pytest.raises(InputProblem) as refused:
        vault.load_checklist("https://clinic.example/q|7")

    assert refused.value.code == "checklist-unknown"


@pytest.mark.parametrize(
    "statement",
    [
        "update checklists set sha256 = ''",
        "delete from checklists",
        "insert or replace into checklists select canonical, sha256, 1, added_at, added_by, record from checklists",
    ],
)
def test_nothing_changes_or_removes_a_checklist(vault: Vault, statement: str) -> None:
    vault.add_checklist(NAME, DATA)

    with pytest.raises(dbapi2.IntegrityError, match="append-only"), vault._writing(Right.SIGN_IN) as db:
        db.execute(statement)

    assert vault.load_checklist(NAME.canonical) == DATA


def test_bytes_that_no_longer_match_are_damage(vault: Vault) -> None:
    vault.add_checklist(NAME, DATA)
    with vault._writing(Right.SIGN_IN) as db:
        db.execute("drop trigger texts_refuse_update")
        db.execute("update texts set data = x'00'")

    with pytest.raises(EnvironmentProblem) as found:
        vault.load_checklist(NAME.canonical)

    assert found.value.code == "vault-damaged"


def test_a_full_disk_keeps_neither_name_nor_bytes(vault: Vault) -> None:
    faults.fill_disk(vault._database)
    with pytest.raises(EnvironmentProblem) as failed:
        vault.add_checklist(NAME, b"x" * 10_000_000)
    faults.free_disk(vault._database)

    assert failed.value.code == "vault-disk-full"
    assert vault.list_checklists() == ()


def test_a_vault_from_before_checklists_learns_to_keep_them(tmp_path: Path) -> None:
    text = hashlib.sha256(b"kept before").hexdigest()
    folder = tmp_path / "clinic"
    make_older_vault(folder, 1, [("insert into texts values (?, ?)", (text, b"kept before"))])

    with reopen(folder) as opened:
        assert opened.load_text(text) == b"kept before"
        opened.add_checklist(NAME, DATA)
        assert isinstance(opened._database, Database)
    assert (folder / "vault" / "vault-before-0002_checklists.db").is_file()
    with reopen(folder) as opened:
        assert opened.load_checklist(NAME.canonical) == DATA
