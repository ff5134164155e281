"""Step 2: answers go one way, follow-ups open in place, and the keys make it quick."""

from collections.abc import Callable

import msgspec
import pytest
from hostile_strings import HOSTILE
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, Answer, IntegerAnswer, StringAnswer
from stemsup_desktop.questionnaire.compare import is_equal
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.components.answer_segments import AnswerSegments
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.option_button import OptionButton
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.examination.editors import make_editor
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.examination.parts.box import GridBox
from stemsup_desktop.ui.pages.examination.section_index import IndexItem
from stemsup_desktop.ui.pages.examination.view import RowMark
from stemsup_desktop.ui.shell.key_map import derive_key_map
from stemsup_desktop.ui.shell.panes import first_stop_in_body
from stemsup_desktop.ui.vault_access import VaultAccess

MOST_CHARACTERS = 2_000
Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def page(
    context: PageContext, clinical_content: ClinicalContent, shown: Show, qtbot: QtBot, access: VaultAccess
) -> ExaminationPage:
    made = ExaminationPage(context, clinical_content, access)
    shown(made, 1000, 800)
    qtbot.waitUntil(lambda: made.findChild(QWidget, "decision") is not None)
    return made


def answers_of(page: Page[object], link_id: str) -> tuple[Answer, ...]:
    responses = page.context.session.state.consultation.examination.responses
    return next((one.answers for one in responses if one.link_id == link_id), ())


def segments(page: ExaminationPage, link_id: str) -> AnswerSegments:
    found = page.findChild(AnswerSegments, link_id)
    assert found is not None, link_id
    return found


def is_shown(page: ExaminationPage, link_id: str) -> bool:
    widget = page.findChild(QWidget, link_id)
    return isinstance(widget, QWidget) and widget.isVisibleTo(page)


def test_every_item_of_the_checklist_has_an_editor(context: PageContext, clinical_content: ClinicalContent) -> None:
    for item in clinical_content.questionnaire.iter_items():
        if item.is_question:
            editor = make_editor(item, context)
            assert editor.findChild(QWidget, item.link_id) is not None
            assert "Unsupported" not in type(editor).__name__
            editor.deleteLater()


def test_an_unknown_kind_of_item_is_a_visible_row(context: PageContext) -> None:
    item = Item("strange", ItemType.UNRECOGNISED, type_code="hologram")
    editor = make_editor(item, context)
    assert editor.findChild(QWidget, "strange") is not None
    editor.deleteLater()


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Y, YES), (Qt.Key.Key_N, NO), (Qt.Key.Key_U, UNKNOWN)])
def test_one_letter_answers_and_the_same_letter_takes_it_back(
    page: ExaminationPage, qtbot: QtBot, key: Qt.Key, answer: Answer
) -> None:
    row = segments(page, "x07")
    qtbot.keyClick(row.buttons[0], key)
    assert is_equal(answers_of(page, "x07")[0], answer)
    qtbot.keyClick(row.buttons[0], key)
    assert answers_of(page, "x07") == ()


def test_yes_opens_the_follow_up_and_no_hides_it_but_keeps_its_answer(page: ExaminationPage) -> None:
    segments(page, "x19").choose("Y")
    note = page.findChild(MultiLineField, "x19-note")
    assert note is not None
    note.setText("Chest, after acne")
    segments(page, "x19").choose("N")
    assert not is_shown(page, "x19-note")
    assert answers_of(page, "x19-note") == (StringAnswer("Chest, after acne"),)
    segments(page, "x19").choose("Y")
    assert is_shown(page, "x19-note")
    assert note.value() == "Chest, after acne"


def test_showing_a_state_reports_nothing(page: ExaminationPage, qtbot: QtBot) -> None:
    segments(page, "x06").choose("Y")
    before = page.context.session.state
    page.show_view(page.derive())
    assert page.context.session.state is before


def test_an_impossible_number_is_refused_and_an_open_one_stays_open(page: ExaminationPage) -> None:
    field = page.findChild(NumberField, "vital-pulse")
    assert field is not None
    field.setText("72")
    assert answers_of(page, "vital-pulse") == (IntegerAnswer(72),)
    field.setText("7200")
    assert answers_of(page, "vital-pulse") == ()
    assert field.text() == "7200"


