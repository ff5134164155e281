"""How hard a passphrase is to guess, in words; there are no rules on its composition."""

import msgspec

from stemsup_desktop.language import Text

JUDGED_CHARACTERS = 72
"""zxcvbn judges no more than this; longer passphrases are only stronger."""

_WORDS = (
    Text("Very easy to guess", "非常に推測されやすい"),
    Text("Easy to guess", "推測されやすい"),
    Text("Could be guessed", "推測される可能性がある"),
    Text("Hard to guess", "推測されにくい"),
    Text("Very hard to guess", "非常に推測されにくい"),
)


class Strength(msgspec.Struct, frozen=True):
    """zxcvbn's score, 0 easiest to 4 hardest to guess, and its words."""

    score: int
    words: Text


def derive_strength(passphrase: str, known_words: tuple[str, ...] = ()) -> Strength:
    """Return how hard a passphrase is to guess for someone who knows `known_words`, such as the clinic's name."""
    if not passphrase:
        return Strength(0, _WORDS[0])
    from zxcvbn import zxcvbn  # 30 ms that only the first run and a change of passphrase need

    score = int(zxcvbn(passphrase[:JUDGED_CHARACTERS], user_inputs=list(known_words))["score"])
    return Strength(score, _WORDS[score])
