"""Bytes of a FHIR R4 Questionnaire to a `Questionnaire`, with everything that is wrong in it said."""

from collections.abc import Iterable

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.dependencies import derive_order, is_circular
from stemsup_desktop.questionnaire.extensions import read_text
from stemsup_desktop.questionnaire.item_reading import Notes, read_item, read_value_sets
from stemsup_desktop.questionnaire.json_reading import Element, decode_exactly
from stemsup_desktop.questionnaire.model import Item, Node, Questionnaire


def read_questionnaire(data: bytes, name: str) -> Questionnaire:
    """Return the questionnaire in a file; raises `InputProblem` that names the file and the path of the fault.

    Duplicate and missing link ids, conditions on questions that do not exist and circles of conditions are no reason to
    refuse: they are in `issues`, and what this program does not do is in `unsupported`.
    """
    element = Element(decode_exactly(data, name), name)
    if element.text("resourceType") != "Questionnaire":
        expected = "expected a FHIR R4 Questionnaire at `$.resourceType`"
        raise InputProblem("questionnaire-wrong", f"{name}: {expected}.")
    language = Language.JA if element.text("language").startswith("ja") else Language.EN
    notes = Notes(language, read_value_sets(element, language))
    items = tuple(read_item(item, notes) for item in element.elements("item"))
    if not items:
        raise element.fault("item", "expected at least one item")
    title, _ = read_text(element, "title", language)
    nodes, order = _connect(items, notes)
    return Questionnaire(
        url=element.text("url"),
        version=element.text("version"),
        title=title or Text("Questionnaire without a title", "題名のない質問票"),
        items=items,
        nodes=nodes,
        evaluation_order=order,
        index={node.item.link_id: node.item for node in reversed(nodes)},
        issues=tuple(notes.issues),
        unsupported=tuple(notes.unsupported),
        untranslated=tuple(dict.fromkeys(notes.untranslated)),
    )


def _connect(items: tuple[Item, ...], notes: Notes) -> tuple[tuple[Node, ...], tuple[int, ...]]:
    """Give every item its place and its sources, and find the order in which they can be evaluated."""
    placed = _place(items)
    positions = _find_positions(placed, notes)
    wanted = [tuple(positions.get(condition.question, ()) for condition in item.enable_when) for item, _ in placed]
    order, components = derive_order(
        [
            [*(() if parent is None else (parent,)), *(source for sources in wanted[at] for source in sources)]
            for at, (_, parent) in enumerate(placed)
        ]
    )
    nodes: list[Node] = []
    for at, (item, parent) in enumerate(placed):
        sources = tuple(
            tuple(source for source in found if not is_circular(at, source, components)) for found in wanted[at]
        )
        _note_conditions(item, wanted[at], sources, notes)
        nodes.append(Node(item, parent, sources))
    return tuple(nodes), order


def _place(items: tuple[Item, ...]) -> list[tuple[Item, int | None]]:
    placed: list[tuple[Item, int | None]] = []

    def place(siblings: Iterable[Item], parent: int | None) -> None:
        for item in siblings:
            placed.append((item, parent))
            place(item.children, len(placed) - 1)

    place(items, None)
    return placed


def _find_positions(placed: list[tuple[Item, int | None]], notes: Notes) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = {}
    for at, (item, _) in enumerate(placed):
        if not item.link_id:
            notes.note("link-id-missing", "", "An item has no link id.", "link id のない項目があります。")
        else:
            positions.setdefault(item.link_id, []).append(at)
    for link_id, found in positions.items():
        if len(found) > 1:
            notes.note(
                "link-id-duplicate",
                link_id,
                f"The link id {link_id} stands for {len(found)} items.",
                f"link id {link_id} が{len(found)}つの項目に使われています。",
            )
    return positions


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
