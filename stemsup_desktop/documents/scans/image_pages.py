"""Pages from JPEG, PNG and TIFF files. What is wrong with a file is one problem; its size is known before decoding."""

import io
from typing import TYPE_CHECKING, Any

from stemsup_desktop.documents.picture_border import MOST_SCANS, PictureBorder
from stemsup_desktop.documents.scans import scan_model
from stemsup_desktop.documents.scans.jpeg import strip_jpeg, turn_orientation
from stemsup_desktop.documents.scans.page_making import Picture, make_page
from stemsup_desktop.documents.scans.scan_model import JPEG, PNG, Report, ScannedPage, make_scan_problem

if TYPE_CHECKING:
    from PIL.Image import Image

_ORIENTATION_TAG = 0x0112
_DRAFT_PX = (2480, 3508)
"""A4 at 300 dots an inch: a JPEG of more is decoded smaller, which takes a fraction of time and memory."""
_FAX_RATIO = (1.2, 4.0)
"""Fax machines scan finer across than down; a picture whose dots are no squares is stretched."""
_BORDER = PictureBorder(
    ("JPEG", "PNG", "TIFF"),
    scan_model.MOST_SIDE_PX,
    scan_model.MOST_PIXELS,
    MOST_SCANS * scan_model.MOST_PIXELS,
    lambda: make_scan_problem("scan-picture-too-large"),
    lambda: make_scan_problem("scan-damaged"),
)
_QUALITY = 92


def read_image_pages(data: bytes, report: Report) -> tuple[ScannedPage, ...]:
    """Return the pages of a picture file, of several for a TIFF.

    Raises `InputProblem` scan-damaged, scan-picture-too-large, scan-too-many-pages.
    """
    if data.startswith(b"\xff\xd8"):
        # First, for pictures in a camera's file behind the first are decoded with it otherwise.
        data = strip_jpeg(data, _read_orientation(data)) or data
    pages: list[ScannedPage] = []
    with _BORDER.open(data) as image:
        for place in range(1, scan_model.MOST_PAGES + 2):
            if not _seek_page(image, place):
                break
            if place > scan_model.MOST_PAGES:
                raise make_scan_problem("scan-too-many-pages")
            _BORDER.check_size(image, data)
            pages.append(_read_page(image, data, place))
            report(place, place if image.format != "TIFF" else place + 1)  # to count them is to read them all
    return tuple(pages)


def open_upright(data: bytes) -> "Image":
    """Return a kept picture as it is to be seen; raises `InputProblem` scan-damaged, scan-picture-too-large."""
    with _BORDER.open(data) as image:
        _BORDER.check_size(image, data)
        with _BORDER.translating_faults():
            from PIL import ImageOps

            return _flatten(ImageOps.exif_transpose(image))


def _read_orientation(data: bytes) -> int:
    with _BORDER.open(data) as image:
        _BORDER.check_size(image, data)
        return _find_orientation(image)


def _seek_page(image: "Image", place: int) -> bool:
    """Turn to a page, from 1; False behind the last one."""
    if image.format != "TIFF":
        return place == 1
    with _BORDER.translating_faults():
        try:
            image.seek(place - 1)
        except EOFError:
            return False
    return True


def _read_page(image: "Image", data: bytes, place: int) -> ScannedPage:
    orientation = _find_orientation(image)
    if image.format in ("JPEG", "MPO"):
        return make_page(place, _KeptJpeg(data, orientation), _load_grey(image))
    with _BORDER.translating_faults():
        from PIL import ImageOps

        flat = _flatten(ImageOps.exif_transpose(image))
    untouched = data if image.format == "PNG" and orientation == 1 else None
    return make_page(place, _KeptPicture(flat, untouched), flat.convert("L"))


def _load_grey(image: "Image") -> "Image":
    with _BORDER.translating_faults():
        from PIL import ImageOps

        image.draft("L", _DRAFT_PX)
        return ImageOps.exif_transpose(image).convert("L")


def _find_orientation(image: "Image") -> int:
    with _BORDER.translating_faults():
        found = image.getexif().get(_ORIENTATION_TAG, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _flatten(image: "Image") -> "Image":
    """Return a picture in black and white, grey or colour, on white paper and with square dots."""
    from PIL import Image

    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif "A" in image.mode or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        image = Image.alpha_composite(paper, seen).convert("RGB")
    elif image.mode not in ("1", "L", "RGB"):
        image = image.convert("RGB")
    return _square(image)


def _square(image: "Image") -> "Image":
    from PIL.Image import Resampling

    across, down = _read_resolution(image.info.get("dpi"))
    width, height = image.size
    least, most = _FAX_RATIO
    if least < across / down < most and round(height * across / down) <= scan_model.MOST_SIDE_PX:
        return image.convert("L").resize((width, round(height * across / down)), Resampling.BICUBIC)
    if least < down / across < most and round(width * down / across) <= scan_model.MOST_SIDE_PX:
        return image.convert("L").resize((round(width * down / across), height), Resampling.BICUBIC)
    return image


def _read_resolution(told: Any) -> tuple[float, float]:
    match told:
        case (across, down) if across > 0 and down > 0:
            return float(across), float(down)
        case _:
            return 1.0, 1.0


class _KeptJpeg(Picture):
    def __init__(self, data: bytes, orientation: int) -> None:
        self._data = data
        self._orientation = orientation

    def keep(self, quarters: int) -> tuple[str, bytes]:
        stripped = strip_jpeg(self._data, turn_orientation(self._orientation, quarters))
        if stripped is None:
            raise make_scan_problem("scan-damaged")
        return JPEG, stripped


class _KeptPicture(Picture):
    """Black and white or grey is kept to the last bit; colour as a JPEG of high quality, for a PNG of it is huge."""

    def __init__(self, image: "Image", untouched: bytes | None) -> None:
        self._image = image
        self._untouched = untouched

    def keep(self, quarters: int) -> tuple[str, bytes]:
        if quarters == 0 and self._untouched is not None:
            return PNG, self._untouched
        turned = self._image.rotate(-90 * quarters, expand=True)
        target = io.BytesIO()
        if turned.mode == "RGB":
            turned.save(target, "JPEG", quality=_QUALITY, subsampling=0)
            return JPEG, target.getvalue()
        turned.save(target, "PNG")
        return PNG, target.getvalue()
