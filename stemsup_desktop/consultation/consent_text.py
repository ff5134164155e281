"""The consent text as versioned clauses in both languages, read from content files and checked as a whole."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from stemsup_desktop.consultation.consent_assembly_labels import Labels
from stemsup_desktop.consultation.record import CellSource, Route
from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Text

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Placeholder(StrEnum):
    """A fact that a clause may name in a sentence, written `{name}`."""

    ROUTES = "routes"
    CLINIC_NAME = "clinic_name"
    CLINIC_PHONE = "clinic_phone"
    EMERGENCY_PHONE = "emergency_phone"
    EMERGENCY_HOSPITAL = "emergency_hospital"
    PHYSICIAN_NAME = "physician_name"
    PRODUCT_NAME = "product_name"
    CELL_SOURCE = "cell_source"
    LOT_NUMBER = "lot_number"
    SESSIONS = "sessions"
    FEE_PER_SESSION = "fee_per_session"
    TOTAL_FEE = "total_fee"


_PLACEHOLDERS = frozenset(placeholder.value for placeholder in Placeholder)


class Situation(StrEnum):
    """A circumstance of the consultation that decides whether a clause applies."""

    SEVERAL_ROUTES = "several-routes"
    CERTIFICATE_NOT_ON_FILE = "certificate-not-on-file"
    RESEARCH_USE_ONLY = "research-use-only"
    HARM_POLICY_GIVEN = "harm-policy-given"
    HARM_POLICY_NOT_GIVEN = "harm-policy-not-given"
    CANCELLATION_POLICY_GIVEN = "cancellation-policy-given"
    CANCELLATION_POLICY_NOT_GIVEN = "cancellation-policy-not-given"


class Insert(StrEnum):
    """Facts of the consultation that a clause prints as a block of their own."""

    COMPLAINTS = "complaints"
    GOAL = "goal"
    PRODUCT = "product"
    PRODUCT_ORIGIN = "product-origin"
    COURSE = "course"
    CONDITIONS = "conditions"
    OPINIONS = "opinions"
    AFTERCARE = "aftercare"
    CONTACTS = "contacts"
    COST = "cost"
    CANCELLATION_POLICY = "cancellation-policy"
    HARM_POLICY = "harm-policy"
    QUESTIONS = "questions"
    DATES = "dates"
    FORM_SIGNED = "form-signed"


class TickedBy(StrEnum):
    """What in the record ticks a box; `nobody` leaves it to be ticked in ink."""

    NOBODY = "nobody"
    ALTERNATIVES_EXPLAINED = "alternatives-explained"


class ParagraphText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="paragraph"):
    """Running text."""

    text: Text
    is_strong: bool = False


class BulletsText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="bullets"):
    """A list."""

    items: tuple[Text, ...]


class TickText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="tick"):
    """A sentence with a box."""

    text: Text
    ticked_by: TickedBy = TickedBy.NOBODY


class ChoiceText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="choice"):
    """A separate yes or no, named as in the record's choices."""

    choice: Literal["photographs", "teaching", "publication"]
    text: Text


class WriteLineText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="write-line"):
    """A line to write on by hand."""

    label: Text


class InsertText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="insert"):
    """A place for facts of the consultation."""

    facts: Insert


BlockText = ParagraphText | BulletsText | TickText | ChoiceText | WriteLineText | InsertText


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a clause applies: every list that is not empty must be met, each by at least one of its members."""

    symptoms: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    cell_sources: tuple[CellSource, ...] = ()
    situations: tuple[Situation, ...] = ()


class ClauseText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One clause under version.

    `covers` names required parts of a consent (see `Coverage`) that the clause answers for.
    `sources` are ids of the reference's sources. `status` says how far the wording has been reviewed.
    """

    id: str
    version: str
    title: Text
    blocks: tuple[BlockText, ...]
    status: Literal["proposal", "verified"]
    wants_initials: bool = False
    applies: Applies = Applies()
    covers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class ClauseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One content file of clauses."""

    clauses: tuple[ClauseText, ...]


class ClauseReference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause in exactly this version."""

    id: str
    version: str


