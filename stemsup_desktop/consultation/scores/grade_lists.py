"""The scales of which a grade is recorded, from resources/scores: a code and a few words of our own for each.

Published drawings and wordings of these scales belong to others; none is held here.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from stemsup_desktop.consultation.score_model import GradeScale
from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text

_Code = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,12}\Z")]


class Grade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One grade: its code, how it is written, and what it means in a few words."""

    code: _Code
    mark: Annotated[str, Meta(min_length=1, max_length=20)]
    words: Text


class GradeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scale with its grades in order; `reference` is its id in the scales of the reference."""

    scale: GradeScale
    reference: str
    name: Text
    grades: Annotated[tuple[Grade, ...], Meta(min_length=1)]

    def describe_grade(self, code: str, language: Language) -> str:
        """Return how a grade is written with what it means."""
        found = next((one for one in self.grades if one.code == code), None)
        if found is None:
            return code
        words = found.words.in_language(language)
        return f"{found.mark}（{words}）" if language is Language.JA else f"{found.mark} ({words})"


def read_grade_lists(folder: Path) -> Mapping[GradeScale, GradeList]:
    """Read every scale; raises `InputProblem` content-invalid where one is missing or a code stands twice."""
    path = folder / "grades.json"
    lists = read_json(path, tuple[GradeList, ...])
    if [one.scale for one in lists] != list(GradeScale):
        raise InputProblem("content-invalid", f"{path.name}: expected each scale once: {', '.join(GradeScale)}.")
    for one in lists:
        for field in ("code", "mark"):
            if len({getattr(grade, field) for grade in one.grades}) < len(one.grades):
                raise InputProblem("content-invalid", f"{path.name}: {one.scale}: a {field} stands twice.")
    return {one.scale: one for one in lists}
