"""The drawings of the site map as typed records, and what lies where on them: the outline, the zones."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.consultation.sites.paths import Step, is_inside, read_steps
from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

Coordinate = Decimal | float
"""A place on a drawing in its own units, right and down: decimal as it is kept, a float while it is pointed at."""


class _Zone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    en: str
    ja: str
    side: Literal["right", "left", "centre"] | None
    caution: bool
    path: str


Edge = Literal["right", "left", "front", "back"]
"""The side of the patient that an edge of the paper is: "right" is the patient's own right."""


class _View(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"view_box": "viewBox"}):
    version: Annotated[int, Meta(ge=1)]
    en: str
    ja: str
    edges: tuple[Edge, Edge]
    view_box: tuple[float, float, float, float]
    note: str
    outline: tuple[str, ...]
    hair: tuple[str, ...]
    lines: tuple[str, ...]
    zones: tuple[_Zone, ...]


class Zone(msgspec.Struct, frozen=True):
    """One zone that can be chosen; its id is that of the site it draws, `steps` its closed outline."""

    zone_id: str
    name: Text
    is_caution: bool
    steps: tuple[Step, ...]


class Drawing(msgspec.Struct, frozen=True):
    """One view: its box (left, top, width, height in drawing units), outlines and zones.

    `edges` say what is at the left and at the right edge of the paper. The version goes up when a line of it moves: a
    point is kept with the drawing it was set on.
    """

    view_id: str
    version: int
    name: Text
    edges: tuple[Edge, Edge]
    view_box: tuple[float, float, float, float]
    outline: tuple[tuple[Step, ...], ...]
    hair: tuple[tuple[Step, ...], ...]
    lines: tuple[tuple[Step, ...], ...]
    zones: tuple[Zone, ...]


def name_drawing(drawing: Drawing) -> str:
    """Return the view and its version as a point keeps it, "face-front/2"."""
    return f"{drawing.view_id}/{drawing.version}"


def find_drawing(drawings: tuple[Drawing, ...], name: str) -> Drawing | None:
    """Return the drawing that a point names, or None where it is not, or no longer, among these."""
    return next((drawing for drawing in drawings if name_drawing(drawing) == name), None)


def find_zone(drawing: Drawing, x: Coordinate, y: Coordinate) -> Zone | None:
    """Return the zone of a drawing at a place, or None between the zones."""
    at = float(x), float(y)
    return next((zone for zone in drawing.zones if is_inside(zone.steps, *at)), None)


def get_zone(drawing: Drawing, zone_id: str) -> Zone:
    """Return a zone of a drawing by its id; raises `KeyError` where this view does not show it."""
    for zone in drawing.zones:
        if zone.zone_id == zone_id:
            return zone
    raise KeyError(zone_id)


def contains(drawing: Drawing, x: Coordinate, y: Coordinate) -> bool:
    """Say whether a place is on the head: inside an outline, or in a zone that lies outside them, as the neck does."""
    at = float(x), float(y)
    return any(is_inside(steps, *at) for steps in drawing.outline) or find_zone(drawing, x, y) is not None


def read_drawings(path: Path) -> tuple[Drawing, ...]:
    """Read every view of a site map file, in file order."""
    views = read_json(path, dict[str, _View])
    return tuple(_make_drawing(view_id, view, path.name) for view_id, view in views.items())


def _make_drawing(view_id: str, view: _View, name: str) -> Drawing:
    def steps_of(paths: tuple[str, ...]) -> tuple[tuple[Step, ...], ...]:
        return tuple(read_steps(one, name) for one in paths)

    return Drawing(
        view_id=view_id,
        version=view.version,
        name=Text(view.en, view.ja),
        edges=view.edges,
        view_box=view.view_box,
        outline=steps_of(view.outline),
        hair=steps_of(view.hair),
        lines=steps_of(view.lines),
        zones=tuple(_make_zone(zone, name) for zone in view.zones),
    )


def _make_zone(zone: _Zone, name: str) -> Zone:
    steps = read_steps(zone.path, name)
    if not steps or steps[0][0] != "M" or steps[-1][0] != "Z":
        raise InputProblem("drawing-invalid", f"{name}: the zone {zone.id} is not a closed path.")
    return Zone(zone.id, Text(zone.en, zone.ja), zone.caution, steps)
