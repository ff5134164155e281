"""How hard a passphrase is to guess, in words; there are no rules on its composition."""

import msgspec

from stemsup_desktop.language import Text
from stemsup_desktop.store.problems import make_input_problem

JUDGED_CHARACTERS = 36
"""zxcvbn judges no more than this, 25 ms at most; 72 take up to 200 ms at each key. A longer one is only stronger."""

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


SHORTEST_PASSPHRASE = 8
"""NIST SP 800-63B-4, 3.1.1.2, asks for 8 characters where a second factor stands beside, 15 where none does; here each
try costs Argon2id besides. There is no rule on composition; the strength is shown while typing."""


def check_passphrase(passphrase: str) -> None:
    """Raise `InputProblem` passphrase-empty or passphrase-short for one that no account may have."""
    if not passphrase:
        raise make_input_problem("passphrase-empty")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise make_input_problem("passphrase-short")
