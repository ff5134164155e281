"""Documents, their signatures and texts are added and read, never changed or removed."""

import hashlib
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2
from store.builders import START, make_consultation, make_document, make_patient, make_vault, reopen

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.vault import Vault

PDF = b"%PDF-1.7\n\0\xff signed\n%%EOF"
NUMBER = "CNS-2026-00001"


@pytest.fixture
def with_document(vault: Vault) -> Vault:
    vault.save_patient(make_patient())
    vault.start_consultation("patient-A-0012", make_consultation())
    assert vault.next_document_number("consent", 2026) == NUMBER
    vault.save_document(make_document(NUMBER, PDF), PDF)
    vault.mark_document_signed(NUMBER, b'{"patient":"A"}', START)
    vault.save_text(b"clause 1")
    return vault


def code_of(action: object, *arguments: object) -> str:
    assert callable(action)
    with pytest.raises(InputProblem) as caught:
        action(*arguments)
    return caught.value.code


def test_numbers_rise_by_kind_and_year_and_are_never_given_twice(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        assert vault.next_document_number("consent", 2026) == "CNS-2026-00001"
        assert vault.next_document_number("summary", 2026) == "SUM-2026-00001"
        assert vault.next_document_number("consent", 2027) == "CNS-2027-00001"
    with reopen(tmp_path) as vault:
        numbers = [vault.next_document_number("consent", 2026) for _ in range(5)]
    assert numbers == [f"CNS-2026-0000{number}" for number in range(2, 7)]


def test_a_number_of_six_digits_is_not_cut(vault: Vault) -> None:
    vault.next_document_number("consent", 2026)
    with vault._writing(Right.SIGN_IN) as db:
        db.execute("update document_numbers set last_number = 99999")
    assert vault.next_document_number("consent", 2026) == "CNS-2026-100000"


def test_an_unknown_kind_of_document_is_a_bug(vault: Vault) -> None:
    with pytest.raises(ValueError, match="receipt"):
        vault.next_document_number("receipt", 2026)


def test_a_document_comes_back_byte_for_byte(with_document: Vault) -> None:
    kept, pdf = with_document.load_document(NUMBER)
    assert (msgspec.structs.replace(kept, audit_head=None), pdf) == (make_document(NUMBER, PDF), PDF)


def test_the_head_that_stands_in_a_document_is_the_one_that_is_kept_with_it(with_document: Vault) -> None:
    head = with_document.read_audit_head()
    with_document.save_text(b"something else was done meanwhile")
    record = msgspec.structs.replace(make_document("CNS-2026-00002", PDF), audit_head=head)
    with_document.save_document(record, PDF)
    assert with_document.load_document("CNS-2026-00002")[0].audit_head == head
    assert with_document.verify_history().fault is None


def test_a_document_is_kept_once(with_document: Vault) -> None:
    other = b"%PDF other"
    assert code_of(with_document.save_document, make_document(NUMBER, other), other) == "document-exists"
    assert with_document.load_document(NUMBER)[1] == PDF


def test_a_document_belongs_to_a_consultation_of_its_patient(with_document: Vault) -> None:
    stray = make_document("CNS-2026-00002", PDF, consultation_id="nothing")
    assert code_of(with_document.save_document, stray, PDF) == "consultation-unknown"
    wrong = make_document("CNS-2026-00002", PDF, patient_id="another")
    assert code_of(with_document.save_document, wrong, PDF) == "consultation-of-another"


def test_a_check_sum_of_another_pdf_is_a_bug(with_document: Vault) -> None:
    with pytest.raises(ValueError, match="sha256"):
        with_document.save_document(make_document("CNS-2026-00002", PDF), b"%PDF other")


def test_a_signing_is_added_and_an_earlier_one_stays(with_document: Vault) -> None:
    later = START + timedelta(days=1)
    with_document.mark_document_signed(NUMBER, b'{"patient":"B"}', later)
    (entry,) = with_document.list_documents("patient-A-0012")
    assert [(signature.signature, signature.signed_at) for signature in entry.signatures] == [
        (b'{"patient":"A"}', START),
        (b'{"patient":"B"}', later),
    ]


def test_an_unknown_document_is_said_to_be_unknown(vault: Vault) -> None:
    assert code_of(vault.load_document, "CNS-2026-00009") == "document-unknown"
    assert code_of(vault.mark_document_signed, "CNS-2026-00009", b"{}", START) == "document-unknown"
    assert code_of(vault.load_text, "0" * 64) == "text-unknown"
    assert vault.list_documents("nobody") == ()


def test_a_text_is_kept_once_under_its_check_sum(vault: Vault) -> None:
    data = "条項 1\0\n".encode()
    sha256 = vault.save_text(data)
    assert sha256 == vault.save_text(data) == hashlib.sha256(data).hexdigest()
    assert vault.load_text(sha256) == data
    assert vault.load_text(vault.save_text(b"")) == b""


FORBIDDEN = [
    f"{verb} {table}{rest}"
    for table, column in (("documents", "pdf"), ("document_signatures", "signature"), ("texts", "data"))
    for verb, rest in (
        ("delete from", ""),
        ("update", f" set {column} = x'00'"),
        ("update", f" set {column} = {column}"),
    )
] + [
    "update documents set number = 'CNS-2026-00002'",
    "update documents set created_at = '2020'",
    "insert or replace into texts select sha256, x'00' from texts",
    "replace into documents select number, kind, patient_id, consultation_id, language, created_at, sha256,"
    " text_versions, record, x'00', 0, '' from documents",
    "insert into texts select sha256, x'00' from texts where true on conflict do update set data = x'00'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_vault_itself_refuses_to_change_or_remove_what_was_produced(with_document: Vault, statement: str) -> None:
    with pytest.raises(dbapi2.IntegrityError, match="append-only"), with_document._writing(Right.SIGN_IN) as db:
        db.execute(statement)
    assert with_document.load_document(NUMBER)[1] == PDF
    assert len(with_document.list_documents("patient-A-0012")[0].signatures) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update document_numbers set last_number = 0",
        "update document_numbers set last_number = 1",
        "delete from document_numbers",
    ],
)
def test_the_vault_itself_refuses_to_give_a_number_again(with_document: Vault, statement: str) -> None:
    with pytest.raises(dbapi2.IntegrityError, match="never used again"), with_document._writing(Right.SIGN_IN) as db:
        db.execute(statement)
    assert with_document.next_document_number("consent", 2026) == "CNS-2026-00002"


def test_a_patient_or_consultation_with_documents_cannot_be_removed(with_document: Vault) -> None:
    for table in ("patients", "consultations"):
        refused = pytest.raises(dbapi2.IntegrityError, match=r"append-only|an open one never")
        with refused, with_document._writing(Right.SIGN_IN) as db:
            db.execute(f"delete from {table}")


def test_a_document_that_no_longer_matches_its_check_sum_is_said_to_be_damaged(with_document: Vault) -> None:
    with with_document._writing(Right.SIGN_IN) as db:
        db.execute("drop trigger documents_refuse_update")
        db.execute("update documents set pdf = x'00'")
    with pytest.raises(EnvironmentProblem) as caught:
        with_document.load_document(NUMBER)
    assert caught.value.code == "document-damaged"


def test_a_text_that_no_longer_matches_its_check_sum_is_damage(with_document: Vault) -> None:
    with with_document._writing(Right.SIGN_IN) as db:
        db.execute("drop trigger texts_refuse_update")
        db.execute("update texts set data = x'00'")
    with pytest.raises(EnvironmentProblem) as caught:
        with_document.load_text(hashlib.sha256(b"clause 1").hexdigest())
    assert caught.value.code == "vault-damaged"
