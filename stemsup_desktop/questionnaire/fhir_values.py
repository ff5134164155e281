"""FHIR's value[x] elements to answers and back; a wrong type is named, never coerced."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, assert_never

from stemsup_desktop.questionnaire.answers import (
    Answer,
    AttachmentAnswer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)

SMALLEST_INTEGER, LARGEST_INTEGER = -(2**31), 2**31 - 1
"""FHIR R4 integers have 32 bits."""

MOST_DIGITS = 30
"""Digits a decimal may have on either side of the point, so that no number is endless when it is written out."""

_LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How much of an ISO date a precision writes."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}:\d{2}(\.\d{1,6})?", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def is_32_bits(number: int) -> bool:
    """Say whether a whole number is one that FHIR R4 can write."""
    return SMALLEST_INTEGER <= number <= LARGEST_INTEGER


def is_bounded(number: Decimal) -> bool:
    """Say whether a decimal is finite and has at most `MOST_DIGITS` digits on either side of the point."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_DIGITS and number.adjusted() < MOST_DIGITS


def find_value(element: Mapping[str, object], stem: str) -> tuple[str, object] | None:
    """Find "valueString" and the like for the stem "value": the type after the stem, and the raw value."""
    for key, raw in element.items():
        if key.startswith(stem) and len(key) > len(stem) and key[len(stem)].isupper():
            return key[len(stem) :], raw
    return None


def read_value(kind: str, raw: object) -> Answer:
    """Return the answer of "String", "Coding" and so on; raises ValueError that says what was expected."""
    match kind:
        case "Boolean":
            if isinstance(raw, bool):
                return BooleanAnswer(raw)
            raise ValueError("expected true or false")
        case "Decimal":
            return DecimalAnswer(read_decimal(raw))
        case "Integer":
            return IntegerAnswer(read_integer(raw))
        case "Date":
            return DateAnswer(*_read_day(_read_pattern(raw, _DATE, "a date such as 2026-01-31")))
        case "DateTime":
            return _read_moment(raw)
        case "Time":
            return TimeAnswer(time.fromisoformat(_read_pattern(raw, _TIME, "a time such as 09:00:00")))
        case "String":
            return StringAnswer(_read_text(raw))
        case "Uri":
            return UriAnswer(_read_text(raw))
        case "Coding":
            return _read_coding(raw)
        case "Quantity":
            return _read_quantity(raw)
        case "Attachment":
            return _read_attachment(raw)
        case "Reference":
            return _read_reference(raw)
        case _:
            raise ValueError(f"a value of type {kind[:40]} is not supported")


def read_decimal(raw: object) -> Decimal:
    """Return a JSON number as a decimal; raises ValueError."""
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise ValueError("expected a number")
    number = Decimal(raw)
    if not is_bounded(number):
        raise ValueError(f"expected a number of at most {MOST_DIGITS} digits")
    return number


