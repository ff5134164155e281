"""The line that the square code of each page of a kept document holds: which page of which document, of which text.

Short, so that its 25 modules a side can be read at 100 dots an inch on 13 mm: "S1.CNS202600417.3.7.0123456789AB.K2F".
"""

import re
import zlib

import msgspec

NOT_KEPT = "S1.NOT-KEPT"
"""What stands on pages that no vault keeps: drafts, previews, and what the command line renders from a file."""

CONTENT_DIGITS = 12
"""How many hexadecimal digits of the content's SHA-256 a page carries."""

_FORMAT = "S1"
_NUMBER = re.compile(r"([A-Z]{2,4})-([0-9]{4})-([0-9]{5,9})", re.ASCII)
_CODE = re.compile(
    r"S1\.([A-Z]{2,4})([0-9]{4})([0-9]{5,9})\.([1-9][0-9]{0,3})\.([1-9][0-9]{0,3})\.([0-9A-F]{12})\.([0-9A-Z]{3})",
    re.ASCII,
)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MOST_PAGES = 9_999
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST = 64


class PageCode(msgspec.Struct, frozen=True):
    """One page as its code names it; `content` is the first twelve digits, lower case, of the content's SHA-256."""

    number: str
    page: int
    page_count: int
    content: str


def is_kept_number(number: str) -> bool:
    """Tell whether a number is one that a vault gives to the documents it keeps, such as CNS-2026-00417."""
    return _NUMBER.fullmatch(number) is not None


def write_page_code(number: str, page: int, page_count: int, content_sha256: str) -> str:
    """Return the line for one page, counted from 1; raises ValueError for what no kept document can have."""
    named = _NUMBER.fullmatch(number)
    if named is None or not _HASH.fullmatch(content_sha256) or not 1 <= page <= page_count <= _MOST_PAGES:
        raise ValueError("no page of a kept document")
    content = content_sha256[:CONTENT_DIGITS].upper()
    body = f"{_FORMAT}.{''.join(named.groups())}.{page}.{page_count}.{content}"
    return f"{body}.{_make_check(body)}"


def read_page_code(text: str) -> PageCode | None:
    """Return the page that a line names, or None for anything that is not exactly such a line."""
    found = _CODE.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or found[7] != _make_check(text.rpartition(".")[0]):
        return None
    page, page_count = int(found[4]), int(found[5])
    if page > page_count:
        return None
    return PageCode(f"{found[1]}-{found[2]}-{found[3]}", page, page_count, found[6].lower())


def _make_check(body: str) -> str:
    """Return three characters that a line read wrongly does not have."""
    rest, check = zlib.crc32(body.encode("ascii")), ""
    for _ in range(3):
        rest, digit = divmod(rest, len(_DIGITS))
        check += _DIGITS[digit]
    return check
