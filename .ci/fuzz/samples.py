"""Good inputs, from which bad ones are made: what ships, planted with words that only a patient's fields hold."""

import json
from functools import cache
from typing import Any

from judging import SENTINELS

from stemsup_desktop.resources import find_resources

WORDS, KANA, BIRTH_DATE, PHONE = SENTINELS
_FREE_TEXTS = frozenset(
    {
        "name",
        "goal",
        "note",
        "diagnosis",
        "reason",
        "questions_asked",
        "other",
        "substance",
        "reaction",
        "address",
        "text",
    }
)


@cache
def list_visits() -> tuple[str, ...]:
    """Return every example visit as JSON, the largest last, with the patient's words planted."""
    folder = find_resources() / "examples"
    paths = sorted((*folder.glob("*.json"), *(folder / "demo").glob("*.json")), key=lambda path: path.stat().st_size)
    return tuple(json.dumps(_plant_visit(json.loads(path.read_bytes())), ensure_ascii=False) for path in paths)


@cache
def make_small_visit() -> str:
    """Return a visit with a little of everything, so that each change of it matters."""
    visit = json.loads(list_visits()[-1])
    examination = visit["consultation"].get("examination", {})
    examination["responses"] = examination.get("responses", [])[:6]
    return json.dumps(visit, ensure_ascii=False)


def _plant_visit(visit: dict[str, Any]) -> dict[str, Any]:
    patient = visit["patient"]
    patient |= {"name": f"{WORDS} 太郎", "kana": f"{KANA} タロウ", "birth_date": BIRTH_DATE, "phone": PHONE}
    patient["alerts"] = [*patient.get("alerts", ()), WORDS]
    _plant_texts(visit["patient"])
    _plant_texts(visit["consultation"])
    return visit


