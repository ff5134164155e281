"""How far a long task is, on standard error, and Ctrl+C that ends it cleanly."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stemsup_desktop.store.backup.watching import Progress, Watch

PROGRESS = click.option(
    "--progress", "as_lines", is_flag=True, help="Say on standard error how far it is, as one JSON object a line."
)
_WORDS = {
    "copy": "Copying",
    "unpack": "Unpacking",
    "check": "Checking every page",
    "rekey": "Encrypting anew",
    "verify": "Reading the history",
    "scan": "Reading the pages",
}


class Watcher:
    """Shows progress: in place on a terminal, as JSON lines where asked for, else not at all."""

    def __init__(self, *, as_lines: bool) -> None:
        self._as_lines = as_lines
        self._is_live = not as_lines and sys.stderr is not None and sys.stderr.isatty()
        self._shown = ""
        self._was_interrupted = False

    def is_cancelled(self) -> bool:
        """Tell whether the person pressed Ctrl+C."""
        return self._was_interrupted

    def interrupt(self, _number: int = signal.SIGINT, _frame: FrameType | None = None) -> None:
        """Ask the task to stop at its next step."""
        self._was_interrupted = True

    def advance(self, task: str, done: float, total: float) -> None:
        """Show how far a task is, if that is more than a hundredth from what is shown."""
        part = int(100 * done / total) if total else 0
        text = f"{_WORDS[task]}…" if task == "check" else f"{_WORDS[task]}: {part} %"
        if text == self._shown or not (self._as_lines or self._is_live):
            return
        if self._as_lines:
            self._write(f'{{"task": "{task}", "percent": {part}}}\n')
        else:
            self._write("\r" + text.ljust(len(self._shown)))
        self._shown = text

    def advance_rekeying(self, part: float) -> None:
        """Show how far a re-keying is; raises `InputProblem` backup-cancelled while it can still be given up."""
        from stemsup_desktop.store.problems import make_input_problem

        self.advance("rekey", part, 1.0)
        if self._was_interrupted and part < 1.0:
            raise make_input_problem("backup-cancelled")

    def finish(self) -> None:
        """Leave a clean line on the terminal."""
        if self._is_live and self._shown:
            self._write("\r" + " " * len(self._shown) + "\r")

    @property
    def watch(self) -> "Watch":
        """What a backup or restore reports to."""
        from stemsup_desktop.store.backup.watching import Watch

        def report(progress: "Progress") -> None:
            self.advance(progress.stage.value, progress.done_bytes, progress.total_bytes)

        return Watch(report, self.is_cancelled)

    def _write(self, text: str) -> None:
        # Nobody reads there any more: the work goes on, and its own errors must not be mixed up with this one.
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()


@contextmanager
def watching(*, as_lines: bool) -> Iterator[Watcher]:
    """Watch a long task: Ctrl+C asks it to stop instead of ending it wherever it is."""
    watcher = Watcher(as_lines=as_lines)
    before: Callable[[int, FrameType | None], object] | int | None = signal.signal(signal.SIGINT, watcher.interrupt)
    try:
        yield watcher
    finally:
        signal.signal(signal.SIGINT, before)
        watcher.finish()
