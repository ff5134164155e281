"""A form as it stands: what is asked where, the answers that count, what is calculated, and what does not fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal

from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.questionnaire.compare import is_met
from stemsup_desktop.questionnaire.evaluation import Evaluator, Outcome, Surroundings
from stemsup_desktop.questionnaire.fhirpath import ExpressionFault, is_true, to_answers
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.memo import Same
from stemsup_desktop.questionnaire.model import AnswerOption, Constraint, Formula, Item, Node, Questionnaire
from stemsup_desktop.questionnaire.occurrences import (
    Kept,
    Occurrence,
    Place,
    derive_occurrences,
    find_nearest,
    find_place,
    gather_answers,
)
from stemsup_desktop.questionnaire.plain_words import say_answer

NOWHERE = Surroundings()


class Truth(Enum):
    """What stands for true or false where an expression failed."""

    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class FormProblem:
    """Something about the answers together: a constraint that is not met, or an expression that cannot be judged.

    `index` is the occurrence it belongs to, None for the form as a whole. An error keeps the form from being complete.
    """

    severity: Literal["error", "warning"]
    code: Literal["constraint", "cannot-judge"]
    index: int | None
    link_id: str
    message: Text


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire with answers, everything derived. The lists go by occurrence, in document order.

    `values` are the answers that count: none where an item is not asked. `calculated` are the occurrences whose answer
    an expression gave. `options` are the options that an expression gave, in place of the item's own.
    """

    questionnaire: Questionnaire
    occurrences: tuple[Occurrence, ...] = field(repr=False)
    is_enabled: tuple[bool, ...] = field(repr=False)
    values: tuple[tuple[Answer, ...], ...] = field(repr=False)
    calculated: frozenset[int] = frozenset()
    options: Mapping[int, tuple[AnswerOption, ...]] = field(default_factory=dict)
    problems: tuple[FormProblem, ...] = ()

    def item_at(self, index: int) -> Item:
        """Return the item of an occurrence, with the options that hold for it."""
        item = self.questionnaire.nodes[self.occurrences[index].position].item
        options = self.options.get(index)
        return item if options is None else replace(item, answer_options=options)

    def enabled_indices(self) -> tuple[int, ...]:
        """Return the occurrences that are asked."""
        return tuple(index for index, enabled in enumerate(self.is_enabled) if enabled)

    def find_index(self, link_id: str, place: Place = ()) -> int | None:
        """Find the occurrence of an item at a place; the first one where the file gives the link id twice."""
        positions = self.questionnaire.positions.get(link_id, ())
        for position in positions:
            wanted = find_place(self.questionnaire.nodes[position], place)
            if not self.questionnaire.has_repeats:
                return position
            for index, occurrence in enumerate(self.occurrences):
                if occurrence.position == position and occurrence.place == wanted:
                    return index
        return None


def derive_form(
    questionnaire: Questionnaire, responses: Iterable[ItemAnswers], surroundings: Surroundings = NOWHERE
) -> Form:
    """Return the form with its answers.

    An item is enabled if its parent is, its conditions hold and its expression does not say otherwise. Answers of
    disabled items count for nothing, so an item never opens on the strength of a hidden answer. A condition on a
    question that does not exist, or that would go round in a circle, reads it as unanswered. An expression that fails
    hides nothing and gives no value; it is among the problems. The order of answering plays no part.
    """
    given = tuple(responses)
    basis = (Same(*given), surroundings)  # 39.0 is equal to 39, and is not shown as 39
    known = questionnaire.memo.find("form", basis)
    if isinstance(known, Form):
        return known
    form = _Derivation(questionnaire, given, surroundings).derive()
    questionnaire.memo.put("form", basis, form)
    return form


