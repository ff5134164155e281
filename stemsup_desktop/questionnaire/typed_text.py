"""What a person typed: whether anything is there, and the number it stands for."""

import re
import unicodedata
from decimal import Decimal

from stemsup_desktop.errors import InputProblem

_LOOKS_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols of Unicode that show nothing."""

_NUMBER = re.compile(r"[+-]?\d{1,15}([.]\d{1,15})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})*,\d{3}([.]\d+)?", re.ASCII)


def is_blank(text: str) -> bool:
    """Say whether a text shows nothing: spaces, controls, invisible characters."""
    return all(unicodedata.category(character)[0] in "CZM" or character in _LOOKS_EMPTY for character in text)


def read_number(text: str) -> Decimal:
    """Return the number a person typed, with full-width digits and a decimal comma accepted.

    Raises `InputProblem` if it is none, or if a comma could mean a thousand ("1,200") as well as a decimal point.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-").replace("\u3001", ",")
    if _GROUPED.fullmatch(plain):
        raise InputProblem(
            "number-ambiguous", "Write a large number without separators: the comma is read as a decimal point."
        )
    plain = plain.replace(",", ".")
    if _NUMBER.fullmatch(plain) is None:
        raise InputProblem("number-invalid", "Write a number such as 36.5.")
    return Decimal(plain)
