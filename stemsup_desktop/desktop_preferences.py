"""Keeps what is chosen for the window, outside the vault, each time that it changes."""

from pathlib import Path

import msgspec

from stemsup_desktop.ui.jobs import Err, JobRunner, Lane, Ok
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.window_places import WindowPlace


class PreferenceKeeper:
    """One for the program, for a theme and a language that were made of what was kept."""

    def __init__(
        self, kept: Preferences, folder: Path, runner: JobRunner, theme: Theme, language: WindowLanguage
    ) -> None:
        self._kept = kept
        self._folder = folder
        self._runner = runner
        self._theme = theme
        self._language = language
        language.language_changed.connect(self.keep)

    @property
    def kept(self) -> Preferences:
        """What is kept now."""
        return self._kept

    def choose_scheme(self, scheme: Scheme) -> None:
        """Turn the window light or dark, or let it follow the system."""
        self._theme.turn_to(scheme)
        self.keep()

    def choose_motion(self, wants_less: bool) -> None:
        """Let the window move less, or as usual."""
        self._theme.motion.set_wants_less(wants_less)
        self.keep()

    def choose_text_size(self, percent: int) -> None:
        """Show text larger or smaller."""
        self._theme.turn_to_text_percent(percent)
        self.keep()

    def keep_places(self, places: tuple[WindowPlace, ...]) -> None:
        """Keep where the windows stand."""
        self._kept = msgspec.structs.replace(self._kept, places=places)
        self.keep()

    def note_tour(self) -> None:
        """Keep that the tour was offered."""
        self._kept = msgspec.structs.replace(self._kept, has_toured=True)
        self.keep()

    def keep(self) -> None:
        """Write everything as it is now."""
        theme, folder = self._theme, self._folder
        kept = self._kept = msgspec.structs.replace(
            self._kept,
            language=self._language.language,
            scheme=theme.scheme,
            text_percent=theme.text_percent,
            wants_less_motion=theme.motion.wants_less,
        )
        self._runner.run(lambda: save_preferences(folder, kept), _ignore_result, lane=Lane.WORK)


def _ignore_result(result: Ok[None] | Err) -> None:
    """A preference that cannot be kept is chosen again next time; nothing else depends on it."""
