"""An archive from anywhere is read as ours or not at all, and nothing is ever written outside the vault's folder."""

import io
import os
import random
import stat
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from store.backup.archives import DATABASE, KEY, MANIFEST, read_members, write_members
from store.backup.backup_builders import Clinic, code_of, names_in, unlock
from store.builders import START

from stemsup_desktop.store.backup.archive_format import (
    MEMBERS,
    Entry,
    decode_directory,
    encode_directory,
    encode_local_header,
)
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.backup.restoring import restore_backup

Members = dict[str, bytes]
CASES = int(os.environ.get("STEMSUP_ARCHIVE_CASES", "150"))
OUTSIDE = (
    "../vault.db",
    "/tmp/vault.db",
    "..\\vault.db",
    "C:\\vault.db",
    "vault/../../vault.db",
    "vault.db/",
    "VAULT.DB",
)


def zip_of(
    members: list[tuple[str, bytes]],
    change: Callable[[zipfile.ZipInfo], None] = lambda member: None,
    comment: bytes = b"",
) -> bytes:
    """Make a zip with the usual library: of whatever names, kinds and comments."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, contents in members:
            member = zipfile.ZipInfo(name)
            change(member)
            archive.writestr(member, contents)
        archive.comment = comment
    return data.getvalue()


def make_symlink(member: zipfile.ZipInfo) -> None:
    member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16


def compress(member: zipfile.ZipInfo) -> None:
    member.compress_type = zipfile.ZIP_DEFLATED


def make_hostile(members: Members) -> dict[str, bytes]:
    """Make archives out of a good one's members, each with one thing that ours never have."""
    good = [(name, members[name]) for name in MEMBERS]
    hostile = {f"name {name}": zip_of([good[0], (name, members[DATABASE]), good[2]]) for name in OUTSIDE}
    bomb = [good[0], (DATABASE, bytes(5_000_000)), good[2]]
    inner = zip_of(good)
    return hostile | {
        "symlink": zip_of([good[0], (DATABASE, b"/etc/passwd"), good[2]], make_symlink),
        "compressed": zip_of(good, compress),
        "bomb": zip_of(bomb, compress),
        "one more": zip_of([*good, ("../evil", b"x")]),
        "one less": zip_of(good[:2]),
        "none": zip_of([]),
        "other order": zip_of(good[::-1]),
        "nested": zip_of([("backup.stemsup", inner)]),
        "comment": zip_of(good, comment=b"PK\5\6 again"),
        "many": zip_of([(f"file {number}", b"") for number in range(4_000)]),
    }


def write_claiming(path: Path, members: Members, claims: dict[str, int]) -> None:
    """Write an archive in our own form whose headers claim other sizes than the contents have."""
    entries = [Entry(name, claims.get(name, len(data)), zlib.crc32(data)) for name, data in members.items()]
    contents = b"".join(encode_local_header(entry) + members[entry.name] for entry in entries)
    path.write_bytes(contents + encode_directory(entries))


def restore_into(path: Path, folder: Path) -> str:
    return code_of(lambda: restore_backup(path, folder, unlock, now=START, replace=True))


def test_a_hostile_zip_is_refused_and_writes_nothing_anywhere(clinic: Clinic, tmp_path: Path) -> None:
    members = read_members(clinic.write().path)
    path, folder = tmp_path / "hostile.stemsup", tmp_path / "new"
    for name, data in make_hostile(members).items():
        path.write_bytes(data)
        assert restore_into(path, folder) == "backup-damaged", name
        assert names_in(folder) == ["vault.lock"], name
    assert names_in(tmp_path) == ["backups", "clinic", "hostile.stemsup", "new"]


@pytest.mark.parametrize("size", [0, 1, 1 << 21, 1 << 31, 1 << 32, (1 << 60) - 1, 1 << 60, (1 << 64) - 1])
@pytest.mark.parametrize("name", MEMBERS)
def test_a_size_that_is_not_there_is_never_read(clinic: Clinic, tmp_path: Path, name: str, size: int) -> None:
    path, members = tmp_path / "claims.stemsup", read_members(clinic.write().path)
    if size < 1 << 62:
        write_claiming(path, members, {name: size})
    else:
        write_claiming(path, members, {})
        directory = path.read_bytes().rindex(b"PK\1\2")
        data = bytearray(path.read_bytes())
        data[directory + 46 + 4 : directory + 46 + 12] = size.to_bytes(8, "little")
        path.write_bytes(data)
    tracemalloc.start()
    try:
        assert restore_into(path, tmp_path / "new") == "backup-damaged"
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_members_of_the_same_name_or_overlapping_are_not_ours(clinic: Clinic, tmp_path: Path) -> None:
    members = read_members(clinic.write().path)
    entries = [Entry(name, len(members[name]), zlib.crc32(members[name])) for name in MEMBERS]
    assert decode_directory(encode_directory(entries), 1 << 40) == tuple(entries)
    for other in ([entries[0], entries[0], entries[2]], [entries[1], entries[0], entries[2]], entries[:2]):
        assert decode_directory(encode_directory(other), 1 << 40) is None
    overlapping = encode_directory(entries).replace(
        entries[1].size.to_bytes(8, "little"), (entries[1].size - 9).to_bytes(8, "little")
    )
    path = tmp_path / "overlapping.stemsup"
    path.write_bytes(b"".join(encode_local_header(entry) + members[entry.name] for entry in entries) + overlapping)
    assert restore_into(path, tmp_path / "new") == "backup-damaged"


def test_a_manifest_or_key_file_beyond_any_measure_is_not_read(clinic: Clinic, tmp_path: Path) -> None:
    members, path = read_members(clinic.write().path), tmp_path / "large.stemsup"
    for name in (KEY, MANIFEST):
        write_members(path, {**members, name: b" " * (2 << 20) + members[name]})
        assert restore_into(path, tmp_path / "new") == "backup-damaged"


def test_a_pipe_in_the_place_of_a_backup_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.stemsup")
    assert restore_into(tmp_path / "pipe.stemsup", tmp_path / "new") == "backup-missing"


def test_random_damage_ends_in_a_sentence_and_writes_nothing(clinic: Clinic, tmp_path: Path) -> None:
    chance = random.Random(int(os.environ.get("STEMSUP_SEED", "20261123")))
    path, data = tmp_path / "damaged.stemsup", clinic.write().path.read_bytes()
    for _ in range(CASES):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 4)):
            at = chance.choice((chance.randrange(len(data)), chance.randrange(len(data) - 2000, len(data))))
            match chance.randrange(4):
                case 0:
                    damaged[at : at + 1] = bytes([chance.randrange(256)])
                case 1:
                    del damaged[at : at + chance.randrange(1, 5000)]
                case 2:
                    damaged[at:at] = chance.randbytes(chance.randrange(1, 300))
                case _:
                    damaged[at : at + 8] = chance.choice((b"\xff" * 8, bytes(8), b"PK\5\6\0\0\0\0"))
        path.write_bytes(damaged)
        if bytes(damaged) == data:
            continue
        assert restore_into(path, tmp_path / "new") in ("backup-damaged", "backup-forged")
        assert names_in(tmp_path / "new") == ["vault.lock"]


def test_what_a_usual_zip_program_takes_for_whole_is_ours(clinic: Clinic) -> None:
    path = clinic.write().path
    with zipfile.ZipFile(path) as usual, open_archive(path) as archive:
        assert usual.testzip() is None
        assert [member.file_size for member in usual.infolist()][1] == archive.manifest.database.size
