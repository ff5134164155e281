"""What a border is: a name, how many cases the usual run gives it, and how a case is made and tried."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from random import Random

from guard import Place

NOW = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=9)))
"""The clock of every case."""

Act = Callable[[], None]
"""Tries one input; returns if it was taken and raises `Problem` if it was refused. Anything else is a failure."""


@dataclass(frozen=True, slots=True)
class Border:
    """One place where bytes come in. `make` prepares a case in its place and returns the act that is timed."""

    name: str
    cases: int
    make: Callable[[Random, Place], Act]
    starts_processes: bool = False
    holds_patients: bool = True
    """Whether its input is a patient's, so that no sentence may repeat a sentinel."""
