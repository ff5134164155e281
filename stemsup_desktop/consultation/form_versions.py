"""A form version: the exact list of clause versions, as bytes under their SHA-256, and what it may be called."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import msgspec

from stemsup_desktop.consultation.consent_assembly_labels import Labels
from stemsup_desktop.consultation.consent_clauses import ClauseText, Coverage, FormText, list_references
from stemsup_desktop.consultation.consent_text import SHIPPED_VERSION, ConsentText, check_text
from stemsup_desktop.consultation.form_bytes import hash_clause_text, write_plainly
from stemsup_desktop.consultation.teach_back_text import TeachBackQuestion
from stemsup_desktop.content_files import decode_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

MOST_FORM_BYTES = 4_000_000

_FORM_HASH = "form:"
_CLINIC_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}/clinic-([0-9]{1,6})")


class FormVersion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that a form is printed from but the facts of the consultation; clauses in the order of the form."""

    format: Literal["stemsup-consent-form/1"]
    form: FormText
    labels: Labels
    clauses: tuple[ClauseText, ...]
    teach_back: tuple[TeachBackQuestion, ...] = ()


def write_form_version(text: ConsentText) -> bytes:
    """Return the exact bytes of a form version, the same for the same text whatever it was read from."""
    clauses = tuple(text.clauses[reference.id] for reference in list_references(text.form))
    return write_plainly(FormVersion("stemsup-consent-form/1", text.form, text.labels, clauses, text.teach_back))


def hash_form_version(text: ConsentText) -> str:
    """Return the SHA-256 that a form version is known by, in hexadecimal."""
    return hashlib.sha256(write_form_version(text)).hexdigest()


def write_form_hash(sha256: str) -> str:
    """Return the entry of a document's `text_versions` that says, by its bytes, of which form version it was made."""
    return f"{_FORM_HASH}{sha256}"


def find_form_hash(text_versions: Iterable[str]) -> str:
    """Return the hash of the form version that a document was made of, or empty for one that says none."""
    return next((one.removeprefix(_FORM_HASH) for one in text_versions if one.startswith(_FORM_HASH)), "")


def read_form_version(data: bytes, coverage: Coverage, *, is_draft: bool = False) -> ConsentText:
    """Return the text of a form version; what it covers is not asked here, so that every old version can be read.

    A draft may hold places for facts that are only half typed.

    Raises `InputProblem` content-invalid for bytes that are none, or that no form can be printed from.
    """
    if len(data) > MOST_FORM_BYTES:
        raise InputProblem("content-invalid", f"The form version is larger than {MOST_FORM_BYTES // 1_000_000} MB.")
    version = decode_json(data, FormVersion, "The form version")
    clauses = {clause.id: clause for clause in version.clauses}
    if len(clauses) != len(version.clauses):
        raise InputProblem("content-invalid", "The form version holds a clause id twice.")
    text = ConsentText(version.form, version.labels, clauses, coverage, version.teach_back)
    if not is_draft:
        check_text(text)
    elif any(reference.id not in clauses for reference in list_references(version.form)):
        raise InputProblem("content-invalid", "The form version names a clause that it does not hold.")
    return text


def is_clinic_version(version: str) -> bool:
    """Tell whether a version is of a clinic's own text; what ships is only numbers."""
    return _CLINIC_VERSION.fullmatch(version) is not None


def is_version(version: str) -> bool:
    """Tell whether a form or clause may carry a version: that of the program or of a clinic."""
    return is_clinic_version(version) or SHIPPED_VERSION.fullmatch(version) is not None


def name_clinic_version(day: date, known: Iterable[str]) -> str:
    """Return the version of a clinic's next form, such as "2026-11/clinic-3"; the last number only rises."""
    numbers = (int(found.group(1)) for found in map(_CLINIC_VERSION.fullmatch, known) if found is not None)
    return f"{day.year:04}-{day.month:02}/clinic-{max(numbers, default=0) + 1}"


ClauseVersions = Mapping[tuple[str, str], str]
"""The hash of each clause version, by clause id and version."""


def list_clause_versions(text: ConsentText) -> ClauseVersions:
    """Return the clause versions of a form with their hashes."""
    return {(clause.id, clause.version): hash_clause_text(clause) for clause in text.clauses.values()}


def check_versions(text: ConsentText, known: ClauseVersions) -> None:
    """Refuse a text that changed under a version that stands for another one already.

    Raises `InputProblem` clause-version-taken that names each such clause, form-version-odd for a version that is
    neither the program's nor a clinic's.
    """
    named = (text.form.version, *(clause.version for clause in text.clauses.values()))
    if not all(map(is_version, named)):
        raise InputProblem("form-version-odd", "A version of the form or of a clause is not written as one.")
    taken = [
        text.clauses[clause_id].title
        for (clause_id, version), sha256 in list_clause_versions(text).items()
        if known.get((clause_id, version), sha256) != sha256
    ]
    if taken:
        titles: tuple[Text, ...] = tuple(taken)
        english = "; ".join(title.en for title in titles)
        raise InputProblem(
            "clause-version-taken",
            f"These clauses were changed under a version that is already used: {english}.",
            titles,
        )
