"""A camera that reads: whatever the gallery sets up before it is asked, read and looked at instead of taken."""

from picture_tools import Camera
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from said.looks import find_ugly
from said.names import Names
from said.rest import Rest
from said.words import Reader
from stemsup_desktop.language import Language
from stemsup_desktop.ui.theme import Scheme


class Surveyor(Camera):
    """Judges every state as soon as the program has come to rest in it; `language` is what the window speaks."""

    scheme = Scheme.LIGHT  # in the dark the same is said

    def __init__(self, rest: Rest, names: Names, reader: Reader) -> None:
        self._rest = rest
        self._names = names
        self._reader = reader
        self._ugly: dict[str, str] = {}
        self.language = Language.EN
        self.states: set[str] = set()

    def wait(self, ms: int) -> None:
        """Let the program run until it rests, however long that takes."""
        self._rest.come()

    def take(self, widget: QWidget, name: str, ms: int) -> None:
        """Judge what is on show in a window or a part of it."""
        self.settle(widget, ms)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.states.add(name)
        shown = [part for part in (widget, *widget.findChildren(QWidget)) if part.isVisible()]
        self._names.ask(shown, name)
        self._reader.look(shown, name, self.language)
        for fault in find_ugly(shown):
            self._ugly.setdefault(fault, name)

    @property
    def faults(self) -> dict[str, str]:
        """Each fault once, with the first state that it was seen in."""
        return self._names.faults | self._reader.faults | self._ugly

    @property
    def account(self) -> str:
        """What was done."""
        return f"{len(self.states)} states, {self._names.asked} controls asked, {self._reader.read} texts read"
