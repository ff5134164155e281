"""Answers as typed values, named as in FHIR R4's QuestionnaireResponse."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

import msgspec


class BooleanAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="boolean"):
    """valueBoolean."""

    value: bool


class DecimalAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="decimal"):
    """valueDecimal."""

    value: Decimal


class IntegerAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="integer"):
    """valueInteger."""

    value: int


class DateAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="date"):
    """valueDate; only a response from elsewhere is less precise than the day, and `value` is then its first day."""

    value: date
    precision: Literal["day", "month", "year"] = "day"


class DateTimeAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="dateTime"):
    """valueDateTime; always aware. Only a response from elsewhere is less precise, as for dates; it is kept in UTC."""

    value: datetime
    precision: Literal["moment", "day", "month", "year"] = "moment"


class TimeAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="time"):
    """valueTime."""

    value: time


class StringAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="string"):
    """valueString, also for items of type text and for the free text of an open-choice."""

    value: str


class UriAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="uri"):
    """valueUri."""

    value: str


class CodingAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="coding"):
    """valueCoding; `display` is kept as it was shown."""

    code: str
    system: str = ""
    display: str = ""


class QuantityAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="quantity"):
    """valueQuantity; `code` is a UCUM code where `system` is UCUM."""

    value: Decimal
    unit: str = ""
    system: str = ""
    code: str = ""


class AttachmentAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="attachment"):
    """valueAttachment by reference: the file itself lies elsewhere, known by its hash or address."""

    url: str = ""
    content_type: str = ""
    title: str = ""
    size_bytes: int | None = None
    sha1_base64: str = ""


class ReferenceAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="reference"):
    """valueReference: the address of another resource and the words for it."""

    reference: str = ""
    display: str = ""


Answer = (
    BooleanAnswer
    | DecimalAnswer
    | IntegerAnswer
    | DateAnswer
    | DateTimeAnswer
    | TimeAnswer
    | StringAnswer
    | UriAnswer
    | CodingAnswer
    | QuantityAnswer
    | AttachmentAnswer
    | ReferenceAnswer
)


class ItemAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every answer given to one item, with who gave them and when.

    `answers` is empty only after a person took an answer back, which counts as unanswered, or where an occurrence of a
    repeating group was added. `place` has one number, from 0, for each thing round the item that can occur more than
    once: a repeating group (the item itself, if it is one) or a question with several answers that holds the item.
    """

    link_id: str
    answers: tuple[Answer, ...]
    answered_at: datetime | None = None
    answered_by: str = ""
    place: tuple[int, ...] = ()


YES_NO_UNKNOWN = "http://terminology.hl7.org/CodeSystem/v2-0532"
"""HL7 v2 table 0532, expanded yes/no indicator: Y, N and UNK serve every yes/no/unknown question."""

YES = CodingAnswer(code="Y", system=YES_NO_UNKNOWN)
NO = CodingAnswer(code="N", system=YES_NO_UNKNOWN)
UNKNOWN = CodingAnswer(code="UNK", system=YES_NO_UNKNOWN)
