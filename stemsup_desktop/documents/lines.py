"""Breaks text into lines: Japanese by kinsoku, Latin by words, and a word wider than the line by characters."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from stemsup_desktop.documents.fonts import Face, FontFolder

# JIS X 4051: characters that do not begin, and that do not end, a line.
NOT_AT_START = frozenset(
    "、。，．・：；？！ー々ゝゞヽヾ〻」』）〕］｝〉》】〙〗〟’”»"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ゛゜"
    "‐–~〜～…‥％‰℃°)]},.:;!?%/-｡､｣･ｰｯｬｭｮｧｨｩｪｫﾞﾟ\u3099\u309a"
)
NOT_AT_END = frozenset("「『（〔［｛〈《【〘〖〝‘“«([{￥¥＄$£№")
"""The labels of the window break alike: Qt keeps all of these, and `ui/components/line_breaks.py` the wave dashes."""
_COUNTED = frozenset("年月日時分秒歳回点件本円個枚人％%℃")
_GLUE = re.compile(
    r"(?<=\d) (?=(?:mL|mg|kg|cm|mm|mmHg|°C|℃|%|/min|min|h|JPY|yen|Hz)\b|[%℃°/])|(?<=[A-Z\d]) (?=\d{1,4}\.\d{1,4}[)）])"
)
"""The space between a number and its unit, and that between a rule and its version, as in (X12 1.0)."""
_FIRST_WIDE = "\u2e80"
_WIDE = re.compile(f"[{_FIRST_WIDE}-\U0010ffff]")
_FEWEST_ON_LAST_LINE = 4
_MOST_FOR_A_WORD = 12
"""Characters on a last line that was fed so far back that no word is parted."""
_LONGEST_KEPT = 10
"""Characters of a word in katakana that is kept whole, as in the labels of the window."""
_DAY = re.compile(r"\d{1,4}年(?:（[^\d\s]{2}(?:元|\d{1,2})年）)?\d{1,2}月\d{1,2}日|\d{1,2}時\d{1,2}分")
_LONGEST_DAY = 24
"""Characters of a day with its era, and a few more; no line breaks inside one, as in the window."""
_NEAR = 0.001
"""Points by which a line may be wider, since widths are sums of fractions."""


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look; `size` and `leading` in points, `colour` as RGB from 0 to 1."""

    size: float
    leading: float
    face: Face = Face.REGULAR
    colour: tuple[float, float, float] = (0.07, 0.07, 0.07)


