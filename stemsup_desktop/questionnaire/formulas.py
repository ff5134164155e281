"""The expressions of a questionnaire at their places: which variables each may read, and what it depends on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from stemsup_desktop.questionnaire.fhirpath import Expression
from stemsup_desktop.questionnaire.model import Expressions, Formula, Node, Variable

Scope = Mapping[str, Formula]
"""The variables that can be read at a place, by name; an inner one hides an outer one."""


@dataclass(slots=True)
class _Counter:
    """Gives each formula a key of its own."""

    taken: int = 0

    def take(self) -> int:
        self.taken += 1
        return self.taken


@dataclass(frozen=True, slots=True)
class ItemFormulas:
    """The formulas of the questionnaire itself and of each item, before anything circular is taken out."""

    root: Node
    nodes: tuple[Node, ...]


def place_formulas(own: Expressions, root: Node, nodes: Sequence[Node]) -> ItemFormulas:
    """Give the questionnaire (as a node without a place) and every item its formulas.

    A variable may read those declared before it on the same item, and all of the items above.
    """
    counter = _Counter()
    top = _extend_scope({}, own.variables, None, counter)
    scopes: list[Scope] = []
    placed: list[Node] = []
    for position, node in enumerate(nodes):
        above = top if node.parent is None else scopes[node.parent]
        scope = _extend_scope(above, node.item.expressions.variables, position, counter)
        scopes.append(scope)
        placed.append(_with_formulas(node, node.item.expressions, scope, position, counter))
    return ItemFormulas(_with_formulas(root, own, top, None, counter), tuple(placed))


def derive_reads(formulas: Iterable[Formula | None]) -> tuple[frozenset[str], bool]:
    """Return the link ids that some formulas read, and whether one reads everything."""
    known = [formula for formula in formulas if formula is not None]
    link_ids = frozenset(link_id for formula in known for link_id in formula.link_ids)
    return link_ids, any(formula.reads_everything for formula in known)


def without_link_ids(formula: Formula | None, circular: frozenset[str]) -> Formula | None:
    """Return a formula that no longer reads some items, neither itself nor through its variables."""
    if formula is None or not formula.link_ids & circular:
        return formula
    variables = tuple((name, without_link_ids(inner, circular) or inner) for name, inner in formula.variables)
    return replace(formula, variables=variables, link_ids=formula.link_ids - circular)


def _extend_scope(above: Scope, variables: Iterable[Variable], owner: int | None, counter: _Counter) -> Scope:
    scope = dict(above)
    for variable in variables:
        scope[variable.name] = _make_formula(variable.expression, scope, owner, counter)
    return scope


def _with_formulas(node: Node, own: Expressions, scope: Scope, owner: int | None, counter: _Counter) -> Node:
    def place(expression: Expression | None) -> Formula | None:
        return None if expression is None else _make_formula(expression, scope, owner, counter)

    return replace(
        node,
        enable_formula=place(own.enable_when),
        calculated_formula=place(own.calculated),
        initial_formula=place(own.initial),
        answer_formula=place(own.answer),
        constraint_formulas=tuple(
            (constraint, _make_formula(constraint.expression, scope, owner, counter)) for constraint in own.constraints
        ),
    )


def _make_formula(expression: Expression, scope: Scope, owner: int | None, counter: _Counter) -> Formula:
    read = [(name, scope[name]) for name in sorted(expression.variables) if name in scope]
    return Formula(
        key=counter.take(),
        expression=expression,
        owner=owner,
        variables=tuple(read),
        link_ids=expression.link_ids.union(*(inner.link_ids for _, inner in read)),
        reads_everything=expression.reads_everything or any(inner.reads_everything for _, inner in read),
        is_volatile=expression.is_volatile or any(inner.is_volatile for _, inner in read),
    )
