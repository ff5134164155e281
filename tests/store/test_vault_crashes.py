"""What the harness in tests/crashes found, each as a case of its own: torn pages, unsafe names, changes cut in two."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2
from store import faults
from store.builders import PASSPHRASE, START, SteppingClock, make_vault, reopen

from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store import connection, files
from stemsup_desktop.store.accounts import save_account
from stemsup_desktop.store.header import read_vault_header
from stemsup_desktop.store.vault import Vault, open_vault

pytestmark = pytest.mark.migrated_vaults

NEW_PASSPHRASE = "another horse 電池 staple"


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A folder as a crash leaves it: the WAL holds a text and, as the file grows by it, page 1."""
    with make_vault(tmp_path / "clinic") as vault:
        vault.save_text(b"x" * 100_000)
        faults.leave_in_wal(tmp_path / "clinic", tmp_path / "crashed")
    return tmp_path / "crashed"


def assert_holds_the_text(folder: Path) -> None:
    with reopen(folder) as vault:
        assert vault.load_text(vault.save_text(b"x" * 100_000)) == b"x" * 100_000
        assert vault._database.execute("select count(*) from texts").fetchone() == (1,)
    with reopen(folder) as vault:
        assert vault._database.execute("pragma cipher_integrity_check").fetchall() == []


@pytest.mark.parametrize("extra", [512, 2048, 4095])
def test_part_of_a_page_at_the_end_is_no_damage_while_the_wal_holds_the_page(crashed: Path, extra: int) -> None:
    with faults.find_database(crashed).open("ab") as file:
        file.write(b"\xa5" * extra)
    assert_holds_the_text(crashed)


def test_a_torn_first_sector_with_the_salt_is_no_damage_while_the_wal_holds_page_1(crashed: Path) -> None:
    with faults.find_database(crashed).open("rb+") as file:
        file.write(b"\xa5" * 512)
    assert_holds_the_text(crashed)


def test_a_torn_first_sector_and_a_torn_wal_are_damage(crashed: Path) -> None:
    path = faults.find_database(crashed)
    with path.open("rb+") as file, path.with_name("vault.db-wal").open("rb+") as wal:
        file.write(b"\xa5" * 512)
        wal.write(b"\xa5" * 4096)
    with pytest.raises(EnvironmentProblem) as caught:
        reopen(crashed)
    assert caught.value.code == "vault-damaged"


def test_a_vault_whose_new_wal_might_lose_its_name_is_not_opened(
    crashed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        faults.fail_sync_of_folders(patch, errno.EIO)
        with pytest.raises(EnvironmentProblem) as caught:
            reopen(crashed)
    assert caught.value.code == "vault-disk-failed"
    assert_holds_the_text(crashed)


def test_a_file_system_that_knows_no_sync_of_folders_is_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults.fail_sync_of_folders(monkeypatch, errno.EINVAL)
    make_vault(tmp_path / "clinic").close()
    reopen(tmp_path / "clinic").close()


def test_every_new_folder_above_a_vault_is_made_safe_in_the_one_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(files, "sync_folder", synced.append)
    files.make_private_folder(tmp_path / "a" / "b" / "c")
    assert set(synced) == {tmp_path, tmp_path / "a", tmp_path / "a" / "b"}


@pytest.mark.parametrize(("code", "expected"), [(errno.ENOSPC, "vault-disk-full"), (errno.EIO, "vault-disk-failed")])
def test_a_wal_that_cannot_be_made_is_told_as_the_system_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, expected: str
) -> None:
    make_vault(tmp_path).close()
    (tmp_path / "vault" / "vault.db-wal").mkdir()  # SQLite cannot make it, and cannot say why

    def fail(*arguments: object) -> int:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(connection.os, "open", fail)
        with pytest.raises(EnvironmentProblem) as caught:
            connection.open_database(tmp_path / "vault" / "vault.db", b"k" * 32, connection.Migrations("none"))
    assert caught.value.code == expected


