"""The surroundings of one evaluation, in the form that fhirpathpy's engine hands to every function."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from fhirpathpy.models import models

from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault, Meter
from stemsup_desktop.questionnaire.fhirpath.index import Shared
from stemsup_desktop.questionnaire.fhirpath.nodes import Collection, Keys, get_data
from stemsup_desktop.questionnaire.fhirpath.weights import Weights

Lambda = Callable[[object], Collection]
_LARGEST = 10**50


class Context(dict[str, object]):
    """fhirpathpy's `ctx`. The engine looks something up in it at every step, which is where steps are counted."""

    def __init__(
        self,
        root: Collection,
        variables: Mapping[str, object],
        table: Mapping[str, object],
        now: datetime,
        meter: Meter,
        weights: Weights | None,
        shared: Shared,
    ) -> None:
        super().__init__(dataRoot=root, vars=variables, model=models["r4"], userInvocationTable=table)
        self["$this"] = root
        self.now = now
        self.meter = meter
        self.weights = weights
        self.shared = shared
        self.identities = Keys()

    def __getitem__(self, name: str) -> object:
        self.meter.spend()
        return super().__getitem__(name)

    def check(self, result: object) -> Collection:
        """Return the result of a function as a collection that is not too large."""
        values: Collection = result if isinstance(result, list) else [] if result is None else [result]
        self.meter.hold(values)
        for value in values if len(values) == 1 else ():
            if isinstance(value, str):
                self.meter.write(len(value))
            elif isinstance(value, int | Decimal) and not -_LARGEST < value < _LARGEST:
                raise ExpressionFault("The expression yields a number that is too large.")
        return values

    def run(self, expression: Lambda, value: object, index: int | None = None) -> Collection:
        """Evaluate an expression for one value and put `$this` and `$index` back, which the engine does not."""
        kept = {name: self.get(name) for name in ("$this", "$index") if name in self}
        if index is not None:
            self["$index"] = index
        try:
            return expression(value)
        finally:
            if "$index" not in kept:
                self.pop("$index", None)
            self.update(kept)


def get_single(values: Collection) -> object:
    """Return the data of the one value; None if there is none. Raises `ExpressionFault` for several."""
    if len(values) > 1:
        raise ExpressionFault("The expression takes one value where there are several.")
    return get_data(values[0]) if values else None


def read_truth(values: Collection) -> bool | None:
    """Return the truth of a collection: empty is None, one value that is no truth stands for its presence."""
    value = get_single(values)
    return None if value is None else value if isinstance(value, bool) else True


def read_number(values: Collection) -> Decimal | int | None:
    """Return the one number; None if there is none."""
    value = get_single(values)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ExpressionFault("The expression reckons with what is no number.")
    return value


def read_whole(values: Collection) -> int | None:
    """Return the one whole number; None if there is none."""
    number = read_number(values)
    if number is None:
        return None
    if number != int(number):
        raise ExpressionFault("The expression needs a whole number where there is none.")
    return int(number)


def read_text(values: Collection) -> str | None:
    """Return the one text; None if there is none."""
    value = get_single(values)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ExpressionFault("The expression needs a text where there is none.")
    return value


def distinct(ctx: Context, values: Iterable[object]) -> Collection:
    """Return every value once, at its first place, with the type it has."""
    found: dict[object, object] = {}
    for value in values:
        ctx.meter.spend()
        found.setdefault(ctx.identities.get(value), value)
    return list(found.values())
