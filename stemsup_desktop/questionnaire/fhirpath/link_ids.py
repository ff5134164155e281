"""The link ids that a criterion names: shared by what an expression reads and by how it is evaluated."""

from stemsup_desktop.questionnaire.fhirpath.syntax import Tree, read_string

_ITEM_WAYS = {("item",): "item", ("answer", "item"): "answer.item"}


def find_link_ids(criterion: Tree) -> frozenset[str] | None:
    """Return the link ids outside of which a criterion is never true; None if it names none.

    Understood are `linkId = 'a'` either way round, `linkId in ('a' | 'b')`, `and`, and `or` of nothing else.
    """
    if criterion.kind != "operator":
        return None
    left, right = criterion.children
    match criterion.text:
        case "=":
            return _find_compared(left, right)
        case "in":
            return _read_strings(right) if _is_link_id(left) else None
        case "and":
            found = [link_ids for side in (left, right) if (link_ids := find_link_ids(side)) is not None]
            return frozenset.intersection(*found) if found else None
        case "or":
            one, other = find_link_ids(left), find_link_ids(right)
            return None if one is None or other is None else one | other
        case _:
            return None


def find_repeat_way(call: Tree) -> str:
    """Return the way of `repeat(item | answer.item)`: "item", "answer.item", or both with a comma; empty for others."""
    if call.text != "repeat" or len(call.children) != 1:
        return ""
    waiting, ways = [call.children[0]], set[str]()
    while waiting:
        tree = waiting.pop()
        if tree.kind == "operator" and tree.text == "|":
            waiting += tree.children
            continue
        path = tuple(child.text for child in tree.children) if tree.kind == "invocation" else (tree.text,)
        parts = tree.children if tree.kind == "invocation" else (tree,)
        if path not in _ITEM_WAYS or any(part.kind != "member" for part in parts):
            return ""
        ways.add(_ITEM_WAYS[path])
    return ",".join(sorted(ways, reverse=True))


def _find_compared(left: Tree, right: Tree) -> frozenset[str] | None:
    if _is_link_id(left) and right.kind == "string":
        return frozenset({read_string(right.text)})
    if _is_link_id(right) and left.kind == "string":
        return frozenset({read_string(left.text)})
    return None


def _is_link_id(tree: Tree) -> bool:
    if tree.kind == "invocation":
        return tree.children[0].kind == "this" and _is_link_id(tree.children[1])
    return tree.kind == "member" and tree.text == "linkId"


def _read_strings(tree: Tree) -> frozenset[str] | None:
    waiting, found = [tree], set[str]()
    while waiting:
        part = waiting.pop()
        if part.kind == "operator" and part.text == "|":
            waiting += part.children
        elif part.kind == "string":
            found.add(read_string(part.text))
        else:
            return None
    return frozenset(found)
