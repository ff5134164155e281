"""Documents are found across patients, and what became of each is one rule, asked of the tables or of one document."""

import hashlib
import random
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import pytest
from sqlcipher3 import dbapi2
from store.builders import START, make_consultation, make_document, make_patient

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Consent, Declined, GivenConsent
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.document_finder import CONDITIONS
from stemsup_desktop.store.document_states import DocumentFacts, DocumentState, derive_document_state
from stemsup_desktop.store.entries import DocumentKind, DocumentQuery
from stemsup_desktop.store.vault import Vault

AT = START


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises((InputProblem, EnvironmentProblem)) as caught:
        act()
    return caught.value.code


def keep(vault: Vault, number: str, at: datetime = START, patient: str = "A-0012", visit: str = "visit-1") -> None:
    pdf = f"%PDF {number}".encode()
    kinds = {"CNS": "consent", "SUM": "summary", "SAS": "self-administration", "WDS": "withdrawal", "ADD": "addendum"}
    record = make_document(number, pdf, visit, f"patient-{patient}")
    vault.save_document(msgspec.structs.replace(record, kind=DocumentKind(kinds[number[:3]]), created_at=at), pdf)


def add_visit(vault: Vault, patient: str = "A-0012", visit: str = "visit-1", name: str = "髙橋 花子") -> None:
    known = {hit.patient_id for hit in vault.find_patients("", 100)}
    if f"patient-{patient}" not in known:
        vault.save_patient(make_patient(patient, name))
    vault.start_consultation(f"patient-{patient}", make_consultation(visit))


def sign(vault: Vault, number: str) -> None:
    vault.mark_document_signed(number, b"{}", START)


def seal(vault: Vault, number: str) -> None:
    with vault._writing(Right.SIGN_IN) as db:
        db.execute("insert or ignore into seal_keys values ('f', x'00', '[]', x'00', '', null)")
        digest = hashlib.sha256(f"%PDF {number}+".encode()).hexdigest()
        db.execute("insert into document_seals values (?, ?, 'f', ?, '', x'2b')", [number, digest, START.isoformat()])


def take_back(vault: Vault, number: str, *scope: str, visit: str = "visit-1") -> None:
    given = Withdrawal(number, START + timedelta(seconds=1), SignerRole.PATIENT, "P", scope)
    vault.record_withdrawal(visit, given)


def give(vault: Vault, number: str, visit: str = "visit-1", patient: str = "A-0012") -> None:
    before = vault.load_consultation(visit)
    given = GivenConsent(number, START.date(), "P", "D", True, "0")
    consent = msgspec.structs.replace(before.consent, signature=given)
    vault.save_consultation(msgspec.structs.replace(before, consent=consent), f"patient-{patient}")


def states(vault: Vault) -> dict[str, DocumentState]:
    hits = vault.find_documents(DocumentQuery()).hits
    return {hit.entry.number: hit.entry.standing.state for hit in hits if hit.entry.standing is not None}


def numbers(vault: Vault, **query: object) -> list[str]:
    return [hit.entry.number for hit in vault.find_documents(DocumentQuery(**query)).hits]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (DocumentFacts("consent"), "waiting"),
        (DocumentFacts("withdrawal"), "waiting"),
        (DocumentFacts("summary"), "on-file"),
        (DocumentFacts("addendum"), "on-file"),
        (DocumentFacts("summary", is_declined=True), "on-file"),
        (DocumentFacts("consent", is_declined=True), "declined"),
        (DocumentFacts("consent", is_declined=True, signed_at=AT), "signed"),
        (DocumentFacts("consent", signed_at=AT), "signed"),
        (DocumentFacts("consent", signed_at=AT, sealed_at=AT), "sealed"),
        (DocumentFacts("summary", sealed_at=AT), "sealed"),
        (DocumentFacts("consent", sealed_at=AT, partly_withdrawn_at=AT), "partly-withdrawn"),
        (DocumentFacts("consent", sealed_at=AT, partly_withdrawn_at=AT, superseded_by="CNS-2"), "superseded"),
        (DocumentFacts("consent", superseded_by="CNS-2"), "superseded"),
        (DocumentFacts("consent", sealed_at=AT, withdrawn_at=AT, superseded_by="CNS-2"), "withdrawn"),
        (DocumentFacts("consent", sealed_at=AT, withdrawn_at=AT, is_changed=True), "changed"),
    ],
)
def test_the_gravest_of_what_became_of_a_document_is_its_state(facts: DocumentFacts, state: str) -> None:
    assert derive_document_state(facts).state == state


