"""Finds the seals in a file and checks each by itself, from its bytes: no PDF is taken apart for that.

A signature covers every byte but its own. What lies there, between the two parts of its byte range, is checked here
down to the last digit, so that a seal in which anything differs from how it was written is no longer whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from asn1crypto import algos, cms, core, x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes

from stemsup_desktop.documents.sealing.certificates import describe_certificate
from stemsup_desktop.documents.sealing.time_stamps import (
    HASHES,
    UNREADABLE,
    ReadTimeStamp,
    check_signed_digest,
    read_time_stamp,
)

MOST_SEALS = 40
MOST_SEAL_BYTES = 400_000
_NEAR = 5_000
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_LONG_HEX = re.compile(rb"<(30[0-9A-Fa-f]{600,})>?")
_MOMENT = re.compile(rb"/M\s*\(D:(\d{14})(?:Z|([+-])(\d\d)'(\d\d)'?)\)")
_OCTAL = re.compile(rb"\\([0-7]{3})")
_SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
_VERSION_1 = core.Integer(1).dump()
_DATA, _SIGNED_DATA = (cms.ContentType(one).dump() for one in ("data", "signed_data"))
_MECHANISMS = tuple(algos.SignedDigestAlgorithm({"algorithm": one}).dump() for one in ("sha256_ecdsa", "sha256_rsa"))


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where a seal lies: `start` and `end` of its own bytes, and until where it covers the file, or more than that."""

    start: int
    end: int
    covers: int


@dataclass(frozen=True, slots=True)
class FoundSeal:
    """One seal. `certificate` is empty where none can be read; `is_whole` if it fits every byte that it covers."""

    place: SealPlace
    certificate: bytes = b""
    name: str = ""
    """In whose name the certificate is, as it says itself."""
    others: tuple[bytes, ...] = ()
    sealed_at: datetime | None = None
    is_whole: bool = False
    is_well_formed: bool = False
    """Whether the seal itself is as it was written, whatever became of the bytes that it covers."""
    time_stamp: ReadTimeStamp | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate in hexadecimal, empty where there is none."""
        return _hash(self.certificate).hex() if self.certificate else ""


def find_seals(pdf: bytes) -> tuple[FoundSeal, ...]:
    """Return the seals of a file, the first first; for more than any document of ours has, the last ones."""
    places = sorted({place.covers: place for place in _find_places(pdf)}.items())
    return tuple(_read_seal(pdf, place) for _, place in places[-MOST_SEALS:])


def find_stray_certificates(pdf: bytes) -> tuple[bytes, ...]:
    """Return the certificates of whatever looks like a seal at no right place: what is left of a damaged one."""
    found: list[bytes] = []
    for match in list(_LONG_HEX.finditer(pdf))[:MOST_SEALS]:
        digits = match[1][: 2 * MOST_SEAL_BYTES]
        try:
            signed = cms.ContentInfo.load(bytes.fromhex(digits[: len(digits) // 2 * 2].decode()))["content"]
            found.extend(one.chosen.dump() for one in signed["certificates"])
        except UNREADABLE:
            continue
    return tuple(found)


def has_trace_of_seal(pdf: bytes) -> bool:
    """Tell whether a file names a signature somewhere, however damaged."""
    return any(one in pdf for one in (b"/ByteRange", b"ETSI.CAdES.detached", b"/Type /Sig", b"/DocMDP"))


def _find_places(pdf: bytes) -> Iterator[SealPlace]:
    for match in _BYTE_RANGE.finditer(pdf):
        start, end, length = (int(part) for part in match.groups())
        if (
            0 < start < end <= len(pdf)
            and pdf[start : start + 1] == b"<"
            and pdf[end - 1 : end] == b">"
            and not start <= match.start() < end
        ):
            yield SealPlace(start, end, end + length)


def _read_seal(pdf: bytes, place: SealPlace) -> FoundSeal:
    digits = pdf[place.start + 1 : place.end - 1]
    try:
        if len(digits) > 2 * MOST_SEAL_BYTES:
            raise ValueError("far too long for a seal")
        content = bytes.fromhex(digits.decode("ascii"))
        info = cms.ContentInfo.load(content)
        signed = info["content"]
        signer = signed["signer_infos"][0]
        certificate, others = _part_certificates(signed, signer)
        name = describe_certificate(certificate).name
        found = FoundSeal(place, certificate, name, others, _read_time(pdf, place))
    except UNREADABLE:
        return FoundSeal(place)
    try:
        every = tuple(one.chosen.dump() for one in signed["certificates"])
        written = _rebuild(signer, certificate, every).ljust(len(content), b"\0").hex().upper().encode()
        _check_chain(certificate, others)
        stamp = _read_own_stamp(signer)
        signed_digest = _read_digest(signer)
        check_signed_digest(signer, certificate, signed_digest, "data")
    except (*UNREADABLE, InvalidSignature):
        return found
    if written != digits:
        return found
    covered = hashes.Hash(hashes.SHA256())
    covered.update(pdf[: place.start])
    covered.update(pdf[place.end : place.covers])
    is_whole = place.covers <= len(pdf) and covered.finalize() == signed_digest
    return replace(found, is_whole=is_whole, is_well_formed=True, time_stamp=stamp)


def _read_digest(signer: cms.SignerInfo) -> bytes:
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            return bytes(attribute["values"][0].native)
    return b""


def _read_time(pdf: bytes, place: SealPlace) -> datetime | None:
    """Return when a seal says that it was made: it stands beside the signature, in the same object."""
    before = pdf[max(pdf.rfind(b" obj", 0, place.start), 0) : place.start]
    end = pdf.find(b"endobj", place.end, place.end + _NEAR)
    text = before[-_NEAR:] + pdf[place.end : place.end + _NEAR if end < 0 else end]
    match = _MOMENT.search(_OCTAL.sub(lambda found: bytes([int(found[1], 8) & 255]), text))
    if match is None:
        return None
    hours, minutes = int(match[3] or 0), int(match[4] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if match[2] == b"-" else 1)
    try:
        return datetime.strptime(match[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=timezone(offset))
    except ValueError:
        return None


def _part_certificates(signed: cms.SignedData, signer: cms.SignerInfo) -> tuple[bytes, tuple[bytes, ...]]:
    """Return the signer's certificate and the others, in the order in which they lie there."""
    name = signer["sid"].chosen
    every: list[x509.Certificate] = [one.chosen for one in signed["certificates"]]
    own = next(
        one
        for one in [*every, None]
        if one is None
        or (one.serial_number == name["serial_number"].native and one.issuer.dump() == name["issuer"].dump())
    )
    if own is None:
        raise ValueError("the seal comes without its certificate")
    return own.dump(), tuple(one.dump() for one in every if one is not own)


