"""Secrets: the data key, what Argon2id derives from a passphrase, and how both are let go of."""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import msgspec
from msgspec import Meta

from stemsup_desktop.store.problems import make_environment_problem, make_input_problem

KEY_BYTES = 32
SALT_BYTES = 16

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

    def is_weaker_than(self, other: "KdfParameters") -> bool:
        """Tell whether deriving a key costs less than with other parameters, in memory times passes."""
        return self.memory_kib * self.passes < other.memory_kib * other.passes


class Credentials(msgspec.Struct, frozen=True):
    """What a person types to open the vault; the name is empty where the vault asks for none."""

    passphrase: str
    sign_in_name: str = ""

    def __repr__(self) -> str:
        return "Credentials(...)"  # a traceback or log that prints arguments shows neither


def fold_sign_in_name(name: str) -> str:
    """Return a sign-in name as it is compared: without case, width or spaces around it."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def make_data_key() -> bytearray:
    """Return a new random 256-bit key; it never changes with a passphrase."""
    return bytearray(os.urandom(KEY_BYTES))


def make_salt() -> bytes:
    """Return a new random salt."""
    return os.urandom(SALT_BYTES)


def wipe(secret: bytearray) -> None:
    """Overwrite a secret in place. Copies that Python or a library made are beyond reach."""
    secret[:] = bytes(len(secret))


@contextmanager
def derived_key(credentials: Credentials, salt: bytes, kdf: KdfParameters, *, is_named: bool) -> Iterator[bytearray]:
    """Give the 32 bytes that Argon2id derives, and wipe them afterwards; raises `InputProblem` passphrase-empty.

    Raises `EnvironmentProblem` vault-no-memory where the cost is more than this computer has.

    NFKC makes a passphrase typed through an input method the same on every system (RFC 8265). A named key takes in the
    sign-in name too, so that who has an account shows only to those who know name and passphrase.
    """
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw  # the locked window opens without it

    if not credentials.passphrase:
        raise make_input_problem("passphrase-empty")
    secret = unicodedata.normalize("NFKC", credentials.passphrase).encode("utf-8", "surrogatepass")
    if is_named:
        name = fold_sign_in_name(credentials.sign_in_name).encode("utf-8", "surrogatepass")
        secret = b"stemsup-sign-in\0" + len(name).to_bytes(4) + name + secret
    memory_kib = max(kdf.memory_kib, 8 * kdf.lanes)
    try:
        key = bytearray(hash_secret_raw(secret, salt, kdf.passes, memory_kib, kdf.lanes, KEY_BYTES, Type.ID))
    except HashingError as error:
        raise make_environment_problem("vault-no-memory") from error
    finally:
        del secret
    try:
        yield key
    finally:
        wipe(key)
