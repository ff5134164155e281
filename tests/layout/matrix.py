"""The combinations in which the window is looked at, and which of them CI goes through."""

from dataclasses import dataclass

from stemsup_desktop.language import Language
from stemsup_desktop.ui.theme import Scheme


@dataclass(frozen=True, slots=True)
class Screen:
    """A window's size in logical px, named as the display has it."""

    name: str
    width: int
    height: int


SCREENS = {
    screen.name: screen
    for screen in (
        Screen("1024x768@100", 1024, 768),
        Screen("1280x800@100", 1280, 800),
        Screen("1440x900@100", 1440, 900),
        Screen("1920x1080@200", 960, 540),
        Screen("2560x1440@100", 2560, 1440),
        Screen("2560x1440@150", 1706, 960),
        Screen("3840x2160@200", 1920, 1080),
        Screen("3840x2160@300", 1280, 720),
    )
}
"""A display of 3840 × 2160 at 300 % has a window of 1280 × 720 logical px; 200 % of Full HD has the lowest."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of the program through all kinds, and the sizes it is given at each state."""

    language: Language
    scheme: Scheme
    text_percent: int
    screens: tuple[Screen, ...]
    reads_colours: bool = False

    @property
    def name(self) -> str:
        return f"{self.language} {self.scheme} {self.text_percent}%"


CI_KINDS = ("window", "people", "lots")
"""What CI sets up with the largest text: every page of the day, people at work, the lot book; the rest by name."""
COLOUR_KINDS = ("window",)
LARGEST = 150
COLOUR_SCHEMES = {Language.EN: Scheme.LIGHT, Language.JA: Scheme.DARK}
"""Colours are of a look, not of a language: CI reads each look in one language."""


def ci_passes(language: Language) -> tuple[tuple[Pass, tuple[str, ...]], ...]:
    """Return what CI goes through: both narrow ends with the largest text, and the colours of one look."""
    narrow = SCREENS["1024x768@100"], SCREENS["3840x2160@300"]
    usual = (SCREENS["1440x900@100"],)
    return (
        (Pass(language, Scheme.LIGHT, LARGEST, narrow), CI_KINDS),
        (Pass(language, COLOUR_SCHEMES[language], 100, usual, reads_colours=True), COLOUR_KINDS),
    )


def every_pass(
    language: Language, screens: tuple[Screen, ...], schemes: tuple[Scheme, ...], percents: tuple[int, ...]
) -> tuple[Pass, ...]:
    """Return all combinations of what was asked for."""
    return tuple(
        Pass(language, scheme, percent, screens, reads_colours=percent == min(percents))
        for scheme in schemes
        for percent in percents
    )
