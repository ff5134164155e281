"""Ink as hands make it: whole names, tiny kana, marks of people who cannot write, and what happens by accident."""

from itertools import pairwise
from math import cos, pi, sin

from stemsup_desktop.consultation.signing_model import Ink, InkPoint, Stroke

SIGNATURE = (8000, 1900)
INITIALS = (2550, 1050)

Corner = tuple[float, float]


def make_stroke(*corners: Corner, points: int = 12, start_ms: int = 0) -> Stroke:
    """Return a stroke through corners, with as many points between two of them."""
    found: list[Corner] = [corners[0]]
    for one, other in pairwise(corners):
        found += [
            (one[0] + (other[0] - one[0]) * step / points, one[1] + (other[1] - one[1]) * step / points)
            for step in range(1, points + 1)
        ]
    return tuple(
        InkPoint(max(0, round(x)), max(0, round(y)), start_ms + 8 * step, 500) for step, (x, y) in enumerate(found)
    )


def make_arc(x: float, y: float, radius: float, start: float, end: float, points: int = 24) -> Stroke:
    """Return part of a circle; angles in turns."""
    angles = [2 * pi * (start + (end - start) * step / points) for step in range(points + 1)]
    return tuple(
        InkPoint(round(x + radius * cos(a)), round(y + radius * sin(a)), 8 * step, 500) for step, a in enumerate(angles)
    )


def make_ink(*strokes: Stroke, size: tuple[int, int] = SIGNATURE) -> Ink:
    """Return strokes on a pad."""
    return Ink(size[0], size[1], strokes)


def shift(stroke: Stroke, x: int, y: int = 0) -> Stroke:
    """Return a stroke moved."""
    return tuple(InkPoint(point.x + x, point.y + y, point.t_ms, point.pressure) for point in stroke)


CROSS = (make_stroke((500, 500), (1100, 1100)), make_stroke((1100, 500), (500, 1100)))
NAME = (
    make_stroke((600, 400), (600, 1200)),
    make_stroke((300, 700), (300, 1200), (900, 1200), (900, 700)),
    make_stroke((1400, 500), (1400, 1200), (2000, 1200), (2000, 500), (1400, 500)),
    make_stroke((1400, 850), (2000, 850)),
    make_arc(3200, 900, 300, 0.1, 0.9),
)
SHI = (make_stroke((400, 200), (400, 480), (460, 560), (560, 540), (640, 460)),)
"""The kana し: one stroke."""
TSU = (make_arc(500, 400, 120, 0.55, 1.2),)
"""The kana つ: one flat arc."""
NO_KATAKANA = (make_stroke((600, 200), (560, 340), (480, 440), (360, 520)),)
"""The kana ノ: one slightly bent stroke."""

REAL_SIGNATURES: dict[str, Ink] = {
    "a name in kanji": make_ink(*NAME),
    "a name in script": make_ink(
        make_stroke(*((500 + 120 * step, 900 + 250 * sin(step)) for step in range(20)), points=4)
    ),
    "a tiny name in kana": make_ink(
        *(shift(make_arc(300, 300, 100, 0.0, 0.8, points=10), 260 * step) for step in range(4)),
        make_stroke((1400, 250), (1400, 380), (1480, 380), points=4),
    ),
    "a cross": make_ink(*CROSS),
    "a cross by a slow pad": make_ink(
        make_stroke((500, 500), (1100, 1100), points=1), make_stroke((1100, 500), (500, 1100), points=1)
    ),
    "a circle": make_ink(make_arc(900, 900, 350, 0.0, 1.0)),
    "a name with a dot": make_ink(*NAME, make_stroke((3600, 400), (3604, 402), points=2)),
    "a trembling hand": make_ink(
        make_stroke(*((500 + 40 * step, 900 + (120 if step % 2 else -90)) for step in range(30)), points=3)
    ),
    "one long loop": make_ink(make_arc(2000, 900, 600, 0.0, 2.5, points=80)),
}
REAL_INITIALS: dict[str, Ink] = {
    "two kanji": make_ink(*(shift(stroke, -200, -200) for stroke in NAME[:4]), size=INITIALS),
    "し": make_ink(*SHI, size=INITIALS),
    "つ": make_ink(*TSU, size=INITIALS),
    "ノ": make_ink(*NO_KATAKANA, size=INITIALS),
    "i": make_ink(make_stroke((500, 400), (500, 700)), make_stroke((500, 300), (502, 303), points=2), size=INITIALS),
    "C": make_ink(make_arc(500, 500, 200, 0.12, 0.88), size=INITIALS),
    "a tiny の": make_ink(make_arc(300, 300, 80, -0.25, 0.75), size=INITIALS),
    "a cross": make_ink(make_stroke((300, 300), (600, 600)), make_stroke((600, 300), (300, 600)), size=INITIALS),
    "TI": make_ink(
        make_stroke((300, 300), (600, 300)),
        make_stroke((450, 300), (450, 700)),
        make_stroke((800, 300), (800, 700)),
        size=INITIALS,
    ),
}
ACCIDENTS: dict[str, tuple[Ink, str]] = {
    "nothing": (make_ink(), "empty"),
    "strokes without points": (make_ink((), ()), "empty"),
    "a click": (make_ink((InkPoint(500, 500, 0, 500),)), "too-few-points"),
    "a tap": (make_ink(make_stroke((500, 500), (503, 501), points=1)), "too-few-points"),
    "a resting pen": (make_ink(make_stroke((500, 500), (520, 510), points=40)), "only-dots"),
    "three dots": (
        make_ink(*(shift(make_stroke((500, 500), (505, 505), points=3), 900 * step) for step in range(3))),
        "only-dots",
    ),
    "a scribble of a millimetre": (make_ink(make_arc(500, 500, 60, 0.0, 3.0)), "too-small"),
    "a swipe": (make_ink(make_stroke((500, 900), (6500, 950))), "straight-line"),
    "a swipe there and back": (make_ink(make_stroke((500, 900), (6500, 950), (900, 930))), "straight-line"),
    "a sleeve": (make_ink(make_stroke((500, 900), (2500, 960), (4500, 940))), "straight-line"),
    "a fall": (make_ink(make_stroke((500, 100), (505, 1800))), "straight-line"),
    "a swipe and a tap": (
        make_ink(make_stroke((500, 900), (6500, 950)), make_stroke((500, 500), (503, 501), points=3)),
        "straight-line",
    ),
}
