"""Reads the input file of the command line: one consultation as strict JSON, with every fault named by its path."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from stemsup_desktop.consultation.patient_check import check_patient, normalise_patient
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.input_files import read_input

MOST_BYTES = 20_000_000
MOST_NUMBER = 10**9
SMALLEST_EXPONENT = -6
SCHEMA_ID = "urn:stemsup-desktop:consultation:1"

_QUOTED_VALUE = re.compile(r" '.*'(?= - at |$)", re.DOTALL)
_QUOTED_FIELD = re.compile(r"(?<=unknown field) `(.*?)`(?=(?: - at `\$[\w.\[\]]*`)?$)", re.DOTALL)
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
"""What a field may be called; a name of another shape may be anything, a patient's words too, and is not repeated."""


def read_consultation_file(path: Path, today: date) -> ConsultationFile:
    """Return the consultation in a file, its patient made uniform.

    Raises `EnvironmentProblem` if the file cannot be read, `InputProblem` naming file and path of the fault otherwise.
    """
    return decode_consultation(read_input(path, MOST_BYTES), path.name, today)


def decode_consultation(data: bytes, name: str, today: date) -> ConsultationFile:
    """Return the consultation in JSON bytes; raises `InputProblem` that names `name` and the path of the fault."""
    try:
        _refuse_repeated_keys(data)
        file = msgspec.json.decode(data, type=ConsultationFile)
    except _RepeatedKeyError as error:
        named = f"the field `{error}`" if _FIELD_NAME.fullmatch(str(error)) else "a field"
        raise _fault(name, f"{named} is given twice") from None
    except (UnicodeError, RecursionError, json.JSONDecodeError) as error:
        raise _fault(name, "this is not a JSON file in UTF-8") from error
    except msgspec.DecodeError as error:
        raise _fault(name, _without_value(str(error))) from None
    for where, fault in _find_faults(file, today):
        raise _fault(name, f"{fault} - at `{where}`")
    return msgspec.structs.replace(file, patient=normalise_patient(file.patient))


def make_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the input file."""
    schema = msgspec.json.schema(ConsultationFile)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "One consultation of StemSup Desktop",
        **_numbers_allowed(schema),
    }


def _fault(name: str, fault: str) -> InputProblem:
    return InputProblem("input-invalid", f"{name}: {fault}.")


def _without_value(message: str) -> str:
    """msgspec quotes unknown values and fields; what may be a patient's goes."""
    return _QUOTED_FIELD.sub(_keep_field_name, _QUOTED_VALUE.sub("", message))


def _keep_field_name(found: re.Match[str]) -> str:
    return found[0] if _FIELD_NAME.fullmatch(found[1]) else ""


class _RepeatedKeyError(Exception):
    """A JSON object names a field twice, of which a decoder would silently keep one."""


def _refuse_repeated_keys(data: bytes) -> None:
    def check(pairs: list[tuple[str, object]]) -> None:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _RepeatedKeyError(key)
            seen.add(key)

    def pass_over(_: str) -> None:
        return None

    json.loads(data.decode("utf-8"), object_pairs_hook=check, parse_int=pass_over, parse_float=pass_over)


def _find_faults(file: ConsultationFile, today: date) -> Iterator[tuple[str, str]]:
    """What types cannot say: moments without a zone, numbers out of all proportion, impossible dates."""
    yield from _walk(file, "$")
    for problem in check_patient(normalise_patient(file.patient), today):
        yield f"$.patient.{problem.field}", problem.text.en.rstrip(".")
    for index, allergy in enumerate(file.patient.allergies):
        if allergy.year is not None and not file.patient.birth_date.year <= allergy.year <= today.year:
            yield f"$.patient.allergies[{index}].year", "The year lies before birth or in the future"
    yield from _find_date_faults(file.consultation, file.patient.birth_date, today)


def _find_date_faults(visit: Consultation, birth_date: date, today: date) -> Iterator[tuple[str, str]]:
    here = "$.consultation"
    if visit.started_at.date() < birth_date:
        yield f"{here}.started_at", "The consultation starts before the patient was born"
    signature, declined, treatment = visit.consent.signature, visit.consent.declined, visit.treatment
    # A signature may carry tomorrow's date where this computer's zone lags behind the clinic's.
    if signature is not None and (signature.signed_on - today).days > 1:
        yield f"{here}.consent.signature.signed_on", "The date of signing lies in the future"
    if declined is not None and (declined.declined_on - today).days > 1:
        yield f"{here}.consent.declined.declined_on", "The date lies in the future"
    if treatment.started_at is not None:
        for field, moment in (("ended_at", treatment.ended_at), ("observed_until", treatment.observed_until)):
            if moment is not None and moment < treatment.started_at:
                yield f"{here}.treatment.{field}", "The time lies before the start of the treatment"


def _walk(value: object, where: str) -> Iterator[tuple[str, str]]:
    match value:
        case msgspec.Struct():
            for name, written in _list_fields(type(value)):
                yield from _walk(getattr(value, name), f"{where}.{written}")
        case tuple():
            for index, item in enumerate(value):
                yield from _walk(item, f"{where}[{index}]")
        case datetime() if value.tzinfo is None:
            yield where, "The moment lacks its time zone, such as +09:00"
        case datetime() if _is_beyond_utc(value):
            yield where, "The moment is out of range"
        case Decimal() if not _is_reasonable(value):
            yield where, f"The number is larger than {MOST_NUMBER} or finer than {-SMALLEST_EXPONENT} decimals"
        case int() if abs(value) > MOST_NUMBER:
            yield where, f"The number is larger than {MOST_NUMBER}"


@cache
def _list_fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind of record, each with its name in the file; asking for them takes long."""
    return tuple((field.name, field.encode_name) for field in msgspec.structs.fields(kind))


def _is_reasonable(number: Decimal) -> bool:
    if not number.is_finite():
        return False
    exponent = number.as_tuple().exponent
    return (
        isinstance(exponent, int)
        and exponent >= SMALLEST_EXPONENT
        and number.adjusted() <= 9
        and abs(number) <= MOST_NUMBER
    )


def _is_beyond_utc(moment: datetime) -> bool:
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return True
    return False


def _numbers_allowed(schema: Any) -> Any:
    """A decimal may be written as a number too, which msgspec's schema leaves out."""
    match schema:
        case {"type": "string", "format": "decimal"}:
            return {"anyOf": [{"type": "number"}, schema]}
        case dict():
            return {key: _numbers_allowed(item) for key, item in schema.items()}
        case list():
            return [_numbers_allowed(item) for item in schema]
        case _:
            return schema
