"""Finds the words of a text that are in the other language, so that they are read aloud as what they are."""

import re
from collections.abc import Sequence

from stemsup_desktop.language import Language

_JAPANESE = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JAPANESE_STRETCH = re.compile(f"[{_JAPANESE}](?:[{_JAPANESE}\u3001-\u301f\uff01-\uffee\u30fb\\s]*[{_JAPANESE}])?")
_WORD = "[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'\u2019-]+"
_ENGLISH_STRETCH = re.compile(f"{_WORD}(?:[,;:]? +{_WORD})" + "{2,}[.!?]?")
"""Three words in a row: a unit, a name or a code alone is read well as part of a Japanese sentence."""


def find_stretches(text: str, language: Language | None) -> Sequence[tuple[str, Language | None]]:
    """Return a text in pieces, each with its language where that is not `language`; nothing if all of it is.

    English text in a Japanese document counts from three words in a row.
    """
    match language:
        case Language.EN:
            pattern, other = _JAPANESE_STRETCH, Language.JA
        case Language.JA:
            pattern, other = _ENGLISH_STRETCH, Language.EN
        case None:
            return ()
    stretches: list[tuple[str, Language | None]] = []
    done = 0
    for match in pattern.finditer(text):
        if match.start() > done:
            stretches.append((text[done : match.start()], None))
        stretches.append((match[0], other))
        done = match.end()
    if stretches and done < len(text):
        stretches.append((text[done:], None))
    return stretches
