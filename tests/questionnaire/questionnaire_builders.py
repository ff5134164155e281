"""Builds small questionnaires in FHIR JSON for the tests of this room."""

import json
from typing import Any

from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire

YES_NO_UNKNOWN_OPTIONS = [
    {"valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/v2-0532", "code": code, "display": display}}
    for code, display in (("Y", "Yes"), ("N", "No"), ("UNK", "Unknown"))
]


def make_item(link_id: str, kind: str = "boolean", **fields: Any) -> dict[str, Any]:
    """Make one item with a text of its own."""
    return {"linkId": link_id, "type": kind, "text": f"Text of {link_id}", **fields}


def make_yes_no(link_id: str, **fields: Any) -> dict[str, Any]:
    """Make a yes/no/unknown item."""
    return make_item(link_id, "choice", answerOption=YES_NO_UNKNOWN_OPTIONS, **fields)


def make_questionnaire(*items: dict[str, Any], **fields: Any) -> Questionnaire:
    """Make and read a questionnaire."""
    resource = {
        "resourceType": "Questionnaire",
        "url": "https://example.org/q",
        "version": "1",
        "title": "Example",
        "item": list(items),
        **fields,
    }
    return read_questionnaire(json.dumps(resource).encode(), "example.json")


def give(link_id: str, *answers: Answer) -> ItemAnswers:
    """Give answers to an item."""
    return ItemAnswers(link_id, answers)