class _Derivation:
    """One pass over the items, each after all that it depends on."""

    def __init__(
        self, questionnaire: Questionnaire, responses: tuple[ItemAnswers, ...], surroundings: Surroundings
    ) -> None:
        self._questionnaire = questionnaire
        self._kept: Kept = gather_answers(questionnaire, responses)
        self._occurrences = derive_occurrences(questionnaire, self._kept, responses)
        self._evaluator = Evaluator(questionnaire, self._occurrences, surroundings)
        count = len(self._occurrences)
        self._enabled = [False] * count
        self._values: list[tuple[Answer, ...]] = [()] * count
        self._calculated: set[int] = set()
        self._problems: list[FormProblem] = []
        self._at: list[list[int]] = [[] for _ in questionnaire.nodes]
        for index, occurrence in enumerate(self._occurrences):
            self._at[occurrence.position].append(index)

    def derive(self) -> Form:
        nodes = self._questionnaire.nodes
        for position in self._questionnaire.evaluation_order:
            node = nodes[position]
            for index in self._at[position]:
                parent = self._occurrences[index].parent
                if (parent is None or self._enabled[parent]) and self._is_wanted(node, index):
                    self._take_in(node, index)
        options = self._derive_options()
        self._check_constraints(self._questionnaire.constraint_formulas, None)
        for index, occurrence in enumerate(self._occurrences):
            if self._enabled[index] and nodes[occurrence.position].constraint_formulas:
                self._check_constraints(nodes[occurrence.position].constraint_formulas, index)
        return Form(
            questionnaire=self._questionnaire,
            occurrences=self._occurrences,
            is_enabled=tuple(self._enabled),
            values=tuple(self._values),
            calculated=frozenset(self._calculated),
            options=options,
            problems=tuple(self._problems),
        )

    def _take_in(self, node: Node, index: int) -> None:
        self._enabled[index] = True
        item = node.item
        answers = self._kept.get((item.link_id, self._occurrences[index].place), ())
        if node.calculated_formula is not None and (item.is_read_only or item.is_hidden or not answers):
            computed = self._calculate(node.calculated_formula, item, index)
            if computed is not None:
                self._calculated.add(index)
                answers = computed
        if answers:
            self._values[index] = answers
            self._evaluator.note_answers(index, answers)

    def _calculate(self, formula: Formula, item: Item, index: int) -> tuple[Answer, ...] | None:
        """Return the calculated answers; None if there is nothing to set in place of what a person gave."""
        is_own = item.is_read_only or item.is_hidden
        outcome = self._evaluate(formula, index)
        if outcome is None:
            return () if is_own else None
        try:
            # Where an expression gives several values to an item that takes one, every engine known takes the first.
            return to_answers(outcome.values if item.repeats else outcome.values[:1], item.type)
        except ExpressionFault as fault:
            self._note_fault(index, fault.sentence)
            return ()

    def _is_wanted(self, node: Node, index: int) -> bool:
        if node.item.enable_when and not self._meets_conditions(node, index):
            return False
        return node.enable_formula is None or self._judge(node.enable_formula, index) in (True, Truth.UNJUDGED)

    def _judge(self, formula: Formula, index: int | None) -> bool | Truth | None:
        """Return the truth of an expression, None where it gives none; a fault is noted."""
        outcome = self._evaluate(formula, index)
        if outcome is None:
            return Truth.UNJUDGED
        try:
            return is_true(outcome.values)
        except ExpressionFault as fault:
            self._note_fault(index, fault.sentence)
            return Truth.UNJUDGED

    def _meets_conditions(self, node: Node, index: int) -> bool:
        met = (
            condition.operator is not None
            and is_met(condition.operator, condition.answer, self._read_answers(sources, index))
            for condition, sources in zip(node.item.enable_when, node.sources, strict=True)
        )
        return all(met) if node.item.enable_behavior == "all" else any(met)

    def _read_answers(self, sources: tuple[int, ...], index: int) -> tuple[Answer, ...]:
        """Return the answers of the nearest occurrence that is asked, among the items of a link id."""
        for source in sources:
            nearest = find_nearest(self._questionnaire, self._occurrences, self._at[source], index)
            if nearest is not None and self._enabled[nearest]:
                return self._values[nearest]
        return ()

    def _evaluate(self, formula: Formula, index: int | None) -> Outcome | None:
        """Return what an expression gives, or note that it cannot be judged."""
        outcome = self._evaluator.evaluate(formula, index)
        if outcome.fault:
            self._note_fault(index, outcome.fault)
            return None
        return outcome

    def _note_fault(self, index: int | None, fault: str) -> None:
        link_id = "" if index is None else self._questionnaire.nodes[self._occurrences[index].position].item.link_id
        message = Text(f"This cannot be judged. {fault}", "式を評価できないため、判断できません。")
        self._problems.append(FormProblem("error", "cannot-judge", index, link_id, message))

    def _check_constraints(self, constraints: Iterable[tuple[Constraint, Formula]], index: int | None) -> None:
        for constraint, formula in constraints:
            if self._judge(formula, index) is False:
                link_id = (
                    "" if index is None else self._questionnaire.nodes[self._occurrences[index].position].item.link_id
                )
                problem = FormProblem(constraint.severity, "constraint", index, link_id, constraint.human)
                self._problems.append(problem)

    def _derive_options(self) -> dict[int, tuple[AnswerOption, ...]]:
        options: dict[int, tuple[AnswerOption, ...]] = {}
        for index, occurrence in enumerate(self._occurrences):
            node = self._questionnaire.nodes[occurrence.position]
            if node.answer_formula is not None and self._enabled[index]:
                outcome = self._evaluate(node.answer_formula, index)
                options[index] = () if outcome is None else self._read_options(outcome, index)
        return options

    def _read_options(self, outcome: Outcome, index: int) -> tuple[AnswerOption, ...]:
        try:
            answers = to_answers(outcome.values, ItemType.CHOICE)
        except ExpressionFault as fault:
            self._note_fault(index, fault.sentence)
            return ()
        return tuple(AnswerOption(answer, say_answer(answer)) for answer in dict.fromkeys(answers))
