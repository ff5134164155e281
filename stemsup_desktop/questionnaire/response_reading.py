"""A QuestionnaireResponse to answers with their places, without loss; what does not fit is named by its path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from stemsup_desktop.questionnaire.answers import Answer, DateTimeAnswer, ItemAnswers
from stemsup_desktop.questionnaire.fhir_values import find_value, read_value
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.json_reading import Element, decode_exactly
from stemsup_desktop.questionnaire.model import Node, Questionnaire
from stemsup_desktop.questionnaire.occurrences import MOST_REPEATS, Place
from stemsup_desktop.questionnaire.response import ANSWERED

Numbers = Mapping[int, int]
"""Which occurrence of each axis a part of the response lies in, by the axis's position."""


@dataclass(slots=True)
class _Found:
    """Answers read so far by item and place, and the elements that wait to be read with the numbers round them."""

    answers: dict[tuple[str, Place], ItemAnswers] = field(default_factory=dict)
    waiting: list[tuple[Element, int, Numbers]] = field(default_factory=list)


def read_response(data: bytes, questionnaire: Questionnaire, name: str) -> tuple[ItemAnswers, ...]:
    """Return the answers in a QuestionnaireResponse, in document order.

    Raises `InputProblem` that names file and path: another resource, an item that the questionnaire does not have, a
    value of a wrong type, an item that comes twice and does not repeat.
    """
    element = Element(decode_exactly(data, name), name)
    if element.text("resourceType") != "QuestionnaireResponse":
        raise element.fault("resourceType", "expected a FHIR R4 QuestionnaireResponse")
    found = _Found()
    _queue(element, None, {}, questionnaire, found)
    while found.waiting:
        item, position, numbers = found.waiting.pop()
        _read_item(item, position, numbers, questionnaire, found)
    order = {node.item.link_id: position for position, node in reversed(list(enumerate(questionnaire.nodes)))}
    given = (answers for answers in found.answers.values() if answers.answers)
    return tuple(sorted(given, key=lambda answers: (order[answers.link_id], answers.place)))


def _queue(element: Element, parent: int | None, numbers: Numbers, questionnaire: Questionnaire, found: _Found) -> None:
    """Queue the items of an element, the occurrences of a repeating group told apart."""
    seen: dict[int, int] = {}
    queued: list[tuple[Element, int, Numbers]] = []
    for item in element.elements("item"):
        position = _find_position(item, parent, questionnaire)
        node = questionnaire.nodes[position]
        own = dict(numbers)
        if position in node.axes:
            own[position] = seen.get(position, 0)
            seen[position] = own[position] + 1
            if own[position] >= MOST_REPEATS:
                raise item.fault("linkId", f"expected at most {MOST_REPEATS} occurrences of a group")
        elif position in seen and node.item.type is ItemType.GROUP:
            raise item.fault("linkId", "expected a group that repeats, since it comes twice")
        seen.setdefault(position, 1)
        queued.append((item, position, own))
    found.waiting += reversed(queued)


def _find_position(item: Element, parent: int | None, questionnaire: Questionnaire) -> int:
    """Find the item of a link id below the one where the response has it; else the first with that link id."""
    positions = questionnaire.positions.get(item.text("linkId"), ())
    if not positions:
        raise item.fault("linkId", "expected an item of the questionnaire")
    nodes = questionnaire.nodes
    return next((position for position in positions if nodes[position].parent == parent), positions[0])


def _read_item(item: Element, position: int, numbers: Numbers, questionnaire: Questionnaire, found: _Found) -> None:
    node = questionnaire.nodes[position]
    place = tuple(numbers.get(axis, 0) for axis in node.axes)
    at, by = _read_answered(item)
    answers: list[Answer] = []
    for number, answer in enumerate(item.elements("answer")):
        below = {**numbers, position: number} if node.item.repeats else numbers
        _queue(answer, position, below, questionnaire, found)
        answers += _read_answer(answer)
    _queue(item, position, numbers, questionnaire, found)
    _keep(item, node, ItemAnswers(node.item.link_id, tuple(answers), at, by, place), found)


def _keep(item: Element, node: Node, answers: ItemAnswers, found: _Found) -> None:
    key = (answers.link_id, answers.place)
    earlier = found.answers.get(key)
    if earlier is not None and node.item.is_question:
        if not node.item.repeats:
            raise item.fault("linkId", "expected each question once")
        # Some programs repeat the question where FHIR wants all answers in one.
        answers = msgspec.structs.replace(earlier, answers=(*earlier.answers, *answers.answers))
    found.answers[key] = answers


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
