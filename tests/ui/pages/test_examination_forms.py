"""Any questionnaire on the page: groups that repeat, tables, what lies under answers, what is calculated."""

import pytest
from form_pages import Open, calculate, field, has_focus, is_shown, press, said, texts
from form_samples import (
    HL7,
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
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.questionnaire.answers import CodingAnswer, IntegerAnswer, ItemAnswers, StringAnswer
from stemsup_desktop.ui.components.answer_segments import Segments
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.examination.board import Board
from stemsup_desktop.ui.pages.examination.editors.option_list import OptionList
from stemsup_desktop.ui.pages.examination.parts.group import GroupBlock
from stemsup_desktop.ui.pages.examination.parts.part import Part
from stemsup_desktop.ui.pages.examination.parts.table import MatrixPart, TablePart


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


def test_a_condition_in_an_occurrence_opens_what_hangs_on_it_there_alone(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(make_content(medicines()))
    press(page, "medicine_add")
    qtbot.waitUntil(lambda: page.is_built)
    stopped = page.findChild(Segments, "stopped@1")
    assert isinstance(stopped, Segments)
    stopped.choose("Y")
    assert is_shown(page, "why@1")
    assert not is_shown(page, "why@0")


def test_a_group_in_an_occurrence_repeats_by_itself(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(make_content(medicines()))
    press(page, "medicine_add")
    qtbot.waitUntil(lambda: page.is_built)
    blocks = [block for block in page.findChildren(GroupBlock) if block.row.link_id == "medicine"]
    adds = [one for block in blocks for one in block.findChildren(QAbstractButton, "dose_add")]
    assert len(adds) == 2
    adds[1].click()
    assert is_shown(page, "amount@1.1")
    assert not is_shown(page, "amount@0.1")


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
