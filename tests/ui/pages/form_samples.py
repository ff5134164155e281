"""Questionnaires for the tests of the examination page: one item of every kind, a table, repeating groups."""

import json
from typing import Any

from stemsup_desktop.consultation.content import ClinicalContent, make_clinical_content
from stemsup_desktop.consultation.rules import RuleSet
from stemsup_desktop.questionnaire.reader import read_questionnaire

HL7 = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
UCUM = "http://unitsofmeasure.org"


def make_item(link_id: str, kind: str, text: str = "", **fields: Any) -> dict[str, Any]:
    """Make one item."""
    return {"linkId": link_id, "type": kind, "text": text or f"Text of {link_id}", **fields}


def with_control(code: str) -> dict[str, Any]:
    """Make the extension that asks for a control."""
    return {"url": f"{HL7}questionnaire-itemControl", "valueCodeableConcept": {"coding": [{"code": code}]}}


def make_options(*codes: str, exclusive: str = "") -> list[dict[str, Any]]:
    """Make options, of which one may rule out the others."""
    options: list[dict[str, Any]] = []
    for code in codes:
        option: dict[str, Any] = {
            "valueCoding": {"system": "http://example.org", "code": code, "display": code.title()}
        }
        if code == exclusive:
            option["extension"] = [{"url": f"{HL7}questionnaire-optionExclusive", "valueBoolean": True}]
        options.append(option)
    return options


def when(question: str, **answer: Any) -> list[dict[str, Any]]:
    """Make the condition that a question has an answer."""
    return [{"question": question, "operator": "=", **answer}]


def make_content(*items: dict[str, Any], title: str = "Example") -> ClinicalContent:
    """Make a checklist without rules."""
    resource = {"resourceType": "Questionnaire", "url": "https://example.org/q", "title": title, "item": list(items)}
    return make_clinical_content(read_questionnaire(json.dumps(resource).encode(), "example.json"), RuleSet("1", ()))


def _unit(code: str) -> dict[str, Any]:
    return {"system": UCUM, "code": code, "display": code}


def every_kind() -> list[dict[str, Any]]:
    """Make one item for every editor."""
    limits = [{"url": f"{HL7}minValue", "valueInteger": 0}, {"url": f"{HL7}maxValue", "valueInteger": 10}]
    wide = [{"url": f"{HL7}minValue", "valueInteger": 0}, {"url": f"{HL7}maxValue", "valueInteger": 100}]
    places = {"url": f"{HL7}maxDecimalPlaces", "valueInteger": 1}
    orientation = {"url": f"{HL7}questionnaire-choiceOrientation", "valueCode": "horizontal"}
    units = [{"url": f"{HL7}questionnaire-unitOption", "valueCoding": _unit(code)} for code in ("mg", "g")]
    many = make_options(*(f"option{number}" for number in range(40)))
    return [
        make_item("boolean", "boolean"),
        make_item("integer", "integer", extension=wide),
        make_item(
            "decimal", "decimal", extension=[places, {"url": f"{HL7}questionnaire-unit", "valueCoding": _unit("kg")}]
        ),
        make_item("score", "integer", extension=[with_control("slider"), *limits]),
        make_item("slider", "integer", extension=[with_control("slider"), *wide]),
        make_item("quantity", "quantity", extension=[{"url": f"{HL7}questionnaire-unit", "valueCoding": _unit("cm")}]),
        make_item("quantity-units", "quantity", extension=units),
        make_item("date", "date"),
        make_item("dateTime", "dateTime"),
        make_item("time", "time"),
        make_item("string", "string", maxLength=20),
        make_item("text", "text"),
        make_item("url", "url"),
        make_item("choice-short", "choice", answerOption=make_options("left", "right")),
        make_item("choice-list", "choice", answerOption=make_options(*"abcdef")),
        make_item(
            "choice-radio", "choice", extension=[with_control("radio-button")], answerOption=make_options(*"abcd")
        ),
        make_item("choice-across", "choice", extension=[orientation], answerOption=make_options(*"abcd")),
        make_item("choice-find", "choice", extension=[with_control("autocomplete")], answerOption=many),
        make_item("choice-many", "choice", repeats=True, answerOption=make_options("none", "a", "b", exclusive="none")),
        make_item("choice-many-find", "choice", repeats=True, answerOption=many),
        make_item("open-one", "open-choice", answerOption=make_options(*"abcd")),
        make_item(
            "open-many", "open-choice", repeats=True, answerOption=make_options("none", "a", "b", exclusive="none")
        ),
        make_item("open-words", "open-choice"),
        make_item("strings", "string", repeats=True),
        make_item("integers", "integer", repeats=True),
        make_item("dates", "date", repeats=True),
        make_item(
            "string-options", "string", answerOption=[{"valueString": word} for word in ("one", "two", "three", "four")]
        ),
        make_item("attachment", "attachment"),
        make_item("reference", "reference"),
        make_item("unknown", "colour"),
    ]


def medicines(**fields: Any) -> dict[str, Any]:
    """Make a group that repeats, with a group that repeats in it."""
    dose = make_item(
        "dose", "group", "Dose", repeats=True, item=[make_item("amount", "decimal"), make_item("at", "time")]
    )
    name, stopped = make_item("name", "string", "Name"), make_item("stopped", "boolean", "Stopped")
    why = make_item("why", "string", "Why", enableWhen=when("stopped", answerBoolean=True))
    return make_item("medicine", "group", "Medicine", repeats=True, item=[name, stopped, why, dose], **fields)


def table(control: str = "gtable") -> dict[str, Any]:
    """Make a table of operations."""
    cells = [make_item("what", "string", "Operation"), make_item("year", "integer", "Year")]
    cells.append(make_item("side", "choice", "Side", answerOption=make_options("left", "right")))
    return make_item("operations", "group", "Operations", repeats=True, extension=[with_control(control)], item=cells)


def matrix() -> dict[str, Any]:
    """Make questions that share their options."""
    rows = [
        make_item(f"m{number}", "choice", answerOption=make_options("never", "sometimes", "often", "always"))
        for number in range(1, 4)
    ]
    return make_item("matrix", "group", "How often", extension=[with_control("table")], item=rows)


def grid() -> dict[str, Any]:
    """Make groups as rows, with questions as cells."""
    rows = [
        make_item(
            side,
            "group",
            side.title(),
            item=[make_item(f"{side}-{what}", "decimal", what.title()) for what in ("far", "near")],
        )
        for side in ("left", "right")
    ]
    return make_item("eyes", "group", "Eyes", extension=[with_control("grid")], item=rows)
