"""JSON of unknown shape, read exactly: numbers stay decimal, and a fault names the file and the path."""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from stemsup_desktop.errors import InputProblem

MOST_BYTES = 32 * 1024 * 1024

JsonObject = dict[str, object]


def decode_exactly(data: bytes, name: str) -> JsonObject:
    """Decode a JSON object with every decimal as `Decimal`; raises `InputProblem` that names the file."""
    if len(data) > MOST_BYTES:
        raise InputProblem("content-too-large", f"{name}: larger than {MOST_BYTES // 2**20} MB.")
    try:
        decoded = json.loads(data, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise InputProblem("content-invalid", f"{name}: not readable as JSON.") from error
    if not isinstance(decoded, dict):
        raise InputProblem("content-invalid", f"{name}: expected a JSON object at $.")
    return decoded


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


class Element:
    """One JSON object with the path that leads to it, for reading its fields with named faults."""

    __slots__ = ("name", "path", "raw")

    def __init__(self, raw: JsonObject, name: str, path: str = "$") -> None:
        self.raw = raw
        self.name = name
        self.path = path

    def fault(self, field: str, expected: str) -> InputProblem:
        """Make the problem of one field; `expected` says what should be there."""
        where = f"{self.path}.{field}" if field else self.path
        return InputProblem("content-invalid", f"{self.name}: {expected} - at `{where}`.")

    def text(self, field: str) -> str:
        """Return a text, empty if absent."""
        value = self.raw.get(field, "")
        if not isinstance(value, str):
            raise self.fault(field, "expected a text")
        return value

    def flag(self, field: str) -> bool:
        """Return true or false, false if absent."""
        value = self.raw.get(field, False)
        if not isinstance(value, bool):
            raise self.fault(field, "expected true or false")
        return value

    def find_element(self, field: str) -> "Element | None":
        """Find the object in a field."""
        value = self.raw.get(field)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.fault(field, "expected an object")
        return Element(value, self.name, f"{self.path}.{field}")

    def elements(self, field: str) -> "Iterator[Element]":
        """Go through the objects of a list, none if absent."""
        values = self.raw.get(field, [])
        if not isinstance(values, list):
            raise self.fault(field, "expected a list")
        for number, value in enumerate(values):
            if not isinstance(value, dict):
                raise self.fault(f"{field}[{number}]", "expected an object")
            yield Element(value, self.name, f"{self.path}.{field}[{number}]")
