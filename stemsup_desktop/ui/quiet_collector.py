"""Keeps Python's collector from holding the window: it looks through all that there is only while nobody is there."""

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

AWAY_MS = 5_000
"""Nobody has come back for so long after leaving for another program, or after the records were locked."""
NEVER = 1_000_000
"""Collections of the young before one of all: more than a day has."""


class QuietCollector(QObject):
    """Leaves the young to the collector, a few ms at a time, and has all looked through when somebody is away.

    Going through some 500,000 objects takes longer than a window may be held.
    """

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__()
        self._application = application
        self._before = gc.get_threshold()
        gc.set_threshold(*self._before[:2], NEVER)
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(AWAY_MS)
        self._away.timeout.connect(gc.collect)
        application.applicationStateChanged.connect(self._on_state_changed)

    @property
    def is_waiting(self) -> bool:
        """Whether all will be looked through unless somebody comes back."""
        return self._away.isActive()

    def note_away(self) -> None:
        """Take it that nobody works with the records from now on."""
        self._away.start()

    def note_back(self) -> None:
        """Take it that somebody does."""
        self._away.stop()

    def stop(self) -> None:
        """Leave the collector as it was."""
        self._away.stop()
        self._application.applicationStateChanged.disconnect(self._on_state_changed)
        gc.set_threshold(*self._before)

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.note_back()
        else:
            self.note_away()
