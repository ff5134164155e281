"""What the site map shows: zones with their letters and points, named for whoever cannot see them. No Qt."""

from dataclasses import dataclass
from decimal import Decimal

from stemsup_desktop.consultation.formats import format_volume
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import Drawing, name_drawing
from stemsup_desktop.consultation.sites.ghosts import Ghost
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class MarkedSite:
    """A chosen site with its letter, its name and its points in their order."""

    site_id: str
    letter: str
    title: str
    points: tuple[SitePoint, ...] = ()


@dataclass(frozen=True, slots=True)
class PointMark:
    """A point on the drawing that is shown; `position` counts from 0 at its site, whatever drawing a point is on."""

    position: int
    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class ZoneMark:
    """A chosen zone, and those of its points that were set on the drawing that is shown."""

    zone_id: str
    letter: str
    name: str
    points: tuple[PointMark, ...] = ()


@dataclass(frozen=True, slots=True)
class GhostMark:
    """A point of an earlier visit."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class MapView:
    """What one drawing shows; `point` is the position of the current point at the current zone, or None."""

    zones: tuple[ZoneMark, ...] = ()
    ghosts: tuple[GhostMark, ...] = ()
    current: str | None = None
    point: int | None = None
    is_read_only: bool = False
    wants_choice: bool = True
    """Whether a zone is chosen before points are set in it, as in a plan."""

    def find_zone(self, zone_id: str | None) -> ZoneMark | None:
        """Return a chosen zone, or None."""
        return next((zone for zone in self.zones if zone.zone_id == zone_id), None)

    def find_point(self) -> PointMark | None:
        """Return the current point if it is on this drawing."""
        zone = self.find_zone(self.current)
        if zone is None or self.point is None:
            return None
        return next((point for point in zone.points if point.position == self.point), None)


def derive_zones(drawing: Drawing, sites: tuple[MarkedSite, ...], words: Words) -> tuple[ZoneMark, ...]:
    """Return the chosen zones that a drawing shows, each with its points on this drawing and version."""
    shown = {zone.zone_id for zone in drawing.zones}
    return tuple(_derive_zone(drawing, site, words) for site in sites if site.site_id in shown)


def _derive_zone(drawing: Drawing, site: MarkedSite, words: Words) -> ZoneMark:
    name = name_drawing(drawing)
    return ZoneMark(
        site.site_id,
        site.letter,
        words("sites.zone_name", letter=site.letter, site=site.title, count=len(site.points)),
        tuple(
            PointMark(position, float(point.x), float(point.y), say_point(site, position, words))
            for position, point in enumerate(site.points)
            if point.drawing == name
        ),
    )


class ZoneMemo:
    """Keeps the zones of a drawing as they were last derived: a change elsewhere leaves their points what they are."""

    def __init__(self, drawing: Drawing, words: Words) -> None:
        self._drawing = drawing
        self._words = words
        self._shown = {zone.zone_id for zone in drawing.zones}
        self._kept: dict[str, tuple[MarkedSite, ZoneMark]] = {}

    def derive(self, sites: tuple[MarkedSite, ...]) -> tuple[ZoneMark, ...]:
        """Return what `derive_zones` returns."""
        shown = [site for site in sites if site.site_id in self._shown]
        self._kept = {site.site_id: (site, self._find(site) or self._derive(site)) for site in shown}
        return tuple(zone for _, zone in self._kept.values())

    def _find(self, site: MarkedSite) -> ZoneMark | None:
        """Find the zone of a site that is what it was: the same points, not equal ones, as 0.05 mL is not 0.050 mL."""
        before, zone = self._kept.get(site.site_id, (None, None))
        is_same = before is not None and before.points is site.points
        return zone if is_same and before == site else None

    def _derive(self, site: MarkedSite) -> ZoneMark:
        return _derive_zone(self._drawing, site, self._words)


def derive_ghost_marks(ghosts: tuple[Ghost, ...], words: Words) -> tuple[GhostMark, ...]:
    """Return the points of the last visit at which any were set."""
    return tuple(
        GhostMark(
            float(ghost.point.x),
            float(ghost.point.y),
            words("sites.ghost", number=ghost.number, volume=say_volume(ghost.point.volume_ml, words)),
        )
        for ghost in ghosts
        if ghost.is_last
    )


def say_point(site: MarkedSite, position: int, words: Words) -> str:
    """Name a point in full: "E Hairline, centre, point 2 of 4, 0.05 mL"."""
    point = site.points[position]
    return words(
        "sites.point_name",
        letter=site.letter,
        site=site.title,
        number=position + 1,
        count=len(site.points),
        volume=say_volume(point.volume_ml, words),
    )


def say_volume(volume_ml: Decimal | None, words: Words) -> str:
    """Return a volume as entered, or that it is open."""
    return words("sites.volume_open") if volume_ml is None else format_volume(volume_ml)
