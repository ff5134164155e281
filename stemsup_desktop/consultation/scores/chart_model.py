"""A chart that is laid out, ready to be drawn; whoever draws it says how wide a text is and chooses colours."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.consultation.scores.plots import PlotLine

Point = tuple[float, float]


class Part(StrEnum):
    """What a text of a chart is: the name of a line, a note below it, a day, anything else on an axis."""

    NAME = "name"
    DAY = "day"
    NOTE = "note"
    AXIS = "axis"


@dataclass(frozen=True, slots=True)
class Metrics:
    """How large texts are where the chart is drawn: `measure` gives the width of a text, `heights` those of lines."""

    measure: Callable[[str, Part], float]
    heights: dict[Part, float]
    gap: float
    """The white space between things: 8 px in the window."""
    radius: float
    """Half of the width of a marker."""


class Shape(StrEnum):
    """The outline of a marker; beyond six lines they come again as mere outlines."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    TRIANGLE_DOWN = "triangle-down"
    CROSS = "cross"


@dataclass(frozen=True, slots=True)
class Marker:
    """How the points of one line look. A line of what was not treated has hollow markers, and is dashed."""

    shape: Shape
    is_hollow: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: of which line and column, and where."""

    line: int
    column: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Written:
    """One line of text; `align` 0 begins, 0.5 is centred and 1 ends at `x`; `line` is the number of what it names."""

    text: str
    x: float
    top: float
    part: Part
    align: float = 0.0
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one patient, laid out. `strokes` are runs without a gap, each with its line."""

    patient_id: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    columns: tuple[float, ...]
    rules: tuple[float, ...]
    strokes: tuple[tuple[int, tuple[Point, ...]], ...]
    marks: tuple[Mark, ...]
    texts: tuple[Written, ...]
    leaders: tuple[tuple[int, Point, Point], ...]
    """From the last point of a line to its label, where the label had to move."""

    def find_column(self, x: float) -> int:
        """Return the column that is nearest to `x`."""
        return min(range(len(self.columns)), key=lambda at: abs(self.columns[at] - x))


def find_marker(at: int, line: PlotLine) -> Marker:
    """Return how the points of the line with this number look; no two of twelve look alike."""
    shapes = tuple(Shape)
    return Marker(shapes[at % len(shapes)], line.is_dashed or at >= len(shapes))


_CORNERS: dict[Shape, tuple[Point, ...]] = {
    Shape.CIRCLE: (),
    Shape.SQUARE: ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    Shape.TRIANGLE: ((0, -1.1), (1.05, 0.8), (-1.05, 0.8)),
    Shape.DIAMOND: ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    Shape.TRIANGLE_DOWN: ((0, 1.1), (1.05, -0.8), (-1.05, -0.8)),
    Shape.CROSS: (
        *((-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4)),
        *((0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)),
    ),
}


def outline_marker(shape: Shape, x: float, y: float, radius: float) -> tuple[Point, ...]:
    """Return the corners of a marker round a point; a circle has none."""
    return tuple((x + across * radius, y + down * radius) for across, down in _CORNERS[shape])
