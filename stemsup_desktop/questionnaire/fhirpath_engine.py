"""Reads and evaluates with fhirpathpy: loaded with the first expression, not before. `fhirpath` is the way in."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Context as Arithmetic
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from fhirpathpy.engine import do_eval

from stemsup_desktop.questionnaire.fhirpath_budget import Budget, ExpressionFault, Meter
from stemsup_desktop.questionnaire.fhirpath_context import Context
from stemsup_desktop.questionnaire.fhirpath_functions import TABLE
from stemsup_desktop.questionnaire.fhirpath_nodes import get_data, get_path, read_input
from stemsup_desktop.questionnaire.fhirpath_results import FhirValue
from stemsup_desktop.questionnaire.fhirpath_rewrite import EngineNode
from stemsup_desktop.questionnaire.fhirpath_weights import Weights
from stemsup_desktop.questionnaire.json_reading import JsonObject

_PLAIN = frozenset({"", "boolean", "integer", "decimal", "string"})

_CONSTANTS: Mapping[str, object] = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}

_ARITHMETIC = Arithmetic(prec=34, Emin=-99, Emax=99, traps=[InvalidOperation, DivisionByZero, Overflow])
"""Digits to spare beyond the 28 that a result keeps, and no number so large that its digits fill the memory."""


def run(
    node: EngineNode,
    variables: frozenset[str],
    context: JsonObject,
    environment: Mapping[str, object],
    now: datetime,
    budget: Budget,
    weights: Weights | None,
) -> tuple[object, ...]:
    """Evaluate a node; raises `ExpressionFault` for everything that goes wrong."""
    root = read_input(context)
    values = {"context": context, **_CONSTANTS, **environment}
    unknown = sorted(variables - values.keys())
    if unknown:
        raise ExpressionFault(f"The expression asks for %{unknown[0][:60]}, which is not known here.")
    known = {name: read_input(values[name]) for name in variables}
    try:
        with localcontext(_ARITHMETIC):
            found = do_eval(Context(root, known, TABLE, now, Meter(budget), weights), root, node)
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
        data = +data
    return data if path in _PLAIN and not isinstance(data, dict | list) else FhirValue(path, data)
