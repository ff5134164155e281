"""Answers to a FHIR R4 QuestionnaireResponse and back.

A response holds enabled items alone, and of their answers those that are possible. Who answered and when stands in an
extension of the item. A repeating group has one instance here.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

import msgspec

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer, CodingAnswer, DateTimeAnswer, ItemAnswers
from stemsup_desktop.questionnaire.enablement import derive_enabled
from stemsup_desktop.questionnaire.fhir_values import find_value, read_value, write_moment, write_value
from stemsup_desktop.questionnaire.json_reading import Element, decode_exactly
from stemsup_desktop.questionnaire.model import Item, Questionnaire
from stemsup_desktop.questionnaire.validation import is_refused

ANSWERED = "https://stemsup.app/fhir/StructureDefinition/answered"

Json = dict[str, object]

_encoder = msgspec.json.Encoder(decimal_format="number")


def make_response(
    questionnaire: Questionnaire,
    responses: Iterable[ItemAnswers],
    authored: datetime,
    language: Language,
    status: Literal["in-progress", "completed"] = "in-progress",
) -> Json:
    """Return a QuestionnaireResponse, nested as the questionnaire, decimals as `Decimal`.

    Texts are in one language. A coding without a display gets the text of its option.
    """
    kept = {response.link_id: response for response in responses}
    enabled = derive_enabled(questionnaire, kept.values())
    answered = {
        item.link_id: kept[item.link_id]
        for item in enabled.items
        if item.link_id in kept and kept[item.link_id].answers and not is_refused(item, kept[item.link_id].answers)
    }
    response: Json = {"resourceType": "QuestionnaireResponse"}
    if questionnaire.canonical:
        response["questionnaire"] = questionnaire.canonical
    response |= {"status": status, "authored": write_moment(authored), "language": language.value}
    items = _make_items(questionnaire.items, answered, language)
    return {**response, "item": items} if items else response


def encode_response(response: Json) -> bytes:
    """Return the JSON bytes of a response, numbers exact; raises `InputProblem` for text that is not Unicode."""
    try:
        return _encoder.encode(response)
    except UnicodeEncodeError as error:
        raise InputProblem("text-not-unicode", "An answer holds half a character and cannot be written.") from error


def read_response(data: bytes, questionnaire: Questionnaire, name: str) -> tuple[ItemAnswers, ...]:
    """Return the answers in a QuestionnaireResponse, in document order.

    Raises `InputProblem` that names file and path: another resource, an item that the questionnaire does not have, a
    value of a wrong type, an item that comes twice.
    """
    element = Element(decode_exactly(data, name), name)
    if element.text("resourceType") != "QuestionnaireResponse":
        raise element.fault("resourceType", "expected a FHIR R4 QuestionnaireResponse")
    found: dict[str, ItemAnswers] = {}
    waiting = list(reversed(list(element.elements("item"))))
    while waiting:
        item = waiting.pop()
        answers, nested = _read_item(item, questionnaire)
        if item.text("linkId") in found:
            raise item.fault("linkId", "an item that comes twice is not supported")
        found[item.text("linkId")] = answers
        waiting += reversed(nested)
    order = {node.item.link_id: position for position, node in enumerate(questionnaire.nodes)}
    given = (answers for answers in found.values() if answers.answers)
    return tuple(sorted(given, key=lambda answers: order[answers.link_id]))


def _make_items(items: Iterable[Item], answered: dict[str, ItemAnswers], language: Language) -> list[Json]:
    made = (_make_item(item, answered, language) for item in items)
    return [element for element in made if element is not None]


def _make_item(item: Item, answered: dict[str, ItemAnswers], language: Language) -> Json | None:
    """Return one item; None if neither it nor anything below it was answered."""
    children = _make_items(item.children, answered, language)
    given = answered.get(item.link_id)
    if given is None and not children:
        return None
    made: Json = {"linkId": item.link_id}
    if given is not None and (extension := _make_answered(given)) is not None:
        made["extension"] = [extension]
    if item.text is not None:
        made["text"] = item.text.in_language(language)
    if not item.is_question:
        return {**made, "item": children}
    answers = [_make_answer(item, answer, language) for answer in (() if given is None else given.answers)] or [{}]
    if children:
        answers[0]["item"] = children
    return {**made, "answer": answers}


def _make_answer(item: Item, answer: Answer, language: Language) -> Json:
    if isinstance(answer, CodingAnswer) and not answer.display:
        option = item.find_option(answer)
        if option is not None:
            answer = msgspec.structs.replace(answer, display=option.text.in_language(language))
    kind, raw = write_value(answer)
    return {f"value{kind}": raw}


def _make_answered(given: ItemAnswers) -> Json | None:
    parts: list[Json] = []
    if given.answered_at is not None and given.answered_at.utcoffset() is not None:
        parts.append({"url": "at", "valueDateTime": write_moment(given.answered_at)})
    if given.answered_by:
        parts.append({"url": "by", "valueString": given.answered_by})
    return {"url": ANSWERED, "extension": parts} if parts else None


def _read_item(element: Element, questionnaire: Questionnaire) -> tuple[ItemAnswers, list[Element]]:
    link_id = element.text("linkId")
    if questionnaire.find_item(link_id) is None:
        raise element.fault("linkId", "expected an item of the questionnaire")
    nested = list(element.elements("item"))
    answers: list[Answer] = []
    for answer in element.elements("answer"):
        nested += answer.elements("item")
        answers += _read_answer(answer)
    at, by = _read_answered(element)
    return ItemAnswers(link_id, tuple(answers), at, by), nested


def _read_answer(answer: Element) -> Iterator[Answer]:
    found = find_value(answer.raw, "value")
    if found is not None:
        kind, raw = found
        try:
            yield read_value(kind, raw)
        except ValueError as error:
            raise answer.fault(f"value{kind}", str(error)) from error


def _read_answered(element: Element) -> tuple[datetime | None, str]:
    at: datetime | None = None
    by = ""
    for extension in element.elements("extension"):
        if extension.text("url") == ANSWERED:
            for part in extension.elements("extension"):
                if part.text("url") == "by":
                    by = part.text("valueString")
                for moment in _read_answer(part) if part.text("url") == "at" else ():
                    if not isinstance(moment, DateTimeAnswer):
                        raise part.fault("", "expected valueDateTime")
                    at = moment.value
    return at, by
