"""Key slots: each opens the data key for one account or for the recovery sheet, and none knows of another.

A slot holds an X25519 key pair. Its private half is wrapped with AES-256-GCM under what Argon2id makes of a passphrase;
the data key is sealed to its public half with HPKE (RFC 9180). So a new data key reaches every slot without anyone's
passphrase, and a new passphrase touches one slot alone.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from stemsup_desktop.consultation.people import RECOVERY_ID
from stemsup_desktop.store.keys import KEY_BYTES, SALT_BYTES, Credentials, KdfParameters, derived_key, make_salt, wipe
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.hpke import Suite

NONCE_BYTES = 12
SEALED_BYTES = 32 + KEY_BYTES + 16
"""HPKE's encapsulated key, the sealed data key, and its tag."""

FIRST_ID = "first"
"""The slot of a vault that was made before there were accounts."""

Wrapped = Annotated[bytes, Meta(min_length=KEY_BYTES + 16, max_length=KEY_BYTES + 16)]


class KeySlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way into the vault; `slot_id` is the account's id or `RECOVERY_ID`.

    While the vault is being re-keyed, `next_sealed_key` holds the coming data key. In a slot of a vault that was made
    before there were accounts, `wrapped_key` is the data key itself and there is no key pair.
    """

    slot_id: str
    kdf: KdfParameters
    salt: Annotated[bytes, Meta(min_length=SALT_BYTES, max_length=64)]
    nonce: Annotated[bytes, Meta(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
    wrapped_key: Wrapped
    is_named: bool = False
    public_key: Annotated[bytes, Meta(max_length=KEY_BYTES)] = b""
    sealed_key: Annotated[bytes, Meta(max_length=SEALED_BYTES)] = b""
    next_sealed_key: Annotated[bytes, Meta(max_length=SEALED_BYTES)] = b""

    @property
    def is_recovery(self) -> bool:
        """Whether the recovery sheet opens this slot."""
        return self.slot_id == RECOVERY_ID

    @property
    def is_old(self) -> bool:
        """Whether this slot wraps the data key itself."""
        return not self.public_key


class OpenedSlot(msgspec.Struct, frozen=True):
    """A slot that opened, with the data keys that it holds: the present one and, amid a re-keying, the next."""

    slot: KeySlot
    data_keys: tuple[bytearray, ...]

    def wipe_all(self) -> None:
        """Let go of every key."""
        for key in self.data_keys:
            wipe(key)


def make_slot(
    slot_id: str, data_key: bytearray, credentials: Credentials, kdf: KdfParameters, vault_id: str, salt: bytes = b""
) -> KeySlot:
    """Return a new slot; slots of one vault that share salt and cost are all tried with one derivation."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    pair = X25519PrivateKey.generate()
    public_key = pair.public_key().public_bytes_raw()
    nonce, salt = os.urandom(NONCE_BYTES), salt or make_salt()
    is_named = bool(credentials.sign_in_name.strip())
    private_key = bytearray(pair.private_bytes_raw())
    with derived_key(credentials, salt, kdf, is_named=is_named) as key:
        wrapped = AESGCM(key).encrypt(nonce, private_key, _bind(vault_id, slot_id, public_key))
    wipe(private_key)
    return KeySlot(
        slot_id=slot_id,
        kdf=kdf,
        salt=salt,
        nonce=nonce,
        wrapped_key=wrapped,
        is_named=is_named,
        public_key=public_key,
        sealed_key=_seal(data_key, public_key, vault_id, slot_id),
    )


