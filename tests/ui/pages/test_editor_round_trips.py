"""Whatever is entered into an editor is reported, and shown again as it was."""

from datetime import UTC, date, datetime

import pytest
from editor_driver import Listener, enter
from form_samples import every_kind, make_content
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.model import Item, Questionnaire
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors import make_editor
from stemsup_desktop.ui.pages.examination.editors.options import Options

QUESTIONNAIRE: Questionnaire = make_content(*every_kind()).questionnaire
SYSTEM = "http://example.org"
# Qt gives the no-break space of a text of several lines back as a space.
_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\xa0")
TYPED = st.text(_LETTERS, min_size=1, max_size=12)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: DateTimeAnswer(moment.replace(microsecond=0))
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(DateAnswer)


def one(answers: st.SearchStrategy[Answer]) -> st.SearchStrategy[tuple[Answer, ...]]:
    return answers.map(lambda answer: (answer,))


def item_of(link_id: str) -> Item:
    item = QUESTIONNAIRE.find_item(link_id)
    assert item is not None
    return item


def options_of(item: Item) -> st.SearchStrategy[Answer]:
    return st.sampled_from([option.value for option in item.answer_options])


def quantities(*codes: str) -> st.SearchStrategy[Answer]:
    numbers = st.decimals(-1000, 1000, places=2)
    return st.builds(
        lambda number, code: QuantityAnswer(number, code, "http://unitsofmeasure.org", code),
        numbers,
        st.sampled_from(codes),
    )


def answers_to(item: Item) -> st.SearchStrategy[tuple[Answer, ...]]:
    match item.link_id:
        case "boolean":
            return one(st.booleans().map(BooleanAnswer))
        case "integer" | "slider":
            return one(st.integers(0, 100).map(IntegerAnswer))
        case "score":
            return one(st.integers(0, 10).map(IntegerAnswer))
        case "decimal":
            return one(st.decimals(-1000, 1000, places=1).map(DecimalAnswer))
        case "quantity":
            return one(quantities("cm"))
        case "quantity-units":
            return one(quantities("mg", "g"))
        case "date":
            return one(DAYS)
        case "dateTime":
            return one(MOMENTS)
        case "time":
            return one(st.times().map(TimeAnswer))
        case "string" | "text" | "open-words":
            return one(TYPED.map(StringAnswer))
        case "reference":
            return one(TYPED.map(lambda words: ReferenceAnswer(display=words)))
        case "url":
            return one(TYPED.map(UriAnswer))
        case "open-one":
            return one(options_of(item) | st.sampled_from(["elsewhere", "別の答え"]).map(StringAnswer))
        case "choice-many" | "choice-many-find":
            return st.lists(options_of(item), min_size=1, max_size=2, unique=True).map(
                lambda some: in_order(item, some)
            )
        case "open-many":
            return st.lists(options_of(item), max_size=2, unique=True).map(
                lambda some: (*in_order(item, some), StringAnswer("elsewhere"))
            )
        case "strings":
            return st.lists(TYPED.filter(str.strip).map(StringAnswer), min_size=1, max_size=4).map(tuple)
        case "integers":
            return st.lists(st.integers(-50, 50).map(IntegerAnswer), min_size=1, max_size=4).map(tuple)
        case "dates":
            return st.lists(DAYS, min_size=1, max_size=3).map(tuple)
        case _:
            return one(options_of(item))


def in_order(item: Item, some: list[Answer]) -> tuple[Answer, ...]:
    """Put options into their order; an exclusive one stands alone."""
    values = [option.value for option in item.answer_options if option.value in some]
    exclusive = [option.value for option in item.answer_options if option.is_exclusive and option.value in some]
    if item.item_control == "autocomplete" or len(item.answer_options) > 24:
        return tuple(some)
    return tuple(exclusive[:1] or values) if item.type == "choice" else tuple(v for v in values if v not in exclusive)


ANSWERABLE = [item.link_id for item in QUESTIONNAIRE.items if item.is_supported and item.type != "attachment"]
"""What is entered by typing or picking; a file is chosen, see test_attachment_questions.py."""


@pytest.mark.parametrize("link_id", ANSWERABLE)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_entered_is_reported_and_shown_again(context: PageContext, link_id: str, data: st.DataObject) -> None:
    item = item_of(link_id)
    options = Options(item.answer_options, context.words.language)
    answers = data.draw(answers_to(item))
    editor = make_editor(item, context)
    heard = Listener(editor)
    enter(editor, answers, options)
    assert heard.answers == answers
    other = make_editor(item, context)
    silent = Listener(other)
    other.set_answers(answers)
    assert silent.count == 0
    again = make_editor(item, context)
    again.set_answers(answers)
    again.set_answers(())
    back = Listener(again)
    enter(again, answers, options)
    assert back.answers == answers
    for made in (editor, other, again):
        made.deleteLater()
