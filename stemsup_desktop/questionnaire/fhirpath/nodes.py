"""The values of an evaluation: what fhirpathpy's `ResourceNode` holds, how it is reached, and how two are the same."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import get_args

from fhirpathpy.engine.nodes import ResourceNode
from fhirpathpy.models import models

from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.fhir_values import write_moment, write_value
from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault
from stemsup_desktop.questionnaire.fhirpath.results import FhirValue

R4: Mapping[str, Mapping[str, str]] = {
    name: models["r4"][name] for name in ("path2Type", "pathsDefinedElsewhere", "type2Parent")
}
CHOICES: Mapping[str, list[str]] = models["r4"]["choiceTypePaths"]

_ANY_CHOICE = (*CHOICES["Extension.value"], *CHOICES["QuestionnaireResponse.item.answer.value"])
_QUANTITY_FIELDS = frozenset({"value", "unit", "system", "code", "comparator", "id", "extension"})
_ANSWER_TYPES = get_args(Answer)

Collection = list[object]


def make_node(data: object, path: str | None, link_id: str = "") -> ResourceNode:
    """Make a node; its field `propName` holds the link id of the item that it lies in."""
    return ResourceNode(Decimal(str(data)) if isinstance(data, float) else data, path, None, link_id)


def get_data(value: object) -> object:
    """Return the plain JSON value of a node, or the value itself."""
    return value.data if isinstance(value, ResourceNode) else value


def get_path(value: object) -> str:
    """Return the FHIR type of a node, or its path for a part of a resource; empty if nothing is known."""
    return (value.path or "") if isinstance(value, ResourceNode) else ""


def get_link_id(value: object) -> str:
    """Return the link id of the item that a node lies in, empty outside of items."""
    return (value.propName or "") if isinstance(value, ResourceNode) else ""


def read_input(value: object) -> Collection:
    """Return what a caller passed (JSON, results, answers, dates) as a collection of nodes."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [node for part in value for node in read_input(part)]
    return [_read_one(value)]


def _read_one(value: object) -> object:
    if isinstance(value, FhirValue):
        return make_node(value.data, value.kind)
    if isinstance(value, _ANSWER_TYPES):
        kind, raw = write_value(value)
        return make_node(raw, _name_type(kind))
    if isinstance(value, datetime):
        return make_node(write_moment(value) if value.utcoffset() is not None else value.isoformat(), "dateTime")
    if isinstance(value, date | time):
        return make_node(value.isoformat(), "date" if isinstance(value, date) else "time")
    if isinstance(value, dict):
        return make_node(value, _guess_path(value))
    return Decimal(str(value)) if isinstance(value, float) else value


def _guess_path(data: Mapping[str, object]) -> str | None:
    """Return the path of an object that a caller passed bare: a quantity, or an item of one of the two resources."""
    if "linkId" in data:
        return "Questionnaire.item" if "type" in data else "QuestionnaireResponse.item"
    return "Quantity" if "value" in data and data.keys() <= _QUANTITY_FIELDS else None


def get_members(node: object, key: str) -> Iterator[object]:
    """Go through the values of one field, found under its type too ("value" in "valueString")."""
    data = get_data(node)
    if not isinstance(data, dict):
        return
    path = get_path(node)
    here = f"{path}.{key}" if path else key
    here = R4["pathsDefinedElsewhere"].get(here, here)
    found = data.get(key)
    kind = "Extension" if key == "extension" else R4["path2Type"].get(here, here if path else None)
    if found is None:
        for choice in CHOICES.get(here, () if path else _ANY_CHOICE):
            found = data.get(key + choice)
            if found is not None:
                kind = _name_type(choice)
                break
    if kind is not None and kind.startswith("System."):
        kind = _name_type(kind.removeprefix("System."))
    link_id = data.get("linkId") if "linkId" in data else get_link_id(node)
    for part in found if isinstance(found, list) else () if found is None else (found,):
        if part is not None:
            yield make_node(part, kind, link_id if isinstance(link_id, str) else "")


def get_children(node: object) -> Iterator[object]:
    """Go through the values of all fields."""
    data = get_data(node)
    if isinstance(data, dict):
        for key in data:
            if key != "resourceType" and not key.startswith("_"):
                yield from get_members(node, key)


def _name_type(choice: str) -> str:
    """Return the type's name for its form in a field: "Decimal" is decimal, "Coding" is Coding."""
    lower = choice[0].lower() + choice[1:]
    return choice if choice in R4["type2Parent"] and lower not in R4["type2Parent"] else lower


class Keys:
    """Numbers for values, equal where the values are, in one evaluation; large values are looked at once."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._seen: dict[int, tuple[object, int]] = {}

    def get(self, value: object) -> int:
        """Return the number of a value."""
        data = get_data(value)
        match data:
            case dict() | list():
                return self._get_large(data)
            case bool():
                key: object = ("boolean", data)
            case int() | Decimal():
                key = ("number", data)
            case str():
                key = data
            case _:
                raise ExpressionFault("The expression compares what cannot be compared.")
        return self._numbers.setdefault(key, len(self._numbers))

    def _get_large(self, data: dict[str, object] | list[object]) -> int:
        seen = self._seen.get(id(data))
        if seen is not None:
            return seen[1]
        if isinstance(data, dict):
            key: object = frozenset((name, self.get(part)) for name, part in data.items())
        else:
            key = ("list", *(self.get(part) for part in data))
        number = self._numbers.setdefault(key, len(self._numbers))
        self._seen[id(data)] = data, number
        return number
