"""Where items occur in a form that is being answered: repeating groups and items under answers, each at its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Node, Questionnaire

MOST_REPEATS = 200
"""Occurrences of one group, or answers with items beneath, in one place; a place beyond is out of the form."""

Place = tuple[int, ...]
Kept = Mapping[tuple[str, Place], tuple[Answer, ...]]
"""Answers by link id and place; an item without an answer is absent."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One item at one place. `parent` is the index of the occurrence that holds it, None at the top."""

    position: int
    place: Place
    parent: int | None


def find_place(node: Node, place: Place) -> Place:
    """Return a place with exactly one number for each axis of an item: 0 where none is given."""
    count = len(node.axes)
    return (*place, *(0,) * (count - len(place)))[:count]


def gather_answers(questionnaire: Questionnaire, responses: Iterable[ItemAnswers]) -> Kept:
    """Return all answers, asked or not; the last entry of an item at a place counts, and none means unanswered."""
    latest: dict[tuple[str, Place], tuple[Answer, ...]] = {}
    for response in responses:
        positions = questionnaire.positions.get(response.link_id)
        place = find_place(questionnaire.nodes[positions[0]], response.place) if positions else response.place
        latest[response.link_id, place] = response.answers
    return {key: answers for key, answers in latest.items() if answers}


def derive_occurrences(
    questionnaire: Questionnaire, kept: Kept, responses: Iterable[ItemAnswers]
) -> tuple[Occurrence, ...]:
    """Return every item as often as it occurs, in document order.

    A repeating group occurs once, as often as its `minOccurs` says, or as often as there are answers; an item beneath
    a question with several answers occurs once for each of them.
    """
    if not questionnaire.has_repeats:
        return _occur_once(questionnaire)
    counts = _count_groups(questionnaire, responses)
    found: list[Occurrence] = []

    def place_items(positions: Sequence[int], place: Place, parent: int | None) -> None:
        for position in positions:
            node = questionnaire.nodes[position]
            if not _is_repeating_group(node):
                place_item(position, node, place, parent)
                continue
            least = max(1, min(node.item.min_occurs or 1, MOST_REPEATS))
            for number in range(max(counts.get((position, place), 1), least)):
                place_item(position, node, (*place, number), parent)

    def place_item(position: int, node: Node, place: Place, parent: int | None) -> None:
        index = len(found)
        found.append(Occurrence(position, place, parent))
        if not node.item.repeats or not node.item.is_question:
            place_items(node.children, place, index)
        elif node.children:
            for number in range(min(max(1, len(kept.get((node.item.link_id, place), ()))), MOST_REPEATS)):
                place_items(node.children, (*place, number), index)

    place_items([position for position, node in enumerate(questionnaire.nodes) if node.parent is None], (), None)
    return tuple(found)


def find_nearest(
    questionnaire: Questionnaire,
    occurrences: Sequence[Occurrence],
    candidates: Sequence[int],
    index: int,
) -> int | None:
    """Find which occurrence of a question one occurrence of an item means (FHIR R4, enableWhen.question).

    The one that shares the most of its surroundings; of several such, the nearest before it, else the first after it.
    """
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    here = occurrences[index]
    shared = _count_shared(
        questionnaire.nodes[here.position].axes, questionnaire.nodes[occurrences[candidates[0]].position].axes
    )
    beside = [at for at in candidates if occurrences[at].place[:shared] == here.place[:shared]]
    before = [at for at in beside if at < index]
    return before[-1] if before else next(iter(beside), None)


def _occur_once(questionnaire: Questionnaire) -> tuple[Occurrence, ...]:
    known = questionnaire.memo.find("occurrences", None)
    if isinstance(known, tuple):
        return known
    found = tuple(Occurrence(position, (), node.parent) for position, node in enumerate(questionnaire.nodes))
    questionnaire.memo.put("occurrences", None, found)
    return found


def _count_groups(questionnaire: Questionnaire, responses: Iterable[ItemAnswers]) -> dict[tuple[int, Place], int]:
    """Return how often each repeating group occurs, by its position and the place round it."""
    counts: dict[tuple[int, Place], int] = {}
    for response in responses:
        for position in questionnaire.positions.get(response.link_id, ()):
            node = questionnaire.nodes[position]
            place = find_place(node, response.place)
            for depth, axis in enumerate(node.axes):
                if place[depth] >= MOST_REPEATS:
                    break
                if not questionnaire.nodes[axis].item.is_question:
                    key = (axis, place[:depth])
                    counts[key] = max(counts.get(key, 1), place[depth] + 1)
    return counts


def _is_repeating_group(node: Node) -> bool:
    return node.item.repeats and node.item.type is ItemType.GROUP


def _count_shared(left: tuple[int, ...], right: tuple[int, ...]) -> int:
    shared = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        shared += 1
    return shared
