"""What a fresh form begins with: initial values, options selected at first, and what expressions give."""

from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.questionnaire.evaluation import Evaluator, Surroundings
from stemsup_desktop.questionnaire.fhirpath import ExpressionFault, to_answers
from stemsup_desktop.questionnaire.form import NOWHERE
from stemsup_desktop.questionnaire.model import Formula, Item, Questionnaire
from stemsup_desktop.questionnaire.occurrences import derive_occurrences, gather_answers


def make_initial_responses(
    questionnaire: Questionnaire, surroundings: Surroundings = NOWHERE
) -> tuple[ItemAnswers, ...]:
    """Return the answers that a fresh form proposes, by `initial`, selected options or `initialExpression`.

    Nobody gave them, so they say nothing of who and when. An expression that cannot be evaluated proposes nothing.
    """
    written = tuple(
        ItemAnswers(item.link_id, initial)
        for item in questionnaire.iter_items()
        if (initial := item.initial or tuple(o.value for o in item.answer_options if o.is_initially_selected))
    )
    if not any(node.initial_formula for node in questionnaire.nodes):
        return written
    proposed = {given.link_id for given in written}
    occurrences = derive_occurrences(questionnaire, gather_answers(questionnaire, written), written)
    evaluator = Evaluator(questionnaire, occurrences, surroundings)
    for index, occurrence in enumerate(occurrences):
        link_id = questionnaire.nodes[occurrence.position].item.link_id
        for given in written:
            if given.link_id == link_id and not any(occurrence.place):
                evaluator.note_answers(index, given.answers)
    computed = (
        ItemAnswers(node.item.link_id, answers)
        for index, occurrence in enumerate(occurrences)
        if (node := questionnaire.nodes[occurrence.position]).initial_formula is not None
        and not any(occurrence.place)
        and node.item.link_id not in proposed
        and (answers := _find_answers(evaluator, node.initial_formula, node.item, index))
    )
    return (*written, *computed)


def _find_answers(evaluator: Evaluator, formula: Formula, item: Item, index: int) -> tuple[Answer, ...]:
    outcome = evaluator.evaluate(formula, index)
    try:
        answers = to_answers(outcome.values, item.type)
    except ExpressionFault:
        return ()
    return answers if item.repeats else answers[:1]
