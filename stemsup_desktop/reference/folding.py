"""Folds words for search, so that spelling, script and width do not stand in the way."""

import re
import unicodedata

import jaconv

GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "μ": "mu"})
IGNORED = re.compile(r"[\s\-‐‑‒–—−.,・、。:;/_()（）\[\]「」『』“”\"'’]+")
"""Spaces and marks that search does not see; the Japanese long vowel mark ー is a letter and stays."""


def fold(words: str) -> str:
    """Return the form in which words are compared: NFKC, lower case, katakana, Greek letters spelt out, no marks."""
    plain = unicodedata.normalize("NFKC", words).casefold().translate(GREEK)
    unmarked = IGNORED.sub("", jaconv.hira2kata(plain))
    return unicodedata.normalize("NFKC", unmarked)  # a letter may now stand before a combining mark


def fold_query(query: str) -> tuple[str, ...]:
    """Return the folded words of a query; a word that folds to nothing is left out."""
    return tuple(word for word in map(fold, unicodedata.normalize("NFKC", query).split()) if word)
