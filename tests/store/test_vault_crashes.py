"""What the harness in tests/faults found, each as a case of its own: torn pages, unsafe names, a full disk at the start."""

import errno
import os
from pathlib import Path

import pytest
from store import faults
from store.builders import make_vault, reopen

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store import connection, files


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
