"""FHIRPath for questionnaires: read an expression once, say what it reads, evaluate it within bounds.

Nothing is kept between evaluations, and fhirpathpy is loaded with the first expression only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.fhirpath_budget import Budget, ExpressionFault
from stemsup_desktop.questionnaire.fhirpath_results import FhirValue, is_true, to_answers
from stemsup_desktop.questionnaire.fhirpath_weights import Weights, read_weights
from stemsup_desktop.questionnaire.json_reading import JsonObject

__all__ = [
    "Budget",
    "Expression",
    "ExpressionFault",
    "FhirValue",
    "Weights",
    "evaluate",
    "is_true",
    "read_expression",
    "read_weights",
    "to_answers",
]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression, read once.

    Unless `reads_everything`, its result depends on the answers to `link_ids` alone, and for `whole_link_ids` (some of
    them) also on what lies below these items; besides on `variables`, and if `is_volatile` on the clock.
    """

    text: str
    link_ids: frozenset[str]
    whole_link_ids: frozenset[str]
    variables: frozenset[str]
    reads_everything: bool
    is_volatile: bool
    _node: dict[str, object] = field(repr=False, compare=False)


def read_expression(text: str) -> Expression:
    """Read an expression in FHIRPath; raises `InputProblem` ("expression-invalid") with one sentence."""
    from stemsup_desktop.questionnaire import fhirpath_reads, fhirpath_rewrite, fhirpath_syntax

    tree = fhirpath_syntax.parse(text)
    try:
        reads = fhirpath_reads.derive_reads(tree)
        node = fhirpath_rewrite.rewrite(tree)
    except RecursionError as error:
        raise InputProblem("expression-invalid", "The expression nests too deeply.") from error
    return Expression(
        text,
        reads.link_ids,
        reads.whole_link_ids,
        fhirpath_reads.find_variables(tree),
        reads.reads_everything,
        fhirpath_reads.is_volatile(tree),
        node,
    )


def evaluate(
    expression: Expression,
    context: JsonObject,
    environment: Mapping[str, object],
    now: datetime,
    budget: Budget | None = None,
    weights: Weights | None = None,
) -> tuple[object, ...]:
    """Evaluate an expression on a resource or a part of one.

    `environment` holds what stands after %: JSON, results of other expressions, answers, or collections of these.
    `now` is an aware moment. `weights` are the scores behind `weight()` (see `read_weights`). Results are truths, whole
    numbers, decimals, texts, and `FhirValue` for the rest. Raises `ExpressionFault` if it cannot be judged.
    """
    from stemsup_desktop.questionnaire.fhirpath_engine import run

    node = expression._node
    return run(node, expression.variables, context, environment, now, budget or Budget(), weights)
