"""A backup is written while the vault is at work, and holds exactly the moment of its snapshot."""

import errno
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from store import faults
from store.backup.backup_builders import VERSION, Clinic, code_of, limiting_files, names_in, read_counting_head
from store.builders import PASSPHRASE, START, make_consultation, make_patient, reopen

from stemsup_desktop.store.backup import places, writing
from stemsup_desktop.store.backup.proving import AuditChecks
from stemsup_desktop.store.backup.snapshot import begin_snapshot, end_snapshot, holding_still
from stemsup_desktop.store.backup.watching import Progress, Stage, Watch
from stemsup_desktop.store.backup.writing import read_pages, write_backup

WITH_HEAD = AuditChecks(read_head=read_counting_head)


def require(fact: bool) -> None:
    assert fact


def act_once(act: Callable[[], object]) -> Watch:
    """Do something in the middle of the copy, on its thread."""
    done = []

    def report(progress: Progress) -> None:
        if progress.done_bytes and not done:
            done.append(act())

    return Watch(report=report)


def test_a_backup_is_a_zip_of_three_stored_files_and_names_no_one(clinic: Clinic) -> None:
    record = clinic.write(datetime(2026, 11, 23, 18, 30, 5, tzinfo=UTC))
    assert re.fullmatch(r"stemsup-backup-20261123T183005Z-[0-9a-f]{8}\.stemsup", record.path.name)
    assert names_in(clinic.target) == [record.path.name]
    assert record.size_bytes == record.path.stat().st_size
    assert not record.is_proven
    with zipfile.ZipFile(record.path) as archive:
        assert [(member.filename, member.compress_type) for member in archive.infolist()] == [
            ("vault-key.json", zipfile.ZIP_STORED),
            ("vault.db", zipfile.ZIP_STORED),
            ("manifest.json", zipfile.ZIP_STORED),
        ]
        assert archive.testzip() is None
        assert archive.read("vault.db") == clinic.file.read_bytes()
        assert archive.read("vault-key.json") == (clinic.folder / "vault" / "vault-key.json").read_bytes()
    data = record.path.read_bytes()
    for word in ("髙橋", "Takahashi", "Minato", "みなと", "less hair", "%PDF", PASSPHRASE):
        assert word.encode() not in data
    if os.name == "posix":
        assert record.path.stat().st_mode & 0o777 == 0o600


def test_the_facts_of_the_snapshot_stand_in_the_manifest(clinic: Clinic) -> None:
    manifest = clinic.prove(clinic.write(audit=WITH_HEAD).path, audit=WITH_HEAD).manifest
    assert (manifest.vault_id, manifest.created_at, manifest.program_version) == (clinic.vault_id, START, VERSION)
    assert manifest.facts.migrations[0] == "0001_first_vault"
    tables = {facts.name: (facts.rows, facts.last_row) for facts in manifest.facts.tables}
    assert (tables["patients"], tables["documents"], tables["consultations"]) == ((30, 30), (1, 1), (1, None))
    assert manifest.facts.audit_head == read_counting_head(clinic.db)


def test_what_is_written_during_the_copy_is_in_the_vault_and_not_in_the_backup(clinic: Clinic) -> None:
    """The copy waits in its middle until the vault's thread has written; then both go on side by side."""
    clinic.vault.save_text(os.urandom(6 << 20))
    head = read_counting_head(clinic.db)
    snapshot = begin_snapshot(clinic.db, clinic.folder, read_counting_head)
    before, are_writes_under_way = clinic.file.read_bytes(), threading.Event()
    watch = Watch(report=lambda progress: progress.done_bytes == 0 or require(are_writes_under_way.wait(60)))
    with ThreadPoolExecutor(1) as other:
        copying = other.submit(
            write_backup, snapshot, clinic.target, clinic.data_key, now=START, program_version=VERSION, watch=watch
        )
        clinic.vault.save_text(os.urandom(6 << 20))
        turn = 0
        while turn < 40 or not copying.done():
            turn += 1
            clinic.vault.save_consultation(make_consultation(goal=f"draft {turn}"), "patient-A-0012")
            clinic.vault.save_patient(make_patient(f"C-{turn:05d}"))
            if turn == 20:
                are_writes_under_way.set()
    assert clinic.file.read_bytes() == before
    assert (clinic.folder / "vault" / "vault.db-wal").stat().st_size > 1000 * 4096
    end_snapshot(clinic.db)
    path = copying.result().path
    with zipfile.ZipFile(path) as archive:
        assert archive.read("vault.db") == before
    proof = clinic.prove(path, audit=WITH_HEAD)
    assert (proof.rows["patients"], proof.rows["texts"], proof.manifest.facts.audit_head) == (30, 1, head)
    clinic.vault.close()
    with reopen(clinic.folder) as vault:
        assert vault.load_consultation("visit-1").reason.goal == f"draft {turn}"
        assert len(vault.find_patients("C-", limit=10_000)) == turn


