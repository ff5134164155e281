"""Asks, reads and looks at whatever the gallery sets up."""

from PySide6.QtWidgets import QWidget

from said.looks import find_ugly
from said.names import Names
from said.words import Reader
from stemsup_desktop.language import Language


class Surveyor:
    """Judges what is said in a state; `language` is what the window speaks."""

    def __init__(self, names: Names, reader: Reader) -> None:
        self._names = names
        self._reader = reader
        self._ugly: dict[str, str] = {}
        self.language = Language.EN
        self.states: set[str] = set()

    def judge(self, widget: QWidget, state: str) -> None:
        """Judge what is on show in a window or a part of it."""
        self.states.add(state)
        shown = [part for part in (widget, *widget.findChildren(QWidget)) if part.isVisible()]
        self._names.ask(shown, state)
        self._reader.look(shown, state, self.language)
        for fault in find_ugly(shown):
            self._ugly.setdefault(fault, state)

    @property
    def faults(self) -> dict[str, str]:
        """Each fault once, with the first state that it was seen in."""
        return self._names.faults | self._reader.faults | self._ugly

    @property
    def account(self) -> str:
        """What was done."""
        return f"{len(self.states)} states, {self._names.asked} controls asked, {self._reader.read} texts read"
