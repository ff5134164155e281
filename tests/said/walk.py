"""What is gone through where everything is asked and read, and in which languages."""

import gc
from collections.abc import Iterator

from pictures import KINDS
from PySide6.QtWidgets import QApplication

from said.surveyor import Surveyor
from said.switching import SWITCHED, take_switches
from stemsup_desktop.language import Language

NO_STATES = ("components", "rooms")
"""Kinds that show states of other kinds again, or parts that are of no page."""
WALKED = (*(kind for kind in KINDS if kind not in NO_STATES), SWITCHED)


def iter_walks(kinds: tuple[str, ...], language: str | None) -> Iterator[tuple[str, Language]]:
    """Go through kinds, or all, each in both languages or in the one that is named."""
    languages = (Language(language),) if language else tuple(Language)
    for kind in kinds or WALKED:
        # Whoever switches from Japanese to English and back has been through both.
        for one in languages if kind != SWITCHED else languages[-1:]:
            yield kind, one


def set_up(application: QApplication, kind: str, language: Language, surveyor: Surveyor) -> None:
    """Set up all states of a kind before the camera, and tell the surveyor what the window speaks."""
    surveyor.language = language
    if kind == SWITCHED:
        take_switches(application, language, surveyor)
    else:
        KINDS[kind](application, language)
    gc.collect()  # on this thread, which made what is left of the windows
