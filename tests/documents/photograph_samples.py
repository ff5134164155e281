"""Photographs that nobody took: textures drawn by code, with all that a camera writes beside its picture."""

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

SERIAL, PLACE, WORDS = "SERIAL-4711-ZULU", "35.6585N-139.7454E", "Sentinelle im Bild"
XMP = b"<x:xmpmeta>" + WORDS.encode() + b"</x:xmpmeta>"
TOLD = (SERIAL.encode(), PLACE.encode(), WORDS.encode(), b"Exif", b"GPS", b"xmpmeta", b"8BIM", b"ICC_PROFILE", b"http")


def draw(width: int = 160, height: int = 120, *, mode: str = "RGB") -> Image.Image:
    """Draw a texture whose upper left corner is red, so that it can be told how it lies."""
    image = Image.new("RGB", (width, height), (226, 184, 160))
    pen = ImageDraw.Draw(image)
    for step in range(0, width, 9):
        pen.line((step, 0, width - step, height), fill=(190 - step % 60, 140, 120))
    pen.rectangle((0, 0, width // 4, height // 4), fill=(220, 20, 20))
    return image.convert(mode)


def make_exif(orientation: int = 1, taken: str = "2026:11:16 10:44:00") -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SERIAL
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[0x9003] = taken
    details[0xA431] = SERIAL
    details[0x9286] = WORDS
    exif.get_ifd(ExifTags.IFD.GPSInfo)[0x001B] = PLACE
    return exif


def write(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def make_told_jpeg(orientation: int = 1, taken: str = "2026:11:16 10:44:00") -> bytes:
    """Return a JPEG with EXIF, GPS, XMP, IPTC, a profile, a comment, a thumbnail, and a film behind its end."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = write(
        draw(), exif=make_exif(orientation, taken), icc_profile=profile, comment=WORDS.encode(), xmp=XMP, quality=95
    )
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(WORDS).to_bytes(4) + WORDS.encode()
    part = b"\xff\xed" + (len(iptc) + 2).to_bytes(2) + iptc
    thumbnail = b"\xff\xe0" + b"\x00\x13JFXX\x00\x13\x01\x01" + b"\x01\x02\x03" * 2 + b"\0\0"
    return data[:2] + part + thumbnail + data[2:] + b"ftypmp42" + SERIAL.encode()


def make_told_png() -> bytes:
    told = PngInfo()
    told.add_text("Comment", WORDS)
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    told.add_text("Place", PLACE, zip=True)
    return write(draw(), "PNG", pnginfo=told, exif=make_exif())


def make_told_webp() -> bytes:
    return write(draw(), "WEBP", exif=make_exif(), xmp=XMP, quality=90)


def make_png_bomb(side: int = 25_000) -> bytes:
    """Return a PNG that says it is huge and holds a few bytes."""

    def part(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")


def list_hostile_files() -> Iterator[tuple[str, bytes]]:
    """Yield thirty small files of which no photograph can be taken, each with its name."""
    jpeg, png, webp = make_told_jpeg(), make_told_png(), make_told_webp()
    yield from ((f"a JPEG cut at {size}", jpeg[:size]) for size in (3, 4, 20, 100, 600))
    yield from ((f"a PNG cut at {size}", png[:size]) for size in (8, 12, 20, 33, 60))
    yield from ((f"a WebP cut at {size}", webp[:size]) for size in (12, 16, 24, 40, 60))
    yield "a PNG bomb", make_png_bomb()
    yield "a wide PNG", make_png_bomb(70_000)
    yield "nothing", b""
    yield "one byte", b"\xff"
    yield "a text", b"photograph"
    yield "a PDF", b"%PDF-1.7\n" + b"0" * 100
    yield "a GIF", write(draw(8, 8), "GIF")
    yield "a BMP", write(draw(8, 8), "BMP")
    yield "a TIFF", write(draw(8, 8), "TIFF")
    yield "a HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 64
    yield "a script", b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    yield "a PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n"
    yield "a JPEG of zeros", b"\xff\xd8\xff" + b"\0" * 500
    yield "a JPEG of parts", b"\xff\xd8" + b"\xff\xe1\x00\x04ab" * 40
    yield "a PNG of noise", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2
