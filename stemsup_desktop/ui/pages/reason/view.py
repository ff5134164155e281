"""What step 1 shows, derived from the record. No Qt."""

from dataclasses import dataclass
from typing import TypedDict

import msgspec

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.record import Complaint, ConsultationFile, Reason
from stemsup_desktop.consultation.scores.before_session import find_visit_before, say_earlier_scores
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.consultation.scores.trend_model import Trend
from stemsup_desktop.language import Language
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import PageKind, Symptom
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class SymptomChoice:
    """One of the twelve symptoms in the list, with how much is known about supernatant for it."""

    symptom_id: str
    title: str
    other_title: str
    badge: str
    is_chosen: bool
    locked: str = ""
    """Why it cannot be taken out, or empty."""


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """A suggested ICD-10 code with its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """One chosen symptom: what the physician enters about it and what to rule out first."""

    symptom_id: str
    title: str
    diagnosis: str
    icd10: str
    baseline_nrs: int | None
    codes: tuple[CodeChoice, ...]
    urgent_flags: str
    other_flags: str
    earlier: str = ""
    """What was scored before the last sessions, each with its day; empty on a first visit."""


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Everything on step 1."""

    subtitle: str
    choices: tuple[SymptomChoice, ...]
    complaints: tuple[ComplaintView, ...]
    goal: str
    note: str
    locked: str = ""
    """Why no diagnosis can be entered, or empty."""
    before: str = ""
    """What the visit before this one had, with the request to ask anew; empty on a first visit."""
    can_take_over: bool = False


def derive_reason(
    reason: Reason,
    library: ReferenceLibrary,
    words: Words,
    why_not: str = "",
    file: ConsultationFile | None = None,
) -> ReasonView:
    """Derive step 1; `why_not` says why diagnoses are not whose who looks at it, and with it symptoms that have one.

    With the `file` of the visit, what the visits before it had is shown beside what is asked now.
    """
    trend = None if file is None else derive_trend(file)
    symptoms = [page for page in library.pages_of_kind(PageKind.SYMPTOM) if isinstance(page, Symptom)]
    chosen = {complaint.symptom_id: complaint for complaint in reason.complaints}
    by_id = {page.id: page for page in symptoms}
    complaints = tuple(
        _derive_complaint(complaint, by_id[complaint.symptom_id], words, trend)
        for complaint in reason.complaints
        if complaint.symptom_id in by_id
    )
    return ReasonView(
        subtitle=words("reason.chosen", count=len(complaints)),
        choices=tuple(_derive_choice(page, words, chosen.get(page.id), is_locked=bool(why_not)) for page in symptoms),
        complaints=complaints,
        goal=reason.goal,
        note=reason.note,
        locked=why_not,
        **_derive_before(reason, file, trend, by_id, words),
    )


class _Before(TypedDict):
    before: str
    can_take_over: bool


def _derive_before(
    reason: Reason, file: ConsultationFile | None, trend: Trend | None, by_id: dict[str, Symptom], words: Words
) -> _Before:
    last = None if file is None or trend is None else find_visit_before(file, trend)
    symptoms = [] if last is None else [one.symptom_id for one in last.complaints if one.symptom_id in by_id]
    if last is None or not symptoms:
        return {"before": "", "can_take_over": False}
    named = words.listed(by_id[one].title.in_language(words.language) for one in symptoms)
    text = words("scores.before_text", day=format_date(last.day, words.language), symptoms=named)
    here = {complaint.symptom_id for complaint in reason.complaints}
    return {"before": text, "can_take_over": not here.issuperset(symptoms)}


def _derive_choice(page: Symptom, words: Words, complaint: Complaint | None, *, is_locked: bool) -> SymptomChoice:
    language = words.language
    is_diagnosed = complaint is not None and bool(complaint.diagnosis or complaint.icd10)
    other = Language.EN if language is Language.JA else Language.JA
    return SymptomChoice(
        symptom_id=page.id,
        title=page.title.in_language(language),
        other_title=page.title.in_language(other),
        badge=page.badge.label.in_language(language),
        is_chosen=complaint is not None,
        locked=words("reason.symptom_locked") if is_locked and is_diagnosed else "",
    )


def _derive_complaint(complaint: Complaint, page: Symptom, words: Words, trend: Trend | None) -> ComplaintView:
    language = words.language
    separator = "、" if language is Language.JA else ", "
    scores = "" if trend is None else say_earlier_scores(trend, page.id, language)

    def flags(*, is_urgent: bool) -> str:
        return separator.join(flag.text.in_language(language) for flag in page.red_flags if flag.is_urgent is is_urgent)

    return ComplaintView(
        symptom_id=page.id,
        title=page.title.in_language(language),
        diagnosis=complaint.diagnosis,
        icd10=complaint.icd10,
        baseline_nrs=complaint.baseline_nrs,
        codes=tuple(CodeChoice(code.code, code.name.in_language(language)) for code in page.icd10),
        urgent_flags=flags(is_urgent=True),
        other_flags=flags(is_urgent=False),
        earlier=words("scores.earlier_scores", scores=scores) if scores else "",
    )


def with_symptom(reason: Reason, symptom_id: str, *, is_chosen: bool) -> Reason:
    """Choose a symptom or take it back; what was entered for the others stays."""
    others = tuple(complaint for complaint in reason.complaints if complaint.symptom_id != symptom_id)
    if not is_chosen:
        return msgspec.structs.replace(reason, complaints=others)
    if len(others) != len(reason.complaints):
        return reason
    return msgspec.structs.replace(reason, complaints=(*others, Complaint(symptom_id)))


def with_complaint(reason: Reason, symptom_id: str, **changes: str | int | None) -> Reason:
    """Change what was entered for a chosen symptom."""
    complaints = tuple(
        msgspec.structs.replace(complaint, **changes) if complaint.symptom_id == symptom_id else complaint
        for complaint in reason.complaints
    )
    return msgspec.structs.replace(reason, complaints=complaints)


def with_code(reason: Reason, symptom_id: str, code: CodeChoice) -> Reason:
    """Take over a suggested code, and its name where the physician has not written a diagnosis of their own."""
    complaint = next(one for one in reason.complaints if one.symptom_id == symptom_id)
    if complaint.icd10 == code.code:
        return with_complaint(reason, symptom_id, icd10="")
    diagnosis = complaint.diagnosis if complaint.diagnosis.strip() else code.name
    return with_complaint(reason, symptom_id, icd10=code.code, diagnosis=diagnosis)
