"""The clinic's certificates and the sealed files of documents: who may do what, and nothing is ever changed or lost."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2
from store import faults
from store.builders import (
    PASSPHRASE,
    START,
    SteppingClock,
    make_consultation,
    make_document,
    make_older_vault,
    make_patient,
    make_vault,
    reopen,
)

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.record import Consent
from stemsup_desktop.consultation.seal_model import SealKey, Standing, StandingKind
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.seal_shelf import TimeStampService
from stemsup_desktop.store.vault import Vault, open_vault

PDF = b"%PDF-1.7\n\0\xff signed\n%%EOF"
SEALED = PDF + b"\nits seal"
NUMBER, SUMMARY = "CNS-2026-00001", "SUM-2026-00001"


def make_key(name: bytes = b"first") -> SealKey:
    return SealKey(hashlib.sha256(name).hexdigest(), name, b"private " + name, (b"issuer",))


KEY, NEXT = make_key(), make_key(b"second")


@pytest.fixture
def kept(vault: Vault) -> Vault:
    """A vault with a certificate and two documents of one visit."""
    vault.save_patient(make_patient())
    vault.start_consultation("patient-A-0012", make_consultation())
    for number, kind in ((NUMBER, DocumentKind.CONSENT), (SUMMARY, DocumentKind.SUMMARY)):
        vault.save_document(msgspec.structs.replace(make_document(number, PDF), kind=kind), PDF)
    vault.save_seal_key(KEY)
    return vault


def seal(vault: Vault, number: str = NUMBER, sealed: bytes = SEALED) -> None:
    vault.save_seal(number, sealed, KEY.fingerprint, START)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises((InputProblem, EnvironmentProblem)) as caught:
        act()
    return caught.value.code


def acts_of(vault: Vault) -> list[AuditAct]:
    return [row.act for row in vault.list_whole_history()]


def test_a_new_vault_has_no_certificate_until_one_is_given(vault: Vault) -> None:
    assert not vault.has_seal_key()
    assert code_of(vault.load_seal_key) == "seal-key-missing"
    vault.save_seal_key(KEY)
    assert vault.has_seal_key()
    assert vault.load_seal_key() == KEY
    assert AuditAct.SEAL_KEY_SAVED in acts_of(vault)


def test_a_vault_from_before_there_were_seals_has_none_either(tmp_path: Path) -> None:
    make_older_vault(tmp_path, 3)
    with reopen(tmp_path) as vault:
        assert not vault.has_seal_key()
        assert vault.load_known_seals().certificates == ()


def test_a_new_certificate_takes_the_place_of_the_one_before_which_never_seals_again(kept: Vault) -> None:
    kept.save_seal_key(NEXT)
    assert kept.load_seal_key() == NEXT
    now, before = kept.list_seal_certificates()
    assert (now.certificate, now.retired_at) == (NEXT.certificate, None)
    assert (before.certificate, before.chain) == (KEY.certificate, KEY.chain)
    assert before.retired_at is not None
    rows = kept._database.execute("select private_key from seal_keys where retired_at is not null").fetchall()
    assert rows == [(None,)]
    assert code_of(lambda: kept.save_seal_key(KEY)) == "seal-key-known"


def test_no_repr_of_a_key_shows_its_private_half() -> None:
    assert "private" not in f"{KEY!r} {KEY}"


def test_a_fingerprint_that_is_not_the_certificates_is_a_bug(vault: Vault) -> None:
    with pytest.raises(ValueError, match="fingerprint"):
        vault.save_seal_key(msgspec.structs.replace(KEY, fingerprint="0" * 64))


def test_a_sealed_file_comes_back_byte_for_byte_and_the_document_stays_what_it_was(kept: Vault) -> None:
    seal(kept)
    assert kept.load_sealed(NUMBER) == SEALED
    assert kept.load_document(NUMBER)[1] == PDF
    entry = kept.find_seal(NUMBER)
    assert entry is not None
    assert (entry.sha256, entry.certificate_sha256) == (hashlib.sha256(SEALED).hexdigest(), KEY.fingerprint)
    assert AuditAct.SEAL_ADDED in acts_of(kept)
    assert kept.find_seal(SUMMARY) is None
    assert code_of(lambda: kept.load_sealed(SUMMARY)) == "document-not-sealed"
    assert code_of(lambda: kept.load_sealed("CNS-2026-09999")) == "document-unknown"


def test_a_document_is_sealed_once(kept: Vault) -> None:
    seal(kept)
    assert code_of(lambda: seal(kept, sealed=SEALED + b" again")) == "document-sealed"
    assert kept.load_sealed(NUMBER) == SEALED


@pytest.mark.parametrize("sealed", [b"%PDF another", PDF, b""])
def test_a_file_that_does_not_begin_with_the_document_is_no_seal_of_it(kept: Vault, sealed: bytes) -> None:
    with pytest.raises(ValueError, match="does not begin"):
        seal(kept, sealed=sealed)


def test_a_seal_names_a_certificate_of_the_clinic(kept: Vault) -> None:
    assert code_of(lambda: kept.save_seal(NUMBER, SEALED, NEXT.fingerprint, START)) == "seal-key-missing"


@pytest.mark.parametrize(
    "statement",
    [
        "update document_seals set added = 'x'",
        "delete from document_seals",
        "replace into document_seals select number, 'x', certificate_sha256, sealed_at, recorded_at, added"
        " from document_seals",
        "delete from seal_keys",
        "update seal_keys set private_key = 'x'",
        "update seal_keys set certificate = 'x', retired_at = 'now', private_key = null",
        "insert into seal_keys values ('f', 'c', '[]', 'p', 'now', null)",
    ],
)
def test_the_database_itself_refuses_to_change_seals_and_certificates(kept: Vault, statement: str) -> None:
    seal(kept)
    with pytest.raises(dbapi2.IntegrityError):
        kept._database.execute(statement)


def test_a_sealed_file_that_was_damaged_on_the_disk_is_not_handed_out(kept: Vault) -> None:
    seal(kept)
    kept._database.execute("drop trigger document_seals_refuse_update")
    kept._database.execute("update document_seals set added = x'00'")
    assert code_of(lambda: kept.load_sealed(NUMBER)) == "document-damaged"


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Callable[[str], Vault]]:
    """A vault with a document of each kind and a certificate, entered as a physician, a nurse or the office."""
    opened: list[Vault] = []
    with make_vault(tmp_path) as vault:
        vault.save_patient(make_patient())
        vault.start_consultation("patient-A-0012", make_consultation())
        for number, kind in ((NUMBER, DocumentKind.CONSENT), (SUMMARY, DocumentKind.SUMMARY)):
            vault.save_document(msgspec.structs.replace(make_document(number, PDF), kind=kind), PDF)
        vault.save_seal_key(KEY)
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "doctor")
        for role, short in ((Role.STAFF, "nurse"), (Role.ADMINISTRATOR, "office"), (Role.PHYSICIAN, "other")):
            vault.add_account(Account("", short, (role,), short), f"{PASSPHRASE} of {short}")

    def enter(short: str) -> Vault:
        for one in opened:
            one.close()
        opened[:] = [open_vault(tmp_path, f"{PASSPHRASE} of {short}", clock=SteppingClock(START), sign_in_name=short)]
        return opened[0]

    yield enter
    for one in opened:
        one.close()


def test_staff_seal_papers_but_no_consent_and_touch_no_certificate(staffed: Callable[[str], Vault]) -> None:
    vault = staffed("nurse")
    assert code_of(vault.load_seal_key) == "physician-only"
    assert code_of(lambda: seal(vault)) == "physician-only"
    assert code_of(lambda: vault.save_seal_key(NEXT)) == "administrator-only"
    assert code_of(lambda: vault.save_time_stamp_service(TimeStampService("https://tsa.example"))) == (
        "administrator-only"
    )
    assert vault.load_seal_key(DocumentKind.SUMMARY) == KEY
    seal(vault, SUMMARY)
    assert vault.load_sealed(SUMMARY) == SEALED


def test_the_office_gives_certificates_and_neither_seals_nor_reads(staffed: Callable[[str], Vault]) -> None:
    vault = staffed("office")
    for act in (vault.load_seal_key, lambda: vault.load_seal_key(DocumentKind.SUMMARY), lambda: seal(vault, SUMMARY)):
        assert code_of(act) in ("physician-only", "patients-only")
    assert code_of(lambda: vault.load_sealed(NUMBER)) == "patients-only"
    known = vault.load_known_seals(NUMBER)
    assert [one.certificate for one in known.certificates] == [KEY.certificate]
    assert (known.sealed, known.standings) == ({}, {})
    vault.save_seal_key(NEXT)


def test_a_physician_seals_and_gives_no_certificate(staffed: Callable[[str], Vault]) -> None:
    vault = staffed("other")
    assert vault.load_seal_key() == KEY
    seal(vault)
    assert code_of(lambda: vault.save_seal_key(NEXT)) == "administrator-only"
    assert vault.load_known_seals(NUMBER).sealed == {NUMBER: SEALED}


def withdraw(vault: Vault, *scopes: tuple[str, ...]) -> None:
    visit = vault.load_consultation("visit-1")
    taken = tuple(
        Withdrawal(
            NUMBER, START + timedelta(days=1 + at), SignerRole.PATIENT, "髙橋 花子", scope, slip_number=f"WDS-{at}"
        )
        for at, scope in enumerate(scopes)
    )
    vault.save_consultation(msgspec.structs.replace(visit, consent=Consent(withdrawals=taken)), "patient-A-0012")


def test_what_was_withdrawn_wholly_or_in_part_is_known(kept: Vault) -> None:
    seal(kept)
    assert kept.load_known_seals(NUMBER).standings == {}
    withdraw(kept, ("photographs",))
    first = START + timedelta(days=1)
    assert kept.load_known_seals(NUMBER).standings == {
        NUMBER: Standing(StandingKind.WITHDRAWN, first, "WDS-0", is_partial=True)
    }
    withdraw(kept, ("photographs",), ())
    assert kept.load_known_seals(NUMBER).standings == {
        NUMBER: Standing(StandingKind.WITHDRAWN, first + timedelta(days=1), "WDS-1")
    }


def test_a_newer_sealed_document_of_the_same_kind_and_visit_supersedes_an_older_one(kept: Vault) -> None:
    seal(kept)
    newer = msgspec.structs.replace(make_document("CNS-2026-00002", PDF), created_at=START + timedelta(hours=9))
    kept.save_document(newer, PDF)
    assert kept.load_known_seals(NUMBER).standings == {}
    seal(kept, "CNS-2026-00002")
    assert kept.load_known_seals(NUMBER).standings == {
        NUMBER: Standing(StandingKind.SUPERSEDED, START, "CNS-2026-00002")
    }


def test_the_time_stamp_service_is_kept_with_its_certificates(vault: Vault) -> None:
    assert vault.load_time_stamp_service() == TimeStampService()
    service = TimeStampService("https://tsa.example/rfc3161", (b"certificate",))
    vault.save_time_stamp_service(service)
    assert vault.load_time_stamp_service() == service
    assert vault.load_known_seals().time_stamp_certificates == (b"certificate",)
    assert acts_of(vault)[0] is AuditAct.SETTINGS_CHANGED


def test_certificates_and_sealed_files_come_through_a_new_key_of_the_vault(kept: Vault, tmp_path: Path) -> None:
    seal(kept)
    kept.rekey()
    assert kept.load_seal_key() == KEY
    assert kept.load_sealed(NUMBER) == SEALED


def test_a_full_disk_keeps_the_certificate_in_use(kept: Vault) -> None:
    faults.fill_disk(kept._database)
    large = msgspec.structs.replace(NEXT, private_key=b"x" * 100_000)
    assert code_of(lambda: kept.save_seal_key(large)) == "vault-disk-full"
    faults.free_disk(kept._database)
    assert kept.load_seal_key() == KEY


def test_the_private_key_is_nowhere_in_clear(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.save_seal_key(SealKey(hashlib.sha256(b"c").hexdigest(), b"c", b"a private key to look for"))
        vault._database.execute("pragma wal_checkpoint(truncate)")
        found = [path for path in tmp_path.rglob("*") if path.is_file() and b"private key to look" in path.read_bytes()]
    assert found == []
