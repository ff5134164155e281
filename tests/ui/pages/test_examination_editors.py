"""Each kind of item has its editor, which says what is wrong and keeps to the keyboard."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from editor_driver import Listener, enter, find_control
from form_samples import HL7, every_kind, make_content, make_item, make_options, with_control
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.questionnaire.answers import (
    Answer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    TimeAnswer,
)
from stemsup_desktop.questionnaire.model import Item, Questionnaire
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.option_button import OptionButton
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.slider_track import SliderTrack
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors import make_editor
from stemsup_desktop.ui.pages.examination.editors.base import FieldEditor
from stemsup_desktop.ui.pages.examination.editors.choices import AutocompleteField
from stemsup_desktop.ui.pages.examination.editors.option_list import OptionList
from stemsup_desktop.ui.pages.examination.editors.options import Options
from stemsup_desktop.ui.pages.examination.editors.repeated import RepeatedEditor

QUESTIONNAIRE: Questionnaire = make_content(*every_kind()).questionnaire
SYSTEM = "http://example.org"


def item_of(link_id: str) -> Item:
    item = QUESTIONNAIRE.find_item(link_id)
    assert item is not None
    return item


@pytest.mark.parametrize("link_id", [item.link_id for item in QUESTIONNAIRE.items])
def test_every_control_is_found_by_its_link_id_and_has_a_name(context: PageContext, link_id: str, qtbot: QtBot) -> None:
    editor = make_editor(item_of(link_id), context)
    qtbot.addWidget(editor)
    editor.show()
    assert editor.findChild(QWidget, link_id) is not None
    for widget in editor.findChildren(QWidget):
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
        if takes_focus and widget.isVisible():
            assert widget.accessibleName(), (link_id, type(widget).__name__, widget.objectName())


def test_a_full_width_number_and_a_decimal_comma_are_read(context: PageContext) -> None:
    editor = make_editor(item_of("decimal"), context)
    heard = Listener(editor)
    field = find_control(editor)
    assert isinstance(field, TextField)
    for text in ("５２，５", "52,5", "52.5"):
        field.setText("")
        field.setText(text)
        assert heard.answers == (DecimalAnswer(Decimal("52.5")),)
    editor.deleteLater()


@pytest.mark.parametrize(
    ("link_id", "text", "is_said_at_once"),
    [
        ("integer", "101", True),
        ("integer", "-1", True),
        ("integer", "x", True),
        ("integer", "1.5", True),
        ("integer", "-", False),
        ("decimal", "1.25", True),
        ("date", "2026-02-30", False),
        ("time", "25:00", False),
    ],
)
def test_what_typing_on_cannot_mend_is_said_at_once(
    context: PageContext, link_id: str, text: str, is_said_at_once: bool
) -> None:
    editor = make_editor(item_of(link_id), context)
    heard = Listener(editor)
    assert isinstance(editor, FieldEditor)
    field = find_control(editor)
    assert isinstance(field, TextField)
    field.setText(text)
    assert heard.answers == ()
    assert bool(editor.field.error) is is_said_at_once
    assert field.text() == text
    editor.deleteLater()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-08 10:05", datetime(2026, 9, 8, 10, 5, tzinfo=UTC)),
        ("2026-09-08T10:05:30+09:00", datetime(2026, 9, 8, 1, 5, 30, tzinfo=UTC)),
        ("8 Sep 2026, 3 pm", datetime(2026, 9, 8, 15, tzinfo=UTC)),
        ("2026年9月8日 午後3時5分", datetime(2026, 9, 8, 15, 5, tzinfo=UTC)),
        ("２０２６年９月８日１０時５分", datetime(2026, 9, 8, 10, 5, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_it_is_written_here_and_there(context: PageContext, text: str, moment: datetime) -> None:
    editor = make_editor(item_of("dateTime"), context)
    heard = Listener(editor)
    field = find_control(editor)
    assert isinstance(field, TextField)
    field.setText(text)
    (answer,) = heard.answers
    assert isinstance(answer, DateTimeAnswer)
    assert answer.value == moment
    editor.deleteLater()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1005", time(10, 5)),
        ("10時", time(10)),
        ("12 am", time(0)),
        ("午後12時30分", time(12, 30)),
        ("9.30", time(9, 30)),
    ],
)
def test_a_time_is_read_as_it_is_written_here_and_there(context: PageContext, text: str, told: time) -> None:
    editor = make_editor(item_of("time"), context)
    heard = Listener(editor)
    field = find_control(editor)
    assert isinstance(field, TextField)
    field.setText(text)
    assert heard.answers == (TimeAnswer(told),)
    editor.deleteLater()


def test_a_day_known_to_the_month_is_shown_and_kept(context: PageContext) -> None:
    editor = make_editor(item_of("date"), context)
    heard = Listener(editor)
    field = find_control(editor)
    assert isinstance(field, TextField)
    editor.set_answers((DateAnswer(date(2009, 3, 1), "month"),))
    assert field.text() == "2009-03"
    assert field.error == ""
    field.left.emit()
    assert heard.count == 0
    editor.deleteLater()


def test_an_exclusive_option_clears_the_others_and_they_clear_it(context: PageContext) -> None:
    editor = make_editor(item_of("choice-many"), context)
    heard = Listener(editor)
    boxes = editor.findChild(OptionList, "choice-many")
    assert isinstance(boxes, OptionList)
    boxes.choose("a")
    boxes.choose("b")
    assert [code_of(answer) for answer in heard.answers] == ["a", "b"]
    boxes.choose("none")
    assert [code_of(answer) for answer in heard.answers] == ["none"]
    boxes.choose("b")
    assert [code_of(answer) for answer in heard.answers] == ["b"]
    editor.deleteLater()


def code_of(answer: Answer) -> str:
    assert isinstance(answer, CodingAnswer)
    return answer.code


def test_words_and_option_of_an_open_choice_rule_each_other_out(context: PageContext) -> None:
    editor = make_editor(item_of("open-one"), context)
    heard = Listener(editor)
    choice = editor.findChild(ChoiceField, "open-one")
    text = editor.findChild(TextField, "open-one_other")
    assert isinstance(choice, ChoiceField)
    assert isinstance(text, TextField)
    choice.choose("b")
    text.setText("elsewhere")
    assert heard.answers == (StringAnswer("elsewhere"),)
    assert choice.value() is None
    choice.choose("c")
    assert [code_of(answer) for answer in heard.answers] == ["c"]
    assert text.text() == ""
    text.setText("x")
    text.setText("")
    assert heard.answers == ()
    editor.deleteLater()


def test_an_answer_that_is_not_offered_is_kept_with_the_options_that_are(context: PageContext) -> None:
    editor = make_editor(item_of("open-many"), context)
    heard = Listener(editor)
    editor.set_answers((StringAnswer("first"), StringAnswer("second")))
    boxes = editor.findChild(OptionList, "open-many")
    assert isinstance(boxes, OptionList)
    boxes.choose("a")
    assert heard.answers[1:] == (StringAnswer("first"), StringAnswer("second"))
    assert any(label.text() == "first" for label in editor.findChildren(Label))
    editor.deleteLater()


def test_arrow_keys_go_through_options_and_choose_none(context: PageContext, qtbot: QtBot) -> None:
    editor = make_editor(item_of("choice-radio"), context)
    qtbot.addWidget(editor)
    heard = Listener(editor)
    editor.show()
    buttons = editor.findChildren(OptionButton)
    buttons[0].setFocus()
    qtbot.keyClick(buttons[0], Qt.Key.Key_Down)
    qtbot.keyClick(buttons[1], Qt.Key.Key_Right)
    assert heard.count == 0
    qtbot.keyClick(buttons[2], Qt.Key.Key_Space)
    assert [code_of(answer) for answer in heard.answers] == ["c"]
    qtbot.keyClick(buttons[2], Qt.Key.Key_Space)
    assert heard.answers == ()


def test_a_slider_is_unanswered_until_touched_and_no_arrow_answers_it(context: PageContext, qtbot: QtBot) -> None:
    editor = make_editor(item_of("slider"), context)
    qtbot.addWidget(editor)
    heard = Listener(editor)
    track = editor.findChild(SliderTrack, "slider_track")
    number = editor.findChild(TextField, "slider")
    assert isinstance(track, SliderTrack)
    assert isinstance(number, TextField)
    qtbot.keyClick(track, Qt.Key.Key_Right)
    assert heard.count == 0
    track.choose(Decimal("41.7"))
    assert heard.answers == (IntegerAnswer(42),)
    assert number.text() == "42"
    qtbot.keyClick(track, Qt.Key.Key_Right)
    assert heard.answers == (IntegerAnswer(43),)
    number.setText("7")
    assert track.value() == 7
    qtbot.keyClick(track, Qt.Key.Key_Delete)
    assert heard.answers == ()


def test_digits_score_a_scale_from_0_to_10(context: PageContext, qtbot: QtBot) -> None:
    editor = make_editor(item_of("score"), context)
    qtbot.addWidget(editor)
    heard = Listener(editor)
    score = editor.findChild(ScoreField, "score")
    assert isinstance(score, ScoreField)
    qtbot.keyClick(score.buttons[0], Qt.Key.Key_7)
    assert heard.answers == (IntegerAnswer(7),)


def test_the_ends_of_a_scale_and_a_unit_come_from_the_displays_beside_it(context: PageContext) -> None:
    low, high = (
        make_item(name, "display", text, extension=[with_control(name)])
        for name, text in (("lower", "no pain"), ("upper", "worst pain"))
    )
    limits = [{"url": f"{HL7}minValue", "valueInteger": 0}, {"url": f"{HL7}maxValue", "valueInteger": 10}]
    item = make_content(
        make_item("pain", "integer", extension=[with_control("slider"), *limits], item=[low, high])
    ).questionnaire.items[0]
    editor = make_editor(item, context, notes=item.children)
    assert {"no pain", "worst pain"} <= {label.text() for label in editor.findChildren(Label)}
    editor.deleteLater()


def test_a_quantity_in_another_unit_keeps_it(context: PageContext) -> None:
    editor = make_editor(item_of("quantity"), context)
    heard = Listener(editor)
    editor.set_answers((QuantityAnswer(Decimal(2), "inch", "http://unitsofmeasure.org", "[in_i]"),))
    field = find_control(editor)
    assert isinstance(field, TextField)
    field.setText("3")
    assert heard.answers == (QuantityAnswer(Decimal(3), "inch", "http://unitsofmeasure.org", "[in_i]"),)
    editor.deleteLater()


def test_rows_of_a_repeated_question_come_and_go(context: PageContext) -> None:
    editor = make_editor(item_of("strings"), context)
    heard = Listener(editor)
    assert isinstance(editor, RepeatedEditor)
    enter(editor, (StringAnswer("a"), StringAnswer("b"), StringAnswer("c")), Options((), context.words.language))
    editor.remove_line(1)
    assert heard.answers == (StringAnswer("a"), StringAnswer("c"))
    editor.set_answers((StringAnswer("a"), StringAnswer("b"), StringAnswer("c")))
    fields = [find_control(line) for line in editor.editors]
    assert [field.text() for field in fields if isinstance(field, TextField)] == ["a", "b", "c"]
    editor.deleteLater()


def test_what_cannot_be_answered_says_so_and_shows_what_was_given(context: PageContext) -> None:
    editor = make_editor(item_of("unknown"), context)
    editor.set_answers((StringAnswer("Blue"),))
    texts = " ".join(label.text() for label in editor.findChildren(Label))
    assert "cannot be answered here" in texts
    assert "Blue" in texts
    editor.deleteLater()


def test_words_for_a_reference_keep_the_address_that_came_with_them(context: PageContext) -> None:
    editor = make_editor(item_of("reference"), context)
    heard = Listener(editor)
    editor.set_answers((ReferenceAnswer("Practitioner/7", "Dr Aoki"),))
    field = find_control(editor)
    assert isinstance(field, TextField)
    assert field.text() == "Dr Aoki"
    assert any("Practitioner/7" in label.text() for label in editor.findChildren(Label))
    assert heard.count == 0
    field.setText("Dr Aoki, Tokyo")
    assert heard.answers == (ReferenceAnswer("Practitioner/7", "Dr Aoki, Tokyo"),)
    editor.deleteLater()


def test_taking_back_a_reference_takes_its_address_too(context: PageContext) -> None:
    editor = make_editor(item_of("reference"), context)
    heard = Listener(editor)
    editor.set_answers((ReferenceAnswer("Practitioner/7", "Dr Aoki"),))
    field = find_control(editor)
    assert isinstance(field, TextField)
    field.setText("")
    assert heard.answers == ()
    field.setText("Someone else")
    assert heard.answers == (ReferenceAnswer("", "Someone else"),)
    editor.deleteLater()


def test_a_closed_choice_without_options_says_so_and_an_open_one_takes_words(context: PageContext) -> None:
    questionnaire = make_content(make_item("closed", "choice"), make_item("open", "open-choice")).questionnaire
    closed, opened = (make_editor(item, context) for item in questionnaire.items)
    assert any("options of this question" in label.text() for label in closed.findChildren(Label))
    heard = Listener(opened)
    enter(opened, (StringAnswer("words"),), Options((), context.words.language))
    assert heard.answers == (StringAnswer("words"),)
    for made in (closed, opened):
        made.deleteLater()


def test_options_with_the_same_code_stay_apart(context: PageContext) -> None:
    options = [{"valueCoding": {"system": f"{SYSTEM}/{n}", "code": "a", "display": f"A{n}"}} for n in range(5)]
    item = make_content(make_item("q", "choice", answerOption=options)).questionnaire.items[0]
    editor = make_editor(item, context)
    heard = Listener(editor)
    for option in item.answer_options:
        editor.set_answers(())
        enter(editor, (option.value,), Options(item.answer_options, context.words.language))
        assert heard.answers == (option.value,)
    editor.deleteLater()


def test_an_editor_that_finds_offers_what_contains_the_words(context: PageContext, qtbot: QtBot) -> None:
    editor = make_editor(item_of("choice-find"), context)
    qtbot.addWidget(editor)
    heard = Listener(editor)
    field = editor.findChild(AutocompleteField, "choice-find")
    assert isinstance(field, AutocompleteField)
    field.setText("option3")
    assert [code_of(answer) for answer in heard.answers] == ["option3"]
    field.setText("nowhere")
    assert heard.answers == ()
    completer = field.line_edit.completer()
    completer.setCompletionPrefix("n3")
    assert completer.completionCount() == 11


@pytest.mark.parametrize(
    "link_id", ["boolean", "string", "quantity-units", "choice-many", "strings", "slider", "open-one"]
)
def test_a_read_only_item_shows_its_answer_and_takes_none(context: PageContext, link_id: str) -> None:
    item = item_of(link_id)
    editor = make_editor(item, context)
    editor.set_read_only(True)
    for widget in editor.findChildren(TextField):
        assert widget.line_edit.isReadOnly()
    heard = Listener(editor)
    for button in editor.findChildren(OptionButton):
        button.click()
        assert not button.isChecked()
    assert heard.answers == ()
    editor.deleteLater()


def test_the_options_of_an_expression_take_the_place_of_the_old(context: PageContext) -> None:
    item = make_content(make_item("q", "choice", answerOption=make_options(*"abcde"))).questionnaire.items[0]
    editor = make_editor(item, context)
    heard = Listener(editor)
    other = make_content(make_item("q", "choice", answerOption=make_options("x", "y"))).questionnaire.items[0]
    editor.set_options(other.answer_options)
    choice = editor.findChild(ChoiceField, "q")
    assert isinstance(choice, ChoiceField)
    choice.choose("y")
    assert [code_of(answer) for answer in heard.answers] == ["y"]
    editor.deleteLater()
