"""A consent signed in ink is sealed once it is recorded and every signed page is there, and not before."""

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from pages.paper_samples import NOW, Room, read_example
from shipped import get_content, get_fonts
from test_seal_desk import clear_consent

from stemsup_desktop.consultation.record import GivenConsent
from stemsup_desktop.consultation.seal_model import SealState
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.documents.sealing.verification import verify_pdf
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.store.entries import ScanToKeep
from stemsup_desktop.store.seal_shelf import TimeStampService
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.paper_desk import PaperDesk
from stemsup_desktop.ui.paper_seal_desk import PaperSealDesk
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue

OPEN = clear_consent(read_example("clear"))
NUMBER = "CNS-2026-00001"
PAGES = (ScanToKeep(1, "image/png", b"\x89PNG page"),)


@pytest.fixture
def make_room(tmp_path: Path, theme: Theme, catalogue: Catalogue) -> Iterator[Callable[..., Room]]:
    """A visit whose consent was printed, and on request recorded as signed in ink."""
    rooms: list[Room] = []

    def make(*, is_recorded: bool = True, has_key: bool = True) -> Room:
        room = Room(tmp_path / f"vault{len(rooms)}", theme, catalogue, OPEN)
        rooms.append(room)
        if has_key:
            room.in_vault(lambda vault: vault.save_seal_key(make_clinic_key("Sample Clinic", NOW)))
        desk = PaperDesk(Paper.CONSENT, room.context, get_content(), room.access, get_fonts())
        desk.look(OPEN, room.session.state.gate, LanguageForm.JA)
        desk.produce(lambda _: None)
        room.executor.run_all()
        if is_recorded:
            given = GivenConsent(NUMBER, NOW.date(), "P", "D", True, "b", recorded_at=NOW)
            consultation = room.session.state.consultation
            consent = msgspec.structs.replace(consultation.consent, signature=given)
            room.session.change("sign", msgspec.structs.replace(consultation, consent=consent))
        return room

    yield make
    for room in rooms:
        room.close()


def seal(room: Room, pages: Sequence[ScanToKeep] = PAGES) -> Any:
    if pages:
        patient_id = room.file.patient.patient_id
        room.in_vault(lambda vault: vault.save_scans(NUMBER, pages, patient_id=patient_id))
    desk = PaperSealDesk(room.context, room.access)
    results: list[Any] = []
    desk.seal(NUMBER, results.append)
    room.executor.run_all()
    assert not desk.is_busy
    return results[0]


def is_sealed(room: Room) -> bool:
    found: bool = room.in_vault(lambda vault: vault.find_seal(NUMBER) is not None)
    return found


def test_the_printed_form_and_its_signed_pages_are_sealed_and_kept(make_room: Callable[..., Room]) -> None:
    room = make_room()
    result = seal(room)
    assert isinstance(result, Ok)

    def load(vault: Vault) -> tuple[bytes, Any]:
        return vault.load_sealed(NUMBER), vault.load_known_seals(NUMBER)

    sealed, known = room.in_vault(load)
    assert sealed == result.value.sealed.pdf
    assert verify_pdf(sealed, known, NOW).state is SealState.GENUINE


@pytest.mark.parametrize(
    ("room_of", "pages", "code"),
    [
        ({}, (), "scans-missing"),
        ({"is_recorded": False}, PAGES, "consent-not-recorded"),
        ({"has_key": False}, PAGES, "seal-key-missing"),
    ],
)
def test_while_anything_is_missing_nothing_is_sealed(
    make_room: Callable[..., Room], room_of: dict[str, bool], pages: Sequence[ScanToKeep], code: str
) -> None:
    room = make_room(**room_of)
    result = seal(room, pages)
    assert isinstance(result, Err)
    assert result.problem.code == code
    assert not is_sealed(room)


def test_without_its_time_stamp_it_is_sealed_all_the_same_and_says_why(make_room: Callable[..., Room]) -> None:
    room = make_room()
    service = TimeStampService("http://127.0.0.1:9/tsr")  # nothing answers there
    room.in_vault(lambda vault: vault.save_time_stamp_service(service))
    result = seal(room)
    assert isinstance(result, Ok)
    assert result.value.stamp_problem.code == "time-stamp-failed"
    assert is_sealed(room)


def test_the_pages_that_were_attached_last_are_the_ones_that_are_sealed(make_room: Callable[..., Room]) -> None:
    room = make_room()
    patient_id = room.file.patient.patient_id
    first = (ScanToKeep(1, "image/png", b"\x89PNG blurred"), ScanToKeep(2, "image/png", b"\x89PNG second"))
    room.in_vault(lambda vault: vault.save_scans(NUMBER, first, patient_id=patient_id))
    result = seal(room)
    with pikepdf.open(io.BytesIO(result.value.sealed.pdf)) as pdf:
        names = [name for name in pdf.attachments if name.startswith("signed-page")]
        assert names == ["signed-page-001.png"]
        assert pdf.attachments[names[0]].get_file().read_bytes() == PAGES[0].data


def test_what_was_signed_in_a_visit_that_is_not_open_is_sealed_too(make_room: Callable[..., Room]) -> None:
    room = make_room()
    room.session.flush()
    room.session.close_visit()
    assert isinstance(seal(room), Ok)


def test_it_is_sealed_once(make_room: Callable[..., Room]) -> None:
    room = make_room()
    seal(room)
    again = seal(room)
    assert isinstance(again, Err)
    assert again.problem.code == "document-sealed"


def test_undo_takes_a_consent_in_ink_out_of_the_visit_only_before_it_is_sealed(make_room: Callable[..., Room]) -> None:
    room = make_room()
    given = room.session.state.consultation.consent.signature
    room.session.undo()
    assert room.session.state.consultation.consent.signature is None
    room.session.redo()
    assert isinstance(seal(room), Ok)
    room.session.undo()
    assert room.session.state.consultation.consent.signature == given


def test_a_draft_without_the_consent_in_ink_does_not_take_it_away_once_it_is_sealed(
    make_room: Callable[..., Room],
) -> None:
    room = make_room()
    consultation, patient_id = room.session.state.consultation, room.file.patient.patient_id
    unsigned = msgspec.structs.replace(
        consultation, consent=msgspec.structs.replace(consultation.consent, signature=None)
    )

    def save_and_load(vault: Vault) -> Any:
        vault.save_consultation(unsigned, patient_id)
        return vault.load_consultation(unsigned.consultation_id).consent.signature

    assert isinstance(seal(room), Ok)
    assert room.in_vault(save_and_load) == consultation.consent.signature


def test_before_the_seal_a_wrong_record_of_ink_can_be_taken_out_again(make_room: Callable[..., Room]) -> None:
    room = make_room()
    room.executor.run_all()
    consultation, patient_id = room.session.state.consultation, room.file.patient.patient_id
    unsigned = msgspec.structs.replace(
        consultation, consent=msgspec.structs.replace(consultation.consent, signature=None)
    )

    def save_and_load(vault: Vault) -> Any:
        vault.save_consultation(unsigned, patient_id)
        return vault.load_consultation(unsigned.consultation_id).consent.signature

    assert room.in_vault(save_and_load) is None
