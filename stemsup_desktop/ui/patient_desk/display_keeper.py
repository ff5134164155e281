"""Puts the patient screen on its display, and sees when that display is unplugged or comes back."""

from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.ui.jobs import Err, JobRunner, Lane, Ok
from stemsup_desktop.ui.patient_desk.displays import (
    Display,
    DisplayState,
    choose_display,
    identify,
    read_choice,
    save_choice,
)


class DisplayKeeper(QObject):
    """Where the patient screen stands. Where its display is gone it stands nowhere until somebody says so."""

    state_changed = Signal(object)
    """The `DisplayState`. GONE comes before the system can move anything onto another display."""
    displays_changed = Signal()
    """A display came or went, or another one was chosen."""
    not_kept = Signal(object)
    """The `Problem` why a choice is not on disk."""

    def __init__(self, app: QApplication, folder: Path, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._folder = folder
        self._runner = runner
        self._choice = read_choice(folder)
        self._state = DisplayState.STEADY
        self._target: Display | None = None
        """The display on which the patient screen stands or stood."""
        self._screen: QWidget | None = None
        self._beside: QWidget | None = None
        app.screenAdded.connect(self._on_added)
        app.screenRemoved.connect(self._on_removed)

    @property
    def state(self) -> DisplayState:
        """How it stands with the display of the patient screen."""
        return self._state

    def read_displays(self) -> tuple[Display, ...]:
        """Return the displays that are there."""
        return tuple(map(describe, QGuiApplication.screens()))

    def list_displays(self) -> dict[str, Display]:
        """Return the displays that are there, by id."""
        return identify(self.read_displays())

    def find_patient_display(self, beside: QWidget) -> Display | None:
        """Return the display on which the patient screen would stand; None where the records are on the only one."""
        displays = self.read_displays()
        return choose_display(displays, describe(beside.screen()), self._choice.find(displays))

    def choose(self, display_id: str) -> None:
        """Let the patient screen stand on this display whenever the same set of displays is there."""
        self._choice = self._choice.with_chosen(self.read_displays(), display_id)
        choice, folder = self._choice, self._folder

        def on_result(result: Ok[None] | Err) -> None:
            if isinstance(result, Err):
                self.not_kept.emit(result.problem)

        self._runner.run(lambda: save_choice(folder, choice), on_result, lane=Lane.WORK)
        if self._screen is not None and shiboken6.isValid(self._screen) and self._screen.isVisible():
            self.place(self._screen, self._beside or self._screen)
        self.displays_changed.emit()

    def place(self, screen: QWidget, beside: QWidget) -> bool:
        """Show the patient screen over the whole of its display; return whether it lies over the records.

        After its display is gone it is not put over the records unasked: it stays away until `confirm`.
        """
        self._screen, self._beside = screen, beside
        display = self.find_patient_display(beside)
        if display is None and self._state is DisplayState.GONE:
            screen.hide()
            self.state_changed.emit(self._state)  # so that it is said again why nothing comes
            return True
        target = beside.screen() if display is None else self._get_screen(display)
        self._target = describe(target)
        if screen.screen() is not target:
            screen.setWindowState(Qt.WindowState.WindowNoState)  # a window that fills a display cannot be moved
            screen.setScreen(target)
        screen.setGeometry(target.geometry())
        screen.showFullScreen()
        self._set_state(DisplayState.STEADY)
        return display is None

    def confirm(self) -> None:
        """Go on with the displays that there are: the patient screen may lie over the records."""
        self._set_state(DisplayState.STEADY)

    def _get_screen(self, display: Display) -> QScreen:
        return next(one for one in QGuiApplication.screens() if describe(one) == display)

    def _on_removed(self, gone: QScreen) -> None:
        """Take the patient screen away before the system moves it to another display."""
        screen = self._screen
        if screen is not None and shiboken6.isValid(screen) and screen.isVisible() and describe(gone) == self._target:
            screen.hide()
            self._set_state(DisplayState.GONE)
        self.displays_changed.emit()

    def _on_added(self, _screen: QScreen) -> None:
        beside = self._beside
        if self._state is DisplayState.GONE and beside is not None and shiboken6.isValid(beside):
            display = self.find_patient_display(beside)
            if display is not None:
                self._set_state(DisplayState.BACK)
        self.displays_changed.emit()

    def _set_state(self, state: DisplayState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)


def describe(screen: QScreen) -> Display:
    """Return what a display says of itself."""
    size = screen.geometry()
    return Display(
        screen.name(), screen.manufacturer(), screen.model(), screen.serialNumber(), size.width(), size.height()
    )
