"""Only the physician decides: what an account of staff or of an administrator tries at the vault itself."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from shipped import get_clinical_content
from store.builders import PASSPHRASE, START, SteppingClock, make_patient, make_vault

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.checklists import read_checklist
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.plan_model import Plan, Product
from stemsup_desktop.consultation.record import Consent, Consultation, Examination, GivenConsent, Summary
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import ItemAnswers, StringAnswer
from stemsup_desktop.questionnaire.extensions import PHYSICIAN_ONLY
from stemsup_desktop.store.entries import AttachmentSource, ChecklistName
from stemsup_desktop.store.vault import Vault, open_vault

DOCTOR, NURSE, OFFICE = "Dr Example", "Nurse Example", "Office Example"
ALONE = [{"url": PHYSICIAN_ONLY, "valueBoolean": True}]


def write_checklist(version: str, *, is_lax: bool = False) -> bytes:
    items: list[dict[str, Any]] = [
        {"linkId": "history", "type": "string", "text": "History"},
        {"linkId": "decision", "type": "string", "text": "Decision", **({} if is_lax else {"extension": ALONE})},
    ]
    resource = {"resourceType": "Questionnaire", "url": "https://example.org/q", "version": version, "item": items}
    return json.dumps(resource).encode()


STRICT, LAX = write_checklist("1"), write_checklist("lax", is_lax=True)


def name_of(data: bytes) -> ChecklistName:
    questionnaire = read_checklist(data, "checklist.json").questionnaire
    return ChecklistName(questionnaire.canonical, questionnaire.version, Text("Checklist", "チェックリスト"))


def say(link_id: str, words: str, by: str) -> ItemAnswers:
    return ItemAnswers(link_id, (StringAnswer(words),), START, by)


BEGUN = Consultation("visit-1", START, examination=Examination(name_of(STRICT).canonical))
DECIDED = msgspec.structs.replace(
    BEGUN,
    examination=msgspec.structs.replace(
        BEGUN.examination, responses=(say("history", "none", DOCTOR), say("decision", "suitable", DOCTOR))
    ),
    plan=Plan(product=Product(name="Example"), sessions=3),
)

SignIn = Callable[[str], Vault]


@pytest.fixture
def sign_in(tmp_path: Path) -> Iterator[SignIn]:
    """A vault with three people, a patient and a visit on which the physician has decided; one person at a time."""
    opened: list[Vault] = []
    with make_vault(tmp_path) as vault:
        own = vault.get_own_account()
        vault.change_account(msgspec.structs.replace(own, name=DOCTOR, roles=(Role.PHYSICIAN, Role.ADMINISTRATOR)))
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "doctor")
        for name, role, short in ((NURSE, Role.STAFF, "nurse"), (OFFICE, Role.ADMINISTRATOR, "office")):
            vault.add_account(Account("", name, (role,), short), f"{PASSPHRASE} of {short}")
    with open_vault(tmp_path, PASSPHRASE, clock=SteppingClock(), sign_in_name="doctor") as vault:
        vault.add_checklist(name_of(STRICT), STRICT)
        patient = vault.save_patient(make_patient())
        vault.start_consultation(patient.patient_id, DECIDED)

    def enter(short: str) -> Vault:
        for one in opened:
            one.close()
        opened.clear()
        passphrase = PASSPHRASE if short == "doctor" else f"{PASSPHRASE} of {short}"
        clock = SteppingClock(START + timedelta(days=1))
        opened.append(open_vault(tmp_path, passphrase, clock=clock, sign_in_name=short))
        return opened[0]

    yield enter
    for one in opened:
        one.close()


def examine(visit: Consultation, *responses: ItemAnswers, **fields: object) -> Consultation:
    there = msgspec.structs.replace(visit.examination, responses=responses, **fields)
    return msgspec.structs.replace(visit, examination=there)


def refuse(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value.code


HISTORY, DECISION = DECIDED.examination.responses
ATTEMPTS: dict[str, Consultation] = {
    "another decision": examine(DECIDED, HISTORY, say("decision", "unsuitable", NURSE)),
    "no decision": examine(DECIDED, HISTORY),
    "the decision in another's name": examine(DECIDED, HISTORY, say("decision", "suitable", NURSE)),
    "another checklist": examine(DECIDED, HISTORY, DECISION, questionnaire=name_of(LAX).canonical),
    "another plan": msgspec.structs.replace(DECIDED, plan=Plan()),
    "the end": msgspec.structs.replace(DECIDED, summary=Summary(closed_at=START)),
    "an earlier beginning": msgspec.structs.replace(DECIDED, started_at=START - timedelta(days=30)),
}


@pytest.mark.parametrize("after", ATTEMPTS.values(), ids=ATTEMPTS)
def test_staff_change_no_decision(sign_in: SignIn, after: Consultation) -> None:
    vault = sign_in("nurse")

    assert refuse(lambda: vault.save_consultation(after, "patient-A-0012")) == "physician-only"
    assert vault.load_consultation("visit-1") == DECIDED


def test_staff_rewrite_no_moment_of_the_physician_in_another_zone(sign_in: SignIn) -> None:
    """Equal moments are equal records to Python, and other bytes to the vault."""
    vault = sign_in("nurse")
    tokyo = msgspec.structs.replace(DECISION, answered_at=START.astimezone(timezone(timedelta(hours=9))))
    after = examine(DECIDED, HISTORY, tokyo)
    assert after == DECIDED

    assert refuse(lambda: vault.save_consultation(after, "patient-A-0012")) == "physician-only"


def test_staff_bring_no_decided_visit_in(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    copy = msgspec.structs.replace(DECIDED, consultation_id="visit-2")

    assert refuse(lambda: vault.start_consultation("patient-A-0012", copy)) == "physician-only"
    assert refuse(lambda: vault.save_consultation(copy, "patient-A-0012")) == "physician-only"


@pytest.mark.parametrize("is_shipped", [False, True])
def test_staff_bring_no_checklist_in_by_which_anyone_decides(sign_in: SignIn, is_shipped: bool) -> None:
    vault = sign_in("nurse")

    assert refuse(lambda: vault.add_checklist(name_of(LAX), LAX, is_shipped=is_shipped)) == "administrator-only"
    assert vault.find_checklist(name_of(LAX).canonical) is None


def test_staff_bring_no_checklist_in_under_the_name_of_another(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    false_name = msgspec.structs.replace(name_of(LAX), canonical="https://example.org/shipped|1")

    assert refuse(lambda: vault.add_checklist(false_name, LAX, is_shipped=True)) == "administrator-only"


def test_staff_choose_no_checklist_for_new_visits(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    assert refuse(lambda: vault.save_settings({"checklist": name_of(LAX).canonical})) == "administrator-only"


def test_staff_write_nothing_in_the_name_of_another(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    forged = examine(DECIDED, say("history", "many", DOCTOR), DECISION)
    dated = examine(DECIDED, msgspec.structs.replace(HISTORY, answered_at=START + timedelta(hours=1)), DECISION)
    own = examine(DECIDED, say("history", "many", NURSE), DECISION)

    assert refuse(lambda: vault.save_consultation(forged, "patient-A-0012")) == "author-not-own"
    assert refuse(lambda: vault.save_consultation(dated, "patient-A-0012")) == "author-not-own"
    vault.save_consultation(own, "patient-A-0012")
    vault.save_consultation(DECIDED, "patient-A-0012")  # undo, in the same sitting, of what was loaded from the vault


def test_staff_add_no_file_in_the_name_of_another(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    source = AttachmentSource("scan.pdf", "application/pdf", "patient-A-0012", "visit-1", DOCTOR)

    assert refuse(lambda: vault.add_attachment(b"%PDF", source)) == "author-not-own"
    assert vault.list_whole_history(vault.author.account_id)[0].act is AuditAct.REFUSED
    vault.add_attachment(b"%PDF", msgspec.structs.replace(source, added_by=NURSE))


def test_staff_begin_no_visit_on_a_day_that_has_not_come(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    ahead = Consultation("visit-2", START + timedelta(days=2))

    assert refuse(lambda: vault.start_consultation("patient-A-0012", ahead)) == "physician-only"
    vault.start_consultation("patient-A-0012", msgspec.structs.replace(ahead, started_at=START + timedelta(days=1)))


def test_staff_keep_the_shipped_checklist_under_no_other_name(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    shipped = get_clinical_content()
    questionnaire = shipped.questionnaire
    name = ChecklistName(questionnaire.canonical, questionnaire.version, questionnaire.title)
    false_name = msgspec.structs.replace(name, canonical="https://example.org/coming|1")

    assert refuse(lambda: vault.add_checklist(false_name, shipped.source, is_shipped=True)) == "administrator-only"
    vault.add_checklist(name, shipped.source, is_shipped=True)


def test_an_administrator_alone_does_nothing_clinical(sign_in: SignIn) -> None:
    vault = sign_in("office")

    assert refuse(lambda: vault.load_consultation("visit-1")) != ""
    assert refuse(lambda: vault.save_consultation(DECIDED, "patient-A-0012")) != ""
    assert refuse(lambda: vault.get_patient("patient-A-0012")) != ""


WITHDRAWN = Withdrawal("CNS-2026-00001", START, SignerRole.PATIENT, "Patient", reason="no more", recorded_by=NURSE)


def with_withdrawals(*withdrawals: Withdrawal) -> Consultation:
    consent = msgspec.structs.replace(DECIDED.consent, withdrawals=withdrawals)
    return msgspec.structs.replace(DECIDED, consent=consent)


def test_staff_record_that_consent_was_taken_back_and_nobody_makes_it_undone(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    vault.save_consultation(with_withdrawals(WITHDRAWN), "patient-A-0012")
    other = msgspec.structs.replace(WITHDRAWN, reason="a misunderstanding")
    tokyo = msgspec.structs.replace(WITHDRAWN, withdrawn_at=START.astimezone(timezone(timedelta(hours=9))))

    for who in ("nurse", "doctor"):
        vault = sign_in(who)
        for after in (with_withdrawals(other), with_withdrawals(other, WITHDRAWN), with_withdrawals(tokyo)):
            kept = refuse(lambda vault=vault, after=after: vault.save_consultation(after, "patient-A-0012"))
            assert kept == "withdrawal-kept"
        vault.save_consultation(DECIDED, "patient-A-0012")  # as somebody who has not seen it yet
        assert vault.load_consultation("visit-1") == with_withdrawals(WITHDRAWN)
    vault.save_consultation(with_withdrawals(WITHDRAWN, other), "patient-A-0012")


def test_staff_sign_no_document(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    assert refuse(lambda: vault.mark_document_signed("CNS-2026-00001", b"{}", START)) == "physician-only"


def test_staff_enter_what_is_theirs(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    treatment = msgspec.structs.replace(DECIDED.treatment, lot_number="L-1", drawn_up_ml=Decimal(5))
    after = msgspec.structs.replace(DECIDED, treatment=treatment)

    vault.save_consultation(after, "patient-A-0012")
    assert vault.load_consultation("visit-1") == after


def test_an_administrator_without_patients_keeps_the_shipped_checklist_and_adds_another(sign_in: SignIn) -> None:
    shipped = get_clinical_content()
    questionnaire = shipped.questionnaire
    name = ChecklistName(questionnaire.canonical, questionnaire.version, questionnaire.title)
    vault = sign_in("office")
    vault.add_checklist(name, shipped.source, is_shipped=True)
    vault.add_checklist(name_of(LAX), LAX, added_by=OFFICE)
    kept = {entry.name.canonical for entry in vault.list_checklists()}
    assert {name.canonical, name_of(LAX).canonical} <= kept


def test_staff_record_that_consent_was_taken_back_in_their_own_name_and_no_administrator_does(sign_in: SignIn) -> None:
    vault = sign_in("doctor")
    signature = GivenConsent("CNS-2026-00001", START.date(), "Patient", DOCTOR, True, "0" * 64)
    signed = msgspec.structs.replace(DECIDED, consent=Consent(signature=signature))
    vault.save_consultation(signed, "patient-A-0012")
    withdrawal = Withdrawal("CNS-2026-00001", START, SignerRole.PATIENT, "Patient", recorded_by=DOCTOR)

    office = sign_in("office")
    assert refuse(lambda: office.record_withdrawal("visit-1", withdrawal)) == "patients-only"

    nurse = sign_in("nurse")
    forged = msgspec.structs.replace(signed, consent=Consent(signature=signature, withdrawals=(withdrawal,)))
    assert refuse(lambda: nurse.save_consultation(forged, "patient-A-0012")) == "author-not-own"
    assert nurse.record_withdrawal("visit-1", withdrawal).recorded_by == NURSE
