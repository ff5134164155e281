"""The tree of an expression to the nodes that fhirpathpy's engine evaluates.

Operators, fields and positions become calls of functions of `functions`, one after another, so that a long
chain is evaluated without recursion, and fields in a row one call, as calls are what takes time; literals become the
values they stand for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from fhirpathpy.engine.nodes import ResourceNode

from stemsup_desktop.questionnaire.fhirpath.functions import TABLE, Entry, make_unknown
from stemsup_desktop.questionnaire.fhirpath.link_ids import find_link_ids, find_repeat_way
from stemsup_desktop.questionnaire.fhirpath.nodes import make_node
from stemsup_desktop.questionnaire.fhirpath.quantities import CALENDAR, Measure, write_measure
from stemsup_desktop.questionnaire.fhirpath.syntax import Tree, iter_trees, read_string, refuse
from stemsup_desktop.questionnaire.fhirpath.times import read_moment

EngineNode = dict[str, object]

_ALIASES = {"contains": "containsOp", "in": "inOp"}
_TYPE_CALLS = frozenset({"is", "as", "ofType"})


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression as the engine takes it, with the functions it calls; `unsupported` are names of unknown ones.

    The engine copies the table at every call, so it holds what is called and nothing else.
    """

    node: EngineNode
    table: Mapping[str, Entry]
    unsupported: frozenset[str]


def compile_tree(tree: Tree) -> Compiled:
    """Return what the engine evaluates; raises `InputProblem` for a literal that is no date or number."""
    node = _rewrite(tree)
    names = frozenset(_iter_names(node))
    table = {name: TABLE[name] if name in TABLE else make_unknown(name) for name in names}
    return Compiled(node, table, names - TABLE.keys())


def _rewrite(tree: Tree) -> EngineNode:
    spine: list[Tree] = []
    while tree.kind in ("invocation", "indexer", "operator", "type", "sign"):
        spine.append(tree)
        tree = tree.children[0]
    nodes = [_rewrite_first(tree)]
    before, keys = tree, [tree.text]
    for step in reversed(spine):
        after = step.children[1] if step.kind == "invocation" else step
        keys = [*keys, after.text] if before.kind == after.kind == "member" else [after.text]
        merged = _call(".member", _name("\0".join(keys))) if len(keys) > 1 else _merge_walk(before, after)
        if merged is None:
            nodes.append(_rewrite_step(step))
        else:
            nodes[-1] = merged
        before = after
    return nodes[0] if len(nodes) == 1 else {"type": "InvocationExpression", "children": nodes}


def _merge_walk(walk: Tree, after: Tree) -> EngineNode | None:
    """Merge `descendants().where(linkId = ...)` and `repeat(item).where(linkId = ...)` into one call of an index."""
    if walk.kind != "call" or after.kind != "call" or after.text != "where" or len(after.children) != 1:
        return None
    way = "descendants" if walk.text == "descendants" and not walk.children else find_repeat_way(walk)
    link_ids = _join_link_ids(after.children[0])
    if not way or link_ids is None or any(part.kind == "index" for part in iter_trees(after)):
        return None
    return _call(".findBelow", _name(way), _name(link_ids), *_rewrite_rest(after.children[0]))


def _iter_names(node: EngineNode) -> Iterator[str]:
    """Go through the names of the functions that a node calls."""
    waiting: list[object] = [node]
    while waiting:
        current = waiting.pop()
        children = current.get("children") if isinstance(current, dict) else None
        if isinstance(current, dict) and isinstance(children, list):
            if current.get("type") == "Functn":
                yield children[0]["text"]
            waiting += children


def _rewrite_first(tree: Tree) -> EngineNode:
    match tree.kind:
        case "this" | "index" | "total":
            return {"type": f"{tree.kind.capitalize()}Invocation", "children": []}
        case "member" | "call":
            return _rewrite_invocation(tree)
        case "variable":
            name: EngineNode = {"type": "Identifier", "text": tree.text}
            return {"type": "ExternalConstantTerm", "children": [{"children": [name]}]}
        case "null":
            return {"type": "NullLiteral"}
        case _:
            return {"type": "LiteralTerm", "children": [None], "text": _read_literal(tree)}


