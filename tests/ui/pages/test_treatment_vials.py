"""Vials on step 6: the vault gives one first, then the record names it; undo and removal give it back."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import msgspec
import pytest
from lot_rooms import GTIN, LotRoom
from plan_samples import DAY_OF_TREATMENT, plan_of, read_example, ready_to_treat, with_parts
from PySide6.QtWidgets import QAbstractButton, QWidget
from vault_samples import SteppedVault, make_consultation, make_patient
from visit_samples import SteppedClock

from stemsup_desktop.consultation.consent_basis import consent_basis_sha256, derive_agreed_parts
from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.lots.lot_standing import derive_product
from stemsup_desktop.consultation.lots.scan_matching import match_scan
from stemsup_desktop.consultation.lots.scans import ScannedCode
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import ScanAnswer
from stemsup_desktop.ui.pages.treatment.page import TreatmentPage

Show = Callable[[QWidget, int, int], QWidget]
TODAY = DAY_OF_TREATMENT.date()


@pytest.fixture
def room(context: PageContext, content: Content, stepped: SteppedVault, clock: SteppedClock) -> Iterator[LotRoom]:
    made = LotRoom(context, content, stepped, clock)
    yield made
    made.close()


@pytest.fixture
def entry(room: LotRoom) -> LotEntry:
    """The planned lot, of which three vials came, 2.0 mL each."""
    return room.add_lot("UC-1")


def ready(room: LotRoom, entry: LotEntry) -> ConsultationFile:
    """Return a visit whose consent covers this very lot, with nothing recorded of the treatment."""
    file = ready_to_treat()
    file = with_parts(file, plan=plan_of(file, product=derive_product(entry)))
    signature = file.consultation.consent.signature
    assert signature is not None
    signed = msgspec.structs.replace(
        signature,
        basis_sha256=consent_basis_sha256(file, room.content.consent),
        agreed_parts=derive_agreed_parts(file, room.content.consent),
    )
    consent = msgspec.structs.replace(file.consultation.consent, signature=signed)
    return with_parts(file, consent=consent)


@pytest.fixture
def page(room: LotRoom, entry: LotEntry, shown: Show) -> TreatmentPage:
    room.open(ready(room, entry))
    made = TreatmentPage(room.context, room.content, room.content.drawings, room.stepped.access, room.book)
    shown(made, 1100, 800)
    room.run()
    assert not made.derive().is_locked, made.derive().locks
    return made


def treatment_of(page: TreatmentPage) -> Treatment:
    return page.context.session.state.consultation.treatment


def names(page: TreatmentPage) -> list[str]:
    return [vial.vial for vial in treatment_of(page).vials]


def take(page: TreatmentPage, room: LotRoom, vial: str) -> None:
    serial = page.findChild(TextField, "vial_serial")
    assert isinstance(serial, TextField)
    serial.setText(vial)
    button = page.findChild(QAbstractButton, "open_vial")
    assert isinstance(button, QAbstractButton)
    button.click()
    room.run()


def message(page: TreatmentPage) -> str:
    found = page.findChild(InlineMessage, "vial_message")
    assert isinstance(found, InlineMessage)
    return "" if found.isHidden() else found.findChildren(QWidget)[1].accessibleName()


def said(page: TreatmentPage) -> str:
    """Everything that the part of the vials says is wrong."""
    view = page.findChild(InlineMessage, "vial_message").parentWidget()
    shown_messages = [one for one in view.findChildren(InlineMessage) if not one.isHidden()]
    return " ".join(label.accessibleName() for one in shown_messages for label in one.findChildren(QWidget))


def free(page: TreatmentPage) -> list[str]:
    field = page.findChild(ChoiceField, "vial_free")
    assert isinstance(field, ChoiceField)
    return [field.combo.itemText(at) for at in range(1, field.combo.count())]


def enter(page: TreatmentPage, position: int, field: str, text: str) -> None:
    found = page.findChild(NumberField, f"vial:{position}:{field}")
    assert isinstance(found, NumberField)
    found.setText(text)


def test_a_vial_is_taken_recorded_and_its_lot_with_it(page: TreatmentPage, room: LotRoom, entry: LotEntry) -> None:
    assert free(page) == ["1", "2", "3"]
    field = page.findChild(ChoiceField, "vial_free")
    field.choose("2")
    button = page.findChild(QAbstractButton, "open_vial")
    button.click()
    room.run()
    assert names(page) == ["2"]
    assert treatment_of(page).lot_number == "UC-1"
    assert treatment_of(page).lot_expires == entry.lot.expires_on
    room.save()
    assert [one.vial for one in room.stepped.vault.list_vials(entry.lot.lot_id)] == ["2"]
    assert free(page) == ["1", "3"]


def test_undo_and_removal_give_a_vial_back(page: TreatmentPage, room: LotRoom, entry: LotEntry) -> None:
    take(page, room, "1")
    room.save()
    page.context.session.undo()
    room.save()
    assert room.stepped.vault.list_vials(entry.lot.lot_id) == ()
    assert free(page) == ["1", "2", "3"]
    page.context.session.redo()
    room.save()
    assert [one.vial for one in room.stepped.vault.list_vials(entry.lot.lot_id)] == ["1"]
    page.findChild(QAbstractButton, "remove_vial:0").click()
    room.save()
    assert names(page) == []
    assert room.stepped.vault.list_vials(entry.lot.lot_id) == ()


def test_a_vial_of_another_visit_is_refused_by_name_and_nothing_is_recorded(
    page: TreatmentPage, room: LotRoom, entry: LotEntry
) -> None:
    vault = room.stepped.vault
    vault.save_patients((make_patient(9),))
    vault.start_consultation("patient-9", make_consultation("other"))
    vault.take_vial(entry.lot.lot_id, "3", "other")
    take(page, room, "3")
    assert names(page) == []
    assert "Vial 3 of lot UC-1 is not recorded" in said(page)
    assert free(page) == ["1", "2"]


def test_the_same_vial_is_not_recorded_twice(page: TreatmentPage, room: LotRoom) -> None:
    take(page, room, "1")
    take(page, room, "1")
    assert names(page) == ["1"]
    assert "already" in said(page)


def test_the_vault_may_fail_and_nothing_is_recorded(page: TreatmentPage, room: LotRoom) -> None:
    room.stepped.access.lock(lambda _: None)
    take(page, room, "1")
    assert names(page) == []
    assert "Vial 1 of lot UC-1 is not recorded" in said(page)
    room.stepped.access.open("correct horse battery", lambda _: None)
    room.run()


def test_a_vial_that_cannot_be_recorded_any_more_is_given_back(
    page: TreatmentPage, room: LotRoom, entry: LotEntry
) -> None:
    serial = page.findChild(TextField, "vial_serial")
    serial.setText("1")
    page.findChild(QAbstractButton, "open_vial").click()
    other = read_example("clear")
    page.context.session.open_visit(other.patient, other.consultation, other.clinic, other.physician)
    room.run()
    assert room.stepped.vault.list_vials(entry.lot.lot_id) == ()


def test_more_than_a_vial_holds_and_what_is_neither_given_nor_discarded_is_said(
    page: TreatmentPage, room: LotRoom
) -> None:
    take(page, room, "1")
    enter(page, 0, "drawn_up_ml", "2.10")
    assert "holds 2.0" in said(page)
    enter(page, 0, "drawn_up_ml", "2.0")
    assert "holds" not in said(page)
    enter(page, 0, "discarded_ml", "0.10")
    assert treatment_of(page).vials[0].discarded_ml == Decimal("0.10")


def test_a_scanned_vial_is_taken_and_another_lot_or_a_code_without_a_vial_is_not(
    page: TreatmentPage, room: LotRoom, entry: LotEntry
) -> None:
    other = room.add_lot("UC-2")
    room.book.refresh()
    room.run()

    def scan(number: str, serial: str) -> ScanAnswer:
        code = ScannedCode(GTIN, number, None, serial)
        answer = page.take_scan(match_scan(code, (entry, other), today=TODAY))
        room.run()
        return answer

    assert scan("UC-1", "S-77").sentence == ""
    assert names(page) == ["S-77"]
    wrong = scan("UC-2", "S-1")
    assert wrong.state is TagState.STOP
    assert "UC-2" in wrong.sentence
    assert "UC-1" in wrong.sentence
    assert scan("UC-1", "").state is TagState.OPEN
    assert names(page) == ["S-77"]


def test_a_locked_treatment_takes_no_vial(room: LotRoom, entry: LotEntry, shown: Show) -> None:
    file = ready(room, entry)
    room.open(with_parts(file, consent=msgspec.structs.replace(file.consultation.consent, signature=None)))
    page = TreatmentPage(room.context, room.content, room.content.drawings, room.stepped.access, room.book)
    shown(page, 1100, 800)
    room.run()
    assert page.derive().is_locked
    answer = page.take_scan(match_scan(ScannedCode(GTIN, "UC-1", None, "1"), (entry,), today=TODAY))
    take(page, room, "1")
    assert answer.state is TagState.OPEN
    assert names(page) == []
    assert room.stepped.vault.list_vials(entry.lot.lot_id) == ()
