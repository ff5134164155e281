"""What stands round the patient screen, at a real desk: the record of what was seen, the PIN, the displays."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from patient_samples import Room as Consultation
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from visit_samples import CLINIC, PHYSICIAN

from stemsup_desktop.consultation.patient_screen.pages import QuestionScreen, ReferenceScreen
from stemsup_desktop.consultation.screen_annex import derive_screen_annex
from stemsup_desktop.consultation.screen_model import ScreenRecord
from stemsup_desktop.language import Language
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.ui.patient_desk.display_keeper import describe
from stemsup_desktop.ui.patient_desk.displays import DisplayState
from stemsup_desktop.ui.patient_desk.room import PatientRoom
from stemsup_desktop.ui.patient_desk.seen_keeper import NOTHING_SEEN
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.words import Catalogue

CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)
PIN = "4711"


class Place:
    """The desk of a consultation in its room, with an open vault that has a PIN."""

    def __init__(self, theme: Theme, catalogue: Catalogue, app: QApplication, folder: Path) -> None:
        self.visit = Consultation(theme, catalogue, app, Language.EN)
        self.access = VaultAccess(self.visit.runner, folder, self.visit.clock, CHEAP)
        self.access.create("correct horse", CLINIC, PHYSICIAN, lambda _: None)
        self.run()
        self.access.get_vault().save_screen_pin(PIN, CHEAP)
        self.told: list[str] = []
        placer = self.visit.desk.placer
        self.room = PatientRoom(self.visit.desk, self.visit.context, self.access, app, NOTHING_SEEN, self.visit.window)
        self.room.sign_in_requested.connect(lambda: self.told.append("sign in"))
        self.room.strip.setParent(self.visit.window)
        self.visit.desk.placer = placer  # where a test says, unless it is about displays
        self.placer = placer
        self.visit.window.resize(1024, 700)
        self.visit.window.show()
        self.visit.open()

    def run(self) -> None:
        self.visit.executor.run_all()

    def stand_alone(self) -> None:
        self.placer.is_alone = True  # type: ignore[attr-defined]

    @property
    def records(self) -> QWidget:
        return self.visit.window

    @property
    def seen(self) -> ScreenRecord:
        return self.visit.record.explanation.screen

    def type(self, text: str) -> None:
        cover = self.room.pin.cover
        assert cover is not None
        QTest.keyClicks(cover, text)
        QTest.keyClick(cover, Qt.Key.Key_Return)
        self.run()

    def close(self) -> None:
        self.room.leave()
        self.run()
        self.access.close(lambda _: None)
        self.run()
        self.visit.window.close()
        self.visit.close()


@pytest.fixture
def place(
    theme: Theme, catalogue: Catalogue, qapp: QApplication, tmp_path: Path, shown: Callable[..., QWidget]
) -> Iterator[Place]:
    made = Place(theme, catalogue, qapp, tmp_path / "vault")
    yield made
    made.close()


def test_what_the_desk_shows_is_recorded_with_every_attempt(place: Place) -> None:
    visit = place.visit
    visit.show("welcome").initial_all()
    page = next(one for one in visit.desk.pages if isinstance(one, QuestionScreen))
    visit.show(page.key)
    visit.answer(is_right=False)
    visit.initial_all()  # the clause is read once more
    visit.show(page.key)
    visit.answer()
    visit.desk.cover()
    answers = [one for one in place.seen.answers if one.page_id == page.key]
    assert [one.question for one in answers] == [page.question] * 2
    assert answers[0].option_id != answers[1].option_id
    shown = {one.page_id: one for one in place.seen.pages}
    assert shown[page.key].title == page.question
    assert shown[page.key].times_shown >= 2
    assert "welcome" not in shown
    tables = derive_screen_annex(place.seen, Language.EN)
    assert any(row.cells[2] == "2" for row in tables[1].rows)


def test_a_page_of_the_explanation_is_recorded_in_the_language_it_was_shown_in(place: Place) -> None:
    visit = place.visit
    visit.show("welcome")
    key = visit.first(ReferenceScreen)
    visit.show(key)
    visit.screen.language_chosen.emit(Language.EN)
    visit.screen.language_chosen.emit(Language.JA)
    visit.desk.cover()
    assert {one.language for one in place.seen.pages if one.page_id == key} == {Language.EN, Language.JA}


def test_on_one_display_the_records_are_hidden_and_come_back_for_the_pin(place: Place) -> None:
    place.stand_alone()
    visit = place.visit.show("welcome")
    assert not place.records.isVisible()
    visit.screen.leave_pressed.emit()
    place.run()
    assert not place.records.isVisible()
    place.type("0001")
    assert not place.records.isVisible()
    place.type(PIN)
    assert place.records.isVisible()
    assert not visit.desk.is_up


def test_time_under_the_cover_of_the_pin_is_not_time_that_was_read(place: Place) -> None:
    place.stand_alone()
    place.visit.show("welcome")
    place.visit.show(place.visit.first(ReferenceScreen))
    place.visit.screen.leave_pressed.emit()
    place.run()
    before = place.room.seen.shown_ms
    QTest.qWait(30)
    assert place.room.seen.shown_ms == before
    QTest.keyClick(place.room.pin.cover, Qt.Key.Key_Escape)
    assert place.room.pin.cover is None


def test_who_forgot_the_pin_signs_in_again_and_sees_no_records_before(place: Place) -> None:
    place.stand_alone()
    place.visit.show("welcome").screen.leave_pressed.emit()
    place.run()
    assert place.room.pin.cover is not None
    place.room.pin.cover.sign_in_requested.emit()
    assert place.told == ["sign in"]
    place.room.leave()
    assert not place.records.isVisible()


def test_on_two_displays_the_records_stay_and_no_pin_is_asked(place: Place) -> None:
    place.visit.show("welcome")
    assert place.records.isVisible()
    place.visit.desk.take_down()
    assert place.room.pin.cover is None
    assert place.records.isVisible()


def test_an_unplugged_display_is_covered_at_once_and_nothing_is_lost(place: Place, qapp: QApplication) -> None:
    visit, room = place.visit, place.room
    display = qapp.screens()[0]
    room.displays.find_patient_display = lambda beside: describe(display)  # type: ignore[method-assign]
    visit.desk.placer = room.displays
    visit.show("welcome")
    visit.show(visit.first(ReferenceScreen))
    assert visit.desk.is_up
    qapp.screenRemoved.emit(display)
    assert not visit.desk.is_up
    assert visit.screen.is_covered
    assert len(place.seen.pages) == 1
    assert not room.strip.isHidden()
    room.displays.find_patient_display = lambda beside: None  # type: ignore[method-assign]
    room.strip.dismiss_button.click()
    visit.desk.show_this()
    assert not visit.desk.is_up  # not over the records, unasked
    assert not room.strip.isHidden()
    assert place.records.isVisible()
    room.strip.show_button.click()
    assert visit.desk.is_up
    assert not place.records.isVisible()
    assert room.displays.state is DisplayState.STEADY
