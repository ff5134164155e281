"""Where a point may lie: on the half units of its drawing, inside its zone. No Qt."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import product

from stemsup_desktop.consultation.sites.drawings import Drawing, get_zone
from stemsup_desktop.consultation.sites.paths import Step, flatten, is_inside

_GRID = 18
_NEAR = (0.0, 0.5, -0.5, 1.0, -1.0)
_EVERY = 3
"""Of the many corners that stand for a curve, as many as the distance to an edge needs."""
_EDGE_WEIGHT = 1.6
"""How much more an edge keeps away than another point does, so that points spread over a zone and not round it."""

Place = tuple[Decimal, Decimal]
"""Right and down in the units of a drawing, in halves."""


def round_half(number: float) -> Decimal:
    """Return a coordinate in halves of a unit, written shortest: 120.5, 121."""
    doubled = round(number * 2)
    return Decimal(doubled // 2) if doubled % 2 == 0 else Decimal(doubled) / 2


def find_place(drawing: Drawing, zone_id: str, x: float, y: float) -> Place | None:
    """Return the place in halves of a unit nearest to where someone points, or None outside the zone."""
    steps = get_zone(drawing, zone_id).steps
    if not is_inside(steps, x, y):
        return None
    nearest = sorted(product(_NEAR, _NEAR), key=lambda by: by[0] ** 2 + by[1] ** 2)
    places = ((round_half(x + across), round_half(y + down)) for across, down in nearest)
    return next((place for place in places if is_inside(steps, float(place[0]), float(place[1]))), None)


def find_roomiest(drawing: Drawing, zone_id: str, taken: Iterable[tuple[float, float]]) -> Place | None:
    """Return the place of a zone that is farthest from its edge and from the points there, for a point set by key."""
    others = tuple(taken)

    def room(spot: tuple[float, float, float]) -> float:
        x, y, to_edge = spot
        near = min(((x - other_x) ** 2 + (y - other_y) ** 2 for other_x, other_y in others), default=float("inf"))
        return min(near, to_edge * _EDGE_WEIGHT**2)

    spots = find_spots(get_zone(drawing, zone_id).steps)
    for spot in sorted(spots, key=room, reverse=True):
        place = find_place(drawing, zone_id, spot[0], spot[1])
        if place is not None:
            return place
    return None


@lru_cache(maxsize=256)
def find_spots(steps: tuple[Step, ...]) -> tuple[tuple[float, float, float], ...]:
    """Return places spread over a zone, each with its squared distance to the edge."""
    corners = [corner for shape in flatten(steps) for corner in shape]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    cells = range(1, _GRID)
    grid = ((left + (right - left) * i / _GRID, top + (bottom - top) * j / _GRID) for i in cells for j in cells)
    edge = _sample(corners)[::_EVERY]
    return tuple(
        (x, y, min((x - edge_x) ** 2 + (y - edge_y) ** 2 for edge_x, edge_y in edge))
        for x, y in grid
        if is_inside(steps, x, y)
    )


def _sample(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the corners with places between those that lie far apart."""
    sampled: list[tuple[float, float]] = []
    for (from_x, from_y), (to_x, to_y) in zip(corners, [*corners[1:], corners[0]], strict=True):
        pieces = max(1, round(max(abs(to_x - from_x), abs(to_y - from_y)) / 4))
        sampled += [
            (from_x + (to_x - from_x) * piece / pieces, from_y + (to_y - from_y) * piece / pieces)
            for piece in range(pieces)
        ]
    return sampled
