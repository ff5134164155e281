"""Whether a JPEG is a picture and nothing else, and how large it is, read from its parts without decoding it."""

import struct

_START, _JFIF = b"\xff\xd8", b"JFIF\0"
_JFIF_BYTES = 16
"""Length of a JFIF part without a thumbnail, its two bytes of length included."""
_APP0, _APP15, _COMMENT, _START_OF_SCAN = 0xE0, 0xEF, 0xFE, 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_END = b"\xff\xd9"


def find_clean_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels of a JPEG that says nothing besides its picture, or None for any other bytes.

    No EXIF, XMP, IPTC, profile, comment or thumbnail, and nothing behind the end.
    """
    if not data.startswith(_START) or not data.endswith(_END):
        return None
    at, size = len(_START), None
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        part = data[at + 4 : at + 2 + length]
        if length < 2 or len(part) != length - 2:
            return None
        if marker == _START_OF_SCAN:
            return size if _ends_with_the_scan(data, at + 2 + length) else None
        if marker == _COMMENT or _APP0 < marker <= _APP15:
            return None
        if marker == _APP0 and not (part.startswith(_JFIF) and length == _JFIF_BYTES):
            return None
        if marker in _FRAMES and len(part) > 5:
            height, width = struct.unpack(">HH", part[1:5])
            size = (int(width), int(height)) if width and height else None
        at += 2 + length
    return None


def _ends_with_the_scan(data: bytes, at: int) -> bool:
    """Tell whether one scan goes on to the end: in a scan, 0xFF is followed by 0 or is a restart."""
    while (at := data.find(b"\xff", at)) >= 0:
        following = data[at + 1] if at + 1 < len(data) else -1
        if following == _END[1]:
            return at + 2 == len(data)
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return False
        at += 2
    return False
