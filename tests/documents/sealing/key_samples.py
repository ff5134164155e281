"""Certificates and PKCS #12 files as an issuer gives them, fit and unfit for sealing."""

from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from documents.sealing.seal_samples import MADE, SEALED

from stemsup_desktop.consultation.seal_model import SealKey
from stemsup_desktop.documents.sealing.certificates import read_pkcs12

PASSPHRASE = "証明書 passphrase"
Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@cache
def make_rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return an RSA key; making one takes long, so each size is made once."""
    return rsa.generate_private_key(65537, bits)


def name_of(text: str) -> x509.Name:
    """Return a name."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certify(
    key: Private,
    name: str,
    above: tuple[x509.Certificate, Private] | None = None,
    *,
    start: datetime = MADE,
    end: datetime = MADE + timedelta(days=365),
    usage: str = "digital_signature",
) -> x509.Certificate:
    """Return a certificate for a key, signed by the one above or by itself."""
    issuer, signer = (above[0].subject, above[1]) if above else (name_of(name), key)
    flags = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    more = ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return (
        x509.CertificateBuilder()
        .subject_name(name_of(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=usage == "key_cert_sign", path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{flag: flag == usage for flag in (*flags, *more)}), critical=True)
        .sign(signer, None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )


def write_pkcs12(
    key: Private | None,
    certificate: x509.Certificate,
    others: tuple[x509.Certificate, ...] = (),
    secret: str = PASSPHRASE,
) -> bytes:
    """Return a PKCS #12 file."""
    lock = BestAvailableEncryption(secret.encode()) if secret else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"clinic", key, certificate, list(others), lock)


@cache
def make_issued_key() -> SealKey:
    """Return an RSA key with a certificate below two others, as imported from the issuer's file."""
    root_key, middle_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1())
    root = certify(root_key, "Example Root", usage="key_cert_sign")
    middle = certify(middle_key, "Example Issuer", (root, root_key), usage="key_cert_sign")
    own = certify(make_rsa_key(), "Issued Clinic", (middle, middle_key), usage="content_commitment")
    return read_pkcs12(write_pkcs12(make_rsa_key(), own, (root, middle)), PASSPHRASE, SEALED)
