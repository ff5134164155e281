"""Time stamps (RFC 3161): asks the clinic's service for one, and reads what one attests."""

import http.client
import urllib.error
import urllib.parse
import urllib.request
from asyncio import to_thread
from datetime import datetime
from typing import Any

import msgspec
from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.timestamps import TimeStamper

from stemsup_desktop.errors import EnvironmentProblem, InputProblem

TIMEOUT_S = 15
MOST_ANSWER_BYTES = 1_000_000
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
)
"""What asn1crypto and cryptography raise of bytes that are not what they should be."""

HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class ServiceFailedError(Exception):
    """The time-stamp service gave no answer, or one that attests nothing."""


class ReadTimeStamp(msgspec.Struct, frozen=True):
    """What a time stamp attests: the moment, the hash of what it is of, and the certificates it came with, in DER."""

    at: datetime
    imprint: bytes
    algorithm: str
    certificate: bytes
    others: tuple[bytes, ...]


def make_time_stamp_problem(error: Exception) -> EnvironmentProblem:
    """Return the problem of a service that failed; its sentence says what can be done instead."""
    problem = EnvironmentProblem(
        "time-stamp-failed",
        "The time-stamp service did not answer as it should. Check the network and the address in the settings and try"
        " again, or seal without a time stamp.",
    )
    problem.__cause__ = error
    return problem


def check_time_stamp_url(url: str) -> str:
    """Return an address of a service as it is kept; raises `InputProblem` time-stamp-address."""
    address = url.strip()
    try:
        parts = urllib.parse.urlsplit(address)
        is_fit = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_fit = False
    if not is_fit or not address.isascii() or not address.isprintable() or " " in address:
        raise InputProblem(
            "time-stamp-address", "This is no address of a time-stamp service. It begins with https:// or http://."
        )
    return address


class TimeStampClient(TimeStamper):  # type: ignore[misc, unused-ignore]
    """Asks one service, over HTTP; raises `ServiceFailedError` for whatever is not a whole, fitting time stamp."""

    def __init__(self, url: str, timeout_s: float = TIMEOUT_S) -> None:
        super().__init__()  # type: ignore[no-untyped-call, unused-ignore]
        self._url = url
        self._timeout_s = timeout_s
        self.latest: ReadTimeStamp | None = None

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send a request and read what comes back."""
        answer = await to_thread(self._post, req.dump())
        try:
            return tsp.TimeStampResp.load(answer, strict=True)
        except UNREADABLE as error:
            raise ServiceFailedError("the answer is no time-stamp response") from error

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a time stamp that is whole and of these very bytes."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            read = read_time_stamp(token)
        except (OSError, *UNREADABLE) as error:
            raise ServiceFailedError("the service gave no time stamp") from error
        if (read.imprint, read.algorithm) != (message_digest, md_algorithm):
            raise ServiceFailedError("the time stamp is of something else")
        self.latest = read
        return token

    def _post(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=self._timeout_s) as response:
                answer: bytes = response.read(MOST_ANSWER_BYTES + 1)
        except urllib.error.HTTPError as error:
            error.close()
            raise ServiceFailedError("the service refuses") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ServiceFailedError("the service cannot be reached") from error
        if len(answer) > MOST_ANSWER_BYTES:
            raise ServiceFailedError("the answer is far too long")
        return answer


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A service that sends its callers elsewhere is answered as one that failed: the clinic chose an address."""

    def redirect_request(self, *given: Any, **named: Any) -> None:
        """Follow nothing."""


def ask_for_time_stamp(url: str) -> ReadTimeStamp:
    """Try a service out and return the time stamp it gave; raises time-stamp-address, time-stamp-failed."""
    import asyncio
    import os

    client = TimeStampClient(check_time_stamp_url(url))
    try:
        asyncio.run(client.async_timestamp(os.urandom(32), "sha256"))
    except ServiceFailedError as error:
        raise make_time_stamp_problem(error) from error
    if client.latest is None:
        raise RuntimeError("a time stamp was returned that was never read")
    return client.latest


def read_time_stamp(token: cms.ContentInfo) -> ReadTimeStamp:
    """Return what a time stamp attests, once its own signature has been checked.

    That says nothing of whether the service is to be trusted. Raises ValueError and others of `UNREADABLE`.
    """
    signed = token["content"]
    if (
        token["content_type"].native != "signed_data"
        or signed["encap_content_info"]["content_type"].native != "tst_info"
    ):
        raise ValueError("no time stamp")
    if len(signed["signer_infos"]) != 1:
        raise ValueError("a time stamp has one signer")
    content, signer = signed["encap_content_info"]["content"], signed["signer_infos"][0]
    every = [one.chosen for one in signed["certificates"]]
    certificate = next((one for one in every if _is_of(signer["sid"], one)), None)
    if certificate is None:
        raise ValueError("the time stamp comes without its certificate")
    _check_form(signed, signer)
    check_signer(signer, certificate.dump(), content.contents, "tst_info")
    info = content.parsed
    der = certificate.dump()
    return ReadTimeStamp(
        at=info["gen_time"].native,
        imprint=info["message_imprint"]["hashed_message"].native,
        algorithm=info["message_imprint"]["hash_algorithm"]["algorithm"].native,
        certificate=der,
        others=tuple(one.dump() for one in every if one.dump() != der),
    )


