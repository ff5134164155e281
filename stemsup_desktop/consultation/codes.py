"""The few codes that plan, treatment and record share: routes, cell sources, the numeric rating scale."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

Score = Annotated[int, Meta(ge=0, le=10)]
"""A numeric rating scale score, 0 none to 10 worst."""


class Route(StrEnum):
    """How the supernatant is given."""

    INTRADERMAL = "intradermal"
    INTRAVENOUS = "intravenous"
    INTRANASAL = "intranasal"


class CellSource(StrEnum):
    """The tissue whose cells conditioned the medium."""

    BONE_MARROW = "bone-marrow"
    ADIPOSE = "adipose"
    UMBILICAL_CORD = "umbilical-cord"
    DENTAL_PULP = "dental-pulp"