class SectionText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of the form: heading and clauses in reading order."""

    id: str
    heading: Text
    clauses: tuple[ClauseReference, ...]
    note: Text | None = None


class SignerRole(StrEnum):
    """Who may sign a consent."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    INTERPRETER = "interpreter"
    WITNESS = "witness"
    PHYSICIAN = "physician"


class SignatureText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sentence that one role signs."""

    role: SignerRole
    name: Text
    statement: Text
    covers: tuple[str, ...] = ()


class FormText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form version: the exact list of clause versions, in order."""

    id: str
    version: str
    title: Text
    subtitle: Text
    key_points_heading: Text
    key_points: tuple[ClauseReference, ...]
    sections: tuple[SectionText, ...]
    signatures_heading: Text
    signatures: tuple[SignatureText, ...]
    withdrawal: SectionText
    covers: tuple[str, ...] = ()


class RequiredPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a valid consent must hold, by id."""

    id: str
    title: Text


class Coverage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sections and elements that the form must cover."""

    sections: tuple[RequiredPart, ...]
    elements: tuple[RequiredPart, ...]


class ConsentText(msgspec.Struct, frozen=True):
    """Form, labels, clauses by id, and what they must cover; checked as a whole."""

    form: FormText
    labels: Labels
    clauses: dict[str, ClauseText]
    coverage: Coverage

    def get_clause(self, reference: ClauseReference) -> ClauseText:
        """Return a clause of the form."""
        return self.clauses[reference.id]


FORM_FILE = "form.json"
COVERAGE_FILE = "coverage.json"
LABELS_FILE = "labels.json"


def read_consent_text(folder: Path) -> ConsentText:
    """Read form, coverage and clauses; raises a `Problem` that names file, path and what was expected."""
    form = read_json(folder / FORM_FILE, FormText)
    coverage = read_json(folder / COVERAGE_FILE, Coverage)
    labels = read_json(folder / LABELS_FILE, Labels)
    clauses: dict[str, ClauseText] = {}
    for path in _find_clause_files(folder):
        for index, clause in enumerate(read_json(path, ClauseFile).clauses):
            where = f"$.clauses[{index}]"
            if clause.id in clauses:
                raise _fault(path.name, where, f"the clause id {clause.id} is already used")
            _check_clause(clause, path.name, where)
            clauses[clause.id] = clause
    _check_form(form, clauses)
    _check_coverage(form, clauses, coverage)
    return ConsentText(form, labels, clauses, coverage)


def find_covering(text: ConsentText, part_id: str) -> tuple[str, ...]:
    """Return the ids of the clauses, signatures or form that cover a required part."""
    clauses = tuple(clause.id for clause in text.clauses.values() if part_id in clause.covers)
    signatures = tuple(f"signature:{line.role}" for line in text.form.signatures if part_id in line.covers)
    form = (f"form:{text.form.id}",) if part_id in text.form.covers else ()
    return form + clauses + signatures


def list_references(form: FormText) -> tuple[ClauseReference, ...]:
    """Return every clause version of the form in reading order."""
    in_sections = tuple(reference for section in form.sections for reference in section.clauses)
    return form.key_points + in_sections + form.withdrawal.clauses


def list_texts(block: BlockText) -> tuple[Text, ...]:
    """Return every text of a block."""
    match block:
        case ParagraphText(text=text) | TickText(text=text) | ChoiceText(text=text):
            return (text,)
        case BulletsText(items=items):
            return items
        case WriteLineText(label=label):
            return (label,)
        case InsertText():
            return ()


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


def _check_placeholders(text: Text, file: str, where: str) -> None:
    named = []
    for language, words in (("en", text.en), ("ja", text.ja)):
        names = PLACEHOLDER.findall(words)
        for name in names:
            if name not in _PLACEHOLDERS:
                raise _fault(file, f"{where}.{language}", f"{{{name}}} is no known placeholder")
        rest = PLACEHOLDER.sub("", words)
        if "{" in rest or "}" in rest:
            raise _fault(file, f"{where}.{language}", "a brace stands alone")
        named.append(set(names))
    if named[0] != named[1]:
        raise _fault(file, where, "the two languages name different placeholders")


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