def open_slot(slots: Iterable[KeySlot], credentials: Credentials, vault_id: str) -> OpenedSlot:
    """Return the slot that these credentials open.

    Every salt is tried before a wrong passphrase is called so: whether a name has an account shows in no sentence and
    in no time. Raises `InputProblem` vault-wrong-passphrase, passphrase-empty; `EnvironmentProblem` vault-key-damaged.
    """
    groups: dict[tuple[bytes, KdfParameters, bool], list[KeySlot]] = {}
    for slot in slots:
        groups.setdefault((slot.salt, slot.kdf, slot.is_named), []).append(slot)
    for (salt, kdf, is_named), members in groups.items():
        with derived_key(credentials, salt, kdf, is_named=is_named) as key:
            for slot in members:
                with _unwrapped(slot, key, vault_id) as inner:
                    if inner is not None:
                        return OpenedSlot(slot, _open_keys(slot, inner, vault_id))
    raise make_input_problem("vault-wrong-passphrase")


def with_new_passphrase(
    slot: KeySlot, data_key: bytearray, credentials: Credentials, kdf: KdfParameters, vault_id: str, salt: bytes = b""
) -> KeySlot:
    """Return a slot of the same account that other credentials open; the vault is not encrypted anew."""
    return make_slot(slot.slot_id, data_key, credentials, kdf, vault_id, salt)


def with_next_key(slot: KeySlot, next_key: bytearray, vault_id: str) -> KeySlot:
    """Return a slot that holds the coming data key beside the present one; an old slot has no key pair to seal to."""
    if slot.is_old:
        raise ValueError("a slot without a key pair cannot be re-keyed")
    sealed = _seal(next_key, slot.public_key, vault_id, slot.slot_id)
    return msgspec.structs.replace(slot, next_sealed_key=sealed)


def with_next_key_settled(slot: KeySlot) -> KeySlot:
    """Return a slot whose next data key has become the present one; one without a next key stays as it is."""
    if not slot.next_sealed_key:
        return slot
    return msgspec.structs.replace(slot, sealed_key=slot.next_sealed_key, next_sealed_key=b"")


def with_next_key_dropped(slot: KeySlot) -> KeySlot:
    """Return a slot without the next data key, after a re-keying that did not come about."""
    return msgspec.structs.replace(slot, next_sealed_key=b"")


@contextmanager
def _unwrapped(slot: KeySlot, key: bytearray, vault_id: str) -> Iterator[bytearray | None]:
    """Give what a slot wraps, or None if this key does not open it, and wipe it afterwards."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    bound = vault_id.encode() if slot.is_old else _bind(vault_id, slot.slot_id, slot.public_key)
    try:
        inner = bytearray(AESGCM(key).decrypt(slot.nonce, slot.wrapped_key, bound))
    except InvalidTag:
        yield None
        return
    try:
        yield inner
    finally:
        wipe(inner)


def _open_keys(slot: KeySlot, inner: bytearray, vault_id: str) -> tuple[bytearray, ...]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    if slot.is_old:
        return (bytearray(inner),)
    pair = X25519PrivateKey.from_private_bytes(inner)
    sealed = [one for one in (slot.sealed_key, slot.next_sealed_key) if one]
    try:
        return tuple(_unseal(one, pair, vault_id, slot.slot_id) for one in sealed)
    except (InvalidTag, ValueError) as error:
        # The passphrase opened the slot, so what is sealed in it is no longer what was written.
        raise make_environment_problem("vault-key-damaged") from error


def _seal(data_key: bytearray, public_key: bytes, vault_id: str, slot_id: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    receiver = X25519PublicKey.from_public_bytes(public_key)
    return _make_suite().encrypt(data_key, receiver, info=_bind(vault_id, slot_id))


def _unseal(sealed: bytes, pair: "X25519PrivateKey", vault_id: str, slot_id: str) -> bytearray:
    return bytearray(_make_suite().decrypt(sealed, pair, info=_bind(vault_id, slot_id)))


def _make_suite() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _bind(vault_id: str, slot_id: str, public_key: bytes = b"") -> bytes:
    """What a slot's ciphers vouch for besides their content: a slot of another vault or account does not open."""
    return b"stemsup-slot\0" + vault_id.encode() + b"\0" + slot_id.encode() + b"\0" + public_key
