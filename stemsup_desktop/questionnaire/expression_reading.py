"""The FHIRPath expressions of an item or questionnaire, from the extensions of FHIR and Structured Data Capture."""

from dataclasses import dataclass, field
from typing import Literal

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.fhirpath import Expression, read_expression
from stemsup_desktop.questionnaire.json_reading import Element
from stemsup_desktop.questionnaire.model import Constraint, Expressions, Variable
from stemsup_desktop.questionnaire.translations import read_text

_HL7 = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
FHIRPATH = "text/fhirpath"

_PURPOSES: dict[str, Literal["enable_when", "calculated", "initial", "answer"]] = {
    _SDC + "enableWhenExpression": "enable_when",
    _SDC + "calculatedExpression": "calculated",
    _SDC + "initialExpression": "initial",
    _SDC + "answerExpression": "answer",
}
_VARIABLE = _HL7 + "variable"
_CONSTRAINTS = (_HL7 + "questionnaire-constraint", _HL7 + "targetConstraint")
_NOT_DONE = (_SDC + "candidateExpression", _HL7 + "cqf-expression", _HL7 + "cqf-calculatedValue")


@dataclass(slots=True)
class _Found:
    """What was read so far, and what could not be: an extension's name with the reason in words."""

    variables: list[Variable] = field(default_factory=list)
    by_purpose: dict[str, Expression] = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def is_expression(url: str) -> bool:
    """Say whether an extension holds an expression, done here or not."""
    return url in _PURPOSES or url == _VARIABLE or url in _CONSTRAINTS or url in _NOT_DONE


def read_expressions(element: Element, language: Language) -> tuple[Expressions, list[tuple[str, str]]]:
    """Return the expressions of an element, and those that cannot be evaluated: extension and reason."""
    found = _Found()
    for extension in element.elements("extension"):
        _read_one(extension.text("url"), extension, language, found)
    for extension in _extensions_of_text(element):
        if extension.text("url") in _NOT_DONE:
            found.refused.append((extension.text("url"), "a text that is calculated"))
    expressions = Expressions(
        variables=tuple(found.variables),
        enable_when=found.by_purpose.get("enable_when"),
        calculated=found.by_purpose.get("calculated"),
        initial=found.by_purpose.get("initial"),
        answer=found.by_purpose.get("answer"),
        constraints=tuple(found.constraints),
    )
    return expressions, found.refused


def _read_one(url: str, extension: Element, language: Language, found: _Found) -> None:
    try:
        if url in _PURPOSES:
            found.by_purpose[_PURPOSES[url]] = _read_value_expression(extension)
        elif url == _VARIABLE:
            found.variables.append(Variable(_read_name(extension), _read_value_expression(extension)))
        elif url in _CONSTRAINTS:
            found.constraints.append(_read_constraint(extension, language))
        elif url in _NOT_DONE:
            found.refused.append((url, "not evaluated here"))
    except InputProblem as problem:
        found.refused.append((url, problem.sentence))


def _extensions_of_text(element: Element) -> tuple[Element, ...]:
    companion = element.find_element("_text")
    return () if companion is None else tuple(companion.elements("extension"))


def _read_value_expression(extension: Element) -> Expression:
    held = extension.find_element("valueExpression")
    if held is None:
        raise extension.fault("valueExpression", "expected an expression")
    if held.text("language") != FHIRPATH:
        raise held.fault("language", f"expected {FHIRPATH}")
    return read_expression(held.text("expression"))


def _read_name(extension: Element) -> str:
    held = extension.find_element("valueExpression")
    name = "" if held is None else held.text("name")
    if not name:
        raise extension.fault("valueExpression.name", "expected the name of the variable")
    return name


def _read_constraint(extension: Element, language: Language) -> Constraint:
    """Read both the constraint of FHIR R4, whose expression is a text, and that of SDC."""
    parts = {part.text("url"): part for part in extension.elements("extension")}
    if "expression" not in parts:
        raise extension.fault("extension", "expected a constraint with an expression")
    written = parts["expression"]
    is_text = "valueString" in written.raw
    expression = read_expression(written.text("valueString")) if is_text else _read_value_expression(written)
    key = "" if "key" not in parts else parts["key"].text("valueId")
    code = "error" if "severity" not in parts else parts["severity"].text("valueCode")
    words = None
    if "human" in parts:
        value = "valueString" if "valueString" in parts["human"].raw else "valueMarkdown"
        words, _ = read_text(parts["human"], value, language)
    fallback = Text("An answer does not fit the others.", "ほかの回答と合わない回答があります。")
    return Constraint(key, "warning" if code == "warning" else "error", words or fallback, expression)
