"""The questions on understanding, each bound to one version of a clause, and how they are read from their file."""

from collections import Counter
from pathlib import Path

import msgspec

from stemsup_desktop.consultation.consent_clauses import Applies, ClauseReference, ClauseText
from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

TEACH_BACK_FILE = "teach-back.json"
OPTIONS = 3
MOST_KEY = 2
FEWEST_QUESTIONS = 9


class TeachBackOption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the answers to choose from."""

    id: str
    text: Text


class TeachBackQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question under version, about one clause in exactly one version.

    It is asked where the clause applies and `applies` is met. `right` is the option that fits; after any other one, the
    `explanation` is shown and the clause is read again. An `is_key` question is asked of everybody.
    """

    id: str
    version: str
    clause: ClauseReference
    question: Text
    options: tuple[TeachBackOption, ...]
    right: str
    explanation: Text
    applies: Applies = Applies()
    is_key: bool = False

    def find_option(self, option_id: str) -> TeachBackOption | None:
        """Find an option by its id."""
        return next((option for option in self.options if option.id == option_id), None)


class TeachBackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content file of questions."""

    questions: tuple[TeachBackQuestion, ...]


def read_teach_back(
    folder: Path, clauses: dict[str, ClauseText], name: str = TEACH_BACK_FILE
) -> tuple[TeachBackQuestion, ...]:
    """Read the questions of a consent text; raises a `Problem` that names file, path and what was expected."""
    questions = read_json(folder / name, TeachBackFile).questions
    for index, question in enumerate(questions):
        _check_question(question, clauses, name, f"$.questions[{index}]")
    counts = Counter(question.id for question in questions)
    for question_id in (one for one, count in counts.items() if count > 1):
        raise _fault(name, question_id, "a question id is used twice")
    if len(questions) < FEWEST_QUESTIONS:
        raise _fault(name, "$.questions", f"at least {FEWEST_QUESTIONS} questions are wanted")
    keys = [question for question in questions if question.is_key]
    if len(keys) > MOST_KEY:
        raise _fault(name, keys[MOST_KEY].id, f"at most {MOST_KEY} questions are asked of everybody")
    return questions


def _check_question(question: TeachBackQuestion, clauses: dict[str, ClauseText], file: str, where: str) -> None:
    if not question.id or not question.version:
        raise _fault(file, where, "a question needs an id and a version")
    clause = clauses.get(question.clause.id)
    if clause is None:
        raise _fault(file, f"{where}.clause", f"no clause has the id {question.clause.id}")
    if clause.version != question.clause.version:
        expected = f"the question is about version {question.clause.version}, the clause has {clause.version}"
        raise _fault(file, f"{where}.clause", expected)
    ids = [option.id for option in question.options]
    if len(ids) != OPTIONS or len(set(ids)) != OPTIONS or not all(ids):
        raise _fault(file, f"{where}.options", f"{OPTIONS} options are wanted, each with an id of its own")
    if question.right not in ids:
        raise _fault(file, f"{where}.right", f"{question.right} is none of the options")
    for language in ("en", "ja"):
        if len({getattr(option.text, language) for option in question.options}) != OPTIONS:
            raise _fault(file, f"{where}.options", f"two options say the same in {language}")


def _fault(file: str, where: str, expected: str) -> InputProblem:
    return InputProblem("content-invalid", f"{file}: {expected} - at `{where}`.")
