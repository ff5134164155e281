"""Which items are asked and the answers that count, by link id: for all who need no places."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.questionnaire.evaluation import Surroundings
from stemsup_desktop.questionnaire.form import NOWHERE, Form, derive_form
from stemsup_desktop.questionnaire.model import Item, Questionnaire


@dataclass(frozen=True, slots=True)
class Enabled:
    """The items that are asked somewhere, in document order."""

    items: tuple[Item, ...]
    link_ids: tuple[str, ...]
    _set: frozenset[str] = field(repr=False)

    def __contains__(self, link_id: object) -> bool:
        return link_id in self._set


def get_answers(responses: Iterable[ItemAnswers]) -> dict[str, tuple[Answer, ...]]:
    """Return all answers by link id, enabled or not; the last entry of a link id counts, and none means unanswered."""
    latest = {response.link_id: response.answers for response in responses}
    return {link_id: answers for link_id, answers in latest.items() if answers}


def derive_enabled(
    questionnaire: Questionnaire, responses: Iterable[ItemAnswers], surroundings: Surroundings = NOWHERE
) -> Enabled:
    """Return the enabled items."""
    return list_enabled(derive_form(questionnaire, responses, surroundings))


def list_enabled(form: Form) -> Enabled:
    """Return the items that are enabled at one place at least."""
    nodes = form.questionnaire.nodes
    positions = dict.fromkeys(form.occurrences[index].position for index in form.enabled_indices())
    items = tuple(nodes[position].item for position in positions)
    link_ids = tuple(item.link_id for item in items)
    return Enabled(items, link_ids, frozenset(link_ids))


def effective_answers(
    questionnaire: Questionnaire, responses: Iterable[ItemAnswers], surroundings: Surroundings = NOWHERE
) -> dict[str, tuple[Answer, ...]]:
    """Return the answers of enabled items alone, by link id and in document order: the only ones that count."""
    return list_answers(derive_form(questionnaire, responses, surroundings))


def list_answers(form: Form) -> dict[str, tuple[Answer, ...]]:
    """Return the answers that count by link id, those of all its places together."""
    answers: dict[str, tuple[Answer, ...]] = {}
    for index in form.enabled_indices():
        if form.values[index]:
            link_id = form.item_at(index).link_id
            answers[link_id] = (*answers.get(link_id, ()), *form.values[index])
    return answers
