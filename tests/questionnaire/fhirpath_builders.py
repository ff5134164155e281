"""A small response with an answer of every type, and evaluation by a fixed clock."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from stemsup_desktop.questionnaire.fhirpath import Budget, Weights, evaluate, read_expression

NOW = datetime(2026, 1, 31, 9, 30, tzinfo=timezone(timedelta(hours=9)))
UCUM = "http://unitsofmeasure.org"


def make_item(link_id: str, *answers: Mapping[str, object], items: tuple[object, ...] = ()) -> dict[str, object]:
    """Make an item of a response."""
    item: dict[str, object] = {"linkId": link_id}
    if answers:
        item["answer"] = [dict(answer) for answer in answers]
    if items:
        item["item"] = list(items)
    return item


def make_response(*items: object) -> dict[str, object]:
    """Make a response."""
    return {"resourceType": "QuestionnaireResponse", "id": "r1", "status": "in-progress", "item": list(items)}


RESPONSE = make_response(
    make_item(
        "group",
        items=(
            make_item("weight", {"valueDecimal": Decimal("80.10")}),
            make_item("height", {"valueDecimal": Decimal("1.78")}),
            make_item("count", {"valueInteger": 3}),
            make_item("yes", {"valueBoolean": True}),
            make_item("no", {"valueBoolean": False}),
            make_item("born", {"valueDate": "2008-02-29"}),
            make_item("when", {"valueDateTime": "2026-01-31T00:15:00Z"}),
            make_item("clock", {"valueTime": "08:15:00"}),
            make_item("name", {"valueString": "Aiko"}),
            make_item("link", {"valueUri": "http://example.org/a"}),
            make_item("colour", {"valueCoding": {"system": "s", "code": "red", "display": "Red"}}),
            make_item("dose", {"valueQuantity": {"value": 5, "unit": "mg", "system": UCUM, "code": "mg"}}),
            make_item("many", {"valueInteger": 1}, {"valueInteger": 2}, {"valueInteger": 4}),
            make_item(
                "parent",
                {"valueString": "p", "item": [make_item("nested", {"valueString": "n"})]},
                {"valueString": "q", "item": [make_item("nested", {"valueString": "m"})]},
            ),
        ),
    ),
    make_item("score1", {"valueCoding": {"system": "s", "code": "a1"}}),
    make_item("score2", {"valueCoding": {"system": "s", "code": "a2"}}),
)


def run(
    text: str,
    response: Mapping[str, object] = RESPONSE,
    weights: Weights | None = None,
    budget: Budget | None = None,
    **environment: object,
) -> tuple[object, ...]:
    """Evaluate an expression on a response; `~~x~~` stands for the answers to item x wherever it lies."""
    parts = text.split("~~")
    for number in range(1, len(parts), 2):
        parts[number] = f"%resource.descendants().where(linkId = '{parts[number]}').answer.value"
    given = {"resource": response, **environment}
    return evaluate(read_expression("".join(parts)), dict(response), given, NOW, budget, weights)
