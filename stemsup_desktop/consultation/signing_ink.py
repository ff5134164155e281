"""Whether strokes on a pad can be a hand's own: blank, accidental and single marks are no signature."""

from enum import StrEnum
from math import hypot

from stemsup_desktop.consultation.signing_model import Ink, InkPoint, Stroke
from stemsup_desktop.language import Text

# All lengths are in hundredths of a millimetre of the printed box, whatever the screen was.

FEWEST_POINTS = 4
"""Two quick straight strokes of a cross, as the slowest pad reports them: a beginning and an end each."""
SMALLEST_SIGNATURE = 400
"""4 mm, the longer side of all ink. A name in kana 2 mm high is wider than that; a touch in passing is not."""
SMALLEST_INITIALS = 150
"""1.5 mm, the longer side: the smallest single kana that can still be read on the printed page."""
LARGEST_DOT = 60
"""0.6 mm: what a resting pen, a tap of a finger or a click of a mouse covers."""
STRAIGHTEST_LETTER = 0.08
"""Departure from a straight line, as a share of its length: the flattest letters of one stroke (ノ, C, S) reach more,
a finger or a sleeve that slips over the pad does not."""
NARROWEST_CROSSING = 0.5
"""Sine of the angle (30 degrees) at which two strokes cross in a mark such as × or 十."""


class InkFault(StrEnum):
    """Why ink is no signature."""

    EMPTY = "empty"
    TOO_FEW_POINTS = "too-few-points"
    ONLY_DOTS = "only-dots"
    TOO_SMALL = "too-small"
    STRAIGHT_LINE = "straight-line"


FAULT_WORDS: dict[InkFault, Text] = {
    InkFault.EMPTY: Text("Nothing is written yet.", "まだ何も書かれていません。"),
    InkFault.TOO_FEW_POINTS: Text(
        "This is too short to be read as a signature. Write it once more.",
        "短すぎて署名として読み取れません。もう一度書いてください。",
    ),
    InkFault.ONLY_DOTS: Text(
        "Only dots were written. Write the name or a mark.", "点だけが書かれています。名前か印を書いてください。"
    ),
    InkFault.TOO_SMALL: Text(
        "This is too small to be read on the printed page. Write a little larger.",
        "小さすぎて、印刷すると読めません。もう少し大きく書いてください。",
    ),
    InkFault.STRAIGHT_LINE: Text(
        "A single straight line may have happened by accident. Write the name or a mark.",
        "直線が1本だけなので、誤って触れた可能性があります。名前か印を書いてください。",
    ),
}


def judge_ink(ink: Ink, *, for_initials: bool) -> InkFault | None:
    """Return why ink is no signature (or no initials), or None: any hand's own shape passes, down to a cross."""
    points = [point for stroke in ink.strokes for point in stroke]
    if not points or not ink.width or not ink.height:
        return InkFault.EMPTY
    if len(points) < FEWEST_POINTS:
        return InkFault.TOO_FEW_POINTS
    drawn = [stroke for stroke in ink.strokes if stroke and _measure_extent(stroke) > LARGEST_DOT]
    if not drawn:
        return InkFault.ONLY_DOTS
    if _measure_extent(points) < (SMALLEST_INITIALS if for_initials else SMALLEST_SIGNATURE):
        return InkFault.TOO_SMALL
    # The letter i is a line and a dot; as a whole signature, a line and a dot are a slip.
    counted = [stroke for stroke in ink.strokes if stroke] if for_initials else drawn
    if len(counted) == 1 and _is_straight(counted[0]):
        return InkFault.STRAIGHT_LINE
    return None


def find_ink_fault(ink: Ink, for_initials: bool = False) -> Text | None:
    """Return in words why ink is no signature (or no initials), or None if it may be one."""
    fault = judge_ink(ink, for_initials=for_initials)
    return None if fault is None else FAULT_WORDS[fault]


def is_cross(ink: Ink) -> bool:
    """Say whether ink is a cross and nothing more: the mark of somebody who cannot write, which wants a witness."""
    drawn = [stroke for stroke in ink.strokes if stroke and _measure_extent(stroke) > LARGEST_DOT]
    if len(drawn) != 2 or not all(map(_is_straight, drawn)):
        return False
    return _do_cross(_find_ends(drawn[0]), _find_ends(drawn[1]))


def _measure_extent(points: Stroke | list[InkPoint]) -> int:
    """Return the longer side of the box round all points."""
    xs, ys = [point.x for point in points], [point.y for point in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _find_ends(stroke: Stroke) -> tuple[InkPoint, InkPoint]:
    """Return two points far apart: the farthest from the first, and the farthest from that one."""
    one = max(stroke, key=lambda point: hypot(point.x - stroke[0].x, point.y - stroke[0].y))
    return one, max(stroke, key=lambda point: hypot(point.x - one.x, point.y - one.y))


def _is_straight(stroke: Stroke) -> bool:
    """Say whether a stroke keeps to one line, there and back again too."""
    one, other = _find_ends(stroke)
    length = hypot(other.x - one.x, other.y - one.y)
    return length == 0 or max(abs(_turn(one, other, point)) for point in stroke) / length <= STRAIGHTEST_LETTER * length


def _do_cross(first: tuple[InkPoint, InkPoint], second: tuple[InkPoint, InkPoint]) -> bool:
    (a, b), (c, d) = first, second
    is_apart = _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0
    lengths = hypot(b.x - a.x, b.y - a.y) * hypot(d.x - c.x, d.y - c.y)
    sine = abs((b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x)) / lengths if lengths else 0.0
    return is_apart and sine >= NARROWEST_CROSSING


def _turn(a: InkPoint, b: InkPoint, c: InkPoint) -> int:
    """Return twice the area of a triangle: its sign says on which side of the line a to b the point c lies."""
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
