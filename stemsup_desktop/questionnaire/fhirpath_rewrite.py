"""The tree of an expression to the nodes that fhirpathpy's engine evaluates.

Operators, fields and positions become calls of functions of `fhirpath_functions`, one after another, so that a long
chain is evaluated without recursion; literals become the values they stand for.
"""

from decimal import Decimal

from fhirpathpy.engine.nodes import ResourceNode

from stemsup_desktop.questionnaire.fhirpath_link_ids import find_link_ids, find_repeat_ways
from stemsup_desktop.questionnaire.fhirpath_nodes import make_node
from stemsup_desktop.questionnaire.fhirpath_quantities import CALENDAR, Measure, write_measure
from stemsup_desktop.questionnaire.fhirpath_syntax import Tree, read_string, refuse
from stemsup_desktop.questionnaire.fhirpath_times import read_moment

EngineNode = dict[str, object]

_ALIASES = {"contains": "containsOp", "in": "inOp"}
_TYPE_CALLS = frozenset({"is", "as", "ofType"})
_TRACE = "trace"


def rewrite(tree: Tree) -> EngineNode:
    """Return the engine's node of a tree; raises `InputProblem` for a literal that is no date or number."""
    spine: list[Tree] = []
    while tree.kind in ("invocation", "indexer", "operator", "type", "sign"):
        spine.append(tree)
        tree = tree.children[0]
    first = _rewrite_first(tree)
    if not spine:
        return first
    return {"type": "InvocationExpression", "children": [first, *(_rewrite_step(step) for step in reversed(spine))]}


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
            return _call(".at", rewrite(tree.children[1]))
        case "sign":
            return _call(".negate" if tree.text == "-" else ".plus")
        case "type":
            return _call(tree.text, _name(tree.children[1].text))
        case _:
            return _call(_ALIASES.get(tree.text, tree.text), rewrite(tree.children[1]))


def _rewrite_invocation(tree: Tree) -> EngineNode:
    match tree.kind:
        case "member":
            return _call(".member", _name(tree.text))
        case "call" if tree.text in _TYPE_CALLS and len(tree.children) == 1:
            return _call(tree.text, _name(_read_type(tree.children[0])))
        case "call" if tree.text == "where" and len(tree.children) == 1:
            return _rewrite_where(tree)
        case "call" if tree.text == "repeat" and (ways := find_repeat_ways(tree)):
            return _call(".repeatItems", _name("\0".join(sorted(ways))))
        case "call":
            return _call(tree.text, *(rewrite(child) for child in tree.children))
        case _:
            return _rewrite_first(tree)


def _rewrite_where(tree: Tree) -> EngineNode:
    criterion = tree.children[0]
    link_ids = find_link_ids(criterion)
    if link_ids is None or any("\0" in link_id for link_id in link_ids):
        return _call("where", rewrite(criterion))
    name = _name("\0".join(sorted(link_ids)))
    is_all = criterion.kind == "operator" and criterion.text == "="
    return _call(".whereLinkId", name) if is_all else _call(".whereLinkId", name, rewrite(criterion))


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
