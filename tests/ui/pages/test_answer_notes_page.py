"""A note beside a chosen answer in step 2: by key or pointer, and never in the way of answering."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shipped import get_content

from stemsup_desktop.consultation.answer_notes import get_notes
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.language import Language
from stemsup_desktop.paperwork import list_answers
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.vault_access import VaultAccess

Show = Callable[[QWidget, int, int], QWidget]
Snapshot = Callable[[QWidget, str], Path]


@pytest.fixture
def page(
    context: PageContext, clinical_content: ClinicalContent, shown: Show, qtbot: QtBot, access: VaultAccess
) -> ExaminationPage:
    made = ExaminationPage(context, clinical_content, access)
    shown(made, 1000, 800)
    qtbot.waitUntil(lambda: made.findChild(QWidget, "decision") is not None)
    return made


def press(page: ExaminationPage, link_id: str, key: Qt.Key, *, control: bool = False) -> None:
    page.jump_to(link_id)
    widget = page.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier)


def field(page: ExaminationPage, link_id: str) -> MultiLineField | None:
    QApplication.sendPostedEvents()
    return page.findChild(MultiLineField, f"{link_id}_note")


def notes(page: ExaminationPage) -> dict[str, str]:
    return dict(get_notes(page.context.session.state.consultation.examination))


def test_a_key_opens_the_note_and_what_is_typed_is_kept(page: ExaminationPage) -> None:
    assert field(page, "x06") is None
    press(page, "x06", Qt.Key.Key_M, control=True)
    opened = field(page, "x06")
    assert opened is not None
    assert opened.text_edit.hasFocus()
    QTest.keyClicks(opened.text_edit, "Yes and no")

    assert notes(page) == {"x06": "Yes and no"}
    assert page.context.session.state.consultation.examination.responses == ()
    page.context.session.undo()
    assert notes(page) == {}
    assert opened.value() == ""


def test_esc_goes_from_a_note_back_to_its_answer(page: ExaminationPage) -> None:
    press(page, "x06", Qt.Key.Key_M, control=True)
    opened = field(page, "x06")
    assert opened is not None
    assert page.close_top()
    focused = page.focusWidget()
    assert focused is not None
    assert focused.objectName() == "x06_Y"
    assert not page.close_top()


def test_the_pointer_over_a_row_shows_a_button_that_does_the_same(page: ExaminationPage) -> None:
    page.jump_to("x07")
    row = page._board.find_part(page._focused_key())
    assert row is not None
    row.noted.offer(True)
    button = row.findChild(QWidget, "x07_add_note")
    assert button.isVisibleTo(page)
    assert button.accessibleName()
    row.noted.offer(False)
    assert not button.isVisibleTo(page)
    row.noted.offer(True)
    button.click()

    assert field(page, "x07") is not None
    assert not button.isVisibleTo(page)


def test_a_measured_value_takes_no_note(page: ExaminationPage) -> None:
    press(page, "vital-temperature", Qt.Key.Key_M, control=True)

    assert field(page, "vital-temperature") is None


def test_the_summary_prints_a_note_beside_its_answer_and_none_without_one(page: ExaminationPage) -> None:
    content = get_content()
    for link_id in ("x06", "x07"):
        press(page, link_id, Qt.Key.Key_M, control=True)
        opened = field(page, link_id)
        assert opened is not None
        opened.setText(f"noted at {link_id}")
    press(page, "x07", Qt.Key.Key_N)
    file = page.context.session.state.file

    assert [one.answer for one in list_answers(file, content, Language.EN)] == ["No. Note: noted at x07"]
    assert [one.answer for one in list_answers(file, content, Language.JA)] == ["いいえ（メモ：noted at x07）"]


@pytest.mark.parametrize("language", list(Language))
def test_notes_in_pictures(
    page: ExaminationPage,
    clinical_content: ClinicalContent,
    shown: Show,
    qtbot: QtBot,
    access: VaultAccess,
    snapshot: Snapshot,
    language: Language,
) -> None:
    page.context.language.set_language(language)
    made = ExaminationPage(page.context, clinical_content, access)
    shown(made, 1100, 700)
    qtbot.waitUntil(lambda: made.findChild(QWidget, "decision") is not None)
    press(made, "x07", Qt.Key.Key_N)
    press(made, "x07", Qt.Key.Key_M, control=True)
    opened = field(made, "x07")
    assert opened is not None
    opened.setText("Mild asthma as a child, none since 1995")
    made.jump_to("x08")
    row = made._board.find_part(made._focused_key())
    assert row is not None
    row.noted.offer(True)
    for _ in range(3):
        QApplication.processEvents()

    assert snapshot(made, f"note-{language}").exists()
