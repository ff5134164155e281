"""A consent in ink is sealed with its signed pages: by itself where a physician is at work, else it says why not."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from paper_samples import NOW, Room, read_example
from PySide6.QtWidgets import QApplication, QWidget
from shipped import get_content, get_fonts
from signing_samples import Hand
from staff_samples import NURSE
from test_consent_page import fill_and_record

from stemsup_desktop.consultation.people import Author
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.store.document_states import DocumentState
from stemsup_desktop.store.entries import ScanToKeep
from stemsup_desktop.store.seal_shelf import TimeStampService
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.pages.documents.page import DocumentsPage
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue

Show = Callable[..., QWidget]
MakeRoom = Callable[..., Room]
NUMBER = "CNS-2026-00001"
PAGES = (ScanToKeep(1, "image/png", b"\x89PNG page"),)
NO_ANSWER = TimeStampService("http://127.0.0.1:9/tsr")


@pytest.fixture
def make_room(tmp_path: Path, theme: Theme, catalogue: Catalogue) -> Iterator[MakeRoom]:
    rooms: list[Room] = []

    def make(author: Author | None = None, *, has_key: bool = True) -> Room:
        room = Room(tmp_path / f"vault{len(rooms)}", theme, catalogue, read_example("clear"), author=author)
        rooms.append(room)
        if has_key:
            room.in_vault(lambda vault: vault.save_seal_key(make_clinic_key("Sample Clinic", NOW)))
        return room

    yield make
    for room in rooms:
        room.close()


def show_consent(room: Room, shown: Show) -> ConsentPage:
    page = ConsentPage(room.context, get_content(), room.access, get_fonts())
    room.wire(page)
    page.set_room(1440, 900)
    shown(page, 1360, 772)
    room.settle(page)
    return page


def print_form(room: Room, page: ConsentPage) -> None:
    Hand(page).press("print_for_ink")
    room.settle(page)


def file_pages(room: Room) -> None:
    patient_id = room.file.patient.patient_id
    room.in_vault(lambda vault: vault.save_scans(NUMBER, PAGES, patient_id=patient_id))


def show_documents(room: Room, shown: Show) -> DocumentsPage:
    page = DocumentsPage(room.context, room.access)
    shown(page, 1280, 900)
    page.open_document(NUMBER)
    room.executor.run_all()
    return page


def is_sealed(room: Room) -> bool:
    return bool(room.in_vault(lambda vault: vault.find_seal(NUMBER) is not None))


def find(page: QWidget, name: str) -> Any:
    QApplication.sendPostedEvents()
    return next(one for one in page.findChildren(QWidget, name))


def note_of(page: DocumentsPage) -> str:
    return str(find(page, "seal_note").text())


def test_pages_that_came_before_the_signature_is_recorded_are_sealed_with_it(make_room: MakeRoom, shown: Show) -> None:
    room = make_room()
    page = show_consent(room, shown)
    print_form(room, page)
    file_pages(room)
    fill_and_record(room, page)
    assert is_sealed(room)
    view = page.derive()
    assert view.mark_text == "Sealed"
    assert "Sealed with its signed pages" in view.standing_text
    page.print_page()
    room.settle(page)
    assert room.printed[-1] == (room.in_vault(lambda vault: vault.load_sealed(NUMBER)), NUMBER)


def test_without_its_pages_step_5_says_what_the_seal_waits_for_and_seals_at_the_next_look(
    make_room: MakeRoom, shown: Show
) -> None:
    room = make_room()
    page = show_consent(room, shown)
    print_form(room, page)
    fill_and_record(room, page)
    assert "once its signed pages are attached" in page.derive().standing_text
    file_pages(room)
    assert not is_sealed(room)
    page.hide()
    page.show()
    page.refresh()
    room.settle(page)
    assert is_sealed(room)
    assert page.derive().mark_text == "Sealed"


@pytest.mark.parametrize(("author", "has_key"), [(NURSE, True), (None, False)])
def test_what_else_keeps_it_from_being_sealed_is_said_on_both_pages(
    author: Author | None, has_key: bool, make_room: MakeRoom, shown: Show
) -> None:
    room = make_room(has_key=has_key)
    page = show_consent(room, shown)
    print_form(room, page)
    fill_and_record(room, page)
    file_pages(room)
    room.session._author = author
    page.hide()
    page.show()
    page.refresh()
    room.settle(page)
    assert not is_sealed(room)
    reason = "The physician seals the document." if author is NURSE else "no certificate"
    assert reason in page.derive().standing_text
    documents = show_documents(room, shown)
    button = find(documents, "seal")
    assert button.isEnabled() is (author is None)
    if author is None:
        button.click()
        room.executor.run_all()
        assert reason in find(documents, "note")._sentence.text()
    else:
        assert reason in note_of(documents)
    assert not is_sealed(room)


def test_from_the_page_of_documents_it_is_sealed_by_one_press_and_handed_out_sealed(
    make_room: MakeRoom, shown: Show
) -> None:
    room = make_room()
    room.in_vault(lambda vault: vault.save_time_stamp_service(NO_ANSWER))
    consent = show_consent(room, shown)
    print_form(room, consent)
    fill_and_record(room, consent)
    page = show_documents(room, shown)
    assert "attach the signed pages" in note_of(page)
    assert not find(page, "seal").isEnabled()
    file_pages(room)
    page.open_document(NUMBER)
    room.executor.run_all()
    find(page, "seal").click()
    room.executor.run_all()
    assert is_sealed(room)
    said = find(page, "note")._sentence.text()
    assert "sealed with its signed pages" in said
    assert "without a time stamp" in said
    assert page.opened is not None
    assert page.opened.copy.entry.standing.state is DocumentState.SEALED
    assert page.opened.copy.pdf == room.in_vault(lambda vault: vault.load_sealed(NUMBER))
    assert find(page, "seal").isHidden()


def test_pages_filed_by_a_physician_seal_the_recorded_consent_by_themselves(make_room: MakeRoom, shown: Show) -> None:
    room = make_room()
    consent = show_consent(room, shown)
    print_form(room, consent)
    page = show_documents(room, shown)
    file_pages(room)
    page._returning._on_filed(NUMBER)
    room.executor.run_all()
    assert not is_sealed(room)
    assert "record in step 5" in note_of(page)
    fill_and_record(room, consent)
    room.in_vault(lambda vault: vault.find_seal(NUMBER))
    assert is_sealed(room)


def test_pages_that_come_back_for_a_recorded_consent_seal_it_as_they_are_filed(
    make_room: MakeRoom, shown: Show
) -> None:
    room = make_room()
    consent = show_consent(room, shown)
    print_form(room, consent)
    fill_and_record(room, consent)
    page = show_documents(room, shown)
    file_pages(room)
    page._returning._on_filed(NUMBER)
    room.executor.run_all()
    assert is_sealed(room)
    assert "sealed with its signed pages" in find(page, "note")._sentence.text()
