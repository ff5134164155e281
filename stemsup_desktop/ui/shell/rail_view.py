"""What the rail shows, derived from the registered pages. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

from stemsup_desktop.consultation.people import ROLE_WORDS, Author
from stemsup_desktop.language import Language
from stemsup_desktop.ui.actions.registry import key_of
from stemsup_desktop.ui.initials import derive_initials
from stemsup_desktop.ui.view_parts import RailView
from stemsup_desktop.ui.words import Words

CONSULT, LANGUAGE, LOCK = "consult", "language", "lock"
"""Entries of the rail that are no pages of their own."""
PEOPLE = "people"
"""The page behind the entry of whoever is signed in."""


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A page's place in the rail; `title_key` is looked up in the words."""

    icon: str
    title_key: str
    is_lower: bool = False


def derive_rail(
    entries: Iterable[tuple[str, RailEntry]],
    current: str,
    *,
    is_step: bool,
    words: Words,
    author: Author | None = None,
) -> tuple[tuple[RailView, ...], tuple[RailView, ...]]:
    """Return the entries at the top and at the foot; `entries` are (page id, entry) in the order of the rail.

    `author` is who signed in, named at the foot at all times.
    """
    upper = [RailView(CONSULT, "consult", words("shell.consult"), "Alt+1", is_step)]
    lower: list[RailView] = []
    for page_id, entry in entries:
        key = "" if entry.is_lower else f"Alt+{len(upper) + 1}"
        view = RailView(page_id, entry.icon, words(entry.title_key), key, page_id == current)
        (lower if entry.is_lower else upper).append(view)
    lower.append(
        RailView(LANGUAGE, "", words("shell.language_other"), "", glyph=words("shell.language_glyph"), is_act=True)
    )
    if author is not None:
        lower.append(_make_person(author, current, f"Alt+{len(upper) + 1}", words))
    return tuple(upper), (*lower, RailView(LOCK, "lock", words("shell.lock"), key_of("lock"), is_act=True))


def _make_person(author: Author, current: str, key: str, words: Words) -> RailView:
    separator = "・" if words.language is Language.JA else ", "
    roles = separator.join(ROLE_WORDS[role].in_language(words.language) for role in author.roles)
    return RailView(
        PEOPLE,
        "",
        author.name,
        key,
        current == PEOPLE,
        derive_initials(author.name),
        is_person=True,
        tip=words("shell.signed_in", name=author.name, roles=roles),
    )
