"""The recovery page: a code groups itself while it is typed, and a mistake is named at once."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from stemsup_desktop.language import Language
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.ui.entry.recovery_entry import derive_recovery_entry
from stemsup_desktop.ui.entry.recovery_page import RecoveryPage
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

CODE = make_recovery_code(random.Random(4).randbytes)
SPOILT = CODE[:10] + ("8" if CODE[10] != "8" else "9") + CODE[11:]


class Recovery:
    """A shown page and what it reported."""

    def __init__(self, qtbot: QtBot, theme: Theme, words: Words) -> None:
        self.page = RecoveryPage(theme, words, "3F2A-91C0")
        qtbot.addWidget(self.page)
        self.requested: list[str] = []
        self.backs: list[bool] = []
        self.page.recovery_requested.connect(self.requested.append)
        self.page.back_requested.connect(lambda: self.backs.append(True))
        self.page.show()
        qtbot.waitExposed(self.page)
        self.page.focus_first()

    @property
    def text(self) -> str:
        return self.page.code.text()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.page.code.line_edit, text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page.code.line_edit, key)

    def button(self, name: str) -> QPushButton:
        button = self.page.findChild(QPushButton, name)
        assert button is not None
        return button


@pytest.fixture
def recovery(qtbot: QtBot, theme: Theme, english: Words) -> Recovery:
    return Recovery(qtbot, theme, english)


def test_a_code_typed_in_small_letters_groups_itself_and_is_handed_on_with_enter(recovery: Recovery) -> None:
    recovery.type(CODE.replace(" ", "").lower())
    assert recovery.text == CODE
    assert recovery.page.code.error == ""
    recovery.press(Qt.Key.Key_Return)
    assert recovery.requested == [CODE]


@pytest.mark.parametrize("pasted", [CODE.replace(" ", "-"), f" {CODE.lower()}\n", CODE.replace(" ", "")])
def test_a_pasted_code_is_taken(recovery: Recovery, pasted: str) -> None:
    recovery.page.code.line_edit.insert(pasted)
    recovery.button("recovery_submit").click()
    assert recovery.requested == [CODE]


def test_a_mistyped_group_is_named_and_marked_as_soon_as_the_code_is_complete(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    recovery = Recovery(qtbot, theme, words)
    recovery.type(SPOILT[:-1])
    assert recovery.page.code.error == ""
    recovery.type(SPOILT[-1])
    assert ("グループ3" if words.language is Language.JA else "group 3") in recovery.page.code.error
    assert recovery.page.groups.wrong == {2}
    recovery.press(Qt.Key.Key_Return)
    assert recovery.requested == []


def test_an_impossible_character_is_named_while_the_code_is_still_being_typed(recovery: Recovery) -> None:
    recovery.type("K7RM2QXU")
    assert "group 2" in recovery.page.code.error
    recovery.press(Qt.Key.Key_Backspace)
    assert recovery.page.code.error == ""


def test_an_unfinished_code_is_refused_with_what_is_missing(recovery: Recovery) -> None:
    recovery.type(CODE[:-2])
    recovery.press(Qt.Key.Key_Return)
    assert recovery.requested == []
    assert "2 characters are missing" in recovery.page.code.error


def test_no_character_is_dropped_from_a_code_that_is_too_long(recovery: Recovery) -> None:
    recovery.type(CODE + "7K")
    assert recovery.text == CODE + " 7K"
    assert "2 characters too many" in recovery.page.code.error


def test_a_character_is_put_in_or_taken_out_anywhere(recovery: Recovery) -> None:
    recovery.type("K7RM2QXD9")
    edit = recovery.page.code.line_edit
    edit.setCursorPosition(4)
    recovery.type("Z")
    assert (recovery.text, edit.cursorPosition()) == ("K7RM Z2QX D9", 6)
    recovery.press(Qt.Key.Key_Backspace)
    recovery.press(Qt.Key.Key_Backspace)
    assert (recovery.text, edit.cursorPosition()) == ("K7R2 QXD9", 3)
    edit.setCursorPosition(5)
    recovery.press(Qt.Key.Key_Backspace)
    assert recovery.text == "K7RQ XD9"
    edit.setCursorPosition(4)
    recovery.press(Qt.Key.Key_Delete)
    assert recovery.text == "K7RQ D9"


def test_escape_and_the_button_lead_back_and_a_page_that_is_left_forgets_the_code(recovery: Recovery) -> None:
    recovery.type(CODE)
    recovery.press(Qt.Key.Key_Escape)
    recovery.button("recovery_back").click()
    assert recovery.backs == [True, True]
    recovery.page.hide()
    assert recovery.text == ""
    assert not recovery.page.code.line_edit.isUndoAvailable()


def test_while_the_store_works_nothing_is_taken_and_its_refusal_lets_the_person_try_again(recovery: Recovery) -> None:
    recovery.type(CODE)
    recovery.page.show_busy("Checking")
    recovery.press(Qt.Key.Key_Return)
    recovery.type("7")
    assert recovery.requested == []
    assert recovery.text == CODE
    recovery.page.show_problem(make_input_problem("vault-wrong-passphrase"))
    assert recovery.page.code.error
    recovery.press(Qt.Key.Key_Return)
    assert recovery.requested == [CODE]


def test_where_no_group_can_be_named_every_group_is_marked() -> None:
    wrong = "7" * 8 + CODE.replace(" ", "")[8:24] + "2" * 8
    entry = derive_recovery_entry(wrong)
    assert entry.problem is not None
    assert not entry.problem.details
    assert entry.wrong == frozenset(range(8))


def test_what_is_typed_shows_in_no_representation() -> None:
    assert "1P7A" not in repr(derive_recovery_entry(CODE))
