"""What is entered for all points of a zone at once or for a single one; where points lie is the pure map's."""

from typing import TypeVar

import msgspec

from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.ui.site_map.point_places import Place

P = TypeVar("P", bound=SitePoint)

FIELDS = ("volume_ml", "depth_mm", "needle")


def make_next(points: tuple[P, ...], kind: type[P], drawing: str, place: Place) -> P:
    """Return a point for a zone. What was entered for all of its points holds for it too; else it has no volume."""
    entered = {field: get_shared(points, field) for field in FIELDS if points and is_shared(points, field)}
    return msgspec.structs.replace(kind(drawing, *place), **entered)


def with_point_changed(points: tuple[P, ...], position: int, field: str, value: object) -> tuple[P, ...]:
    """Enter something for a single point; a position that is not there changes nothing."""
    changes = {field: value}
    return tuple(
        msgspec.structs.replace(point, **changes) if number == position else point
        for number, point in enumerate(points)
    )


def with_each(points: tuple[P, ...], field: str, value: object) -> tuple[P, ...]:
    """Enter something for all points of a zone."""
    changes = {field: value}
    return tuple(msgspec.structs.replace(point, **changes) for point in points)


def is_shared(points: tuple[P, ...], field: str) -> bool:
    """Whether all points have the same."""
    return len({getattr(point, field) for point in points}) <= 1


def get_shared(points: tuple[P, ...], field: str) -> object:
    """Return what all points have, or what an empty field holds where they differ or there are none."""
    if points and is_shared(points, field):
        return getattr(points[0], field)
    return "" if field == "needle" else None
