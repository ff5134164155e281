"""Where lines may break: Japanese behind a phrase, a number never without its noun. No Qt."""

import re

WORD_JOINER = "\u2060"
"""No line breaks here; it has no width and no ink."""
NO_BREAK_SPACE = "\u00a0"
_LONGEST_PHRASE = 12
"""Characters; a longer run may break anywhere, for a narrow column has to hold it."""
_ENDS = "、。・／；：」』）！？ "
_STAYS = "、。・／；：」』）！？ーぁぃぅぇぉっゃゅょ"
_PREFIXES = "おご"
_INSIDE_VERBS = "きぎりみけげめちびべえしせ"
"""Between two characters of a compound verb, as in 引き継ぐ."""
_NUMBER_AND_NOUN = re.compile(r"(?<=\d) (?=[^\W\d])")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")


def keep_phrases(text: str) -> str:
    """Return a text whose lines break between phrases: what is read stays the same."""
    counted = _NUMBER_AND_NOUN.sub(NO_BREAK_SPACE, text)
    if _JAPANESE.search(counted) is None:
        return counted
    return "".join(_join(phrase) for phrase in _split(counted))


def _split(text: str) -> list[str]:
    phrases: list[str] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or _may_break(text[start:end], text[end]):
            phrases.append(text[start:end])
            start = end
    return phrases


def _may_break(phrase: str, following: str) -> bool:
    """Say whether a line may end behind a phrase: at a mark, or where kana end and a new word begins."""
    if following in _STAYS:
        return False
    last = phrase[-1]
    if last in _INSIDE_VERBS and _is_kanji(following) and len(phrase) > 1 and _is_kanji(phrase[-2]):
        return False
    is_word_end = _is_hiragana(last) and not _is_hiragana(following) and phrase not in _PREFIXES
    return last in _ENDS or is_word_end


def _is_hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u309f"


def _is_kanji(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _join(phrase: str) -> str:
    if len(phrase) > _LONGEST_PHRASE or _JAPANESE.search(phrase) is None:
        return phrase
    return WORD_JOINER.join(phrase)
