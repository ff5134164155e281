"""Takes archives apart and puts them together otherwise, as damage or malice would."""

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from stemsup_desktop.store.backup.archive_format import Entry, encode_directory, encode_local_header
from stemsup_desktop.store.backup.manifest import Manifest, decode_manifest, derive_sealing_key, encode_manifest

KEY, DATABASE, MANIFEST = "vault-key.json", "vault.db", "manifest.json"


def read_members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_members(path: Path, members: dict[str, bytes]) -> Path:
    """Write an archive as the program does, of whatever bytes."""
    entries = [Entry(name, len(data), zlib.crc32(data)) for name, data in members.items()]
    contents = b"".join(encode_local_header(entry) + members[entry.name] for entry in entries)
    path.write_bytes(contents + encode_directory(entries))
    return path


def reseal(path: Path, data_key: bytes, change: Callable[[Manifest], Manifest]) -> Path:
    """Write the archive anew with another manifest, under a seal of a key."""
    members = read_members(path)
    manifest, _ = decode_manifest(members[MANIFEST])
    return write_members(
        path, {**members, MANIFEST: encode_manifest(change(manifest), derive_sealing_key(data_key, manifest.vault_id))}
    )
