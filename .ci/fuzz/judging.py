"""What a border may answer with: success, or one clear sentence that holds nothing of what a patient said."""

from stemsup_desktop.errors import Problem

SENTINELS = ("秘ZQXW密", "ヲヅヱヰヅ", "1961-03-29", "0907777ZQ")
"""Stand in every field of the samples that is a patient's; no refusal, log line or new file name may hold them."""

LONGEST_SENTENCE = 1_000


class BorderFault(Exception):  # noqa: N818 - the word of this harness: what a border did wrong
    """A border did what it may not do; the text says what."""


def judge_problem(problem: Problem, *, holds_patients: bool = True) -> None:
    """Raise `BorderFault` unless a problem has a code and a sentence that is short, printable and tells nothing."""
    if not problem.code:
        raise BorderFault("a problem without a code")
    judge_sentence(problem.sentence, holds_patients=holds_patients)
    for detail in problem.details:
        refuse_sentinels(detail.en + detail.ja, "a problem's detail")


def judge_sentence(sentence: str, *, holds_patients: bool = True) -> None:
    """Raise `BorderFault` unless a sentence is one, and tells nothing."""
    if not sentence.strip():
        raise BorderFault("an empty sentence")
    if len(sentence) > LONGEST_SENTENCE:
        raise BorderFault(f"a sentence of {len(sentence)} characters: {sentence[:200]!r}")
    if not sentence.isprintable():
        raise BorderFault(f"a sentence that cannot be printed: {sentence!r}")
    if not sentence.rstrip("”’\"'`)").endswith((".", "!", "?", "。")):
        raise BorderFault(f"a sentence without an end: {sentence!r}")
    if holds_patients:
        refuse_sentinels(sentence, "a sentence")


def refuse_sentinels(text: str, where: str) -> None:
    """Raise `BorderFault` if a text holds a word that only a patient's fields hold."""
    for sentinel in SENTINELS:
        if sentinel in text:
            raise BorderFault(f"patient data in {where}: {text[:400]!r}")
