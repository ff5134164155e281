"""From a picture of a page to the page: its codes found, itself upright, and a small picture for the window."""

import io
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from stemsup_desktop.documents.scans.codes import FoundCodes, find_codes, is_blank
from stemsup_desktop.documents.scans.matching import FoundPage
from stemsup_desktop.documents.scans.scan_model import (
    MOST_PAGE_BYTES,
    THUMBNAIL_PX,
    ScannedPage,
    make_scan_problem,
)

if TYPE_CHECKING:
    from PIL.Image import Image


class Picture(ABC):
    """Where a page comes from, for what is kept of it."""

    @abstractmethod
    def keep(self, quarters: int) -> tuple[str, bytes]:
        """Return media type and bytes of the page, turned by quarters clockwise."""


def make_page(place: int, picture: Picture, grey: "Image", codes: FoundCodes | None = None) -> ScannedPage:
    """Make a page from its source and its grey picture, which lie the same way; finds the codes if they are not given.

    Raises `InputProblem` scan-picture-too-large for a page that is larger than the vault takes.
    """
    found = codes or find_codes(grey)
    is_empty = not found.codes and not found.is_loose and is_blank(grey)
    media_type, data = picture.keep(found.turn)
    if len(data) > MOST_PAGE_BYTES:
        raise make_scan_problem("scan-picture-too-large")
    page = FoundPage(found.codes, found.clearness, found.is_loose, is_empty)
    return ScannedPage(place, media_type, data, page, _make_thumbnail(grey, found.turn))


def _make_thumbnail(grey: "Image", quarters: int) -> bytes:
    from PIL.Image import Resampling

    small = grey.copy() if grey.mode == "L" else grey.convert("L")
    small.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX), Resampling.BOX)
    target = io.BytesIO()
    small.rotate(-90 * quarters, expand=True).save(target, "PNG")
    return target.getvalue()
