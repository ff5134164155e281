"""Where lines may break: Japanese behind a phrase, a number never without its noun, no short word alone. No Qt.

Patterns are compiled when they are first asked for, and kept by `re`: the first window needs the shortest one only.
"""

import re

WORD_JOINER = "\u2060"
"""No line breaks here; it has no width and no ink."""
NO_BREAK_SPACE = "\u00a0"
_LONGEST_PHRASE = 12
"""Characters; a longer run may break anywhere but inside a word in katakana, for a narrow column has to hold it."""
_SHORT_WORD = 6
_KATAKANA_WORD = rf"(?<![ァ-ヺー])[ァ-ヺー]{{2,{_LONGEST_PHRASE}}}(?![ァ-ヺー])"
LONGEST_KEPT = 10
"""Characters of a word in katakana that is kept whole in any text: a narrow column has room for it."""
_KEPT_WORD = rf"(?<![ァ-ヺー])[ァ-ヺー]{{2,{LONGEST_KEPT}}}(?![ァ-ヺー])"
_ENDS = "、。・／；：」』）！？ \u3000"
_OPENS = "（「『"
_STAYS = "、。・／；：」』）！？ーぁぃぅぇぉっゃゅょ"
_PREFIXES = "おご"
_INSIDE_VERBS = "きぎりみけげめちびべえしせ"
"""Between two characters of a compound verb, as in 引き継ぐ."""
_NUMBER_AND_NOUN = r"(?<=\d) (?=[^\W\d])"
_UNITS = r"(?:pg|ng|[µμ]g|mg|g|mL|EU|IU|particles|cells|mm|nm|[µμ]m|°C)"
_WHOLE = (
    r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}(?!\d)"
    r"|(?<!\d)\d{1,4}年(?:（(?:明治|大正|昭和|平成|令和)(?:元|\d{1,2})年）)?\d{1,2}月\d{1,2}日|(?<!\d)\d{1,2}時\d{1,2}分"
    rf"|(?:[<>≤≥] ?)?(?<![\d,.])\d[\d,.]{{0,15}}[ \u00a0]{_UNITS}(?:/[A-Za-z]{{1,12}})?(?![A-Za-z])"
)
"""A day, a time of day, and a number with its unit: none of them is read across two lines. Each is of bounded length:
a search for a number without an end takes a text of digits once again from every digit."""
_WAVE_DASH = r"(?<=\S)(?=[~～])"
"""Of all that kinsoku keeps from the start of a line, what Qt does not."""
_STROKE = r"(?<=\S)(?=／)"
"""Between two answers; a line may begin with it elsewhere."""
_ANSWER = r"[^\s／、。・「」]{1,8}(?=／)"
"""A short answer before a stroke, or the end of a longer one."""
_SHORTEST_PARTED = 6
"""Characters of a text that is in one line in any column."""
_LEAST_LAST, _MOST_LAST = 4, 9
"""How many characters stand in the last line of a Japanese text at least, and how many are kept together for that.

Where phrases are kept, a last one of fewer is kept with the phrase before it, as far as the two are short together.
"""


def keep_phrases(text: str) -> str:
    """Return a text whose lines break between phrases: what is read stays the same."""
    counted = _keep_last_word(re.sub(_NUMBER_AND_NOUN, NO_BREAK_SPACE, text))
    if not _has_japanese(counted):
        return counted
    return "".join(_join(phrase) for phrase in _split(counted))


def keep_phrases_within(text: str, letters: int) -> str:
    """Return a text as `keep_phrases` does, where a column of so many kanji holds each of its phrases."""
    has_room = all(len(phrase) <= letters or len(phrase) > _LONGEST_PHRASE for phrase in _split(text))
    return keep_phrases(text) if has_room or text.isascii() else text


def list_phrases(text: str) -> list[str]:
    """Return the stretches of a text that `keep_phrases` keeps on one line, as far as a column has room for them."""
    return _split(text) if _has_japanese(text) else text.split(" ")


