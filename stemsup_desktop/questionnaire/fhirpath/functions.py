"""Every function and operator by its name, in the form of fhirpathpy's `userInvocationTable`.

All of fhirpathpy's own are replaced or wrapped: docs/decisions/0010 says which faults that mends.
"""

from collections.abc import Callable, Mapping

from stemsup_desktop.questionnaire.fhirpath import collections, conversions, operators, texts
from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault
from stemsup_desktop.questionnaire.fhirpath.context import Context, distinct, read_truth, read_whole
from stemsup_desktop.questionnaire.fhirpath.nodes import Collection, get_data

Function = Callable[..., object]
Entry = dict[str, object]

ANY, LAZY, NAME = "Any", "Expr", "Identifier"

_ANY_NUMBER = tuple((LAZY,) * count for count in range(20))


def _make_entry(function: Function, *signatures: tuple[str, ...]) -> Entry:
    """Make an entry of the table; a function is called only with one of its signatures."""

    def run(ctx: Context, values: object, *parameters: object) -> Collection:
        given: Collection = values if isinstance(values, list) else [values]
        return ctx.check(function(ctx, given, *parameters))

    return {"fn": run, "arity": {len(signature): list(signature) for signature in signatures or ((),)}}


def _make_text(work: Function, *signatures: tuple[str, ...]) -> Entry:
    return _make_entry(texts.make_text_function(work), *signatures)


def _make_slice(start: int | None, stop: int | None) -> Entry:
    return _make_entry(lambda ctx, values: values[start:stop])


def _take(ctx: Context, values: Collection, count: Collection) -> object:
    whole = read_whole(count)
    return None if whole is None else values[: max(whole, 0)]


def _skip(ctx: Context, values: Collection, count: Collection) -> object:
    whole = read_whole(count)
    return None if whole is None else values[max(whole, 0) :]


def _not(ctx: Context, values: Collection) -> object:
    truth = read_truth(values)
    return None if truth is None else not truth


def _make_logic() -> Mapping[str, Entry]:
    any_, lazy = (ANY,), (LAZY,)
    return {
        "and": _make_entry(operators.and_, lazy),
        "or": _make_entry(operators.or_, lazy),
        "xor": _make_entry(operators.xor, any_),
        "implies": _make_entry(operators.implies, lazy),
        "not": _make_entry(_not),
        "=": _make_entry(operators.equal, any_),
        "!=": _make_entry(operators.unequal, any_),
        "~": _make_entry(operators.equivalent, any_),
        "!~": _make_entry(operators.inequivalent, any_),
        "<": _make_entry(operators.make_ordering(lambda order: order < 0), any_),
        ">": _make_entry(operators.make_ordering(lambda order: order > 0), any_),
        "<=": _make_entry(operators.make_ordering(lambda order: order <= 0), any_),
        ">=": _make_entry(operators.make_ordering(lambda order: order >= 0), any_),
        "containsOp": _make_entry(operators.contains, any_),
        "inOp": _make_entry(operators.in_, any_),
        "|": _make_entry(operators.union, any_),
        "&": _make_entry(operators.concatenate, any_),
        "+": _make_entry(operators.add, any_),
        "-": _make_entry(operators.subtract, any_),
        "*": _make_entry(operators.multiply, any_),
        "/": _make_entry(operators.divide, any_),
        "div": _make_entry(operators.divide_whole, any_),
        "mod": _make_entry(operators.modulo, any_),
        ".negate": _make_entry(operators.negate),
        ".plus": _make_entry(operators.keep_sign),
    }


