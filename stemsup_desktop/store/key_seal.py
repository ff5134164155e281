"""The seal of the key file: that it was written by this vault, and is not an older copy of what this vault wrote.

The key file lies in clear, so whoever can write to the folder can edit it: put back a slot whose passphrase was
replaced, add one that the next re-keying would seal the new key to, or lower what a new passphrase costs. A seal under
the data key shows that, and the vault remembers the last revision, which an older key file does not reach.
"""

import hashlib
import hmac
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.store.header import SEAL_BYTES, VaultHeader
from stemsup_desktop.store.house_records import find_house_record, save_house_record
from stemsup_desktop.store.problems import make_environment_problem

_NAME = "key-file"


class _KeyFileNote(msgspec.Struct, frozen=True):
    """What the vault remembers of its key file."""

    revision: int


def seal_header(header: VaultHeader, *data_keys: bytearray) -> VaultHeader:
    """Return a header with its seal under each data key that may open the vault; two amid a re-keying."""
    return msgspec.structs.replace(header, seal=b"".join(_make_seal(header, key) for key in data_keys))


def is_sealed(header: VaultHeader, data_key: bytearray) -> bool:
    """Tell whether a header has a seal under this data key."""
    seals = [header.seal[at : at + SEAL_BYTES] for at in range(0, len(header.seal), SEAL_BYTES)]
    return any(hmac.compare_digest(seal, _make_seal(header, data_key)) for seal in seals)


def note_key_file(db: Database, header: VaultHeader, now: datetime) -> None:
    """Let the vault remember its key file, inside the transaction in which that was changed, or at the next opening.

    The key file is written first: after a crash it is the newer of the two, never the older.
    """
    note = find_house_record(db, _NAME, _KeyFileNote)
    if note is None or note.revision < header.revision:
        save_house_record(db, _NAME, _KeyFileNote(header.revision), now)


def is_own_key_file(db: Database, header: VaultHeader, data_key: bytearray) -> bool:
    """Tell whether this is the key file that the vault remembers, or one that the vault wrote after that.

    A vault from before there were seals remembers none, and takes the one that is there.
    """
    note = find_house_record(db, _NAME, _KeyFileNote)
    return note is None or (header.revision >= note.revision and is_sealed(header, data_key))


def require_own_key_file(db: Database, header: VaultHeader, data_key: bytearray) -> None:
    """Raise `EnvironmentProblem` vault-key-altered unless `is_own_key_file`."""
    if not is_own_key_file(db, header, data_key):
        raise make_environment_problem("vault-key-altered")


def _make_seal(header: VaultHeader, data_key: bytearray) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    secret = HKDF(SHA256(), 32, salt=header.vault_id.encode(), info=b"stemsup-key-file seal").derive(data_key)
    return hmac.digest(secret, msgspec.json.encode(msgspec.structs.replace(header, seal=b"")), hashlib.sha256)
