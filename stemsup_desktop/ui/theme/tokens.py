"""The design tokens: colours of both themes, radii and type roles, as read from resources/tokens.json. No Qt."""

from pathlib import Path
from typing import NamedTuple

import msgspec

from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem

TEXT_PERCENTS = (100, 115, 130, 150)
"""The sizes of text that a person can choose, as a share of the type scale."""


class TypeRole(NamedTuple):
    """One step of the type scale: size and line height in logical px, weight 400 to 700."""

    size: int
    line_height: int
    weight: int


class Tokens(msgspec.Struct, frozen=True, rename={"type_roles": "type", "patient_type": "patient-type"}):
    """Every token of the design; `light` and `dark` name the same colours."""

    light: dict[str, str]
    dark: dict[str, str]
    space: tuple[int, ...]
    radius: dict[str, int]
    type_roles: dict[str, TypeRole]
    patient_type: dict[str, TypeRole]

    @property
    def all_spaces(self) -> frozenset[int]:
        """Every space that may part two things: the grid, nothing, a hairline, half a step, one inside an outline."""
        return frozenset((0, 1, 2, self.space[2] - 1, *self.space))


def read_tokens(path: Path) -> Tokens:
    """Read the tokens; raises `InputProblem` if the file is malformed or the two themes name different colours."""
    tokens = read_json(path, Tokens)
    if differing := sorted(tokens.light.keys() ^ tokens.dark.keys()):
        raise InputProblem("content-invalid", f"{path.name}: {differing[0]} is in only one of the two themes.")
    return tokens
