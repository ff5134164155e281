"""The recall of a lot in the vault: contacts and letters join their patients, and a list that leaves is a row."""

import hashlib
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from shipped import get_content, get_fonts
from store import faults
from store.builders import START, make_document, make_patient, make_vault
from store.lot_builders import NUMBER, add_lot, make_product, make_vial, make_visit

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.events.event_model import (
    AdverseEvent,
    Contact,
    ContactPurpose,
    ContactWay,
    EventOutcome,
    Seriousness,
)
from stemsup_desktop.consultation.lots.recall_list import ContactState, name_letter_mark
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.recall_papers import keep_letter, make_letter, order_letter
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.vault import Vault

PATIENT, OTHER = "patient-A-0012", "patient-B-1"


@pytest.fixture
def treated(vault: Vault) -> Vault:
    """Two patients who received the lot."""
    vault.save_patient(make_patient(phone="03-1234-5678"))
    vault.save_patient(make_patient("B-1", "佐藤 一"))
    lot_id = add_lot(vault).lot.lot_id
    vault.start_consultation(PATIENT, make_visit("visit-1", make_vial("1", lot_id)))
    vault.start_consultation(OTHER, make_visit("visit-2", make_vial("2", lot_id)))
    return vault


def call(lot_id: str, patient_id: str = PATIENT, *, was_reached: bool = False) -> Contact:
    purpose, way = ContactPurpose.RECALL, ContactWay.PHONE
    return Contact("", patient_id, purpose, way, was_reached, START, "", subject=lot_id)


def test_contacts_about_the_lot_stand_with_their_patients_and_no_others(treated: Vault) -> None:
    lot_id, other = treated.find_lots(NUMBER)[0].lot.lot_id, add_lot(treated, "SUP-24-118").lot.lot_id
    for contact in (call(lot_id), call(lot_id, was_reached=True), call(other, OTHER, was_reached=True)):
        treated.add_contact(contact)
    recall = treated.load_recall("ｓｕｐ-24-117")
    assert [one.state for one in recall.people] == [ContactState.REACHED, ContactState.NOT_YET]
    assert (recall.reached, recall.lot_id, len(recall.people[0].contacts)) == (1, lot_id, 2)


def test_each_of_two_lots_of_one_number_has_its_own_people(treated: Vault) -> None:
    product = treated.save_product(make_product(name_en="Supernatant B", name_ja="培養上清B"))
    twin = add_lot(treated, NUMBER, product_id=product.product_id).lot.lot_id
    treated.save_patient(make_patient("C-1", "田中 陽子"))
    treated.start_consultation("patient-C-1", make_visit("visit-3", make_vial("1", twin)))
    assert [one.patient.chart_number for one in treated.load_recall(NUMBER, twin).people] == ["C-1"]
    every = treated.load_recall(NUMBER)
    assert (every.entry, every.has_several_lots, len(every.people)) == (None, True, 3)


def test_a_lot_that_is_in_no_book_has_people_and_one_that_never_was_is_refused(treated: Vault) -> None:
    treated.start_consultation(PATIENT, make_visit("visit-4", make_vial("1", number="SUP-24-200")))
    recall = treated.load_recall("SUP-24-200")
    assert (recall.entry, recall.has_several_lots, len(recall.people)) == (None, False, 1)
    with pytest.raises(InputProblem) as caught:
        treated.load_recall("", "gone")
    assert caught.value.code == "lot-unknown"


def test_nobody_is_told_whose_event_ended_in_death_whatever_lot_it_followed(treated: Vault) -> None:
    treated.start_consultation(OTHER, make_visit("visit-5", make_vial("1", number="SUP-24-200")))
    event = AdverseEvent(
        "", OTHER, "visit-5", "fever", 5, START, "x", outcome=EventOutcome.FATAL, seriousness=(Seriousness.DEATH,)
    )
    treated.save_event(event)
    assert [one.is_lost for one in treated.load_recall(NUMBER).people] == [False, True]


def test_a_letter_is_kept_in_its_patients_documents_and_known_to_be_of_this_recall(treated: Vault) -> None:
    content, fonts = get_content(), get_fonts()
    lot_id = treated.find_lots(NUMBER)[0].lot.lot_id
    treated.recall_lot(lot_id, "Particles")
    recall = treated.load_recall(NUMBER, lot_id)
    order = order_letter(treated, recall, recall.people[1], START)
    rendered = make_letter(order, content, fonts)
    keep_letter(treated, order, rendered, content)
    (entry,) = treated.list_documents(OTHER)
    assert (entry.kind, entry.number, entry.consultation_id) == (DocumentKind.RECALL_LETTER, order.number, "visit-2")
    assert treated.load_document(order.number)[1] == rendered.pdf
    assert [one.letters for one in treated.load_recall(NUMBER).people] == [(), (order.number,)]
    treated.lift_recall(lot_id, "It was another lot")
    treated.recall_lot(lot_id, "It was this one after all")
    assert [one.letters for one in treated.load_recall(NUMBER).people] == [(), ()]


def test_a_letter_that_the_disk_refused_is_not_there_at_all(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.save_patient(make_patient())
        entry = add_lot(vault)
        vault.start_consultation(PATIENT, make_visit("visit-1", make_vial("1", entry.lot.lot_id)))
        number = vault.next_document_number(DocumentKind.RECALL_LETTER, 2026)
        pdf = b"%PDF letter"
        letter = msgspec.structs.replace(
            make_document(number, pdf, patient_id=PATIENT, consultation_id="visit-1"),
            kind=DocumentKind.RECALL_LETTER,
            text_versions=(name_letter_mark(entry),),
            sha256=hashlib.sha256(pdf).hexdigest(),
        )
        big = pdf + b"x" * 2_000_000
        faults.fill_disk(vault._database)
        with pytest.raises(EnvironmentProblem):
            vault.save_document(msgspec.structs.replace(letter, sha256=hashlib.sha256(big).hexdigest()), big)
        faults.free_disk(vault._database)
        assert vault.load_recall(NUMBER).people[0].letters == ()
        vault.save_document(letter, pdf)
        assert vault.load_recall(NUMBER).people[0].letters == (number,)


def test_that_a_list_left_is_a_row_that_names_nobody(treated: Vault) -> None:
    treated.load_recall(NUMBER)
    treated.note_recall_exported(NUMBER, "csv", 2)
    left, listed = treated.list_whole_history()[:2]
    assert (left.act, left.subject, left.patient_id) == (AuditAct.RECALL_EXPORTED, NUMBER, "")
    assert (listed.act, listed.subject) == (AuditAct.RECALL_LISTED, NUMBER)


def test_a_contact_of_later_stands_after_one_of_before(treated: Vault) -> None:
    lot_id = treated.find_lots(NUMBER)[0].lot.lot_id
    late = msgspec.structs.replace(call(lot_id, was_reached=True), at=START + timedelta(minutes=5))
    for contact in (late, call(lot_id)):
        treated.add_contact(contact)
    (person, _) = treated.load_recall(NUMBER).people
    assert [one.was_reached for one in person.contacts] == [False, True]
