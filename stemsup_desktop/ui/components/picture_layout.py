"""Where the drawing of an explaining picture lies, and its labels: in full where they fit, else as numbers. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import dist
from typing import Literal

Box = tuple[float, float, float, float]
"""Left, top, width and height."""
Side = Literal["left", "right", "above", "below"]
Measure = Callable[[str, float], tuple[float, float]]
"""Returns how wide and how high a text becomes in a width, in px; wider than that if a word does not fit."""

LEADER_GAP = 6.0
LEGEND_GAP = 12.0
COLUMN_GAP = 24.0
_HIGHEST = 0.56
"""Of the widest that a drawing becomes: the height of one that has numbers."""


@dataclass(frozen=True, slots=True)
class PictureLabelView:
    """One label, its places in the units of the drawing: `anchor` is what it speaks of, `mark` where its number stands.

    `room` is for the text; `faces` is the side of it on which the anchor lies.
    """

    text: str
    anchor: tuple[float, float]
    mark: tuple[float, float]
    room: Box
    faces: Side
    has_leader: bool


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture as it is shown, in one language, finished.

    `palette` has the token of every colour in `svg`; `focus` is the part drawn where numbers stand in place of labels;
    `note` says what is to be known of the picture itself, as that nobody has reviewed it.
    """

    picture_id: str
    title: str
    caption: str
    note: str
    alternative: str
    svg: str
    palette: Mapping[str, str]
    width: float
    height: float
    focus: Box
    labels: tuple[PictureLabelView, ...]


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text in its place: `align` is 0 at its left edge, 0.5 in the middle, 1 at its right."""

    text: str
    box: Box
    align: float


@dataclass(frozen=True, slots=True)
class Disc:
    """A number in its disc, by its centre."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PictureLayout:
    """Everything in px: `part` of the drawing (in its own units) is drawn into `target`; `radius` is of the discs."""

    height: float
    part: Box
    target: Box
    texts: tuple[PlacedText, ...]
    leaders: tuple[tuple[float, float, float, float], ...]
    discs: tuple[Disc, ...]
    radius: float

    @property
    def has_numbers(self) -> bool:
        """Whether numbers stand in place of labels."""
        return bool(self.discs)


def lay_picture(view: PictureView, width: float, widest: float, line_height: float, measure: Measure) -> PictureLayout:
    """Lay a picture out in a width; `widest` is the most that its drawing takes."""
    labelled = _lay_labels(view, min(width, widest), measure)
    return labelled if labelled is not None else _lay_numbers(view, width, widest, line_height, measure)


def _lay_labels(view: PictureView, width: float, measure: Measure) -> PictureLayout | None:
    """Lay every label into its room; None where one does not fit."""
    scale = width / view.width
    texts: list[PlacedText] = []
    leaders: list[tuple[float, float, float, float]] = []
    for label in view.labels:
        left, top, room, height = (side * scale for side in label.room)
        wide, high = measure(label.text, room)
        if wide > room or high > height:
            return None
        wide = _balance(label.text, wide, high, measure)
        match label.faces:
            case "left" | "right":
                align = 1.0 if label.faces == "right" else 0.0
                x, y = left + align * (room - wide), top + (height - high) / 2
                start = (x + wide + LEADER_GAP if align else x - LEADER_GAP, y + high / 2)
            case "above" | "below":
                align, x = 0.5, left + (room - wide) / 2
                y = top if label.faces == "above" else top + height - high
                start = (x + wide / 2, y - LEADER_GAP if label.faces == "above" else y + high + LEADER_GAP)
        texts.append(PlacedText(label.text, (x, y, wide, high), align))
        if label.has_leader:
            leaders.append((*start, label.anchor[0] * scale, label.anchor[1] * scale))
    drawn = (view.focus[1] + view.focus[3]) * scale
    bottom = max(drawn, *(text.box[1] + text.box[3] for text in texts))
    part, target = (0.0, 0.0, view.width, bottom / scale), (0.0, 0.0, width, bottom)
    return PictureLayout(bottom, part, target, tuple(texts), tuple(leaders), (), 0.0)


def _balance(text: str, width: float, height: float, measure: Measure) -> float:
    """Return the least width in which a text takes no more lines: no line is left with a lone word."""
    while True:
        narrower, high = measure(text, width - 1)
        if high > height or narrower > width - 1:
            return width
        width = narrower


def _lay_numbers(view: PictureView, width: float, widest: float, line_height: float, measure: Measure) -> PictureLayout:
    """Draw the part in focus, with a number on everything that has a label, and the labels in a list under it."""
    left, top, wide, high = view.focus
    scale = min(width / wide, widest / wide, max(_HIGHEST * widest / high, widest / view.width))
    offset = (width - wide * scale) / 2
    radius = min(line_height / 2, _find_least_distance(view) * scale / 2)
    discs = [
        Disc(
            number,
            offset + _between(radius, (label.mark[0] - left) * scale, wide * scale - radius),
            _between(radius, (label.mark[1] - top) * scale, high * scale - radius),
        )
        for number, label in enumerate(view.labels, 1)
    ]
    texts, entries, bottom = _lay_legend(view, width, high * scale + LEGEND_GAP, line_height, measure)
    target = (offset, 0.0, wide * scale, high * scale)
    return PictureLayout(bottom, view.focus, target, texts, (), (*discs, *entries), radius)


def _find_least_distance(view: PictureView) -> float:
    """Return how near two numbers come to each other, in the units of the drawing."""
    pairs = combinations((label.mark for label in view.labels), 2)
    return min((dist(one, other) for one, other in pairs), default=view.width)


def _between(least: float, value: float, most: float) -> float:
    return max(least, min(value, most))


def _fits(size: tuple[float, float], width: float, height: float) -> bool:
    return size[0] <= width and size[1] <= height


def _lay_legend(
    view: PictureView, width: float, top: float, line_height: float, measure: Measure
) -> tuple[tuple[PlacedText, ...], tuple[Disc, ...], float]:
    """Return texts and discs of the list, column by column, and where it ends."""
    indent = line_height + 8
    half = (width - COLUMN_GAP) / 2 - indent
    has_two = len(view.labels) > 3 and all(_fits(measure(label.text, half), half, line_height) for label in view.labels)
    columns = 2 if has_two else 1
    column = (width - COLUMN_GAP * (columns - 1)) / columns
    rows = -(-len(view.labels) // columns)
    texts: list[PlacedText] = []
    discs: list[Disc] = []
    bottom = top
    for at in range(columns):
        x, y = at * (column + COLUMN_GAP), top
        for number in range(at * rows, min((at + 1) * rows, len(view.labels))):
            text = view.labels[number].text
            wide, high = measure(text, column - indent)
            texts.append(PlacedText(text, (x + indent, y, wide, high), 0.0))
            discs.append(Disc(number + 1, x + line_height / 2, y + line_height / 2))
            y += high + 4
        bottom = max(bottom, y)
    return tuple(texts), tuple(discs), bottom
