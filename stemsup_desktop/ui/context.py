"""What every page is given: look, words, the open visit, the job runner and the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class PageContext:
    """Shared by all pages; what only one page needs comes beside it in that page's own constructor."""

    theme: Theme
    language: WindowLanguage
    session: Session
    runner: JobRunner
    clock: Callable[[], datetime]
    is_ahead: bool = False
    """Whether a page is made before it is needed, piece by piece, by who takes the pieces: see `Page.build`.

    What comes on it later may then take turns, too; else it is there at once.
    """

    @property
    def words(self) -> Words:
        """The words of the window's current language."""
        return self.language.words
