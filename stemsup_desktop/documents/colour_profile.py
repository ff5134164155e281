"""The sRGB colour space as an ICC profile, made here so that a document needs no file with terms of its own.

Version 4.2 of the format (ICC.1:2004-10), which PDF 1.7 names; the figures are those of IEC 61966-2-1, with the
primaries adapted to D50 as the format wants.
"""

from functools import cache
from struct import pack

PROFILE_NAME = "sRGB IEC61966-2.1"

_D50 = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    b"rXYZ": (0.436065674, 0.222488403, 0.013916016),
    b"gXYZ": (0.385147095, 0.716873169, 0.097076416),
    b"bXYZ": (0.143066406, 0.060607910, 0.714096069),
}
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_FROM_D65 = (1.047882, 0.022918, -0.050217, 0.029586, 0.990479, -0.017059, -0.009247, 0.015075, 0.751678)
_HEADER_SIZE = 128


def _fixed(*numbers: float) -> bytes:
    """Return numbers as s15Fixed16."""
    return pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def _text(words: str) -> bytes:
    encoded = words.encode("utf-16-be")
    return pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(encoded), 28) + encoded


@cache
def make_colour_profile() -> bytes:
    """Return the bytes of the profile, always the same."""
    curve = pack(">4sIHH", b"para", 0, 3, 0) + _fixed(*_CURVE)
    tags: dict[bytes, bytes] = {
        b"desc": _text(PROFILE_NAME),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": b"XYZ \0\0\0\0" + _fixed(*_D50),
        b"chad": b"sf32\0\0\0\0" + _fixed(*_FROM_D65),
        **{name: b"XYZ \0\0\0\0" + _fixed(*primary) for name, primary in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, data = pack(">I", len(tags)), b""
    start = _HEADER_SIZE + 4 + 12 * len(tags)
    placed: dict[bytes, int] = {}
    for name, content in tags.items():
        if content not in placed:  # the three curves are one
            placed[content] = start + len(data)
            data += content + b"\0" * (-len(content) % 4)
        table += pack(">4sII", name, placed[content], len(content))
    size = start + len(data)
    header = pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI12s4s44x",
        *(size, b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ", b"XYZ "),
        *(2004, 10, 1, 0, 0, 0),
        *(b"acsp", b"\0\0\0\0", 0, b"\0\0\0\0", b"\0\0\0\0", 0, 0),
        *(_fixed(*_D50), b"\0\0\0\0"),
    )
    return header + table + data
