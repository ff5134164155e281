"""What the harness in tests/crashes found in re-keying: a WAL left out, an old journal, a copy that came out torn."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from store import faults
from store.builders import make_consultation, make_patient, make_vault, reopen

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store import rekeying, vault
from stemsup_desktop.store.opening import REKEYED_NAME

pytestmark = pytest.mark.migrated_vaults


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    with make_vault(folder) as opened:
        opened.save_patient(make_patient())
        opened.start_consultation("patient-A-0012", make_consultation(goal="0"))
    return folder


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(EnvironmentProblem) as caught:
        act()
    return caught.value.code


def assert_goal(folder: Path, goal: str) -> None:
    with reopen(folder) as opened:
        assert opened.load_consultation("visit-1").reason.goal == goal


def test_what_stands_in_the_wal_alone_is_not_left_out_by_a_re_keying(closed: Path, tmp_path: Path) -> None:
    with reopen(closed) as opened:
        opened.save_consultation(make_consultation(goal="in the WAL"), "patient-A-0012")
        faults.leave_in_wal(closed, tmp_path / "crashed")
        header, key = opened._opened.header, opened._opened.data_key
        assert (
            code_of(lambda: rekeying.rekey(tmp_path / "crashed" / "vault", header, key, print)) == "vault-disk-failed"
        )
    assert_goal(tmp_path / "crashed", "in the WAL")


def test_a_wal_that_the_disk_keeps_from_the_file_stops_a_re_keying_and_the_vault_stays_open(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(database: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with reopen(closed) as opened:
        with monkeypatch.context() as patch:
            patch.setattr(vault, "settle_wal", refuse)
            with pytest.raises(OSError, match="Input/output"):
                opened.rekey()
        opened.save_consultation(make_consultation(goal="still open"), "patient-A-0012")
        opened.rekey()
    assert_goal(closed, "still open")


@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
def test_what_a_killed_re_keying_left_is_gone_after_the_next_opening(closed: Path, ending: str) -> None:
    left = closed / "vault" / f"{REKEYED_NAME}{ending}"
    left.write_bytes(b"left behind")
    with reopen(closed) as opened:
        assert not left.exists()
        opened.rekey()
    assert_goal(closed, "0")


def test_a_copy_that_comes_out_damaged_is_the_disks_failure_and_not_the_vaults(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypt = rekeying._encrypt_anew

    def encrypt_and_tear(path: Path, *keys: bytearray) -> None:
        encrypt(path, *keys)
        faults.flip_bit(path, 3 * faults.PAGE_BYTES + 9)

    with reopen(closed) as opened:
        with monkeypatch.context() as patch:
            patch.setattr(rekeying, "_encrypt_anew", encrypt_and_tear)
            assert code_of(opened.rekey) == "vault-disk-failed"
        opened.rekey()
    assert_goal(closed, "0")


def test_a_vault_that_cannot_be_opened_again_after_a_re_keying_is_closed_and_lets_another_in(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise EnvironmentProblem("vault-disk-failed", "The disk failed.")

    opened = reopen(closed)
    with monkeypatch.context() as patch:
        patch.setattr(vault, "open_database", refuse)
        assert code_of(opened.rekey) == "vault-disk-failed"
    with pytest.raises(RuntimeError, match="closed"):
        opened.load_clinic()
    assert_goal(closed, "0")
