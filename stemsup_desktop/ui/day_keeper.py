"""Judges the open visit anew when another day begins: a lot may have expired, and the patient be a year older."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from stemsup_desktop.ui.session import Session

LOOK_MS = 1000
"""Also after a sleep of which the system does not tell the next look is no later."""


class DayKeeper(QObject):
    """Looks at the calendar as long as its parent lives, or until it is stopped."""

    def __init__(self, session: Session, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = clock
        self._day = clock().date()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Judge the open visit anew if the day is another than at the last look, even an earlier one."""
        today = self._clock().date()
        if today == self._day:
            return
        self._day = today
        if self._session.has_visit:
            self._session.derive_again()

    def stop(self) -> None:
        """Look no more: the records are locked."""
        self._timer.stop()
