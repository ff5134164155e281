"""The types of items."""

from enum import StrEnum


class ItemType(StrEnum):
    """The item types of FHIR R4; UNRECOGNISED stands for any other code, which the item keeps as `type_code`."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    DATETIME = "dateTime"
    TIME = "time"
    STRING = "string"
    TEXT = "text"
    URL = "url"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    ATTACHMENT = "attachment"
    REFERENCE = "reference"
    QUANTITY = "quantity"
    UNRECOGNISED = "unrecognised"