def _make_walks() -> Mapping[str, Entry]:
    any_, lazy = (ANY,), (LAZY,)
    return {
        ".member": _make_entry(collections.member, (NAME,)),
        ".at": _make_entry(collections.at, any_),
        ".whereLinkId": _make_entry(collections.where_link_id, (NAME,), (NAME, LAZY)),
        ".repeatItems": _make_entry(collections.repeat_items, (NAME,)),
        ".findBelow": _make_entry(collections.find_below, (NAME, NAME), (NAME, NAME, LAZY)),
        "where": _make_entry(collections.where, lazy),
        "exists": _make_entry(lambda ctx, values: bool(values)),
        "all": _make_entry(collections.all_, lazy),
        "select": _make_entry(collections.select, lazy),
        "repeat": _make_entry(collections.repeat, lazy),
        "children": _make_entry(collections.children),
        "descendants": _make_entry(collections.descendants),
        "iif": _make_entry(collections.iif, (LAZY, LAZY), (LAZY, LAZY, LAZY)),
        "coalesce": _make_entry(collections.coalesce, *_ANY_NUMBER),
        "aggregate": _make_entry(collections.aggregate, lazy, (LAZY, ANY)),
        "empty": _make_entry(lambda ctx, values: not values),
        "count": _make_entry(lambda ctx, values: len(values)),
        "single": _make_entry(collections.single),
        "first": _make_slice(None, 1),
        "last": _make_slice(-1, None),
        "tail": _make_slice(1, None),
        "take": _make_entry(_take, any_),
        "skip": _make_entry(_skip, any_),
        "distinct": _make_entry(distinct),
        "isDistinct": _make_entry(lambda ctx, values: len(distinct(ctx, values)) == len(values)),
        "union": _make_entry(operators.union, any_),
        "combine": _make_entry(lambda ctx, values, other: [*values, *other], any_),
        "intersect": _make_entry(collections.intersect, any_),
        "exclude": _make_entry(collections.exclude, any_),
        "subsetOf": _make_entry(collections.is_subset, any_),
        "supersetOf": _make_entry(lambda ctx, values, other: collections.is_subset(ctx, other, values), any_),
        "allTrue": _make_entry(collections.make_truths(True, all)),
        "anyTrue": _make_entry(collections.make_truths(True, any)),
        "allFalse": _make_entry(collections.make_truths(False, all)),
        "anyFalse": _make_entry(collections.make_truths(False, any)),
        "sum": _make_entry(collections.sum_),
        "avg": _make_entry(collections.average),
        "min": _make_entry(collections.make_extreme(-1)),
        "max": _make_entry(collections.make_extreme(1)),
        "extension": _make_entry(collections.extension, any_),
        "hasValue": _make_entry(lambda ctx, values: len(values) == 1 and not isinstance(get_data(values[0]), dict)),
        "weight": _make_entry(collections.weight),
        "ordinal": _make_entry(collections.weight),
        "trace": _make_entry(lambda ctx, values, *rest: values, any_, (ANY, LAZY)),
        "is": _make_entry(conversions.is_, (NAME,)),
        "as": _make_entry(conversions.as_, (NAME,)),
        "ofType": _make_entry(conversions.of_type, (NAME,)),
        "type": _make_entry(conversions.type_),
    }


def _make_values() -> Mapping[str, Entry]:
    any_ = (ANY,)
    return {
        "toQuantity": _make_entry(conversions.to_quantity, (), any_),
        "convertsToQuantity": _make_entry(conversions.make_test(conversions.read_quantity), ()),
        "abs": _make_entry(conversions.absolute),
        "ceiling": _make_entry(conversions.ceiling),
        "floor": _make_entry(conversions.floor),
        "truncate": _make_entry(conversions.truncate),
        "round": _make_entry(conversions.round_, (), any_),
        "exp": _make_entry(conversions.make_math(lambda number: number.exp())),
        "ln": _make_entry(conversions.make_math(lambda number: number.ln())),
        "log": _make_entry(conversions.make_math(conversions.log), any_),
        "power": _make_entry(conversions.make_math(conversions.power), any_),
        "sqrt": _make_entry(conversions.make_math(conversions.sqrt)),
        "now": _make_entry(conversions.now),
        "today": _make_entry(conversions.today),
        "timeOfDay": _make_entry(conversions.time_of_day),
        "indexOf": _make_text(str.find, any_),
        "substring": _make_entry(texts.substring, any_, (ANY, ANY)),
        "startsWith": _make_text(str.startswith, any_),
        "endsWith": _make_text(str.endswith, any_),
        "contains": _make_text(lambda text, part: part in text, any_),
        "upper": _make_text(str.upper),
        "lower": _make_text(str.lower),
        "trim": _make_text(str.strip),
        "length": _make_text(len),
        "toChars": _make_text(list),
        "split": _make_text(texts.split, any_),
        "encode": _make_text(texts.encode, any_),
        "decode": _make_text(texts.decode, any_),
        "replace": _make_entry(texts.replace, (ANY, ANY)),
        "join": _make_entry(texts.join, (), any_),
        "matches": _make_entry(texts.matches, any_),
        "replaceMatches": _make_entry(texts.replace_matches, (ANY, ANY)),
    }


_CONVERSIONS = {
    "Boolean": conversions.to_boolean,
    "Integer": conversions.to_integer,
    "Decimal": conversions.to_decimal,
    "String": conversions.to_string,
    "Date": conversions.to_date,
    "DateTime": conversions.to_date_time,
    "Time": conversions.to_time,
}

TABLE: Mapping[str, Entry] = {
    **_make_logic(),
    **_make_walks(),
    **_make_values(),
    **{f"to{name}": _make_entry(conversions.make_conversion(convert)) for name, convert in _CONVERSIONS.items()},
    **{f"convertsTo{name}": _make_entry(conversions.make_test(convert)) for name, convert in _CONVERSIONS.items()},
}


def make_unknown(name: str) -> Entry:
    """Make the entry of a function that is not known, or that would have to leave this form."""

    def refuse(ctx: Context, values: Collection, *parameters: object) -> object:
        raise ExpressionFault(f"The expression asks for the function {name[:60]}(), which is not known here.")

    return _make_entry(refuse, *_ANY_NUMBER)
