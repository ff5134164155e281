"""The consent text of a folder, read and checked as a whole: every fault names file, path and what was expected."""

import re
from pathlib import Path
from typing import Literal

import msgspec

from stemsup_desktop.consultation.consent_assembly_labels import Labels
from stemsup_desktop.consultation.consent_clauses import (
    PLACEHOLDER,
    BulletsText,
    ClauseFile,
    ClauseReference,
    ClauseText,
    Coverage,
    FormText,
    Placeholder,
    list_references,
    list_texts,
)
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.consultation.teach_back_text import TeachBackQuestion, read_teach_back
from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Language, Text

SHIPPED_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}")

_PLACEHOLDERS = frozenset(placeholder.value for placeholder in Placeholder)


class ConsentText(msgspec.Struct, frozen=True):
    """Form, labels, clauses by id, what they must cover, and questions about them; checked as a whole."""

    form: FormText
    labels: Labels
    clauses: dict[str, ClauseText]
    coverage: Coverage
    teach_back: tuple[TeachBackQuestion, ...] = ()

    def get_clause(self, reference: ClauseReference) -> ClauseText:
        """Return a clause of the form."""
        return self.clauses[reference.id]


class PlaceholderFault(msgspec.Struct, frozen=True):
    """What is wrong with a place for a fact: an unknown `name`, a brace that stands alone, or languages that differ."""

    kind: Literal["unknown", "alone", "differ"]
    language: Language | None = None
    name: str = ""


FORM_FILE = "form.json"
COVERAGE_FILE = "coverage.json"
LABELS_FILE = "labels.json"


def read_consent_text(folder: Path) -> ConsentText:
    """Read form, coverage and clauses; raises a `Problem` that names file, path and what was expected."""
    form = read_json(folder / FORM_FILE, FormText)
    coverage = read_coverage(folder)
    labels = read_json(folder / LABELS_FILE, Labels)
    clauses: dict[str, ClauseText] = {}
    for path in _find_clause_files(folder):
        for index, clause in enumerate(read_json(path, ClauseFile).clauses):
            where = f"$.clauses[{index}]"
            if clause.id in clauses:
                raise _fault(path.name, where, f"the clause id {clause.id} is already used")
            _check_clause(clause, path.name, where)
            _check_version(clause.version, path.name, f"{where}.version")
            clauses[clause.id] = clause
    _check_version(form.version, FORM_FILE, "$.version")
    text = ConsentText(form, labels, clauses, coverage)
    check_text(text)
    _check_coverage(form, clauses, coverage)
    return msgspec.structs.replace(text, teach_back=read_teach_back(folder, clauses))


def read_coverage(folder: Path) -> Coverage:
    """Read what every consent form must cover; raises a `Problem` that names file and path."""
    return read_json(folder / COVERAGE_FILE, Coverage)


def check_text(text: ConsentText) -> None:
    """Raise `InputProblem` content-invalid, which names the clause, for anything that no form can be printed from."""
    for clause in text.clauses.values():
        _check_clause(clause, FORM_FILE, clause.id)
    _check_form(text.form, text.clauses)


def find_covering(text: ConsentText, part_id: str) -> tuple[str, ...]:
    """Return the ids of the clauses, signatures or form that cover a required part."""
    clauses = tuple(clause.id for clause in text.clauses.values() if part_id in clause.covers)
    signatures = tuple(f"signature:{line.role}" for line in text.form.signatures if part_id in line.covers)
    form = (f"form:{text.form.id}",) if part_id in text.form.covers else ()
    return form + clauses + signatures


def _find_clause_files(folder: Path) -> list[Path]:
    try:
        paths = sorted(folder.glob("clauses-*.json"))
    except OSError as error:
        raise EnvironmentProblem("content-unreadable", f"The folder {folder.name} cannot be read.") from error
    if not paths:
        raise EnvironmentProblem("content-unreadable", f"The folder {folder.name} holds no file named clauses-*.json.")
    return paths


