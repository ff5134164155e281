"""A photograph as the vault takes it: the picture alone, upright, of bounded size, nothing of place or device."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from stemsup_desktop.documents.picture_border import MOST_SCANS, PictureBorder
from stemsup_desktop.documents.scans.jpeg import strip_jpeg
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

if TYPE_CHECKING:
    from PIL.Image import Image

BYTES_PER_MB = 1_000_000
MOST_FILE_BYTES = 100 * BYTES_PER_MB
MOST_PIXELS = 80_000_000
MOST_SIDE_PX = 30_000
KEPT_SIDE_PX = 4096
PREVIEW_SIDE_PX = 640

_JPEG_START = b"\xff\xd8\xff"
_BORDER = PictureBorder(
    ("JPEG", "PNG", "WEBP"),
    MOST_SIDE_PX,
    MOST_PIXELS,
    MOST_SCANS * MOST_PIXELS,
    lambda: _make_problem("photograph-picture-too-large"),
    lambda: _make_problem("photograph-file-damaged"),
)
_QUALITY, _PREVIEW_QUALITY = 90, 82
_EXIF_PART, _TAKEN_TAG, _WRITTEN_TAG = 0x8769, 0x9003, 0x0132
_EARLIEST_YEAR = 1990
"""A camera whose clock was never set says 1970 or 1980: no day is better than that one."""
_MOST_PROFILE_BYTES = BYTES_PER_MB
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

SENTENCES: Mapping[str, Text] = MappingProxyType(
    {
        "photograph-empty": Text(
            "The file is empty. No photograph was taken from it.",
            "ファイルが空のため、写真を取り込んでいません。",
        ),
        "photograph-file-too-large": Text(
            "The file is larger than 100 MB. Save the photograph smaller, then add it again.",
            "ファイルが100 MBを超えています。写真を小さく保存してから、もう一度追加してください。",
        ),
        "photograph-kind": Text(
            "The file is no JPEG, PNG or WebP. Save the photograph as one of these.",
            "JPEG・PNG・WebP以外のファイルです。いずれかの形式で保存してください。",
        ),
        "photograph-heic": Text(
            "A HEIC photograph cannot be read here. Export it as JPEG, or let the camera save JPEG.",
            "HEIC形式の写真は読み込めません。JPEGで書き出すか、カメラの保存形式をJPEGにしてください。",
        ),
        "photograph-file-damaged": Text(
            "The file is damaged, and no photograph was taken from it. Copy it from the camera again.",
            "ファイルが壊れているため、写真を取り込んでいません。カメラからもう一度コピーしてください。",
        ),
        "photograph-picture-too-large": Text(
            "The picture has too many pixels. Save it with 80 megapixels at most, then add it again.",
            "画素数が多すぎます。8,000万画素以下で保存してから、もう一度追加してください。",
        ),
    }
)
"""What is said of a file of which no photograph is taken; the sentence names neither the file nor what stands in it."""


@dataclass(frozen=True, slots=True)
class CleanPhotograph:
    """A JPEG of at most 4096 px a side and a preview of at most 640, each without anything but the picture.

    `taken_on` is the day that the file itself named, or None: to be proposed, never to be taken as known.
    """

    data: bytes
    preview: bytes
    width: int
    height: int
    taken_on: date | None = None


def read_photograph(data: bytes) -> CleanPhotograph:
    """Read a photograph from the bytes of a JPEG, PNG or WebP file, of several pictures the first; for the work lane.

    Raises `InputProblem` photograph-empty, photograph-file-too-large, photograph-kind, photograph-heic,
    photograph-file-damaged, photograph-picture-too-large.
    """
    if not data:
        raise _make_problem("photograph-empty")
    if len(data) > MOST_FILE_BYTES:
        raise _make_problem("photograph-file-too-large")
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        raise _make_problem("photograph-heic")
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if not (is_webp or data.startswith((_JPEG_START, b"\x89PNG\r\n\x1a\n"))):
        raise _make_problem("photograph-kind")
    with _BORDER.open(data) as image:
        _BORDER.check_size(image, data)
        taken_on, orientation = _read_told(image)
    if data.startswith(_JPEG_START):
        # Pictures in a camera's file behind the first are decoded with it otherwise. The profile of colours stays.
        data = strip_jpeg(data, orientation) or data
    with _BORDER.open(data) as image:
        _BORDER.check_size(image, data)
        with _BORDER.translating_faults():
            picture = _take_picture(image)
            preview = picture.copy()
            preview.thumbnail((PREVIEW_SIDE_PX, PREVIEW_SIDE_PX))
            return CleanPhotograph(
                data=_write_jpeg(picture, _QUALITY),
                preview=_write_jpeg(preview, _PREVIEW_QUALITY),
                width=picture.width,
                height=picture.height,
                taken_on=taken_on,
            )


def _make_problem(code: str) -> InputProblem:
    return InputProblem(code, SENTENCES[code].en)


def _read_told(image: "Image") -> tuple[date | None, int]:
    """Return the day on which a file says it was taken, and how the camera was held; the only two things read of it."""
    with _BORDER.translating_faults():
        exif = image.getexif()
        told = exif.get_ifd(_EXIF_PART).get(_TAKEN_TAG) or exif.get(_WRITTEN_TAG)
        orientation = exif.get(0x0112, 1)
    is_known = isinstance(orientation, int) and 1 <= orientation <= 8
    return _read_day(told), orientation if is_known else 1


def _read_day(told: object) -> date | None:
    """Return the day of EXIF's "2026:11:16 10:44:00", or None for anything else."""
    parts = told[:10].split(":") if isinstance(told, str) else []
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    year, month, day = (int(part) for part in parts)
    try:
        return date(year, month, day) if year >= _EARLIEST_YEAR else None
    except ValueError:
        return None


def _take_picture(image: "Image") -> "Image":
    """Return the picture in sRGB, upright, on white where it was transparent, at most 4096 px a side."""
    from PIL import Image, ImageOps
    from PIL.Image import Resampling

    image.draft("RGB", (KEPT_SIDE_PX, KEPT_SIDE_PX))  # a larger JPEG is decoded smaller: a fraction of the memory
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((KEPT_SIDE_PX, KEPT_SIDE_PX), Resampling.LANCZOS, reducing_gap=3.0)
    flat = _take_colours(_flatten(upright), profile)
    # Pasted onto a new one: a saved picture brings along whatever hangs on it, comments among it.
    bare = Image.new("RGB", flat.size)
    bare.paste(flat)
    return bare


def _flatten(image: "Image") -> "Image":
    from PIL import Image

    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if "A" in image.mode or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _take_colours(image: "Image", profile: object) -> "Image":
    """Return the picture in the colours that its profile means; as it is where that cannot be read as one of RGB."""
    from PIL import ImageCms

    if not isinstance(profile, bytes) or not 128 < len(profile) <= _MOST_PROFILE_BYTES or profile[16:20] != b"RGB ":
        return image
    try:
        told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        seen = ImageCms.profileToProfile(image, told, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return image if seen is None else seen


def _write_jpeg(picture: "Image", quality: int) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=quality, subsampling=0, optimize=True)
    return target.getvalue()
