"""The vault's folder and its key file: what lies in clear, and nothing about clinic, people or patients."""

import hashlib
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.bounded_files import OversizeError, read_bounded
from stemsup_desktop.store.files import write_durably
from stemsup_desktop.store.key_slots import FIRST_ID, NONCE_BYTES, KeySlot, Wrapped
from stemsup_desktop.store.keys import MOST_COST_KIB, SALT_BYTES, KdfParameters
from stemsup_desktop.store.place import VAULT_FOLDER, vault_exists
from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors

DATABASE_NAME = "vault.db"
HEADER_NAMES = ("vault-key.json", "vault-key-copy.json")
"""The key file twice: a single bad sector in it must not cost every record."""


MOST_SLOTS = 64
MOST_KEY_FILE_BYTES = 1 << 20
MOST_TRY_COST_KIB = 4 * MOST_COST_KIB
"""What one try may cost: all slots with a name share one derivation, or two while the cost is being raised, besides
those of the one person without a name and of the recovery sheet."""

SEAL_BYTES = 32


class VaultHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is needed to open the vault besides a passphrase; `vault_id` is random and means nothing.

    `kdf` is what a new passphrase costs. `revision` counts the writings, so that of two files that differ the later
    one is known: a crash between them leaves both whole. `seal` is made by `seal_header`; a
    header that was changed has none yet.
    """

    vault_id: str
    slots: Annotated[tuple[KeySlot, ...], Meta(min_length=1, max_length=MOST_SLOTS)]
    kdf: KdfParameters = KdfParameters()
    revision: Annotated[int, Meta(ge=0)] = 0
    seal: Annotated[bytes, Meta(max_length=2 * SEAL_BYTES)] = b""
    format: Literal["stemsup-vault/2"] = "stemsup-vault/2"

    def __post_init__(self) -> None:
        # Each of these is derived before a passphrase is called wrong, and none can be stopped half-way.
        costs = {(slot.salt, slot.kdf, slot.is_named): slot.kdf.memory_kib * slot.kdf.passes for slot in self.slots}
        if sum(costs.values()) > MOST_TRY_COST_KIB:
            raise ValueError("one try at the vault would cost more than with any vault that was made")

    @property
    def asks_for_name(self) -> bool:
        """Whether people type a sign-in name: as soon as one account has one."""
        return any(slot.is_named for slot in self.slots)

    @property
    def shared_salt(self) -> bytes:
        """The salt that a new named slot takes over, so that one derivation tries every account; empty for none yet."""
        return next((slot.salt for slot in self.slots if slot.is_named and slot.kdf == self.kdf), b"")

    def find_slot(self, slot_id: str) -> KeySlot | None:
        """Find the slot of an account."""
        return next((slot for slot in self.slots if slot.slot_id == slot_id), None)

    def with_slot(self, slot: KeySlot) -> "VaultHeader":
        """Return a header in which a slot is new or takes the place of the one with its id."""
        if self.find_slot(slot.slot_id) is None:
            return self.with_slots((*self.slots, slot))
        return self.with_slots(tuple(slot if one.slot_id == slot.slot_id else one for one in self.slots))

    def without_slot(self, slot_id: str) -> "VaultHeader":
        """Return a header without a slot."""
        return self.with_slots(tuple(slot for slot in self.slots if slot.slot_id != slot_id))

    def with_every_slot(self, change: Callable[[KeySlot], KeySlot]) -> "VaultHeader":
        """Return a header with every slot changed."""
        return self.with_slots(tuple(change(slot) for slot in self.slots))

    def with_cost(self, kdf: KdfParameters) -> "VaultHeader":
        """Return the next revision, in which a new passphrase costs this much."""
        return msgspec.structs.replace(self, kdf=kdf, revision=self.revision + 1, seal=b"")

    def with_slots(self, slots: tuple[KeySlot, ...]) -> "VaultHeader":
        """Return the next revision, with these slots."""
        return msgspec.structs.replace(self, slots=slots, revision=self.revision + 1, seal=b"")


class _FirstSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data key as the one passphrase of a vault opened it before there were accounts."""

    kdf: KdfParameters
    salt: Annotated[bytes, Meta(min_length=SALT_BYTES, max_length=64)]
    nonce: Annotated[bytes, Meta(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
    wrapped_key: Wrapped


class _FirstHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key file of a vault from before there were accounts."""

    vault_id: str
    slots: Annotated[tuple[_FirstSlot, ...], Meta(min_length=1, max_length=1)]
    format: Literal["stemsup-vault/1"] = "stemsup-vault/1"


class _AnyHeader(msgspec.Struct, frozen=True):
    """What a header of every version of the program says."""

    format: str


class _CheckedHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key file: a header and the SHA-256 of its bytes, to tell damage from a wrong passphrase."""

    header: msgspec.Raw
    sha256: str


def make_vault_header(slots: tuple[KeySlot, ...], vault_id: str, kdf: KdfParameters) -> VaultHeader:
    """Return the header of a new vault."""
    return VaultHeader(vault_id=vault_id, slots=slots, kdf=kdf)


def make_vault_id() -> str:
    """Return a random name for a new vault."""
    return str(uuid.uuid4())


def read_vault_header(folder: Path) -> VaultHeader:
    """Return the vault's header, the later one where the two files differ.

    Raises `EnvironmentProblem`: vault-missing, vault-key-damaged, vault-keys-disagree, vault-newer, or what the disk
    says.
    """
    if not vault_exists(folder):
        raise make_environment_problem("vault-missing")
    found = []
    for name in HEADER_NAMES:
        data = _read(folder / VAULT_FOLDER / name)
        header = None if data is None else decode_header(data)
        if header is not None:
            found.append(header)
    if not found:
        raise make_environment_problem("vault-key-damaged")
    if len({header.vault_id for header in found}) > 1:
        raise make_environment_problem("vault-keys-disagree")
    return max(found, key=lambda header: header.revision)


def write_vault_header(vault: Path, header: VaultHeader) -> None:
    """Write both copies of the key file into the vault's own folder; a crash leaves one of them whole."""
    data = encode_header(header)
    for name in HEADER_NAMES:
        write_durably(vault / name, data)


def mend_vault_header(vault: Path, header: VaultHeader) -> None:
    """Write a copy of the key file anew that is missing, damaged or older than the one that opened the vault."""
    data = encode_header(header)
    for name in HEADER_NAMES:
        path = vault / name
        if _read(path) != data:
            write_durably(path, data)


def _read(path: Path) -> bytes | None:
    """Return the bytes of a key file, or None if there is none that can be one."""
    with translating_file_errors():
        try:
            return read_bounded(path, MOST_KEY_FILE_BYTES) if path.is_file() else None
        except OversizeError:
            return None


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
        match msgspec.json.decode(checked.header, type=_AnyHeader).format:
            case "stemsup-vault/2":
                return msgspec.json.decode(checked.header, type=VaultHeader)
            case "stemsup-vault/1":
                return _convert(msgspec.json.decode(checked.header, type=_FirstHeader))
            case _:
                raise make_environment_problem("vault-newer")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _convert(first: _FirstHeader) -> VaultHeader:
    """Return an old header as a new one; its slot gets a key pair when the passphrase is next typed."""
    old = first.slots[0]
    slot = KeySlot(FIRST_ID, old.kdf, old.salt, old.nonce, old.wrapped_key)
    return VaultHeader(vault_id=first.vault_id, slots=(slot,), kdf=old.kdf)
