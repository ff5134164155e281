"""What a seal is made with, what is known of seals, and what a look at a sealed file found."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.language import Text


class SealKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a clinic seals with: its certificate, the private key to it, and the certificates above it, all in DER.

    `private_key` is PKCS #8 without encryption: it lies in memory and in the vault, nowhere else, and no `repr` shows
    it. `fingerprint` is the certificate's SHA-256 in hexadecimal. `chain` begins with the certificate's issuer and is
    empty for a certificate that signed itself.
    """

    fingerprint: str
    certificate: bytes
    private_key: bytes
    chain: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f"SealKey({self.fingerprint})"


class KnownCertificate(msgspec.Struct, frozen=True):
    """A certificate of the clinic, in DER. `retired_at` is when another took its place."""

    certificate: bytes
    chain: tuple[bytes, ...] = ()
    retired_at: datetime | None = None


class StandingKind(StrEnum):
    """What became of a genuine document."""

    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Standing(msgspec.Struct, frozen=True):
    """What the vault knows of a document: taken back, or a later one in its place.

    `at` is when, `number` the slip or the document that followed, empty where there is none; `is_partial` where only
    some clauses were taken back.
    """

    kind: StandingKind
    at: datetime
    number: str = ""
    is_partial: bool = False


class KnownSeals(msgspec.Struct, frozen=True):
    """What a file is compared with.

    No `certificates` means that nobody knows the clinic's: a file can then be unchanged, and no more. `sealed` are the
    sealed bytes of documents by number, where the vault holds them; `standings` what became of documents by number.
    `time_stamp_certificates` are those of the clinic's time-stamp service, in DER.
    """

    certificates: tuple[KnownCertificate, ...] = ()
    sealed: Mapping[str, bytes] = {}
    standings: Mapping[str, Standing] = {}
    time_stamp_certificates: tuple[bytes, ...] = ()


class SealState(StrEnum):
    """The one answer to whether a file is what it claims to be."""

    GENUINE = "genuine"
    CHANGED = "changed"
    NOT_OURS = "not-ours"
    EXPIRED = "expired"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    UNCONFIRMED = "unconfirmed"
    """Unchanged, but nobody here knows the clinic's certificate."""
    UNFINISHED = "unfinished"
    """Unchanged, but a later seal that the document has room for is missing."""

    @property
    def is_unchanged(self) -> bool:
        """Tell whether not a byte of the file differs from what was sealed."""
        return self not in (SealState.CHANGED, SealState.NOT_OURS)


class TimeStamp(msgspec.Struct, frozen=True):
    """A moment that a time-stamp service attests; `is_known` where the service is the clinic's own choice."""

    at: datetime
    by: str
    is_known: bool


class Seal(msgspec.Struct, frozen=True):
    """One seal in a file: whose certificate, by its own words when and why, and until which byte it covers the file."""

    name: str
    fingerprint: str
    sealed_at: datetime | None
    reason: str
    covers: int
    time_stamp: TimeStamp | None = None


class SealReport(msgspec.Struct, frozen=True):
    """What a look at a file found.

    `number` is the document's, empty where none was found. `headline` is the answer in one sentence, `lines` are what
    else can be said: who sealed, when, and of a changed file where it was changed.
    """

    state: SealState
    headline: Text
    lines: tuple[Text, ...] = ()
    number: str = ""
    seals: tuple[Seal, ...] = ()

    @property
    def is_genuine(self) -> bool:
        """Tell whether the file is the clinic's, unchanged, and nothing else is to be said of it."""
        return self.state is SealState.GENUINE


def group_fingerprint(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, as a person compares it with another."""
    upper = fingerprint.upper()
    return " ".join(upper[at : at + 4] for at in range(0, len(upper), 4))
