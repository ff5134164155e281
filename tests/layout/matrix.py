"""The combinations in which the window is looked at, and which of them CI goes through."""

from dataclasses import dataclass

from stemsup_desktop.language import Language
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.ui.theme.tokens import TEXT_PERCENTS


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
COLOUR_SCREEN = "1440x900@100"
"""Colours do not depend on a size: they are read in one."""


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


LARGEST = max(TEXT_PERCENTS)
NARROW = (SCREENS["1024x768@100"], SCREENS["3840x2160@300"])
"""Both narrow ends, which are seen with the largest text in both languages."""
Chosen = tuple[tuple[Pass, tuple[str, ...]], ...]
_EN, _JA, _LIGHT, _DARK = Language.EN, Language.JA, Scheme.LIGHT, Scheme.DARK


def ci_passes(language: Language) -> Chosen:
    """Return what CI goes through: parts of the matrix in which each pair of language, look and size of text occurs.

    Each size of the window occurs as well, and colours are read in both looks.
    """
    return tuple((one, kinds) for one, kinds in _CI if one.language is language)


def find_ci_pass(language: Language, kind: str) -> Pass | None:
    """Find how CI goes through a kind of pictures in a language, if it measures them."""
    return next((one for one, kinds in ci_passes(language) if kind in kinds), None)


def _make_pass(language: Language, scheme: Scheme, percent: int, *names: str, reads_colours: bool = False) -> Pass:
    return Pass(language, scheme, percent, tuple(SCREENS[name] for name in names), reads_colours)


_CI: Chosen = (
    (Pass(_EN, _LIGHT, LARGEST, NARROW), ("window",)),
    (
        _make_pass(_EN, _LIGHT, LARGEST, "1920x1080@200", "2560x1440@150"),
        ("sites", "photographs", "lot-use", "courses", "patient-screen"),
    ),
    (_make_pass(_EN, _DARK, 130, "1280x800@100", "3840x2160@200"), ("events",)),
    (_make_pass(_EN, _LIGHT, 115, "1920x1080@200", "2560x1440@150"), ("first-pages",)),
    (_make_pass(_EN, _DARK, 100, COLOUR_SCREEN, "1024x768@100", reads_colours=True), ("recall",)),
    (Pass(_JA, _DARK, LARGEST, NARROW), ("people", "lots", "forms")),
    (_make_pass(_JA, _LIGHT, 130, "1440x900@100", "2560x1440@100"), ("small",)),
    (_make_pass(_JA, _DARK, 115, "2560x1440@150", "1920x1080@200"), ("entry",)),
    (_make_pass(_JA, _LIGHT, 100, COLOUR_SCREEN, "1280x800@100", reads_colours=True), ("signing",)),
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