@contextmanager
def failing_commit(vault: Vault) -> Iterator[None]:
    """Let everything of a transaction through but its end."""

    def decide(action: int, word: str | None, *rest: object) -> int:
        return dbapi2.SQLITE_DENY if (action, word) == (dbapi2.SQLITE_TRANSACTION, "COMMIT") else dbapi2.SQLITE_OK

    vault._database.conn.set_authorizer(decide)
    with pytest.raises(dbapi2.DatabaseError, match="not authorized"):
        yield
    vault._database.conn.set_authorizer(None)


def open_as(folder: Path, name: str, passphrase: str) -> Vault:
    return open_vault(folder, passphrase, clock=SteppingClock(START), sign_in_name=name)


def test_a_new_passphrase_that_is_not_kept_leaves_the_old_one(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault, failing_commit(vault):
        vault.change_own_passphrase(PASSPHRASE, NEW_PASSPHRASE, "aoki")
    with reopen(tmp_path) as vault:
        assert vault.get_own_account().sign_in_name == ""


def test_a_new_passphrase_that_was_not_kept_can_be_set_again_at_once(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        with failing_commit(vault):
            vault.change_own_passphrase(PASSPHRASE, NEW_PASSPHRASE, "aoki")
        vault.change_own_passphrase(PASSPHRASE, NEW_PASSPHRASE, "aoki")
    open_as(tmp_path, "aoki", NEW_PASSPHRASE).close()


def test_an_account_that_could_not_be_removed_still_opens_the_vault(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
        own = vault.get_own_account()
        nurse = vault.add_account(msgspec.structs.replace(own, name="佐藤", sign_in_name="sato"), NEW_PASSPHRASE)
        with failing_commit(vault):
            vault.remove_account(nurse.account_id)
    with open_as(tmp_path, "sato", NEW_PASSPHRASE) as vault:
        assert vault.author.account_id == nurse.account_id


def test_a_sign_in_name_whose_account_was_cut_off_by_a_crash_is_settled_at_the_next_sign_in(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
        with vault._database.atomic():
            cut_off = msgspec.structs.replace(vault.get_own_account(), sign_in_name="")
            save_account(vault._database, cut_off, START)
    with open_as(tmp_path, "AOKI", PASSPHRASE) as vault:
        assert vault.get_own_account().sign_in_name == "AOKI"
        vault.change_own_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    open_as(tmp_path, "aoki", NEW_PASSPHRASE).close()


@pytest.mark.parametrize("stale", [0, 1])
@pytest.mark.parametrize("fate", ["old", "damaged", "missing"])
def test_a_key_file_that_is_behind_the_other_is_made_like_it_at_the_next_opening(
    tmp_path: Path, stale: int, fate: str
) -> None:
    make_vault(tmp_path).close()
    path = faults.find_headers(tmp_path)[stale]
    before = path.read_bytes()
    with reopen(tmp_path) as vault:
        vault.change_own_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    match fate:
        case "old":
            path.write_bytes(before)
        case "damaged":
            faults.flip_bit(path, 100)
        case _:
            path.unlink()
    reopen(tmp_path, NEW_PASSPHRASE).close()
    assert len({header.read_bytes() for header in faults.find_headers(tmp_path)}) == 1
    assert read_vault_header(tmp_path).revision == 1
    with pytest.raises(InputProblem):
        reopen(tmp_path, PASSPHRASE)


@pytest.mark.skipif(sys.platform == "win32", reason="links want a privilege there")
def test_a_link_in_the_place_of_the_wal_is_told_and_makes_nothing_where_it_leads(tmp_path: Path) -> None:
    folder, outside = tmp_path / "clinic", tmp_path / "elsewhere.bin"
    make_vault(folder).close()
    (folder / "vault" / "vault.db-wal").symlink_to(outside)
    with pytest.raises(EnvironmentProblem) as caught:
        reopen(folder)
    assert caught.value.code == "vault-disk-failed"
    assert not outside.exists()
