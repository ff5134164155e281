"""The words of the window in both languages, read from resources/i18n. No Qt.

One file per page, named as the page: `{"key": {"en": "...", "ja": "..."}}`. A key is asked for as `page.key`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter

import msgspec

from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import EnvironmentProblem, InputProblem, Problem
from stemsup_desktop.language import Language


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence or label; `en_one` is the English form when the placeholder `count` is 1."""

    en: str
    ja: str
    en_one: str = ""


class Words:
    """The words of one language; `words("page.key", name=value)` returns a filled text."""

    def __init__(self, entries: Mapping[str, Entry], language: Language) -> None:
        self._entries = entries
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return a text; raises KeyError for an unknown key or a placeholder without a value."""
        entry = self._entries[key]
        if self.language is Language.JA:
            return entry.ja.format(**values)
        if entry.en_one and values.get("count") == 1:
            return entry.en_one.format(**values)
        return entry.en.format(**values)

    def has(self, key: str) -> bool:
        """Tell whether a key exists."""
        return key in self._entries

    def sentence_of(self, problem: Problem) -> str:
        """Return a problem's sentence in this language: `problem.<code>` where it is written, else its own."""
        key = f"problem.{problem.code}"
        return self(key) if key in self._entries else problem.sentence


class Catalogue:
    """Every word of the window, in both languages."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = dict(entries)
        self._words = {language: Words(self._entries, language) for language in Language}

    @property
    def keys(self) -> frozenset[str]:
        """Every key, with its page."""
        return frozenset(self._entries)

    def in_language(self, language: Language) -> Words:
        """Return the words of one language."""
        return self._words[language]


def read_catalogue(folder: Path, pages: Iterable[str] | None = None) -> Catalogue:
    """Read the files of some pages, or every file of the folder.

    Raises `Problem` naming file and key for anything missing or unequal.
    """
    paths = sorted(folder.glob("*.json")) if pages is None else [folder / f"{page}.json" for page in pages]
    if not paths:
        raise EnvironmentProblem("content-unreadable", "The folder i18n has no word files.")
    entries: dict[str, Entry] = {}
    for path in paths:
        for key, entry in read_json(path, dict[str, Entry]).items():
            _check(path.name, key, entry)
            entries[f"{path.stem}.{key}"] = entry
    return Catalogue(entries)


def _check(file: str, key: str, entry: Entry) -> None:
    where = f"{file}: {key}"
    for language, text in (("en", entry.en), ("ja", entry.ja)):
        if not text.strip():
            raise InputProblem("content-invalid", f"{where} has no {language} text.")
    try:
        english, japanese = _placeholders(entry.en), _placeholders(entry.ja)
        singular = _placeholders(entry.en_one)
    except ValueError as error:
        raise InputProblem("content-invalid", f"{where} has a malformed placeholder.") from error
    if english != japanese:
        raise InputProblem("content-invalid", f"{where} has different placeholders in the two languages.")
    if not singular <= english:
        raise InputProblem("content-invalid", f"{where} has a placeholder in en_one that en does not have.")


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