def _plant_texts(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _plant_texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "agreed_parts":
                continue
            if key in _FREE_TEXTS and isinstance(item, str) and WORDS not in item:
                value[key] = f"{item} {WORDS}"
            elif key == "value" and value.get("type") == "string":
                value[key] = WORDS
            else:
                _plant_texts(item)


@cache
def list_questionnaires() -> tuple[str, ...]:
    """Return small questionnaires: one of many kinds of item and expression, and each part of what ships."""
    shipped = json.loads((find_resources() / "questionnaires" / "examination.json").read_bytes())
    parts = sorted((len(json.dumps(item)), json.dumps({**shipped, "item": [item]})) for item in shipped["item"])
    return (json.dumps(RICH), json.dumps(RICH), json.dumps(RICH), *(text for size, text in parts if size < 16_000))


@cache
def read_shipped_questionnaire() -> str:
    """Return the whole checklist that ships."""
    return (find_resources() / "questionnaires" / "examination.json").read_text("utf-8")


@cache
def list_rule_files() -> tuple[tuple[str, str], ...]:
    """Return the id and the examples of each rule that ships and has some."""
    folder = find_resources() / "rules" / "examples"
    return tuple((path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.json")))


_HL7 = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def _expression(name: str, text: str, variable: str = "") -> dict[str, Any]:
    named = {"name": variable} if variable else {}
    url = f"{_HL7}variable" if name == "variable" else f"{_SDC}{name}"
    return {"url": url, "valueExpression": {**named, "language": "text/fhirpath", "expression": text}}


_CODES = [
    {"valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/v2-0532", "code": code, "display": code}}
    for code in ("Y", "N", "UNK")
]
RICH: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "url": "https://example.org/rich",
    "version": "1",
    "title": "Rich",
    "_title": {
        "extension": [
            {
                "url": f"{_HL7}translation",
                "extension": [{"url": "lang", "valueCode": "ja"}, {"url": "content", "valueString": "題名"}],
            }
        ]
    },
    "language": "en",
    "status": "active",
    "contained": [
        {
            "resourceType": "ValueSet",
            "id": "vs",
            "compose": {"include": [{"system": "urn:s", "concept": [{"code": "a", "display": "A"}, {"code": "b"}]}]},
        }
    ],
    "extension": [_expression("variable", "%resource.descendants().where(linkId='n').answer.value", "n")],
    "item": [
        {"linkId": "yes", "type": "boolean", "text": "Yes?", "required": True, "initial": [{"valueBoolean": True}]},
        {
            "linkId": "g",
            "type": "group",
            "repeats": True,
            "text": "Group",
            "extension": [{"url": f"{_HL7}questionnaire-minOccurs", "valueInteger": 1}],
            "enableWhen": [{"question": "yes", "operator": "=", "answerBoolean": True}],
            "item": [
                {
                    "linkId": "n",
                    "type": "integer",
                    "text": "Number",
                    "extension": [
                        {"url": f"{_HL7}minValue", "valueInteger": 0},
                        {"url": f"{_HL7}maxValue", "valueInteger": 10},
                        {
                            "url": f"{_HL7}questionnaire-itemControl",
                            "valueCodeableConcept": {"coding": [{"code": "slider"}]},
                        },
                    ],
                },
                {"linkId": "s", "type": "string", "text": "Text", "maxLength": 20, "repeats": True},
                {
                    "linkId": "pattern",
                    "type": "string",
                    "text": "Pattern",
                    "extension": [{"url": f"{_HL7}regex", "valueString": "[a-z]{2,5}"}],
                    "initial": [{"valueString": "abc"}],
                },
            ],
        },
        {
            "linkId": "c",
            "type": "choice",
            "text": "Choice",
            "answerOption": _CODES,
            "item": [{"linkId": "why", "type": "text", "text": "Why"}],
        },
        {"linkId": "vs", "type": "open-choice", "text": "Set", "answerValueSet": "#vs", "repeats": True},
        {
            "linkId": "q",
            "type": "quantity",
            "text": "Quantity",
            "extension": [
                {
                    "url": f"{_HL7}questionnaire-unit",
                    "valueCoding": {"system": "http://unitsofmeasure.org", "code": "kg"},
                }
            ],
        },
        {"linkId": "d", "type": "date", "text": "Date", "initial": [{"valueDate": "2026-01-31"}]},
        {"linkId": "t", "type": "dateTime", "text": "Moment"},
        {"linkId": "o", "type": "time", "text": "Time"},
        {"linkId": "u", "type": "url", "text": "Address"},
        {"linkId": "f", "type": "attachment", "text": "File"},
        {"linkId": "r", "type": "reference", "text": "Reference"},
        {"linkId": "shown", "type": "display", "text": "**Only** [shown](http://example.org)"},
        {
            "linkId": "sum",
            "type": "decimal",
            "text": "Sum",
            "readOnly": True,
            "extension": [_expression("calculatedExpression", "%n.sum() + 0.5")],
        },
        {
            "linkId": "late",
            "type": "string",
            "text": "Late",
            "extension": [
                _expression(
                    "enableWhenExpression", "%resource.descendants().where(linkId='c').answer.value.code = 'Y'"
                ),
                _expression("initialExpression", "today().toString()"),
                {
                    "url": f"{_HL7}questionnaire-constraint",
                    "extension": [
                        {"url": "key", "valueId": "k"},
                        {"url": "severity", "valueCode": "error"},
                        {"url": "expression", "valueString": "%context.answer.value.length() < 9"},
                        {"url": "human", "valueString": "Short"},
                    ],
                },
            ],
        },
    ],
}
RESPONSE: dict[str, Any] = {
    "resourceType": "QuestionnaireResponse",
    "questionnaire": "https://example.org/rich|1",
    "status": "in-progress",
    "authored": "2026-11-16T10:00:00+09:00",
    "item": [
        {"linkId": "yes", "answer": [{"valueBoolean": True}]},
        {
            "linkId": "g",
            "item": [
                {"linkId": "n", "answer": [{"valueInteger": 4}]},
                {"linkId": "s", "answer": [{"valueString": WORDS}, {"valueString": KANA}]},
                {"linkId": "pattern", "answer": [{"valueString": WORDS}]},
            ],
        },
        {"linkId": "g", "item": [{"linkId": "n", "answer": [{"valueInteger": 5}]}]},
        {
            "linkId": "c",
            "answer": [
                {
                    "valueCoding": {
                        "system": "http://terminology.hl7.org/CodeSystem/v2-0532",
                        "code": "Y",
                        "display": WORDS,
                    },
                    "item": [{"linkId": "why", "answer": [{"valueString": WORDS}]}],
                }
            ],
        },
        {"linkId": "vs", "answer": [{"valueString": WORDS}, {"valueCoding": {"system": "urn:s", "code": "a"}}]},
        {
            "linkId": "q",
            "answer": [
                {"valueQuantity": {"value": 62.5, "unit": WORDS, "system": "http://unitsofmeasure.org", "code": "kg"}}
            ],
        },
        {"linkId": "d", "answer": [{"valueDate": BIRTH_DATE}]},
        {"linkId": "t", "answer": [{"valueDateTime": f"{BIRTH_DATE}T08:00:00+09:00"}]},
        {"linkId": "o", "answer": [{"valueTime": "08:15:00"}]},
        {"linkId": "u", "answer": [{"valueUri": f"http://example.org/{WORDS}"}]},
        {"linkId": "f", "answer": [{"valueAttachment": {"url": "urn:sha256:" + "0" * 64, "title": WORDS, "size": 5}}]},
        {"linkId": "r", "answer": [{"valueReference": {"reference": f"Patient/{PHONE}", "display": WORDS}}]},
        {"linkId": "late", "answer": [{"valueString": WORDS}]},
    ],
}
