"""A scanner is heard wherever the focus is, and nothing that a hand, an input method or a paste writes is eaten."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from scan_keys import FNC1, Typist

from stemsup_desktop.ui.scanner import GAP_MS, Scanner

CODE = "01045123456789061727053110A1"
WHOLE = f"{CODE}{FNC1}21S7"
Show = Callable[[QWidget, int, int], QWidget]


class Desk:
    """A window with a field that has the focus, and a scanner that listens to it."""

    def __init__(self, application: QApplication, shown: Show) -> None:
        self.window = QWidget()
        self.field, self.entered, self.codes = QLineEdit(), [], []
        rows = QVBoxLayout(self.window)
        rows.addWidget(self.field)
        rows.addWidget(QLineEdit())
        self.field.returnPressed.connect(lambda: self.entered.append(self.field.text()))
        shown(self.window, 300, 120)
        self.field.setFocus()
        self.scanner = Scanner(application)
        self.scanner.scanned.connect(self.codes.append)
        self.scanner.start()
        self.typist = Typist(self.window)


@pytest.fixture
def desk(qapp: QApplication, shown: Show) -> Iterator[Desk]:
    made = Desk(qapp, shown)
    yield made
    made.scanner.stop()


def test_a_code_is_heard_and_leaves_nothing_in_the_field(desk: Desk) -> None:
    codes = [name + WHOLE for name in ("]d2", "]C1", "]Q3", "")]
    for code in codes:
        desk.typist.scan(code, "\r")
        desk.typist.scan(code, "\t")
    assert desk.codes == [code for code in codes for _ in range(2)]
    assert desk.field.text() == ""
    assert desk.entered == []
    assert desk.window.focusWidget() is desk.field
    assert not desk.scanner.is_holding


def test_whatever_stands_for_fnc1_comes_through_as_it_was_sent(desk: Desk) -> None:
    sent = [WHOLE.replace(FNC1, separator) for separator in ("|", "<GS>", "~1")]
    for code in sent:
        desk.typist.scan(code)
    assert desk.codes == sent


def test_fnc1_may_come_before_the_code_and_as_the_character_itself(desk: Desk) -> None:
    desk.typist.scan(f"{FNC1}{CODE}")
    desk.typist.now_ms += 500
    desk.typist.key(Qt.Key.Key_unknown, FNC1)
    desk.typist.type(CODE + "\r")
    assert desk.codes == [FNC1 + CODE] * 2
    assert desk.field.text() == ""


def test_the_form_printed_for_the_eye_is_heard_too(desk: Desk) -> None:
    desk.typist.scan("(01)04512345678906(10)A1")
    assert desk.codes == ["(01)04512345678906(10)A1"]


def test_a_named_code_needs_no_key_behind_it_and_may_come_slowly(desk: Desk, qtbot: QtBot) -> None:
    desk.typist.now_ms += 1000
    desk.typist.type("]d2")
    desk.typist.type(WHOLE, gap_ms=100)
    qtbot.waitUntil(lambda: desk.codes == ["]d2" + WHOLE])
    assert desk.field.text() == ""


def test_a_code_cut_off_by_its_scanner_is_still_no_typing(desk: Desk) -> None:
    desk.typist.scan("]d20104512")
    assert desk.codes == ["]d20104512"]
    assert desk.field.text() == ""


def test_caps_lock_changes_nothing_in_a_code_that_names_itself(desk: Desk) -> None:
    desk.typist.scan(f"]d2{CODE}b".swapcase())
    assert desk.codes == [f"]d2{CODE}b"]
    assert desk.field.text() == ""


def test_the_second_enter_of_a_scanner_does_nothing_and_a_persons_own_does(desk: Desk) -> None:
    desk.typist.scan(CODE, "\r\r")
    assert (desk.codes, desk.entered) == ([CODE], [])
    desk.typist.now_ms += 400
    desk.typist.type("\r")
    assert desk.entered == [""]


TYPED = [
    "The quick brown fox (0 of 10) ]d 01",
    "0312345678",
    "0120-123-456",
    "01045123456789061727053110A1",
    "(01) 2026",
    "]",
    "0",
    "[1]",
    "髙橋 花子",
]


@pytest.mark.parametrize("gap_ms", [GAP_MS + 5, 180])
def test_nothing_that_a_hand_types_is_eaten(desk: Desk, gap_ms: int) -> None:
    for text in TYPED:
        desk.field.clear()
        desk.typist.type(text + "\r", gap_ms=gap_ms)
    assert desk.entered == TYPED
    assert desk.codes == []


def test_fast_typing_that_is_no_code_stays_with_its_enter_in_order(desk: Desk) -> None:
    no_codes = [text for text in TYPED if not text.startswith("01045")]
    for text in no_codes:
        desk.field.clear()
        desk.typist.now_ms += 500
        desk.typist.type(text + "\r", gap_ms=1)
    assert desk.entered == no_codes
    assert desk.codes == []


def test_a_key_that_could_begin_a_code_is_seen_a_moment_later(desk: Desk, qtbot: QtBot) -> None:
    desk.typist.type("0")
    assert desk.scanner.is_holding
    qtbot.waitUntil(lambda: desk.field.text() == "0")
    assert not desk.scanner.is_holding


def test_any_other_key_is_seen_at_once(desk: Desk) -> None:
    desk.typist.type("a1")
    assert desk.field.text() == "a1"


def test_a_key_that_is_held_down_types_on(desk: Desk) -> None:
    desk.typist.key(Qt.Key.Key_0, "0")
    for _ in range(20):
        desk.typist.now_ms += 30
        desk.typist.key(Qt.Key.Key_0, "0", is_repeated=True)
    assert desk.field.text() == "0" * 21


def test_a_click_amid_a_burst_comes_after_its_keys(desk: Desk) -> None:
    desk.typist.type("01")
    handle = desk.window.windowHandle()
    place = QPointF(20, 20)
    press = QMouseEvent(
        QEvent.Type.MouseButtonPress,
        place,
        place,
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QCoreApplication.sendEvent(handle, press)
    assert desk.field.text() == "01"


def test_what_an_input_method_composes_is_not_looked_at(desk: Desk) -> None:
    composed = QInputMethodEvent("０１", [])
    QCoreApplication.sendEvent(desk.field, composed)
    committed = QInputMethodEvent()
    committed.setCommitString("]d2" + CODE)
    QCoreApplication.sendEvent(desk.field, committed)
    assert desk.field.text() == "]d2" + CODE
    assert desk.codes == []


def test_a_pasted_code_stays_where_it_was_pasted(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("]d2" + CODE)
    desk.typist.key(Qt.Key.Key_V, "\x16", Qt.KeyboardModifier.ControlModifier)
    assert desk.field.text() == "]d2" + CODE
    assert desk.codes == []
    QGuiApplication.clipboard().clear()


def test_a_scanner_that_stops_listening_gives_back_what_it_held(desk: Desk) -> None:
    desk.typist.type("01")
    desk.scanner.stop()
    assert desk.field.text() == "01"
    desk.typist.scan(CODE)
    assert desk.codes == []
    assert desk.field.text() == "01" + CODE
    desk.scanner.stop()


def test_a_window_that_is_opened_later_is_listened_to(desk: Desk, shown: Show, qtbot: QtBot) -> None:
    other = QLineEdit()
    shown(other, 200, 60)
    typist = Typist(other)
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is other.windowHandle())
    typist.scan(CODE)
    assert desk.codes == [CODE]
    assert other.text() == ""
