"""The two kinds of failure that a person may see; anything else is a bug."""


class Problem(Exception):  # noqa: N818 - the field's word: a problem has a sentence for a person
    """A failure with a sentence that is safe to show and a stable code.

    The sentence never carries patient data.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class InputProblem(Problem):
    """Something that the person can mend: a value, a file, a missing answer."""


class EnvironmentProblem(Problem):
    """Something outside the program: disk, permission, a damaged file, a missing display."""
