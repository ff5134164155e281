"""Answers to a FHIR R4 QuestionnaireResponse.

A response holds enabled items alone, and of their answers those that are possible. Who answered and when stands in an
extension of the item.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer, CodingAnswer, ItemAnswers
from stemsup_desktop.questionnaire.evaluation import Surroundings
from stemsup_desktop.questionnaire.fhir_values import write_moment
from stemsup_desktop.questionnaire.form import NOWHERE, Form, derive_form
from stemsup_desktop.questionnaire.model import Item, Questionnaire
from stemsup_desktop.questionnaire.occurrences import Place, find_place
from stemsup_desktop.questionnaire.response_tree import Json, make_tree, write_answer
from stemsup_desktop.questionnaire.validation import is_refused

ANSWERED = "https://stemsup.app/fhir/StructureDefinition/answered"

_encoder = msgspec.json.Encoder(decimal_format="number")


def make_response(
    questionnaire: Questionnaire,
    responses: Iterable[ItemAnswers],
    authored: datetime,
    language: Language,
    status: Literal["in-progress", "completed"] = "in-progress",
    surroundings: Surroundings = NOWHERE,
) -> Json:
    """Return a QuestionnaireResponse, nested as the questionnaire, decimals as `Decimal`.

    Only answers that count and are possible are in it, calculated ones too. Texts are in one language. A coding without
    a display gets the text of its option.
    """
    given = tuple(responses)
    form = derive_form(questionnaire, given, surroundings)
    said_by = _find_authors(questionnaire, given)
    values = _list_possible(form)
    items, _ = make_tree(
        questionnaire,
        form.occurrences,
        sorted(_with_parents(form, values)),
        values,
        lambda index: _begin_item(form, index, said_by if index in values else {}, language),
        lambda index, answer: _make_answer(form.item_at(index), answer, language),
    )
    response: Json = {"resourceType": "QuestionnaireResponse"}
    if questionnaire.canonical:
        response["questionnaire"] = questionnaire.canonical
    response |= {"status": status, "authored": write_moment(authored), "language": language.value}
    return {**response, "item": items} if items else response


def encode_response(response: Json) -> bytes:
    """Return the JSON bytes of a response, numbers exact; raises `InputProblem` for text that is not Unicode."""
    try:
        return _encoder.encode(response)
    except UnicodeEncodeError as error:
        raise InputProblem("text-not-unicode", "An answer holds half a character and cannot be written.") from error


def _list_possible(form: Form) -> dict[int, tuple[Answer, ...]]:
    """Return the answers that count and are possible, each once where the file gives a link id twice."""
    values: dict[int, tuple[Answer, ...]] = {}
    seen: set[tuple[str, Place]] = set()
    for index in form.enabled_indices():
        if form.values[index]:
            item = form.item_at(index)
            key = (item.link_id, form.occurrences[index].place)
            if key not in seen and not is_refused(item, form.values[index]):
                values[index] = form.values[index]
                seen.add(key)
    return values


def _find_authors(
    questionnaire: Questionnaire, responses: Iterable[ItemAnswers]
) -> dict[tuple[str, Place], ItemAnswers]:
    """Return who said what when, by item and place."""
    authors: dict[tuple[str, Place], ItemAnswers] = {}
    for response in responses:
        for position in questionnaire.positions.get(response.link_id, ())[:1]:
            authors[response.link_id, find_place(questionnaire.nodes[position], response.place)] = response
    return authors


def _with_parents(form: Form, values: Iterable[int]) -> set[int]:
    wanted: set[int] = set()
    for index in values:
        above: int | None = index
        while above is not None and above not in wanted:
            wanted.add(above)
            above = form.occurrences[above].parent
    return wanted


def _begin_item(form: Form, index: int, said_by: Mapping[tuple[str, Place], ItemAnswers], language: Language) -> Json:
    item = form.item_at(index)
    made: Json = {"linkId": item.link_id}
    given = said_by.get((item.link_id, form.occurrences[index].place))
    if given is not None and index not in form.calculated and (extension := _make_answered(given)) is not None:
        made["extension"] = [extension]
    if item.text is not None:
        made["text"] = item.text.in_language(language)
    return made


def _make_answer(item: Item, answer: Answer, language: Language) -> Json:
    if isinstance(answer, CodingAnswer) and not answer.display:
        option = item.find_option(answer)
        if option is not None:
            answer = msgspec.structs.replace(answer, display=option.text.in_language(language))
    return write_answer(answer)


def _make_answered(given: ItemAnswers) -> Json | None:
    parts: list[Json] = []
    if given.answered_at is not None and given.answered_at.utcoffset() is not None:
        parts.append({"url": "at", "valueDateTime": write_moment(given.answered_at)})
    if given.answered_by:
        parts.append({"url": "by", "valueString": given.answered_by})
    return {"url": ANSWERED, "extension": parts} if parts else None