def test_undo_takes_an_answer_back_but_the_stop_wants_its_reason(page: ExaminationPage) -> None:
    segments(page, "x01").choose("Y")
    session = page.context.session
    assert session.state.gate.verdict == "stop"
    session.undo()
    assert answers_of(page, "x01") == ()
    assert segments(page, "x01").value() is None
    assert session.state.gate.verdict == "stop"


def test_down_and_up_walk_the_questions_without_answering(page: ExaminationPage, qtbot: QtBot) -> None:
    segments(page, "x06").setFocus()
    qtbot.keyClick(segments(page, "x06").buttons[0], Qt.Key.Key_Down)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert segments(page, "x07").isAncestorOf(focused)
    qtbot.keyClick(focused, Qt.Key.Key_Up)
    assert page.context.session.state.consultation.examination.responses == ()


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_down_leaves_a_field_for_the_next_question(
    page: ExaminationPage, qtbot: QtBot, modifier: Qt.KeyboardModifier
) -> None:
    page.jump_to("vital-temperature")
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClicks(focused, "36.4")
    qtbot.keyClick(focused, Qt.Key.Key_Down, modifier)
    assert is_focused(page, "vital-systolic")


def test_enter_goes_into_the_follow_up_and_escape_back_to_the_question(page: ExaminationPage, qtbot: QtBot) -> None:
    segments(page, "x19").choose("Y")
    segments(page, "x19").buttons[0].setFocus()
    qtbot.keyClick(segments(page, "x19").buttons[0], Qt.Key.Key_Return)
    assert is_focused(page, "x19-note")
    assert page.close_top()
    assert is_focused(page, "x19")
    assert not page.close_top()


def test_next_unanswered_goes_past_what_is_answered(page: ExaminationPage) -> None:
    segments(page, "x07").choose("N")
    segments(page, "x06").setFocus()
    page.go_to_next_open()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert segments(page, "x08").isAncestorOf(focused)


