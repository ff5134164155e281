"""A key file that the vault did not write last opens nothing, whoever's passphrase fits it."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from store.builders import CHEAP_KDF, CLINIC, PASSPHRASE, PHYSICIAN, START, SteppingClock, make_older_vault

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import RECOVERY_ID, Account, Role
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.header import (
    HEADER_NAMES,
    VaultHeader,
    decode_header,
    encode_header,
    read_vault_header,
    write_vault_header,
)
from stemsup_desktop.store.key_seal import seal_header
from stemsup_desktop.store.key_slots import make_slot
from stemsup_desktop.store.keys import Credentials, KdfParameters, make_data_key
from stemsup_desktop.store.vault import Vault, create_vault, open_vault, open_vault_by_recovery

pytestmark = pytest.mark.migrated_vaults

DOCTOR_PASSPHRASE = "passphrase of before"
CODE = "AAAA-BBBB-CCCC"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A closed vault with an administrator, a doctor and a recovery sheet."""
    folder, clock = tmp_path / "clinic", SteppingClock()
    with create_vault(folder, PASSPHRASE, CLINIC, PHYSICIAN, clock=clock, kdf=CHEAP_KDF, sign_in_name="aoki") as vault:
        vault.add_account(Account("", "森 葉子", (Role.PHYSICIAN,), sign_in_name="mori"), DOCTOR_PASSPHRASE)
        vault.save_recovery_code(CODE)
    return folder


def enter(folder: Path, passphrase: str = PASSPHRASE, name: str = "aoki") -> Vault:
    return open_vault(folder, passphrase, clock=SteppingClock(START + timedelta(days=1)), sign_in_name=name)


def find_id(vault: Vault, name: str) -> str:
    return next(one.account_id for one in vault.list_accounts() if one.sign_in_name == name)


def code_of_refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        act()
    return caught.value.code


def test_an_older_key_file_brings_no_old_passphrase_back(clinic: Path) -> None:
    kept = [(clinic / "vault" / name).read_bytes() for name in HEADER_NAMES]
    with enter(clinic) as vault:
        vault.reset_passphrase(find_id(vault, "mori"), "passphrase of after", "mori")
    right = [(clinic / "vault" / name).read_bytes() for name in HEADER_NAMES]
    for name, data in zip(HEADER_NAMES, kept, strict=True):
        (clinic / "vault" / name).write_bytes(data)
    assert code_of_refusal(lambda: enter(clinic, DOCTOR_PASSPHRASE, "mori")) == "vault-key-altered"
    assert code_of_refusal(lambda: enter(clinic)) == "vault-key-altered"
    for name, data in zip(HEADER_NAMES, right, strict=True):
        (clinic / "vault" / name).write_bytes(data)
    with enter(clinic) as vault:
        refused = [row for row in vault.list_whole_history() if row.act is AuditAct.REFUSED]
        assert [row.subject for row in refused] == ["vault-key-altered"] * 2
        assert vault.verify_history().fault is None


@pytest.mark.parametrize("enters_by_code", [False, True])
def test_an_old_slot_in_a_newer_key_file_opens_nothing(clinic: Path, enters_by_code: bool) -> None:
    old = read_vault_header(clinic)
    with enter(clinic) as vault:
        vault.save_recovery_code("DDDD-EEEE-FFFF")
    sheet = old.find_slot(RECOVERY_ID)
    assert sheet is not None
    write_vault_header(clinic / "vault", read_vault_header(clinic).with_slot(sheet))
    clock = SteppingClock(START + timedelta(days=1))
    by_code = lambda: open_vault_by_recovery(clinic, CODE, clock=clock)  # noqa: E731
    assert code_of_refusal(by_code if enters_by_code else lambda: enter(clinic)) == "vault-key-altered"


def _with_slot_of_stranger(header: VaultHeader) -> VaultHeader:
    own = make_slot(header.slots[1].slot_id, make_data_key(), Credentials("mine", "me"), CHEAP_KDF, header.vault_id)
    return header.with_slot(own)


@pytest.mark.parametrize(
    "alter",
    [
        lambda header: header.with_cost(KdfParameters(memory_kib=8, passes=1, lanes=1)),
        lambda header: header.without_slot(RECOVERY_ID),
        lambda header: msgspec.structs.replace(header, revision=header.revision + 1),
        lambda header: seal_header(header.with_slots(header.slots), make_data_key()),
        _with_slot_of_stranger,
    ],
    ids=["cheaper", "slot taken out", "revision", "sealed by a stranger", "slot replaced"],
)
def test_an_edited_key_file_opens_nothing(clinic: Path, alter: Callable[[VaultHeader], VaultHeader]) -> None:
    write_vault_header(clinic / "vault", alter(read_vault_header(clinic)))
    assert code_of_refusal(lambda: enter(clinic)) == "vault-key-altered"


