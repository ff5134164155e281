"""Files that become answers: pictures with their previews, and any other file a person may choose."""

import struct
import zlib
from functools import cache
from random import Random

from border import Act, Border
from guard import Place
from judging import BorderFault
from mutate_bytes import damage
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter
from traps import lay_trap

from stemsup_desktop.questionnaire.file_kinds import find_ending, say_kind
from stemsup_desktop.ui.file_reading import read_chosen_file
from stemsup_desktop.ui.image_preview import has_preview, read_preview

SIDE_PX = 96
_FORMS = (b"png", b"jpeg", b"webp", b"tiff", b"bmp", b"ico", b"tga")


@cache
def list_pictures() -> tuple[bytes, ...]:
    """Return small pictures of every kind that can be written here, and a GIF."""
    image = QImage(24, 16, QImage.Format.Format_ARGB32)
    for x in range(24):
        for y in range(16):
            image.setPixelColor(x, y, QColor(x * 10, y * 15, (x * y) % 256, 255 - x))
    made = [_write(image, form) for form in _FORMS]
    progressive = _write(image, b"jpeg", is_progressive=True)
    return (*(data for data in made if data), progressive, _GIF, make_png(24, 16), _write_wide())


def _write(image: QImage, form: bytes, *, is_progressive: bool = False) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, form)
    writer.setProgressiveScanWrite(is_progressive)
    return bytes(buffer.data().data()) if writer.write(image) else b""


def _write_wide() -> bytes:
    image = QImage(3_000, 2_000, QImage.Format.Format_Grayscale8)
    image.fill(QColor("teal"))
    return _write(image, b"jpeg", is_progressive=True)


_GIF = (
    b"GIF89a\x08\x00\x08\x00\x91\x00\x00\xff\xff\xff\xff\x00\x00\x00\xff\x00\x00\x00\xff!\xf9\x04\x00\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x08\x00\x08\x00\x00\x02\x07\x84\x8f\xa9\xcb\xed\x0f\x05\x00;"
)


def make_png(width: int, height: int, depth: int = 8, colour: int = 6, interlace: int = 0, body: bytes = b"") -> bytes:
    """Return a PNG whose head says what it likes."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    parts = ((b"IHDR", head), (b"IDAT", body or zlib.compress(bytes(20_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def make_wordy_png(times: int, kind: bytes) -> bytes:
    """Return a PNG with the same compressed text again and again."""
    whole, part = make_png(24, 16), kind + b"k\0\0" + zlib.compress(bytes(7_900_000), 9)
    return (
        whole[:33]
        + (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))) * times
        + whole[33:]
    )


def repeat_scans(data: bytes, times: int) -> bytes:
    """Return a JPEG whose last scan comes again and again: each costs a walk over every block."""
    start = data.rfind(b"\xff\xda")
    return data[:-2] + data[start:-2] * times + data[-2:] if start > 0 else data


def _make_absurd(rng: Random) -> bytes:
    sides = (0, 1, 7, 255, 4_000, 29_999, 30_000, 30_001, 65_535, 2**31 - 1, 2**32 - 1)
    width, height = rng.choice(sides), rng.choice(sides)
    match rng.randrange(7):
        case 6:
            return make_wordy_png(
                rng.choice((1, 30, 300)), rng.choice((b"zTXt", b"iTXt", b"tEXt", b"eXIf", b"iCCP", b"sPLT"))
            )
        case 0:
            return make_png(
                width, height, rng.choice((0, 1, 2, 8, 16, 255)), rng.choice((0, 2, 3, 4, 6, 9)), rng.choice((0, 1, 2))
            )
        case 1:
            body = zlib.compress(bytes(rng.choice((10_000, 4_000_000))), 9)
            return make_png(
                rng.choice((1_000, 6_000)), rng.choice((1_000, 6_000)), body=body, interlace=rng.randrange(2)
            )
        case 2:
            return _GIF[:6] + struct.pack("<HH", width & 0xFFFF, height & 0xFFFF) + _GIF[10:]
        case 3:
            return repeat_scans(rng.choice(list_pictures()[-4:]), rng.choice((2, 50, 400)))
        case 4:
            data = bytearray(rng.choice([one for one in list_pictures() if one[:2] == b"\xff\xd8"]))
            frame = max(data.find(b"\xff\xc0"), data.find(b"\xff\xc2"))
            data[frame + 5 : frame + 9] = struct.pack(">HH", height & 0xFFFF, width & 0xFFFF)
            return bytes(data)
        case _:
            return repeat_scans(list_pictures()[-1], rng.choice((1_000, 3_000)))


def _make(rng: Random, place: Place) -> Act:
    path = place.folder / rng.choice(
        ("a.png", "b.jpg", "c.gif", "d.txt", "e.docx", "写真.webp", "f", "g\n\x1b[2J.png", "h\u202egnp.exe")
    )
    kind = rng.random()
    if kind < 0.03:
        lay_trap(rng, path, place)
    elif kind < 0.2:
        path.write_bytes(_make_absurd(rng))
    elif kind < 0.28:
        path.write_bytes(
            rng.choice((b"PK\x03\x04", b"%PDF-", b"ID3", b"{\\rtf", b"RIFF    WAVE", b"    ftypheic"))
            + rng.randbytes(50)
        )
    else:
        path.write_bytes(damage(rng, rng.choice(list_pictures()[:-1]), list_pictures()[:-1]))

    def act() -> None:
        chosen = read_chosen_file(path, lambda done, total: None)
        kind = chosen.answer.content_type
        if not chosen.answer.title.isprintable() or "/" in chosen.answer.title or not find_ending(kind).isalnum():
            raise BorderFault("a title or an ending that cannot be shown")
        say_kind(kind)
        if has_preview(kind):
            image = read_preview(chosen.data, kind, SIDE_PX)
            if not image.isNull() and max(image.width(), image.height()) > SIDE_PX:
                raise BorderFault(f"a preview of {image.width()} x {image.height()}")

    list_pictures()
    return act


PICTURES = Border("image", 2_200, _make)