def _check_form(signed: cms.SignedData, signer: cms.SignerInfo) -> None:
    """Raise ValueError where what no signature covers contradicts the rest (RFC 5652, 5.1 and 5.3; RFC 3161, 2.4.2)."""
    version = "v1" if signer["sid"].name == "issuer_and_serial_number" else "v3"
    named = [one["algorithm"].native for one in signed["digest_algorithms"]]
    if (signed["version"].native, signer["version"].native) != ("v3", version):
        raise ValueError("a time stamp of another version")
    if named != [signer["digest_algorithm"]["algorithm"].native]:
        raise ValueError("the hash is not the one that was named")


def check_signer(signer: cms.SignerInfo, certificate: bytes, content: bytes, content_type: str) -> None:
    """Check one CMS signature (RFC 5652, 5.6) over attributes that name content and certificate.

    Raises ValueError where anything does not fit; others of `UNREADABLE` for what cannot be read.
    """
    algorithm = signer["digest_algorithm"]["algorithm"].native
    digest = hashes.Hash(HASHES[algorithm])
    digest.update(content)
    check_signed_digest(signer, certificate, digest.finalize(), content_type)


def check_signed_digest(signer: cms.SignerInfo, certificate: bytes, digest: bytes, content_type: str) -> None:
    """Check one CMS signature over content of this digest; raises as `check_signer`."""
    attributes = _read_attributes(signer)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if attributes["message_digest"].native != digest:
        raise ValueError("the content is not what was signed")
    if attributes["content_type"].native != content_type:
        raise ValueError("the signature is of another kind of content")
    _check_certificate_hash(attributes, certificate)
    _check_mechanism(signer, certificate, algorithm)


def _read_attributes(signer: cms.SignerInfo) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for attribute in signer["signed_attrs"]:
        name = attribute["type"].native
        if name in found or len(attribute["values"]) != 1:
            raise ValueError("a signed attribute stands there twice")
        found[name] = attribute["values"][0]
    return found


def _check_certificate_hash(attributes: dict[str, Any], certificate: bytes) -> None:
    """Compare the certificate with the one that the signature names (RFC 5035)."""
    if (second := attributes.get("signing_certificate_v2")) is not None:
        name = second["certs"][0]
        algorithm, expected = name["hash_algorithm"]["algorithm"].native, name["cert_hash"].native
    else:
        algorithm, expected = "sha1", attributes["signing_certificate"]["certs"][0]["cert_hash"].native
    kind = hashes.SHA1() if algorithm == "sha1" else HASHES[algorithm]
    digest = hashes.Hash(kind)
    digest.update(certificate)
    if digest.finalize() != expected:
        raise ValueError("the certificate is not the one that the signature names")


def _check_mechanism(signer: cms.SignerInfo, certificate: bytes, digest_algorithm: str) -> None:
    # The attributes are signed as a SET OF, whatever tag they stand under (RFC 5652, 5.4).
    data = b"\x31" + signer["signed_attrs"].dump()[1:]
    public = x509.load_der_x509_certificate(certificate).public_key()
    mechanism, signature = signer["signature_algorithm"], signer["signature"].native
    kind = HASHES[digest_algorithm]
    try:
        match public, mechanism.signature_algo:
            case rsa.RSAPublicKey(), "rsassa_pkcs1v15":
                public.verify(signature, data, padding.PKCS1v15(), kind)
            case rsa.RSAPublicKey(), "rsassa_pss":
                salt = int(mechanism["parameters"]["salt_length"].native)
                public.verify(signature, data, padding.PSS(padding.MGF1(kind), salt), kind)
            case ec.EllipticCurvePublicKey(), "ecdsa":
                public.verify(signature, data, ec.ECDSA(kind))
            case _:
                raise ValueError("an unknown kind of signature")
    except InvalidSignature as error:
        raise ValueError("the signature does not fit") from error


def _is_of(sid: Any, certificate: asn1_x509.Certificate) -> bool:
    chosen = sid.chosen
    if sid.name == "issuer_and_serial_number":
        return bool(
            chosen["serial_number"].native == certificate.serial_number
            and chosen["issuer"].dump() == certificate.issuer.dump()
        )
    return bool(chosen.native == certificate.key_identifier)