def test_a_consent_goes_its_way_from_paper_to_the_next_consent(vault: Vault) -> None:
    add_visit(vault)
    keep(vault, "CNS-2026-00001")
    assert states(vault) == {"CNS-2026-00001": "waiting"}
    give(vault, "CNS-2026-00001")
    sign(vault, "CNS-2026-00001")
    assert states(vault) == {"CNS-2026-00001": "signed"}
    seal(vault, "CNS-2026-00001")
    assert states(vault) == {"CNS-2026-00001": "sealed"}
    take_back(vault, "CNS-2026-00001", "teaching")
    assert states(vault) == {"CNS-2026-00001": "partly-withdrawn"}
    keep(vault, "CNS-2026-00002", START + timedelta(days=1))
    assert states(vault)["CNS-2026-00001"] == "partly-withdrawn", "a form that waits for ink replaces nothing"
    sign(vault, "CNS-2026-00002")
    assert states(vault) == {"CNS-2026-00002": "signed", "CNS-2026-00001": "superseded"}
    take_back(vault, "CNS-2026-00001")
    standing = vault.list_documents("patient-A-0012")[1].standing
    assert standing is not None
    assert (standing.state, standing.by_number) == (DocumentState.WITHDRAWN, "WDS-2026-00002")


def test_a_later_consent_replaces_the_one_of_an_earlier_visit_and_of_no_other_patient(vault: Vault) -> None:
    add_visit(vault)
    add_visit(vault, visit="visit-2")
    add_visit(vault, "B-1", "visit-3", "別の 人")
    keep(vault, "CNS-2026-00001")
    keep(vault, "CNS-2026-00002", visit="visit-2")
    keep(vault, "CNS-2026-00003", patient="B-1", visit="visit-3")
    for number in ("CNS-2026-00001", "CNS-2026-00002", "CNS-2026-00003"):
        sign(vault, number)
    assert states(vault) == {
        "CNS-2026-00003": "signed",
        "CNS-2026-00002": "signed",
        "CNS-2026-00001": "superseded",
    }


def test_the_form_of_somebody_who_declined_waits_for_nothing(vault: Vault) -> None:
    add_visit(vault)
    keep(vault, "CNS-2026-00001")
    keep(vault, "SUM-2026-00001")
    visit = msgspec.structs.replace(make_consultation(), consent=Consent(declined=Declined(START.date(), "no")))
    vault.save_consultation(visit, "patient-A-0012")
    assert states(vault) == {"SUM-2026-00001": "on-file", "CNS-2026-00001": "declined"}
    assert numbers(vault, states=(DocumentState.WAITING,)) == []
    assert numbers(vault, states=(DocumentState.DECLINED,)) == ["CNS-2026-00001"]


def test_what_the_tables_say_of_a_state_is_what_the_rule_says(vault: Vault) -> None:
    """The condition of each state finds exactly the documents of that state, whatever was done to them."""
    chance = random.Random(5)
    for number in range(1, 5):
        add_visit(vault, f"P-{number}", f"visit-{number}")
    count = 0
    for number in range(1, 41):
        patient = chance.randint(1, 4)
        name = f"{chance.choice(('CNS', 'CNS', 'SUM', 'WDS', 'SAS'))}-2026-{number:05}"
        keep(vault, name, START + timedelta(minutes=chance.randint(0, 6)), f"P-{patient}", f"visit-{patient}")
        if chance.random() < 0.4:
            sign(vault, name)
        if chance.random() < 0.3:
            seal(vault, name)
        if name.startswith("CNS") and chance.random() < 0.5:
            give(vault, name, f"visit-{patient}", f"P-{patient}")
            take_back(vault, name, *chance.choice(((), ("teaching",))), visit=f"visit-{patient}")
            count += 1
    derived = states(vault)
    assert count > 4
    for state in CONDITIONS:
        expected = {number for number, one in derived.items() if one is state}
        assert set(numbers(vault, states=(state,))) == expected
    assert numbers(vault, states=(DocumentState.DRAFT, DocumentState.CHANGED)) == []
    assert set(numbers(vault, states=tuple(DocumentState))) == set(derived)


def test_documents_are_found_by_patient_number_kind_and_day(vault: Vault) -> None:
    add_visit(vault)
    add_visit(vault, "B-1", "visit-2", "Abe Sum")
    keep(vault, "CNS-2026-00001")
    keep(vault, "SUM-2026-00001", START + timedelta(days=1))
    keep(vault, "CNS-2026-00012", START + timedelta(days=2), "B-1", "visit-2")
    assert numbers(vault) == ["CNS-2026-00012", "SUM-2026-00001", "CNS-2026-00001"]
    assert numbers(vault, text="花子") == ["SUM-2026-00001", "CNS-2026-00001"]
    assert numbers(vault, text="B-1") == ["CNS-2026-00012"]
    assert numbers(vault, text="abe") == ["CNS-2026-00012"]
    assert numbers(vault, text="ｃｎｓ-2026-0000") == ["CNS-2026-00001"]
    assert numbers(vault, text="CNS-") == ["CNS-2026-00012", "CNS-2026-00001"]
    assert numbers(vault, text="nobody at all") == []
    assert numbers(vault, kinds=(DocumentKind.SUMMARY,)) == ["SUM-2026-00001"]
    assert numbers(vault, patient_id="patient-B-1") == ["CNS-2026-00012"]
    assert numbers(vault, since=START + timedelta(days=1)) == ["CNS-2026-00012", "SUM-2026-00001"]
    assert numbers(vault, until=START + timedelta(days=1)) == ["CNS-2026-00001"]
    assert numbers(vault, text="'; drop table documents; --") == []