def fail_during_copy(clinic: Clinic) -> None:
    with holding_still(clinic.db, clinic.folder):
        clinic.vault.save_text(os.urandom(6 << 20))
        raise ZeroDivisionError


def test_checkpoints_come_back_also_after_a_copy_that_failed(clinic: Clinic) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_during_copy(clinic)
    assert clinic.file.stat().st_size < 1 << 20
    clinic.vault.save_patient(make_patient("Z-1"))
    assert clinic.file.stat().st_size > 6 << 20


def test_a_snapshot_that_cannot_begin_leaves_checkpoints_on(clinic: Clinic) -> None:
    for name in ("vault-key.json", "vault-key-copy.json"):
        (clinic.folder / "vault" / name).unlink()
    assert code_of(lambda: begin_snapshot(clinic.db, clinic.folder)) == "vault-key-damaged"
    assert clinic.db.execute("pragma wal_autocheckpoint").fetchone() == (1000,)


def test_a_snapshot_never_begins_inside_a_transaction(clinic: Clinic) -> None:
    with clinic.db.atomic(), pytest.raises(RuntimeError):
        begin_snapshot(clinic.db, clinic.folder)
    assert clinic.db.execute("pragma wal_autocheckpoint").fetchone() == (1000,)


def test_a_kill_during_the_copy_costs_the_vault_nothing(clinic: Clinic) -> None:
    begin_snapshot(clinic.db, clinic.folder)
    clinic.vault.save_patient(make_patient("K-1"))
    copy = clinic.folder.parent / "as after a kill"
    (copy / "vault").mkdir(parents=True)
    for path in (clinic.folder / "vault").iterdir():
        (copy / "vault" / path.name).write_bytes(path.read_bytes())
    with reopen(copy) as vault:
        assert vault.find_patients("K-1")


def test_another_program_is_kept_out_after_the_copy_as_before(clinic: Clinic) -> None:
    clinic.write()
    assert code_of(lambda: reopen(clinic.folder)) == "vault-in-use"
    script = "import sys; sys.path[:0] = sys.argv[2:]; from store.builders import reopen; from pathlib import Path\n"
    script += "try: reopen(Path(sys.argv[1]))\nexcept Exception as problem: print(problem.code)"
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", script, str(clinic.folder), str(root), str(root / "tests")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout == "vault-in-use\n"
    clinic.vault.save_patient(make_patient("L-1"))
    assert clinic.db.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_closing_the_vault_during_the_copy_is_found_out(clinic: Clinic) -> None:
    snapshot = begin_snapshot(clinic.db, clinic.folder)
    clinic.vault.save_patient(make_patient("Q-1"))
    watch = act_once(clinic.vault.close)
    assert (
        code_of(
            lambda: write_backup(
                snapshot, clinic.target, clinic.data_key, now=START, program_version=VERSION, watch=watch
            )
        )
        == "backup-outrun"
    )
    assert names_in(clinic.target) == []


def test_progress_rises_from_nothing_to_all(clinic: Clinic) -> None:
    seen: list[Progress] = []
    clinic.write(watch=Watch(report=seen.append))
    size = clinic.file.stat().st_size
    assert {(progress.stage, progress.total_bytes) for progress in seen} == {(Stage.COPY, size)}
    done = [progress.done_bytes for progress in seen]
    assert (done[0], done[-1], done) == (0, size, sorted(done))


def test_a_cancelled_copy_leaves_nothing_and_earlier_backups_stay(clinic: Clinic) -> None:
    kept = clinic.write()
    assert code_of(lambda: clinic.write(watch=Watch(is_cancelled=lambda: True))) == "backup-cancelled"
    assert names_in(clinic.target) == [kept.path.name]


