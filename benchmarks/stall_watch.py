"""Watches the event loop: a timer beats on the GUI thread, and a thread notes what holds a beat that is late.

Beside each stall stands what the GUI thread computed of it, and how much longer than usual the computer took about
then for a fixed piece of work: others on it take time, and take its caches.
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

from benchmarks.pace import Pace

BEAT_MS = 5
LATE_S = 0.025
SAMPLE_S = 0.004
MOST_FRAMES = 14
NOTED_MS = 20.0
"""What computed longer than this is worth asking how fast the computer was."""
RESTING_MS = 3.0
RESTING_BEATS = 40


@dataclass(frozen=True, slots=True)
class Stall:
    """How long the event loop took no input, where in the walk, and the stack seen most often meanwhile.

    `cpu_ms` is what the GUI thread computed of it; the rest it waited, for other threads or for the computer. `slowed`
    says how many times as long as it usually takes on this computer a fixed piece of work took about then.
    """

    place: str
    ms: float
    cpu_ms: float = 0.0
    stack: tuple[str, ...] = ()
    slowed: float = 1.0

    @property
    def own_ms(self) -> float:
        """What the GUI thread would have computed with the computer as it usually is: on a quiet one `ms`."""
        return self.cpu_ms / max(self.slowed, 1.0)

    def as_json(self) -> dict[str, object]:
        """Return the stall as JSON takes it."""
        return {
            **asdict(self),
            "ms": round(self.ms, 1),
            "cpu_ms": round(self.cpu_ms, 1),
            "slowed": round(self.slowed, 2),
        }


class StallWatch(QObject):
    """Keeps the longest stall of each place, and the one that computed most; `place` says where the walk is."""

    def __init__(self) -> None:
        super().__init__()
        self.place = "start"
        self._longest: dict[str, Stall] = {}
        self._busiest: dict[str, Stall] = {}
        self._samples: list[tuple[str, ...]] = []
        self._beats_at_rest = 0
        self._pace = Pace()
        self._last = time.perf_counter()
        self._last_cpu = time.thread_time()
        self._is_over = threading.Event()
        self._thread_id = threading.get_ident()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._sampler = threading.Thread(target=self._sample, name="stall-sampler", daemon=True)

    @property
    def stalls(self) -> list[Stall]:
        """The longest stall of each place and the one that computed most, the longest first."""
        worst = {id(stall): stall for stall in (*self._longest.values(), *self._busiest.values())}
        return sorted((self._weigh(stall) for stall in worst.values()), key=lambda stall: -stall.ms)

    def _weigh(self, stall: Stall) -> Stall:
        """Return a stall against what is usual in the whole walk, which is known at its end."""
        return replace(stall, slowed=stall.slowed / self._pace.usual_s)

    def rest(self) -> Callable[[], bool]:
        """Return the wait for the GUI thread to have computed next to nothing in a number of turns, from now on."""
        self._beats_at_rest = 0
        return lambda: self._beats_at_rest >= RESTING_BEATS

    def start(self) -> None:
        """Begin to watch; the time before does not count."""
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()
        self._timer.start()
        self._sampler.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._is_over.set()

    def _beat(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        ms, cpu_ms = (now - self._last) * 1000, (cpu - self._last_cpu) * 1000
        samples, self._samples = self._samples, []
        if cpu_ms < RESTING_MS:
            self._beats_at_rest += 1
            self._pace.note()
        else:
            self._beats_at_rest = 0
        longest, busiest = self._longest.get(self.place), self._busiest.get(self.place)
        is_longest, is_busiest = longest is None or ms > longest.ms, busiest is None or cpu_ms > busiest.cpu_ms
        if is_longest or is_busiest:
            stack = Counter(samples).most_common(1)[0][0] if samples else ()
            stall = Stall(
                self.place, ms, cpu_ms, stack, self._pace.read() if cpu_ms >= NOTED_MS else self._pace.usual_s
            )
            if is_longest:
                self._longest[self.place] = stall
            if is_busiest:
                self._busiest[self.place] = stall
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()

    def _sample(self) -> None:
        while not self._is_over.wait(SAMPLE_S):
            if time.perf_counter() - self._last > LATE_S:
                frame = sys._current_frames().get(self._thread_id)
                self._samples.append(_read_stack(frame))


def _read_stack(frame: FrameType | None) -> tuple[str, ...]:
    """Return the innermost frames, the innermost first."""
    lines: list[str] = []
    while frame is not None and len(lines) < MOST_FRAMES:
        code = frame.f_code
        lines.append(f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_qualname}")
        frame = frame.f_back
    return tuple(lines)
