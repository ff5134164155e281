"""What is known of a vault that nobody opened, and that it gives nobody away."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.closed_vault import ClosedVault, read_closed_vault
from stemsup_desktop.store.header import HEADER_NAMES
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.store.vault import create_vault, open_vault

NOW = datetime(2026, 11, 17, 1, 0, tzinfo=UTC)
CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "four quiet herons wade"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_vault(tmp_path, PASSPHRASE, Clinic("Mihon"), Physician("Aoki"), clock=lambda: NOW, kdf=CHEAP).close()
    return tmp_path


def test_a_vault_of_one_nameless_person_asks_for_no_name_and_has_no_sheet(folder: Path) -> None:
    closed = read_closed_vault(folder, NOW)
    assert (closed.asks_for_name, closed.has_recovery_sheet, closed.wait_s) == (False, False, 0)
    assert len(closed.vault_number) == 9


def test_with_a_sign_in_name_and_a_sheet_both_are_told_and_no_name_is(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE, clock=lambda: NOW) as vault:
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
        vault.add_account(Account("", "Mori", (Role.STAFF,), "mori"), "seven tall reeds")
        vault.save_recovery_code(make_recovery_code())
        number = vault.vault_number
    closed = read_closed_vault(folder, NOW)
    assert closed == ClosedVault(asks_for_name=True, has_recovery_sheet=True, vault_number=number)
    assert b"mori" not in msgspec.json.encode(closed).lower()


def test_after_five_wrong_tries_the_wait_is_told_and_passes(folder: Path) -> None:
    for _ in range(5):
        with pytest.raises(InputProblem):
            open_vault(folder, "wrong", clock=lambda: NOW)
    assert read_closed_vault(folder, NOW).wait_s == 5
    assert read_closed_vault(folder, NOW + timedelta(seconds=6)).wait_s == 0


def test_a_missing_and_a_damaged_key_file_are_told_apart(folder: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="no vault"):
        read_closed_vault(folder / "elsewhere", NOW)
    for name in HEADER_NAMES:
        (folder / VAULT_FOLDER / name).write_bytes(b"{}")
    with pytest.raises(EnvironmentProblem, match="key file"):
        read_closed_vault(folder, NOW)


def test_someone_without_a_name_gets_a_new_passphrase_from_the_sheet_and_stays_without(folder: Path) -> None:
    with open_vault(folder, PASSPHRASE, clock=lambda: NOW) as vault:
        own = vault.get_own_account()
        vault.reset_passphrase(own.account_id, "six slow boats at dusk", "")
    assert not read_closed_vault(folder, NOW).asks_for_name
    open_vault(folder, "six slow boats at dusk", clock=lambda: NOW).close()