def _fault(file: str, where: str, expected: str) -> InputProblem:
    return InputProblem("content-invalid", f"{file}: {expected} - at `{where}`.")


def _check_version(version: str, file: str, where: str) -> None:
    """What ships is numbered, so that no clinic's own version can be taken for it."""
    if not SHIPPED_VERSION.fullmatch(version):
        raise _fault(file, where, "a shipped version is a number such as 1.0")


def _check_clause(clause: ClauseText, file: str, where: str) -> None:
    if not clause.id or not clause.version:
        raise _fault(file, where, "a clause needs an id and a version")
    if not clause.blocks:
        raise _fault(file, f"{where}.blocks", "a clause needs at least one block")
    _check_placeholders(clause.title, file, f"{where}.title")
    for number, block in enumerate(clause.blocks):
        if isinstance(block, BulletsText) and not block.items:
            raise _fault(file, f"{where}.blocks[{number}].items", "a list needs at least one item")
        for text in list_texts(block):
            _check_placeholders(text, file, f"{where}.blocks[{number}]")


def find_placeholder_fault(text: Text) -> PlaceholderFault | None:
    """Find what is wrong with the places for facts in a text, the first of it."""
    named = []
    for language, words in ((Language.EN, text.en), (Language.JA, text.ja)):
        names = PLACEHOLDER.findall(words)
        unknown = next((name for name in names if name not in _PLACEHOLDERS), None)
        if unknown is not None:
            return PlaceholderFault("unknown", language, unknown)
        rest = PLACEHOLDER.sub("", words)
        if "{" in rest or "}" in rest:
            return PlaceholderFault("alone", language)
        named.append(set(names))
    return None if named[0] == named[1] else PlaceholderFault("differ")


def _check_placeholders(text: Text, file: str, where: str) -> None:
    fault = find_placeholder_fault(text)
    if fault is None:
        return
    place = where if fault.language is None else f"{where}.{fault.language.value}"
    match fault.kind:
        case "unknown":
            raise _fault(file, place, f"{{{fault.name}}} is no known placeholder")
        case "alone":
            raise _fault(file, place, "a brace stands alone")
        case "differ":
            raise _fault(file, place, "the two languages name different placeholders")


def _check_form(form: FormText, clauses: dict[str, ClauseText]) -> None:
    _check_placeholders(form.subtitle, FORM_FILE, "$.subtitle")
    seen: set[str] = set()
    for reference in list_references(form):
        clause = clauses.get(reference.id)
        if clause is None:
            raise _fault(FORM_FILE, reference.id, "the form names a clause that no file holds")
        if clause.version != reference.version:
            expected = f"the form wants version {reference.version}, the file holds {clause.version}"
            raise _fault(FORM_FILE, reference.id, expected)
        if reference.id in seen:
            raise _fault(FORM_FILE, reference.id, "the form names this clause twice")
        seen.add(reference.id)
    for unused in clauses.keys() - seen:
        raise _fault(FORM_FILE, unused, "a clause is in no section of the form")
    roles = [line.role for line in form.signatures]
    if sorted(roles) != sorted(SignerRole):
        raise _fault(FORM_FILE, "$.signatures", "each role signs exactly once")


def _check_coverage(form: FormText, clauses: dict[str, ClauseText], coverage: Coverage) -> None:
    known = {part.id for part in coverage.sections + coverage.elements}
    named = {(clause.id, part) for clause in clauses.values() for part in clause.covers}
    named |= {(f"signature:{line.role}", part) for line in form.signatures for part in line.covers}
    named |= {(f"form:{form.id}", part) for part in form.covers}
    for owner, part in sorted(named):
        if part not in known:
            raise _fault(COVERAGE_FILE, owner, f"{part} is no required part")
    for part in sorted(known - {part for _, part in named}):
        raise _fault(COVERAGE_FILE, part, "no clause covers this required part")
