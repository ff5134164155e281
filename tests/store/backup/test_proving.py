"""A backup is good once it was restored on trial; anything less has its sentence."""

import hashlib
import hmac
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlite_utils import Database
from store import faults
from store.backup.archives import DATABASE, KEY, MANIFEST, read_members, reseal, write_members
from store.backup.backup_builders import Clinic, code_of, limiting_files, names_in, read_counting_head
from store.builders import START, make_patient

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.backup import manifest as manifests
from stemsup_desktop.store.backup import proving
from stemsup_desktop.store.backup.manifest import (
    AuditHead,
    SealedManifest,
    decode_manifest,
    derive_sealing_key,
)
from stemsup_desktop.store.backup.proving import AuditChecks
from stemsup_desktop.store.backup.watching import Progress, Stage, Watch
from stemsup_desktop.store.keys import make_data_key


def test_a_good_backup_is_proven_and_leaves_nothing_behind(clinic: Clinic) -> None:
    before = names_in(clinic.folder)
    record = clinic.write()
    archive = record.path.read_bytes()
    proof = clinic.prove(record.path, START + timedelta(minutes=3))
    assert (proof.record.path, proof.record.created_at) == (record.path, START)
    assert proof.record.proven_at == START + timedelta(minutes=3)
    assert (proof.rows["patients"], proof.rows["documents"]) == (30, 1)
    assert record.path.read_bytes() == archive
    assert names_in(clinic.folder) == before
    clinic.vault.save_patient(make_patient("P-1"))


def test_the_trial_lies_in_a_private_folder_encrypted_without_a_file_beside_it(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, list[str], bool]] = []

    def look(db: Database) -> None:
        trial = next(clinic.folder.glob("vault.trial-*"))
        plain = b"SQLite format" in (trial / DATABASE).read_bytes() or b"Takahashi" in (trial / DATABASE).read_bytes()
        seen.append((trial.stat().st_mode & 0o777, names_in(trial), plain))

    clinic.prove(clinic.write().path, audit=AuditChecks(verify=look))
    assert seen == [(0o700, [DATABASE], False)]


def test_what_the_trail_says_is_said(clinic: Clinic) -> None:
    def refuse(db: Database) -> None:
        assert db.execute("select count(*) from patients").fetchone() == (30,)
        raise EnvironmentProblem("audit-broken", "The trail does not hold.")

    record = clinic.write()
    with pytest.raises(EnvironmentProblem, match="does not hold"):
        clinic.prove(record.path, audit=AuditChecks(verify=refuse))
    assert list(clinic.folder.glob("vault.trial-*")) == []


def test_a_copy_of_another_moment_is_not_taken_for_this_one(clinic: Clinic) -> None:
    """Put an older copy of the same vault under the newer manifest, by someone who has the key."""
    older = clinic.write()
    clinic.vault.save_patient(make_patient("N-1"))
    newer = clinic.write()
    database = decode_manifest(read_members(older.path)[MANIFEST])[0].database
    write_members(newer.path, {**read_members(newer.path), DATABASE: read_members(older.path)[DATABASE]})
    reseal(newer.path, clinic.data_key, lambda manifest: msgspec.structs.replace(manifest, database=database))
    assert code_of(lambda: clinic.prove(newer.path)) == "backup-not-equal"


def test_an_edit_that_changes_no_count_is_told_by_the_head_of_the_trail(clinic: Clinic) -> None:
    audit = AuditChecks(read_head=read_counting_head)
    record = clinic.write(audit=audit)
    head = AuditHead(read_counting_head(clinic.db).sequence + 1, "0" * 64)
    reseal(
        record.path,
        clinic.data_key,
        lambda manifest: msgspec.structs.replace(
            manifest, facts=msgspec.structs.replace(manifest.facts, audit_head=head)
        ),
    )
    assert code_of(lambda: clinic.prove(record.path, audit=audit)) == "backup-not-equal"


