"""FHIRPath for questionnaires: read an expression once, say what it reads, evaluate it within bounds.

Nothing is kept between evaluations; a text that is among the last that were read is not read again. fhirpathpy is
loaded with the first expression only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.fhirpath.budget import Budget, ExpressionFault
from stemsup_desktop.questionnaire.fhirpath.results import FhirValue, is_true, to_answers
from stemsup_desktop.questionnaire.fhirpath.weights import Weights, read_weights
from stemsup_desktop.questionnaire.json_reading import JsonObject

if TYPE_CHECKING:
    from stemsup_desktop.questionnaire.fhirpath.index import Shared
    from stemsup_desktop.questionnaire.fhirpath.rewrite import Compiled

__all__ = [
    "Budget",
    "Expression",
    "ExpressionFault",
    "FhirValue",
    "Weights",
    "evaluate",
    "is_true",
    "make_shared",
    "read_expression",
    "read_weights",
    "to_answers",
]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression, read once.

    Unless `reads_everything`, its result depends on the answers to `link_ids` alone, and for `whole_link_ids` (some of
    them) also on what lies below these items; besides on `variables`, and if `is_volatile` on the clock. `unsupported`
    are the functions that it calls and that do not exist here: evaluating one is a fault.
    """

    text: str
    link_ids: frozenset[str]
    whole_link_ids: frozenset[str]
    variables: frozenset[str]
    reads_everything: bool
    is_volatile: bool
    unsupported: frozenset[str]
    _compiled: "Compiled" = field(repr=False, compare=False)


@lru_cache(maxsize=256)
def read_expression(text: str) -> Expression:
    """Read an expression in FHIRPath; raises `InputProblem` ("expression-invalid") with one sentence."""
    from stemsup_desktop.questionnaire.fhirpath.reads import derive_reads, find_variables, is_volatile
    from stemsup_desktop.questionnaire.fhirpath.rewrite import compile_tree
    from stemsup_desktop.questionnaire.fhirpath.syntax import parse

    tree = parse(text)
    try:
        reads = derive_reads(tree)
        compiled = compile_tree(tree)
    except RecursionError as error:
        raise InputProblem("expression-invalid", "The expression nests too deeply.") from error
    return Expression(
        text,
        reads.link_ids,
        reads.whole_link_ids,
        find_variables(tree),
        reads.reads_everything,
        is_volatile(tree),
        compiled.unsupported,
        compiled,
    )


def evaluate(
    expression: Expression,
    context: JsonObject,
    environment: Mapping[str, object],
    now: datetime,
    budget: Budget | None = None,
    weights: Weights | None = None,
    shared: "Shared | None" = None,
) -> tuple[object, ...]:
    """Evaluate an expression on a resource or a part of one.

    `environment` holds what stands after %: JSON, results of other expressions, answers, or collections of these.
    `now` is an aware moment. `weights` are the scores behind `weight()` (see `read_weights`). Results are truths, whole
    numbers, decimals, texts, and `FhirValue` for the rest. `shared` (see `make_shared`) saves looking for the same
    items again. Raises `ExpressionFault` if it cannot be judged.
    """
    from stemsup_desktop.questionnaire.fhirpath.engine import Call, run

    call = Call(context, environment, now, budget or Budget(), weights, shared)
    return run(expression._compiled, expression.variables, call)


def make_shared() -> "Shared":
    """Make what all evaluations over one response may share; a changed response needs a new one."""
    from stemsup_desktop.questionnaire.fhirpath.index import Shared

    return Shared()
