"""The two kinds of failure that a person may see; anything else is a bug."""

from typing import Protocol


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

    Neither sentence nor details ever carry patient data.
    """

    def __init__(self, code: str, sentence: str, details: tuple[Detail, ...] = ()) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.details = details


class InputProblem(Problem):
    """Something that the person can mend: a value, a file, a missing answer."""


class EnvironmentProblem(Problem):
    """Something outside the program: disk, permission, a damaged file, a missing display."""
