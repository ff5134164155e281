"""Lots of the lot book on step 4: cards to choose from, with the reason where one cannot be chosen."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from lot_rooms import SILENT, LotRoom
from plan_samples import DAY_OF_TREATMENT, plan_of, read_example, with_parts
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from vault_samples import SteppedVault
from visit_samples import SteppedClock

from stemsup_desktop.consultation.lots.lot_standing import derive_product
from stemsup_desktop.consultation.lots.scan_matching import match_scan
from stemsup_desktop.consultation.lots.scans import ScannedCode
from stemsup_desktop.consultation.people import Author, Role
from stemsup_desktop.consultation.plan_model import Product
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.lots.certificate_sheet import CertificateSheet
from stemsup_desktop.ui.pages.plan.lot_cards import LotCardButton
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.session import make_session

Show = Callable[[QWidget, int, int], QWidget]
TODAY = DAY_OF_TREATMENT.date()


@pytest.fixture
def room(context: PageContext, content: Content, stepped: SteppedVault, clock: SteppedClock) -> Iterator[LotRoom]:
    made = LotRoom(context, content, stepped, clock)
    yield made
    made.close()


def show_page(room: LotRoom, shown: Show, example: str = "clear") -> PlanPage:
    file = read_example(example)
    room.open(with_parts(file, plan=plan_of(file, product=Product())))
    page = PlanPage(room.context, room.content, room.content.drawings, room.stepped.access, room.book)
    page.set_room(1440, 900)
    shown(page, 1360, 772)
    room.run()
    return page


def cards(page: PlanPage) -> list[LotCardButton]:
    return [card for card in page.findChildren(LotCardButton) if not card.isHidden()]


def press(page: PlanPage, name: str) -> None:
    found = page.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    assert not found.isHidden(), name
    found.click()


def product_of(page: PlanPage) -> Product:
    return page.context.session.state.consultation.plan.product


def view_of(page: PlanPage, number: str) -> tuple[TagState, bool, str]:
    card = next(card for card in page.derive().lots.cards if card.number == number)
    return card.state, card.is_usable, card.reason


def test_usable_lots_come_first_and_each_other_says_why_it_is_not(room: LotRoom, shown: Show) -> None:
    room.add_lot("OLD", expires_on=TODAY - timedelta(days=1))
    room.add_lot("BARE", certificate=None)
    recalled = room.add_lot("BACK")
    room.stepped.vault.recall_lot(recalled.lot.lot_id, "Particles")
    room.add_lot("GOOD")
    page = show_page(room, shown)

    assert [card.number for card in page.derive().lots.cards][:2] == ["GOOD", "BARE"]
    assert view_of(page, "GOOD") == (TagState.CLEAR, True, "")
    assert view_of(page, "BARE")[:2] == (TagState.OPEN, True)
    assert view_of(page, "OLD") == (TagState.STOP, False, "Lot has expired")
    assert view_of(page, "BACK") == (TagState.STOP, False, "Lot was recalled")
    assert [card.accessibleName().split(",")[0] for card in cards(page)] == ["GOOD", "BARE", "OLD", "BACK"]


def test_a_card_puts_its_lot_into_the_plan_and_undo_takes_it_out(room: LotRoom, shown: Show) -> None:
    entry = room.add_lot("GOOD")
    page = show_page(room, shown)
    press(page, f"lot:{entry.lot.lot_id}")
    room.run()
    assert product_of(page) == derive_product(entry)
    assert [card.isChecked() for card in cards(page)] == [True]
    room.save()
    kept = room.stepped.vault.load_consultation(page.context.session.state.consultation.consultation_id)
    assert kept.plan.product.lot_id == entry.lot.lot_id

    page.context.session.undo()
    assert product_of(page) == Product()
    assert [card.isChecked() for card in cards(page)] == [False]
    page.context.session.redo()
    assert product_of(page).lot_id == entry.lot.lot_id


def test_a_lot_that_the_gate_would_stop_is_not_chosen_and_says_so(room: LotRoom, shown: Show) -> None:
    entry = room.add_lot("OLD", expires_on=TODAY - timedelta(days=1))
    page = show_page(room, shown)
    press(page, f"lot:{entry.lot.lot_id}")
    assert product_of(page) == Product()
    assert not cards(page)[0].isChecked()
    said = page.findChild(QWidget, "lot_refused")
    assert said is not None
    assert not said.isHidden()


def test_what_the_book_says_of_a_chosen_lot_is_shown_and_not_typed_over(room: LotRoom, shown: Show) -> None:
    entry = room.add_lot("GOOD")
    page = show_page(room, shown)
    name = page.findChild(TextField, "product.name")
    assert isinstance(name, TextField)
    assert not name.isVisibleTo(page)
    press(page, f"lot:{entry.lot.lot_id}")
    room.run()
    page.jump_to("product.lot_number")
    number = page.findChild(TextField, "product.lot_number")
    assert isinstance(number, TextField)
    assert number.isVisibleTo(page)
    assert number.line_edit.isReadOnly()
    assert number.text() == "GOOD"


def test_another_lot_can_still_be_typed_by_hand(room: LotRoom, shown: Show) -> None:
    entry = room.add_lot("GOOD")
    page = show_page(room, shown)
    press(page, f"lot:{entry.lot.lot_id}")
    room.run()
    press(page, "lot_by_hand")
    room.run()
    assert product_of(page) == Product()
    number = page.findChild(TextField, "product.lot_number")
    assert isinstance(number, TextField)
    number.setText("HAND-1")
    assert (product_of(page).lot_number, product_of(page).lot_id) == ("HAND-1", "")
    assert page.derive().lots.typed


def test_without_a_lot_in_the_book_the_fields_are_there_as_before(room: LotRoom, shown: Show) -> None:
    page = show_page(room, shown)
    name = page.findChild(TextField, "product.name")
    assert isinstance(name, TextField)
    assert name.isVisibleTo(page)
    assert cards(page) == []
    assert page.findChild(QWidget, "all_lots").isHidden() or not page.findChild(QWidget, "all_lots").isVisibleTo(page)


def test_an_allergy_narrows_the_lots_to_those_whose_certificate_shows_none(room: LotRoom, shown: Show) -> None:
    free, silent = room.add_lot("FREE"), room.add_lot("SILENT", SILENT)
    page = show_page(room, shown, "stop")
    assert view_of(page, "FREE")[1]
    assert view_of(page, "SILENT") == (TagState.STOP, False, "Allergy to a product component")
    assert len(cards(page)) == 2

    page.jump_to("lots_free_of")  # what the gate's card asks for
    assert [card.lot_id for card in cards(page)] == [free.lot.lot_id]
    assert page.window().focusWidget() is cards(page)[0]
    press(page, "lots_free_of")
    assert {card.lot_id for card in cards(page)} == {free.lot.lot_id, silent.lot.lot_id}


def test_the_certificate_of_the_chosen_lot_opens_as_the_vault_has_it_now(room: LotRoom, shown: Show) -> None:
    entry = room.add_lot("GOOD")
    page = show_page(room, shown)
    button = page.findChild(QAbstractButton, "open_certificate")
    assert isinstance(button, QAbstractButton)
    assert not button.isEnabled()
    press(page, f"lot:{entry.lot.lot_id}")
    room.run()
    changed = msgspec.structs.replace(SILENT, reference="COA-NEW")
    room.stepped.vault.save_certificate(entry.lot.lot_id, changed)
    press(page, "open_certificate")
    room.run()
    sheet = page.window().findChild(CertificateSheet)
    assert isinstance(sheet, CertificateSheet)
    texts = {widget.accessibleName() for widget in sheet.findChildren(QWidget)}
    assert "COA-NEW" in " ".join(texts)
    assert sheet.findChild(QWidget, "edit_certificate") is None
    assert page.close_top()


def test_a_vault_that_fails_leaves_the_plan_as_it_was_and_says_so(room: LotRoom, shown: Show) -> None:
    entry = room.add_lot("GOOD")
    page = show_page(room, shown)
    press(page, f"lot:{entry.lot.lot_id}")
    room.run()
    room.stepped.access.lock(lambda _: None)
    press(page, "open_certificate")
    room.book.refresh()
    room.run()
    assert page.window().findChild(CertificateSheet) is None
    assert not page.findChild(QWidget, "lot_refused").isHidden()
    assert "vault-locked" in {problem.code for problem in room.said}
    assert product_of(page).lot_id == entry.lot.lot_id
    room.stepped.access.open("correct horse battery", lambda _: None)
    room.run()


def test_a_scanned_lot_is_chosen_unless_the_gate_would_stop_it(room: LotRoom, shown: Show) -> None:
    good, warm = room.add_lot("GOOD"), room.add_lot("SILENT", SILENT)
    page = show_page(room, shown, "stop")
    for entry, lot_id, state in ((warm, "", TagState.STOP), (good, good.lot.lot_id, TagState.CLEAR)):
        match = match_scan(ScannedCode(lot_number=entry.lot.number), (good, warm), today=TODAY)
        answer = page.take_scan(match)
        assert answer is not None
        assert answer.state is state
        assert entry.lot.number in answer.sentence
        assert product_of(page).lot_id == lot_id
        room.run()


def test_whoever_may_not_plan_sees_the_lots_and_chooses_none(room: LotRoom, shown: Show) -> None:
    entry = room.add_lot("GOOD")
    nurse = Author("a2", "Sato", (Role.STAFF,))
    clinical, runner, clock = room.content.clinical, room.context.runner, room.context.clock
    room.context = replace(room.context, session=make_session(clinical, runner, lambda _: None, clock, nurse))
    page = show_page(room, shown)
    assert page.derive().locked
    press(page, f"lot:{entry.lot.lot_id}")
    assert product_of(page) == Product()
    answer = page.take_scan(match_scan(ScannedCode(lot_number="GOOD"), (entry,), today=TODAY))
    assert answer is not None
    assert answer.sentence == page.derive().locked
    page.context.session.close_visit()


@pytest.mark.parametrize("width", [724, 1060, 1360])
def test_no_card_is_cut_off_at_any_width(room: LotRoom, shown: Show, width: int, qtbot: QtBot) -> None:
    room.add_lot("A-LOT-NUMBER-AS-LONG-AS-THEY-GET-0123456789", storage_place="Freezer in the second room on the left")
    page = show_page(room, shown)
    page.resize(width, 700)
    page.jump_to("product.lot_number")
    card = cards(page)[0]
    qtbot.waitUntil(lambda: card.height() >= card.heightForWidth(card.width()))
