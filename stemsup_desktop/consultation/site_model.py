"""Where something went, to the point: coordinates in the units of one drawing of the site map, with its version."""

from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.volumes import check_volume

MOST_DEPTH_MM = Decimal(100)
MOST_COORDINATE = Decimal(10_000)


class SitePoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One point at a site.

    `drawing` names the view and its version, "face-front/2"; `x` and `y` are in the units of that drawing, right and
    down. Volume in mL, depth in mm, both as entered; `needle` is gauge and length in the physician's words.
    """

    drawing: str
    x: Decimal
    y: Decimal
    volume_ml: Decimal | None = None
    depth_mm: Decimal | None = None
    needle: str = ""

    def __post_init__(self) -> None:
        check_volume(self.volume_ml)
        if not all(one.is_finite() and abs(one) <= MOST_COORDINATE for one in (self.x, self.y)):
            raise ValueError("a point lies on its drawing")
        if self.depth_mm is not None and not (self.depth_mm.is_finite() and 0 <= self.depth_mm <= MOST_DEPTH_MM):
            raise ValueError("a depth lies between 0 and 100 mm")
