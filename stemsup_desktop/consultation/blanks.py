"""When a text that a person typed shows nothing."""

import unicodedata

_INVISIBLE_CATEGORIES = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn"))
_INVISIBLE_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Hangul fillers and the empty Braille cell: letters and signs by category that show nothing."""


def is_blank(words: str) -> bool:
    """Return whether nothing in a text can be seen: only spaces, controls and invisible characters."""
    return all(
        unicodedata.category(character) in _INVISIBLE_CATEGORIES or character in _INVISIBLE_LETTERS
        for character in words
    )
