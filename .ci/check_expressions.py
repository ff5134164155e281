"""Reads every FHIRPath expression in a folder of questionnaires: each is read or refused with a sentence.

Those read are evaluated on an empty response and on one with an answer to every item: each yields a result or a fault.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.fhirpath import ExpressionFault, evaluate, read_expression, read_weights

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
ANSWERS = {
    "boolean": {"valueBoolean": True},
    "decimal": {"valueDecimal": Decimal("1.5")},
    "integer": {"valueInteger": 3},
    "date": {"valueDate": "2000-02-29"},
    "dateTime": {"valueDateTime": "2000-02-29T09:00:00+09:00"},
    "time": {"valueTime": "09:00:00"},
    "string": {"valueString": "text"},
    "text": {"valueString": "text"},
    "url": {"valueUri": "http://example.org"},
    "choice": {"valueCoding": {"system": "http://example.org", "code": "a", "display": "A"}},
    "open-choice": {"valueString": "text"},
    "quantity": {"valueQuantity": {"value": 5, "unit": "mg"}},
}


def main() -> None:
    """Read the expressions in all `*.json` files of the folder named on the command line."""
    paths = sorted(Path(sys.argv[1]).glob("*.json"))
    counts: Counter[str] = Counter()
    for path in paths:
        questionnaire = json.loads(path.read_bytes(), parse_float=Decimal)
        empty = {"resourceType": "QuestionnaireResponse", "status": "in-progress"}
        full = {**empty, "item": [_answer(item) for item in questionnaire.get("item", [])]}
        for kind, language, text in _iter_expressions(questionnaire):
            if language != "text/fhirpath":
                counts[f"in another language: {language or 'none given'}"] += 1
                continue
            counts[f"{kind}: {_try(text, questionnaire, empty, full, path.name)}"] += 1
    for line, count in sorted(counts.items()):
        print(f"{count:5} {line}")
    if not any("read" in line for line in counts):
        raise SystemExit("no expression was read")


def _try(text: str, questionnaire: dict[str, object], empty: object, full: object, name: str) -> str:
    try:
        expression = read_expression(text)
    except InputProblem as problem:
        print(f"{name}: {problem.sentence}")
        return "refused"
    faults = 0
    for response in (empty, full):
        # What a variable stands for lies outside of the questionnaire; the responses are what is tried here.
        given = dict.fromkeys(expression.variables) | {"resource": response, "questionnaire": questionnaire}
        try:
            evaluate(expression, response, given, NOW, weights=read_weights(questionnaire))
        except ExpressionFault as fault:
            print(f"{name}: {fault.sentence}")
            faults += 1
    reach = "everything" if expression.reads_everything else f"{min(len(expression.link_ids), 2)} or more items"
    return f"read, reads {reach if expression.reads_everything or expression.link_ids else 'no item'}, {faults} faults"


def _iter_expressions(element: object, url: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(element, list):
        for part in element:
            yield from _iter_expressions(part, url)
        return
    if not isinstance(element, dict):
        return
    here = element.get("url") if isinstance(element.get("url"), str) else url
    value = element.get("valueExpression")
    if isinstance(value, dict):
        yield here.rpartition("/")[2], value.get("language", ""), value.get("expression", "")
    elif here == "expression" and isinstance(element.get("valueString"), str):
        yield "constraint", "text/fhirpath", element["valueString"]
    for key, part in element.items():
        if key != "valueExpression":
            yield from _iter_expressions(part, here)


def _answer(item: dict[str, object]) -> dict[str, object]:
    below = [_answer(child) for child in item.get("item", [])]
    made: dict[str, object] = {"linkId": item.get("linkId")}
    if item.get("type") in ANSWERS:
        return {**made, "answer": [{**ANSWERS[item["type"]], **({"item": below} if below else {})}]}
    return {**made, "item": below} if below else made


if __name__ == "__main__":
    main()
