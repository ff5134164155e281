"""The letters that stand for a person in a small circle. No Qt."""

import unicodedata

_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def derive_initials(name: str) -> str:
    """Return the first letters of the first two words, or the first character of a name in an East Asian script.

    "Aoki Ken" gives "AK", "青木 健" gives "青"; a name without any letter gives "?".
    """
    words = ["".join(one for one in word if unicodedata.category(one)[0] == "L") for word in name.split()]
    letters = [word[0] for word in words if word]
    if not letters:
        return "?"
    if unicodedata.name(letters[0], "").startswith(_SCRIPTS):
        return letters[0]
    return "".join(letters[:2]).upper()
