"""The scores of a questionnaire's options, for `weight()` and `ordinal()` of Structured Data Capture."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from stemsup_desktop.questionnaire.json_reading import JsonObject

Weights = Mapping[tuple[str, str, str], Decimal]
"""Scores by link id, system and code; an empty link id stands for any item."""

WEIGHT_URLS = frozenset(
    {
        "http://hl7.org/fhir/StructureDefinition/ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/itemWeight",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    }
)


def read_weights(questionnaire: JsonObject) -> Weights:
    """Return the scores of all options of a questionnaire and of the value sets and code systems in it."""
    weights: dict[tuple[str, str, str], Decimal] = {}
    waiting: list[tuple[str, JsonObject]] = [("", part) for part in _objects(questionnaire, "contained")]
    waiting += [("", item) for item in _objects(questionnaire, "item")]
    while waiting:
        link_id, element = waiting.pop()
        here = element.get("linkId", link_id)
        link_id = here if isinstance(here, str) else link_id
        waiting += [(link_id, item) for item in _objects(element, "item")]
        for option in _objects(element, "answerOption"):
            coding = option.get("valueCoding")
            if isinstance(coding, dict):
                _note(weights, link_id, coding, [coding, option])
        for system, concept in _iter_concepts(element):
            _note(weights, "", {"system": system, **concept}, [concept])
    return weights


def find_weight(element: Mapping[str, object]) -> Decimal | None:
    """Find the score in an element's own extensions."""
    for extension in _objects(element, "extension"):
        number = extension.get("valueDecimal", extension.get("valueInteger"))
        if extension.get("url") in WEIGHT_URLS and isinstance(number, int | Decimal | float):
            return Decimal(str(number))
    return None


def _note(
    weights: dict[tuple[str, str, str], Decimal], link_id: str, coding: JsonObject, elements: list[JsonObject]
) -> None:
    for element in elements:
        number = find_weight(element)
        if number is not None:
            weights.setdefault((link_id, str(coding.get("system", "")), str(coding.get("code", ""))), number)


def _iter_concepts(resource: JsonObject) -> Iterator[tuple[object, JsonObject]]:
    """Go through the concepts of a code system, and of a value set's definition and expansion."""
    for concept in _objects(resource, "concept"):
        yield resource.get("url", ""), concept
    for definition in (resource.get("compose"), resource.get("expansion")):
        if isinstance(definition, dict):
            for include in _objects(definition, "include"):
                for concept in _objects(include, "concept"):
                    yield include.get("system", ""), concept
            for concept in _objects(definition, "contains"):
                yield concept.get("system", ""), concept


def _objects(element: Mapping[str, object], name: str) -> list[JsonObject]:
    values = element.get(name)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
