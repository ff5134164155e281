"""Any questionnaire on the page: groups that repeat, tables, what lies under answers, what is calculated, the focus."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from form_samples import (
    HL7,
    SDC,
    every_kind,
    grid,
    make_content,
    make_item,
    make_options,
    matrix,
    medicines,
    table,
    when,
    with_control,
)
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.questionnaire.answers import Answer, CodingAnswer, IntegerAnswer, ItemAnswers, StringAnswer
from stemsup_desktop.ui.components.answer_segments import Segments
from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.option_button import OptionButton
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.pages.examination.board import Board
from stemsup_desktop.ui.pages.examination.editors.option_list import OptionList
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.examination.parts.group import GroupBlock
from stemsup_desktop.ui.pages.examination.parts.part import Part
from stemsup_desktop.ui.pages.examination.parts.table import MatrixPart, TablePart
from stemsup_desktop.ui.session import Session, make_session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage

Open = Callable[..., ExaminationPage]


@pytest.fixture
def open_page(
    theme: Theme,
    window_language: WindowLanguage,
    runner: JobRunner,
    drafts: SavedDrafts,
    clock: SteppedClock,
    shown: Callable[[QWidget, int, int], QWidget],
    qtbot: QtBot,
) -> Iterator[Open]:
    """Open the page of a visit with a questionnaire, built to its end."""
    sessions: list[Session] = []

    def open_it(content: ClinicalContent, *responses: ItemAnswers, width: int = 1000) -> ExaminationPage:
        session = make_session(content, runner, drafts.save, clock)
        sessions.append(session)
        session.open_visit(PATIENT, with_responses(Consultation("c1", NOW), responses), CLINIC, PHYSICIAN)
        page = ExaminationPage(PageContext(theme, window_language, session, runner, clock), content)
        shown(page, width, 800)
        qtbot.waitUntil(lambda: page.is_built)
        return page

    yield open_it
    for session in sessions:
        session.close_visit()


def with_responses(visit: Consultation, responses: tuple[ItemAnswers, ...]) -> Consultation:
    examination = msgspec.structs.replace(visit.examination, responses=responses)
    return msgspec.structs.replace(visit, examination=examination)


def field(page: ExaminationPage, name: str) -> TextField:
    found = page.findChild(TextField, name)
    assert isinstance(found, TextField), name
    return found


def press(page: ExaminationPage, name: str) -> None:
    button = page.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton), name
    button.click()


def said(page: ExaminationPage, link_id: str) -> dict[tuple[int, ...], tuple[Answer, ...]]:
    responses = page.context.session.state.consultation.examination.responses
    return {one.place: one.answers for one in responses if one.link_id == link_id and one.answers}


def is_shown(page: ExaminationPage, name: str) -> bool:
    widget = page.findChild(QWidget, name)
    return isinstance(widget, QWidget) and widget.isVisibleTo(page)


def has_focus(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label) if label.isVisible()]


def test_items_without_a_group_are_a_section(open_page: Open) -> None:
    page = open_page(make_content(*every_kind(), title="Everything"))
    (section,) = page.derive().sections
    assert section.title == "Everything"
    assert all(page.find_part(key) is not None for key in page.derive().rows)


def test_tabs_are_sections(open_page: Open) -> None:
    tabs = [make_item(name, "group", name.title(), item=[make_item(f"{name}-q", "string")]) for name in ("one", "two")]
    page = open_page(make_content(make_item("tabs", "group", extension=[with_control("tab-container")], item=tabs)))
    assert [section.title for section in page.derive().sections] == ["One", "Two"]


def test_groups_in_groups_are_titled_blocks_at_any_depth(open_page: Open) -> None:
    inner = make_item("deepest", "string")
    for level in range(6, 0, -1):
        inner = make_item(f"level{level}", "group", f"Level {level}", item=[inner])
    page = open_page(make_content(inner))
    titles = texts(page)
    assert [f"Level {level}" for level in range(1, 7)] == [title for title in titles if title.startswith("Level")]
    field(page, "deepest").setText("x")
    assert said(page, "deepest") == {(): (StringAnswer("x"),)}


def test_an_occurrence_is_added_with_the_focus_in_it_and_both_steps_can_be_undone(open_page: Open) -> None:
    page = open_page(make_content(medicines()))
    field(page, "name@0").setText("A")
    press(page, "medicine_add")
    assert has_focus(field(page, "name@1"))
    field(page, "name@1").setText("B")
    assert said(page, "name") == {(0,): (StringAnswer("A"),), (1,): (StringAnswer("B"),)}
    session = page.context.session
    session.undo()
    assert field(page, "name@1").text() == ""
    session.undo()
    assert not is_shown(page, "name@1")
    session.redo()
    session.redo()
    assert field(page, "name@1").text() == "B"


def test_removing_an_occurrence_moves_the_later_ones_up_and_can_be_undone(open_page: Open) -> None:
    given = [ItemAnswers("name", (StringAnswer(text),), place=(n,)) for n, text in enumerate("ABC")]
    page = open_page(make_content(medicines()), *given)
    told: list[str] = []
    page.context.session.change_made.connect(told.append)
    press(page, "medicine@1_remove")
    assert told == ["Removed: Medicine 2"]
    assert [field(page, f"name@{n}").text() for n in range(2)] == ["A", "C"]
    assert not is_shown(page, "name@2")
    assert has_focus(field(page, "name@1"))
    page.context.session.undo()
    assert [field(page, f"name@{n}").text() for n in range(3)] == ["A", "B", "C"]


def test_a_condition_in_an_occurrence_opens_what_hangs_on_it_there_alone(open_page: Open) -> None:
    page = open_page(make_content(medicines()))
    press(page, "medicine_add")
    stopped = page.findChild(Segments, "stopped@1")
    assert isinstance(stopped, Segments)
    stopped.choose("Y")
    assert is_shown(page, "why@1")
    assert not is_shown(page, "why@0")


def test_a_group_in_an_occurrence_repeats_by_itself(open_page: Open) -> None:
    page = open_page(make_content(medicines()))
    press(page, "medicine_add")
    blocks = [block for block in page.findChildren(GroupBlock) if block.row.link_id == "medicine"]
    adds = [one for block in blocks for one in block.findChildren(QAbstractButton, "dose_add")]
    assert len(adds) == 2
    adds[1].click()
    assert is_shown(page, "amount@1.1")
    assert not is_shown(page, "amount@0.1")


def test_a_jump_finds_the_occurrence(open_page: Open) -> None:
    page = open_page(make_content(medicines()), ItemAnswers("name", (StringAnswer("x"),), place=(2,)))
    page.jump_to("name@1")
    assert has_focus(field(page, "name@1"))
    page.jump_to("name")
    assert has_focus(field(page, "name@0"))


def test_what_is_missing_in_an_occurrence_is_reached_from_the_gate(open_page: Open) -> None:
    group = make_item("g", "group", repeats=True, item=[make_item("x", "string", required=True)])
    page = open_page(make_content(group), ItemAnswers("x", (StringAnswer("there"),), place=(0,)))
    press(page, "g_add")
    (missing,) = [one for one in page.context.session.state.gate.missing if one.step == 2]
    assert missing.address == "x@1"
    page.jump_to(missing.address)
    assert has_focus(field(page, "x@1"))


def test_arrow_keys_go_from_cell_to_cell_of_a_table(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(make_content(table()), ItemAnswers("what", (StringAnswer("knee"),), place=(1,)))
    assert len(page.findChildren(TablePart)) == 1
    top = field(page, "what@0").line_edit
    top.setFocus()
    qtbot.keyClick(top, Qt.Key.Key_Right)
    assert has_focus(field(page, "year@0"))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert has_focus(field(page, "year@1"))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert has_focus(field(page, "what@1"))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert has_focus(field(page, "what@1"))
    assert said(page, "what") == {(1,): (StringAnswer("knee"),)}


def test_a_table_fits_a_narrow_window(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(make_content(table(), grid()), width=700)

    def check() -> None:
        for part in page.findChildren(TablePart):
            for cell in part.findChildren(TextField):
                assert cell.mapTo(part, cell.rect().topRight()).x() <= part.width(), part.objectName()

    qtbot.waitUntil(check)


def test_a_matrix_has_a_row_per_question_and_a_column_per_option(open_page: Open) -> None:
    page = open_page(make_content(matrix()))
    (part,) = page.findChildren(MatrixPart)
    shown = texts(part)
    assert {"Never", "Sometimes", "Often", "Always"} <= set(shown)
    row = part.findChild(OptionList, "m2")
    assert isinstance(row, OptionList)
    row.choose("often")
    ((answer,),) = said(page, "m2").values()
    assert isinstance(answer, CodingAnswer)
    assert answer.code == "often"


def test_what_lies_under_several_answers_stands_under_the_words_of_each(open_page: Open) -> None:
    under = make_item("since", "integer", "Since")
    question = make_item("what", "choice", repeats=True, answerOption=make_options("a", "b", "c"), item=[under])
    page = open_page(make_content(question))
    boxes = page.findChild(OptionList, "what")
    assert isinstance(boxes, OptionList)
    boxes.choose("b")
    boxes.choose("c")
    number = page.findChild(NumberField, "since@1")
    assert isinstance(number, NumberField)
    number.setText("1999")
    assert said(page, "since") == {(1,): (IntegerAnswer(1999),)}
    boxes.choose("a")
    assert said(page, "since") == {(2,): (IntegerAnswer(1999),)}
    boxes.choose("b")
    assert said(page, "since") == {(1,): (IntegerAnswer(1999),)}


def calculate(expression: str, name: str = "calculatedExpression") -> dict[str, Any]:
    return {
        "url": f"{SDC}{name}",
        "valueExpression": {"language": "text/fhirpath", "expression": expression},
    }


def test_what_is_calculated_says_so_and_follows_what_it_reads(open_page: Open) -> None:
    total = make_item(
        "total", "integer", readOnly=True, extension=[calculate("%resource.item.where(linkId='a').answer.value + 1")]
    )
    page = open_page(make_content(make_item("a", "integer"), total))
    field(page, "a").setText("41")
    assert field(page, "total").text() == "42"
    assert field(page, "total").line_edit.isReadOnly()
    part = page.find_part((1, ()))
    assert isinstance(part, Part)
    assert "Calculated" in [widget.accessibleName() for widget in part.findChildren(QWidget) if widget.isVisible()]


def test_what_cannot_be_judged_is_said_on_its_item(open_page: Open) -> None:
    broken = make_item("total", "integer", extension=[calculate("1 + 'x'")])
    page = open_page(make_content(broken))
    row = page.derive().rows[0, ()]
    assert row.problem
    assert row.is_open
    assert row.problem in texts(page)


def test_a_constraint_of_the_form_is_said_at_the_top_until_it_is_met(open_page: Open) -> None:
    parts = [
        {"url": "key", "valueId": "k"},
        {"url": "severity", "valueCode": "error"},
        {"url": "human", "valueString": "Say something."},
        {"url": "expression", "valueString": "item.where(linkId='a').answer.exists()"},
    ]
    item = make_item("a", "string", extension=[{"url": f"{HL7}questionnaire-constraint", "extension": parts}])
    page = open_page(make_content(item))
    assert page.derive().rows[0, ()].problem or page.derive().notices


def test_the_focus_goes_on_when_its_row_is_no_longer_asked(open_page: Open) -> None:
    first = make_item("first", "boolean")
    follow = make_item("follow", "string", enableWhen=when("first", answerBoolean=True))
    page = open_page(make_content(first, follow, make_item("last", "string")))
    row = page.findChild(Segments, "first")
    assert isinstance(row, Segments)
    row.choose("Y")
    page.jump_to("follow")
    assert has_focus(field(page, "follow"))
    page.context.session.undo()
    assert not is_shown(page, "follow")
    assert has_focus(field(page, "last"))


def test_a_text_that_is_being_composed_stays_while_something_opens(open_page: Open) -> None:
    first = make_item("first", "string")
    follow = make_item(
        "follow", "string", enableWhen=[{"question": "first", "operator": "exists", "answerBoolean": True}]
    )
    page = open_page(make_content(first, follow))
    edit = field(page, "first").line_edit
    edit.setFocus()
    QApplication.sendEvent(edit, composing("", commit="薬"))
    QApplication.sendEvent(edit, composing("くすり"))
    heard: list[str] = []
    edit.textChanged.connect(heard.append)
    page.show_view(page.derive())
    assert is_shown(page, "follow")
    assert has_focus(field(page, "first"))
    assert heard == []
    QApplication.sendEvent(edit, composing("", commit="薬屋"))
    assert said(page, "first") == {(): (StringAnswer("薬薬屋"),)}


def composing(preedit: str, commit: str = "") -> QInputMethodEvent:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    return event


def test_keystrokes_in_a_field_are_one_step_of_undo(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(make_content(make_item("a", "string"), make_item("b", "boolean")))
    qtbot.keyClicks(field(page, "a").line_edit, "abc")
    row = page.findChild(Segments, "b")
    assert isinstance(row, Segments)
    row.choose("Y")
    row.choose("N")
    session = page.context.session
    session.undo()
    assert row.value() == "Y"
    session.undo()
    session.undo()
    assert field(page, "a").text() == ""


def test_letters_and_digits_answer_nothing_while_a_text_has_the_focus(open_page: Open, qtbot: QtBot) -> None:
    limits = [{"url": f"{HL7}minValue", "valueInteger": 0}, {"url": f"{HL7}maxValue", "valueInteger": 10}]
    score = make_item("score", "integer", extension=[with_control("slider"), *limits])
    page = open_page(make_content(make_item("b", "boolean"), score, make_item("text", "string")))
    qtbot.keyClicks(field(page, "text").line_edit, "ynu7")
    assert said(page, "b") == {}
    assert said(page, "score") == {}
    assert field(page, "text").text() == "ynu7"


def test_a_section_counts_what_is_missing_and_enter_goes_there(open_page: Open, qtbot: QtBot) -> None:
    items = [make_item("a", "string", required=True), make_item("b", "string", required=True)]
    page = open_page(make_content(make_item("g", "group", item=[make_item("o", "string"), *items])))
    link = page.findChild(QAbstractButton, "missing_g")
    assert isinstance(link, QAbstractButton)
    assert link.text() == "2 missing"
    field(page, "a").setText("x")
    assert link.text() == "1 missing"
    qtbot.keyClick(link, Qt.Key.Key_Return)
    assert has_focus(field(page, "b"))
    field(page, "b").setText("y")
    assert not link.isVisible()
    index = page.findChild(QAbstractButton, "index_g")
    assert isinstance(index, QAbstractButton)
    session = page.context.session
    session.undo()
    field(page, "o").setFocus()
    qtbot.keyClick(index, Qt.Key.Key_Return)
    assert has_focus(field(page, "b"))


def test_only_what_is_open_is_shown_but_what_is_being_typed_stays(open_page: Open, qtbot: QtBot) -> None:
    items = [make_item("a", "string", required=True), make_item("b", "string", required=True)]
    page = open_page(make_content(make_item("g", "group", item=[make_item("o", "string"), *items])))
    press(page, "unanswered_only")
    assert not is_shown(page, "o")
    edit = field(page, "a").line_edit
    edit.setFocus()
    qtbot.keyClicks(edit, "xyz")
    assert has_focus(field(page, "a"))
    assert field(page, "a").text() == "xyz"


def test_help_is_revealed_in_place_and_an_address_is_copied_not_opened(open_page: Open) -> None:
    aid = make_item("aid", "display", "Look at the bottle.", extension=[with_control("help")])
    link = {"url": f"{HL7}questionnaire-supportLink", "valueUri": "https://example.org/more"}
    page = open_page(make_content(make_item("q", "string", extension=[link], item=[aid])))
    assert "Look at the bottle." not in texts(page)
    press(page, "q_help")
    assert "Look at the bottle." in texts(page)
    copy = next(one for one in page.findChildren(QAbstractButton) if "https://example.org/more" in one.accessibleName())
    copy.click()
    assert QGuiApplication.clipboard().text() == "https://example.org/more"


def test_markup_of_the_file_is_shown_as_typed(open_page: Open) -> None:
    markdown = {"url": f"{HL7}rendering-markdown", "valueMarkdown": "**Take** it <img src='http://example.org/x'> now"}
    shown = make_item("d", "display", "Take it now", _text={"extension": [markdown]})
    plain = make_item("p", "display", "<b>not bold</b>")
    page = open_page(make_content(shown, plain))
    said_text = " ".join(texts(page))
    assert "<b>Take</b>" in said_text
    assert "&lt;img" in said_text
    assert "<b>not bold</b>" in texts(page)


def test_an_answer_touches_only_the_rows_that_changed(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [make_item(f"q{number}", "string") for number in range(60)]
    page = open_page(make_content(make_item("g", "group", item=items)))
    touched: list[str] = []
    monkeypatch.setattr(
        "stemsup_desktop.ui.pages.examination.parts.question.QuestionRow.show_row",
        lambda self, row: touched.append(row.link_id),
    )
    field(page, "q7").setText("x")
    assert touched == ["q7"]


def test_one_change_evaluates_nothing_twice(open_page: Open) -> None:
    total = make_item(
        "total", "integer", readOnly=True, extension=[calculate("%resource.item.where(linkId='a').answer.value + 1")]
    )
    content = make_content(make_item("a", "integer"), make_item("b", "integer"), total)
    page = open_page(content)
    memo = content.questionnaire.memo
    before = memo.evaluations
    field(page, "a").setText("4")
    assert memo.evaluations - before == 2, "the form, and the one expression that reads the answer"
    before = memo.evaluations
    field(page, "b").setText("5")
    assert memo.evaluations - before == 1


def test_a_closed_visit_shows_the_record_whatever_is_typed(open_page: Open) -> None:
    content = make_content(make_item("a", "string"))
    page = open_page(content, ItemAnswers("a", (StringAnswer("kept"),)))
    session = page.context.session
    visit = session.state.consultation
    closed = msgspec.structs.replace(visit, summary=msgspec.structs.replace(visit.summary, closed_at=NOW))
    session.change("close", closed)
    field(page, "a").setText("other")
    assert field(page, "a").text() == "kept"
    assert said(page, "a") == {(): (StringAnswer("kept"),)}


def test_the_board_keeps_what_it_made_when_an_answer_comes_back(open_page: Open) -> None:
    first = make_item("first", "boolean")
    follow = make_item("follow", "string", enableWhen=when("first", answerBoolean=True))
    page = open_page(make_content(first, follow))
    row = page.findChild(Segments, "first")
    assert isinstance(row, Segments)
    row.choose("Y")
    made = field(page, "follow")
    made.setText("kept aside")
    row.choose("N")
    assert not is_shown(page, "follow")
    row.choose("Y")
    assert field(page, "follow") is made
    assert made.text() == "kept aside"
    assert isinstance(page.findChild(Board), Board)
    assert not [one for one in page.findChildren(InlineMessage) if one.isVisible()]


def test_one_choice_too_many_is_refused_in_words_and_the_others_stay(open_page: Open) -> None:
    most = {"url": f"{HL7}questionnaire-maxOccurs", "valueInteger": 2}
    item = make_item("q", "choice", repeats=True, extension=[most], answerOption=make_options("a", "b", "c"))
    page = open_page(make_content(item))
    boxes = page.findChild(OptionList, "q")
    assert isinstance(boxes, OptionList)
    for code in "abc":
        boxes.choose(code)
    assert boxes.chosen() == ("a", "b")
    assert len(said(page, "q")[()]) == 2
    assert "At most 2 answers are possible." in texts(page)
    boxes.choose("a")
    assert "At most 2 answers are possible." not in texts(page)


@pytest.mark.parametrize(
    ("kind", "bound", "text", "sentence"),
    [
        ("date", {"valueDate": "2026-01-01"}, "2026-02-01", "Not possible above 2026-01-01."),
        ("time", {"valueTime": "10:00:00"}, "11:00", "Not possible above 10:00."),
        ("dateTime", {"valueDateTime": "2026-01-01T00:00:00Z"}, "2026-02-01 10:00", "Not possible above"),
        ("integer", {"valueInteger": 10}, "11", "At most 10"),
        ("quantity", {"valueInteger": 10}, "11", "At most 10"),
    ],
)
def test_a_value_beyond_its_range_stays_on_screen_with_a_sentence_and_counts_as_none(
    open_page: Open, qtbot: QtBot, kind: str, bound: dict[str, Any], text: str, sentence: str
) -> None:
    item = make_item("q", kind, required=True, extension=[{"url": f"{HL7}maxValue", **bound}])
    page = open_page(make_content(item, make_item("other", "string")))
    edit = field(page, "q").line_edit
    edit.setFocus()
    qtbot.keyClicks(edit, text)
    field(page, "other").line_edit.setFocus()
    assert field(page, "q").text() == text
    assert sentence in field(page, "q").error
    assert said(page, "q") == {}
    assert page.derive().rows[0, ()].is_open


@pytest.mark.parametrize(
    ("fields", "text", "sentence"),
    [
        ({"maxLength": 3}, "abcd", "At most 3 characters are possible."),
        ({"extension": [{"url": f"{HL7}minLength", "valueInteger": 3}]}, "ab", "At least 3 characters are wanted."),
        ({"extension": [{"url": f"{HL7}regex", "valueString": "[0-9]+"}]}, "ab", "Write it in this form"),
    ],
)
def test_a_text_of_the_wrong_form_is_kept_and_says_so_until_it_is_mended(
    open_page: Open, qtbot: QtBot, fields: dict[str, Any], text: str, sentence: str
) -> None:
    page = open_page(make_content(make_item("q", "string", **fields)))
    edit = field(page, "q").line_edit
    edit.setFocus()
    qtbot.keyClicks(edit, text)
    assert has_focus(field(page, "q"))
    assert sentence in field(page, "q").error
    assert said(page, "q") == {(): (StringAnswer(text),)}
    edit.setText("123")
    assert field(page, "q").error == ""


def test_the_focus_leaves_a_line_or_list_before_it_goes(open_page: Open, theme: Theme, qapp: QApplication) -> None:
    gives = calculate("iif(%resource.item.where(linkId='a').answer.exists(), 'x' | 'y', 'z')", "answerExpression")
    pick = make_item("pick", "choice", extension=[with_control("radio-button"), gives])
    page = open_page(make_content(make_item("a", "string"), make_item("many", "string", repeats=True), pick))
    ring = FocusRing(theme, page, qapp)
    for number, text in enumerate("abc"):
        if number:
            press(page, "many_add")
        field(page, f"many_{number + 1}" if number else "many").setText(text)
    page.context.session.undo()
    assert ring.target is not None
    press(page, "many_2_remove")
    options = page.findChild(OptionList, "pick")
    assert isinstance(options, OptionList)
    options.setFocus()
    field(page, "a").setText("now")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert has_focus(next(one for one in page.findChildren(OptionList) if one.isVisible()))
    assert len(page.findChildren(OptionButton)) == 2
