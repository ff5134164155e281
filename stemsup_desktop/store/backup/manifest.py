"""What a backup says of itself, under a seal that only the holder of the data key can make."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.store.problems import make_environment_problem

FORMAT = "stemsup-backup/1"
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
DataKey = bytes | bytearray
"""The vault's 256-bit key. Its owner keeps it whole until the call returns, and wipes it when it likes after that."""

_Count = Annotated[int, Meta(ge=0)]
_Word = Annotated[str, Meta(max_length=200)]


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file in the archive: its size in bytes and its SHA-256."""

    size: _Count
    sha256: Sha256


class TableFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table: its rows, counted up to `count_limit` of the facts, and its highest row number if it has them."""

    name: _Word
    rows: _Count
    last_row: int | None = None


class VaultFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the vault held at one moment: enough to tell a copy of that moment from one of any other."""

    migrations: tuple[_Word, ...]
    tables: tuple[TableFacts, ...]
    count_limit: _Count
    audit_head: AuditHead | None = None


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup is; `key_id` tells which data key it was written with, and nothing about that key."""

    vault_id: _Word
    key_id: Sha256
    created_at: Annotated[datetime, Meta(tz=True)]
    program_version: _Word
    facts: VaultFacts
    key_file: Member
    database: Member
    format: Literal["stemsup-backup/1"] = "stemsup-backup/1"


class SealedManifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The manifest's exact bytes and the HMAC-SHA256 over them; nothing in it is to be believed before `check_seal`."""

    manifest: msgspec.Raw
    seal: Sha256


@dataclass(frozen=True, slots=True)
class SealingKey:
    """What seals the manifests of one vault under one data key, and the public id of that data key."""

    key_id: str
    secret: bytes = field(repr=False)


class _AnyManifest(msgspec.Struct, frozen=True):
    """What a manifest of every version of the program says."""

    format: str


def derive_sealing_key(data_key: DataKey, vault_id: str) -> SealingKey:
    """Derive by HKDF what seals a vault's manifests: it says nothing about the key that encrypts the pages."""
    return SealingKey(_derive(data_key, vault_id, "key id").hex(), _derive(data_key, vault_id, "seal"))


def encode_manifest(manifest: Manifest, key: SealingKey) -> bytes:
    """Return the manifest under its seal."""
    body = msgspec.json.encode(manifest)
    return msgspec.json.encode(SealedManifest(manifest=msgspec.Raw(body), seal=_make_seal(body, key)))


def decode_manifest(data: bytes) -> tuple[Manifest, SealedManifest]:
    """Return a manifest whose seal was not looked at; raises `EnvironmentProblem` backup-damaged, backup-newer."""
    try:
        sealed = msgspec.json.decode(data, type=SealedManifest)
        written_as = msgspec.json.decode(sealed.manifest, type=_AnyManifest).format
        if written_as != FORMAT and written_as.startswith("stemsup-backup/"):
            raise make_environment_problem("backup-newer")
        return msgspec.json.decode(sealed.manifest, type=Manifest), sealed
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise make_environment_problem("backup-damaged") from error


def check_seal(manifest: Manifest, sealed: SealedManifest, data_key: DataKey) -> None:
    """Check that the manifest was written by a holder of the data key.

    Raises `EnvironmentProblem` backup-of-older-key if it names another key, backup-forged if the seal does not fit.
    """
    key = derive_sealing_key(data_key, manifest.vault_id)
    if not hmac.compare_digest(manifest.key_id, key.key_id):
        raise make_environment_problem("backup-of-older-key")
    if not hmac.compare_digest(sealed.seal, _make_seal(bytes(sealed.manifest), key)):
        raise make_environment_problem("backup-forged")


def _make_seal(body: bytes, key: SealingKey) -> str:
    return hmac.new(key.secret, body, hashlib.sha256).hexdigest()


def _derive(data_key: DataKey, vault_id: str, purpose: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=vault_id.encode(), info=f"{FORMAT} {purpose}".encode()).derive(data_key)
