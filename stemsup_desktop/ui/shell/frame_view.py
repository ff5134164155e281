"""What banner and step bar say, derived from the visit. No Qt."""

from dataclasses import dataclass
from datetime import date, datetime

from stemsup_desktop.consultation.formats import format_date, format_sex, format_time
from stemsup_desktop.consultation.patient import Allergy, Patient, age_in_years
from stemsup_desktop.consultation.steps import StepState, derive_steps
from stemsup_desktop.language import Language
from stemsup_desktop.ui.view_parts import StepMark, StepView, TagState
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words

_MARKS = {
    StepState.EMPTY: StepMark.OPEN,
    StepState.IN_PROGRESS: StepMark.OPEN,
    StepState.COMPLETE: StepMark.DONE,
    StepState.BLOCKED: StepMark.LOCKED,
}


@dataclass(frozen=True, slots=True)
class BoxView:
    """A box of the banner: its state, a caption, the first entry, and all entries for the full list."""

    state: TagState
    caption: str
    text: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BannerView:
    """Who the patient is; `facts` are (caption, value) in the order of the design."""

    kana: str
    name: str
    romaji: str
    facts: tuple[tuple[str, str], ...]
    allergy: BoxView
    alerts: BoxView | None


def derive_banner(patient: Patient, words: Words, today: date) -> BannerView:
    """Return the banner of a patient; the age is that of `today`."""
    language = words.language
    age = age_in_years(patient.birth_date, today)
    born = words("shell.born_value", date=format_date(patient.birth_date, language), age=age)
    facts = (
        (words("shell.sex"), format_sex(patient.sex, language)),
        (words("shell.born"), born),
        (words("shell.chart_number"), patient.chart_number),
        (words("shell.language"), words(f"shell.language_{patient.language.value}")),
    )
    romaji = patient.romaji if patient.romaji != patient.name else ""
    return BannerView(
        patient.kana, patient.name, romaji, facts, _derive_allergy(patient, words), _derive_alerts(patient, words)
    )


def _derive_allergy(patient: Patient, words: Words) -> BoxView:
    if patient.allergies:
        entries = tuple(_describe(allergy) for allergy in patient.allergies)
        count = len(entries)
        caption = words("shell.allergy") if count == 1 else words("shell.allergies_count", count=count)
        return BoxView(TagState.STOP, caption, entries[0], entries)
    caption = words("shell.allergy")
    if patient.allergies_asked_on is None:
        return BoxView(TagState.OPEN, caption, words("shell.allergy_not_asked"), ())
    asked = format_date(patient.allergies_asked_on, words.language)
    return BoxView(TagState.CLEAR, caption, words("shell.no_allergy", date=asked), ())


def _describe(allergy: Allergy) -> str:
    what = " · ".join(part for part in (allergy.substance, allergy.reaction) if part)
    return f"{what}, {allergy.year}" if allergy.year is not None else what


def _derive_alerts(patient: Patient, words: Words) -> BoxView | None:
    if not patient.alerts:
        return None
    caption = words("shell.alerts", count=len(patient.alerts))
    return BoxView(TagState.CAUTION, caption, " · ".join(patient.alerts), patient.alerts)


def derive_step_bar(state: VisitState, current: int, words: Words, today: date) -> tuple[StepView, ...]:
    """Return the seven steps; `current` is the number of the step on screen, or 0."""
    language = words.language
    stops = {TagState.STOP.value}
    return tuple(
        StepView(
            number=step.number,
            title=step.title.in_language(language),
            caption=step.caption.in_language(language),
            mark=_MARKS[step.state],
            is_current=step.number == current,
            is_alarming=step.number == 2 and state.gate.verdict.value in stops,
        )
        for step in derive_steps(state.consultation, state.gate, state.derive_standing(today), today)
    )


def derive_visit_note(state: VisitState, words: Words) -> tuple[str, str]:
    """Return which visit this is, and since when."""
    consultation = state.consultation
    at = consultation.started_at
    day = format_date(at.date(), words.language)
    time = format_time(at, Language.EN)
    title = words("shell.visit", number=consultation.visit_number)
    return title, words("shell.visit_from", date=day, time=time)


def derive_closed_note(state: VisitState, words: Words, now: datetime) -> str:
    """Return what is said of a closed visit on each of its steps, with the day on the clock of `now`, or empty."""
    closed_at = state.consultation.summary.closed_at
    if closed_at is None:
        return ""
    return words("shell.closed", date=format_date(closed_at.astimezone(now.tzinfo).date(), words.language))
