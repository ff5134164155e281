"""The texts of slip, addendum, self-administration sheet and recall letter as data, read and checked as a whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Literal

import msgspec

from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

FACTS = ("clinic_name", "clinic_phone", "emergency_phone", "emergency_hospital")
"""What a sentence may name of the clinic, written `{name}`."""

_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")


class SheetSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One section under version. `status` says how far its wording was reviewed; `sources` are the reference's ids."""

    id: str
    version: str
    heading: Text
    status: Literal["proposal", "verified"]
    lead: Text | None = None
    items: tuple[Text, ...] = ()
    sources: tuple[str, ...] = ()


class SheetForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paper's title, version, sections in reading order, and the sentences that are signed."""

    id: str
    version: str
    title: Text
    subtitle: Text
    sections: tuple[SheetSection, ...]
    statements: dict[str, Text] = {}

    def get_section(self, section_id: str) -> SheetSection:
        """Return a section; raises KeyError for an id that the form does not hold."""
        return {one.id: one for one in self.sections}[section_id]


class UseOption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to choose from."""

    id: str
    text: Text


class UseQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question of the teach-back on home use; a wrong answer leads back to `section`."""

    id: str
    version: str
    section: str
    question: Text
    options: tuple[UseOption, ...]
    right: str
    status: Literal["proposal", "verified"]


class SelfAdministrationText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The self-administration sheet with its teach-back."""

    form: SheetForm
    questions: tuple[UseQuestion, ...]

    def find_question(self, question_id: str) -> UseQuestion | None:
        """Find a question of the teach-back."""
        return next((one for one in self.questions if one.id == question_id), None)


class Sheets(msgspec.Struct, frozen=True):
    """The papers around a consent."""

    withdrawal: SheetForm
    addendum: SheetForm
    self_administration: SelfAdministrationText
    recall_letter: SheetForm


WITHDRAWAL_FILE = "withdrawal-slip.json"
ADDENDUM_FILE = "addendum.json"
SELF_ADMINISTRATION_FILE = "self-administration.json"
RECALL_LETTER_FILE = "recall-letter.json"

_WANTED = {
    WITHDRAWAL_FILE: ("what", "effect-whole", "effect-part", "effect-choice", "kept", "contact"),
    ADDENDUM_FILE: ("original", "correction", "kept"),
    SELF_ADMINISTRATION_FILE: ("storing", "preparing", "using", "cleaning", "what-if", "stop"),
    RECALL_LETTER_FILE: (
        *("greeting", "news", "meaning", "product", "given", "watch", "do", "home", "contact"),
        *("watch-intradermal", "watch-intravenous", "watch-intranasal"),
    ),
}
_STATEMENTS = {
    WITHDRAWAL_FILE: ("patient", "guardian", "received"),
    ADDENDUM_FILE: (),
    SELF_ADMINISTRATION_FILE: ("patient", "staff"),
    RECALL_LETTER_FILE: (),
}


def read_sheets(folder: Path) -> Sheets:
    """Read and check every sheet; raises a `Problem` that names file, path and what was expected."""
    withdrawal = read_json(folder / WITHDRAWAL_FILE, SheetForm)
    addendum = read_json(folder / ADDENDUM_FILE, SheetForm)
    own_use = read_json(folder / SELF_ADMINISTRATION_FILE, SelfAdministrationText)
    letter = read_json(folder / RECALL_LETTER_FILE, SheetForm)
    _check_form(letter, RECALL_LETTER_FILE)
    _check_form(withdrawal, WITHDRAWAL_FILE)
    _check_form(addendum, ADDENDUM_FILE)
    _check_form(own_use.form, SELF_ADMINISTRATION_FILE)
    _check_questions(own_use)
    return Sheets(withdrawal, addendum, own_use, letter)


def iter_texts(form: SheetForm) -> Iterator[Text]:
    """Yield every text of a form in reading order."""
    yield form.title
    yield form.subtitle
    for section in form.sections:
        yield section.heading
        if section.lead is not None:
            yield section.lead
        yield from section.items
    yield from form.statements.values()


def _check_form(form: SheetForm, name: str) -> None:
    ids = [section.id for section in form.sections]
    for index, section in enumerate(form.sections):
        if not _ID.fullmatch(section.id) or not section.version:
            raise _fault(name, f"$.sections[{index}]", "a section needs an id and a version")
        if ids.index(section.id) != index:
            raise _fault(name, f"$.sections[{index}]", f"the id {section.id} is already used")
        if section.lead is None and not section.items:
            raise _fault(name, f"$.sections[{index}]", "a section needs a text")
    for wanted in _WANTED[name]:
        if wanted not in ids:
            raise _fault(name, "$.sections", f"a section with the id {wanted}")
    for wanted in _STATEMENTS[name]:
        if wanted not in form.statements:
            raise _fault(name, "$.statements", f"a statement with the id {wanted}")
    for text in iter_texts(form):
        for words in (text.en, text.ja):
            _check_facts(words, name)


def _check_facts(words: str, name: str) -> None:
    try:
        fields = {field for _, field, _, _ in Formatter().parse(words) if field is not None}
    except ValueError:
        fields = {words}
    if unknown := fields - set(FACTS):
        raise _fault(name, "$", f"a text names {min(unknown)}, which is none of {', '.join(FACTS)}")


def _check_questions(text: SelfAdministrationText) -> None:
    sections, used = {section.id for section in text.form.sections}, set[str]()
    for index, question in enumerate(text.questions):
        where = f"$.questions[{index}]"
        options = [option.id for option in question.options]
        if not question.id or not question.version or question.id in used:
            raise _fault(SELF_ADMINISTRATION_FILE, where, "a question needs an id of its own and a version")
        if question.section not in sections:
            raise _fault(SELF_ADMINISTRATION_FILE, where, "the question leads to a section of the sheet")
        if len(options) < 2 or len(set(options)) != len(options) or question.right not in options:
            raise _fault(SELF_ADMINISTRATION_FILE, where, "two or more options of which one is right")
        used.add(question.id)
    if not 3 <= len(text.questions) <= 5:
        raise _fault(SELF_ADMINISTRATION_FILE, "$.questions", "three to five questions")


def _fault(file: str, where: str, expected: str) -> InputProblem:
    return InputProblem("content-invalid", f"{file}: {expected} - at `{where}`.")
