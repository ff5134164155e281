"""Lets the window's undo and redo work on the consent form that is being edited. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from stemsup_desktop.ui.pages.forms.memory import FormsMemory
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class FormSteps:
    """The steps of a form; `refresh` shows it as it is then."""

    memory: FormsMemory
    words: Words
    refresh: Callable[[], None]

    @property
    def undo_description(self) -> str:
        """What undo would take back, or empty."""
        return self.words("undo.of_form") if self.memory.can_undo else ""

    @property
    def redo_description(self) -> str:
        """What redo would do again, or empty."""
        return self.words("undo.of_form") if self.memory.can_redo else ""

    def undo(self) -> None:
        """Take the last edit back."""
        self.memory.undo()
        self.refresh()

    def redo(self) -> None:
        """Make the edit that was taken back last once more."""
        self.memory.redo()
        self.refresh()
