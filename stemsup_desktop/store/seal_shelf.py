"""The clinic's certificates and the sealed files of documents: added, read, never removed; a certificate is retired."""

import base64
import hashlib
import json
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.seal_model import KnownCertificate, SealKey, Standing, StandingKind
from stemsup_desktop.store.document_shelf import load_document
from stemsup_desktop.store.document_states import DocumentState, derive_document_state, load_facts
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem
from stemsup_desktop.store.records import decode_moment, encode_moment


class TimeStampService(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The clinic's time-stamp service (RFC 3161), with the certificates in DER it answered with; no `url` is none."""

    url: str = ""
    certificates: tuple[bytes, ...] = ()


class SealEntry(msgspec.Struct, frozen=True):
    """What is known of a document's seal without the file; hashes are SHA-256 in hexadecimal."""

    number: str
    sha256: str
    certificate_sha256: str
    sealed_at: datetime


def save_key(db: Database, key: SealKey, now: datetime) -> None:
    """Let a key be the one in use; the one before is retired and loses its private half."""
    if hashlib.sha256(key.certificate).hexdigest() != key.fingerprint:
        raise ValueError("the fingerprint is not that of the certificate")
    if db.execute("select 1 from seal_keys where fingerprint = ?", [key.fingerprint]).fetchone():
        raise make_input_problem("seal-key-known")
    db.execute("update seal_keys set retired_at = ?, private_key = null where retired_at is null", [encode_moment(now)])
    db.table("seal_keys").insert(
        {
            "fingerprint": key.fingerprint,
            "certificate": key.certificate,
            "chain": json.dumps([base64.b64encode(one).decode() for one in key.chain]),
            "private_key": key.private_key,
            "made_at": encode_moment(now),
            "retired_at": None,
        }
    )


def load_key(db: Database) -> SealKey:
    """Return the key in use; raises `InputProblem` seal-key-missing."""
    row = db.execute(
        "select fingerprint, certificate, private_key, chain from seal_keys where retired_at is null"
    ).fetchone()
    if row is None:
        raise make_input_problem("seal-key-missing")
    key = SealKey(str(row[0]), bytes(row[1]), bytes(row[2]), _decode_chain(row[3]))
    if hashlib.sha256(key.certificate).hexdigest() != key.fingerprint:
        raise make_environment_problem("vault-damaged")
    return key


def list_certificates(db: Database) -> tuple[KnownCertificate, ...]:
    """Return every certificate of the clinic, the one in use first, then the last retired."""
    rows = db.execute(
        "select certificate, chain, retired_at from seal_keys order by retired_at is not null, retired_at desc"
    )
    return tuple(
        KnownCertificate(bytes(row[0]), _decode_chain(row[1]), None if row[2] is None else decode_moment(row[2]))
        for row in rows
    )


def save_seal(
    db: Database, number: str, sealed: bytes, certificate_sha256: str, sealed_at: datetime, now: datetime
) -> None:
    """Keep the sealed file of a document; see `SealDoor.save_seal`."""
    _, pdf = load_document(db, number)
    if not sealed.startswith(pdf) or len(sealed) == len(pdf):
        raise ValueError("the sealed file does not begin with the document")
    if db.execute("select 1 from document_seals where number = ?", [number]).fetchone():
        raise make_input_problem("document-sealed")
    if db.execute("select 1 from seal_keys where fingerprint = ?", [certificate_sha256]).fetchone() is None:
        raise make_input_problem("seal-key-missing")
    db.table("document_seals").insert(
        {
            "number": number,
            "sha256": hashlib.sha256(sealed).hexdigest(),
            "certificate_sha256": certificate_sha256,
            "sealed_at": encode_moment(sealed_at),
            "recorded_at": encode_moment(now),
            "added": sealed[len(pdf) :],
        }
    )


def find_seal(db: Database, number: str) -> SealEntry | None:
    """Find what is known of a document's seal."""
    row = db.execute(
        "select number, sha256, certificate_sha256, sealed_at from document_seals where number = ?", [number]
    ).fetchone()
    return None if row is None else SealEntry(str(row[0]), str(row[1]), str(row[2]), decode_moment(row[3]))


def load_sealed(db: Database, number: str) -> bytes:
    """Return the sealed file of a document.

    Raises `InputProblem` document-unknown, document-not-sealed; `EnvironmentProblem` document-damaged.
    """
    _, pdf = load_document(db, number)
    row = db.execute("select sha256, added from document_seals where number = ?", [number]).fetchone()
    if row is None:
        raise make_input_problem("document-not-sealed")
    sealed = pdf + bytes(row[1])
    if hashlib.sha256(sealed).hexdigest() != row[0]:
        raise make_environment_problem("document-damaged")
    return sealed


def find_standing(db: Database, number: str) -> Standing | None:
    """Find what became of a document: taken back, as its visit records it, or followed by a later one."""
    facts = load_facts(db, (number,)).get(number)
    standing = None if facts is None else derive_document_state(facts)
    if standing is None or standing.at is None:
        return None
    match standing.state:
        case DocumentState.WITHDRAWN | DocumentState.PARTLY_WITHDRAWN:
            is_partial = standing.state is DocumentState.PARTLY_WITHDRAWN
            return Standing(StandingKind.WITHDRAWN, standing.at, standing.by_number, is_partial=is_partial)
        case DocumentState.SUPERSEDED:
            return Standing(StandingKind.SUPERSEDED, standing.at, standing.by_number)
        case _:
            return None


def _decode_chain(text: str) -> tuple[bytes, ...]:
    try:
        return tuple(base64.b64decode(one, validate=True) for one in json.loads(text))
    except (ValueError, TypeError) as error:
        raise make_environment_problem("vault-damaged") from error
