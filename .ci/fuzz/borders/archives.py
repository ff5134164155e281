"""A backup that is to take the vault's place: damaged, cut, spliced, or a zip of something else altogether."""

import io
import warnings
import zipfile
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from border import NOW, Act, Border
from guard import Place
from judging import BorderFault
from mutate_bytes import damage
from mutate_json import mutate_json
from samples import list_visits
from traps import lay_trap

from stemsup_desktop.consultation_file import decode_consultation
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.entering import Entry
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.place import vault_exists
from stemsup_desktop.store.restore import restore_vault
from stemsup_desktop.store.vault import create_vault

PASSPHRASE = "a passphrase of the harness"
_NAMES = ("vault.db", "vault-key.json", "manifest.json")
_ODD_NAMES = (
    "../vault.db",
    "/vault.db",
    "vault.db\0x",
    "vault\\vault.db",
    "vault.db",
    "x" * 300,
    "..",
    "vault-key.json/",
)


@cache
def _make_archive() -> bytes:
    """Return the backup of a vault with nobody in it."""
    file = decode_consultation(list_visits()[0].encode(), "visit.json", NOW.date())
    with TemporaryDirectory() as folder:
        target = Path(folder, "backups")
        target.mkdir()
        data = Path(folder, "data")
        with create_vault(data, PASSPHRASE, file.clinic, file.physician, clock=lambda: NOW, kdf=CHEAP_KEY) as vault:
            return vault.make_backup(BackupSettings(folder=target), "1").record.path.read_bytes()


@cache
def _list_members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_make_archive())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _make_zip(rng: Random) -> bytes:
    """Return an archive of the right members with wrong contents, names, order or number."""
    members = [(name, _list_members()[name]) for name in _NAMES]
    at = rng.randrange(len(members))
    name, data = members[at]
    match rng.randrange(5):
        case 0:
            members[at] = (name, damage(rng, data))
        case 1 if name.endswith(".json"):
            members[at] = (name, mutate_json(rng, data.decode()))
        case 2:
            members[at] = (rng.choice(_ODD_NAMES), data)
        case 3:
            members.append((rng.choice((*_NAMES, *_ODD_NAMES)), rng.choice((data, b"", b"0" * 100_000))))
        case _:
            rng.shuffle(members)
    buffer = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),
        zipfile.ZipFile(buffer, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive,
    ):
        for one, content in members:
            details = zipfile.ZipInfo(one)
            details.external_attr = rng.choice((0o600, 0o120777)) << 16  # a file, or a symbolic link
            archive.writestr(details, content)
    return buffer.getvalue()


def _make_restore(rng: Random, place: Place) -> Act:
    path = place.folder / "backup.stemsup"
    kind = rng.random()
    if kind < 0.03:
        path.write_bytes(_make_archive())
    elif kind < 0.06:
        lay_trap(rng, path, place)
    else:
        path.write_bytes(damage(rng, _make_archive()) if kind < 0.6 else _make_zip(rng))
    passphrase = rng.choice((PASSPHRASE, PASSPHRASE, PASSPHRASE, "", "wrong"))
    data = place.folder / "data"

    def act() -> None:
        try:
            restore_vault(path, data, Entry(Credentials(passphrase)), clock=lambda: NOW)
        finally:
            left = {one.name for one in data.iterdir()} if data.is_dir() else set()
            if left - {"vault", "vault.lock", "vault-tries.json"}:
                raise BorderFault("something was left beside the vault")
        if not vault_exists(data):
            raise BorderFault("a restore that was taken made no vault")

    return act


ARCHIVES = Border("restore archive", 900, _make_restore, holds_patients=False)