def _rebuild(signer: cms.SignerInfo, certificate: bytes, certificates: tuple[bytes, ...]) -> bytes:
    """Return the CMS signature (RFC 5652) as a seal of ours with these parts is written.

    Much of one could be changed without the signature in it noticing: it covers the signed attributes alone.
    """
    own = x509.Certificate.load(certificate)
    mechanism = signer["signature_algorithm"].dump()
    if mechanism not in _MECHANISMS:
        raise ValueError("no seal of ours is made in this way")
    unsigned = signer["unsigned_attrs"]
    made = _der(
        0x30,
        _VERSION_1,
        _der(0x30, own.issuer.dump(), own["tbs_certificate"]["serial_number"].dump()),
        _SHA256,
        _der(0xA0, signer["signed_attrs"].contents),
        mechanism,
        signer["signature"].dump(),
        _der(0xA1, unsigned.contents) if len(unsigned) else b"",
    )
    signed = _der(0x30, _VERSION_1, _der(0x31, _SHA256), _der(0x30, _DATA), _der(0xA0, *certificates), _der(0x31, made))
    return _der(0x30, _SIGNED_DATA, _der(0xA0, signed))


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def _check_chain(certificate: bytes, others: tuple[bytes, ...]) -> None:
    """Raise unless every other certificate stands above the one before it and none is left over."""
    below, left = pyca.load_der_x509_certificate(certificate), list(others)
    while left:
        above = next((one for one in map(pyca.load_der_x509_certificate, left) if one.subject == below.issuer), None)
        if above is None:
            raise ValueError("a certificate that belongs to nothing")
        below.verify_directly_issued_by(above)
        left.remove(_dump(above))
        below = above
    if others and below.subject == below.issuer:
        below.verify_directly_issued_by(below)


def _read_own_stamp(signer: cms.SignerInfo) -> ReadTimeStamp | None:
    attributes = signer["unsigned_attrs"]
    if not attributes.native:
        return None
    if len(attributes) != 1 or attributes[0]["type"].native != "signature_time_stamp_token":
        raise ValueError("no seal of ours has this form")
    (token,) = attributes[0]["values"]
    stamp = read_time_stamp(token)
    digest = hashes.Hash(HASHES[stamp.algorithm])
    digest.update(signer["signature"].native)
    if digest.finalize() != stamp.imprint:
        raise ValueError("the time stamp is of another seal")
    return stamp


def _dump(certificate: pyca.Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)


def _hash(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize()