def test_a_key_file_whose_every_try_would_take_minutes_is_damaged() -> None:
    dear = KdfParameters(memory_kib=1_048_576, passes=4)
    slot = make_slot("one", make_data_key(), Credentials("anything"), CHEAP_KDF, "vault")
    slots = [msgspec.structs.replace(slot, kdf=dear, salt=bytes([number] * 16)) for number in range(5)]
    few = VaultHeader(vault_id="vault", slots=tuple(slots[:4]))
    assert decode_header(encode_header(few)) == few
    data = encode_header(few).replace(msgspec.json.encode(slots[3]), msgspec.json.encode(slots[3:])[1:-1])
    body = bytes(msgspec.json.decode(data, type=dict[str, msgspec.Raw])["header"])
    assert len(msgspec.json.decode(body)["slots"]) == 5
    digest = hashlib.sha256(body).hexdigest()
    assert decode_header(msgspec.json.encode({"header": msgspec.Raw(body), "sha256": digest})) is None


def test_an_endless_key_file_or_file_of_tries_is_damage(clinic: Path) -> None:
    for path in (clinic / "vault" / HEADER_NAMES[0], clinic / "vault-tries.json"):
        with path.open("ab") as file:
            file.truncate(1 << 40)  # sparse: no byte of it is on the disk
    enter(clinic).close()
    assert (clinic / "vault" / HEADER_NAMES[0]).read_bytes() == (clinic / "vault" / HEADER_NAMES[1]).read_bytes()
    with (clinic / "vault-tries.json").open("ab") as file:
        file.truncate(1 << 40)
    assert code_of_refusal(lambda: enter(clinic, "a wrong guess")) == "vault-wrong-passphrase"
    assert (clinic / "vault-tries.json").stat().st_size < 1000


def test_a_removed_accounts_slot_never_gets_the_next_key(clinic: Path) -> None:
    kept = read_vault_header(clinic).slots
    with enter(clinic) as vault:
        vault.remove_account(find_id(vault, "mori"))
        planted = seal_header(read_vault_header(clinic).with_slots(kept), vault._opened.data_key)
    write_vault_header(clinic / "vault", planted)  # as from before there were seals
    with enter(clinic) as vault:
        vault.rekey()
    assert len(read_vault_header(clinic).slots) == len(kept) - 1


def test_a_key_file_that_was_written_just_before_a_crash_is_the_vaults_own(clinic: Path) -> None:
    with enter(clinic) as vault:
        header = read_vault_header(clinic)
        coming = seal_header(header.with_slots(header.slots), vault._opened.data_key)
    write_vault_header(clinic / "vault", coming)
    with enter(clinic):
        assert read_vault_header(clinic) == coming


def test_a_vault_from_before_there_were_seals_gets_one_when_it_is_opened(tmp_path: Path) -> None:
    make_older_vault(tmp_path, 3)
    before = [(tmp_path / "vault" / name).read_bytes() for name in HEADER_NAMES]
    open_vault(tmp_path, PASSPHRASE, clock=SteppingClock()).close()
    assert read_vault_header(tmp_path).seal
    for name, data in zip(HEADER_NAMES, before, strict=True):
        (tmp_path / "vault" / name).write_bytes(data)
    again = lambda: open_vault(tmp_path, PASSPHRASE, clock=SteppingClock())  # noqa: E731
    assert code_of_refusal(again) == "vault-key-altered"


def test_a_backup_holds_the_open_vaults_key_file_whatever_was_put_in_its_place(clinic: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    other = tmp_path / "other"
    create_vault(other, PASSPHRASE, CLINIC, PHYSICIAN, clock=SteppingClock(), kdf=CHEAP_KDF).close()
    with enter(clinic) as vault:
        right = read_vault_header(clinic)
        for name in HEADER_NAMES:
            (clinic / "vault" / name).write_bytes((other / "vault" / name).read_bytes())
        proof = vault.make_backup(BackupSettings(stick), "1.0")
        assert read_vault_header(clinic) == right
    with open_archive(proof.record.path) as archive:
        assert archive.header == right
