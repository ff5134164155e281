"""Reads the GS1 code on a vial or box, as a keyboard scanner types it: product, lot, expiry, serial number.

Says nothing of what the code means for a lot; `scan_matching` does.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

import msgspec
from biip import ParseError
from biip.checksums import gs1_standard_check_digit
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_element_strings import GS1ElementString

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

MOST_CHARACTERS = 400
"""A GS1-128 holds 48 characters, and no code on a vial as much as this; the largest DataMatrix would hold 2,335."""

_SEPARATOR = "\x1d"
_SUBSTITUTES = re.compile(
    r"\u241d|<GS>|\[GS\]|\{GS\}|<FNC1>|\[FNC1\]|\{FNC1\}|\\x1d|\\u001d|~d029|~1|[|~^§]", re.IGNORECASE
)
"""What scanners send for FNC1; none of it may stand in a GS1 code itself."""

_SYMBOLOGY = re.compile(r"\]([A-Za-z])([0-9A-Za-z])")
_GS1_SYMBOLOGIES = frozenset({"d2", "C1", "Q3", "e0", "J1"})
_PRODUCT_SYMBOLOGIES = frozenset({"E0", "E4", "I1"})
"""EAN-13, EAN-8 and ITF-14, which hold a product code and nothing else."""
_HUMAN_READABLE = re.compile(r"\((\d{2,4})\)")
_BARE_GTIN = re.compile(r"\d{12,14}", re.ASCII)
_ANY_GTIN = re.compile(r"\d{12,14}|\d{8}", re.ASCII)
_DAY_IDENTIFIERS = frozenset({"11", "12", "13", "15", "16", "17", "7003", "7006"})

_GTIN, _LOT, _MADE, _EXPIRY, _EXPIRY_TIME, _SERIAL = "01", "10", "11", "17", "7003", "21"
_NAMES = {
    _GTIN: Text("products", "商品コード"),
    _LOT: Text("lots", "ロット番号"),
    _MADE: Text("days of production", "製造日"),
    _EXPIRY: Text("expiry dates", "使用期限"),
    _SERIAL: Text("serial numbers", "シリアル番号"),
}
_PARTS = {_GTIN: "product", _LOT: "lot", _MADE: "day of production", _EXPIRY: "expiry date", _SERIAL: "serial number"}


class ScannedCode(msgspec.Struct, frozen=True):
    """What a code says; a field that it does not carry is empty or None. The GTIN has 14 digits.

    `expires_on` is the last day on which the product may be used.
    """

    gtin: str = ""
    lot_number: str = ""
    expires_on: date | None = None
    serial: str = ""
    made_on: date | None = None


def looks_like_code(text: str) -> bool:
    """Say whether a text can only be a GS1 code, so that a window knows what a fast keyboard has typed."""
    plain = _plain(text)
    symbology = _SYMBOLOGY.match(plain)
    if symbology is not None:
        return True
    plain = plain.strip(_SEPARATOR)
    return len(plain) >= 16 and (plain.startswith("(01)") or re.match(r"01\d{14}", plain, re.ASCII) is not None)


def read_scan(text: str) -> ScannedCode:
    """Return what a GS1 DataMatrix, GS1-128 or GS1 QR code says, typed with or without its symbology identifier.

    FNC1 may be the character 0x1D or what a scanner sends for it; the form printed for the eye, with parentheses, is
    read too. Raises `InputProblem` with one sentence for each thing that can be wrong; it never repeats the text.
    """
    plain = _plain(text)
    if not plain.strip(_SEPARATOR):
        raise InputProblem("code-empty", "The scanner sent no code. Scan it again.")
    if len(plain) > MOST_CHARACTERS:
        raise InputProblem("code-too-long", "This is too long for the code of a vial. Scan one code at a time.")
    symbology, plain = _part_symbology(plain)
    if symbology in _PRODUCT_SYMBOLOGIES or (not symbology and _is_gtin(plain)):
        return ScannedCode(gtin=_read_gtin(plain))
    if symbology and symbology not in _GS1_SYMBOLOGIES:
        raise _not_gs1()
    if not plain.isascii() or not plain.replace(_SEPARATOR, "").isprintable() or plain[:1] not in "(0123456789":
        raise _not_gs1()
    try:
        return _gather(list(_read_human(plain) if plain.startswith("(") else _read_message(plain)))
    except InputProblem as problem:
        if not symbology and _BARE_GTIN.fullmatch(plain):
            raise _wrong_check_digit() from problem
        raise


def _plain(text: str) -> str:
    """Return the text without full-width letters, keys that end a scan, and other names for FNC1."""
    plain = unicodedata.normalize("NFKC", text).strip(" \t\r\n\x00\x02\x03\x04")
    return _SUBSTITUTES.sub(_SEPARATOR, plain)


def _part_symbology(plain: str) -> tuple[str, str]:
    """Return the symbology identifier without its bracket, empty if there is none, and what follows it."""
    symbology = _SYMBOLOGY.match(plain)
    if symbology is None:
        return "", plain.strip(_SEPARATOR)
    return symbology[1] + symbology[2], plain[symbology.end() :].strip(_SEPARATOR)


def _is_gtin(digits: str) -> bool:
    """Say whether this is a product code with its right check digit, as it is typed from a box."""
    if _BARE_GTIN.fullmatch(digits) is None or not digits.strip("0"):
        return False
    return gs1_standard_check_digit(digits[:-1]) == int(digits[-1])


def _read_human(plain: str) -> Iterator[GS1ElementString]:
    pieces = _HUMAN_READABLE.split(plain)
    if pieces[0].strip() or len(pieces) < 3:
        raise _not_gs1()
    for identifier, value in zip(pieces[1::2], pieces[2::2], strict=True):
        value = value.strip(f" {_SEPARATOR}")
        element = _read_element(identifier + value)
        if element.ai.ai != identifier or element.value != value:
            raise _damaged(identifier)
        yield element


def _read_message(plain: str) -> Iterator[GS1ElementString]:
    for segment in filter(None, plain.split(_SEPARATOR)):
        rest = segment
        while rest:
            element = _read_element(rest)
            rest = rest[len(element) :]
            if rest and element.ai.separator_required:
                # A part of variable length ends at FNC1 or with the code (GS1 General Specifications 7.8.4).
                raise _damaged(element.ai.ai)
            yield element


def _read_element(rest: str) -> GS1ElementString:
    try:
        identifier = GS1ApplicationIdentifier.extract(rest)
    except ParseError as error:
        raise InputProblem(
            "code-unknown-part",
            "The code has a part that GS1 does not know, so nothing was read. Scan it again, or enter the lot by hand.",
        ) from error
    try:
        element = GS1ElementString.extract(rest)
    except ParseError as error:
        if identifier.ai in _DAY_IDENTIFIERS:
            raise InputProblem(
                "code-date", "The code holds a date that does not exist. Enter the lot by hand, and tell the maker."
            ) from error
        raise _damaged(identifier.ai) from error
    if element.gtin_error is not None or (element.ai.ai == _GTIN and not element.value.strip("0")):
        raise _wrong_check_digit()
    return element


def _read_gtin(digits: str) -> str:
    if _ANY_GTIN.fullmatch(digits) is None:
        raise _not_gs1()
    if not digits.strip("0") or gs1_standard_check_digit(digits[:-1]) != int(digits[-1]):
        raise _wrong_check_digit()
    return digits.zfill(14)


def _gather(elements: list[GS1ElementString]) -> ScannedCode:
    """Put the parts together; a part may come twice only if it says the same."""
    expiries = {one.date for one in elements if one.ai.ai in (_EXPIRY, _EXPIRY_TIME)}
    found: dict[str, str] = {}
    for element in elements:
        identifier = element.ai.ai
        if identifier in _NAMES and found.setdefault(identifier, element.value) != element.value:
            raise _contradiction(identifier)
    if len(expiries) > 1:
        raise _contradiction(_EXPIRY)
    if not found.get(_GTIN) and not found.get(_LOT):
        raise InputProblem(
            "code-without-lot", "This code names neither a product nor a lot. Scan the code on the vial or its box."
        )
    made = next((one.date for one in elements if one.ai.ai == _MADE), None)
    return ScannedCode(
        found.get(_GTIN, ""), found.get(_LOT, ""), next(iter(expiries), None), found.get(_SERIAL, ""), made
    )


def _not_gs1() -> InputProblem:
    return InputProblem(
        "code-not-gs1", "This is not a GS1 code, so it does not say which lot it is. Enter the lot number by hand."
    )


def _wrong_check_digit() -> InputProblem:
    return InputProblem(
        "code-check-digit",
        "The check digit of the product code is wrong. Scan it again; if it stays, enter it by hand.",
    )


def _damaged(identifier: str) -> InputProblem:
    words = Text(f"part ({identifier})", f"({identifier})の部分")
    if identifier in _PARTS:
        words = Text(_PARTS[identifier], _NAMES[identifier].ja)
    return InputProblem(
        "code-damaged",
        "A part of the code is cut off or runs into the next. Scan it again, or enter the lot by hand.",
        (words,),
    )


def _contradiction(identifier: str) -> InputProblem:
    return InputProblem(
        "code-contradicts",
        "The code names more than one lot or product. Scan the vials one by one.",
        (_NAMES[identifier],),
    )
