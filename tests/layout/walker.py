"""Measures whatever the gallery sets up, in every size of a pass."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from judged_walk import JudgingCamera
from layout.checks import find_faults, find_pale
from layout.matrix import COLOUR_SCREEN, Pass, Screen
from layout.painting import find_pale_ring, read_painted
from layout.reading import find_short_rows, read_view
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow, QWidget


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a state, and in which combination it was seen first."""

    state: str
    sentence: str
    combination: str


class Surveyor:
    """Judges how a state lies in every size of a pass."""

    def __init__(self, camera: JudgingCamera, pictures: Path | None, grid: frozenset[int]) -> None:
        self._camera = camera
        self._pictures = pictures
        self._grid = grid
        self._seen: set[tuple[str, str]] = set()
        self.faults: list[Fault] = []
        self.states: set[str] = set()
        self.views = 0
        self.now: Pass

    def judge(self, widget: QWidget, state: str) -> None:
        """Look at the window in each size, and give it back as it was."""
        window, before = widget.window(), widget.window().size()
        self.states.add(state)
        for screen in self.now.screens:
            self._camera.resize(window, QSize(screen.width, screen.height))
            self.views += 1
            for sentence in self._find_faults(window, screen):
                self._note(state, sentence, screen, window)
        self._camera.resize(window, before)

    def _find_faults(self, window: QWidget, screen: Screen) -> Iterator[str]:
        if isinstance(window, QMainWindow) or window.width() == screen.width:
            yield from find_faults(read_view(window), self._grid)
        yield from find_short_rows(window)
        if self.now.reads_colours and screen.name == COLOUR_SCREEN:
            yield from find_pale(read_painted(window))
            yield from find_pale_ring(window)

    def _note(self, state: str, sentence: str, screen: Screen, window: QWidget) -> None:
        what, _, where = sentence.partition(": ")
        place = what, where.split(" (")[0] if "grid" in what else where.split(" at ")[0]
        if place in self._seen:
            return
        self._seen.add(place)
        fault = Fault(state, sentence, f"{self.now.name} {screen.name}")
        self.faults.append(fault)
        print(f"{fault.state} [{fault.combination}] {fault.sentence}", file=sys.stderr, flush=True)
        if self._pictures is not None:
            window.grab().save(str(self._pictures / f"{len(self.faults):03}-{state}-{screen.width}.png"))
