"""The vault's folder and its key file: what lies in clear, and nothing about clinic or patients."""

import hashlib
import uuid
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.store.files import write_durably
from stemsup_desktop.store.keys import KdfParameters, KeySlot, wrap_key
from stemsup_desktop.store.place import VAULT_FOLDER, vault_exists
from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors

DATABASE_NAME = "vault.db"
HEADER_NAMES = ("vault-key.json", "vault-key-copy.json")
"""The key file twice: a single bad sector in it must not cost every record."""


FORMAT = "stemsup-vault/1"


class VaultHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is needed to open the vault besides a passphrase; `vault_id` is random and means nothing."""

    vault_id: str
    slots: Annotated[tuple[KeySlot, ...], Meta(min_length=1, max_length=64)]
    format: Literal["stemsup-vault/1"] = "stemsup-vault/1"


class _AnyHeader(msgspec.Struct, frozen=True):
    """What a header of every version of the program says."""

    format: str


class _CheckedHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key file: a header and the SHA-256 of its bytes, to tell damage from a wrong passphrase."""

    header: msgspec.Raw
    sha256: str


def make_vault_header(data_key: bytes, passphrase: str, kdf: KdfParameters) -> VaultHeader:
    """Return the header of a new vault, with one slot."""
    vault_id = str(uuid.uuid4())
    return VaultHeader(vault_id=vault_id, slots=(wrap_key(data_key, passphrase, kdf, vault_id),))


def read_vault_header(folder: Path) -> VaultHeader:
    """Return the vault's header.

    Raises `EnvironmentProblem`: vault-missing, vault-key-damaged, vault-newer, or what the disk says.
    """
    if not vault_exists(folder):
        raise make_environment_problem("vault-missing")
    for name in HEADER_NAMES:
        path = folder / VAULT_FOLDER / name
        with translating_file_errors():
            header = decode_header(path.read_bytes()) if path.is_file() else None
        if header is not None:
            return header
    raise make_environment_problem("vault-key-damaged")


def write_vault_header(vault: Path, header: VaultHeader) -> None:
    """Write both copies of the key file into the vault's own folder."""
    data = encode_header(header)
    for name in HEADER_NAMES:
        write_durably(vault / name, data)


def encode_header(header: VaultHeader) -> bytes:
    """Return the bytes of a key file."""
    body = msgspec.json.encode(header)
    return msgspec.json.encode(_CheckedHeader(header=msgspec.Raw(body), sha256=hashlib.sha256(body).hexdigest()))


def decode_header(data: bytes) -> VaultHeader | None:
    """Return the header, or None if the bytes are damaged; raises `EnvironmentProblem` vault-newer."""
    try:
        checked = msgspec.json.decode(data, type=_CheckedHeader)
        if hashlib.sha256(bytes(checked.header)).hexdigest() != checked.sha256:
            return None
        if msgspec.json.decode(checked.header, type=_AnyHeader).format != FORMAT:
            raise make_environment_problem("vault-newer")
        return msgspec.json.decode(checked.header, type=VaultHeader)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
