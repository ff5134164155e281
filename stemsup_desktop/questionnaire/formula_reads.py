"""What the expressions of a questionnaire depend on, in which order they go, and what they read in vain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from stemsup_desktop.questionnaire.dependencies import is_circular
from stemsup_desktop.questionnaire.formulas import ItemFormulas, derive_reads, without_link_ids
from stemsup_desktop.questionnaire.item_reading import Notes
from stemsup_desktop.questionnaire.model import Formula, Node

Positions = Mapping[str, tuple[int, ...]]

GIVEN_VARIABLES = frozenset({"resource", "context", "rootResource", "ucum", "sct", "loinc", "patient"})
"""What an expression may read besides the variables of its questionnaire."""


def check_formulas(formulas: ItemFormulas, positions: Positions, notes: Notes) -> None:
    """Note each expression that reads an item or a variable that does not exist: it would silently yield nothing."""
    for node in (formulas.root, *formulas.nodes):
        english, japanese = node.item.link_id or "the questionnaire", node.item.link_id or "質問票"
        for formula in _list_formulas(node):
            known = {name for name, _ in formula.variables} | GIVEN_VARIABLES
            for name in sorted(formula.expression.variables - known):
                notes.note(
                    "variable-unknown",
                    node.item.link_id,
                    f"An expression of {english} reads %{name}, which is not given.",
                    f"{japanese} の式が、存在しない変数 %{name} を参照しています。",
                )
            for link_id in sorted(formula.expression.link_ids - positions.keys()):
                notes.note(
                    "question-unknown",
                    node.item.link_id,
                    f"An expression of {english} reads {link_id}, which does not exist.",
                    f"{japanese} の式が、存在しない質問 {link_id} を参照しています。",
                )


def with_whole_reads(node: Node, nodes: Sequence[Node], positions: Positions) -> Node:
    """Return a node whose formulas also count as read what lies round the items they read.

    An item under an answer is read together with that answer, an item that is read whole with all that it holds, and a
    constraint reads its own item.
    """
    own = frozenset((node.item.link_id,)) if node.item.is_question else frozenset[str]()

    def widen(formula: Formula | None, more: frozenset[str] = frozenset()) -> Formula | None:
        if formula is None:
            return None
        variables = tuple((name, widen(inner) or inner) for name, inner in formula.variables)
        link_ids = formula.link_ids | more | _questions_below(formula.expression.whole_link_ids, nodes, positions)
        above = {above for link_id in link_ids for above in _questions_above(link_id, nodes, positions)}
        return replace(formula, variables=variables, link_ids=link_ids | above)

    return replace(
        node,
        enable_formula=widen(node.enable_formula),
        calculated_formula=widen(node.calculated_formula),
        initial_formula=widen(node.initial_formula),
        answer_formula=widen(node.answer_formula),
        constraint_formulas=tuple(
            (constraint, widen(formula, own) or formula) for constraint, formula in node.constraint_formulas
        ),
    )


def find_dependencies(
    nodes: Sequence[Node], wanted: Sequence[Sequence[Sequence[int]]], positions: Positions
) -> list[list[int]]:
    """Return for each item the positions of what has to be known before it.

    An item whose expression reads everything comes after every item that does not depend on it.
    """
    sources: list[list[int]] = []
    readers_of_all: list[int] = []
    for at, node in enumerate(nodes):
        link_ids, reads_everything = derive_reads((node.enable_formula, node.calculated_formula))
        if reads_everything:
            readers_of_all.append(at)
        read = [source for link_id in sorted(link_ids) for source in positions.get(link_id, ())]
        above = [] if node.parent is None else [node.parent]
        sources.append([*above, *(source for found in wanted[at] for source in found), *read])
    depends = _find_dependants(sources, readers_of_all)
    free = [at for at in range(len(nodes)) if at not in depends]
    for number, at in enumerate(readers_of_all):
        sources[at] = list(dict.fromkeys([*sources[at], *free, *readers_of_all[:number]]))
    return sources


def without_circles(node: Node, at: int, positions: Positions, components: Sequence[int], notes: Notes) -> Node:
    """Return a node whose formulas no longer read what depends on them; each such circle is noted."""
    read, _ = derive_reads((node.enable_formula, node.calculated_formula))
    circular = frozenset(
        link_id
        for link_id in read
        if any(is_circular(at, position, components) for position in positions.get(link_id, ()))
    )
    if not circular:
        return node
    read_in_vain = ", ".join(sorted(circular))
    notes.note(
        "expression-circular",
        node.item.link_id,
        f"The expression of {node.item.link_id} goes round in a circle and reads {read_in_vain} as unanswered.",
        f"{node.item.link_id} の式が循環しているため、{read_in_vain} を未回答として扱います。",
    )
    return replace(
        node,
        enable_formula=without_link_ids(node.enable_formula, circular),
        calculated_formula=without_link_ids(node.calculated_formula, circular),
    )


def _list_formulas(node: Node) -> Iterator[Formula]:
    own = (node.enable_formula, node.calculated_formula, node.initial_formula, node.answer_formula)
    yield from (formula for formula in own if formula is not None)
    yield from (formula for _, formula in node.constraint_formulas)


def _questions_below(link_ids: frozenset[str], nodes: Sequence[Node], positions: Positions) -> frozenset[str]:
    found: set[str] = set()
    waiting = [position for link_id in link_ids for position in positions.get(link_id, ())]
    while waiting:
        node = nodes[waiting.pop()]
        found.add(node.item.link_id)
        waiting += node.children
    return frozenset(found)


def _questions_above(link_id: str, nodes: Sequence[Node], positions: Positions) -> Iterator[str]:
    for position in positions.get(link_id, ()):
        above = nodes[position].parent
        while above is not None:
            if nodes[above].item.is_question:
                yield nodes[above].item.link_id
            above = nodes[above].parent


def _find_dependants(sources: Sequence[Sequence[int]], of: Sequence[int]) -> set[int]:
    """Return some items and everything that depends on them."""
    readers: dict[int, list[int]] = {}
    for at, read in enumerate(sources):
        for source in read:
            readers.setdefault(source, []).append(at)
    found: set[int] = set()
    waiting = list(of)
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += readers.get(at, ())
    return found
