"""The clinic's certificate: made here, imported from a PKCS #12 file, passed on to others, and put in words."""

import re
from datetime import UTC, datetime, timedelta

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from stemsup_desktop.consultation.seal_model import KnownCertificate, SealKey, group_fingerprint
from stemsup_desktop.errors import InputProblem

YEARS_VALID = 30
"""Ten of use and the twenty for which a consent is kept: what is sealed on the last day is still within its time."""

MOST_PKCS12_BYTES = 1_000_000
LEAST_RSA_BITS = 2048
CURVES = ("secp256r1", "secp384r1", "secp521r1")
_RETIRED = "Retired: "
_PEM_BLOCK = re.compile(rb"(.*?)(-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----)", re.DOTALL)
_CN_BYTES = 64  # ub-common-name, RFC 5280 appendix A


class CertificateFacts(msgspec.Struct, frozen=True):
    """A certificate in words; `fingerprint` is its SHA-256 in hexadecimal."""

    name: str
    issuer: str
    not_before: datetime
    not_after: datetime
    fingerprint: str
    is_self_signed: bool


def make_clinic_key(clinic_name: str, now: datetime) -> SealKey:
    """Return a new P-256 key with a certificate in the clinic's name that it signed itself, valid from `now`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _make_name(clinic_name)
    start = now.astimezone(UTC).replace(microsecond=0)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(_add_years(start, YEARS_VALID))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _make_seal_key(certificate, key, ())


def read_pkcs12(data: bytes, passphrase: str, now: datetime) -> SealKey:
    """Return the key of a PKCS #12 file that is fit for sealing today.

    Raises `InputProblem` seal-file-unreadable, seal-file-passphrase, seal-file-no-key, seal-certificate-expired,
    seal-certificate-not-yet, seal-key-weak, seal-certificate-not-for-signing.
    """
    key, certificate, others = _open_pkcs12(data, passphrase)
    if key is None or certificate is None or not _belong_together(key, certificate):
        raise InputProblem(
            "seal-file-no-key",
            "This file holds a certificate without its private key. Export it again together with the private key.",
        )
    moment = now.astimezone(UTC)
    if certificate.not_valid_after_utc <= moment:
        raise InputProblem("seal-certificate-expired", "This certificate has expired. Ask its issuer for a new one.")
    if certificate.not_valid_before_utc > moment:
        raise InputProblem(
            "seal-certificate-not-yet", "This certificate is not valid yet. Check the computer's date, or import later."
        )
    if isinstance(key, rsa.RSAPrivateKey):
        is_strong = key.key_size >= LEAST_RSA_BITS
    else:
        is_strong = isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in CURVES
    if not is_strong or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise InputProblem(
            "seal-key-weak",
            "The key in this file is too weak or of a kind that seals cannot use. "
            "Ask for RSA with at least 2048 bits, or for P-256, P-384 or P-521.",
        )
    if not _may_sign(certificate):
        raise InputProblem(
            "seal-certificate-not-for-signing",
            "This certificate was not issued for signing documents. Ask its issuer for one that is.",
        )
    return _make_seal_key(certificate, key, _find_chain(certificate, others))


def read_certificates(data: bytes) -> tuple[KnownCertificate, ...]:
    """Return the certificates of a file as `write_certificates` makes it; of any other PEM or DER file all of them.

    Raises `InputProblem` certificate-file-unreadable.
    """
    try:
        if b"-----BEGIN" not in data:
            return (KnownCertificate(_dump(x509.load_der_x509_certificate(data))),)
        found = tuple(
            KnownCertificate(_dump(one), retired_at=_read_retirement(before))
            for before, block in _PEM_BLOCK.findall(data)
            for one in x509.load_pem_x509_certificates(block)
        )
        if not found:
            raise ValueError("no certificate between the words")
        return found
    except (ValueError, x509.InvalidVersion) as error:
        raise InputProblem(
            "certificate-file-unreadable",
            "This file is no certificate. Choose the file that the clinic exported, usually named .pem, .crt or .cer.",
        ) from error


def write_certificates(known: tuple[KnownCertificate, ...]) -> bytes:
    """Return certificates as PEM with words between them, for patients, courts and other programs; it holds no secret.

    Of one that was retired it says when, so that whoever reads the file knows it too.
    """
    return b"".join(_write_certificate(one) for one in known)


def _write_certificate(known: KnownCertificate) -> bytes:
    facts = describe_certificate(known.certificate)
    lines = [f"Name: {facts.name}", f"SHA-256: {group_fingerprint(facts.fingerprint)}"]
    if known.retired_at is not None:
        lines.append(f"{_RETIRED}{known.retired_at.astimezone(UTC).isoformat()}")
    own = x509.load_der_x509_certificate(known.certificate).public_bytes(serialization.Encoding.PEM)
    return "".join(f"{line}\n" for line in lines).encode() + own + b"\n"


def _read_retirement(words: bytes) -> datetime | None:
    """Return when the certificate that follows these words was retired."""
    for line in words.decode("utf-8", "replace").splitlines():
        if line.startswith(_RETIRED):
            return datetime.fromisoformat(line.removeprefix(_RETIRED).strip()).astimezone(UTC)
    return None


def describe_certificate(certificate: bytes) -> CertificateFacts:
    """Return what a certificate in DER says; raises ValueError for bytes that are none."""
    read = x509.load_der_x509_certificate(certificate)
    return CertificateFacts(
        name=_say_name(read.subject),
        issuer=_say_name(read.issuer),
        not_before=read.not_valid_before_utc,
        not_after=read.not_valid_after_utc,
        fingerprint=read.fingerprint(hashes.SHA256()).hex(),
        is_self_signed=read.subject == read.issuer,
    )


def _open_pkcs12(data: bytes, passphrase: str) -> tuple[object | None, x509.Certificate | None, list[x509.Certificate]]:
    # The passphrase of a file without one may be absent or empty: two different things in PKCS #12.
    # Half a character (a lone surrogate) is in no passphrase: it opens nothing, as any other wrong one.
    secret = passphrase.encode("utf-8", "replace") or None
    try:
        return pkcs12.load_key_and_certificates(data, secret)
    except UnsupportedAlgorithm as error:
        raise _refuse_file() from error
    except (ValueError, TypeError) as error:
        if "password" in str(error).lower():
            raise InputProblem(
                "seal-file-passphrase",
                "The passphrase does not open this file. Check capitals and keyboard language, then try again.",
            ) from error
        raise _refuse_file() from error


def _refuse_file() -> InputProblem:
    return InputProblem(
        "seal-file-unreadable",
        "This file is no PKCS #12 file, or is damaged. Choose the file with the key, usually named .p12 or .pfx.",
    )


def _belong_together(key: object, certificate: x509.Certificate) -> bool:
    public = getattr(key, "public_key", None)
    return public is not None and bool(public() == certificate.public_key())


def _may_sign(certificate: x509.Certificate) -> bool:
    """Tell whether the key's use, where it is limited at all, takes in signatures (RFC 5280, 4.2.1.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except (ValueError, x509.DuplicateExtension):
        return False
    return usage.digital_signature or usage.content_commitment


