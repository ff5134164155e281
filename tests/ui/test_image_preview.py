"""Small pictures of files: never more is decoded than the file may claim."""

import struct
import time
import zlib

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QImageReader

from stemsup_desktop.ui import image_preview
from stemsup_desktop.ui.image_preview import MOST_PIXELS, has_preview, read_preview


def make_image(width: int, height: int, form: str) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form)
    return bytes(buffer.data().data())


def make_bomb(width: int, height: int) -> bytes:
    """Make a PNG of a few bytes that claims to be of any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("form", "kind"), [("PNG", "image/png"), ("JPG", "image/jpeg")])
def test_a_picture_keeps_its_shape_in_the_room_there_is(form: str, kind: str) -> None:
    image = read_preview(make_image(400, 200, form), kind, 96)
    assert (image.width(), image.height()) == (96, 48)
    assert abs(image.pixelColor(40, 20).green() - QColor("teal").green()) < 4


def test_a_small_picture_is_not_made_larger() -> None:
    assert read_preview(make_image(20, 10, "PNG"), "image/png", 96).width() == 20


def test_a_picture_of_extreme_shape_keeps_at_least_one_pixel() -> None:
    image = read_preview(make_image(20_000, 2, "PNG"), "image/png", 96)
    assert (image.width(), image.height()) == (96, 1)


@pytest.mark.parametrize(
    ("width", "height"), [(100_000, 100_000), (30_001, 1), (1, 30_001), (6400, MOST_PIXELS // 6400 + 1)]
)
def test_a_picture_that_claims_too_much_is_never_decoded(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Reader(QImageReader):
        def read(self) -> QImage:  # type: ignore[override]
            raise AssertionError("decoded")

    monkeypatch.setattr(image_preview, "QImageReader", Reader)
    assert read_preview(make_bomb(width, height), "image/png", 96).isNull()


@pytest.mark.parametrize(
    "data", [b"", b"no picture", make_bomb(100, 100)[:40], b"\x89PNG\r\n\x1a\n", b"<svg width='9' height='9'/>"]
)
def test_what_is_no_picture_gives_none(data: bytes) -> None:
    assert read_preview(data, "image/png", 96).isNull()


@pytest.mark.qt_log_ignore("Not a JPEG file")
def test_a_file_is_decoded_as_what_it_was_found_to_be_and_as_nothing_else() -> None:
    assert read_preview(make_image(20, 10, "BMP"), "image/png", 96).isNull()
    assert read_preview(make_image(20, 10, "PNG"), "image/jpeg", 96).isNull()
    assert read_preview(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/svg+xml", 96).isNull()
    assert not has_preview("image/svg+xml")
    assert not has_preview("application/pdf")


def test_a_photograph_whose_scans_come_again_and_again_is_not_decoded() -> None:
    whole = make_image(3000, 2000, "JPG")
    scan = whole[whole.rfind(b"\xff\xda") : -2]
    assert not read_preview(whole, "image/jpeg", 96).isNull()

    assert read_preview(whole[:-2] + scan * 1_000 + whole[-2:], "image/jpeg", 96).isNull()


def test_compressed_texts_beside_a_picture_are_not_unpacked() -> None:
    whole = make_image(20, 10, "PNG")
    text = zlib.compress(bytes(7_900_000), 9)
    part = b"zTXt" + b"k\0\0" + text
    texts = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))) * 500

    began = time.process_time()
    image = read_preview(whole[:33] + texts + whole[33:], "image/png", 96)

    assert (image.width(), image.height()) == (20, 10)
    assert time.process_time() - began < 2.0, "each text takes 40 ms to unpack"


def test_a_gif_whose_screen_is_larger_than_its_picture_is_still_made_small() -> None:
    picture = b",\0\0\0\0\x08\0\x08\0\0\x02\x07\x84\x8f\xa9\xcb\xed\x0f\x05\0"
    screen = struct.pack("<HH", 20_000, 7) + b"\x91\0\0" + bytes(range(12))

    image = read_preview(b"GIF89a" + screen + picture + b";", "image/gif", 96)

    assert max(image.width(), image.height()) <= 96
