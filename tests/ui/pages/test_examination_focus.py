"""Keys, focus, undo and what is said while typing, on a page with any questionnaire."""

from typing import Any

import msgspec
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
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from visit_samples import NOW

from stemsup_desktop.questionnaire.answers import ItemAnswers, StringAnswer
from stemsup_desktop.ui.components.answer_segments import Segments
from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.option_button import OptionButton
from stemsup_desktop.ui.pages.examination.board import Board
from stemsup_desktop.ui.pages.examination.editors.option_list import OptionList
from stemsup_desktop.ui.pages.examination.parts.part import Part
from stemsup_desktop.ui.pages.examination.parts.table import TablePart
from stemsup_desktop.ui.shell.stops import iter_stops
from stemsup_desktop.ui.theme import Theme


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


def test_tab_stops_at_every_question_in_reading_order_and_nowhere_twice(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(make_content(*every_kind(), medicines(), table(), matrix(), grid()))
    press(page, "medicine_add")
    press(page, "operations_add")
    board = page.findChild(Board)
    assert isinstance(board, Board)
    rows = page.derive().rows
    answerable = {key for key, row in rows.items() if row.kind == "question" and row.item.is_supported}

    def check() -> None:
        stops = list(iter_stops(board))
        assert len(set(stops)) == len(stops)
        reached = [key for stop in stops if (key := key_of(stop, board)) is not None]
        assert reached == sorted(reached, key=list(rows).index)
        assert answerable <= set(reached)

    qtbot.waitUntil(check)


def key_of(widget: QWidget, board: Board) -> object:
    while widget is not board:
        if isinstance(widget, Part) and widget.editor is not None:
            return widget.key
        widget = widget.parentWidget()
    return None


def test_no_sentence_under_a_field_is_cut_off(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(make_content(make_item("g", "group", item=every_kind())), width=760)
    wrong = {"decimal": "1.25", "quantity": "abc", "quantity-units": "x", "slider": "500", "integer": "120"}
    for name, text in {**wrong, "string": "x" * 40, "integers": "x", "date": "x", "choice-find": "x"}.items():
        field(page, name).setText(text)
        field(page, name).left.emit()

    def check() -> None:
        for label in page.findChildren(Label):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()

    qtbot.waitUntil(check)
