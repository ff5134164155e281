"""Bytes of a FHIR Questionnaire to a `Questionnaire`, with everything that is wrong in it said."""

from collections.abc import Iterable
from dataclasses import replace

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.dependencies import derive_order, is_circular
from stemsup_desktop.questionnaire.expression_reading import read_expressions
from stemsup_desktop.questionnaire.fhirpath import read_weights
from stemsup_desktop.questionnaire.formula_reads import (
    check_formulas,
    find_dependencies,
    with_whole_reads,
    without_circles,
)
from stemsup_desktop.questionnaire.formulas import place_formulas
from stemsup_desktop.questionnaire.item_reading import Notes, read_item, read_value_sets
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.json_reading import Element, decode_exactly
from stemsup_desktop.questionnaire.model import Item, Node, Questionnaire
from stemsup_desktop.questionnaire.translations import read_text
from stemsup_desktop.questionnaire.versions import convert_to_r4

MOST_OF_ONE_NAME = 20
"""How many items of one link id, which should be one, a condition reads."""


def read_questionnaire(data: bytes, name: str) -> Questionnaire:
    """Return the questionnaire in a file; raises `InputProblem` that names the file and the path of the fault.

    Duplicate and missing link ids, conditions on questions that do not exist and circles of conditions are no reason to
    refuse: they are in `issues`, and what this program does not do is in `unsupported`. STU3 and R5 are
    converted to R4, which is an issue too.
    """
    given = Element(decode_exactly(data, name), name)
    if given.text("resourceType") != "Questionnaire":
        expected = "expected a FHIR Questionnaire at `$.resourceType`"
        raise InputProblem("questionnaire-wrong", f"{name}: {expected}.")
    conversion = convert_to_r4(given.raw, name)
    element = Element(conversion.resource, name)
    language = Language.JA if element.text("language").startswith("ja") else Language.EN
    notes = Notes(language, read_value_sets(element, language))
    notes.issues += conversion.issues
    notes.unsupported += conversion.unsupported
    items = tuple(read_item(item, notes) for item in element.elements("item"))
    if not items:
        raise element.fault("item", "expected at least one item")
    title, _ = read_text(element, "title", language)
    expressions, refused = read_expressions(element, language)
    notes.refuse_expressions("", refused)
    root, nodes, order = _connect(Node(Item("", ItemType.GROUP, expressions=expressions), None), items, notes)
    return Questionnaire(
        url=element.text("url"),
        version=element.text("version"),
        title=title or Text("Questionnaire without a title", "題名のない質問票"),
        items=items,
        nodes=nodes,
        evaluation_order=order,
        index={node.item.link_id: node.item for node in reversed(nodes)},
        positions=_index_positions(nodes),
        constraint_formulas=root.constraint_formulas,
        weights=read_weights(element.raw),
        issues=tuple(notes.issues),
        unsupported=tuple(notes.unsupported),
        untranslated=tuple(dict.fromkeys(notes.untranslated)),
    )


def _connect(root: Node, items: tuple[Item, ...], notes: Notes) -> tuple[Node, tuple[Node, ...], tuple[int, ...]]:
    """Give every item its place, its sources and its formulas, and find the order in which they can be evaluated."""
    placed = _place(items)
    positions = _find_positions(placed, notes)
    formulas = place_formulas(root.item.expressions, root, placed)
    check_formulas(formulas, positions, notes)
    nodes = [with_whole_reads(node, formulas.nodes, positions) for node in formulas.nodes]
    wanted = [
        tuple(positions.get(condition.question, ())[:MOST_OF_ONE_NAME] for condition in node.item.enable_when)
        for node in nodes
    ]
    order, components = derive_order(find_dependencies(nodes, wanted, positions))
    for at, node in enumerate(nodes):
        sources = tuple(
            tuple(source for source in found if not is_circular(at, source, components)) for found in wanted[at]
        )
        _note_conditions(node.item, wanted[at], sources, notes)
        nodes[at] = without_circles(replace(node, sources=sources), at, positions, components, notes)
    return with_whole_reads(formulas.root, nodes, positions), tuple(nodes), order


def _place(items: tuple[Item, ...]) -> list[Node]:
    """Return all items in document order, each with where it is and what can repeat round it."""
    placed: list[Node] = []

    def place(siblings: Iterable[Item], parent: int | None, axes: tuple[int, ...]) -> tuple[int, ...]:
        found: list[int] = []
        for item in siblings:
            at = len(placed)
            found.append(at)
            own = (*axes, at) if item.repeats and item.type is ItemType.GROUP else axes
            placed.append(Node(item, parent, axes=own))
            below = (*own, at) if item.repeats and item.is_question else own
            placed[at] = replace(placed[at], children=place(item.children, at, below))
        return tuple(found)

    place(items, None, ())
    return placed


def _find_positions(placed: list[Node], notes: Notes) -> dict[str, tuple[int, ...]]:
    found_at: dict[str, list[int]] = {}
    for at, node in enumerate(placed):
        if not node.item.link_id:
            notes.note("link-id-missing", "", "An item has no link id.", "link id のない項目があります。")
        else:
            found_at.setdefault(node.item.link_id, []).append(at)
    positions = {link_id: tuple(found) for link_id, found in found_at.items()}
    for link_id, found in positions.items():
        if len(found) > 1:
            notes.note(
                "link-id-duplicate",
                link_id,
                f"The link id {link_id} stands for {len(found)} items.",
                f"link id {link_id} が{len(found)}つの項目に使われています。",
            )
    return positions


def _index_positions(nodes: tuple[Node, ...]) -> dict[str, tuple[int, ...]]:
    found_at: dict[str, list[int]] = {}
    for at, node in enumerate(nodes):
        found_at.setdefault(node.item.link_id, []).append(at)
    return {link_id: tuple(found) for link_id, found in found_at.items()}


def _note_conditions(
    item: Item, wanted: tuple[Iterable[int], ...], sources: tuple[tuple[int, ...], ...], notes: Notes
) -> None:
    for condition, found, kept in zip(item.enable_when, wanted, sources, strict=True):
        question = condition.question
        if not found:
            notes.note(
                "question-unknown",
                item.link_id,
                f"A condition of {item.link_id} asks for {question or 'no question'}, which does not exist.",
                f"{item.link_id} の条件が、存在しない質問 {question or '（なし）'} を参照しています。",
            )
        elif not kept:
            notes.note(
                "condition-circular",
                item.link_id,
                f"The condition of {item.link_id} on {question} goes round in a circle and reads it as unanswered.",
                f"{item.link_id} の {question} に関する条件が循環しているため、未回答として扱います。",
            )
