"""The little of Markdown that a question needs: bold, italics, lists, headings, links with their address. No Qt.

Everything else stays as it was typed: HTML is text, and no picture and no link is ever fetched or opened.
"""

import re
from dataclasses import dataclass

_LINK = re.compile(r"!?\[([^\]\n]*)\]\(\s*<?([^)\s>]*)>?(?:\s+\"[^\"\n]*\")?\s*\)")
_MARK = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\*)|(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\3(?![\w*])")
_ITEM = re.compile(r"\s*(?:[-*+]|(\d{1,4})[.)])\s+(.*)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*")
_LONGEST, _DEEPEST = 2_000, 4
"""A longer paragraph is shown as typed, and so are marks in marks beyond a few: both would only take time."""
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph; `bullet` stands before an item of a list."""

    runs: tuple[Run, ...]
    bullet: str = ""


def read_markdown(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text."""
    paragraphs: list[Paragraph] = []
    waiting: list[str] = []

    def close() -> None:
        if waiting:
            paragraphs.append(Paragraph(_read_runs(" ".join(waiting))))
            waiting.clear()

    for line in text.splitlines():
        if match := _HEADING.fullmatch(line):
            close()
            paragraphs.append(Paragraph(_read_runs(match[1], is_bold=True)))
        elif match := _ITEM.fullmatch(line):
            close()
            paragraphs.append(Paragraph(_read_runs(match[2]), f"{match[1]}." if match[1] else "•"))
        elif not line.strip():
            close()
        else:
            waiting.append(line.strip())
    close()
    return tuple(paragraphs)


def _read_runs(text: str, level: int = 0, *, is_bold: bool = False, is_italic: bool = False) -> tuple[Run, ...]:
    if len(text) > _LONGEST or level > _DEEPEST:
        return (Run(text, is_bold, is_italic),)
    plain = _LINK.sub(_say_link, text)
    runs: list[Run] = []
    last = 0
    for match in _MARK.finditer(plain):
        if plain[max(match.start() - 1, 0) : match.start()] == "\\":
            continue
        _add(runs, plain[last : match.start()], is_bold, is_italic)
        inner = match[2] if match[2] is not None else match[4]
        bold, italic = is_bold or match[2] is not None, is_italic or match[4] is not None
        runs += _read_runs(inner, level + 1, is_bold=bold, is_italic=italic)
        last = match.end()
    _add(runs, plain[last:], is_bold, is_italic)
    return tuple(runs)


def _add(runs: list[Run], text: str, is_bold: bool, is_italic: bool) -> None:
    if text:
        runs.append(Run(_ESCAPED.sub(r"\1", text), is_bold, is_italic))


def _say_link(match: re.Match[str]) -> str:
    words, address = match[1].strip(), match[2].strip()
    if not address or words == address:
        return words or address
    return f"{words} ({address})" if words else address
