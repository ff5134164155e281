"""On one display the records come back only for the PIN or by signing in again; the page beneath takes no key."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from visit_samples import CLINIC, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.patient_screen.pages import (
    Column,
    ColumnKind,
    Line,
    Option,
    QuestionScreen,
    ReferenceScreen,
)
from stemsup_desktop.language import Language
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.screen_pin import MOST_TRIES
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.patient_desk.pin_desk import PinDesk
from stemsup_desktop.ui.patient_screen.buttons import ScreenButton
from stemsup_desktop.ui.patient_screen.pin_cover import MOST_DIGITS, PinCover
from stemsup_desktop.ui.patient_screen.texts import find_texts
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.theme.patient_theme import PatientTheme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.words import Catalogue, Words

CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)
PIN = "4711"
QUESTION = QuestionScreen(
    *("question:effect", "t", "Clinic", "Understanding", "Is it proven?", "Press one."),
    (Option("a", "Yes"), Option("b", "No")),
    "clause:effect",
)
REFERENCE = ReferenceScreen(
    *("reference:SYM05", "t", "Clinic", "Symptom", "Hair loss"),
    (Column(ColumnKind.UNKNOWN, "Not known", (Line("Whether it lasts."),)),),
)


@pytest.fixture
def open_access(
    runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock
) -> Iterator[VaultAccess]:
    """An open vault with a PIN."""
    made = VaultAccess(runner, tmp_path / "vault", clock, CHEAP)
    made.create("correct horse", CLINIC, PHYSICIAN, lambda _: None)
    executor.run_all()
    made.get_vault().save_screen_pin(PIN, CHEAP)
    yield made
    made.close(lambda _: None)
    executor.run_all()


class Room:
    """One display with the patient screen on it, as a physician meets it."""

    def __init__(self, screen: PatientScreen, desk: PinDesk, executor: ManualExecutor) -> None:
        self.screen, self.desk, self.executor = screen, desk, executor
        self.told: list[str] = []
        self.pressed: list[str] = []
        screen.leave_pressed.connect(lambda: desk.ask(screen, lambda: self.told.append("granted")))
        desk.sign_in_requested.connect(lambda: self.told.append("sign in"))
        desk.cover_changed.connect(lambda is_covered: self.told.append("covered" if is_covered else "seen"))
        screen.answered.connect(lambda key, choice: self.pressed.append(choice))

    @property
    def cover(self) -> PinCover:
        assert self.desk.cover is not None
        return self.desk.cover

    def ask(self) -> None:
        self.screen.leave_pressed.emit()
        self.executor.run_all()

    def key(self, *keys: Qt.Key) -> None:
        """Press keys as the window system would: at whatever has the keyboard."""
        for key in keys:
            focused = self.screen.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, key)

    def type(self, text: str) -> None:
        focused = self.screen.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)
        self.key(Qt.Key.Key_Return)
        self.executor.run_all()

    def press(self, name: str) -> None:
        button = self.cover.findChild(ScreenButton, name)
        assert isinstance(button, ScreenButton)
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.executor.run_all()


@pytest.fixture
def room(
    theme: Theme,
    catalogue: Catalogue,
    qapp: QApplication,
    shown: Callable[..., QWidget],
    open_access: VaultAccess,
    executor: ManualExecutor,
) -> Iterator[Room]:
    screen = PatientScreen(theme, catalogue.in_language, qapp, "Clinic")
    screen.set_alone(True)
    screen.show_page(QUESTION, Language.EN)
    shown(screen, 1280, 800)
    parent = QObject()
    desk = PinDesk(theme, lambda: catalogue.in_language(Language.EN), open_access, parent)
    yield Room(screen, desk, executor)
    parent.deleteLater()


def test_the_right_pin_by_keyboard_leads_back(room: Room) -> None:
    room.ask()
    room.type(PIN)
    assert room.told == ["covered", "seen", "granted"]
    assert room.desk.cover is None


def test_the_right_pin_by_finger_leads_back(room: Room) -> None:
    room.ask()
    for key in "4", "7", "9", "⌫", "1", "1", "OK":
        room.press(f"pin.key:{key}")
    assert room.told == ["covered", "seen", "granted"]


def test_a_wrong_pin_does_not_and_the_digits_begin_anew(room: Room) -> None:
    room.ask()
    room.type("4712")
    assert room.told == ["covered"]
    assert room.cover.message == "This is not the PIN. Try again."
    room.type(PIN)
    assert room.told[-1] == "granted"


def test_after_too_many_only_signing_in_is_left(room: Room, clock: SteppedClock) -> None:
    room.ask()
    for _ in range(MOST_TRIES):
        clock.advance(minutes=10)
        room.type("0001")
    assert "Sign in again" in room.cover.message
    keypad = room.cover.findChild(ScreenButton, "pin.key:1")
    assert isinstance(keypad, ScreenButton)
    assert not keypad.isVisible()
    room.press("pin.sign_in")
    assert room.told == ["covered", "sign in"]
    assert room.desk.cover is not None  # the page is not seen again before the records are locked


def test_who_must_wait_is_told_how_long(room: Room) -> None:
    room.ask()
    for _ in range(6):
        room.type("0001")
    assert room.cover.message == "There were too many wrong PINs. Wait 5 seconds, then try again."
    assert room.told == ["covered"]


def test_a_forgotten_pin_has_a_way_out(room: Room) -> None:
    room.ask()
    room.press("pin.forgotten")
    assert room.told == ["covered", "sign in"]


def test_without_a_pin_only_signing_in_leads_back(room: Room, open_access: VaultAccess) -> None:
    open_access.get_vault().remove_screen_pin()
    room.ask()
    assert room.cover.message == "No PIN has been set. Sign in again to go back to the records."
    room.type(PIN)
    assert room.told == ["covered", "sign in"]


def test_a_vault_that_does_not_answer_opens_nothing(room: Room, open_access: VaultAccess) -> None:
    open_access.close(lambda _: None)
    room.ask()
    assert "locked" in room.cover.message
    room.type(PIN)
    assert "granted" not in room.told


@pytest.mark.parametrize("way", ["escape", "button"])
def test_the_patient_goes_back_to_the_page(room: Room, way: str) -> None:
    room.ask()
    if way == "escape":
        room.key(Qt.Key.Key_Escape)
    else:
        room.press("pin.back")
    assert room.told == ["covered", "seen"]
    answer = room.screen.findChild(ScreenButton, "screen.answer:a") or room.screen.findChildren(ScreenButton)[0]
    assert answer.isEnabled()


def test_no_key_and_no_focus_reaches_the_page_beneath(room: Room) -> None:
    room.ask()
    for _ in range(40):
        room.key(Qt.Key.Key_Tab)
        focused = room.screen.focusWidget()
        assert focused is not None
        assert focused is room.cover or room.cover.isAncestorOf(focused)
    room.key(Qt.Key.Key_A, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert room.pressed == []


def test_a_page_that_comes_meanwhile_stays_beneath(room: Room) -> None:
    room.ask()
    room.screen.show_page(REFERENCE, Language.EN)
    assert room.screen.childAt(room.screen.rect().center()) in (room.cover, *room.cover.findChildren(QWidget))
    focused = room.screen.focusWidget()
    assert focused is room.cover
    room.key(Qt.Key.Key_Escape)
    assert all(button.isEnabled() for button in room.screen.findChildren(ScreenButton) if button.isVisible())


def test_a_screen_that_goes_takes_the_cover_with_it_and_a_late_answer_opens_nothing(room: Room) -> None:
    room.ask()
    QTest.keyClicks(room.screen.focusWidget(), PIN)
    room.key(Qt.Key.Key_Return)  # and before the vault answers the records are locked
    cover = room.cover
    room.screen.hide()
    cover.deleteLater()  # as it goes with the screen
    QApplication.sendPostedEvents(cover, QEvent.Type.DeferredDelete.value)
    assert room.desk.cover is None
    room.executor.run_all()
    assert "granted" not in room.told


def test_nothing_is_shown_but_how_many_digits_there_are(room: Room) -> None:
    room.ask()
    QTest.keyClicks(room.screen.focusWidget(), "473829160000")
    dots = room.cover.findChild(QWidget, "pin.dots")
    assert isinstance(dots, QWidget)
    assert dots.accessibleName() == f"{MOST_DIGITS} digits entered"
    assert not any("4738" in text for text in find_texts(room.cover))


def test_the_cover_fills_the_screen_whatever_its_size(room: Room) -> None:
    room.ask()
    room.screen.resize(1024, 768)
    QApplication.processEvents()
    assert room.cover.geometry() == room.screen.rect()


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (960, 540), (1920, 1080)])
def test_everything_fits_in_both_languages(
    theme: Theme, words: Words, shown: Callable[..., QWidget], width: int, height: int
) -> None:
    host = QWidget()
    scale = max(0.75, min(height / 1080, width / 1600))
    cover = PinCover(PatientTheme(theme, scale), words, host)
    shown(host, width, height)
    cover.show_wrong(words("screen_pin.locked"))
    QApplication.processEvents()
    assert cover.minimumSizeHint().width() <= width
    assert cover.minimumSizeHint().height() <= height
    for child in cover.findChildren(QWidget):
        if child.isVisible():
            assert cover.rect().contains(child.mapTo(cover, child.rect().topLeft()))
            assert cover.rect().contains(child.mapTo(cover, child.rect().bottomRight()))
    keys = [one for one in cover.findChildren(ScreenButton) if one.isVisible()]
    assert all(key.accessibleName() for key in keys)
    assert min(key.height() for key in keys) >= 40
