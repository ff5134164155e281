"""Points of plan and treatment: set, moved, changed and removed on a drawing, and taken from plan into treatment.

Everything here takes frozen records and returns new ones. A point is always inside the zone of its own site on the
drawing that it names, and no volume is ever worked out: a number is what a person entered.
"""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from msgspec.structs import replace

from stemsup_desktop.consultation.plan_model import Plan, PlannedPoint, PlannedSite
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import Drawing, find_drawing, find_zone
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.errors import InputProblem

P = TypeVar("P", bound=SitePoint)
T = TypeVar("T")
Drawings = tuple[Drawing, ...]

_PLACE_DIGITS = Decimal("0.1")
"""A place is kept to a tenth of a drawing's unit: about 0.08 mm on a head of natural size."""


def make_point(drawings: Drawings, site_id: str, point: P) -> P:
    """Return a point with its place to a tenth of a unit; raises `InputProblem` where it is not in the site's zone.

    The codes are "drawing-unknown" for a drawing that is not among these, "point-outside" for the paper beside the
    head and the head beside every zone, and "point-elsewhere" for the zone of another site.
    """
    drawing = find_drawing(drawings, point.drawing)
    if drawing is None:
        raise InputProblem(
            "drawing-unknown", "The point is on a drawing of the site map that this version does not have. Set it anew."
        )
    placed = replace(point, x=_round_place(point.x), y=_round_place(point.y))
    zone = find_zone(drawing, placed.x, placed.y)
    if zone is None:
        raise InputProblem("point-outside", "There is no zone at this place of the drawing. Set the point in a zone.")
    if zone.zone_id != site_id:
        raise InputProblem(
            "point-elsewhere", "This place belongs to another site. Set the point in the zone of its own site."
        )
    return placed


def find_site_of(drawings: Drawings, point: SitePoint) -> str | None:
    """Return the site in whose zone a point lies on its own drawing, or None where it lies in none."""
    drawing = find_drawing(drawings, point.drawing)
    zone = None if drawing is None else find_zone(drawing, point.x, point.y)
    return None if zone is None else zone.zone_id


# The plan


def with_planned_point(plan: Plan, drawings: Drawings, site_id: str, point: PlannedPoint) -> Plan:
    """Return a plan with one more point; a site that was not planned is planned by it. Raises as `make_point`."""
    placed = make_point(drawings, site_id, point)
    if all(site.site_id != site_id for site in plan.sites):
        plan = replace(plan, sites=(*plan.sites, PlannedSite(site_id)))
    return _with_planned(plan, site_id, lambda points: (*points, placed))


def with_planned_point_changed(
    plan: Plan, drawings: Drawings, site_id: str, position: int, point: PlannedPoint
) -> Plan:
    """Return a plan with the point at `position`, from 0, moved or changed. Raises as `make_point`."""
    placed = make_point(drawings, site_id, point)
    return _with_planned(plan, site_id, lambda points: _replace_at(points, position, placed))


def without_planned_point(plan: Plan, site_id: str, position: int) -> Plan:
    """Return a plan without the point at `position`, from 0; the site stays planned. Raises `IndexError`."""
    return _with_planned(plan, site_id, lambda points: _remove_at(points, position))


# The treatment


def with_marked_point(treatment: Treatment, drawings: Drawings, site_id: str, point: SitePoint) -> Treatment:
    """Return a treatment with one more point at a site. Raises as `make_point`.

    Raises `InputProblem` "site-counted" where count or volume of the whole site were entered: the two ways exclude
    each other, and what a person entered is not dropped on the way.
    """
    placed = make_point(drawings, site_id, point)
    if all(site.site_id != site_id for site in treatment.sites):
        treatment = replace(treatment, sites=(*treatment.sites, SiteTreated(site_id)))
    return _with_marked(treatment, site_id, lambda points: (*points, placed))


def with_marked_point_changed(
    treatment: Treatment, drawings: Drawings, site_id: str, position: int, point: SitePoint
) -> Treatment:
    """Return a treatment with the point at `position`, from 0, moved or changed. Raises as `make_point`."""
    placed = make_point(drawings, site_id, point)
    return _with_marked(treatment, site_id, lambda points: _replace_at(points, position, placed))


def without_marked_point(treatment: Treatment, site_id: str, position: int) -> Treatment:
    """Return a treatment without the point at `position`, from 0; the site stays. Raises `IndexError`."""
    return _with_marked(treatment, site_id, lambda points: _remove_at(points, position))


def with_planned_points_taken(treatment: Treatment, plan: Plan, site_ids: tuple[str, ...] = ()) -> Treatment:
    """Return a treatment that received what was planned, at the sites named or at every planned one.

    This is an act of the person who treats, never done by itself. A site that already has points, a count, a volume or
    is there twice keeps what it has; nothing else of the treatment changes.
    """
    wanted = [site for site in plan.sites if not site_ids or site.site_id in site_ids]
    known = Counter(site.site_id for site in treatment.sites)
    taken = {site.site_id: tuple(_as_given(point) for point in site.points) for site in wanted if site.points}
    sites = [
        replace(site, marked=taken[site.site_id])
        if site.site_id in taken and known[site.site_id] == 1 and _is_open(site)
        else site
        for site in treatment.sites
    ]
    sites += [
        SiteTreated(site.site_id, other=site.other, marked=taken.get(site.site_id, ()))
        for site in wanted
        if site.site_id not in known
    ]
    return replace(treatment, sites=tuple(sites))


def _is_open(site: SiteTreated) -> bool:
    return not site.marked and site.points is None and site.volume_ml is None


def _as_given(point: PlannedPoint) -> SitePoint:
    return SitePoint(point.drawing, point.x, point.y, point.volume_ml, point.depth_mm, point.needle)


def _round_place(number: Decimal) -> Decimal:
    rounded = number.quantize(_PLACE_DIGITS)
    return number if number == rounded else rounded


def _with_planned(
    plan: Plan, site_id: str, change: Callable[[tuple[PlannedPoint, ...]], tuple[PlannedPoint, ...]]
) -> Plan:
    position = _find([site.site_id for site in plan.sites], site_id)
    site = plan.sites[position]
    return replace(plan, sites=_replace_at(plan.sites, position, replace(site, points=change(site.points))))


def _with_marked(
    treatment: Treatment, site_id: str, change: Callable[[tuple[SitePoint, ...]], tuple[SitePoint, ...]]
) -> Treatment:
    position = _find([site.site_id for site in treatment.sites], site_id)
    site = treatment.sites[position]
    if site.points is not None or site.volume_ml is not None:
        raise InputProblem(
            "site-counted", "This site has a count or a volume as a whole. Clear both before you set points on it."
        )
    return replace(treatment, sites=_replace_at(treatment.sites, position, replace(site, marked=change(site.marked))))


def _find(site_ids: list[str], site_id: str) -> int:
    if site_id not in site_ids:
        raise IndexError("there is no such site")
    return site_ids.index(site_id)


def _replace_at(items: tuple[T, ...], position: int, item: T) -> tuple[T, ...]:
    return (*items[: _check(items, position)], item, *items[position + 1 :])


def _remove_at(items: tuple[T, ...], position: int) -> tuple[T, ...]:
    return (*items[: _check(items, position)], *items[position + 1 :])


def _check(items: tuple[T, ...], position: int) -> int:
    if not 0 <= position < len(items):
        raise IndexError("there is no such point")
    return position
