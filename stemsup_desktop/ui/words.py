"""The words of the window in both languages, read from resources/i18n. No Qt.

One file per page, named as the page: `{"key": {"en": "...", "ja": "..."}}`. A key is asked for as `page.key`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter

import msgspec

from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import Detail, EnvironmentProblem, InputProblem, Problem
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

    def listed(self, names: Iterable[str]) -> str:
        """Return names as a list, as the language writes one: "a, b" or "a、b"."""
        return ("、" if self.language is Language.JA else ", ").join(names)

    def told(self, sentences: Iterable[str]) -> str:
        """Return sentences one after the other."""
        return ("" if self.language is Language.JA else " ").join(sentences)

    def sentence_of(self, problem: Problem) -> str:
        """Return a problem's sentence in this language: `problem.<code>` where it is written, else its own.

        What the problem names is said as well where `problem.<code>.details` has a place for it.
        """
        key = f"problem.{problem.code}"
        if problem.details and f"{key}.details" in self._entries:
            return self(f"{key}.details", details=self._join(problem.details))
        return self(key) if key in self._entries else problem.sentence

    def _join(self, details: tuple[Detail, ...]) -> str:
        """Return sentences one after the other, and names as a list."""
        texts = [detail.ja if self.language is Language.JA else detail.en for detail in details]
        if all(text.endswith((".", "。")) for text in texts):
            return self.told(texts)
        return ("、" if self.language is Language.JA else "; ").join(texts)


class Catalogue:
    """The words of the window, in both languages."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._words = {language: Words(self._entries, language) for language in Language}

    @property
    def keys(self) -> frozenset[str]:
        """Every key, with its page."""
        return frozenset(self._entries)

    def in_language(self, language: Language) -> Words:
        """Return the words of one language."""
        return self._words[language]


class _LateEntries(dict[str, Entry]):
    """Reads the file of a page when one of its words is first asked for."""

    def __init__(self, folder: Path, pages: Iterable[str]) -> None:
        super().__init__()
        self._folder = folder
        self._unread = set(pages)

    def __missing__(self, key: str) -> Entry:
        if key not in self:
            raise KeyError(key)
        return self[key]

    def __contains__(self, key: object) -> bool:
        page = str(key).partition(".")[0]
        if page in self._unread:
            self.update(_read_page(self._folder / f"{page}.json"))
            self._unread.remove(page)
        return super().__contains__(key)


def open_catalogue(folder: Path, pages: Iterable[str]) -> Catalogue:
    """Return the words of some pages, each of them read when it is first needed; a fault in one is raised then."""
    return Catalogue(_LateEntries(folder, pages))


def read_catalogue(folder: Path, pages: Iterable[str] | None = None) -> Catalogue:
    """Read the files of some pages, or every file of the folder.

    Raises `Problem` naming file and key for anything missing or unequal.
    """
    paths = sorted(folder.glob("*.json")) if pages is None else [folder / f"{page}.json" for page in pages]
    if not paths:
        raise EnvironmentProblem("content-unreadable", "The folder i18n has no word files.")
    entries: dict[str, Entry] = {}
    for path in paths:
        entries |= _read_page(path)
    return Catalogue(entries)


def _read_page(path: Path) -> dict[str, Entry]:
    entries = read_json(path, dict[str, Entry])
    for key, entry in entries.items():
        _check(path.name, key, entry)
    return {f"{path.stem}.{key}": entry for key, entry in entries.items()}


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
    if "{" not in text and "}" not in text:
        return frozenset()
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
