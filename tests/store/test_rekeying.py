"""A re-keyed vault opens as before with a key nobody held; one cut short anywhere opens as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from forked_children import Nursery, open_nursery
from store import faults
from store.builders import PASSPHRASE, SteppingClock, make_consultation, make_document, make_patient, make_vault, reopen

from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store import rekeying
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.header import read_vault_header, write_vault_header
from stemsup_desktop.store.opening import REKEYED_NAME
from stemsup_desktop.store.vault import Vault, open_vault_by_recovery

pytestmark = pytest.mark.migrated_vaults

CODE = "K7RM 2QXD 9FTA HV4C 6ZNP W3TE 8BGY 5JVS"
PDF = b"%PDF-1.7 " + bytes(range(256)) * 100


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A closed vault with patients, a visit, a document and a recovery sheet."""
    folder = tmp_path / "clinic"
    with make_vault(folder) as vault:
        vault.save_patients(make_patient(f"A-{number:04d}") for number in range(40))
        vault.start_consultation("patient-A-0012", make_consultation(goal="less hair in the brush"))
        vault.save_document(make_document(vault.next_document_number(DocumentKind.CONSENT, 2026), PDF), PDF)
        vault.save_recovery_code(CODE)
    return folder


def check_whole(vault: Vault) -> None:
    assert len(vault.find_patients("", limit=99)) == 40
    assert [hit.chart_number for hit in vault.find_patients("0031")] == ["A-0031"]
    assert vault.load_consultation("visit-1").reason.goal == "less hair in the brush"
    assert vault.load_document("CNS-2026-00001")[1] == PDF
    vault.save_patient(make_patient("A-0012", "髙橋 花"))
    assert next(hit.name for hit in vault.find_patients("高橋 花")) == "髙橋 花"
    vault.save_patient(make_patient("A-0012"))


def read_key(folder: Path) -> bytes:
    with reopen(folder) as vault:
        check_whole(vault)
        return bytes(vault._opened.data_key)


def test_every_way_in_opens_the_re_keyed_vault_and_every_page_is_new(closed: Path) -> None:
    key, before = read_key(closed), faults.find_database(closed).read_bytes()
    (closed / "vault" / "vault-before-0002_checklists.db").write_bytes(before)
    done: list[float] = []
    with reopen(closed) as vault:
        vault.rekey(done.append)
        check_whole(vault)
    after = faults.find_database(closed).read_bytes()
    pages = range(0, min(len(before), len(after)), faults.PAGE_BYTES)
    assert not [at for at in pages if before[at : at + 4096] == after[at : at + 4096]]
    assert done == sorted(done)
    assert done[-1] == 1.0
    assert read_key(closed) != key
    open_vault_by_recovery(closed, CODE, clock=SteppingClock()).close()
    assert sorted(path.name for path in (closed / "vault").iterdir()) == [
        "vault-key-copy.json",
        "vault-key.json",
        "vault.db",
    ]


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """What forks the programs that die."""
    with open_nursery(Path(__file__).with_name("rekey_harness.py")) as opened:
        yield opened


STEPS = ("_copy", "_encrypt_anew", "check_copy", "write_vault_header", "replace", "_settle")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_program_killed_at_any_step_leaves_a_vault_that_opens(
    nursery: Nursery, closed: Path, step: str, moment: str
) -> None:
    key = read_key(closed)
    with nursery.child(str(closed), step, moment) as child:
        said = child.stderr.read()
    assert (child.returncode, said) == (9, "")
    is_renamed = (step, moment) in {("replace", "after"), ("_settle", "before"), ("_settle", "after")}
    assert (read_key(closed) != key) is is_renamed
    assert not (closed / "vault" / REKEYED_NAME).exists()
    assert not any(slot.next_sealed_key for slot in read_vault_header(closed).slots)
    open_vault_by_recovery(closed, CODE, clock=SteppingClock()).close()


@pytest.mark.parametrize("step", ["_encrypt_anew", "check_copy", "write_vault_header"])
def test_a_step_that_fails_leaves_the_open_vault_as_it_was(
    closed: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = read_key(closed)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with reopen(closed) as vault:
        with monkeypatch.context() as patch:
            patch.setattr(rekeying, step, fail)
            with pytest.raises(EnvironmentProblem) as caught:
                vault.rekey()
        assert caught.value.code == "vault-disk-full"
        check_whole(vault)
        assert not (closed / "vault" / REKEYED_NAME).exists()
    assert read_key(closed) == key


def test_a_disk_that_fills_after_the_rename_costs_nothing(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, written = read_key(closed), 0

    def fail_second(vault: Path, header: object) -> None:
        nonlocal written
        written += 1
        if written > 1:
            raise OSError(28, "No space left on device")
        write_vault_header(vault, header)  # type: ignore[arg-type]

    with reopen(closed) as vault:
        monkeypatch.setattr(rekeying, "write_vault_header", fail_second)
        vault.rekey()
        check_whole(vault)
        vault.change_own_passphrase(PASSPHRASE, "another good phrase")
        vault.change_own_passphrase("another good phrase", PASSPHRASE)
    assert read_key(closed) != key
    open_vault_by_recovery(closed, CODE, clock=SteppingClock()).close()


def test_giving_up_leaves_the_vault_as_it_was(closed: Path) -> None:
    key = read_key(closed)

    class GivenUpError(Exception):
        pass

    def give_up(done: float) -> None:
        if done > 0.5:
            raise GivenUpError

    with reopen(closed) as vault:
        with pytest.raises(GivenUpError):
            vault.rekey(give_up)
        check_whole(vault)
    assert read_key(closed) == key


def test_giving_up_while_pages_are_encrypted_leaves_the_vault_as_it_was(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, told = read_key(closed), list[float]()

    class GivenUpError(Exception):
        pass

    @contextmanager
    def watching(_: Path, on_part: Callable[[float], None]) -> Iterator[None]:
        yield
        for part in (0.0, 0.5, 1.0):
            on_part(part)
        raise GivenUpError

    monkeypatch.setattr(rekeying, "watching_journal", watching)
    with reopen(closed) as vault:
        with pytest.raises(GivenUpError):
            vault.rekey(told.append)
        check_whole(vault)
    assert told == sorted(told)
    assert told[-3:] == pytest.approx([rekeying._COPIED, 0.375, rekeying._ENCRYPTED])
    assert not (closed / "vault" / REKEYED_NAME).exists()
    assert read_key(closed) == key


def test_a_vault_that_is_being_copied_waits_with_its_new_key(closed: Path) -> None:
    with reopen(closed) as vault:
        vault.begin_backup()
        with pytest.raises(InputProblem) as caught:
            vault.rekey()
        assert caught.value.code == "rekey-backup"
        vault.release_backup()
        vault.rekey()
        check_whole(vault)
