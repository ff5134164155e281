"""How what is typed meets what there is: kana, kanji or Latin, of any width; and which letters of a title matched.

Patients are found by the vault, reference entries by their own index; here are the lines that the window itself has.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stemsup_desktop.consultation.patient_search import fold_text, romanise
from stemsup_desktop.reference.folding import fold

_BEGINS, _BEGINS_WORD, _WITHIN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Forms:
    """What a line can be found by: its texts as they are read, and their kana in Latin letters."""

    plain: tuple[str, ...]
    romaji: tuple[str, ...]


def make_forms(*texts: str) -> Forms:
    """Return the forms of a line's texts, in any of the scripts."""
    plain = (_fold_words(text) for text in texts)
    romaji = (romanise(text) for text in texts if text and not text.isascii())
    return Forms(_unique(plain), _unique(romaji))


def rank(forms: Forms, query: str) -> int | None:
    """Return how well a query matches, 0 being best; None if any of its words is not found."""
    ranks = (_rank(forms.plain, _fold_words(query)), _rank(forms.romaji, fold_text(query)))
    return min((one for one in ranks if one is not None), default=None)


def find_places(title: str, query: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of a query stand in a title, as (from, to) of its letters, in order and apart."""
    folded, places = _fold_letters(title)
    found = []
    for word in _fold_words(query).split():
        at = folded.find(word)
        if at >= 0:
            found.append((places[at], places[at + len(word) - 1] + 1))
    return _join(found)


def _fold_words(text: str) -> str:
    return " ".join(word for word in map(fold, text.split()) if word)


def _rank(forms: tuple[str, ...], query: str) -> int | None:
    """Return the rank of the word that matches least well, each at the form that it matches best."""
    words = query.split()
    if not words:
        return None
    joined = "".join(words)
    if any(form.replace(" ", "").startswith(joined) for form in forms):
        return _BEGINS
    ranks = [min((place for form in forms if (place := _find(form, word)) is not None), default=None) for word in words]
    known = [place for place in ranks if place is not None]
    return max(known) if len(known) == len(ranks) else None


def _find(form: str, word: str) -> int | None:
    if form.startswith(word):
        return _BEGINS
    if f" {word}" in form:
        return _BEGINS_WORD
    return _WITHIN if word in form else None


def _fold_letters(title: str) -> tuple[str, list[int]]:
    """Return a title folded letter by letter, with the place in the title of each letter of the result."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(title):
        for folded in fold(letter):
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


def _join(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
