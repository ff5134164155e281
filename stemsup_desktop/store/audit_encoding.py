"""The bytes that a row of the audit trail is hashed over: every field with its length, under a tag of its own.

All numbers are big-endian. A row is `ROW_TAG`, the sequence in eight bytes, the lengths of the nine fields in four
bytes each, then the fields: at, account id, account name, act, patient id, consultation id, subject, the digest of the
details (empty if there are none), the hash of the row before. Texts are UTF-8.
"""

import hashlib
import struct
from collections.abc import Sequence

ROW_TAG = b"stemsup-audit-row/1\n"
DETAILS_TAG = b"stemsup-audit-details/1\n"
GENESIS_TAG = b"stemsup-audit-genesis/1\n"
SALT_BYTES = 16

_ROW_HEAD = struct.Struct(">Q9I")
_LENGTH = struct.Struct(">I")


def hash_genesis(vault_id: str) -> bytes:
    """Return what stands for the row before the first one: it binds the trail to its vault."""
    name = vault_id.encode()
    return hashlib.sha256(GENESIS_TAG + _LENGTH.pack(len(name)) + name).digest()


def hash_details(salt: bytes, changes: bytes) -> bytes:
    """Return the digest by which a row knows its details; the salt keeps erased ones from being guessed."""
    return hashlib.sha256(DETAILS_TAG + _LENGTH.pack(len(salt)) + salt + changes).digest()


def hash_row(sequence: int, fields: Sequence[bytes]) -> bytes:
    """Return the hash of a row: its number and its nine fields, the hash of the row before being the last."""
    return hashlib.sha256(ROW_TAG + _ROW_HEAD.pack(sequence, *map(len, fields)) + b"".join(fields)).digest()
