"""Whether two questionnaires ask a question alike, so that a rule written for one can be judged by the other."""

from collections.abc import Iterator

from stemsup_desktop.questionnaire.fhirpath import Expression
from stemsup_desktop.questionnaire.model import EnableWhen, Expressions, Item, Questionnaire

_Conditions = tuple[tuple[EnableWhen, ...], str, Expression | None]


class Likeness:
    """Compares questions of the same link id. Their words may differ: a link id stands for what is asked."""

    def __init__(self, shipped: Questionnaire, own: Questionnaire) -> None:
        self._shipped = shipped
        self._own = own
        self._known: dict[str, bool] = {}

    def is_alike(self, link_id: str) -> bool:
        """Say whether the own question is asked whenever the shipped one is, and cannot be answered otherwise.

        Where it is asked on conditions, the questions of these are alike too. A circle hides nothing from the rest.
        """
        known = self._known.get(link_id)
        if known is None:
            self._known[link_id] = True
            known = self._known[link_id] = self._compare(link_id)
        return known

    def _compare(self, link_id: str) -> bool:
        shipped, own = self._shipped.find_item(link_id), self._own.find_item(link_id)
        if shipped is None or own is None or len(self._own.positions[link_id]) > 1:
            return False
        if not _takes_the_same(shipped, own):
            return False
        asked = tuple(_list_conditions(self._own, link_id))
        if any(one not in tuple(_list_conditions(self._shipped, link_id)) for one in asked):
            return False
        read = (condition.question for conditions, _, _ in asked for condition in conditions)
        return all(self.is_alike(question) for question in read)


def _takes_the_same(shipped: Item, own: Item) -> bool:
    """Compare type, unit, options and what is answered before anyone asks."""
    return (
        (own.type, own.type_code, own.repeats) == (shipped.type, shipped.type_code, shipped.repeats)
        and own.unit == shipped.unit
        and own.is_required >= shipped.is_required
        and own.is_hidden <= shipped.is_hidden
        and own.is_read_only <= shipped.is_read_only
        and own.is_physician_only >= shipped.is_physician_only
        and all(shipped.find_option(option.value) is not None for option in own.answer_options)
        and all(own.find_option(option.value) is not None for option in shipped.answer_options)
        and not any(option.is_initially_selected for option in own.answer_options)
        and all(answer in shipped.initial for answer in own.initial)
        and _is_computed_alike(shipped.expressions, own.expressions)
    )


def _is_computed_alike(shipped: Expressions, own: Expressions) -> bool:
    pairs = (
        (own.calculated, shipped.calculated),
        (own.initial, shipped.initial),
        (own.answer, shipped.answer),
    )
    return all(one is None or one == other for one, other in pairs)


def _list_conditions(questionnaire: Questionnaire, link_id: str) -> Iterator[_Conditions]:
    """Go through the conditions on which a question is asked: its own and those of all that hold it."""
    at: int | None = questionnaire.positions[link_id][0]
    while at is not None:
        node = questionnaire.nodes[at]
        item = node.item
        if item.enable_when or item.expressions.enable_when is not None:
            yield item.enable_when, item.enable_behavior, item.expressions.enable_when
        at = node.parent
