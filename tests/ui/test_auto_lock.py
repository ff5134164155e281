"""When the program warns and locks because nobody touches it, by a clock that the test sets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QVBoxLayout, QWidget
from visit_samples import CLINIC, NOW, PHYSICIAN

from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.store.vault import Vault, create_vault
from stemsup_desktop.ui.auto_lock import (
    CHOICES_MIN,
    DEFAULT_MIN,
    LONGEST_GRACE_S,
    SETTING,
    WARN_S,
    IdleWatch,
    load_minutes,
    read_awake_clock,
    save_minutes,
)

LIMIT_S = DEFAULT_MIN * 60


@dataclass
class Room:
    """A watched window, a clock to set, and what the watch said."""

    watch: IdleWatch
    window: QWidget
    now: float = 1000.0
    is_busy: bool = False
    said: list[str | int] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        """Let time pass, then let the watch look as its timer would."""
        self.now += seconds
        self.watch.look()


@pytest.fixture
def room(qapp: QApplication, shown: Callable[[QWidget, int, int], QWidget]) -> Iterator[Room]:
    window = QWidget()
    rows = QVBoxLayout(window)
    rows.addWidget(QLineEdit())
    rows.addWidget(QComboBox())
    made: list[Room] = []
    watch = IdleWatch(qapp, lambda: made[0].now, lambda: made[0].is_busy)
    made.append(Room(watch, shown(window, 300, 200)))
    said = made[0].said
    watch.counted_down.connect(said.append)
    watch.stayed.connect(lambda: said.append("stayed"))
    watch.idle.connect(lambda: said.append("idle"))
    watch.start()
    yield made[0]
    watch.stop()


def press_key(room: Room) -> None:
    QTest.keyClick(room.window.windowHandle(), Qt.Key.Key_A)


def press_shortcut(room: Room) -> None:
    """What Qt asks of the field when a key belongs to a shortcut: no press reaches the window then."""
    QApplication.sendEvent(QGuiApplication.focusObject(), QEvent(QEvent.Type.ShortcutOverride))


def compose(room: Room) -> None:
    """What an input method does: it writes into the field and passes by the window."""
    QApplication.sendEvent(QGuiApplication.focusObject(), QInputMethodEvent("か", []))


def move_pointer(room: Room) -> None:
    QTest.mouseMove(room.window.windowHandle(), QPoint(5 + len(room.said), 5))


def click(room: Room) -> None:
    QTest.mouseClick(
        room.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(9, 9)
    )


def turn_wheel(room: Room) -> None:
    QTest.wheelEvent(room.window.windowHandle(), QPoint(9, 9), QPoint(0, 120))


TOUCHES = (press_key, press_shortcut, compose, move_pointer, click, turn_wheel)


def test_nobody_there_is_a_warning_that_counts_and_then_a_lock_and_nothing_more(room: Room) -> None:
    room.wait(LIMIT_S - WARN_S - 1)
    assert room.said == []
    room.wait(1)
    room.wait(1)
    room.wait(WARN_S - 1.5)
    assert room.said == [WARN_S, WARN_S - 1, 1]
    room.wait(0.5)
    room.wait(1000)
    assert room.said == [WARN_S, WARN_S - 1, 1, "idle"]


@pytest.mark.parametrize("touch", TOUCHES)
def test_any_touch_begins_the_time_anew(room: Room, touch: Callable[[Room], None]) -> None:
    room.wait(LIMIT_S - WARN_S - 1)
    touch(room)
    room.wait(LIMIT_S - WARN_S - 1)
    assert room.said == []
    room.wait(WARN_S + 1)
    assert room.said == ["idle"]


@pytest.mark.parametrize("touch", TOUCHES)
def test_any_touch_ends_the_warning(room: Room, touch: Callable[[Room], None]) -> None:
    room.wait(LIMIT_S - 10)
    touch(room)
    room.wait(LIMIT_S - WARN_S - 1)
    assert room.said == [10, "stayed"]


def test_what_is_typed_into_the_warning_reaches_its_field(room: Room) -> None:
    room.wait(LIMIT_S - 10)
    press_key(room)
    field = room.window.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == "a"


def test_a_pointer_that_lies_still_below_the_warning_is_nobody(room: Room) -> None:
    def say_where() -> None:
        """What a system sends where a window comes or goes below the pointer."""
        at, none = QPointF(40, 40), Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(room.window.windowHandle(), event)

    say_where()
    room.wait(LIMIT_S - 10)
    say_where()
    assert room.said == [10]


def test_a_window_that_comes_later_is_watched_too(room: Room, shown: Callable[[QWidget, int, int], QWidget]) -> None:
    other = QLineEdit()
    shown(other, 200, 80)
    room.wait(LIMIT_S - 10)
    QTest.keyClick(other.windowHandle(), Qt.Key.Key_B)
    assert room.said == [10, "stayed"]
    other.close()


def test_an_open_list_is_watched_from_the_warning_on(room: Room) -> None:
    combo = room.window.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    combo.addItems(["one", "two"])
    combo.showPopup()
    popup = combo.view().window()
    room.wait(LIMIT_S - 10)
    QTest.mouseMove(popup.windowHandle(), QPoint(7, 7))
    combo.hidePopup()
    assert room.said == [10, "stayed"]


def test_the_first_touch_after_a_sleep_that_nobody_told_of_locks_and_reaches_no_field(room: Room) -> None:
    room.now += LIMIT_S * 12
    press_key(room)
    press_key(room)
    room.wait(0)
    field = room.window.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert (room.said, field.text()) == (["idle"], "")


def test_a_change_made_through_assistive_technology_is_a_touch_and_one_that_comes_too_late_locks(room: Room) -> None:
    room.wait(LIMIT_S - 1)
    assert not room.watch.take_touch()
    room.said.clear()
    room.wait(LIMIT_S - WARN_S - 1)
    assert room.said == []
    room.now += LIMIT_S
    assert room.watch.take_touch()
    room.watch.look()
    assert room.said == ["idle"]
    assert not room.watch.take_touch()


def test_work_under_way_holds_the_lock_back_until_it_is_done(room: Room) -> None:
    room.is_busy = True
    room.wait(LIMIT_S)
    room.wait(1)
    assert room.said == [0, 0]
    room.is_busy = False
    room.wait(1)
    assert room.said == [0, 0, "idle"]


def test_work_that_does_not_end_holds_the_lock_back_for_a_minute_only(room: Room) -> None:
    room.is_busy = True
    room.wait(LIMIT_S)
    room.wait(LONGEST_GRACE_S)
    assert room.said == [0, "idle"]


def test_who_comes_while_the_lock_is_held_back_stays(room: Room) -> None:
    room.is_busy = True
    room.wait(LIMIT_S + 1)
    press_key(room)
    assert room.said == [0, "stayed"]


def test_a_shorter_time_holds_at_once_and_a_longer_one_ends_the_warning(room: Room) -> None:
    room.wait(50)
    room.watch.set_minutes(1)
    room.watch.set_minutes(30)
    assert room.said == [10, "stayed"]
    assert room.watch.minutes == 30


def test_a_watch_that_was_stopped_says_nothing_and_can_begin_again(room: Room) -> None:
    room.watch.stop()
    room.wait(LIMIT_S)
    press_key(room)
    assert room.said == []
    room.watch.start()
    room.wait(LIMIT_S)
    assert room.said == ["idle"]


def test_the_clock_runs_forward() -> None:
    assert read_awake_clock() <= read_awake_clock()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with create_vault(tmp_path, "a passphrase", CLINIC, PHYSICIAN, clock=lambda: NOW, kdf=CHEAP_KEY) as made:
        yield made


def test_each_vault_keeps_its_own_time(vault: Vault) -> None:
    assert load_minutes(vault) == DEFAULT_MIN
    for minutes in CHOICES_MIN:
        save_minutes(vault, minutes)
        assert load_minutes(vault) == minutes


@pytest.mark.parametrize("kept", ["", "0", "-5", "999", "five", "5.0"])
def test_a_time_that_is_not_offered_is_the_usual_one(vault: Vault, kept: str) -> None:
    vault.save_settings({SETTING: kept})
    assert load_minutes(vault) == DEFAULT_MIN


def test_never_is_not_offered(vault: Vault, room: Room) -> None:
    with pytest.raises(ValueError, match="not offered"):
        save_minutes(vault, 0)
    with pytest.raises(ValueError, match="not offered"):
        room.watch.set_minutes(0)