def _find_chain(certificate: x509.Certificate, others: list[x509.Certificate]) -> tuple[bytes, ...]:
    """Return those above a certificate, its issuer first; what else lies in the file is left out."""
    chain: list[x509.Certificate] = []
    below = certificate
    while below.subject != below.issuer:
        above = next((one for one in others if one.subject == below.issuer and one not in chain), None)
        if above is None:
            break
        try:
            below.verify_directly_issued_by(above)
        except (ValueError, TypeError, InvalidSignature):
            break
        chain.append(above)
        below = above
    return tuple(_dump(one) for one in chain)


def _make_seal_key(
    certificate: x509.Certificate, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, chain: tuple[bytes, ...]
) -> SealKey:
    return SealKey(
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        certificate=_dump(certificate),
        private_key=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        chain=chain,
    )


def _dump(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _make_name(clinic_name: str) -> x509.Name:
    """Return the clinic's name as organisation in full, and as common name as far as one may be long."""
    name = " ".join(clinic_name.split())
    common = name.encode("utf-8")[:_CN_BYTES].decode("utf-8", "ignore").strip()
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, name), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _say_name(name: x509.Name) -> str:
    for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in name.get_attributes_for_oid(oid):
            value = attribute.value
            text = value if isinstance(value, str) else value.decode("utf-8", "replace")
            if line := "".join(one if one.isprintable() else "\ufffd" for one in " ".join(text.split()))[:200]:
                return line
    return "?"


def _add_years(start: datetime, years: int) -> datetime:
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February
        return (start + timedelta(days=1)).replace(year=start.year + years)