def test_unanswered_only_leaves_out_what_is_answered(page: ExaminationPage, qtbot: QtBot) -> None:
    segments(page, "x07").choose("N")
    qtbot.keyClick(page, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert not is_shown(page, "x07")
    assert is_shown(page, "x08")
    qtbot.keyClick(page, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert is_shown(page, "x07")


def test_a_jump_reaches_a_question_before_it_is_built(
    context: PageContext, clinical_content: ClinicalContent, shown: Show, qtbot: QtBot, access: VaultAccess
) -> None:
    page = ExaminationPage(context, clinical_content, access)
    shown(page, 1000, 800)
    page.jump_to("x32")
    qtbot.waitUntil(lambda: page.findChild(QWidget, "x32") is not None)
    qtbot.waitUntil(lambda: is_focused(page, "x32"))


def is_focused(page: ExaminationPage, link_id: str) -> bool:
    focused = QApplication.focusWidget()
    widget = page.findChild(QWidget, link_id)
    return focused is not None and isinstance(widget, QWidget) and (widget is focused or widget.isAncestorOf(focused))


def test_hostile_text_stays_as_it_was_typed(page: ExaminationPage) -> None:
    segments(page, "x19").choose("Y")
    field = page.findChild(MultiLineField, "x19-note")
    assert field is not None
    for name, text in HOSTILE.items():
        if not text.strip() or len(text) > MOST_CHARACTERS:
            continue
        field.setText(text)
        typed = normalise_text(field.value())
        assert answers_of(page, "x19-note") == (StringAnswer(typed),), name
        page.show_view(page.derive())
        assert normalise_text(field.value()) == typed, name


def test_marks_follow_the_findings(page: ExaminationPage, clinical_content: ClinicalContent) -> None:
    segments(page, "x19").choose("Y")
    segments(page, "x01").choose("Y")
    view = page.derive()
    marks = {row.link_id: row.mark for section in view.sections for row in section.rows}
    assert marks["x01"] is RowMark.STOP
    assert marks["x19"] is RowMark.SPECIALIST
    assert marks["x08"] is RowMark.OPEN


def test_an_item_of_no_language_is_shown_in_both(page: ExaminationPage) -> None:
    assert page.words.language is Language.EN
    row = segments(page, "x19")
    assert "keloid" in row.accessibleName().lower()


def test_no_title_of_a_question_leaves_a_word_alone_in_its_last_line(page: ExaminationPage) -> None:
    title = "Reaction to supernatant, exosomes, PRP, placenta or filler"
    label = next(one for one in page.findChildren(WrapLabel) if one.text() == title)
    font = page.context.theme.font("body")
    room = round(QFontMetricsF(font).horizontalAdvance(title.removesuffix(" filler"))) + 4
    assert label.heightForWidth(room) == 2 * page.context.theme.line_height("body")
    shown = [layout.text()[layout.lineAt(1).textStart() :] for layout in label._break(room)]
    assert shown == ["or\u00a0filler"]


def test_answers_say_who_and_when(page: ExaminationPage) -> None:
    segments(page, "x07").choose("N")
    (response,) = page.context.session.state.consultation.examination.responses
    assert response.answered_by == page.context.session.state.physician.name
    assert response.answered_at is not None
    assert msgspec.json.decode(msgspec.json.encode(response), type=type(response)) == response


@pytest.mark.parametrize("width", [640, 808, 1000])
def test_no_box_of_a_question_is_cut_off(page: ExaminationPage, qtbot: QtBot, width: int) -> None:
    page.resize(width, 800)
    for link_id in ("x06", "x07", "x08", "x10"):
        segments(page, link_id).choose("Y")

    def check() -> None:
        for box in page.findChildren(OptionButton):
            if box.isVisibleTo(page):
                assert_whole(box, page)

    qtbot.waitUntil(check)


def assert_whole(box: OptionButton, page: ExaminationPage) -> None:
    assert box.height() >= box.sizeHint().height(), box.text()
    parent = box.parentWidget()
    while parent is not None and parent is not page and "viewport" not in parent.objectName():
        assert box.mapTo(parent, box.rect().bottomLeft()).y() <= parent.height(), box.text()
        parent = parent.parentWidget()


def test_the_name_of_no_section_is_cut_off_in_the_index(page: ExaminationPage, qtbot: QtBot) -> None:
    page.set_room(1440, 900)
    page.resize(1000, 900)
    metrics = QFontMetrics(page.theme.font("compact", 500))

    def check() -> None:
        for item in page.findChildren(IndexItem):
            needed = item.measure(metrics, item.width()).height()
            assert needed <= 2 * metrics.height(), item.text()
            assert item.height() >= needed, item.text()

    qtbot.waitUntil(check)


def test_the_index_marks_the_section_that_has_the_focus(page: ExaminationPage) -> None:
    assert current_section(page) == "g-vitals"
    segments(page, "x08").setFocus()
    assert current_section(page) == "g-allergy"
    page.jump_to("vital-weight")
    assert current_section(page) == "g-vitals"


def test_typing_begins_at_the_first_question_and_not_in_the_index(page: ExaminationPage) -> None:
    start = first_stop_in_body(page)
    assert start is not None
    assert start.findChild(QWidget, "vital-temperature") is not None


def test_the_key_sheet_names_every_key_of_the_checklist(page: ExaminationPage) -> None:
    groups = derive_key_map("step-2", page.bound, page.action_bar.list_keys(), page.words)
    keys = {key for group in groups for line in group.lines for key in line.keys}
    assert keys >= {"Y", "N", "U", "↑", "↓", "Ctrl+↓", "Ctrl+U", "Enter", "Esc", "Ctrl+M"}


def test_a_grid_that_was_narrow_leaves_no_gap_when_it_is_wide_again(page: ExaminationPage, qtbot: QtBot) -> None:
    grid = next(box for box in page.findChildren(GridBox) if box.isVisibleTo(page))
    pane = next(pane for pane in page.findChildren(ScrollPane) if pane.isAncestorOf(grid))
    pane.setFixedWidth(900)
    qtbot.waitUntil(lambda: grid.width() > 800)
    before = grid.height()
    pane.setFixedWidth(600)
    qtbot.waitUntil(lambda: grid.height() > before)
    pane.setFixedWidth(900)
    qtbot.waitUntil(lambda: grid.height() == before)


def current_section(page: ExaminationPage) -> str:
    return next(item.objectName().removeprefix("index_") for item in page.findChildren(IndexItem) if item.is_current)
