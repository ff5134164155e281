"""Which items are asked, given the answers; and the answers that count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.questionnaire.compare import is_met
from stemsup_desktop.questionnaire.model import Item, Node, Questionnaire

Answers = Mapping[str, tuple[Answer, ...]]
"""Answers by link id; an item without an answer is absent."""


@dataclass(frozen=True, slots=True)
class Enabled:
    """The items that are asked, in document order."""

    items: tuple[Item, ...]
    link_ids: tuple[str, ...]
    _set: frozenset[str] = field(repr=False)

    def __contains__(self, link_id: object) -> bool:
        return link_id in self._set


def get_answers(responses: Iterable[ItemAnswers]) -> dict[str, tuple[Answer, ...]]:
    """Return all answers by link id, enabled or not; the last entry of a link id counts, and none means unanswered."""
    latest = {response.link_id: response.answers for response in responses}
    return {link_id: answers for link_id, answers in latest.items() if answers}


def make_initial_responses(questionnaire: Questionnaire) -> tuple[ItemAnswers, ...]:
    """Return the answers a fresh form begins with, by `initial` or by options that are selected initially."""
    return tuple(
        ItemAnswers(item.link_id, initial)
        for item in questionnaire.iter_items()
        if (initial := item.initial or tuple(o.value for o in item.answer_options if o.is_initially_selected))
    )


def derive_enabled(questionnaire: Questionnaire, responses: Iterable[ItemAnswers]) -> Enabled:
    """Return the enabled items.

    An item is enabled if its parent is and its conditions hold. Answers of disabled items count for nothing, so an item
    never opens on the strength of a hidden answer. A condition on a question that does not exist, or that would go
    round in a circle, reads it as unanswered. The order of answering plays no part.
    """
    answers = get_answers(responses)
    nodes = questionnaire.nodes
    is_enabled = [False] * len(nodes)
    for position in questionnaire.evaluation_order:
        node = nodes[position]
        if node.parent is None or is_enabled[node.parent]:
            is_enabled[position] = _meets_conditions(node, is_enabled, answers)
    items = tuple(node.item for node, enabled in zip(nodes, is_enabled, strict=True) if enabled)
    link_ids = tuple(item.link_id for item in items)
    return Enabled(items, link_ids, frozenset(link_ids))


def effective_answers(questionnaire: Questionnaire, responses: Iterable[ItemAnswers]) -> dict[str, tuple[Answer, ...]]:
    """Return the answers of enabled items alone, by link id and in document order: the only ones that count."""
    kept = tuple(responses)
    return select_effective(derive_enabled(questionnaire, kept), kept)


def select_effective(enabled: Enabled, responses: Iterable[ItemAnswers]) -> dict[str, tuple[Answer, ...]]:
    """Return the answers of enabled items where these are known already."""
    answers = get_answers(responses)
    return {link_id: answers[link_id] for link_id in enabled.link_ids if link_id in answers}


def _meets_conditions(node: Node, is_enabled: list[bool], answers: Answers) -> bool:
    conditions = node.item.enable_when
    if not conditions:
        return True
    met = (
        condition.operator is not None
        and is_met(
            condition.operator,
            condition.answer,
            answers.get(condition.question, ()) if any(is_enabled[source] for source in sources) else (),
        )
        for condition, sources in zip(conditions, node.sources, strict=True)
    )
    return all(met) if node.item.enable_behavior == "all" else any(met)
