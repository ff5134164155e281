"""What changed between two texts of one language, word by word, for showing."""

import re
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

_WORDS = re.compile(
    r"[A-Za-z0-9À-ɏ'’]+|[一-龯々〆]+|[ぁ-ゖー]+|[ァ-ヺー]+|\s+|.",
    re.DOTALL,
)
"""Japanese has no spaces: a run of one script is the word."""

MOST_WORDS = 4_000
"""Of both texts together; beyond it they are shown as wholly replaced, for comparing takes time by the square."""

_ALIKE_FROM = 0.4
"""Below this likeness a line is shown as another one: words it happens to share only make it hard to read."""


class SpanKind(StrEnum):
    """Whether words stand in both texts or in one."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Span(msgspec.Struct, frozen=True):
    """Some words, and in which of the two texts they stand."""

    kind: SpanKind
    words: str


_Spans = list[tuple[SpanKind, str]]


def derive_word_changes(before: str, after: str) -> tuple[Span, ...]:
    """Return both texts as one row of spans in reading order, what was removed before what was added in its place.

    The spans that are not ADDED together are `before`; those that are not REMOVED are `after`. Lines are compared with
    their counterparts, and within a line that is much alike the words.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    spans: _Spans = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            spans.append((SpanKind.SAME, "".join(old[old_from:old_to])))
        elif old_to - old_from == new_to - new_from:
            for one, other in zip(old[old_from:old_to], new[new_from:new_to], strict=True):
                spans += _compare_line(one, other)
        else:
            spans += _replace("".join(old[old_from:old_to]), "".join(new[new_from:new_to]))
    return tuple(Span(kind, words) for kind, words in spans if words)


def _compare_line(before: str, after: str) -> _Spans:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _replace(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE_FROM:
        return _replace(before, after)
    spans: _Spans = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            spans.append((SpanKind.SAME, "".join(old[old_from:old_to])))
        else:
            spans += _replace("".join(old[old_from:old_to]), "".join(new[new_from:new_to]))
    return spans


def _replace(before: str, after: str) -> _Spans:
    """Return what was removed and what was added; the end of a line that both have stays outside."""
    end = "\n" if before.endswith("\n") and after.endswith("\n") else ""
    kept = len(end)
    return [
        (SpanKind.REMOVED, before[: len(before) - kept]),
        (SpanKind.ADDED, after[: len(after) - kept]),
        (SpanKind.SAME, end),
    ]
