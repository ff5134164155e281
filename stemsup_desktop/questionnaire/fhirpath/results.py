"""What an evaluation yields, and its conversion to truth and to typed answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.fhir_values import read_value
from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault
from stemsup_desktop.questionnaire.item_types import ItemType


@dataclass(frozen=True, slots=True)
class FhirValue:
    """A result that is more than a plain truth, number or text: its FHIR type or path, and its JSON value."""

    kind: str
    data: object


_KINDS = {
    ItemType.BOOLEAN: "Boolean",
    ItemType.DECIMAL: "Decimal",
    ItemType.INTEGER: "Integer",
    ItemType.DATE: "Date",
    ItemType.DATETIME: "DateTime",
    ItemType.TIME: "Time",
    ItemType.STRING: "String",
    ItemType.TEXT: "String",
    ItemType.URL: "Uri",
    ItemType.QUANTITY: "Quantity",
}


def is_true(values: tuple[object, ...]) -> bool | None:
    """Return the truth of a result: None if it is empty, and one value that is no truth stands for its presence.

    Raises `ExpressionFault` for several values.
    """
    if len(values) > 1:
        raise ExpressionFault("The expression yields several values where one truth is needed.")
    if not values:
        return None
    value = values[0].data if isinstance(values[0], FhirValue) else values[0]
    return value if isinstance(value, bool) else True


def to_answers(values: Iterable[object], item_type: ItemType) -> tuple[Answer, ...]:
    """Return results as answers to an item of a type; raises `ExpressionFault` for what is no answer to it."""
    return tuple(_to_answer(value, item_type) for value in values)


def _to_answer(value: object, item_type: ItemType) -> Answer:
    data = value.data if isinstance(value, FhirValue) else value
    if item_type not in _KINDS and item_type not in (ItemType.CHOICE, ItemType.OPEN_CHOICE):
        raise ExpressionFault("The expression answers an item that takes no answer.")
    kind = _KINDS.get(item_type) or _name_kind(value, data)
    if kind == "Integer" and isinstance(data, Decimal) and data == int(data):
        data = int(data)
    if kind == "Quantity" and isinstance(data, int | Decimal) and not isinstance(data, bool):
        data = {"value": data}
    if kind == "DateTime" and isinstance(data, str) and len(data) == 10:
        raise ExpressionFault("The expression yields a date where a date and time is needed.")
    try:
        answer = read_value(kind, data)
    except ValueError as error:
        raise ExpressionFault("The expression yields a value of another type than its item.") from error
    return answer


def _name_kind(value: object, data: object) -> str:
    """Return the kind of a choice's answer: by the type of the value."""
    if isinstance(value, FhirValue) and value.kind:
        return value.kind[0].upper() + value.kind[1:]
    if isinstance(data, bool):
        return "Boolean"
    if isinstance(data, str):
        return "String"
    if isinstance(data, int):
        return "Integer"
    if isinstance(data, Decimal):
        return "Decimal"
    return "Coding"
