"""The site map on paper: each view is a figure of its own, with zones, points and letters as vectors.

Nothing depends on colour: a zone with points has a solid edge, one that needs caution is hatched with a dashed edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, sin

from stemsup_desktop.consultation.sites.drawings import Drawing as SiteDrawing
from stemsup_desktop.consultation.sites.paths import Step, flatten, hatch
from stemsup_desktop.consultation.summary_model import MappedSite, MappedView, SiteMap
from stemsup_desktop.documents.facing import Facing, Part, each, merge
from stemsup_desktop.documents.fonts import Face
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.marked_canvas import Path
from stemsup_desktop.documents.pen import SLASH, Pen
from stemsup_desktop.documents.pieces import Cell, Drawing, Gap, Piece, Row, Stack
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import ACCENT, GREY, LABEL_STRONG, NOTE, RGB, RULE_THIN, WIDTH

_LARGE, _SMALL = 0.78, 0.57
"""Points on paper for a unit of the drawing: two views beside one another, or three."""
_A_ROW = {1: 1, 2: 2, 3: 3, 4: 2}
_BETWEEN = 36.0
_AIR = 3.0
_HEAD: RGB = (0.52, 0.56, 0.57)
_WHITE: RGB = (1.0, 1.0, 1.0)
_HATCH_GAP = 5.0
_NUMBER = Style(5.6, 7, Face.BOLD)
_LETTER = Style(7.5, 9, Face.BOLD, ACCENT)
_RING, _WIDE_RING, _DISC = 3.4, 4.3, 5.8
_TEN = 10

Spot = tuple[float, float]
"""A place on the page, in points."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a drawing lies on the page: a place in its units becomes points."""

    x: float
    top: float
    left: float
    upper: float
    scale: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.x + (x - self.left) * self.scale, self.top - (y - self.upper) * self.scale


def set_site_map(facing: Facing, maps: Sequence[SiteMap], where: str) -> list[Part]:
    """Return the views in rows, and below them how to read them; `maps` is the map in each language."""
    views = list(zip(*(one.views for one in maps), strict=True))
    scale = _LARGE if len(views) < 3 else _SMALL
    rows: list[Piece] = []
    a_row = _A_ROW.get(len(views), 3)
    for start in range(0, len(views), a_row):
        figures = [_figure(told, scale) for told in views[start : start + a_row]]
        free = WIDTH - sum(figure.width for figure in figures)
        between = min(_BETWEEN, free / max(len(figures) - 1, 1))
        x, cells = (free - between * (len(figures) - 1)) / 2, []
        for figure in figures:
            cells.append(Cell(x, figure))
            x += figure.width + between
        rows += [Gap(5.0), Row(cells)]
    note = facing.prose(each(maps, lambda one: one.note), where, NOTE)
    return [Part(Stack([*rows, Gap(6.0)], is_kept=True)).that_stays(), note]


def _figure(told: Sequence[MappedView], scale: float) -> Drawing:
    view = told[0]
    left, upper, right, lower = _measure(view.drawing)
    titles, edges = merge(each(told, lambda one: one.title)), _merge_edges(told)
    width, head = (right - left) * scale, len(titles) * LABEL_STRONG.leading + 2

    def paint(pen: Pen, x: float, top: float) -> None:
        for index, title in enumerate(titles):
            pen.caption(x + width / 2, top - index * LABEL_STRONG.leading, title, LABEL_STRONG, align=0.5)
        pen.caption(x, top - head, edges[0], LABEL_STRONG)
        pen.caption(x + width, top - head, edges[1], LABEL_STRONG, align=1.0)
        _paint_view(pen, view, _Place(x, top - head, left, upper, scale))

    alt = SLASH.join(merge(each(told, lambda one: one.alt)))
    return Drawing(head + (lower - upper) * scale, paint, Elem(Tag.FIGURE, alt=alt), width)


