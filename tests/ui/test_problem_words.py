"""Every problem that a person can meet in the window has its sentence in both languages."""

import ast
from functools import cache
from pathlib import Path

import stemsup_desktop
from stemsup_desktop.consultation.courses.refusals import SENTENCES as COURSE_SENTENCES
from stemsup_desktop.documents.photographs import SENTENCES as PHOTOGRAPH_SENTENCES
from stemsup_desktop.documents.scans.scan_model import SENTENCES as SCAN_SENTENCES
from stemsup_desktop.documents.scans.scan_model import make_scan_problem
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.language import Language
from stemsup_desktop.store.problems import SENTENCES, make_input_problem
from stemsup_desktop.ui.jobs import Bug
from stemsup_desktop.ui.words import Catalogue

KINDS = ("InputProblem", "EnvironmentProblem")
PACKAGE = Path(stemsup_desktop.__file__).parent
TERMINAL_ONLY = {"app.py", "cli.py", "consultation_file.py", "display.py"}
TERMINAL_ROOM = PACKAGE / "commands"
"""What these say is read in the terminal, before there is a window or without one."""


@cache
def find_raised_codes() -> frozenset[str]:
    """Find every code written out where a problem is made, but for the terminal's own."""
    codes = set()
    for path in PACKAGE.rglob("*.py"):
        if path.parent == TERMINAL_ROOM or (path.parent == PACKAGE and path.name in TERMINAL_ONLY):
            continue
        source = path.read_text(encoding="utf-8")
        if not any(kind in source for kind in KINDS):
            continue
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            first = node.args[0]
            is_code = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if is_code and node.func.id in KINDS:
                codes.add(first.value)  # type: ignore[attr-defined]
    return frozenset(codes)


def test_every_code_that_the_program_raises_is_said_in_both_languages(catalogue: Catalogue) -> None:
    raised = find_raised_codes()
    assert {"vault-locked", "print-failed", "save-failed", "stop-stands"} <= raised
    codes = {*SENTENCES, *SCAN_SENTENCES, *PHOTOGRAPH_SENTENCES, *COURSE_SENTENCES, *raised, Bug().code}
    assert sorted(code for code in codes if f"problem.{code}" not in catalogue.keys) == []


def test_no_sentence_is_kept_for_a_code_that_nothing_raises(catalogue: Catalogue) -> None:
    kept = {
        key.removeprefix("problem.").removesuffix(".details") for key in catalogue.keys if key.startswith("problem.")
    }
    assert (
        sorted(
            kept
            - {*SENTENCES, *SCAN_SENTENCES, *PHOTOGRAPH_SENTENCES, *COURSE_SENTENCES, *find_raised_codes(), Bug().code}
        )
        == []
    )


def test_the_window_says_of_the_vault_what_the_vault_says(catalogue: Catalogue) -> None:
    for language in Language:
        words = catalogue.in_language(language)
        for code, sentence in SENTENCES.items():
            assert words.sentence_of(make_input_problem(code)) == sentence.in_language(language)
        for code, sentence in SCAN_SENTENCES.items():
            assert words.sentence_of(make_scan_problem(code)) == sentence.in_language(language)
        for code, sentence in PHOTOGRAPH_SENTENCES.items():
            assert words.sentence_of(InputProblem(code, sentence.en)) == sentence.in_language(language)


def test_a_mistake_of_the_program_is_said_in_the_language_of_the_window(catalogue: Catalogue) -> None:
    problem: Problem = Bug()
    assert catalogue.in_language(Language.EN).sentence_of(problem) == problem.sentence
    assert "入力した内容は残っています" in catalogue.in_language(Language.JA).sentence_of(problem)
