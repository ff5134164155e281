"""The signature pad under real events: pen, finger, mouse and keys, and what becomes of the ink."""

from collections.abc import Callable
from dataclasses import dataclass
from time import thread_time

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import (
    QAccessible,
    QEventPoint,
    QImage,
    QInputDevice,
    QMouseEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.consultation.signing_model import MOST_POINTS, Ink, InkPoint
from stemsup_desktop.ui.components.ink_record import INITIALS_BOX, SIGNATURE_BOX
from stemsup_desktop.ui.components.pen_input import ECHO_MS, PALM_PX, PLAIN_PRESSURE, PenInput, Tool
from stemsup_desktop.ui.components.signature_pad import SignaturePad
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.words import Words

Shown = Callable[..., QWidget]
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
PEN = QPointingDevice(
    "pen",
    7,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    2,
)
SCREEN = QTest.createTouchDevice()


class Clock:
    """Milliseconds that a test moves."""

    now = 1_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pad(theme: Theme, english: Words, shown: Shown, clock: Clock) -> SignaturePad:
    made = SignaturePad(theme, english, "Signature of the patient", clock_ms=clock)
    shown(made, 800, 190)
    return made


def pen(pad: SignaturePad, kind: QEvent.Type, x: float, y: float, pressure: float = 0.5) -> None:
    button = NO_BUTTON if kind is QEvent.Type.TabletMove else LEFT
    at = QPointF(x, y)
    event = QTabletEvent(kind, PEN, at, at, pressure, 0, 0, 0, 0, 0, NO_KEYS, button, LEFT)
    QApplication.sendEvent(pad, event)
    assert event.isAccepted()


def write(pad: SignaturePad, *places: tuple[float, float], pressure: float = 0.5) -> None:
    """One stroke with the pen."""
    pen(pad, QEvent.Type.TabletPress, *places[0], pressure)
    for place in places[1:]:
        pen(pad, QEvent.Type.TabletMove, *place, pressure)
    pen(pad, QEvent.Type.TabletRelease, *places[-1], 0.0)


def drag(pad: SignaturePad, *places: tuple[int, int]) -> None:
    """One stroke with the mouse."""
    QTest.mousePress(pad, LEFT, NO_KEYS, QPoint(*places[0]))
    for place in places[1:]:
        QTest.mouseMove(pad, QPoint(*place))
    QTest.mouseRelease(pad, LEFT, NO_KEYS, QPoint(*places[-1]))


def finger(pad: SignaturePad, *places: tuple[int, int]) -> None:
    """One stroke with a finger."""
    QTest.touchEvent(pad, SCREEN).press(0, QPoint(*places[0]), pad).commit()
    for place in places[1:]:
        QTest.touchEvent(pad, SCREEN).move(0, QPoint(*place), pad).commit()
    QTest.touchEvent(pad, SCREEN).release(0, QPoint(*places[-1]), pad).commit()


def places_of(ink: Ink) -> list[list[tuple[int, int]]]:
    return [[(one.x, one.y) for one in stroke] for stroke in ink.strokes]


def test_a_pen_writes_in_the_measure_of_the_printed_box_with_its_pressure(pad: SignaturePad) -> None:
    write(pad, (100, 50), (200, 100), (300, 50), pressure=0.8)
    [stroke] = pad.ink().strokes
    assert [(one.x, one.y, one.pressure) for one in stroke] == [
        (1000, 500, 800),
        (2000, 1000, 800),
        (3000, 500, 800),
    ]
    assert (pad.ink().width, pad.ink().height) == SIGNATURE_BOX


def test_mouse_and_finger_write_with_a_plain_pressure(pad: SignaturePad) -> None:
    drag(pad, (10, 10), (60, 60))
    finger(pad, (110, 10), (160, 60))
    one, other = pad.ink().strokes
    assert [(p.x, p.y, p.pressure) for p in one] == [(100, 100, PLAIN_PRESSURE), (600, 600, PLAIN_PRESSURE)]
    assert [(p.x, p.y) for p in other] == [(1100, 100), (1600, 600)]


def test_time_runs_from_the_first_point_and_never_back(pad: SignaturePad, clock: Clock) -> None:
    pen(pad, QEvent.Type.TabletPress, 10, 10)
    clock.now += 8
    pen(pad, QEvent.Type.TabletMove, 20, 20)
    clock.now -= 5
    pen(pad, QEvent.Type.TabletMove, 30, 30)
    pen(pad, QEvent.Type.TabletRelease, 30, 30)
    clock.now += 997
    write(pad, (50, 50), (60, 60))
    assert [[p.t_ms for p in stroke] for stroke in pad.ink().strokes] == [[0, 8, 8], [1000, 1000]]


@pytest.mark.parametrize("source", list(Qt.MouseEventSource))
def test_the_mouse_that_a_pen_seems_to_move_as_well_writes_nothing(
    source: Qt.MouseEventSource, pad: SignaturePad, clock: Clock
) -> None:
    pen(pad, QEvent.Type.TabletPress, 100, 50)
    echo = [(QEvent.Type.MouseButtonPress, 100), (QEvent.Type.MouseMove, 150), (QEvent.Type.MouseButtonRelease, 200)]
    for kind, x in echo:
        at = QPointF(x, 50)
        QApplication.sendEvent(pad, QMouseEvent(kind, at, at, at, LEFT, LEFT, NO_KEYS, source))
    pen(pad, QEvent.Type.TabletRelease, 100, 50)
    clock.now += ECHO_MS - 1
    for kind, x in echo:
        at = QPointF(x, 50)
        QApplication.sendEvent(pad, QMouseEvent(kind, at, at, at, LEFT, LEFT, NO_KEYS, source))
    assert places_of(pad.ink()) == [[(1000, 500)]]


def test_a_real_mouse_writes_again_a_moment_after_the_pen(pad: SignaturePad, clock: Clock) -> None:
    write(pad, (100, 50), (200, 50))
    clock.now += ECHO_MS + 1
    drag(pad, (10, 10), (60, 60))
    assert len(pad.ink().strokes) == 2


def test_a_second_finger_writes_nothing_and_does_not_disturb_the_first(pad: SignaturePad) -> None:
    QTest.touchEvent(pad, SCREEN).press(0, QPoint(10, 10), pad).commit()
    QTest.touchEvent(pad, SCREEN).stationary(0).press(1, QPoint(500, 100), pad).commit()
    QTest.touchEvent(pad, SCREEN).move(0, QPoint(20, 20), pad).move(1, QPoint(520, 120), pad).commit()
    QTest.touchEvent(pad, SCREEN).stationary(0).release(1, QPoint(520, 120), pad).commit()
    QTest.touchEvent(pad, SCREEN).move(0, QPoint(30, 30), pad).commit()
    QTest.touchEvent(pad, SCREEN).release(0, QPoint(30, 30), pad).commit()
    assert places_of(pad.ink()) == [[(100, 100), (200, 200), (300, 300)]]


def test_a_hand_that_rests_before_the_pen_comes_down_leaves_no_ink(pad: SignaturePad) -> None:
    QTest.touchEvent(pad, SCREEN).press(0, QPoint(400, 150), pad).commit()
    QTest.touchEvent(pad, SCREEN).move(0, QPoint(405, 152), pad).commit()
    write(pad, (100, 50), (200, 50))
    QTest.touchEvent(pad, SCREEN).move(0, QPoint(420, 160), pad).commit()
    QTest.touchEvent(pad, SCREEN).release(0, QPoint(420, 160), pad).commit()
    finger(pad, (500, 100), (520, 110))
    assert places_of(pad.ink()) == [[(1000, 500), (2000, 500)]]


def test_after_clearing_another_person_may_write_with_a_finger(pad: SignaturePad) -> None:
    write(pad, (100, 50), (200, 50))
    pad.clear_ink()
    finger(pad, (10, 10), (20, 20))
    assert places_of(pad.ink()) == [[(100, 100), (200, 200)]]


def test_a_touch_that_the_system_takes_back_was_never_written(pad: SignaturePad) -> None:
    QTest.touchEvent(pad, SCREEN).press(0, QPoint(10, 10), pad).commit()
    QTest.touchEvent(pad, SCREEN).move(0, QPoint(60, 60), pad).commit()
    QApplication.sendEvent(pad, QTouchEvent(QEvent.Type.TouchCancel, SCREEN, NO_KEYS, []))
    assert pad.is_empty
    # The test's touch device is told that the finger is up, so that the next test finds it so.
    QTest.touchEvent(pad, SCREEN).release(0, QPoint(60, 60), pad).commit()
    assert pad.is_empty


def test_the_eraser_end_and_the_other_buttons_write_nothing(pad: SignaturePad) -> None:
    eraser = QPointingDevice(
        "eraser",
        8,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Eraser,
        QInputDevice.Capability.Position,
        1,
        1,
        "",
        QPointingDeviceUniqueId(),
    )
    at = QPointF(10, 10)
    QApplication.sendEvent(
        pad, QTabletEvent(QEvent.Type.TabletPress, eraser, at, at, 1, 0, 0, 0, 0, 0, NO_KEYS, LEFT, LEFT)
    )
    QTest.mouseClick(pad, Qt.MouseButton.RightButton)
    assert pad.is_empty


def test_ink_outside_the_box_stays_at_its_edge(pad: SignaturePad) -> None:
    drag(pad, (790, 100), (900, 300), (-50, -20))
    assert places_of(pad.ink()) == [[(7900, 1000), (8000, 1900), (0, 0)]]


@dataclass
class Touch:
    """Stands for Qt's point of a touch: only Qt itself can say how broad one is."""

    state_: QEventPoint.State
    wide: float

    def id(self) -> int:
        return 0

    def state(self) -> QEventPoint.State:
        return self.state_

    def position(self) -> QPointF:
        return QPointF(10, 10)

    def ellipseDiameters(self) -> QSizeF:
        return QSizeF(12, self.wide)


@dataclass
class Touches:
    """Stands for Qt's event of touches."""

    points_: list[Touch]

    def type(self) -> QEvent.Type:
        return QEvent.Type.TouchUpdate

    def points(self) -> list[Touch]:
        return self.points_

    def timestamp(self) -> int:
        return 5

    def pointingDevice(self) -> None:
        return None


def test_a_touch_as_broad_as_a_palm_does_not_write_and_one_that_becomes_so_is_taken_back() -> None:
    ended: list[bool] = []
    pen_input = PenInput(lambda *_: None, ended.append, lambda: 0)
    down, on = QEventPoint.State.Pressed, QEventPoint.State.Updated
    pen_input.take_touch(Touches([Touch(down, PALM_PX + 1)]))  # type: ignore[arg-type]
    assert pen_input.tool is Tool.NONE
    pen_input.take_touch(Touches([Touch(down, PALM_PX)]))  # type: ignore[arg-type]
    assert pen_input.tool is Tool.FINGER
    pen_input.take_touch(Touches([Touch(on, PALM_PX + 1)]))  # type: ignore[arg-type]
    assert ended == [False]


@pytest.mark.parametrize("size", [(400, 95), (1600, 380), (300, 800), (801, 203)])
def test_no_change_of_size_or_scheme_loses_or_moves_a_point(
    size: tuple[int, int], pad: SignaturePad, theme: Theme
) -> None:
    write(pad, (100, 50), (233, 101), (377, 44), pressure=0.3)
    before = pad.ink()
    pad.resize(*size)
    theme.set_scheme(Scheme.DARK)
    pad.grab()
    pad.resize(800, 190)
    assert pad.ink() == before


def test_what_is_written_after_turning_the_screen_stands_where_the_pen_is(pad: SignaturePad) -> None:
    write(pad, (400, 95), (440, 95))
    pad.resize(190, 800)
    middle = pad.paper().center()
    write(pad, (middle.x(), middle.y()), (middle.x() + 9.5, middle.y()))
    first, second = places_of(pad.ink())
    assert first == second == [(4000, 950), (4400, 950)]


def test_the_paper_is_white_and_the_ink_dark_in_both_schemes(pad: SignaturePad, theme: Theme) -> None:
    write(pad, (100, 50), (300, 50))
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.set_scheme(scheme)
        image = pad.grab().toImage()
        assert image.pixelColor(600, 50).name() == "#ffffff"
        assert image.pixelColor(200, 50).lightness() < 90


def test_the_last_stroke_and_then_everything_can_be_taken_back(pad: SignaturePad, qtbot: QtBot) -> None:
    write(pad, (100, 50), (200, 50))
    write(pad, (100, 80), (200, 80))
    write(pad, (100, 90), (200, 90))
    with qtbot.waitSignal(pad.ink_changed):
        QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert places_of(pad.ink()) == [[(1000, 500), (2000, 500)]]
    with qtbot.waitSignal(pad.ink_changed):
        QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.is_empty
    assert pad.grab().toImage().pixelColor(150, 50).name() == "#ffffff"


def test_enter_confirms_and_other_keys_are_left_to_the_page(pad: SignaturePad, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pad.confirm_requested):
        QTest.keyClick(pad, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(pad.confirm_requested):
        QTest.keyClick(pad, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(pad, Qt.Key.Key_Y)
    assert pad.is_empty


def test_showing_ink_reports_nothing_and_writing_reports_each_stroke_once(pad: SignaturePad, qtbot: QtBot) -> None:
    ink = Ink(*SIGNATURE_BOX, ((InkPoint(1, 2, 0, 500), InkPoint(5, 9, 3, 500)),))
    with qtbot.assertNotEmitted(pad.ink_changed):
        pad.set_ink(ink)
    heard: list[bool] = []
    pad.ink_changed.connect(lambda: heard.append(True))
    write(pad, (100, 50), (200, 50), (210, 60))
    assert len(heard) == 1
    first, second = pad.ink().strokes
    assert (first,) == ink.strokes
    assert second[0].t_ms > first[-1].t_ms


def test_kept_ink_and_a_locked_pad_take_nothing(pad: SignaturePad) -> None:
    ink = Ink(*SIGNATURE_BOX, ((InkPoint(1, 2, 0, 500), InkPoint(5, 9, 3, 500)),))
    pad.set_ink(ink, is_read_only=True)
    write(pad, (100, 50), (200, 50))
    drag(pad, (10, 10), (60, 60))
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.ink() == ink
    pad.set_ink(None)
    pad.set_locked("Opens when all 14 initials are in")
    finger(pad, (10, 10), (60, 60))
    assert pad.is_empty


def test_locking_in_the_middle_of_a_stroke_drops_it(pad: SignaturePad) -> None:
    pen(pad, QEvent.Type.TabletPress, 10, 10)
    pen(pad, QEvent.Type.TabletMove, 60, 60)
    pad.set_locked("The visit is closed.")
    pad.set_locked("")
    pen(pad, QEvent.Type.TabletMove, 90, 90)
    pen(pad, QEvent.Type.TabletRelease, 90, 90)
    assert pad.is_empty


def test_ink_of_another_pad_is_fitted_into_the_middle(pad: SignaturePad) -> None:
    pad.set_ink(Ink(1900, 1900, ((InkPoint(0, 0, 0, 500), InkPoint(1900, 1900, 9, 500)),)))
    assert places_of(pad.ink()) == [[(3050, 0), (4950, 1900)]]


def test_the_pad_takes_no_more_than_the_record_can_hold(pad: SignaturePad, english: Words) -> None:
    stroke = tuple(InkPoint(number % 8000, number % 1900, number, 500) for number in range(MOST_POINTS - 1))
    pad.set_ink(Ink(*SIGNATURE_BOX, (stroke,)))
    write(pad, (100, 50), (200, 50), (300, 50))
    assert sum(map(len, pad.ink().strokes)) == MOST_POINTS
    assert pad.is_full
    assert pad.accessibleDescription() == english("pad.full")


def test_a_screen_reader_hears_whose_pad_it_is_how_it_stands_and_what_to_do(pad: SignaturePad, words: Words) -> None:
    pad.set_words(words)
    pad.set_name("X")
    interface = QAccessible.queryAccessibleInterface(pad)
    assert interface.role() == QAccessible.Role.Canvas
    assert interface.state().focusable
    said = lambda: interface.text(QAccessible.Text.Name)  # noqa: E731
    assert said() == words("pad.name", name="X", state=words("pad.state_empty"))
    assert interface.text(QAccessible.Text.Description) == words("pad.what_to_do")
    write(pad, (100, 50), (200, 50))
    assert said() == words("pad.name", name="X", state=words("pad.state_strokes", count=1))
    pad.set_fault("Write your whole name.")
    assert words("pad.state_fault") in said()
    assert interface.text(QAccessible.Text.Description) == "Write your whole name."
    write(pad, (100, 80), (200, 80))
    assert pad.fault == ""
    pad.set_locked("After the patient.")
    assert interface.text(QAccessible.Text.Description) == "After the patient."


def test_a_fault_is_outlined_in_the_colour_of_a_stop(pad: SignaturePad, theme: Theme) -> None:
    pad.set_fault("Write your whole name.")
    assert pad.grab().toImage().pixelColor(400, 0).name() == theme.colour("stop").name()


def test_a_pad_of_initials_has_the_proportions_of_their_box(theme: Theme, english: Words, shown: Shown) -> None:
    made = SignaturePad(theme, english, "Initials", INITIALS_BOX)
    shown(made, 255, 105)
    assert made.heightForWidth(255) == 105
    drag(made, (10, 10), (100, 50))
    assert places_of(made.ink()) == [[(100, 100), (1000, 500)]]


def test_no_turn_of_the_event_loop_is_long_with_as_many_points_as_there_may_be(pad: SignaturePad, qtbot: QtBot) -> None:
    """16 ms is the budget, in time of this thread: what a busy machine gives to others is not the pad's."""
    strokes = tuple(
        tuple(InkPoint((n * 7) % 8000, (n * 3 + line * 40) % 1900, n, n % 1000) for n in range(400))
        for line in range(49)
    )
    pad.set_ink(Ink(*SIGNATURE_BOX, strokes))
    qtbot.waitUntil(lambda: not pad._canvas.is_drawing)
    longest = min(_longest_turn(pad) for _ in range(3))
    qtbot.waitUntil(lambda: not pad._canvas.is_drawing)
    assert longest < 0.016


def _longest_turn(pad: SignaturePad) -> float:
    turns: list[float] = []

    def measure(act: Callable[[], object]) -> None:
        began = thread_time()
        act()
        turns.append(thread_time() - began)

    measure(lambda: pad.resize(pad.width() - 8, pad.height() - 2))
    measure(lambda: pen(pad, QEvent.Type.TabletPress, 10, 10))
    for step in range(20):
        measure(lambda step=step: pen(pad, QEvent.Type.TabletMove, 20 + step, 20))  # type: ignore[misc]
        measure(QApplication.processEvents)
    measure(lambda: pen(pad, QEvent.Type.TabletRelease, 40, 20))
    measure(pad.ink)
    measure(pad.undo_stroke)
    while pad._canvas.is_drawing:
        measure(QApplication.processEvents)
    return max(turns)


def test_much_ink_looks_the_same_in_pieces_as_written(pad: SignaturePad, qtbot: QtBot) -> None:
    places = [(20 + n * 0.9, 95 + 60 * ((n % 40) / 20 - 1)) for n in range(800)]
    write(pad, *places)
    written = pad.grab().toImage()
    pad.set_ink(pad.ink())
    qtbot.waitUntil(lambda: not pad._canvas.is_drawing)
    assert _difference(written, pad.grab().toImage()) == 0


def _difference(one: QImage, other: QImage) -> int:
    return sum(
        one.pixel(x, y) != other.pixel(x, y) for x in range(0, one.width(), 3) for y in range(0, one.height(), 3)
    )
