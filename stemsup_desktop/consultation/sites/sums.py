"""What points add up to, exactly as it was entered."""

from collections.abc import Iterable
from decimal import Decimal

from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.volumes import sum_volumes


def sum_points_ml(points: Iterable[SitePoint]) -> Decimal | None:
    """Return the volume of points in mL; None without points, or while one of them has no volume."""
    return sum_volumes(point.volume_ml for point in points)