@dataclass(frozen=True, slots=True)
class Run:
    """Prepared text in one style."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a line in one style; `x` from the line's left end, in points."""

    x: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its segments and its width in points without trailing spaces.

    `has_more` says that the text goes on and that its next word begins with the next line.
    """

    segments: tuple[Segment, ...]
    width: float
    has_more: bool = False


def break_lines(runs: Sequence[Run], width: float, fonts: FontFolder) -> tuple[Line, ...]:
    """Break prepared runs into lines no wider than `width` points; a newline always begins a new line."""
    lines: list[Line] = []
    for paragraph in _paragraphs(runs):
        if lines:
            lines[-1] = replace(lines[-1], has_more=True)
        lines.extend(_break_paragraph(paragraph, width, fonts))
    return tuple(lines)


def _paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    paragraphs: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        paragraphs[-1].append(Run(first, run.style))
        paragraphs.extend([Run(part, run.style)] for part in others)
    return paragraphs


def _break_paragraph(runs: list[Run], width: float, fonts: FontFolder) -> list[Line]:
    text = "".join(run.text for run in runs)
    advances: list[float] = []
    for run in runs:
        table, size = fonts.widths(run.style.face), run.style.size
        advances.extend([table[character] * size for character in run.text])
    sums = [0.0, *accumulate(advances)]
    starts = _line_starts(text, sums, width)
    _feed_last_line(text, starts, sums, width)
    return [
        _make_line(runs, text, sums, start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]


def _line_starts(text: str, sums: list[float], width: float) -> list[int]:
    """Return where each line begins."""
    limit = width + _NEAR
    starts = [0]
    if sums[-1] <= limit:
        return starts
    glued = {match.start() for match in _GLUE.finditer(text)}
    while (outside := _find_outside(text, sums, starts[-1], limit)) < len(text):
        starts.append(_find_break(text, starts[-1], outside, glued))
    return starts


def _find_outside(text: str, sums: list[float], start: int, limit: float) -> int:
    """Return the first character after `start` that a line does not hold; a space takes no room at its end."""
    index = bisect_right(sums, sums[start] + limit, start + 2) - 1
    while index - 1 > start and sums[index] - sums[start] > limit:  # sums of fractions
        index -= 1
    while index < len(text) and (text[index] == " " or sums[index + 1] - sums[start] <= limit):
        index += 1
    return index


def _find_break(text: str, start: int, outside: int, glued: set[int]) -> int:
    """Return the last place at or before a character at which a line that begins at `start` may end."""
    if not _WIDE.search(text, start, outside + 1):
        space = text.rfind(" ", start, outside)
        while space in glued:
            space = text.rfind(" ", start, space)
        return outside if space < 0 else space + 1
    found = _find_last_break(text, start, outside, glued)
    word = _find_word(text, found)
    if word == found or word <= start:
        return found
    before = _find_last_break(text, start, word, glued)
    return before if before - start >= (found - start) // 2 else found


def _find_last_break(text: str, start: int, outside: int, glued: set[int]) -> int:
    for index in range(outside, start, -1):
        if text[index - 1] == " ":
            if index - 1 not in glued:
                return index
        elif can_break_before(text, index):
            return index
    return outside


def _find_word(text: str, index: int) -> int:
    """Return where the word in katakana or the day begins that would be parted at `index`; `index` itself if none.

    A word that is too long to be kept is none.
    """
    first = last = index
    while index - first <= _LONGEST_KEPT and first and _is_katakana(text[first - 1]):
        first -= 1
    while last - index <= _LONGEST_KEPT and last < len(text) and _is_katakana(text[last]):
        last += 1
    if first < index < last and last - first <= _LONGEST_KEPT:
        return first
    near = max(0, index - _LONGEST_DAY)
    days = _DAY.finditer(text, near, index + _LONGEST_DAY)
    return next((day.start() for day in days if day.start() < index < day.end()), index)


def can_break_before(text: str, index: int) -> bool:
    """Return whether a line may end between a character and the one at `index`."""
    before, after = text[index - 1], text[index]
    if not (_is_wide(before) or _is_wide(after)):
        return before == " "
    if after in NOT_AT_START or before in NOT_AT_END:
        return False
    return not (before.isdigit() and after in _COUNTED)


def _parts_word(text: str, index: int) -> bool:
    """Return whether a day, or a word in katakana or kanji, is parted between a character and the one before."""
    return _find_word(text, index) < index or (_is_kanji(text[index - 1]) and _is_kanji(text[index]))


def _is_katakana(character: str) -> bool:
    return "ァ" <= character <= "ヺ" or character == "ー"


def _is_kanji(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _is_wide(character: str) -> bool:
    return character >= _FIRST_WIDE


def _feed_last_line(text: str, starts: list[int], sums: list[float], width: float) -> None:
    """Move the last break back so that no paragraph ends in a line of a few characters, or in the rest of a word.

    Only as far as what is moved fits into one line.
    """
    if len(starts) < 2:
        return
    before, last = starts[-2:]
    end = len(text.rstrip(" "))
    left = len(text[last:].rstrip())
    is_short = left < _FEWEST_ON_LAST_LINE
    if not left or not (is_short or (left < _MOST_FOR_A_WORD and _parts_word(text, last))):
        return
    places = [
        index
        for index in range(last - 1, (before + last) // 2, -1)
        if len(text) - index >= _FEWEST_ON_LAST_LINE
        and sums[end] - sums[index] <= width + _NEAR
        and text[index] != " "
        and can_break_before(text, index)
    ]
    whole = (index for index in places if len(text) - index <= _MOST_FOR_A_WORD and not _parts_word(text, index))
    starts[-1] = next(whole, places[0] if places and is_short else last)


def _make_line(runs: list[Run], text: str, sums: list[float], start: int, end: int) -> Line:
    has_more = False
    while end > start and text[end - 1] == " ":
        end -= 1
        has_more = True
    segments: list[Segment] = []
    position = 0
    for run in runs:
        left, right = max(start, position), min(end, position + len(run.text))
        if left < right:
            segments.append(Segment(sums[left] - sums[start], text[left:right], run.style))
        position += len(run.text)
    return Line(tuple(segments), sums[end] - sums[start], has_more)
