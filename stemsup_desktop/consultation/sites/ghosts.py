"""The points of earlier visits on one drawing, as the map shows them behind those of today."""

from dataclasses import dataclass
from datetime import date

from stemsup_desktop.consultation.record import Background
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import Drawing, name_drawing


@dataclass(frozen=True, slots=True)
class Ghost:
    """A point that a site received at an earlier visit; `number` counts from 1 at its site."""

    site_id: str
    number: int
    point: SitePoint
    visit_number: int
    day: date
    is_last: bool


def derive_ghosts(background: Background, view: Drawing) -> tuple[Ghost, ...]:
    """Return the points of all earlier visits that were set on this very drawing, the oldest visit first.

    `is_last` marks those of the latest visit at which any point was set, on whatever drawing. A point of another
    version of the drawing is not among them: its numbers mean another place here.
    """
    name = name_drawing(view)
    with_points = [visit for visit in background.visits if any(site.marked for site in visit.sites)]
    return tuple(
        Ghost(site.site_id, number, point, visit.visit_number, visit.day, visit is with_points[-1])
        for visit in with_points
        for site in visit.sites
        for number, point in enumerate(site.marked, start=1)
        if point.drawing == name
    )


def count_other_version(background: Background, view: Drawing) -> int:
    """Return how many earlier points were set on another version of this view and cannot be shown on this one."""
    name, same_view = name_drawing(view), f"{view.view_id}/"
    return sum(
        point.drawing != name and point.drawing.startswith(same_view)
        for visit in background.visits
        for site in visit.sites
        for point in site.marked
    )
