"""Each thing that can go wrong with a vault has its own code and sentence, and loses nothing."""

import errno
import hashlib
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from store import faults
from store.builders import (
    CHEAP_KDF,
    CLINIC,
    PASSPHRASE,
    PHYSICIAN,
    SteppingClock,
    make_consultation,
    make_patient,
    make_vault,
    reopen,
)

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.errors import EnvironmentProblem, InputProblem, Problem
from stemsup_desktop.store.header import read_vault_header
from stemsup_desktop.store.place import vault_exists
from stemsup_desktop.store.problems import SENTENCES
from stemsup_desktop.store.vault import Vault, create_vault

pytestmark = pytest.mark.migrated_vaults


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder with a closed vault that holds 30 patients and one consultation."""
    folder = tmp_path / "clinic"
    with make_vault(folder) as vault:
        vault.save_patients(make_patient(f"A-{number:04d}") for number in range(30))
        vault.start_consultation("patient-A-0012", make_consultation(goal="less hair in the brush"))
    return folder


def code_of_opening(folder: Path, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(Problem) as caught:
        reopen(folder, passphrase)
    assert caught.value.sentence == SENTENCES[caught.value.code].en
    return caught.value.code


def test_a_folder_without_a_vault_says_so(tmp_path: Path) -> None:
    assert not vault_exists(tmp_path / "nowhere")
    assert code_of_opening(tmp_path / "nowhere") == "vault-missing"


def test_a_wrong_passphrase_is_told_apart_from_damage(closed: Path) -> None:
    assert code_of_opening(closed, "Correct horse 電池 staple") == "vault-wrong-passphrase"
    assert reopen(closed).find_patients("") != ()


def test_no_passphrase_is_asked_for(closed: Path, tmp_path: Path) -> None:
    assert code_of_opening(closed, "") == "passphrase-empty"
    with pytest.raises(InputProblem) as caught:
        create_vault(tmp_path / "new", "", CLINIC, PHYSICIAN, clock=SteppingClock(), kdf=CHEAP_KDF)
    assert caught.value.code == "passphrase-empty"
    assert not vault_exists(tmp_path / "new")


def test_a_passphrase_typed_in_full_width_is_the_same(tmp_path: Path) -> None:
    create_vault(tmp_path, "ａｂｃ　１２３", CLINIC, PHYSICIAN, clock=SteppingClock(), kdf=CHEAP_KDF).close()
    reopen(tmp_path, "abc 123").close()


def test_a_wrong_passphrase_gives_the_lock_back(closed: Path) -> None:
    for _ in range(3):
        assert code_of_opening(closed, "wrong") == "vault-wrong-passphrase"
    reopen(closed).close()


@pytest.mark.parametrize("size", [0, 1, 1000, 4095, 4097, 50_000])
def test_a_file_cut_inside_a_page_is_truncated(closed: Path, size: int) -> None:
    faults.truncate(faults.find_database(closed), size)
    assert code_of_opening(closed) == "vault-truncated"


def test_a_file_cut_between_two_pages_is_truncated(closed: Path) -> None:
    path = faults.find_database(closed)
    for pages in range(path.stat().st_size // faults.PAGE_BYTES - 1, 0, -5):
        faults.truncate(path, pages * faults.PAGE_BYTES)
        assert code_of_opening(closed) == "vault-truncated"


def test_looking_at_a_damaged_file_does_not_change_it(closed: Path) -> None:
    path = faults.find_database(closed)
    faults.truncate(path, 5 * faults.PAGE_BYTES)
    before = path.read_bytes()
    assert code_of_opening(closed) == "vault-truncated"
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} == {"vault.db", "vault-key.json", "vault-key-copy.json"}


def read_everything(folder: Path) -> list[object]:
    with reopen(folder) as vault:
        hits = vault.find_patients("", limit=100)
        return [
            vault.load_clinic(),
            hits,
            [vault.get_patient(hit.patient_id) for hit in hits],
            vault.find_patients("takahashi"),
            vault.find_patients("花"),
            vault.load_consultation("visit-1"),
        ]


def test_a_flipped_bit_is_found_or_was_never_read_but_never_changes_a_record(closed: Path) -> None:
    expected = read_everything(closed)
    path = faults.find_database(closed)
    size, codes = path.stat().st_size, []
    for position in range(7, size, size // 72):
        faults.flip_bit(path, position)
        try:
            assert read_everything(closed) == expected
        except EnvironmentProblem as problem:
            codes.append(problem.code)
        faults.flip_bit(path, position)
    assert set(codes) == {"vault-damaged"}
    assert len(codes) > 20
    assert read_everything(closed) == expected


def test_bytes_that_are_no_database_are_damage(closed: Path) -> None:
    path = faults.find_database(closed)
    path.write_bytes(b"\x5a" * path.stat().st_size)
    assert code_of_opening(closed) == "vault-damaged"


def test_a_missing_database_is_damage_and_no_new_one_takes_its_place(closed: Path) -> None:
    faults.find_database(closed).unlink()
    assert code_of_opening(closed) == "vault-damaged"
    with pytest.raises(EnvironmentProblem) as caught:
        make_vault(closed)
    assert caught.value.code == "vault-exists"


@pytest.mark.parametrize("damaged", [0, 1])
def test_one_damaged_key_file_is_made_good_by_its_copy(closed: Path, damaged: int) -> None:
    faults.flip_bit(faults.find_headers(closed)[damaged], 200)
    reopen(closed).close()


def test_one_missing_key_file_is_made_good_by_its_copy(closed: Path) -> None:
    faults.find_headers(closed)[0].unlink()
    reopen(closed).close()


def test_every_flipped_bit_in_both_key_files_is_damage_and_not_a_wrong_passphrase(closed: Path) -> None:
    headers = faults.find_headers(closed)
    for position in range(headers[0].stat().st_size):
        for header in headers:
            faults.flip_bit(header, position)
        assert code_of_opening(closed) == "vault-key-damaged"
        for header in headers:
            faults.flip_bit(header, position)
    reopen(closed).close()


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"header":{},"sha256":""}'])
def test_key_files_that_are_something_else_are_damage(closed: Path, data: bytes) -> None:
    for header in faults.find_headers(closed):
        header.write_bytes(data)
    assert code_of_opening(closed) == "vault-key-damaged"


def test_a_key_file_of_a_newer_program_is_not_taken_for_damage(closed: Path) -> None:
    body = b'{"format":"stemsup-vault/3","clinics":[]}'
    checked = b'{"header":%b,"sha256":"%b"}' % (body, hashlib.sha256(body).hexdigest().encode())
    for header in faults.find_headers(closed):
        header.write_bytes(checked)
    assert code_of_opening(closed) == "vault-newer"


def test_the_key_file_tells_nothing_but_how_to_derive_the_key(closed: Path) -> None:
    header = read_vault_header(closed)
    assert [slot.kdf for slot in header.slots] == [CHEAP_KDF]
    assert len(header.slots[0].wrapped_key) == 32 + 16


def test_a_second_instance_is_refused_until_the_first_closes(closed: Path) -> None:
    first = reopen(closed)
    assert code_of_opening(closed) == "vault-in-use"
    with pytest.raises(EnvironmentProblem) as caught:
        make_vault(closed)
    assert caught.value.code == "vault-in-use"
    first.close()
    first.close()
    reopen(closed).close()


@pytest.mark.parametrize("part", ["folder", "vault folder", "database", "lock"])
def test_what_cannot_be_written_to_is_read_only(closed: Path, part: str) -> None:
    path = {
        "folder": closed,
        "vault folder": closed / "vault",
        "database": faults.find_database(closed),
        "lock": closed / "vault.lock",
    }[part]
    if part == "folder":
        (closed / "vault.lock").unlink()
    with faults.read_only(path):
        assert code_of_opening(closed) == "vault-read-only"
    reopen(closed).close()


def test_no_vault_is_made_in_a_read_only_folder(tmp_path: Path) -> None:
    with faults.read_only(tmp_path):
        for folder in (tmp_path, tmp_path / "below"):
            with pytest.raises(EnvironmentProblem) as caught:
                make_vault(folder)
            assert caught.value.code == "vault-read-only"
    make_vault(tmp_path).close()


def test_a_full_disk_is_said_and_what_was_saved_before_stays(closed: Path) -> None:
    with reopen(closed) as vault:
        faults.fill_disk(vault._database)
        with pytest.raises(EnvironmentProblem) as caught:
            vault.save_text(b"x" * 100_000)
        assert caught.value.code == "vault-disk-full"
        assert vault.load_consultation("visit-1").reason.goal == "less hair in the brush"
        faults.free_disk(vault._database)
        vault.save_consultation(make_consultation(goal="after the disk was freed"), "patient-A-0012")
    with reopen(closed) as vault:
        assert vault.load_consultation("visit-1").reason.goal == "after the disk was freed"


@pytest.mark.parametrize(
    ("code", "expected"),
    [(errno.ENOSPC, "vault-disk-full"), (errno.EIO, "vault-disk-failed"), (errno.EROFS, "vault-read-only")],
)
def test_a_disk_that_fails_while_a_vault_is_made_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, expected: str
) -> None:
    with monkeypatch.context() as patch:
        faults.fail_every_write(patch, code)
        with pytest.raises(EnvironmentProblem) as caught:
            make_vault(tmp_path)
    assert caught.value.code == expected
    assert [file.name for file in tmp_path.iterdir()] == ["vault.lock"]
    make_vault(tmp_path).close()


def test_a_crash_while_a_vault_is_made_does_not_stand_in_the_way_of_a_new_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        faults.crash_before_rename(patch)
        with pytest.raises(KeyboardInterrupt):
            make_vault(tmp_path)
    assert (tmp_path / "vault.new" / "vault.db").is_file()
    assert not vault_exists(tmp_path)
    assert code_of_opening(tmp_path) == "vault-missing"
    with make_vault(tmp_path) as vault:
        assert vault.load_clinic() == CLINIC
    assert not (tmp_path / "vault.new").exists()


def test_an_empty_folder_of_the_vaults_name_does_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    assert not vault_exists(tmp_path)
    make_vault(tmp_path).close()


def test_a_vault_is_never_made_over_another(closed: Path) -> None:
    before = faults.find_database(closed).read_bytes()
    with pytest.raises(EnvironmentProblem) as caught:
        make_vault(closed)
    assert caught.value.code == "vault-exists"
    assert faults.find_database(closed).read_bytes() == before


def test_an_older_vault_is_copied_before_it_is_migrated(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = faults.find_database(closed).read_bytes()
    with monkeypatch.context() as patch:
        faults.add_migration(patch, ("create table later (id text primary key) strict",))
        with reopen(closed) as vault:
            assert vault._database.execute("select count(*) from later").fetchone() == (0,)
            assert vault.get_patient("patient-A-0012").name == "髙橋 花子"
    copy = closed / "vault" / "vault-before-9999_later.db"
    assert copy.read_bytes() == before
    faults.find_database(closed).write_bytes(copy.read_bytes())
    reopen(closed).close()


def test_a_migration_that_raises_half_way_leaves_the_vault_as_it_was(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        faults.add_migration(patch, ("create table later (id text) strict", "insert into nowhere values (1)"))
        assert code_of_opening(closed) == "vault-migration-failed"
    assert (closed / "vault" / "vault-before-9999_later.db").is_file()
    with reopen(closed) as vault:
        assert not vault._database.table("later").exists()
        assert vault.get_patient("patient-A-0012").name == "髙橋 花子"


def test_a_vault_of_a_newer_program_is_refused_and_left_as_it_is(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        faults.add_migration(patch, ("create table later (id text) strict",))
        reopen(closed).close()
    before = faults.find_database(closed).read_bytes()
    assert code_of_opening(closed) == "vault-newer"
    assert faults.find_database(closed).read_bytes() == before


def test_another_thread_is_turned_away(vault: Vault) -> None:
    with ThreadPoolExecutor(1) as pool:
        for work in (vault.open_consultations, vault.close, lambda: vault.save_settings({})):
            with pytest.raises(RuntimeError, match="thread that opened it"):
                pool.submit(work).result()
    assert vault.open_consultations() == ()


def test_a_vault_opened_on_a_worker_thread_belongs_to_it(closed: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        vault = pool.submit(reopen, closed).result()
        assert pool.submit(vault.get_patient, "patient-A-0012").result().chart_number == "A-0012"
        pool.submit(vault.close).result()
    assert threading.active_count() == 1


def test_a_closed_vault_cannot_be_used(vault: Vault) -> None:
    vault.close()
    with pytest.raises(RuntimeError, match="closed"):
        vault.load_clinic()


def test_a_record_that_is_not_what_it_should_be_is_damage_and_is_not_quoted(vault: Vault) -> None:
    vault.save_patient(make_patient())
    with vault._database.atomic():
        vault._database.execute("""update patients set record = cast('{"sex":"SENTINEL"}' as blob)""")
    with pytest.raises(EnvironmentProblem) as caught:
        vault.get_patient("patient-A-0012")
    assert caught.value.code == "vault-damaged"
    assert caught.value.__suppress_context__
    assert "SENTINEL" not in "".join(traceback.format_exception(caught.value))


def test_an_error_in_the_middle_of_a_write_undoes_all_of_it(vault: Vault) -> None:
    with pytest.raises(InputProblem):
        vault.save_patients([make_patient("A-1"), make_patient("A-2"), make_patient("A-1", patient_id="another")])
    assert vault.find_patients("") == ()


def test_a_bug_in_the_sql_is_not_dressed_up_as_a_fault_of_the_disk(vault: Vault) -> None:
    with pytest.raises(dbapi2.OperationalError, match="no such table"), vault._writing(Right.SIGN_IN) as db:
        db.execute("insert into nowhere values (1)")


def test_every_sentence_ends_and_says_what_to_do_in_both_languages() -> None:
    for text in SENTENCES.values():
        assert text.en.endswith(".")
        assert text.ja.endswith("。")


def test_an_empty_consultation_is_kept_as_any_other(vault: Vault) -> None:
    vault.save_patient(make_patient())
    empty = Consultation(consultation_id="visit-9", started_at=make_consultation().started_at)
    vault.start_consultation("patient-A-0012", empty)
    assert vault.load_consultation("visit-9") == empty
