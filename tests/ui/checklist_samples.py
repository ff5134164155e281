"""Small checklists of a clinic as bytes."""

import json
from typing import Any

from stemsup_desktop.consultation.checklists import Checklist, read_checklist

HL7 = "http://hl7.org/fhir/StructureDefinition/"


def in_japanese(text: str) -> dict[str, Any]:
    """Make the translation that stands beside a text."""
    parts = [{"url": "lang", "valueCode": "ja"}, {"url": "content", "valueString": text}]
    return {"extension": [{"url": HL7 + "translation", "extension": parts}]}


def make_question(link_id: str, **fields: Any) -> dict[str, Any]:
    """Make a required question of yes or no in both languages."""
    text = {"text": f"Question {link_id}?", "_text": in_japanese(f"質問 {link_id}")}
    return {"linkId": link_id, "type": "boolean", "required": True, **text, **fields}


def write_checklist(*items: dict[str, Any], version: str = "7", **fields: Any) -> bytes:
    """Write the file of a clinic's checklist; its items stand in one section."""
    section = {
        "linkId": "own",
        "type": "group",
        "text": "Own questions",
        "_text": in_japanese("独自の質問"),
        "item": list(items or (make_question("own-1"), make_question("own-2"))),
    }
    named = {"url": "https://clinic.example/q", "version": version, "title": "Our checklist", "language": "en"}
    return json.dumps(
        {"resourceType": "Questionnaire", **named, "_title": in_japanese("当院の問診"), "item": [section], **fields}
    ).encode()


def make_checklist(*items: dict[str, Any], version: str = "7", **fields: Any) -> Checklist:
    """Read a clinic's checklist."""
    return read_checklist(write_checklist(*items, version=version, **fields), "clinic.json")
