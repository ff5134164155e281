"""Runs Python's collector on the window's thread only, and through all that there is only while nobody is there."""

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

AWAY_MS = 5_000
"""Nobody has come back for so long after leaving for another program, or after the records were locked."""
TURN_MS = 150
"""How often the young are looked at: as many as are made meanwhile take a few ms."""
MOST_AT_ONCE = 8_000
"""Objects that are looked at while somebody works. More, as where content or a page was made, would take too long."""


class QuietCollector(QObject):
    """Collects the young now and then, once started, and has all looked through when somebody is away.

    By itself Python collects on whichever thread makes the next object. A timer, a picture or a document of Qt that
    died on the thread of the vault would be torn down there, beside the window that still uses it. And going through
    some 500,000 objects takes longer than a window may be held. Until it is started nothing is collected: amid
    thousands of new modules the young alone take as long. Where there are too many of the young, they are set aside
    until all are looked through.
    """

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__()
        gc.disable()
        self._young = QTimer(self)
        self._young.setInterval(TURN_MS)
        self._young.timeout.connect(self._collect_young)
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(AWAY_MS)
        self._away.timeout.connect(self._collect_all)
        self._watched = application.applicationStateChanged.connect(self._on_state_changed)

    @property
    def is_waiting(self) -> bool:
        """Whether all will be looked through unless somebody comes back."""
        return self._away.isActive()

    def start(self) -> None:
        """Look at the young from now on."""
        self._young.start()

    def note_away(self) -> None:
        """Take it that nobody works with the records from now on."""
        self._away.start()

    def note_back(self) -> None:
        """Take it that somebody does."""
        self._away.stop()

    def stop(self) -> None:
        """Leave the collector as it was."""
        self._young.stop()
        self._away.stop()
        QObject.disconnect(self._watched)  # by its handle: PySide6 does not always find the method again
        gc.unfreeze()
        gc.enable()

    def _collect_young(self) -> None:
        made, survived, _ = gc.get_count()
        most_made, most_survived, _ = gc.get_threshold()
        if made <= most_made:
            return
        is_for_survivors = survived > most_survived
        count = made + (len(gc.get_objects(generation=1)) if is_for_survivors else 0)
        if count > MOST_AT_ONCE:
            gc.freeze()
        else:
            gc.collect(1 if is_for_survivors else 0)

    def _collect_all(self) -> None:
        gc.unfreeze()
        gc.collect()

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.note_back()
        else:
            self.note_away()
