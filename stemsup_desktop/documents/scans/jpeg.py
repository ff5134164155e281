"""A JPEG as it is kept: its picture to the last bit, its place upright, and nothing of when and where it was taken."""

import re
from collections.abc import Iterator

_START = b"\xff\xd8"
_START_OF_SCAN, _END = 0xDA, 0xD9
_APP0, _APP15, _COMMENT = 0xE0, 0xEF, 0xFE
_KEPT_APPS = (b"JFIF\0", b"ICC_PROFILE\0", b"Adobe")
_AFTER_SCAN = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
"""The next marker behind a scan: in a scan, 0xFF is followed by 0 or is a restart."""

_ORIENTATIONS = {1: (False, 0), 2: (True, 0), 3: (False, 2), 4: (True, 2), 5: (True, 3), 6: (False, 1), 7: (True, 1)}
_ORIENTATIONS[8] = (False, 3)
"""EXIF's orientations: whether a picture is mirrored left to right, then by how many quarters it is turned."""


def turn_orientation(orientation: int, quarters: int) -> int:
    """Return the EXIF orientation of a picture that is turned further, by quarters clockwise."""
    is_mirrored, turned = _ORIENTATIONS.get(orientation, (False, 0))
    wanted = (is_mirrored, (turned + quarters) % 4)
    return next(number for number, one in _ORIENTATIONS.items() if one == wanted)


def strip_jpeg(data: bytes, orientation: int) -> bytes | None:
    """Return the picture alone with its orientation, or None if the parts of the file do not follow one another.

    What a camera adds (place, device, a second picture, a film behind the end) is left out.
    """
    parts = [_START, _write_orientation(orientation)]
    for marker, part in _list_parts(data):
        is_told = _APP0 <= marker <= _APP15 or marker == _COMMENT
        if is_told and not part[4:].startswith(_KEPT_APPS):
            continue
        parts.append(part)
        if marker == _END:
            return b"".join(parts)
    return None


def _list_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of every part behind the start; ends early where something else stands than a part."""
    at = len(_START)
    while data[at : at + 1] == b"\xff":
        while data[at + 1 : at + 2] == b"\xff":  # fill bytes
            at += 1
        marker = data[at + 1] if at + 1 < len(data) else 0
        if marker == _END:
            yield marker, data[at : at + 2]
            return
        length = int.from_bytes(data[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(data):
            return
        if marker == _START_OF_SCAN:
            following = _AFTER_SCAN.search(data, end)
            if following is None:
                return
            end = following.start()
        yield marker, data[at:end]
        at = end


def _write_orientation(orientation: int) -> bytes:
    """Return an APP1 part whose only entry is EXIF's tag 0x0112."""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2) + b"\x00\x00"
    body = b"Exif\0\0MM\x00\x2a\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body