def test_two_backups_within_one_second_do_not_meet(clinic: Clinic) -> None:
    first, second = clinic.write(), clinic.write()
    assert names_in(clinic.target) == sorted({first.path.name, second.path.name})


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "backup-disk-full"),
        (errno.EFBIG, "backup-file-too-large"),
        (errno.EIO, "backup-disk-failed"),
        (errno.EROFS, "backup-read-only"),
    ],
)
def test_what_the_drive_refuses_has_its_sentence_and_leaves_no_file(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    with monkeypatch.context() as patch:
        faults.fail_every_write(patch, number)
        assert code_of(clinic.write) == code
    assert names_in(clinic.target) == []
    clinic.vault.save_patient(make_patient("M-1"))


def test_a_drive_that_takes_no_large_file_leaves_none(clinic: Clinic) -> None:
    begin_snapshot(clinic.db, clinic.folder)  # from here on the vault itself has nothing to write
    with limiting_files(50_000):
        assert code_of(clinic.write) == "backup-file-too-large"
    assert names_in(clinic.target) == []


def test_a_read_only_folder_says_so(clinic: Clinic) -> None:
    with faults.read_only(clinic.target):
        assert code_of(clinic.write) == "backup-read-only"


def test_a_folder_that_is_not_there_is_not_made(clinic: Clinic) -> None:
    clinic.target.rmdir()
    assert code_of(clinic.write) == "backup-folder-missing"
    assert not clinic.target.exists()


def test_a_folder_that_goes_away_during_the_copy_leaves_nothing_that_looks_whole(clinic: Clinic) -> None:
    away = clinic.target.with_name("pulled out")
    assert code_of(lambda: clinic.write(watch=act_once(lambda: clinic.target.rename(away)))) == "backup-folder-lost"
    assert [path.suffix for path in away.iterdir()] == [".part"]
    away.rename(clinic.target)
    clinic.write(START + timedelta(days=2))
    assert [path.suffix for path in clinic.target.iterdir()] == [".stemsup"]


def test_a_part_that_is_still_fresh_is_left_to_whoever_writes_it(clinic: Clinic) -> None:
    part = clinic.target / "stemsup-backup-20261123T080000Z-0123abcd.stemsup.part"
    note = part.with_name("stemsup-backup-20261123T080000Z-0123abcd.stemsup.proof.part")
    other = clinic.target / "notes.part"
    for path in (part, note, other):
        path.touch()
    clinic.write(START)
    assert part.exists()
    assert note.exists()
    clinic.write(START + timedelta(days=1))
    assert not part.exists()
    assert not note.exists()
    assert other.exists()


def test_backups_never_lie_inside_the_vault(clinic: Clinic) -> None:
    inside = clinic.folder / "vault"
    assert code_of(lambda: clinic.write(target=inside)) == "backup-folder-in-vault"


def test_a_share_that_cannot_sync_its_folder_is_still_good(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(places, "sync_folder", refuse)
    clinic.prove(clinic.write().path)


def test_the_page_that_sqlite_locks_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "pages"
    pages = [bytes([number % 255 + 1]) * 4096 for number in range(700)]
    path.write_bytes(b"".join(pages))
    for at in (0, 3, 256, 699):
        expected = b"".join([*pages[:at], bytes(4096), *pages[at + 1 :]])
        assert b"".join(read_pages(path, 700 * 4096, at * 4096)) == expected


def test_a_large_copy_reaches_the_disk_bit_by_bit(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    fsync = os.fsync
    monkeypatch.setattr(places, "SYNC_EVERY_CHUNKS", 1)
    monkeypatch.setattr(writing, "CHUNK_BYTES", 4 * 4096)
    monkeypatch.setattr(places.os, "fsync", lambda descriptor: (synced.append(descriptor), fsync(descriptor)))
    clinic.write()
    assert len(synced) > clinic.file.stat().st_size // (4 * 4096)


def test_the_backup_opens_with_the_key_in_it(clinic: Clinic, tmp_path: Path) -> None:
    record = clinic.write()
    folder = tmp_path / "by hand"
    (folder / "vault").mkdir(parents=True)
    with zipfile.ZipFile(record.path) as archive:
        for name in ("vault.db", "vault-key.json"):
            (folder / "vault" / name).write_bytes(archive.read(name))
    with reopen(folder) as vault:
        assert len(vault.find_patients("", limit=100)) == 30


def test_a_key_that_is_wiped_during_the_copy_has_sealed_it_already(clinic: Clinic) -> None:
    key = bytearray(clinic.data_key)
    with holding_still(clinic.db, clinic.folder) as snapshot:
        record = write_backup(
            snapshot,
            clinic.target,
            key,
            now=START,
            program_version=VERSION,
            watch=act_once(lambda: key.__setitem__(slice(None), bytes(32))),
        )
    assert key == bytes(32)
    clinic.prove(record.path)
