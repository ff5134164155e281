"""A bar that says how far slow work is and, once that can be told, about how long it still takes."""

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.remaining import RemainingTime, say_remaining
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_LOOK_AGAIN_MS = 1000


class ProgressLine(QWidget):
    """`start` before new work; `show_progress` as often as there is news. Between news it counts on by itself."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        *,
        read_s: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._read_s = read_s
        self._remaining = RemainingTime()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        self._left = Label(theme, role="compact", tone="text-2")
        self._left.setObjectName("time_left")
        set_shown(self._left, False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.S)
        row.addWidget(self._bar, 1)
        row.addWidget(self._left)
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_AGAIN_MS)
        self._tick.timeout.connect(self.refresh)

    @property
    def sentence(self) -> str:
        """What is said of the time left, or nothing."""
        return self._left.text()

    def start(self, *, is_measured: bool = True) -> None:
        """Begin anew; work that does not say how far it is moves the bar to and fro, where anything may move."""
        self._remaining = RemainingTime()
        self._bar.setRange(0, 100 if is_measured or self._theme.motion.is_reduced else 0)
        self._bar.setValue(0)
        self._say("")

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the work is."""
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._remaining.note(done, total, self._read_s())
        self._tick.start()
        self.refresh()

    def stop(self) -> None:
        """Say nothing more: the work is over."""
        self._tick.stop()
        self._remaining = RemainingTime()
        self._say("")

    def refresh(self) -> None:
        """Say how long it still takes, as of now."""
        self._say(say_remaining(self._remaining.seconds(self._read_s()), self._words))

    def _say(self, sentence: str) -> None:
        if sentence != self._left.text():
            self._left.setText(sentence)
            set_shown(self._left, bool(sentence))
