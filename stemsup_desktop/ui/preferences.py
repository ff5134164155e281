"""What the window remembers outside the vault, so that the locked window already speaks the right language."""

from pathlib import Path

import msgspec

from stemsup_desktop.bounded_files import OversizeError, read_bounded
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language
from stemsup_desktop.store.files import write_durably
from stemsup_desktop.ui.theme.theme import Scheme
from stemsup_desktop.ui.theme.tokens import TEXT_PERCENTS
from stemsup_desktop.ui.window_places import WindowPlace

FILE_NAME = "window.json"
MOST_BYTES = 64_000


class Preferences(msgspec.Struct, frozen=True):
    """Language, look, size of text, motion and places of the window; nothing of any patient or clinic.

    A None language follows the system.
    """

    language: Language | None = None
    scheme: Scheme = Scheme.SYSTEM
    text_percent: int = TEXT_PERCENTS[0]
    wants_less_motion: bool = False
    places: tuple[WindowPlace, ...] = ()
    has_toured: bool = False
    """Whether the tour of the window was offered."""

    def __post_init__(self) -> None:
        if self.text_percent not in TEXT_PERCENTS:
            raise ValueError(f"text of {self.text_percent} % is not offered")


def read_preferences(folder: Path) -> Preferences:
    """Return what was kept; a missing or damaged file means the defaults, for nothing depends on it."""
    try:
        return msgspec.json.decode(read_bounded(folder / FILE_NAME, MOST_BYTES), type=Preferences)
    except (OSError, OversizeError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Preferences()


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Keep preferences; raises `EnvironmentProblem` if the folder cannot be written."""
    try:
        write_durably(folder / FILE_NAME, msgspec.json.encode(preferences))
    except OSError as error:
        raise EnvironmentProblem("preferences-not-kept", "The window's language and look cannot be kept.") from error
