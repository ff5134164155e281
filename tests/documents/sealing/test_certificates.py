"""The clinic's certificate: made here, imported with one clear sentence for each fault, and passed on."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from documents.sealing.key_samples import (
    PASSPHRASE,
    Private,
    certify,
    make_issued_key,
    make_rsa_key,
    write_pkcs12,
)
from documents.sealing.seal_samples import CLINIC, MADE, SEALED, make_key

from stemsup_desktop.consultation.seal_model import KnownCertificate, group_fingerprint
from stemsup_desktop.documents.sealing.certificates import (
    describe_certificate,
    make_clinic_key,
    read_certificates,
    read_pkcs12,
    write_certificates,
)
from stemsup_desktop.errors import InputProblem

EC_KEY = ec.generate_private_key(ec.SECP256R1())


def test_a_clinic_makes_its_own_certificate_for_thirty_years() -> None:
    facts = describe_certificate(make_key().certificate)
    assert facts.name == facts.issuer == CLINIC
    assert facts.is_self_signed
    assert facts.not_before == MADE
    assert facts.not_after == MADE.replace(year=MADE.year + 30)


def test_a_certificate_made_on_a_leap_day_ends_on_a_day_that_exists() -> None:
    leap = MADE.replace(year=2028, month=2, day=29, hour=12)
    assert describe_certificate(make_clinic_key(CLINIC, leap).certificate).not_after.date().isoformat() == "2058-03-01"


def test_the_certificate_is_for_signatures_and_certifies_nobody_else() -> None:
    certificate = x509.load_der_x509_certificate(make_key().certificate)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


@pytest.mark.parametrize(
    "name", ["医療法人社団 " + "とても長い名前の" * 8 + "クリニック", "A" * 200, "Clinic, O=Evil\n+CN=x"]
)
def test_any_name_of_a_clinic_fits(name: str) -> None:
    assert describe_certificate(make_clinic_key(name, MADE).certificate).name == " ".join(name.split())[:200]


def test_two_clinics_of_one_name_have_two_certificates() -> None:
    assert make_key().fingerprint != make_key().fingerprint


def test_an_issued_certificate_comes_with_those_above_it_in_order() -> None:
    key = make_issued_key()
    assert [describe_certificate(one).name for one in (key.certificate, *key.chain)] == [
        "Issued Clinic",
        "Example Issuer",
        "Example Root",
    ]


def test_what_else_lies_in_the_file_is_left_out() -> None:
    stranger = certify(EC_KEY, "Stranger")
    own = certify(make_rsa_key(), "Clinic")
    assert read_pkcs12(write_pkcs12(make_rsa_key(), own, (stranger,)), PASSPHRASE, SEALED).chain == ()


def test_a_file_without_a_passphrase_needs_none() -> None:
    data = write_pkcs12(EC_KEY, certify(EC_KEY, "Clinic"), secret="")
    assert describe_certificate(read_pkcs12(data, "", SEALED).certificate).name == "Clinic"


def refuse(data: bytes, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(InputProblem) as caught:
        read_pkcs12(data, passphrase, SEALED)
    return caught.value.code


@pytest.mark.parametrize("passphrase", ["", "wrong", PASSPHRASE + " ", "half a character \ud842"])
def test_a_wrong_passphrase_is_said(passphrase: str) -> None:
    assert refuse(write_pkcs12(EC_KEY, certify(EC_KEY, "Clinic")), passphrase) == "seal-file-passphrase"


@pytest.mark.parametrize("data", [b"", b"hello", b"-----BEGIN CERTIFICATE-----", b"\x30\x82\xff\xff"])
def test_a_file_of_another_kind_is_said(data: bytes) -> None:
    assert refuse(data) == "seal-file-unreadable"


def test_a_damaged_file_is_refused() -> None:
    data = bytearray(write_pkcs12(EC_KEY, certify(EC_KEY, "Clinic")))
    data[len(data) // 2] ^= 1
    assert refuse(bytes(data)) in ("seal-file-passphrase", "seal-file-unreadable")


def test_a_certificate_without_its_key_or_with_anothers_is_said() -> None:
    assert refuse(write_pkcs12(None, certify(EC_KEY, "Clinic"))) == "seal-file-no-key"


def test_a_certificate_of_another_time_is_said() -> None:
    early = certify(EC_KEY, "Clinic", start=MADE - timedelta(days=30), end=MADE)
    late = certify(EC_KEY, "Clinic", start=SEALED + timedelta(days=1))
    assert refuse(write_pkcs12(EC_KEY, early)) == "seal-certificate-expired"
    assert refuse(write_pkcs12(EC_KEY, late)) == "seal-certificate-not-yet"


@pytest.mark.parametrize(
    "key", [make_rsa_key(1024), ec.generate_private_key(ec.SECP192R1()), ed25519.Ed25519PrivateKey.generate()]
)
def test_a_weak_or_unusual_key_is_said(key: Private) -> None:
    assert refuse(write_pkcs12(key, certify(key, "Clinic"))) == "seal-key-weak"


def test_a_certificate_for_something_else_is_said() -> None:
    assert refuse(write_pkcs12(EC_KEY, certify(EC_KEY, "Clinic", usage="key_agreement"))) == (
        "seal-certificate-not-for-signing"
    )


def test_an_exported_file_tells_which_certificates_are_retired() -> None:
    known = (
        KnownCertificate(make_key().certificate),
        KnownCertificate(make_key().certificate, retired_at=SEALED),
    )
    data = write_certificates(known)
    assert read_certificates(data) == known
    assert CLINIC in data.decode()
    assert b"PRIVATE" not in data


def test_a_certificate_of_another_program_is_read_too() -> None:
    own = make_key().certificate
    pem = x509.load_der_x509_certificate(own)
    assert read_certificates(own) == (KnownCertificate(own),)
    from cryptography.hazmat.primitives.serialization import Encoding

    assert read_certificates(pem.public_bytes(Encoding.PEM)) == (KnownCertificate(own),)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        b"Retired: yesterday\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        b"-----BEGIN RSA PRIVATE KEY-----",
    ],
)
def test_a_file_that_is_no_certificate_is_said(data: bytes) -> None:
    with pytest.raises(InputProblem) as caught:
        read_certificates(data)
    assert caught.value.code == "certificate-file-unreadable"


def test_a_fingerprint_is_read_aloud_in_groups() -> None:
    assert group_fingerprint("0123456789abcdef" * 4) == " ".join(["0123", "4567", "89AB", "CDEF"] * 4)
