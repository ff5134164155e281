"""What comes out is a FHIR QuestionnaireResponse by the word of a validator that nobody here wrote."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaire_builders import YES_NO_UNKNOWN_OPTIONS, make_item, make_questionnaire

from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import (
    Answer,
    AttachmentAnswer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.attachments import make_attachment_answer
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.response import encode_response, make_response
from stemsup_desktop.questionnaire.response_reading import read_response

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)

ANSWERS: dict[str, st.SearchStrategy[Answer]] = {
    "boolean": st.builds(BooleanAnswer, st.booleans()),
    "decimal": st.builds(DecimalAnswer, st.decimals("-1000", "1000", places=3)),
    "integer": st.builds(IntegerAnswer, st.integers(-(2**31), 2**31 - 1)),
    "date": st.builds(DateAnswer, st.dates(date(1900, 1, 1), date(2100, 1, 1))),
    "dateTime": st.builds(
        DateTimeAnswer, st.integers(-(10**9), 4 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC))
    ),
    "time": st.builds(TimeAnswer, st.times().map(lambda clock: clock.replace(microsecond=0))),
    "string": st.builds(StringAnswer, st.sampled_from(["warm", "髙橋 𠮷男", "<b>", "a\nb"])),
    "text": st.builds(StringAnswer, st.sampled_from(["long text", "二行\n目"])),
    "url": st.builds(UriAnswer, st.sampled_from(["https://example.org/a", "urn:uuid:1"])),
    "choice": st.sampled_from([CodingAnswer(code, "http://terminology.hl7.org/CodeSystem/v2-0532") for code in "YN"]),
    "open-choice": st.builds(StringAnswer, st.sampled_from(["something else", "他"])),
    "quantity": st.builds(
        QuantityAnswer,
        st.decimals("0", "500", places=1),
        st.just("kg"),
        st.just("http://unitsofmeasure.org"),
        st.just("kg"),
    ),
    "attachment": st.sampled_from(
        [
            AttachmentAnswer("https://example.org/x.pdf", "application/pdf", "X", 12),
            make_attachment_answer("傷 1.png", "image/png", b"\x89PNG"),
            AttachmentAnswer(title="A film at home"),
        ]
    ),
    "reference": st.sampled_from(
        [ReferenceAnswer("Patient/1", "Someone"), ReferenceAnswer(display="青木医師"), ReferenceAnswer("Patient/2")]
    ),
}


def make_form() -> Questionnaire:
    """Every type, once alone and once below an answer in a group that repeats."""
    items: list[dict[str, Any]] = []
    for kind in ANSWERS:
        options = {"answerOption": YES_NO_UNKNOWN_OPTIONS} if kind in ("choice", "open-choice") else {}
        below = [make_item(f"{kind}-below", kind, **options)]
        items += [
            make_item(kind, kind, repeats=True, **options),
            make_item(f"{kind}-group", "group", repeats=True, item=[make_item(f"{kind}-in", "string", item=below)]),
        ]
    return make_questionnaire(*items)


FORM = make_form()


@st.composite
def responses(draw: st.DrawFn) -> list[ItemAnswers]:
    """Answers of every type, several of each, at random places."""
    given_answers: list[ItemAnswers] = []
    for kind, strategy in ANSWERS.items():
        several = draw(st.lists(strategy, max_size=2, unique_by=repr))
        if several:
            given_answers.append(ItemAnswers(kind, tuple(several), NOON, "Dr. A"))
        for place in range(draw(st.integers(0, 2))):
            given_answers.append(ItemAnswers(f"{kind}-below", (draw(strategy),), NOON, "Nurse B", (place,)))
    return given_answers


@settings(deadline=None, max_examples=60)
@given(responses(), st.sampled_from(list(Language)), st.sampled_from(["in-progress", "completed"]))
def test_every_response_is_valid_and_comes_back(answers: list[ItemAnswers], language: Language, status: Any) -> None:
    written = encode_response(make_response(FORM, answers, NOON, language, status))
    read = read_response(written, FORM, "response.json")

    assert QuestionnaireResponse.model_validate_json(written).status == status
    wanted, found = derive_form(FORM, answers), derive_form(FORM, read)
    assert [values for values in map(_compared, wanted.values) if values] == [
        values for values in map(_compared, found.values) if values
    ]
    assert {given.answered_by for given in read} == {given.answered_by for given in answers}


def _compared(answers: tuple[Answer, ...]) -> list[object]:
    """Return answers without the words that a response adds to a code."""
    return [(a.system, a.code) if isinstance(a, CodingAnswer) else a for a in answers]


def test_the_validator_refuses_what_is_no_response() -> None:
    with pytest.raises(ValueError, match="status"):
        QuestionnaireResponse.model_validate_json(b'{"resourceType": "QuestionnaireResponse", "status": 5}')


def test_midnight_and_exact_numbers_are_written_as_fhir_wants_them() -> None:
    answers = [ItemAnswers("time", (TimeAnswer(time(0)),)), ItemAnswers("decimal", (DecimalAnswer(Decimal("0.10")),))]
    written = encode_response(make_response(FORM, answers, NOON, Language.EN))

    assert b'"valueTime":"00:00:00"' in written
    assert b'"valueDecimal":0.10' in written
