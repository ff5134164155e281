"""Occurrences by name: the link id where it stands once, else the way to it with a number at each step."""

from stemsup_desktop.questionnaire.form import Form
from stemsup_desktop.questionnaire.occurrences import Place


def name_occurrence(link_id: str, place: Place) -> str:
    """Return a short name: the link id, with its place where anything round it can occur more than once: "x@0.1"."""
    return f"{link_id}@{'.'.join(map(str, place))}" if place else link_id


def write_path(form: Form, index: int) -> str:
    """Return the link id of an item that occurs once, else a path such as `group[1] > question[0] > child[0]`.

    A number counts the repetitions of a group, or the answer under which an item lies, from 0. A link id may hold any
    character, so a path is for reading and comparing, not for taking apart.
    """
    nodes, occurrences = form.questionnaire.nodes, form.occurrences
    link_id = nodes[occurrences[index].position].item.link_id
    if _is_alone(form, index):
        return link_id
    steps: list[str] = []
    at: int | None = index
    while at is not None:
        steps.append(f"{nodes[occurrences[at].position].item.link_id}[{_number(form, at)}]")
        at = occurrences[at].parent
    return " > ".join(reversed(steps))


def _is_alone(form: Form, index: int) -> bool:
    position = form.occurrences[index].position
    link_id = form.questionnaire.nodes[position].item.link_id
    if len(form.questionnaire.positions[link_id]) > 1:
        return False
    return not form.questionnaire.has_repeats or sum(one.position == position for one in form.occurrences) == 1


def _number(form: Form, index: int) -> int:
    """Return which repetition of the item this is within what holds it."""
    occurrence = form.occurrences[index]
    axes = form.questionnaire.nodes[occurrence.position].axes
    if axes and axes[-1] == occurrence.position:
        return occurrence.place[-1]
    parent = occurrence.parent
    if parent is None:
        return 0
    node = form.questionnaire.nodes[form.occurrences[parent].position]
    return occurrence.place[len(node.axes)] if node.item.repeats and node.item.is_question else 0
