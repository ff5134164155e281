"""Finds the square codes on a picture of a page, and how the page lies. Slow; for the work lane."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from stemsup_desktop.documents.page_code import NOT_KEPT, PageCode, read_page_code

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGE_PX = 3_600
"""The longer side of A4 at 300 dots an inch; more shows nothing that a code needs."""
_UPSCALED_PX = 4_200
_FACTORS = (1, 2, 3)
"""At 100 dots an inch a module is two dots wide: enlarged, most codes that are missed at first are read."""
_RAISED_PERCENT = 200
_CODE_PX = 200
_MARGIN = 0.04
_BLANK_WIDTH_PX = 300
_BLANK_STEP = 40
_BLANK_DOTS = 3


class FoundCodes(msgspec.Struct, frozen=True):
    """The codes of one picture, each once; `turn` is by how many quarters clockwise the picture is to be turned."""

    codes: tuple[PageCode, ...] = ()
    turn: int = 0
    clearness: float = 0.0
    is_loose: bool = False


def find_codes(image: "Image") -> FoundCodes:
    """Find the page codes on a grey picture; other codes, such as those of stuck-on labels, do not count."""
    from PIL.Image import Resampling

    longer = max(image.size)
    whole = image
    if longer > _LARGE_PX:
        part = _LARGE_PX / longer
        whole = image.resize(_scaled(image.size, part), Resampling.BOX)
    is_loose = False
    for picture in _enlarge(whole):
        barcodes = _read(picture)
        read = [(barcode, code) for barcode in barcodes if (code := read_page_code(barcode.text)) is not None]
        is_loose = is_loose or any(barcode.text == NOT_KEPT for barcode in barcodes)
        if read:
            first = read[0][0]
            clearness = _measure_clearness(picture, first.position)
            return FoundCodes(tuple(dict.fromkeys(code for _, code in read)), _find_turn(first), clearness)
        if is_loose:
            break
    return FoundCodes(is_loose=is_loose)


def is_blank(image: "Image") -> bool:
    """Tell whether a grey picture shows an empty sheet: evenly light but for its margins and a few specks."""
    from PIL.Image import Resampling

    small = image.resize((_BLANK_WIDTH_PX, max(1, _BLANK_WIDTH_PX * image.height // image.width)), Resampling.BOX)
    across, down = (max(1, round(side * _MARGIN)) for side in small.size)
    inner = small.crop((across, down, max(across + 1, small.width - across), max(down + 1, small.height - down)))
    counts = inner.histogram()
    total, middle, seen = sum(counts), 0, 0
    while seen * 2 < total:
        seen += counts[middle]
        middle += 1
    return middle > 128 and sum(counts[: max(0, middle - _BLANK_STEP)]) <= _BLANK_DOTS


def _enlarge(image: "Image") -> Iterator["Image"]:
    """Yield a picture as it is, twice as large, with its edges raised before enlarging, and with them raised after."""
    from PIL.Image import Resampling

    yield image
    factor = max(factor for factor in _FACTORS if factor == 1 or max(image.size) * factor <= _UPSCALED_PX)
    if factor > 1:
        yield image.resize(_scaled(image.size, 2), Resampling.BICUBIC)
    yield _raise_edges(image, 1.5).resize(_scaled(image.size, factor), Resampling.BICUBIC)
    if factor > 1:
        yield _raise_edges(image.resize(_scaled(image.size, factor), Resampling.BICUBIC), factor + 1, smooth_px=1)


def _raise_edges(image: "Image", radius: float, smooth_px: int = 0) -> "Image":
    from PIL import ImageFilter

    raised = image.filter(ImageFilter.UnsharpMask(radius, _RAISED_PERCENT, 0))
    return raised.filter(ImageFilter.BoxBlur(smooth_px)) if smooth_px else raised


def _read(image: "Image") -> list[Any]:
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    return list(zxingcpp.read_barcodes(image, formats=wanted, try_invert=False))


def _find_turn(barcode: Any) -> int:
    """Return by how many quarters clockwise a picture is to be turned so that its code stands upright."""
    place = barcode.position
    along = (place.top_right.x - place.top_left.x, place.top_right.y - place.top_left.y)
    if abs(along[0]) >= abs(along[1]):
        return 0 if along[0] > 0 else 2
    return 3 if along[1] > 0 else 1


def _measure_clearness(image: "Image", position: Any) -> float:
    """Return how sharp the edges of a code are, at the same size for every picture: small or blurred gives little."""
    from PIL import ImageFilter, ImageStat
    from PIL.Image import Resampling

    corners = [position.top_left, position.top_right, position.bottom_left, position.bottom_right]
    left, right = min(one.x for one in corners), max(one.x for one in corners)
    top, bottom = min(one.y for one in corners), max(one.y for one in corners)
    if right <= left or bottom <= top:
        return 0.0
    code = image.crop((left, top, right, bottom)).resize((_CODE_PX, _CODE_PX), Resampling.BICUBIC)
    return float(ImageStat.Stat(code.filter(ImageFilter.FIND_EDGES)).mean[0])


def _scaled(size: tuple[int, int], part: float) -> tuple[int, int]:
    return max(1, round(size[0] * part)), max(1, round(size[1] * part))