def test_a_long_list_comes_in_pages_without_a_gap(vault: Vault) -> None:
    add_visit(vault)
    every = [f"CNS-2026-{number:05}" for number in range(1, 8)]
    for number in every:
        keep(vault, number)
    found: list[str] = []
    query = DocumentQuery(limit=3)
    while True:
        page = vault.find_documents(query)
        found += [hit.entry.number for hit in page.hits]
        if not page.has_more:
            break
        last = page.hits[-1].entry
        query = msgspec.structs.replace(query, after=(last.created_at, last.number))
    assert found == every[::-1]
    assert page.hits[0].patient.name == "髙橋 花子"


def test_a_changed_file_is_found_and_named(vault: Vault) -> None:
    add_visit(vault)
    for number in ("CNS-2026-00001", "CNS-2026-00002", "CNS-2026-00003"):
        keep(vault, number)
    seal(vault, "CNS-2026-00003")
    every = ("CNS-2026-00001", "CNS-2026-00002", "CNS-2026-00003")
    assert vault.find_changed_documents(every) == frozenset()
    with vault._writing(Right.SIGN_IN) as db:
        db.execute("drop trigger documents_refuse_update")
        db.execute("update documents set pdf = x'00' where number = 'CNS-2026-00001'")
        db.execute("drop trigger document_seals_refuse_update")
        db.execute("update document_seals set added = x'00'")
    assert vault.find_changed_documents(every) == {"CNS-2026-00001", "CNS-2026-00003"}
    assert code_of(lambda: vault.load_copy("CNS-2026-00001")) == "document-damaged"
    assert code_of(lambda: vault.load_copy("CNS-2026-00003")) == "document-damaged"
    assert code_of(lambda: vault.find_changed_documents(("CNS-2026-00009",))) == "document-unknown"


def test_the_copy_that_is_handed_out_is_the_sealed_file(vault: Vault) -> None:
    add_visit(vault)
    keep(vault, "CNS-2026-00001")
    plain = vault.load_copy("CNS-2026-00001")
    assert (plain.pdf, plain.is_sealed) == (b"%PDF CNS-2026-00001", False)
    seal(vault, "CNS-2026-00001")
    sealed = vault.load_copy("CNS-2026-00001")
    assert (sealed.pdf, sealed.is_sealed) == (b"%PDF CNS-2026-00001+", True)
    assert sealed.sha256 == hashlib.sha256(sealed.pdf).hexdigest()


def test_a_number_of_another_kind_is_a_bug(vault: Vault) -> None:
    add_visit(vault)
    for number in ("SUM-2026-00001", "CNS-FILE-12345678", "CNS-2026-1", "cns-2026-00001"):
        with pytest.raises(ValueError, match="number"):
            vault.save_document(make_document(number, b"%PDF"), b"%PDF")


def test_an_addendum_follows_a_document_of_its_own_visit(vault: Vault) -> None:
    add_visit(vault)
    add_visit(vault, visit="visit-2")
    keep(vault, "SUM-2026-00001")
    record = msgspec.structs.replace(
        make_document("ADD-2026-00001", b"%PDF add"), kind=DocumentKind.ADDENDUM, of_number="SUM-2026-00001"
    )
    stray = msgspec.structs.replace(record, consultation_id="visit-2")
    assert code_of(lambda: vault.save_document(stray, b"%PDF add")) == "consultation-of-another"
    unknown = msgspec.structs.replace(record, of_number="SUM-2026-00009")
    assert code_of(lambda: vault.save_document(unknown, b"%PDF add")) == "document-unknown"
    vault.save_document(record, b"%PDF add")
    assert [one.number for one in vault.list_followers("SUM-2026-00001")] == ["ADD-2026-00001"]
    assert vault.load_document("ADD-2026-00001")[0].of_number == "SUM-2026-00001"
    assert vault.list_followers("ADD-2026-00001") == ()
    for statement in ("delete from document_links", "update document_links set of_number = 'x'"):
        with pytest.raises(dbapi2.IntegrityError, match="append-only"), vault._writing(Right.SIGN_IN) as db:
            db.execute(statement)


def test_an_export_is_noted_for_each_document(vault: Vault) -> None:
    add_visit(vault)
    keep(vault, "CNS-2026-00001")
    vault.note_documents_exported(("CNS-2026-00001",), "ab" * 32)
    row = next(one for one in vault.list_patient_history("patient-A-0012") if one.act == "exported")
    assert row.subject == "CNS-2026-00001"
    assert "ab" * 32 in str(row.details)
