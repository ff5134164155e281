"""A camera that measures: whatever the gallery sets up before it is looked at in every size, and its faults noted."""

import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from layout.checks import find_faults, find_pale
from layout.matrix import Pass, Screen
from layout.painting import find_pale_ring, read_painted
from layout.reading import find_short_rows, read_view
from picture_tools import Camera
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QMainWindow, QWidget

from stemsup_desktop.ui.jobs import JobRunner

PATIENCE_S = 8.0
REST_MS = 30
ROUNDS = 15
"""How deep the layouts lie in which one part that grows makes the next one grow."""
COLOUR_SCREEN = "1440x900@100"
"""Colours do not depend on a size: they are read in one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a state, and in which combination it was seen first."""

    state: str
    sentence: str
    combination: str


@dataclass
class Runners:
    """The job runners at work, to know when all is done that a state waits for."""

    known: list["weakref.ref[JobRunner]"] = field(default_factory=list)

    def listen(self) -> None:
        """Hear of every runner that is made from now on."""
        begin, known = JobRunner.__init__, self.known

        def begin_heard(runner: JobRunner, *given: object, **named: object) -> None:
            begin(runner, *given, **named)  # type: ignore[arg-type]
            known.append(weakref.ref(runner))

        JobRunner.__init__ = begin_heard  # type: ignore[method-assign]

    @property
    def are_busy(self) -> bool:
        return any(runner.is_busy for one in self.known if (runner := one()) is not None)


class Surveyor(Camera):
    """Looks at a state in every size of a pass."""

    def __init__(self, runners: Runners, pictures: Path | None) -> None:
        self._runners = runners
        self._pictures = pictures
        self._seen: set[tuple[str, str]] = set()
        self.faults: list[Fault] = []
        self.states: set[str] = set()
        self.views = 0
        self.now: Pass

    def begin(self, one: Pass) -> None:
        """Begin a pass."""
        self.now, self.scheme, self.text_percent = one, one.scheme, one.text_percent

    def wait(self, ms: int) -> None:
        """Let the program run until nothing is under way; what waits on purpose, such as a search, gets its time."""
        _run_for(max(REST_MS, min(ms, 600) // 2))
        end = time.monotonic() + PATIENCE_S
        while self._runners.are_busy and time.monotonic() < end:
            _run_for(10)

    def take(self, widget: QWidget, name: str, ms: int) -> None:
        """Look at the window in each size, and give it back as it was."""
        window, before = widget.window(), widget.window().size()
        self.wait(ms)
        self.states.add(name)
        for screen in self.now.screens:
            window.resize(screen.width, screen.height)
            self.let_checklist_come(window)
            self._let_layout_come(window)
            self.views += 1
            for sentence in self._find_faults(window, screen):
                self._note(name, sentence, screen, window)
        window.resize(before)
        self._let_layout_come(window)

    def _find_faults(self, window: QWidget, screen: Screen) -> Iterator[str]:
        if isinstance(window, QMainWindow) or window.width() == screen.width:
            yield from find_faults(read_view(window), self.grid)
        yield from find_short_rows(window)
        if self.now.reads_colours and screen.name == COLOUR_SCREEN:
            yield from find_pale(read_painted(window))
            yield from find_pale_ring(window)

    grid: frozenset[int] = frozenset()
    """The spaces that the tokens name."""

    def _note(self, state: str, sentence: str, screen: Screen, window: QWidget) -> None:
        what, _, where = sentence.partition(": ")
        place = what, where.split(" (")[0] if "grid" in what else where.split(" at ")[0]
        if place in self._seen:
            return
        self._seen.add(place)
        self.faults.append(Fault(state, sentence, f"{self.now.name} {screen.name}"))
        if self._pictures is not None:
            window.grab().save(str(self._pictures / f"{len(self.faults):03}-{state}-{screen.width}.png"))

    def _let_layout_come(self, window: QWidget) -> None:
        for _ in range(ROUNDS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
        while self._runners.are_busy:
            _run_for(10)


def _run_for(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
