"""What the rail shows, derived from the registered pages. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

from stemsup_desktop.ui.view_parts import RailView
from stemsup_desktop.ui.words import Words

CONSULT, LANGUAGE, LOCK = "consult", "language", "lock"
"""Entries of the rail that are no pages of their own."""


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A page's place in the rail; `title_key` is looked up in the words."""

    icon: str
    title_key: str
    is_lower: bool = False


def derive_rail(
    entries: Iterable[tuple[str, RailEntry]], current: str, *, is_step: bool, words: Words
) -> tuple[tuple[RailView, ...], tuple[RailView, ...]]:
    """Return the entries at the top and at the foot; `entries` are (page id, entry) in the order of the rail."""
    upper = [RailView(CONSULT, "consult", words("shell.consult"), "Alt+1", is_step)]
    lower: list[RailView] = []
    for page_id, entry in entries:
        key = "" if entry.is_lower else f"Alt+{len(upper) + 1}"
        view = RailView(page_id, entry.icon, words(entry.title_key), key, page_id == current)
        (lower if entry.is_lower else upper).append(view)
    language = RailView(LANGUAGE, "", words("shell.language_other"), "", glyph=words("shell.language_glyph"))
    return tuple(upper), (*lower, language, RailView(LOCK, "lock", words("shell.lock"), "Ctrl+L"))
