"""Consent is taken back by one act that only adds: of open visits and closed ones, and no save can lose it."""

from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2
from store.builders import START, make_consultation, make_document, make_patient, make_vault, reopen
from store.faults import fill_disk, free_disk

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Choices, Consent, Consultation, GivenConsent
from stemsup_desktop.consultation.signing_model import AgreedClause, EarlierConsent, SignerRole, Withdrawal
from stemsup_desktop.consultation.withdrawal import derive_choices, derive_taken_back
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.vault import Vault

PATIENT_ID = "patient-A-0012"
NUMBER = "CNS-2026-00001"
PDF = b"%PDF-1.7 consent"
AGREED = (AgreedClause("drip-risk", "1.0", "a" * 64), AgreedClause("cost", "1.0", "b" * 64))
SIGNATURE = GivenConsent(NUMBER, START.date(), "髙橋 花子", "青木 誠", True, "0" * 64, agreed_clauses=AGREED)


def sign(visit: Consultation, signature: GivenConsent = SIGNATURE) -> Consultation:
    consent = Consent(choices=Choices(photographs=True, teaching=True), signature=signature)
    return msgspec.structs.replace(visit, consent=consent)


def take_back(*scope: str, **changes: object) -> Withdrawal:
    given = Withdrawal(NUMBER, START + timedelta(seconds=2), SignerRole.PATIENT, "髙橋 花子", scope, "changed my mind")
    return msgspec.structs.replace(given, **changes)


def close(visit: Consultation) -> Consultation:
    summary = msgspec.structs.replace(visit.summary, closed_at=START + timedelta(hours=1))
    return msgspec.structs.replace(visit, summary=summary)


def refuse(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value.code


def read_row(vault: Vault, visit_id: str = "visit-1") -> bytes:
    with vault._reading(Right.SIGN_IN) as db:
        return bytes(db.execute("select record from consultations where id = ?", [visit_id]).fetchone()[0])


@pytest.fixture
def signed(vault: Vault) -> Vault:
    vault.save_patient(make_patient())
    vault.start_consultation(PATIENT_ID, sign(make_consultation()))
    return vault


def test_a_withdrawal_counts_at_once_and_takes_the_number_of_its_slip(signed: Vault) -> None:
    kept = signed.record_withdrawal("visit-1", take_back())
    assert kept == take_back(recorded_by="青木 誠", slip_number="WDS-2026-00001")
    consent = signed.load_consultation("visit-1").consent
    assert consent.withdrawals == signed.list_withdrawals("visit-1") == (kept,)
    assert derive_taken_back(consent).closing == kept
    assert derive_choices(consent) == Choices()
    assert [one.is_withdrawn for one in signed.list_consultations(PATIENT_ID)] == [True]
    assert signed.open_consultations()[0].entry.is_withdrawn


def test_a_choice_that_is_taken_back_is_a_no_and_closes_nothing(signed: Vault) -> None:
    signed.record_withdrawal("visit-1", take_back("teaching"))
    consent = signed.load_consultation("visit-1").consent
    assert derive_choices(consent) == Choices(photographs=True)
    assert derive_taken_back(consent).closing is None
    assert [one.is_withdrawn for one in signed.list_consultations(PATIENT_ID)] == [False]


def test_a_clause_that_is_taken_back_closes_the_treatment(signed: Vault) -> None:
    kept = signed.record_withdrawal("visit-1", take_back("teaching", "drip-risk", by_role=SignerRole.GUARDIAN))
    assert derive_taken_back(signed.load_consultation("visit-1").consent).closing == kept


def test_a_closed_visit_takes_a_withdrawal_and_its_row_stays_byte_for_byte(signed: Vault) -> None:
    closed = close(sign(make_consultation()))
    signed.save_consultation(closed, PATIENT_ID)
    row, version = read_row(signed), signed.list_consultations(PATIENT_ID)[0].version
    kept = signed.record_withdrawal("visit-1", take_back())
    assert (read_row(signed), signed.list_consultations(PATIENT_ID)[0].version) == (row, version)
    assert signed.load_consultation("visit-1").consent.withdrawals == (kept,)
    # What was loaded can be saved again as it is; anything else of a closed visit still cannot.
    signed.save_consultation(signed.load_consultation("visit-1"), PATIENT_ID)
    assert refuse(lambda: signed.save_consultation(sign(make_consultation(goal="x")), PATIENT_ID)) == (
        "consultation-closed"
    )


def test_a_save_that_has_not_seen_the_withdrawal_loses_nothing(signed: Vault) -> None:
    """The visit was open in a window, with changes on their way, when it was recorded."""
    stale = signed.load_consultation("visit-1")
    version = signed.list_consultations(PATIENT_ID)[0].version
    kept = signed.record_withdrawal("visit-1", take_back())
    changed = msgspec.structs.replace(stale, reason=msgspec.structs.replace(stale.reason, goal="typed meanwhile"))
    signed.save_consultation(changed, PATIENT_ID, expected_version=version)
    visit = signed.load_consultation("visit-1")
    assert (visit.reason.goal, visit.consent.withdrawals) == ("typed meanwhile", (kept,))
    rows = [row for row in signed.list_patient_history(PATIENT_ID) if row.act is AuditAct.CONSULTATION_CHANGED]
    assert not any("withdrawals" in str(change.path) for row in rows for change in row.details or ())


@pytest.mark.parametrize(
    "attack",
    [
        lambda kept: (msgspec.structs.replace(kept, scope=("teaching",)),),
        lambda kept: (msgspec.structs.replace(kept, reason="no longer"),),
        lambda kept: (msgspec.structs.replace(kept, document_number="CNS-2026-00009"), kept),
    ],
)
def test_no_save_changes_a_withdrawal(signed: Vault, attack: Callable[[Withdrawal], tuple[Withdrawal, ...]]) -> None:
    kept = signed.record_withdrawal("visit-1", take_back())
    visit = signed.load_consultation("visit-1")
    consent = msgspec.structs.replace(visit.consent, withdrawals=attack(kept))
    other = msgspec.structs.replace(visit, consent=consent)
    assert refuse(lambda: signed.save_consultation(other, PATIENT_ID)) == "withdrawal-kept"
    assert signed.list_withdrawals("visit-1") == (kept,)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from withdrawals",
        "update withdrawals set record = x'00'",
        "update withdrawals set is_whole = 0",
        "insert or replace into withdrawals"
        " select consultation_id, position, '', '', 0, '', '', '', x'00' from withdrawals",
    ],
)
def test_the_vault_itself_refuses_to_change_or_remove_a_withdrawal(signed: Vault, statement: str) -> None:
    kept = signed.record_withdrawal("visit-1", take_back())
    with pytest.raises(dbapi2.IntegrityError, match="append-only"), signed._writing(Right.SIGN_IN) as db:
        db.execute(statement)
    assert signed.list_withdrawals("visit-1") == (kept,)


