"""Ink as it was written, drawn as vector strokes: as wide as the pen was pressed, in the box it was written in."""

from collections.abc import Iterator

from stemsup_desktop.consultation.signing_model import Ink, InkPoint, Stroke
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.styles import BLACK

THINNEST, THICKEST = 0.6, 1.6
"""Width of a stroke in points, barely pressed and pressed with all force; both print clearly at 50 % toner."""
_STEPS = 10
"""Widths that are told apart: neighbours of the same width are drawn as one line."""
_ROUND, _FLAT = 1, 0

Place = tuple[float, float]


def draw_ink(pen: Pen, ink: Ink, x: float, top: float, width: float, height: float) -> None:
    """Draw ink into a box with its upper left corner at (x, top), in points; nothing of it leaves the box."""
    if not ink.width or not ink.height:
        return
    scale = min(width / ink.width, height / ink.height)
    left, upper = x + (width - ink.width * scale) / 2, top - (height - ink.height * scale) / 2

    def place(point: InkPoint) -> Place:
        return left + min(point.x, ink.width) * scale, upper - min(point.y, ink.height) * scale

    pen.canvas.setLineCap(_ROUND)
    pen.canvas.setLineJoin(_ROUND)
    for stroke in ink.strokes:
        for thickness, run in _part_by_width(stroke):
            places = [place(point) for point in run]
            # A line without length is not drawn by every reader, a dot of a hair's length is.
            pen.polyline(
                places if len(places) > 1 else [*places, (places[0][0] + 0.01, places[0][1])], thickness, BLACK
            )
    pen.canvas.setLineCap(_FLAT)
    pen.canvas.setLineJoin(_FLAT)


def _part_by_width(stroke: Stroke) -> Iterator[tuple[float, Stroke]]:
    """Yield the runs of a stroke that have one width, in points; each begins where the one before ended."""
    start = 0
    for index in range(1, len(stroke)):
        if index + 1 == len(stroke) or _step(stroke[index + 1]) != _step(stroke[index]):
            yield _width_of(_step(stroke[index])), stroke[start : index + 1]
            start = index
    if len(stroke) == 1:
        yield _width_of(_step(stroke[0])), stroke


def _step(point: InkPoint) -> int:
    return round(point.pressure * _STEPS / 1000)


def _width_of(step: int) -> float:
    return THINNEST + (THICKEST - THINNEST) * step / _STEPS
