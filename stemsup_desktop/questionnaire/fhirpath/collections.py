"""Functions over collections: filters, walks and sums."""

from collections.abc import Callable

from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault
from stemsup_desktop.questionnaire.fhirpath.compare import compare
from stemsup_desktop.questionnaire.fhirpath.context import (
    Context,
    Lambda,
    distinct,
    get_single,
    read_text,
    read_truth,
    read_whole,
)
from stemsup_desktop.questionnaire.fhirpath.conversions import of_type
from stemsup_desktop.questionnaire.fhirpath.index import step
from stemsup_desktop.questionnaire.fhirpath.nodes import (
    Collection,
    get_children,
    get_data,
    get_link_id,
    get_members,
)
from stemsup_desktop.questionnaire.fhirpath.operators import add, divide
from stemsup_desktop.questionnaire.fhirpath.weights import find_weight


def member(ctx: Context, values: Collection, keys: str) -> object:
    """`.key.key`: the values of a field of a field; a resource's own name at the start stands for the resource."""
    for key in keys.split("\0"):
        ctx.meter.spend(1 + len(values))
        if key[:1].isupper():
            values = ctx.check(of_type(ctx, values, key))
        else:
            values = [part for value in values for part in get_members(value, key)]
        ctx.meter.hold(values)
    return values


def at(ctx: Context, values: Collection, position: Collection) -> object:
    """`[position]`, counted from 0."""
    index = read_whole(position)
    return None if index is None or not 0 <= index < len(values) else values[index]


def where(ctx: Context, values: Collection, criterion: Lambda) -> object:
    """`where(criterion)`: the values for which it is true."""
    return [value for index, value in enumerate(values) if read_truth(ctx.run(criterion, value, index)) is True]