def test_a_new_consent_is_given_by_a_new_signature_only(signed: Vault) -> None:
    signed.record_withdrawal("visit-1", take_back())
    visit = signed.load_consultation("visit-1")
    again = msgspec.structs.replace(visit.consent, signature=msgspec.structs.replace(SIGNATURE, recorded_at=START))
    assert derive_taken_back(again).closing is not None
    later = msgspec.structs.replace(SIGNATURE, document_number="CNS-2026-00002")
    anew = msgspec.structs.replace(visit, consent=msgspec.structs.replace(visit.consent, signature=later))
    signed.save_consultation(anew, PATIENT_ID)
    kept = signed.load_consultation("visit-1").consent
    assert (derive_taken_back(kept).closing, len(kept.withdrawals)) == (None, 1)


def test_a_consent_that_a_later_one_replaced_can_be_taken_back_too(signed: Vault) -> None:
    signed.save_document(make_document(NUMBER, PDF), PDF)
    signed.mark_document_signed(NUMBER, b"{}", START)
    later = msgspec.structs.replace(SIGNATURE, document_number="CNS-2026-00002")
    signed.save_consultation(sign(make_consultation(), later), PATIENT_ID)
    signed.record_withdrawal("visit-1", take_back())
    assert derive_taken_back(signed.load_consultation("visit-1").consent).closing is None


def test_the_consent_of_an_earlier_visit_closes_the_visit_that_rests_on_it(signed: Vault) -> None:
    signed.save_consultation(close(sign(make_consultation())), PATIENT_ID)
    earlier = EarlierConsent("visit-1", NUMBER, START.date(), "1.0", "0" * 64)
    later = START + timedelta(days=7)
    second = msgspec.structs.replace(make_consultation("visit-2"), started_at=later, consent=Consent(earlier=earlier))
    signed.start_consultation(PATIENT_ID, second)
    kept = signed.record_withdrawal("visit-1", take_back())
    assert derive_taken_back(signed.load_consultation("visit-2").consent).closing == kept
    signed.save_consultation(msgspec.structs.replace(second, visit_number=3), PATIENT_ID)
    assert derive_taken_back(signed.load_consultation("visit-2").consent).closing == kept


