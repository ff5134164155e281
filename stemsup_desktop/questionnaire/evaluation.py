"""One expression at one place of a form: what it may read, what comes out, and never twice from the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.fhirpath import ExpressionFault, evaluate
from stemsup_desktop.questionnaire.model import Formula, Questionnaire
from stemsup_desktop.questionnaire.occurrences import Occurrence, Place
from stemsup_desktop.questionnaire.response_tree import Json, make_tree, write_answer

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for the time where an expression does not ask for it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What expressions may read besides the form: the time, to the minute, and FHIR resources by name (%patient)."""

    now: datetime | None = None
    environment: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an expression: values, or a fault, which means that it cannot be judged."""

    values: tuple[object, ...] = ()
    fault: str = ""


class Evaluator:
    """Evaluates the expressions of one form, as far as its answers are known; asks the questionnaire's memo first."""

    def __init__(
        self, questionnaire: Questionnaire, occurrences: Sequence[Occurrence], surroundings: Surroundings
    ) -> None:
        self._questionnaire = questionnaire
        self._occurrences = occurrences
        self._surroundings = surroundings
        self._answered: dict[str, tuple[tuple[int, tuple[Answer, ...]], ...]] = {}

    def note_answers(self, index: int, answers: tuple[Answer, ...]) -> None:
        """Take over the answers that count at one place."""
        link_id = self._questionnaire.nodes[self._occurrences[index].position].item.link_id
        self._answered[link_id] = (*self._answered.get(link_id, ()), (index, answers))

    def evaluate(self, formula: Formula, index: int | None) -> Outcome:
        """Return what a formula gives for the occurrence of an item, or for the form as a whole."""
        owner = self._find_owner(formula, index)
        place: Place | None = None if owner is None else self._occurrences[owner].place
        memo, key, basis = self._questionnaire.memo, (formula.key, formula.link_ids, place), self._find_basis(formula)
        known = memo.find(key, basis)
        if isinstance(known, Outcome):
            return known
        outcome = self._evaluate_anew(formula, index, owner)
        memo.put(key, basis, outcome)
        return outcome

    def _evaluate_anew(self, formula: Formula, index: int | None, owner: int | None) -> Outcome:
        environment = dict(self._surroundings.environment)
        for name, inner in formula.variables:
            outcome = self.evaluate(inner, index)
            if outcome.fault:
                return outcome
            environment[name] = outcome.values
        resource, context = self._make_response(formula, owner)
        environment |= {"resource": resource, "context": context}
        if self._surroundings.now is None and formula.is_volatile:
            return Outcome(fault="The expression asks for the time, which is not known here.")
        try:
            now, weights = self._surroundings.now or LONG_AGO, self._questionnaire.weights
            return Outcome(evaluate(formula.expression, context, environment, now, weights=weights))
        except ExpressionFault as fault:
            return Outcome(fault=fault.sentence)

    def _find_owner(self, formula: Formula, index: int | None) -> int | None:
        """Find the occurrence of the item that a formula belongs to, from that of an item below it."""
        while index is not None and self._occurrences[index].position != formula.owner:
            index = self._occurrences[index].parent
        return index if formula.owner is not None else None

    def _find_basis(self, formula: Formula) -> object:
        """Return everything that the result follows from."""
        now = self._surroundings.now if formula.is_volatile else None
        if formula.reads_everything:
            return dict(self._answered), now, self._surroundings.environment
        read = tuple(self._answered.get(link_id, ()) for link_id in sorted(formula.link_ids))
        return read, now, self._surroundings.environment

    def _make_response(self, formula: Formula, owner: int | None) -> tuple[Json, Json]:
        """Return the response with what the formula reads, and the element of the item that it belongs to."""
        wanted = set() if owner is None else {owner}
        read = self._answered if formula.reads_everything else formula.link_ids & self._answered.keys()
        wanted |= {index for link_id in read for index, _ in self._answered[link_id]}
        for index in tuple(wanted):
            parent = self._occurrences[index].parent
            while parent is not None and parent not in wanted:
                wanted.add(parent)
                parent = self._occurrences[parent].parent
        values = {index: answers for link_id in read for index, answers in self._answered[link_id]}
        nodes = self._questionnaire.nodes
        items, made = make_tree(
            self._questionnaire,
            self._occurrences,
            sorted(wanted),
            values,
            lambda index: {"linkId": nodes[self._occurrences[index].position].item.link_id},
            lambda _, answer: write_answer(answer),
        )
        response: Json = {"resourceType": "QuestionnaireResponse", "status": "in-progress"}
        if self._questionnaire.canonical:
            response["questionnaire"] = self._questionnaire.canonical
        if items:
            response["item"] = items
        return response, response if owner is None else made[owner]