def where_link_id(ctx: Context, values: Collection, link_ids: str, criterion: Lambda | None = None) -> object:
    """`where(linkId = ...)` for link ids written in the expression; the criterion is for these items alone."""
    ctx.meter.spend(len(values) // 8)
    wanted = link_ids.split("\0")
    found = [
        (index, value)
        for index, value in enumerate(values)
        if isinstance(data := get_data(value), dict) and data.get("linkId") in wanted
    ]
    if criterion is None:
        return [value for _, value in found]
    return [value for index, value in found if read_truth(ctx.run(criterion, value, index)) is True]


def all_(ctx: Context, values: Collection, criterion: Lambda) -> object:
    """`all(criterion)`: true of nothing at all."""
    return all(read_truth(ctx.run(criterion, value, index)) is True for index, value in enumerate(values))


def select(ctx: Context, values: Collection, projection: Lambda) -> object:
    """`select(projection)`."""
    found: Collection = []
    for index, value in enumerate(values):
        found += ctx.run(projection, value, index)
        ctx.meter.hold(found)
    return found


def repeat(ctx: Context, values: Collection, projection: Lambda) -> object:
    """`repeat(projection)`: what it yields, again and again, every value once and with the type it has."""
    found: dict[object, object] = {}
    waiting = list(values)
    for value in waiting:
        for part in ctx.run(projection, value):
            key = ctx.identities.get(part)
            if key not in found:
                found[key] = part
                waiting.append(part)
        ctx.meter.hold(found)
    return list(found.values())


def repeat_items(ctx: Context, values: Collection, way: str) -> object:
    """`repeat(item)`, `repeat(answer.item)` and `repeat(item | answer.item)`, without evaluating them one by one."""
    found: dict[object, object] = {}
    waiting = list(values)
    for value in waiting:
        for part in step(value, way):
            ctx.meter.spend()
            key = ctx.identities.get(part)
            if key not in found:
                found[key] = part
                waiting.append(part)
    return list(found.values())


def find_below(ctx: Context, values: Collection, way: str, link_ids: str, criterion: Lambda | None = None) -> object:
    """`repeat(item).where(linkId = ...)` or `descendants().where(linkId = ...)` in one, by an index."""
    wanted = link_ids.split("\0")
    found = [part for value in values for part in ctx.shared.find_below(value, way, wanted, ctx.meter)]
    if way != "descendants":
        found = distinct(ctx, found)
    if criterion is None:
        return found
    return [value for value in found if read_truth(ctx.run(criterion, value)) is True]


def children(ctx: Context, values: Collection) -> object:
    """`children()`."""
    found = [part for value in values for part in get_children(value)]
    ctx.meter.spend(len(found))
    return found


def descendants(ctx: Context, values: Collection) -> object:
    """`descendants()`: everything below, level by level."""
    found: Collection = []
    level = values
    while level:
        level = [part for value in level for part in get_children(value)]
        found += level
        ctx.meter.spend(len(level))
        ctx.meter.hold(found)
    return found


def iif(ctx: Context, values: Collection, criterion: Lambda, yes: Lambda, no: Lambda | None = None) -> object:
    """`iif(criterion, yes, no)`; only what is chosen is evaluated."""
    if read_truth(ctx.run(criterion, values)) is True:
        return ctx.run(yes, values)
    return None if no is None else ctx.run(no, values)


def coalesce(ctx: Context, values: Collection, *choices: Lambda) -> object:
    """`coalesce(...)`: the first that is not empty."""
    for choice in choices:
        found = ctx.run(choice, values)
        if found:
            return found
    return None


def aggregate(ctx: Context, values: Collection, step: Lambda, start: Collection | None = None) -> object:
    """`aggregate(step, start)`, with `$total`."""
    outer = ctx.get("$total")
    total: Collection = list(start or [])
    try:
        for index, value in enumerate(values):
            ctx["$total"] = total
            total = ctx.run(step, value, index)
    finally:
        ctx["$total"] = outer
    return total


def sum_(ctx: Context, values: Collection) -> object:
    """`sum()`; nothing at all is zero, as in Structured Data Capture."""
    total: Collection = []
    for value in values:
        total = ctx.check(add(ctx, total, [value])) if total else [value]
    return total or 0


def average(ctx: Context, values: Collection) -> object:
    """`avg()`."""
    return divide(ctx, ctx.check(sum_(ctx, values)), [len(values)]) if values else None


def make_extreme(sign: int) -> Callable[[Context, Collection], object]:
    """Make `min()` (-1) or `max()` (1)."""

    def run(ctx: Context, values: Collection) -> object:
        found = values[0] if values else None
        for value in values[1:]:
            order = compare(value, found)
            if order is None:
                return None
            found = value if order == sign else found
        return found

    return run


def make_truths(wanted: bool, enough: Callable[[list[bool]], bool]) -> Callable[[Context, Collection], object]:
    """Make `allTrue()`, `anyTrue()`, `allFalse()` or `anyFalse()`."""

    def run(ctx: Context, values: Collection) -> object:
        truths = [get_data(value) for value in values]
        if not all(isinstance(truth, bool) for truth in truths):
            raise ExpressionFault("The expression needs a truth where there is none.")
        return enough([truth is wanted for truth in truths])

    return run


def single(ctx: Context, values: Collection) -> object:
    """`single()`."""
    get_single(values)
    return values


def intersect(ctx: Context, values: Collection, other: Collection) -> object:
    """`intersect(other)`: what is in both, once."""
    wanted = {ctx.identities.get(value) for value in other}
    return [value for value in distinct(ctx, values) if ctx.identities.get(value) in wanted]


def exclude(ctx: Context, values: Collection, other: Collection) -> object:
    """`exclude(other)`: what is not in the other."""
    unwanted = {ctx.identities.get(value) for value in other}
    return [value for value in values if ctx.identities.get(value) not in unwanted]


def is_subset(ctx: Context, values: Collection, other: Collection) -> object:
    """`subsetOf(other)`."""
    return {ctx.identities.get(value) for value in values} <= {ctx.identities.get(value) for value in other}


def extension(ctx: Context, values: Collection, url: Collection) -> object:
    """`extension(url)`: every extension of that address."""
    address = read_text(url)
    extensions = [part for value in values for part in get_members(value, "extension")]
    return [part for part in extensions if isinstance(data := get_data(part), dict) and data.get("url") == address]


def weight(ctx: Context, values: Collection) -> object:
    """`weight()` and `ordinal()`: the score of each coded answer, from its coding or from the options."""
    return [score for value in values if (score := _find_weight(ctx, value)) is not None]


def _find_weight(ctx: Context, value: object) -> object:
    coding = next(iter(get_members(value, "value")), None) if "valueCoding" in _fields(value) else value
    fields = _fields(coding)
    own = find_weight(fields)
    if own is not None:
        return own
    if "code" not in fields:
        return None
    if ctx.weights is None:
        raise ExpressionFault("The expression asks for the weight of an option, and the options are not known.")
    keys = (get_link_id(value), str(fields.get("system", "")), str(fields["code"]))
    return ctx.weights.get(keys, ctx.weights.get(("", *keys[1:])))


def _fields(value: object) -> dict[str, object]:
    data = get_data(value)
    return data if isinstance(data, dict) else {}
