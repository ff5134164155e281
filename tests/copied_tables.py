"""The empty tables of a new vault, made by the migrations once and then encrypted anew for each vault of the tests.

All else of a new vault is made as ever: its keys, ids, key files, first records and history are its own.
"""

import functools
import hashlib
import hmac
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from sqlite_utils import Database, Migrations

from stemsup_desktop.store import building, schema
from stemsup_desktop.store.connection import close_database, create_database, open_database
from stemsup_desktop.store.keys import make_data_key
from stemsup_desktop.store.wal import PAGE_BYTES

SALT_BYTES, IV_BYTES, HMAC_BYTES = 16, 16, 64
"""SQLCipher 4 begins page 1 with the salt, in the clear; each page ends with its IV and its HMAC."""

HMAC_SALT_MASK, HMAC_KEY_ROUNDS = 0x3A, 2


@contextmanager
def copying_tables() -> Iterator[None]:
    """Make each new vault with copied tables."""
    with patch.object(building, "create_database", copy_tables):
        yield


def copy_tables(path: Path, data_key: bytes | bytearray, steps: Migrations) -> Database:
    """Do as `create_database` does; only the migrations as they ship are spared."""
    if steps is not schema.migrations:
        return create_database(path, data_key, steps)
    path.write_bytes(_encrypt(_read_pages(), bytes(data_key)))
    return open_database(path, data_key, steps)


@functools.cache
def _read_pages() -> tuple[bytes, ...]:
    """Return what stands in each page of a database with nothing but tables."""
    data_key = make_data_key()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tables.db")
        close_database(create_database(path, data_key, schema.migrations))
        file = path.read_bytes()
    pages = [file[start : start + PAGE_BYTES] for start in range(0, len(file), PAGE_BYTES)]
    return tuple(_decrypt(page[0 if at else SALT_BYTES :], bytes(data_key)) for at, page in enumerate(pages))


def _decrypt(page: bytes, data_key: bytes) -> bytes:
    end = len(page) - IV_BYTES - HMAC_BYTES
    return Cipher(AES(data_key), CBC(page[end : end + IV_BYTES])).decryptor().update(page[:end])


def _encrypt(pages: tuple[bytes, ...], data_key: bytes) -> bytes:
    salt, cipher = os.urandom(SALT_BYTES), AES(data_key)
    hmac_salt = bytes(byte ^ HMAC_SALT_MASK for byte in salt)
    hmac_key = hashlib.pbkdf2_hmac("sha512", data_key, hmac_salt, HMAC_KEY_ROUNDS, len(data_key))
    parts = [salt]
    for number, page in enumerate(pages, start=1):
        iv = os.urandom(IV_BYTES)
        text = Cipher(cipher, CBC(iv)).encryptor().update(page) + iv
        parts += (text, hmac.digest(hmac_key, text + number.to_bytes(4, "little"), "sha512"))
    return b"".join(parts)