def test_a_flipped_bit_anywhere_in_the_archive_is_found(clinic: Clinic) -> None:
    path = clinic.write().path
    data = path.read_bytes()
    ends = [*range(0, 120, 7), *range(len(data) - 260, len(data), 9)]
    for position in [*ends, *range(3, len(data), len(data) // 60)]:
        damaged = bytearray(data)
        damaged[position] ^= 0x10
        path.write_bytes(damaged)
        assert code_of(lambda: clinic.prove(path)) in ("backup-damaged", "backup-forged"), position
    path.write_bytes(data)
    clinic.prove(path)


def test_an_archive_cut_anywhere_or_with_something_after_it_is_damaged(clinic: Clinic) -> None:
    path = clinic.write().path
    data = path.read_bytes()
    for size in [0, 1, 21, 22, 60, 97, 98, *range(4096, len(data), len(data) // 30), len(data) - 1]:
        path.write_bytes(data[:size])
        assert code_of(lambda: clinic.prove(path)) == "backup-damaged"
    for whole in (data + b"\0", b"\0" + data, data + data, b"PK\x05\x06" + bytes(18)):
        path.write_bytes(whole)
        assert code_of(lambda: clinic.prove(path)) == "backup-damaged"


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"manifest":{},"seal":""}'])
def test_a_manifest_that_is_something_else_is_damage(clinic: Clinic, data: bytes) -> None:
    path = clinic.write().path
    write_members(path, {**read_members(path), MANIFEST: data})
    assert code_of(lambda: clinic.prove(path)) == "backup-damaged"


def test_a_damaged_page_is_found_even_if_every_check_sum_was_made_to_fit(clinic: Clinic) -> None:
    path = clinic.write().path
    members = read_members(path)
    for position in range(500, len(members[DATABASE]), len(members[DATABASE]) // 12):
        pages = bytearray(members[DATABASE])
        pages[position] ^= 0x10
        write_members(path, {**members, DATABASE: bytes(pages)})
        fitting = manifests.Member(len(pages), hashlib.sha256(pages).hexdigest())
        reseal(path, clinic.data_key, lambda manifest, fit=fitting: msgspec.structs.replace(manifest, database=fit))
        assert code_of(lambda: clinic.prove(path)) == "backup-damaged"


def test_a_manifest_cannot_be_forged_without_the_key(clinic: Clinic) -> None:
    path = clinic.write().path
    reseal(path, make_data_key(), lambda manifest: manifest)
    assert code_of(lambda: clinic.prove(path)) == "backup-forged"


def test_a_seal_made_with_the_vault_id_alone_is_a_forgery(clinic: Clinic) -> None:
    path = clinic.write().path
    members = read_members(path)
    body = bytes(msgspec.json.decode(members[MANIFEST], type=SealedManifest).manifest)
    seal = hmac.new(clinic.vault_id.encode(), body, hashlib.sha256).hexdigest()
    forged = msgspec.json.encode(SealedManifest(manifest=msgspec.Raw(body), seal=seal))
    write_members(path, {**members, MANIFEST: forged})
    assert code_of(lambda: clinic.prove(path)) == "backup-forged"


def test_a_backup_from_before_the_key_was_renewed_is_told_from_a_forgery(clinic: Clinic) -> None:
    path, key = clinic.write().path, make_data_key()
    key_id = derive_sealing_key(key, clinic.vault_id).key_id
    reseal(path, key, lambda manifest: msgspec.structs.replace(manifest, key_id=key_id))
    assert code_of(lambda: clinic.prove(path)) == "backup-of-older-key"


def test_the_key_id_tells_nothing_of_the_key(clinic: Clinic) -> None:
    assert clinic.data_key.hex() not in clinic.write().path.read_bytes().hex()
    first, second = (derive_sealing_key(clinic.data_key, vault_id) for vault_id in ("a", "b"))
    assert len({first.key_id, second.key_id, first.secret.hex(), second.secret.hex()}) == 4
    assert first.secret.hex() not in repr(first)


def test_a_backup_of_another_vault_says_so(clinic: Clinic, other_backup: Path) -> None:
    assert code_of(lambda: clinic.prove(other_backup)) == "backup-of-another"


def test_a_key_file_of_another_vault_does_not_go_with_this_manifest(clinic: Clinic, other_backup: Path) -> None:
    key_file = read_members(other_backup)[KEY]
    path = clinic.write().path
    write_members(path, {**read_members(path), KEY: key_file})
    fitting = manifests.Member(len(key_file), hashlib.sha256(key_file).hexdigest())
    reseal(path, clinic.data_key, lambda manifest: msgspec.structs.replace(manifest, key_file=fitting))
    assert code_of(lambda: clinic.prove(path)) == "backup-damaged"


def test_a_backup_of_a_newer_program_says_so(clinic: Clinic) -> None:
    path = clinic.write().path
    manifest = b'{"format":"stemsup-backup/2","anything":1}'
    newer = msgspec.json.encode(SealedManifest(manifest=msgspec.Raw(manifest), seal="0" * 64))
    write_members(path, {**read_members(path), MANIFEST: newer})
    assert code_of(lambda: clinic.prove(path)) == "backup-newer"


def test_a_backup_that_is_gone_is_missing(clinic: Clinic) -> None:
    path = clinic.write().path
    path.unlink()
    assert code_of(lambda: clinic.prove(path)) == "backup-missing"
    path.mkdir()
    assert code_of(lambda: clinic.prove(path)) == "backup-missing"


def test_a_trial_without_room_says_where_room_is_wanting(clinic: Clinic) -> None:
    path = clinic.write().path
    with limiting_files(50_000):
        assert code_of(lambda: clinic.prove(path)) == "backup-no-room-to-test"
    assert list(clinic.folder.glob("vault.trial-*")) == []


def test_a_trial_in_a_folder_that_cannot_be_written_says_so(clinic: Clinic) -> None:
    path = clinic.write().path
    with faults.read_only(clinic.folder):
        assert code_of(lambda: clinic.prove(path)) == "vault-read-only"


@pytest.mark.parametrize("stage", [Stage.UNPACK, Stage.CHECK])
def test_a_trial_is_stopped_at_any_stage_and_leaves_nothing(clinic: Clinic, stage: Stage) -> None:
    seen: list[Progress] = []
    path = clinic.write().path
    watch = Watch(seen.append, lambda: bool(seen) and seen[-1].stage is stage)
    assert code_of(lambda: clinic.prove(path, watch=watch)) == "backup-cancelled"
    assert list(clinic.folder.glob("vault.trial-*")) == []


def test_a_trial_is_stopped_while_sqlite_checks_its_pages(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "_STEPS_BETWEEN_LOOKS", 10)
    looks: list[int] = []
    path = clinic.write().path

    def is_cancelled() -> bool:
        looks.append(1)
        return len(looks) > 20

    assert code_of(lambda: clinic.prove(path, watch=Watch(is_cancelled=is_cancelled))) == "backup-cancelled"
    assert len(looks) == 21


def test_a_backup_from_an_older_program_is_as_good(clinic: Clinic) -> None:
    clinic.db.execute("delete from _sqlite_migrations where name = '0003_attachments'")
    proof = clinic.prove(clinic.write().path)
    assert proof.manifest.facts.migrations[:2] == ("0001_first_vault", "0002_checklists")
    assert "0003_attachments" not in proof.manifest.facts.migrations


def test_a_backup_of_a_vault_from_a_newer_program_says_so(clinic: Clinic) -> None:
    clinic.db.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('stemsup-vault', '9999_later', '')"
    )
    path = clinic.write().path
    assert code_of(lambda: clinic.prove(path)) == "vault-newer"
