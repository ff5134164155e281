"""Reads and evaluates with fhirpathpy: loaded with the first expression, not before. `fhirpath` is the way in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Context as Arithmetic
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from fhirpathpy.engine import do_eval

from stemsup_desktop.questionnaire.fhirpath.budget import Budget, ExpressionFault, Meter
from stemsup_desktop.questionnaire.fhirpath.context import Context
from stemsup_desktop.questionnaire.fhirpath.index import Shared
from stemsup_desktop.questionnaire.fhirpath.nodes import get_data, get_path, read_input
from stemsup_desktop.questionnaire.fhirpath.results import FhirValue
from stemsup_desktop.questionnaire.fhirpath.rewrite import Compiled
from stemsup_desktop.questionnaire.fhirpath.weights import Weights
from stemsup_desktop.questionnaire.json_reading import JsonObject

_PLAIN = frozenset({"", "boolean", "integer", "decimal", "string"})

_CONSTANTS: Mapping[str, object] = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}

_ARITHMETIC = Arithmetic(prec=50, Emin=-99, Emax=99, traps=[InvalidOperation, DivisionByZero, Overflow])
"""Digits enough for every number that an answer can hold, and no number whose digits would fill the memory."""

MOST_PLACES = 20
"""Decimal places of a result."""


@dataclass(frozen=True, slots=True)
class Call:
    """What an expression is evaluated with: see `fhirpath.evaluate`."""

    context: JsonObject
    environment: Mapping[str, object]
    now: datetime
    budget: Budget
    weights: Weights | None
    shared: Shared | None


def run(compiled: Compiled, variables: frozenset[str], call: Call) -> tuple[object, ...]:
    """Evaluate an expression; raises `ExpressionFault` for everything that goes wrong."""
    known = {"context": call.context, **_CONSTANTS, **call.environment}
    unknown = sorted(variables - known.keys())
    if unknown:
        raise ExpressionFault(f"The expression asks for %{unknown[0][:60]}, which is not known here.")
    meter = Meter(call.budget)
    try:
        with localcontext(_ARITHMETIC):
            root = read_input(call.context)
            values = {name: read_input(known[name]) for name in variables}
            context = Context(root, values, compiled.table, call.now, meter, call.weights, call.shared or Shared())
            found = context.check(do_eval(context, root, compiled.node))
            return tuple(_make_result(value) for value in found)
    except ExpressionFault:
        raise
    except RecursionError:
        raise ExpressionFault("The expression nests too deeply.") from None
    except ArithmeticError:
        raise ExpressionFault("The expression reckons with numbers that are not possible.") from None
    except Exception as error:  # noqa: BLE001 - the engine raises bare `Exception`, with values in its sentences
        raise ExpressionFault(f"The expression cannot be evaluated ({type(error).__name__}).") from None


def _make_result(value: object) -> object:
    data, path = get_data(value), get_path(value)
    if isinstance(data, Decimal):
        data = _round(data)
    return data if path in _PLAIN and not isinstance(data, dict | list) else FhirValue(path, data)


def _round(number: Decimal) -> Decimal:
    """Cut what no questionnaire can hold: a quotient that does not end has as many digits as the arithmetic."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -MOST_PLACES:
        return number
    shortest = round(number, MOST_PLACES).normalize()
    return shortest if shortest.as_tuple().exponent in range(-MOST_PLACES, 1) else round(shortest, 0)
