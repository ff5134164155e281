"""Adding and removing occurrences of a repeating group, and what lies under the answers of a question that repeats."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.questionnaire.model import Item, Node, Questionnaire
from stemsup_desktop.questionnaire.occurrences import (
    MOST_REPEATS,
    Place,
    derive_occurrences,
    find_place,
    gather_answers,
)


def count_occurrences(
    questionnaire: Questionnaire, responses: Iterable[ItemAnswers], position: int, surrounding: Place
) -> int:
    """Return how often a repeating group occurs within the place that holds it."""
    given = tuple(responses)
    occurrences = derive_occurrences(questionnaire, gather_answers(questionnaire, given), given)
    depth = len(surrounding)
    return sum(one.position == position and one.place[:depth] == surrounding for one in occurrences)


def with_occurrence_added(
    questionnaire: Questionnaire,
    responses: Iterable[ItemAnswers],
    position: int,
    surrounding: Place,
    by: str,
    at: datetime,
) -> tuple[ItemAnswers, ...]:
    """Return the responses with one more occurrence of a group, after the last; none beyond what the form can hold."""
    given = tuple(responses)
    count = count_occurrences(questionnaire, given, position, surrounding)
    item = questionnaire.nodes[position].item
    if not count or count >= min(MOST_REPEATS, item.max_occurs or MOST_REPEATS):
        return given
    return (*given, ItemAnswers(item.link_id, (), at, by, (*surrounding, count)))


def with_occurrence_removed(
    questionnaire: Questionnaire,
    responses: Iterable[ItemAnswers],
    position: int,
    place: Place,
    by: str,
    at: datetime,
) -> tuple[ItemAnswers, ...]:
    """Return the responses without one occurrence of a group and all that it held; later ones move up by one.

    The last one that is left stays, and so do as many as the group has to have.
    """
    given = tuple(responses)
    surrounding, number = place[:-1], place[-1]
    count = count_occurrences(questionnaire, given, position, surrounding)
    item = questionnaire.nodes[position].item
    if not 0 <= number < count or count <= max(1, item.min_occurs or 1):
        return given
    moves = {old: (None if old == number else old - (old > number)) for old in range(count)}
    moved = _with_places_moved(questionnaire, given, position, surrounding, moves)
    if count_occurrences(questionnaire, moved, position, surrounding) < count - 1:
        # Nothing was ever written in those between: they stay all the same.
        moved = (*moved, ItemAnswers(item.link_id, (), at, by, (*surrounding, count - 2)))
    return moved


def with_followers_moved(
    questionnaire: Questionnaire,
    responses: Iterable[ItemAnswers],
    item: Item,
    place: Place,
    answers: Sequence[Answer],
) -> tuple[ItemAnswers, ...]:
    """Return the responses with what lies under each answer of a question still under it, once it has other answers.

    What lay under an answer that is gone is gone with it.
    """
    given = tuple(responses)
    positions = questionnaire.positions.get(item.link_id, ())
    if not positions or not item.repeats or not questionnaire.nodes[positions[0]].children:
        return given
    before = gather_answers(questionnaire, given).get((item.link_id, place), ())
    moves = _match_answers(before, answers, keeps_order=not item.answer_options)
    if all(old == new for old, new in moves.items()):
        return given
    return _with_places_moved(questionnaire, given, positions[0], place, moves)


def _match_answers(before: Sequence[Answer], after: Sequence[Answer], *, keeps_order: bool) -> dict[int, int | None]:
    """Return where each answer went: to its equal, or, for one that was edited in place, to where it stood."""
    free = list(range(len(after)))
    moves: dict[int, int | None] = {}
    for old, answer in enumerate(before):
        moves[old] = next((new for new in free if after[new] == answer), None)
        free = [new for new in free if new != moves[old]]
    if keeps_order and len(before) == len(after):
        for old, new in moves.items():
            if new is None and old in free:
                moves[old] = old
    return moves


def _with_places_moved(
    questionnaire: Questionnaire,
    responses: tuple[ItemAnswers, ...],
    position: int,
    surrounding: Place,
    moves: Mapping[int, int | None],
) -> tuple[ItemAnswers, ...]:
    depth = len(surrounding)
    moved: list[ItemAnswers] = []
    for response in responses:
        node = _find_node(questionnaire, response, position)
        place = find_place(node, response.place) if node is not None else response.place
        if node is None or place[:depth] != surrounding:
            moved.append(response)
            continue
        number = moves.get(place[depth], place[depth])
        if number is not None:
            there = (*place[:depth], number, *place[depth + 1 :])
            moved.append(response if there == place else msgspec.structs.replace(response, place=there))
    return tuple(moved)


def _find_node(questionnaire: Questionnaire, response: ItemAnswers, axis: int) -> Node | None:
    """Find the item of a response if it lies within the axis."""
    for position in questionnaire.positions.get(response.link_id, ())[:1]:
        node = questionnaire.nodes[position]
        if axis in node.axes:
            return node
    return None
