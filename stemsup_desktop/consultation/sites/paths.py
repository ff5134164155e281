"""The lines of a drawing: steps read from an SVG path, flattened to polygons, and whether a point lies inside."""

import re
from functools import lru_cache
from math import ceil, floor
from typing import Literal

from stemsup_desktop.errors import InputProblem

_TOKEN = re.compile(r"[MLCZ]|-?\d+(?:\.\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "C": 6, "Z": 0}

Step = tuple[Literal["M", "L", "C", "Z"], tuple[float, ...]]
"""One path step in the drawing's units: move, line, cubic curve or close."""

Polygon = tuple[tuple[float, float], ...]
"""Corners of one closed shape; the last is joined to the first."""

CHORDS = 32
"""Straight pieces that stand for one curve: on a drawing of 390 units they leave it by less than 0.05 of a unit."""


def read_steps(path: str, name: str) -> tuple[Step, ...]:
    """Read an SVG path of absolute M, L, C and Z steps; raises `InputProblem` that names `name` otherwise."""
    tokens = _TOKEN.findall(path)
    if re.sub(r"[\s,]", "", path) != "".join(tokens):
        raise InputProblem("drawing-invalid", f"{name}: a drawing path holds only M, L, C, Z and numbers.")
    steps: list[Step] = []
    position = 0
    while position < len(tokens):
        letter = tokens[position]
        if letter not in _ARGUMENTS:
            raise InputProblem("drawing-invalid", f"{name}: a drawing path has a number where a step was expected.")
        position += 1
        step, position = _read_step(letter, tokens, position, name)
        steps.extend(step)
    return tuple(steps)


def _read_step(letter: str, tokens: list[str], position: int, name: str) -> tuple[list[Step], int]:
    numbers: list[float] = []
    while position < len(tokens) and tokens[position] not in _ARGUMENTS:
        numbers.append(float(tokens[position]))
        position += 1
    wanted = _ARGUMENTS[letter]
    if (wanted == 0 and numbers) or (wanted and (not numbers or len(numbers) % wanted)):
        raise InputProblem("drawing-invalid", f"{name}: the step {letter} has the wrong count of numbers.")
    if letter == "Z":
        return [("Z", ())], position
    groups = [tuple(numbers[start : start + wanted]) for start in range(0, len(numbers), wanted)]
    kind: Literal["M", "L", "C"] = "M" if letter == "M" else "L" if letter == "L" else "C"
    following: Literal["L", "C"] = "C" if kind == "C" else "L"
    return [(kind if index == 0 else following, group) for index, group in enumerate(groups)], position


@lru_cache(maxsize=512)
def flatten(steps: tuple[Step, ...]) -> tuple[Polygon, ...]:
    """Return the closed shapes of a path with each curve as `CHORDS` straight pieces; the same bits on each machine."""
    shapes: list[list[tuple[float, float]]] = []
    for letter, numbers in steps:
        if letter == "M":
            shapes.append([(numbers[0], numbers[1])])
        elif letter == "L":
            shapes[-1].append((numbers[0], numbers[1]))
        elif letter == "C":
            shapes[-1].extend(_cut_curve(shapes[-1][-1], numbers))
    return tuple(tuple(shape) for shape in shapes)


def _cut_curve(start: tuple[float, float], numbers: tuple[float, ...]) -> list[tuple[float, float]]:
    corners: list[tuple[float, float]] = []
    for chord in range(1, CHORDS + 1):
        t = chord / CHORDS
        u = 1 - t
        weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        corners.append(
            (
                weights[0] * start[0] + weights[1] * numbers[0] + weights[2] * numbers[2] + weights[3] * numbers[4],
                weights[0] * start[1] + weights[1] * numbers[1] + weights[2] * numbers[3] + weights[3] * numbers[5],
            )
        )
    return corners


def is_inside(steps: tuple[Step, ...], x: float, y: float) -> bool:
    """Say whether a point lies inside a closed path (even and odd crossings); of two that touch, one has the edge."""
    crossings = 0
    for shape in flatten(steps):
        before_x, before_y = shape[-1]
        for corner_x, corner_y in shape:
            if (before_y > y) != (corner_y > y):
                at = before_x + (y - before_y) * (corner_x - before_x) / (corner_y - before_y)
                crossings += x < at
            before_x, before_y = corner_x, corner_y
    return crossings % 2 == 1


Segment = tuple[tuple[float, float], tuple[float, float]]


def hatch(steps: tuple[Step, ...], gap: float) -> tuple[Segment, ...]:
    """Return slanting lines (down to the left) inside a closed path, `gap` units apart across them."""
    edges = [pair for shape in flatten(steps) for pair in zip(shape, (*shape[1:], shape[0]), strict=True)]
    sums = [x + y for (x, y), _ in edges]
    step = gap * 2**0.5
    segments: list[Segment] = []
    for number in range(ceil(min(sums) / step), floor(max(sums) / step) + 1):
        crossings = sorted(_cross(edges, number * step))
        segments += zip(crossings[::2], crossings[1::2], strict=False)
    return tuple(segments)


def _cross(edges: list[Segment], total: float) -> list[tuple[float, float]]:
    """Return where edges cross the line on which x and y add up to `total`."""
    found: list[tuple[float, float]] = []
    for (from_x, from_y), (to_x, to_y) in edges:
        before, after = from_x + from_y - total, to_x + to_y - total
        if (before > 0) != (after > 0):
            part = before / (before - after)
            found.append((from_x + part * (to_x - from_x), from_y + part * (to_y - from_y)))
    return found
