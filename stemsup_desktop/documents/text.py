"""Text on its way to paper: what was typed, less what no embedded font can draw. No markup is parsed, here or later."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

import msgspec

from stemsup_desktop.documents.fonts import GETA, FontFolder

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_WITH_MARK = re.compile("[^\\W_][\u0300-\u036f\u3099\u309a]+")


class MissingCharacter(msgspec.Struct, frozen=True):
    """A character that no embedded font has; `where` names the part of the document, never its content."""

    character: str
    where: str

    @property
    def code_point(self) -> str:
        """Return the code point as "U+1F600"; also for a lone surrogate, which cannot be shown."""
        return f"U+{ord(self.character):04X}"


class TypedText:
    """Prepares every text of one document and remembers which characters it could not draw."""

    def __init__(self, fonts: FontFolder) -> None:
        self._printable = fonts.settable
        self._missing: dict[MissingCharacter, None] = {}
        self._read = hashlib.sha256()

    def prepare(self, text: str, where: str) -> str:
        """Return a text of printable characters and newlines; what has no glyph becomes 〓 and is remembered.

        Kana and letters with separate marks are joined where the joined character exists; a tab becomes a space.
        """
        self._read.update(f"{text}\0".encode("utf-8", "surrogatepass"))
        if self._printable.issuperset(text):
            return self._join_marks(text)
        text = self._join_marks(_LINE_ENDS.sub("\n", text).replace("\t", " "))
        missing = set(text) - self._printable
        if not missing:
            return text
        for character in sorted(missing):
            self._missing.setdefault(MissingCharacter(character, where))
        return text.translate(dict.fromkeys(map(ord, missing), GETA))

    @property
    def sha256(self) -> str:
        """The SHA-256, in hexadecimal, of every text so far in the order of its coming."""
        return self._read.hexdigest()

    def missing(self) -> tuple[MissingCharacter, ...]:
        """Return the characters that could not be drawn, in order of appearance."""
        return tuple(self._missing)

    def _join_marks(self, text: str) -> str:
        return _WITH_MARK.sub(self._joined, text)

    def _joined(self, match: re.Match[str]) -> str:
        joined = unicodedata.normalize("NFC", match[0])
        return joined if self._printable.issuperset(joined) else match[0]


def unprintable_in(text: str, fonts: FontFolder) -> tuple[str, ...]:
    """Return the characters of a text that would be drawn as 〓, each once, in code point order."""
    typed = TypedText(fonts)
    typed.prepare(text, "")
    return tuple(missing.character for missing in typed.missing())


def describe(missing: Iterable[MissingCharacter]) -> tuple[str, ...]:
    """Return "U+1F600 (emoji name) in place" lines for a warning before printing, without any patient data."""
    lines = []
    for one in missing:
        name = unicodedata.name(one.character, "").lower()
        lines.append(f"{one.code_point}{f' ({name})' if name else ''}: {one.where}")
    return tuple(lines)