@pytest.mark.parametrize(
    ("withdrawal", "code"),
    [
        (take_back(document_number="CNS-2026-00009"), "withdrawal-no-consent"),
        (take_back(document_number=""), "withdrawal-no-consent"),
        (take_back(by_name=" 　"), "withdrawal-name"),
        (take_back(reason="x" * 3_000), "withdrawal-long"),
        (take_back(withdrawn_at=START + timedelta(days=1)), "withdrawal-time"),
        (take_back(withdrawn_at=START - timedelta(days=2)), "withdrawal-time"),
        (take_back("something-else"), "withdrawal-scope"),
        (take_back("teaching", "teaching"), "withdrawal-scope"),
        (take_back(slip_number="WDS-2026-00001"), "withdrawal-slip"),
        (take_back(slip_number="CNS-2026-00001"), "withdrawal-slip"),
        (take_back(slip_number="WDS-²-00001"), "withdrawal-slip"),
    ],
)
def test_what_is_no_withdrawal_is_refused_by_name_and_nothing_is_kept(
    signed: Vault, withdrawal: Withdrawal, code: str
) -> None:
    assert refuse(lambda: signed.record_withdrawal("visit-1", withdrawal)) == code
    assert signed.list_withdrawals("visit-1") == ()


def test_a_visit_without_consent_has_nothing_to_take_back(vault: Vault) -> None:
    vault.save_patient(make_patient())
    vault.start_consultation(PATIENT_ID, make_consultation())
    assert refuse(lambda: vault.record_withdrawal("visit-1", take_back())) == "withdrawal-no-consent"
    assert refuse(lambda: vault.record_withdrawal("visit-9", take_back())) == "consultation-unknown"


def test_the_same_withdrawal_again_adds_nothing_and_another_of_the_same_is_refused(signed: Vault) -> None:
    kept = signed.record_withdrawal("visit-1", take_back("teaching"))
    assert signed.record_withdrawal("visit-1", take_back("teaching")) == kept
    assert signed.record_withdrawal("visit-1", kept) == kept
    assert refuse(lambda: signed.record_withdrawal("visit-1", take_back("teaching", reason="x"))) == "withdrawal-twice"
    whole = signed.record_withdrawal("visit-1", take_back())
    assert refuse(lambda: signed.record_withdrawal("visit-1", take_back("photographs"))) == "withdrawal-twice"
    assert signed.list_withdrawals("visit-1") == (kept, whole)
    assert (kept.slip_number, whole.slip_number) == ("WDS-2026-00001", "WDS-2026-00002")


def test_a_slip_that_was_printed_before_keeps_its_number_and_serves_once(signed: Vault) -> None:
    number = signed.next_document_number("withdrawal", 2026)
    kept = signed.record_withdrawal("visit-1", take_back("teaching", slip_number=number))
    assert kept.slip_number == number
    assert refuse(lambda: signed.record_withdrawal("visit-1", take_back(slip_number=number))) == "withdrawal-slip"


def test_the_history_says_who_recorded_what_and_the_chart_part_can_be_erased(signed: Vault) -> None:
    signed.record_withdrawal("visit-1", take_back())
    row = next(one for one in signed.list_patient_history(PATIENT_ID) if one.act is AuditAct.CONSENT_WITHDRAWN)
    assert (row.account_name, row.consultation_id, row.subject) == ("青木 誠", "visit-1", NUMBER)
    assert "changed my mind" in str(row.details)
    assert signed.verify_history().fault is None


def test_a_day_is_counted_on_the_clock_of_the_clinic(signed: Vault) -> None:
    """A moment that another clock writes with the day before is still of the day of the signature."""
    west = take_back().withdrawn_at.astimezone(timezone(-timedelta(hours=12)))
    assert west.date() < SIGNATURE.signed_on
    assert signed.record_withdrawal("visit-1", take_back(withdrawn_at=west)).withdrawn_at == west


def test_a_full_disk_records_nothing_and_says_so(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.save_patient(make_patient())
        vault.start_consultation(PATIENT_ID, sign(make_consultation()))
        fill_disk(vault._database)
        with pytest.raises(EnvironmentProblem) as caught:
            vault.record_withdrawal("visit-1", take_back(reason="x" * 2_000, by_name="y" * 190))
        assert caught.value.code == "vault-disk-full"
        free_disk(vault._database)
    with reopen(tmp_path) as vault:
        assert vault.list_withdrawals("visit-1") == ()
        assert vault.record_withdrawal("visit-1", take_back()).slip_number == "WDS-2026-00001"


def test_whoever_took_the_consent_back_is_on_no_form_version_any_more_and_a_part_leaves_them_on_it(
    signed: Vault,
) -> None:
    dated = msgspec.structs.replace(SIGNATURE, form_version="1.0")
    signed.save_consultation(sign(make_consultation(), dated), PATIENT_ID)
    assert [(one.form_version, one.patients) for one in signed.count_consents()] == [("1.0", 1)]
    signed.record_withdrawal("visit-1", take_back("photographs"))
    assert [(one.form_version, one.patients) for one in signed.count_consents()] == [("1.0", 1)]
    signed.record_withdrawal("visit-1", take_back())
    assert signed.count_consents() == ()
