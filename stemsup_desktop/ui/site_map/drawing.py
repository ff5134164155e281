"""The drawings of the site map as typed records, read from the shipped file. No Qt here."""

import re
from pathlib import Path
from typing import Literal

import msgspec

from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

_TOKEN = re.compile(r"[MLCZ]|-?\d+(?:\.\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "C": 6, "Z": 0}

Step = tuple[Literal["M", "L", "C", "Z"], tuple[float, ...]]
"""One path step in the drawing's units: move, line, cubic curve or close."""


class _Zone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    en: str
    ja: str
    side: Literal["right", "left", "centre"] | None
    caution: bool
    path: str


class _View(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"view_box": "viewBox"}):
    view_box: tuple[float, float, float, float]
    note: str
    outline: tuple[str, ...]
    hair: tuple[str, ...]
    lines: tuple[str, ...]
    zones: tuple[_Zone, ...]


class Zone(msgspec.Struct, frozen=True):
    """One zone that can be chosen; `steps` is its closed outline."""

    zone_id: str
    name: Text
    is_caution: bool
    steps: tuple[Step, ...]


class Drawing(msgspec.Struct, frozen=True):
    """One view: its box (left, top, width, height in drawing units), outlines and zones; patient's right is left."""

    view_id: str
    view_box: tuple[float, float, float, float]
    outline: tuple[tuple[Step, ...], ...]
    hair: tuple[tuple[Step, ...], ...]
    lines: tuple[tuple[Step, ...], ...]
    zones: tuple[Zone, ...]


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


def read_drawings(path: Path) -> tuple[Drawing, ...]:
    """Read every view of a site map file, in file order."""
    views = read_json(path, dict[str, _View])

    def steps_of(paths: tuple[str, ...]) -> tuple[tuple[Step, ...], ...]:
        return tuple(read_steps(one, path.name) for one in paths)

    return tuple(
        Drawing(
            view_id=view_id,
            view_box=view.view_box,
            outline=steps_of(view.outline),
            hair=steps_of(view.hair),
            lines=steps_of(view.lines),
            zones=tuple(
                Zone(zone.id, Text(zone.en, zone.ja), zone.caution, read_steps(zone.path, path.name))
                for zone in view.zones
            ),
        )
        for view_id, view in views.items()
    )
