"""Flags words that promise or praise; never blocks. A negated word, a name and a quotation are recognised as such."""

import re
import unicodedata
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.consent_clauses import ClauseText, list_texts
from stemsup_desktop.language import Language, Text


class Excuse(StrEnum):
    """Why a flagged word may stand."""

    NEGATION = "negation"
    PROPER_NAME = "proper-name"
    QUOTATION = "quotation"


class Flag(msgspec.Struct, frozen=True):
    """A word to look at; `start` counts characters of the text after Unicode NFKC folding. No excuse: reword it.

    `first` and `end` are the place of the word in the text as it was typed, to show it there.
    """

    word: str
    start: int
    first: int
    end: int
    excerpt: str
    language: Language
    excuse: Excuse | None


class ClausePlace(msgspec.Struct, frozen=True):
    """A text of a clause: that of a block by its number from 0 and the text's number in it; block -1 is the title."""

    block: int
    index: int


class ClauseFlag(msgspec.Struct, frozen=True):
    """A flagged word and the text of the clause that it stands in."""

    place: ClausePlace
    flag: Flag


_ENGLISH = re.compile(
    r"\b(?:safe(?:r|st|ly)?|guarantee[sd]?|(?:no|without|free of) (?:side effects|risks?)|risk-free|"
    r"regenerat\w*|rejuvenat\w*|natural(?:ly)?|cutting[- ]edge|state[- ]of[- ]the[- ]art|latest|newest|"
    r"most advanced|next[- ]generation|revolutionary|miracle|optimal|anti-?ag(?:e)?ing|cures?|cured|100 ?%|"
    r"highly effective|rich in|scar(?:-free|less)|without (?:a )?scars?|harmless|painless)(?!\w)",
    re.IGNORECASE,
)
_JAPANESE = re.compile(
    "最先端|最新|最高|最適|安全|副作用(?:が|は)?(?:なし|無し|ありません|ない)|必ず|絶対|若返|再生医療|治る(?!まで)|"
    "完治|アンチエイジング|100 ?%|日本一|万能|次世代|奇跡|画期的|無害|無痛|豊富に含|傷跡を残さ|老化を防"
)

_NAMES = (
    re.compile("Act on the Safety of Regenerative Medicine|Japanese Society for Regenerative Medicine", re.IGNORECASE),
    re.compile("再生医療等の安全性の確保等に関する法律|再生医療等安全性確保法|日本再生医療学会"),
    re.compile("医療情報システムの安全管理に関するガイドライン"),
)
"""Laws, societies and guidelines whose names hold a flagged word."""

_QUOTED = re.compile("“[^”]{1,40}”|「[^」]{1,20}」")
"""A short quotation speaks about a word and does not use it."""

_ENGLISH_NEGATION = re.compile(
    r"\b(?:no|not|never|nobody|neither|nor|without|cannot|unproven|unknown|\w+n't)\b", re.IGNORECASE
)
_ENGLISH_NEGATED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?:is|are|was|were|has|have|can|does|do)(?:n't|\W+not|\W+never|not)\b", re.IGNORECASE
)
_ENGLISH_CLAUSE_END = re.compile(r"[.;:!?,]|\b(?:but|and|however)\b", re.IGNORECASE)
_WORDS_BEFORE = 6

_JAPANESE_NEGATION = re.compile("(?:ない|ません|なく|なか|ず(?:、|に|$)|未確|未承認|不明|該当しな|対象外)")
_JAPANESE_TOPIC = re.compile("^性?(?:も|は|が|とは|について(?:は|も)?)、")
_JAPANESE_CLAUSE_END = re.compile("[。、！？!?\n]")


def find_flags(words: str, language: Language) -> tuple[Flag, ...]:
    """Return every flagged word of a text in one language, in order, with its excuse if it has one."""
    folded = unicodedata.normalize("NFKC", words)
    pattern = _ENGLISH if language is Language.EN else _JAPANESE
    return tuple(_make_flag(words, folded, found, language) for found in pattern.finditer(folded))


def find_flags_in_text(text: Text) -> tuple[Flag, ...]:
    """Return the flags of both languages."""
    return find_flags(text.en, Language.EN) + find_flags(text.ja, Language.JA)


def find_flags_in_clause(clause: ClauseText) -> tuple[ClauseFlag, ...]:
    """Return the flags of a clause in both languages, each with its place: the title or a text of a block."""
    places: list[tuple[ClausePlace, Text]] = [(ClausePlace(-1, 0), clause.title)]
    places += [
        (ClausePlace(number, index), text)
        for number, block in enumerate(clause.blocks)
        for index, text in enumerate(list_texts(block))
    ]
    return tuple(ClauseFlag(place, flag) for place, text in places for flag in find_flags_in_text(text))


def _make_flag(words: str, folded: str, found: re.Match[str], language: Language) -> Flag:
    excerpt = folded[max(0, found.start() - 30) : found.end() + 30]
    excuse = _find_excuse(folded, found, language)
    first, end = _find_typed(words, folded, found.start()), _find_typed(words, folded, found.end())
    return Flag(found.group(), found.start(), first, end, excerpt, language, excuse)


def _find_typed(words: str, folded: str, at: int) -> int:
    """Return which character as typed became the one at a place of the folded text, or its end for the end."""
    if words == folded:
        return at
    if at == len(folded):
        return len(words)
    low, high = 0, len(words) - 1
    while low < high:  # what a longer beginning folds to is never shorter
        middle = (low + high) // 2
        if len(unicodedata.normalize("NFKC", words[: middle + 1])) > at:
            high = middle
        else:
            low = middle + 1
    return low


def _find_excuse(folded: str, found: re.Match[str], language: Language) -> Excuse | None:
    if any(_is_within(name, folded, found) for name in _NAMES):
        return Excuse.PROPER_NAME
    if _is_within(_QUOTED, folded, found):
        return Excuse.QUOTATION
    is_negated = _is_negated_in_english if language is Language.EN else _is_negated_in_japanese
    return Excuse.NEGATION if is_negated(folded, found) else None


def _is_within(pattern: re.Pattern[str], folded: str, found: re.Match[str]) -> bool:
    return any(whole.start() <= found.start() and found.end() <= whole.end() for whole in pattern.finditer(folded))


def _is_negated_in_english(folded: str, found: re.Match[str]) -> bool:
    """A negation among the few words before, or "is not", "has not been" soon after, within the clause."""
    if re.match(r"no |without |free of |risk-free", found.group(), re.IGNORECASE):
        return False
    before = _ENGLISH_CLAUSE_END.split(folded[: found.start()])[-1].split()[-_WORDS_BEFORE:]
    after = _ENGLISH_CLAUSE_END.split(folded[found.end() :])[0]
    return bool(_ENGLISH_NEGATION.search(" ".join(before)) or _ENGLISH_NEGATED_AFTER.search(after))


def _is_negated_in_japanese(folded: str, found: re.Match[str]) -> bool:
    """Japanese negates at the end of the clause, so what follows decides; "no side effects" is itself the promise."""
    if found.group().startswith(("副作用", "傷跡")):
        return False
    rest = _JAPANESE_TOPIC.sub("", folded[found.end() :])
    after = _JAPANESE_CLAUSE_END.split(rest)[0]
    return bool(_JAPANESE_NEGATION.search(after))
