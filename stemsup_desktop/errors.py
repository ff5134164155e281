"""The two kinds of failure that a person may see; anything else is a bug."""

from typing import Protocol

LONGEST_SENTENCE = 1_000


class Detail(Protocol):
    """One thing that a problem names, in both languages; a `Text` is one."""

    @property
    def en(self) -> str:
        """In English."""
        ...

    @property
    def ja(self) -> str:
        """In Japanese."""
        ...


class Problem(Exception):  # noqa: N818 - the field's word: a problem has a sentence for a person
    """A failure with a sentence that is safe to show and a stable code; `details` are what the sentence names.

    Neither sentence nor details ever carry patient data. The sentence is one line of printable characters, whatever the
    name of a file or field in it: a terminal or a window shows it as it is.
    """

    def __init__(self, code: str, sentence: str, details: tuple[Detail, ...] = ()) -> None:
        self.code = code
        self.sentence = make_line(sentence)
        super().__init__(self.sentence)
        self.details = details


class InputProblem(Problem):
    """Something that the person can mend: a value, a file, a missing answer."""


class EnvironmentProblem(Problem):
    """Something outside the program: disk, permission, a damaged file, a missing display."""


def make_line(sentence: str) -> str:
    """Return a sentence as one line of printable characters, its middle left out where it is endless."""
    line = " ".join(sentence.split())
    if not line.isprintable():
        line = "".join(one if one.isprintable() else "\ufffd" for one in line)
    if len(line) > LONGEST_SENTENCE:
        line = f"{line[: LONGEST_SENTENCE // 2]} … {line[-LONGEST_SENTENCE // 4 :]}"
    return line
