"""The data key and the slots that wrap it: Argon2id from a passphrase, AES-256-GCM around the key."""

import os
import unicodedata
from typing import Annotated

import msgspec
from msgspec import Meta

from stemsup_desktop.store.problems import make_input_problem

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12

MOST_COST_KIB = 4 * 1_048_576
"""Memory times passes: ten times the usual, a few seconds on a slow computer."""


class KdfParameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Argon2id's cost: memory in KiB, passes and lanes.

    The default is twice the memory of RFC 9106's second recommended option (t=3, p=4, 64 MiB). The upper bounds keep
    a damaged or hostile file from taking the computer's memory.
    """

    memory_kib: Annotated[int, Meta(ge=8, le=1_048_576)] = 131_072
    passes: Annotated[int, Meta(ge=1, le=64)] = 3
    lanes: Annotated[int, Meta(ge=1, le=64)] = 4

    def __post_init__(self) -> None:
        if self.memory_kib * self.passes > MOST_COST_KIB:
            raise ValueError("memory times passes is more than any vault is made with")


class KeySlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data key as one passphrase opens it. Accounts will each have their own slot."""

    kdf: KdfParameters
    salt: Annotated[bytes, Meta(min_length=SALT_BYTES, max_length=64)]
    nonce: Annotated[bytes, Meta(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
    wrapped_key: Annotated[bytes, Meta(min_length=KEY_BYTES + 16, max_length=KEY_BYTES + 16)]


def make_data_key() -> bytes:
    """Return a new random 256-bit key; it never changes with the passphrase."""
    return os.urandom(KEY_BYTES)


def wrap_key(data_key: bytes, passphrase: str, kdf: KdfParameters, vault_id: str) -> KeySlot:
    """Return a slot from which the passphrase, and only it, gives the data key back in this vault."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # the locked window opens without it

    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    wrapping_key = _derive_wrapping_key(passphrase, salt, kdf)
    wrapped = AESGCM(wrapping_key).encrypt(nonce, data_key, vault_id.encode())
    return KeySlot(kdf=kdf, salt=salt, nonce=nonce, wrapped_key=wrapped)


def unwrap_key(slot: KeySlot, passphrase: str, vault_id: str) -> bytes:
    """Return the data key; raises `InputProblem` vault-wrong-passphrase if the slot does not open."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapping_key = _derive_wrapping_key(passphrase, slot.salt, slot.kdf)
    try:
        return AESGCM(wrapping_key).decrypt(slot.nonce, slot.wrapped_key, vault_id.encode())
    except InvalidTag as error:
        raise make_input_problem("vault-wrong-passphrase") from error


def _derive_wrapping_key(passphrase: str, salt: bytes, kdf: KdfParameters) -> bytes:
    """Derive 32 bytes; NFKC makes a passphrase typed through an input method the same on every system (RFC 8265)."""
    from argon2.low_level import Type, hash_secret_raw

    if not passphrase:
        raise make_input_problem("passphrase-empty")
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    memory_kib = max(kdf.memory_kib, 8 * kdf.lanes)
    return hash_secret_raw(secret, salt, kdf.passes, memory_kib, kdf.lanes, KEY_BYTES, Type.ID)