def read_integer(raw: object) -> int:
    """Return a JSON whole number of 32 bits; raises ValueError."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not is_32_bits(raw):
        raise ValueError("expected a whole number of 32 bits")
    return raw


def write_value(answer: Answer) -> tuple[str, object]:
    """Return the type name after "value" and the JSON value, decimals as `Decimal`."""
    match answer:
        case BooleanAnswer(value=truth):
            return "Boolean", truth
        case DecimalAnswer(value=number):
            return "Decimal", number
        case IntegerAnswer(value=whole):
            return "Integer", whole
        case DateAnswer(value=day):
            return "Date", day.isoformat()[: _LENGTHS[answer.precision]]
        case DateTimeAnswer(value=moment, precision="moment"):
            return "DateTime", write_moment(moment)
        case DateTimeAnswer(value=moment, precision=precision):
            return "DateTime", moment.date().isoformat()[: _LENGTHS[precision]]
        case TimeAnswer(value=clock):
            return "Time", clock.replace(tzinfo=None).isoformat()
        case StringAnswer(value=text):
            return "String", text
        case UriAnswer(value=text):
            return "Uri", text
        case CodingAnswer(code=code, system=system, display=display):
            return "Coding", _filled(system=system, code=code, display=display)
        case QuantityAnswer(value=number, unit=unit, system=system, code=code):
            return "Quantity", {"value": number, **_filled(unit=unit, system=system, code=code)}
        case AttachmentAnswer(url=url, content_type=content_type, title=title, size_bytes=size, sha1_base64=digest):
            known: dict[str, object] = {} if size is None else {"size": size}
            return "Attachment", _filled(contentType=content_type, url=url, hash=digest, title=title) | known
        case ReferenceAnswer(reference=reference, display=display):
            return "Reference", _filled(reference=reference, display=display)
        case _:
            assert_never(answer)


def write_moment(moment: datetime) -> str:
    """Return an aware moment as FHIR writes it; offsets that are no whole minutes become UTC."""
    offset = moment.utcoffset()
    whole = offset is not None and offset % timedelta(minutes=1) == timedelta(0)
    return (moment if whole else moment.astimezone(UTC)).isoformat()


def _filled(**texts: str) -> dict[str, object]:
    """Leave out what is empty: FHIR has no empty strings."""
    return {name: text for name, text in texts.items() if text}


def _read_text(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError("expected a text")
    return raw


def _read_pattern(raw: object, pattern: re.Pattern[str], expected: str) -> str:
    if not isinstance(raw, str) or pattern.fullmatch(raw) is None:
        raise ValueError(f"expected {expected}")
    return raw


def _read_day(text: str) -> tuple[date, Literal["day", "month", "year"]]:
    """Return the first day that a date means, and how precise it is."""
    precisions: dict[int, Literal["day", "month", "year"]] = {4: "year", 7: "month", 10: "day"}
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :]), precisions[len(text)]


def _read_moment(raw: object) -> DateTimeAnswer:
    if isinstance(raw, str) and _DATE.fullmatch(raw):
        day, precision = _read_day(raw)
        return DateTimeAnswer(datetime.combine(day, time(), UTC), precision)
    expected = "a date and time with its zone, such as 2026-01-31T09:00:00+09:00"
    return DateTimeAnswer(datetime.fromisoformat(_read_pattern(raw, _DATE_TIME, expected)))


def _read_object(raw: object, expected: str) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise ValueError(f"expected {expected}")
    return raw


def _read_coding(raw: object) -> CodingAnswer:
    coding = _read_object(raw, "a coding")
    parts = {name: _read_text(coding.get(name, "")) for name in ("code", "system", "display")}
    if not parts["code"] and not parts["display"]:
        raise ValueError("expected a coding with a code")
    return CodingAnswer(**parts)


def _read_texts(raw: Mapping[str, object], *names: str) -> dict[str, str]:
    return {name: _read_text(raw.get(name, "")) for name in names}


def _read_reference(raw: object) -> ReferenceAnswer:
    texts = _read_texts(_read_object(raw, "a reference"), "reference", "display")
    if not texts["reference"] and not texts["display"]:
        raise ValueError("expected a reference with an address or a display")
    return ReferenceAnswer(**texts)


def _read_attachment(raw: object) -> AttachmentAnswer:
    attachment = _read_object(raw, "an attachment")
    if "data" in attachment:
        raise ValueError("an attachment that holds its file is not supported, only one with an address")
    texts = _read_texts(attachment, "url", "contentType", "title", "hash")
    if not texts["url"] and not texts["title"]:
        raise ValueError("expected an attachment with an address or a title")
    size = None if "size" not in attachment else read_integer(attachment["size"])
    return AttachmentAnswer(texts["url"], texts["contentType"], texts["title"], size, texts["hash"])


def _read_quantity(raw: object) -> QuantityAnswer:
    quantity = _read_object(raw, "a quantity")
    if "comparator" in quantity:
        raise ValueError("a quantity with a comparator is not supported")
    texts = {name: _read_text(quantity.get(name, "")) for name in ("unit", "system", "code")}
    return QuantityAnswer(value=read_decimal(quantity.get("value")), **texts)
