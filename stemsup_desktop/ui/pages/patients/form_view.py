"""What the patient form shows, derived from the entry under way. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from stemsup_desktop.consultation.formats import format_age, format_date
from stemsup_desktop.consultation.patient import age_in_years
from stemsup_desktop.ui.pages.patients.draft import PatientDraft, check_draft, derive_birth_date
from stemsup_desktop.ui.pages.patients.memory import FormEntry
from stemsup_desktop.ui.pages.patients.view import HitView, derive_hit
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class FormView:
    """The form: texts as typed, a sentence for each field that is wrong, who may be the same person."""

    title: str
    draft: PatientDraft
    errors: Mapping[str, str]
    age: str
    can_have_none: bool
    asked_on: str
    not_asked: str
    duplicates: tuple[HitView, ...]
    accept_duplicates: str


def derive_form(entry: FormEntry, words: Words, now: datetime) -> FormView:
    """Derive the form; a field is found fault with once it was left, all of them once saving was tried."""
    draft, today = entry.draft, now.date()
    can_have_none = all(allergy.is_blank for allergy in draft.allergies)
    asked_on = ""
    if can_have_none and draft.allergies_asked_on is not None:
        asked_on = words("patients.form_asked_on", date=format_date(draft.allergies_asked_on, words.language))
    not_asked = can_have_none and draft.allergies_asked_on is None
    birth_date = derive_birth_date(draft)
    age = ""
    if birth_date is not None and birth_date <= today:
        age = words("patients.form_age", age=format_age(age_in_years(birth_date, today), words.language))
    return FormView(
        title=words("patients.form_new") if draft.is_new else words("patients.form_edit", name=entry.before.name),
        draft=draft,
        errors=derive_errors(entry, words, now),
        age=age,
        can_have_none=can_have_none,
        asked_on=asked_on,
        not_asked=words("patients.form_not_asked") if not_asked else "",
        duplicates=tuple(derive_hit(hit, words, now) for hit in entry.duplicates),
        accept_duplicates=words("patients.duplicate_add" if draft.is_new else "patients.duplicate_keep"),
    )


def derive_errors(entry: FormEntry, words: Words, now: datetime) -> dict[str, str]:
    """Return the sentence to show at each field that is wrong."""
    problems = (*check_draft(entry.draft, now.date()), *entry.refusals)
    errors: dict[str, str] = {}
    for problem in problems:
        if entry.is_save_tried or problem.field in entry.left or problem in entry.refusals:
            errors.setdefault(problem.field, problem.text.in_language(words.language))
    return errors


def count_faults(entry: FormEntry, now: datetime) -> int:
    """Return how many fields keep the form from being saved."""
    return len({problem.field for problem in (*check_draft(entry.draft, now.date()), *entry.refusals)})
