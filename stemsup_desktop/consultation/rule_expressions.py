"""Writes a rule's condition as FHIRPath over the QuestionnaireResponse, with %patient and %plan beside it.

What is written means the same as the native evaluation: a test evaluates both on every example and on random answers.
"""

from datetime import UTC
from typing import assert_never

from stemsup_desktop.consultation.rules import Condition, Rule
from stemsup_desktop.questionnaire.answers import (
    Answer,
    AttachmentAnswer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)

PATIENT_FACTS = frozenset({"age_years", "sex"})
"""The facts that stand in %patient; all others stand in %plan."""


def write_expression(rule: Rule) -> str:
    """Return the condition of a rule as an expression: its own, or its `when` written out."""
    if rule.expression:
        return rule.expression
    return f" {'and' if rule.behavior == 'all' else 'or'} ".join(map(_write_condition, rule.when))


def _write_condition(condition: Condition) -> str:
    values = _write_values(condition)
    match condition.operator:
        case "exists":
            is_wanted = isinstance(condition.answer, BooleanAnswer) and condition.answer.value
            return f"{values}.exists()" if is_wanted else f"{values}.exists().not()"
        case "=":
            return f"{values}.where({_write_equal(condition.answer)}).exists()"
        case "!=":
            return f"{values}.where({_write_equal(condition.answer)}).exists().not()"
        case ">" | "<" | ">=" | "<=":
            return f"{values}.where({_write_ordered(condition.operator, condition.answer)}).exists()"
        case _:
            assert_never(condition.operator)


def _write_values(condition: Condition) -> str:
    if condition.question:
        return f"descendants().where(linkId = {_quote(condition.question)}).answer.value"
    return f"{'%patient' if condition.fact in PATIENT_FACTS else '%plan'}.{condition.fact}"


def _write_equal(answer: Answer) -> str:
    match answer:
        case CodingAnswer(code=code, system=system) if code and system:
            return f"code = {_quote(code)} and (system.empty() or system = {_quote(system)})"
        case CodingAnswer(code=code) if code:
            return f"code = {_quote(code)}"
        case CodingAnswer(display=display):
            return f"code.empty() and display = {_quote(display)}"
        case ReferenceAnswer(reference=reference):
            return f"reference = {_quote(reference)}"
        case AttachmentAnswer():
            return "false"  # nothing equals a file
        case QuantityAnswer():
            return f"value = {answer.value:f}{_write_unit(answer)}"
        case _:
            return f"$this = {_write_literal(answer)}"


def _write_ordered(operator: str, answer: Answer) -> str:
    match answer:
        case CodingAnswer() | BooleanAnswer() | ReferenceAnswer() | AttachmentAnswer():
            return "false"  # what has no order lies on no side
        case QuantityAnswer():
            return f"value {operator} {answer.value:f}{_write_unit(answer)}"
        case _:
            return f"$this {operator} {_write_literal(answer)}"


def _write_unit(answer: QuantityAnswer) -> str:
    name = answer.code or answer.unit
    return f" and (code = {_quote(name)} or unit = {_quote(name)})" if name else ""


def _write_literal(answer: Answer) -> str:
    match answer:
        case BooleanAnswer(value=truth):
            return "true" if truth else "false"
        case IntegerAnswer(value=whole):
            return f"{whole}"
        case DecimalAnswer(value=number):
            return f"{number:f}"
        case DateAnswer(value=day):
            return f"@{day.isoformat()}"
        case DateTimeAnswer(value=moment):
            return f"@{moment.astimezone(UTC).isoformat(timespec='milliseconds')}"
        case TimeAnswer(value=clock):
            return f"@T{clock.replace(tzinfo=None).isoformat(timespec='seconds')}"
        case StringAnswer(value=words) | UriAnswer(value=words):
            return _quote(words)
        case CodingAnswer(code=code):
            return _quote(code)
        case QuantityAnswer(value=number):
            return f"{number:f}"
        case ReferenceAnswer(reference=reference):
            return _quote(reference)
        case AttachmentAnswer(url=url):
            return _quote(url)
        case _:
            assert_never(answer)


def _quote(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"
