"""Counts the seconds until the next try is taken."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

_SECOND_MS = 1000


class Countdown(QObject):
    """Reports each second that is left; `ended` comes when none is, and whoever shows it asks the store again."""

    counted = Signal(int)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left_s = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def is_running(self) -> bool:
        """Whether seconds are left."""
        return self._left_s > 0

    def start(self, seconds: int) -> None:
        """Begin at so many seconds; 0 stops without a word."""
        self._left_s = seconds
        if seconds:
            self._timer.start()
            self.counted.emit(seconds)
        else:
            self._timer.stop()

    def tick(self) -> None:
        """Let one second pass."""
        if not self._left_s:
            return
        self._left_s -= 1
        if self._left_s:
            self.counted.emit(self._left_s)
        else:
            self._timer.stop()
            self.ended.emit()
