"""Small parts of FHIR JSON: codes, quantities, extensions that hold the fields of a record, and references."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5

import msgspec

from stemsup_desktop.questionnaire.fhir_values import find_value, write_moment
from stemsup_desktop.questionnaire.json_reading import Element
from stemsup_desktop.questionnaire.response_tree import Json

BASE = "https://stemsup.app/fhir"
"""What every system, extension and canonical address of the program begins with."""

EXTENSIONS = f"{BASE}/StructureDefinition"
UCUM = "http://unitsofmeasure.org"

R = TypeVar("R", bound=msgspec.Struct)


class Code(StrEnum):
    """Code systems of the program, by the last part of their address."""

    DOCUMENT_NUMBER = "document-number"
    DOCUMENT_KIND = "document-kind"
    CHART_NUMBER = "chart-number"
    LICENCE_NUMBER = "licence-number"
    ALLERGY = "allergy"
    RULE = "rule"
    OPINION = "opinion"
    CHOICE = "consent-choice"
    CONSENT_PART = "consent-part"
    ROLE = "signer-role"
    PROVENANCE = "provenance"
    ROUTE = "route"
    SITE = "site"
    MOMENT = "vitals-moment"
    GRADE = "reaction-grade"
    EVENT = "event"
    EVENT_KIND = "event-kind"
    SYMPTOM = "symptom"
    MEASURE = "measure"

    @property
    def system(self) -> str:
        """The address of the system."""
        return f"{BASE}/{self.value}"


def make_address(number: str, name: str) -> str:
    """Return the address of a resource in the record of a document; the same for the same names."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{BASE}/record/{number}/{name}')}"


def make_coding(system: Code | str, code: str, display: str = "") -> Json:
    """Return a Coding."""
    address = system.system if isinstance(system, Code) else system
    return without_empty({"system": address, "code": code, "display": display})


def make_concept(system: Code | str, code: str, text: str = "") -> Json:
    """Return a CodeableConcept of one code with its words."""
    return without_empty({"coding": [make_coding(system, code)], "text": text})


def make_quantity(value: Decimal | int, unit: str, code: str = "") -> Json:
    """Return a Quantity in UCUM, its number as it was written."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code or unit}


def without_empty(element: Json) -> Json:
    """Leave out what is None or empty: FHIR has neither empty texts nor empty lists nor empty objects."""
    return {key: value for key, value in element.items() if value is not None and value != "" and value not in ([], {})}


def make_extension(name: str, kind: str, raw: object) -> Json:
    """Return an extension with one value of a FHIR type."""
    return {"url": f"{EXTENSIONS}/{name}", f"value{kind}": raw}


def write_extension(name: str, value: object) -> Json:
    """Return an extension with one plain value; its type follows from the value's."""
    return make_extension(name, *_write_plain(value))


def write_fields(name: str, fields: Mapping[str, object]) -> list[Json]:
    """Return an extension with one part for each field, or none: fields that are None or empty are left out."""
    parts: list[Json] = []
    for field, value in fields.items():
        for one in value if isinstance(value, tuple) else (value,):
            if one is not None and one != "":
                kind, raw = _write_plain(one)
                parts.append({"url": field.replace("_", "-"), f"value{kind}": raw})
    return [{"url": f"{EXTENSIONS}/{name}", "extension": parts}] if parts else []


def write_record(name: str, record: msgspec.Struct) -> list[Json]:
    """Return the fields of a record of plain values as one extension, or none if all are empty."""
    return write_fields(name, msgspec.structs.asdict(record))


def _write_plain(value: object) -> tuple[str, object]:
    match value:
        case bool():
            return "Boolean", value
        case int():
            return "Integer", value
        case Decimal():
            return "Decimal", value
        case datetime():
            return "DateTime", write_moment(value)
        case date():
            return "Date", value.isoformat()
        case StrEnum():
            return "Code", value.value
        case _:
            return "String", value


def find_extensions(element: Element, name: str) -> Iterator[Element]:
    """Go through the extensions of an element with one name."""
    address = f"{EXTENSIONS}/{name}"
    return (one for one in element.elements("extension") if one.raw.get("url") == address)


def read_extension(element: Element, name: str) -> object:
    """Return the value of an extension, None without one."""
    for one in find_extensions(element, name):
        found = find_value(one.raw, "value")
        return None if found is None else found[1]
    return None


def read_fields(extension: Element, several: tuple[str, ...] = ()) -> dict[str, object]:
    """Return the parts of an extension by the names of their fields; those in `several` as lists."""
    fields: dict[str, object] = {name: [] for name in several}
    for part in extension.elements("extension"):
        name, found = part.text("url").replace("-", "_"), find_value(part.raw, "value")
        if found is None:
            continue
        gathered = fields.get(name)
        if isinstance(gathered, list):
            gathered.append(found[1])
        else:
            fields[name] = found[1]
    return fields


def convert(fields: Mapping[str, object], kind: type[R], element: Element) -> R:
    """Return fields as a record, texts that were empty among them; raises `InputProblem` that names the path."""
    try:
        return msgspec.convert({**dict.fromkeys(_list_wanted_texts(kind), ""), **fields}, kind)
    except msgspec.ValidationError as error:
        raise element.fault("", "expected what this program writes here") from error


@cache
def _list_wanted_texts(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the names of a record's texts that have no default, read from its annotations once."""
    return tuple(one.name for one in msgspec.structs.fields(kind) if one.required and one.type is str)


def read_coded(concept: Element | None, system: Code) -> str:
    """Return the code of one system in a CodeableConcept, empty without one."""
    if concept is not None:
        for coding in concept.elements("coding"):
            if coding.text("system") == system.system:
                return coding.text("code")
    return ""
