"""A camera that measures: whatever the gallery sets up before it is looked at in every size, and its faults noted."""

import sys
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import shiboken6
from layout.checks import find_faults, find_pale
from layout.matrix import COLOUR_SCREEN, Pass, Screen
from layout.painting import find_pale_ring, read_painted
from layout.reading import find_short_rows, read_view
from picture_tools import Camera
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from stemsup_desktop.ui import turns
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.shell.page_stack import PageStack

PATIENCE_S = 8.0
SHORT_MS = 600
"""What waits longer on purpose, such as a lock, is not waited for."""
ROUND_MS = 4
QUIET_ROUNDS = 3
ROUNDS = 15
"""How deep the layouts lie in which one part that grows makes the next one grow."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a state, and in which combination it was seen first."""

    state: str
    sentence: str
    combination: str


class Work:
    """What is under way in the program, to know when all is done that a state waits for: jobs, turns, short timers."""

    def __init__(self) -> None:
        self._runners: list[weakref.ref[JobRunner]] = []
        self._turns: list[_Turn] = []

    def listen(self) -> None:
        """Hear of every runner that is made and of every turn that is asked for from now on."""
        begin, runners, begin_turns = JobRunner.__init__, self._runners, turns.run_in_turns

        def begin_heard(runner: JobRunner, *given: object, **named: object) -> None:
            begin(runner, *given, **named)  # type: ignore[arg-type]
            runners.append(weakref.ref(runner))

        def run_heard(owner: QObject, acts: tuple[Callable[[], object], ...]) -> None:
            first, *rest = acts
            first()
            begin_turns(owner, *rest)

        def single_shot(ms: int, owner: QObject, act: Callable[[], object]) -> None:
            turn = _Turn(owner)
            self._turns.append(turn)
            QTimer.singleShot(ms, owner, lambda: (turn.end(), act()))

        JobRunner.__init__ = begin_heard  # type: ignore[method-assign]
        PageStack.warm_up = PageStack.stop_warming_up  # type: ignore[method-assign]  # what is not looked at costs time
        turns._run_first = run_heard  # type: ignore[assignment]
        turns.QTimer = SimpleNamespace(singleShot=single_shot)  # type: ignore[assignment,misc]

    @property
    def is_under_way(self) -> bool:
        self._turns = [turn for turn in self._turns if turn.is_to_come]
        if self._turns or any(runner.is_busy for one in self._runners if (runner := one()) is not None):
            return True
        seen = (top for top in QApplication.topLevelWidgets() if top.isVisible())
        timers = (timer for top in seen for timer in top.findChildren(QTimer))
        return any(timer.isActive() and timer.isSingleShot() and timer.interval() <= SHORT_MS for timer in timers)


@dataclass
class _Turn:
    """A turn that was asked for: it comes, unless its owner goes before."""

    owner: QObject
    has_come: bool = False

    @property
    def is_to_come(self) -> bool:
        return not self.has_come and shiboken6.isValid(self.owner)

    def end(self) -> None:
        """Say that it has come."""
        self.has_come = True


class Surveyor(Camera):
    """Looks at a state in every size of a pass."""

    def __init__(self, work: Work, pictures: Path | None) -> None:
        self._work = work
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
        """Let the program run until nothing is under way, however long a picture would give it."""
        self._come_to_rest()

    def _come_to_rest(self) -> None:
        """Let whatever is under way end, and what follows from it; give up on what goes on by itself."""
        end = time.monotonic() + PATIENCE_S
        quiet = 0
        while quiet < QUIET_ROUNDS and time.monotonic() < end:
            _run_for(ROUND_MS)
            quiet = 0 if self._work.is_under_way else quiet + 1

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
        fault = Fault(state, sentence, f"{self.now.name} {screen.name}")
        self.faults.append(fault)
        print(f"{fault.state} [{fault.combination}] {fault.sentence}", file=sys.stderr, flush=True)
        if self._pictures is not None:
            window.grab().save(str(self._pictures / f"{len(self.faults):03}-{state}-{screen.width}.png"))

    def _let_layout_come(self, window: QWidget) -> None:
        for _ in range(ROUNDS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
        self._come_to_rest()


def _run_for(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