def keep_whole(text: str) -> str:
    """Return a text in which no line breaks inside a day, a time of day, or a number and its unit, or before a ～."""
    kept = re.sub(_WHOLE, lambda found: WORD_JOINER.join(found[0].replace(" ", NO_BREAK_SPACE)), text)
    return re.sub(_WAVE_DASH, WORD_JOINER, kept)


def keep_words(text: str) -> str:
    """Return a text in which no line breaks inside a word in katakana or an answer, or where `keep_whole` keeps it.

    The last line of a Japanese text has some letters. For columns that have room for `LONGEST_KEPT` characters.
    """
    if len(text) < _SHORTEST_PARTED or (text.isascii() and not re.search(r"\d", text)):
        return text  # as most texts are
    body, end = _part_end(keep_whole(text))
    if "／" in body:
        body = re.sub(_ANSWER, _join_found, body)
    body = re.sub(_KEPT_WORD, _join_found, body)
    return re.sub(_STROKE, WORD_JOINER, body + WORD_JOINER.join(end))


def _join_found(found: re.Match[str]) -> str:
    return WORD_JOINER.join(found[0])


def _part_end(text: str) -> tuple[str, str]:
    """Part a long Japanese text before its last phrase, or its end: a last line has more than a letter or two."""
    if len(text) <= _LONGEST_PHRASE or not _has_japanese(text[-_LEAST_LAST:]):
        return text, ""
    starts = range(len(text) - _LEAST_LAST, len(text) - _MOST_LAST - 1, -1)
    start = next((one for one in starts if _may_break(text[:one], text[one : one + 2])), starts[0])
    end = text[start:]
    return (text, "") if " " in end or WORD_JOINER in end else (text[:start], end)


def _keep_last_word(text: str) -> str:
    """Keep a short last word of three or more with the one before it, as far as the two are short together."""
    before, _, last = text.rpartition(" ")
    others, _, beside = before.rpartition(" ")
    is_short = last.isascii() and 0 < len(last) <= _SHORT_WORD and len(beside) + len(last) < _LONGEST_PHRASE
    return f"{before}{NO_BREAK_SPACE}{last}" if others and beside and is_short else text


def _split(text: str) -> list[str]:
    phrases: list[str] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or _may_break(text[start:end], text[end : end + 2]):
            phrases.append(text[start:end])
            start = end
    last = "".join(phrases[-2:])
    if len(text) > _LONGEST_PHRASE >= len(last) and len(phrases[-1]) < _LEAST_LAST:
        phrases[-2:] = [last]
    return phrases


def _may_break(phrase: str, following: str) -> bool:
    """Say whether a line may end behind a phrase: at a mark, before a bracket, or where kana end and a word begins.

    `following` are the next two characters: a polite お or ご before a kanji begins a word, as in 医師からお話しする.
    """
    first, last = following[0], phrase[-1]
    if first in _STAYS:
        return False
    if first in _OPENS and len(phrase) >= _LEAST_LAST:
        return last not in _OPENS
    if last in _INSIDE_VERBS and _is_kanji(first) and len(phrase) > 1 and _is_kanji(phrase[-2]):
        return False
    if last in _PREFIXES and (len(phrase) == 1 or _is_kanji(first)):
        return False
    if first in _PREFIXES and _is_kanji(following[-1]):
        return last in _ENDS or _is_hiragana(last) or _is_kanji(last)
    return last in _ENDS or (_is_hiragana(last) and not _is_hiragana(first))


def _has_japanese(text: str) -> bool:
    return any("\u3041" <= character <= "\u30ff" or _is_kanji(character) for character in text)


def _is_hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u309f"


def _is_kanji(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _join(phrase: str) -> str:
    if not _has_japanese(phrase):
        return phrase
    if len(phrase) > _LONGEST_PHRASE:
        return re.sub(_KATAKANA_WORD, lambda found: WORD_JOINER.join(found[0]), phrase)
    return WORD_JOINER.join(phrase)
