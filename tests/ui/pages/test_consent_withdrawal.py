"""Step 5 after it was signed, on screen or in ink: consent is taken back, the page says so and the treatment closes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from paper_samples import NOW, Room, read_example, with_consultation
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shipped import get_content, get_fonts
from signing_samples import SIGNATURE, Hand, WalkingClock, make_ink
from staff_samples import NURSE
from test_consent_page import fill_and_record
from test_consent_signing import READ
from test_paper_sealing import NO_ANSWER

from stemsup_desktop.consultation.consent_basis import consent_basis_sha256, derive_consent_standing
from stemsup_desktop.consultation.people import Author
from stemsup_desktop.consultation.record import ConsultationFile, GivenConsent
from stemsup_desktop.consultation.steps import StepState, derive_steps
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.ui import follow_desk
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.withdrawal_sheet import WithdrawalSheet
from stemsup_desktop.ui.words import Catalogue

Open = Callable[..., tuple[Room, ConsentPage, Hand]]
NUMBER = "CNS-2026-00001"


@pytest.fixture
def open_page(tmp_path: Path, theme: Theme, catalogue: Catalogue, shown: Callable[..., QWidget]) -> Iterator[Open]:
    rooms: list[Room] = []

    def open_it(file: ConsultationFile | None = None, author: Author | None = None) -> tuple[Room, ConsentPage, Hand]:
        file = file or read_example("clear")
        room = Room(tmp_path / f"vault{len(rooms)}", theme, catalogue, file, author=author)
        rooms.append(room)
        room.in_vault(lambda vault: vault.save_seal_key(make_clinic_key("Sample Clinic", NOW)))
        page = ConsentPage(replace(room.context, clock=WalkingClock(NOW)), get_content(), room.access, get_fonts())
        room.wire(page)
        page.set_room(1440, 900)
        shown(page, 1360, 772)
        room.settle(page)
        return room, page, Hand(page)

    yield open_it
    for room in rooms:
        room.close()


def seal_on_screen(room: Room, page: ConsentPage, hand: Hand) -> None:
    hand.mark()
    hand.mark()
    hand.press("seal")
    page.accept_sheet()
    room.settle(page)


def sign_on_paper(room: Room, page: ConsentPage, hand: Hand) -> None:
    hand.press("print_for_ink")
    room.settle(page)
    fill_and_record(room, page)


def find_action(page: ConsentPage, name: str) -> QAbstractButton | None:
    QApplication.processEvents()  # a button that was just made is shown in the next turn
    return next((one for one in page.findChildren(QAbstractButton, name) if one.isVisibleTo(page)), None)


def open_sheet(room: Room, page: ConsentPage) -> WithdrawalSheet:
    button = find_action(page, "withdraw")
    assert button is not None
    button.click()
    room.settle(page)
    sheet = page.window().findChild(WithdrawalSheet)
    assert isinstance(sheet, WithdrawalSheet)
    return sheet


def note_of(page: ConsentPage) -> Any:
    note = page.findChild(QWidget, "consent.withdrawal_note")
    assert note is not None
    return note


def step_6(room: Room) -> StepState:
    state, today = room.session.state, NOW.date()
    standing = derive_consent_standing(state.file, get_content().consent, today)
    return derive_steps(state.consultation, state.gate, standing, today)[5].state


@pytest.mark.parametrize("sign", [seal_on_screen, sign_on_paper])
def test_consent_is_taken_back_where_it_was_given_and_the_treatment_closes(
    sign: Callable[[Room, ConsentPage, Hand], None], open_page: Open
) -> None:
    room, page, hand = open_page(READ if sign is seal_on_screen else None)
    assert find_action(page, "withdraw") is None
    sign(room, page, hand)
    assert step_6(room) is not StepState.BLOCKED
    sheet = open_sheet(room, page)
    assert sheet.subject.number == NUMBER
    page.do_main_action()  # the main key belongs to the sheet
    room.settle(page)

    [withdrawal] = room.in_vault(lambda vault: vault.list_withdrawals(room.file.consultation.consultation_id))
    assert room.session.state.consultation.consent.withdrawals == (withdrawal,)
    assert page.derive().mark_text == "Withdrawn"
    assert page.derive().sealed is None
    assert NUMBER in page.derive().standing_text
    assert step_6(room) is StepState.BLOCKED
    assert find_action(page, "withdraw") is None
    slips = [one.number for one in room.documents() if one.kind is DocumentKind.WITHDRAWAL]
    assert slips == [withdrawal.slip_number]
    assert slips[0] in note_of(page)._sentence.text()
    followed: list[str] = []
    page.document_requested.connect(followed.append)
    note_of(page).findChild(LinkLabel).click()
    assert followed == slips


def test_leaving_the_sheet_takes_nothing_back(open_page: Open) -> None:
    room, page, hand = open_page()
    sign_on_paper(room, page, hand)
    open_sheet(room, page)
    assert page.close_top()
    room.settle(page)
    assert not page.close_top()
    assert room.session.state.consultation.consent.withdrawals == ()
    assert find_action(page, "withdraw") is not None


def test_a_withdrawal_whose_slip_fails_counts_and_says_so(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise EnvironmentProblem("disk-full", "The disk is full.")

    room, page, hand = open_page()
    sign_on_paper(room, page, hand)
    monkeypatch.setattr(follow_desk, "make_paper", fail)
    open_sheet(room, page).submit()
    room.settle(page)
    assert page.derive().mark_text == "Withdrawn"
    assert "slip could not be made" in note_of(page)._sentence.text()
    assert note_of(page).findChild(LinkLabel).isHidden()


def test_staff_may_record_that_consent_is_taken_back(open_page: Open) -> None:
    file = read_example("clear")
    basis = consent_basis_sha256(file, get_content().consent)
    given = GivenConsent(NUMBER, NOW.date(), file.patient.name, "D", True, basis, recorded_at=NOW)
    consent = msgspec.structs.replace(file.consultation.consent, signature=given)
    room, page, _ = open_page(with_consultation(file, consent=consent), NURSE)
    assert page.derive().locked
    open_sheet(room, page).submit()
    room.settle(page)
    assert page.derive().mark_text == "Withdrawn"


def test_without_a_time_stamp_consent_and_slip_are_sealed_all_the_same_and_both_say_so(open_page: Open) -> None:
    room, page, hand = open_page(READ)
    room.in_vault(lambda vault: vault.save_time_stamp_service(NO_ANSWER))
    seal_on_screen(room, page, hand)
    caution = page.findChild(QWidget, "consent.seal_note")
    assert page.derive().mark_text == "Sealed"
    assert "without a time stamp" in caution._sentence.text()
    sheet = open_sheet(room, page)
    sheet._pad.set_ink(make_ink((8000, 1900), SIGNATURE))
    sheet.submit()
    room.settle(page)
    assert "without a time stamp" in note_of(page)._sentence.text()