def _rewrite_step(tree: Tree) -> EngineNode:
    """Rewrite what is done with the value of the first child."""
    match tree.kind:
        case "invocation":
            return _rewrite_invocation(tree.children[1])
        case "indexer":
            return _call(".at", _rewrite(tree.children[1]))
        case "sign":
            return _call(".negate" if tree.text == "-" else ".plus")
        case "type":
            return _call(tree.text, _name(tree.children[1].text))
        case _:
            return _call(_ALIASES.get(tree.text, tree.text), _rewrite(tree.children[1]))


def _rewrite_invocation(tree: Tree) -> EngineNode:
    match tree.kind:
        case "member":
            return _call(".member", _name(tree.text))
        case "call" if tree.text in _TYPE_CALLS and len(tree.children) == 1:
            return _call(tree.text, _name(_read_type(tree.children[0])))
        case "call" if tree.text == "where" and len(tree.children) == 1:
            return _rewrite_where(tree)
        case "call" if way := find_repeat_way(tree):
            return _call(".repeatItems", _name(way))
        case "call":
            name = tree.text if tree.text.isidentifier() else f"`{tree.text}`"
            return _call(name, *(_rewrite(child) for child in tree.children))
        case _:
            return _rewrite_first(tree)


def _rewrite_where(tree: Tree) -> EngineNode:
    link_ids = _join_link_ids(tree.children[0])
    if link_ids is None:
        return _call("where", _rewrite(tree.children[0]))
    return _call(".whereLinkId", _name(link_ids), *_rewrite_rest(tree.children[0]))


def _join_link_ids(criterion: Tree) -> str | None:
    link_ids = find_link_ids(criterion)
    return None if link_ids is None or any("\0" in link_id for link_id in link_ids) else "\0".join(sorted(link_ids))


def _rewrite_rest(criterion: Tree) -> list[EngineNode]:
    """Return what a criterion still has to say about the items of the link ids that it names, if anything."""
    return [] if criterion.kind == "operator" and criterion.text in ("=", "in") else [_rewrite(criterion)]


def _call(name: str, *parameters: EngineNode) -> EngineNode:
    children: list[EngineNode] = [{"type": "Identifier", "text": name}]
    if parameters:
        children.append({"type": "ParamList", "children": list(parameters)})
    return {"type": "FunctionInvocation", "children": [{"type": "Functn", "children": children}]}


def _name(text: str) -> EngineNode:
    return {"type": "TermExpression", "text": text}


def _read_type(tree: Tree) -> str:
    if tree.kind == "invocation" and all(child.kind == "member" for child in tree.children):
        return ".".join(child.text for child in tree.children)
    if tree.kind != "member":
        raise refuse("The expression tests for a type without naming one.")
    return tree.text


def _read_literal(tree: Tree) -> bool | int | Decimal | str | ResourceNode:
    match tree.kind:
        case "boolean":
            return tree.text == "true"
        case "number":
            return _read_number(tree.text)
        case "string":
            return read_string(tree.text)
        case "moment":
            moment = read_moment(tree.text[1:])
            if moment is None:
                raise refuse("The expression holds a date or time that does not exist.")
            return make_node(moment.write(), moment.kind)
        case _:
            digits = tree.text.rstrip("abcdefghijklmnopqrstuvwxyz") if "'" not in tree.text else tree.text.split("'")[0]
            unit = tree.text[len(digits) :]
            measure = Measure(Decimal(_read_number(digits)), CALENDAR[unit] if unit in CALENDAR else read_string(unit))
            return make_node(write_measure(measure), "Quantity")


def _read_number(text: str) -> int | Decimal:
    if len(text) > 60:
        raise refuse("The expression holds a number with too many digits.")
    return Decimal(text) if "." in text else int(text)
