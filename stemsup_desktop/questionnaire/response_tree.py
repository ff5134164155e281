"""Items with their answers as nested FHIR JSON, from the flat list of where they occur."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.fhir_values import write_value
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.occurrences import Occurrence

Json = dict[str, object]


def write_answer(answer: Answer) -> Json:
    """Return one answer as an element of QuestionnaireResponse.item.answer."""
    kind, raw = write_value(answer)
    return {f"value{kind}": raw}


def make_tree(
    questionnaire: Questionnaire,
    occurrences: Sequence[Occurrence],
    indices: Iterable[int],
    values: Mapping[int, tuple[Answer, ...]],
    begin: Callable[[int], Json],
    write: Callable[[int, Answer], Json],
) -> tuple[list[Json], dict[int, Json]]:
    """Return the items of a response nested as the questionnaire, and the element of each occurrence.

    `indices` are in document order and hold the parent of each of them. What lies under a question lies in the answer
    that its place names; an item without answers that holds others has one empty answer. `begin` returns the element
    of an occurrence without answers, `write` that of one answer.
    """
    items: list[Json] = []
    made: dict[int, Json] = {}
    for index in indices:
        occurrence = occurrences[index]
        element = begin(index)
        answers = values.get(index, ())
        if answers:
            element["answer"] = [write(index, answer) for answer in answers]
        made[index] = element
        if occurrence.parent is None:
            items.append(element)
        else:
            _list_in(questionnaire, occurrences, made, index, "item").append(element)
    return items, made


def _list_in(
    questionnaire: Questionnaire, occurrences: Sequence[Occurrence], made: dict[int, Json], index: int, name: str
) -> list[Json]:
    """Return the list of the parent, or of the parent's answer, into which an occurrence belongs."""
    parent = occurrences[index].parent
    assert parent is not None
    holder = made[parent]
    node = questionnaire.nodes[occurrences[parent].position]
    if node.item.is_question:
        answers = holder.setdefault("answer", [{}])
        assert isinstance(answers, list)
        number = occurrences[index].place[len(node.axes)] if node.item.repeats else 0
        holder = answers[min(number, len(answers) - 1)]
    found = holder.setdefault(name, [])
    assert isinstance(found, list)
    return found