def _merge_edges(told: Sequence[MappedView]) -> tuple[str, str]:
    return SLASH.join(merge(each(told, lambda one: one.edges[0]))), SLASH.join(
        merge(each(told, lambda one: one.edges[1]))
    )


def _measure(drawing: SiteDrawing) -> tuple[float, float, float, float]:
    """Return left, upper, right and lower edge of what is drawn, with a little air, in units of the drawing."""
    paths = [*drawing.outline, *drawing.hair, *drawing.lines, *(zone.steps for zone in drawing.zones)]
    corners = [corner for steps in paths for shape in flatten(steps) for corner in shape]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across) - _AIR, min(down) - _AIR, max(across) + _AIR, max(down) + _AIR


def _paint_view(pen: Pen, view: MappedView, place: _Place) -> None:
    _paint_head(pen, view.drawing, place)
    chosen = {site.site_id for site in view.sites}
    for zone in view.drawing.zones:
        if zone.is_caution:
            for start, end in hatch(zone.steps, _HATCH_GAP):
                pen.polyline([place.at(*start), place.at(*end)], 0.45, GREY)
        if zone.zone_id in chosen:
            pen.shape(_trace(zone.steps, place), 1.0, ACCENT)
        elif zone.is_caution:
            pen.shape(_trace(zone.steps, place), 0.5, GREY, dash=(2.0, 1.6))
    taken = [place.at(float(point.x), float(point.y)) for site in view.sites for point in site.points]
    for site in view.sites:
        for point in site.points:
            _paint_number(pen, *place.at(float(point.x), float(point.y)), point.number)
    for site in view.sites:
        spot = _find_spot(_list_spots(view.drawing, site, place), taken)
        taken.append(spot)
        _ring(pen, *spot, _DISC, 0.9)
        pen.caption(spot[0], spot[1] + _LETTER.leading / 2, site.letter, _LETTER, align=0.5)


def _paint_head(pen: Pen, drawing: SiteDrawing, place: _Place) -> None:
    for steps in (*drawing.outline, *drawing.hair):
        pen.shape(_trace(steps, place), RULE_THIN, _HEAD, filled=_WHITE)
    for steps in drawing.lines:
        pen.shape(_trace(steps, place), RULE_THIN, _HEAD)


def _paint_number(pen: Pen, x: float, y: float, number: int) -> None:
    _ring(pen, x, y, _RING if number < _TEN else _WIDE_RING, 0.6)
    pen.caption(x, y + _NUMBER.leading / 2, f"{number}", _NUMBER, align=0.5)


def _ring(pen: Pen, x: float, y: float, radius: float, thickness: float) -> None:
    pen.shape(lambda path: path.circle(x, y, radius), thickness, ACCENT, filled=_WHITE)


def _find_spot(spots: Sequence[Spot], taken: Sequence[Spot]) -> Spot:
    """Return the place that is farthest from the points and letters of the view."""
    return max(spots, key=lambda spot: min(hypot(spot[0] - x, spot[1] - y) for x, y in taken))


def _list_spots(drawing: SiteDrawing, site: MappedSite, place: _Place) -> list[Spot]:
    """Return where the letter of a site may stand: on the edge of its zone, or beside a point that lies elsewhere."""
    for zone in drawing.zones:
        if zone.zone_id == site.site_id:
            return [place.at(*corner) for corner in flatten(zone.steps)[0]]
    x, y = place.at(float(site.points[0].x), float(site.points[0].y))
    return [(x + 2 * _DISC * cos(turn), y + 2 * _DISC * sin(turn)) for turn in range(6)]


def _trace(steps: tuple[Step, ...], place: _Place) -> Path:
    def draw(path: object) -> None:
        for letter, numbers in steps:
            corners = [n for at in range(0, len(numbers), 2) for n in place.at(numbers[at], numbers[at + 1])]
            name = {"M": "moveTo", "L": "lineTo", "C": "curveTo", "Z": "close"}[letter]
            getattr(path, name)(*corners)

    return draw
