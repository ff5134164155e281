"""What the page of patients shows, derived from what was typed and what the vault answered. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stemsup_desktop.consultation.formats import format_date, format_sex
from stemsup_desktop.consultation.patient import Allergy, Patient, age_in_years
from stemsup_desktop.language import Text
from stemsup_desktop.store.entries import ConsultationEntry, PatientHit
from stemsup_desktop.ui.courses.view import CoursePaneView
from stemsup_desktop.ui.document_line import DocumentLine, derive_document_line
from stemsup_desktop.ui.events.view import NOTHING_TO_SHOW, CareView, ReminderLine
from stemsup_desktop.ui.pages.patients.chart import Chart
from stemsup_desktop.ui.pages.patients.chart_course import derive_chart_course, say_chart_session, say_earlier_course
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

MOST_HITS = 50
MAIN_KEY = "Ctrl+Enter"
"""Adds a patient as long as none is chosen: the main action of the page."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the vault answered to a query."""

    query: str
    hits: tuple[PatientHit, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """One patient in the list."""

    patient_id: str
    name: str
    reading: str
    born: str
    chart_number: str
    seen: str

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return ", ".join(part for part in (self.name, self.reading, self.born, self.chart_number, self.seen) if part)


@dataclass(frozen=True, slots=True)
class ListView:
    """The left pane; with no hits, `empty` says why, `empty_action` what to do, and `empty_key` by which key."""

    heading: str
    note: str
    hits: tuple[HitView, ...]
    empty: str
    empty_action: str
    empty_key: str = ""


@dataclass(frozen=True, slots=True)
class NotedView:
    """Allergies or alerts in a box of their own state."""

    state: TagState
    caption: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """One earlier consultation, with its documents."""

    consultation_id: str
    title: str
    symptoms: str
    tags: tuple[tuple[TagState, str, str], ...]
    """State, word, icon."""
    action: str
    action_name: str
    documents: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True)
class ChartView:
    """The patient on the right."""

    patient_id: str
    kana: str
    name: str
    romaji: str
    facts: tuple[tuple[str, str], ...]
    allergies: NotedView
    alerts: NotedView
    consultations: tuple[ConsultationLine, ...]
    note: str
    main_action: str
    course: CoursePaneView | None = None
    earlier_courses: tuple[str, ...] = ()
    """Courses before the one that is shown, each in a sentence."""
    care: CareView = NOTHING_TO_SHOW


@dataclass(frozen=True, slots=True)
class PatientsView:
    """Everything on the page but the form."""

    list: ListView
    chart: ChartView | None
    reminders: tuple[ReminderLine, ...] | None = None
    """What waits today; None until the vault has answered once."""


NameSymptom = Callable[[str], Text]


def derive_patients(
    found: Found | None,
    chart: Chart | None,
    words: Words,
    now: datetime,
    name_symptom: NameSymptom,
    decide_reason: str = "",
    care: CareView = NOTHING_TO_SHOW,
    reminders: tuple[ReminderLine, ...] | None = None,
) -> PatientsView:
    """Derive the page; `found` and `reminders` are None until the vault has answered once.

    `decide_reason` is why whoever looks at it cannot stop a course, or empty.
    """
    return PatientsView(
        list=_derive_list(found, words, now),
        chart=None if chart is None else _derive_chart(chart, words, now, name_symptom, decide_reason, care),
        reminders=reminders,
    )


def derive_hit(hit: PatientHit, words: Words, now: datetime) -> HitView:
    """Return the line of a patient; age and day are those of `now`."""
    return HitView(
        patient_id=hit.patient_id,
        name=hit.name,
        reading=" · ".join(part for part in (hit.kana, hit.romaji if hit.romaji != hit.name else "") if part),
        born=words(
            "patients.born_age",
            date=format_date(hit.birth_date, words.language),
            age=age_in_years(hit.birth_date, now.date()),
        ),
        chart_number=hit.chart_number,
        seen=words("patients.seen", when=_say_moment(hit.seen_at, words, now)),
    )


def say_allergy(allergy: Allergy, words: Words) -> str:
    """Return an allergy in one line, in the words it was entered with."""
    if allergy.reaction and allergy.year is not None:
        return words(
            "patients.allergy_reaction_year",
            substance=allergy.substance,
            reaction=allergy.reaction,
            year=allergy.year,
        )
    if allergy.reaction:
        return words("patients.allergy_reaction", substance=allergy.substance, reaction=allergy.reaction)
    if allergy.year is not None:
        return words("patients.allergy_year", substance=allergy.substance, year=allergy.year)
    return allergy.substance


def _derive_list(found: Found | None, words: Words, now: datetime) -> ListView:
    if found is None:
        return ListView(words("patients.recent"), "", (), "", "")
    query = found.query.strip()
    hits = tuple(derive_hit(hit, words, now) for hit in found.hits)
    if not query:
        if not hits:
            return ListView("", "", (), words("patients.none_yet"), words("patients.add_first"), MAIN_KEY)
        return ListView(words("patients.recent"), "", hits, "", "")
    heading = words("patients.found", count=len(hits))
    if not hits:
        return ListView(heading, "", (), words("patients.nobody", query=query), words("patients.add_this"))
    note = words("patients.found_many", count=len(hits)) if len(hits) >= MOST_HITS else ""
    return ListView(heading, note, hits, "", "")


def _derive_chart(
    chart: Chart, words: Words, now: datetime, name_symptom: NameSymptom, decide_reason: str, care: CareView
) -> ChartView:
    patient = chart.patient
    count = len(chart.consultations)
    return ChartView(
        patient_id=patient.patient_id,
        kana=patient.kana,
        name=patient.name,
        romaji=patient.romaji if patient.romaji != patient.name else "",
        facts=_derive_facts(patient, words, now),
        allergies=_derive_allergies(patient, words),
        alerts=_derive_alerts(patient, words),
        consultations=tuple(
            _derive_consultation(entry, words, now, name_symptom, say_chart_session(chart.courses, entry, words))
            for entry in chart.consultations
        ),
        note=words("patients.consultations_count", count=count) if count else words("patients.no_consultations"),
        main_action=words("patients.continue" if chart.open_consultation else "patients.start"),
        course=derive_chart_course(chart, words, now.date(), decide_reason),
        earlier_courses=tuple(say_earlier_course(one, words, now.date()) for one in chart.courses[-2::-1]),
        care=care,
    )


def _derive_facts(patient: Patient, words: Words, now: datetime) -> tuple[tuple[str, str], ...]:
    born = words(
        "patients.born_age",
        date=format_date(patient.birth_date, words.language),
        age=age_in_years(patient.birth_date, now.date()),
    )
    facts = (
        (words("patients.sex"), format_sex(patient.sex, words.language)),
        (words("patients.born"), born),
        (words("patients.chart_number"), patient.chart_number),
        (words("patients.language"), words(f"documents.language_{patient.language.value}")),
        (words("patients.phone"), patient.phone),
        (words("patients.address"), patient.address),
    )
    return tuple((caption, value) for caption, value in facts if value)


def _derive_allergies(patient: Patient, words: Words) -> NotedView:
    caption = words("patients.allergies")
    if patient.allergies:
        lines = tuple(say_allergy(allergy, words) for allergy in patient.allergies)
        return NotedView(TagState.STOP, caption, lines)
    if patient.allergies_asked_on is None:
        return NotedView(TagState.OPEN, caption, (words("patients.not_asked"),))
    asked = format_date(patient.allergies_asked_on, words.language)
    return NotedView(TagState.CLEAR, caption, (words("patients.none_known", date=asked),))


def _derive_alerts(patient: Patient, words: Words) -> NotedView:
    caption = words("patients.alerts")
    if patient.alerts:
        return NotedView(TagState.CAUTION, caption, patient.alerts)
    return NotedView(TagState.INFORMATION, caption, (words("patients.no_alerts"),))


def _derive_consultation(
    entry: ConsultationEntry, words: Words, now: datetime, name_symptom: NameSymptom, session: str
) -> ConsultationLine:
    day = format_date(entry.started_at.astimezone(now.tzinfo).date(), words.language)
    symptoms = words.listed(name_symptom(symptom_id).in_language(words.language) for symptom_id in entry.symptom_ids)
    action = words(f"patients.{_choose_action(entry)}")
    return ConsultationLine(
        consultation_id=entry.consultation_id,
        title=" · ".join(part for part in (day, words("patients.visit", number=entry.visit_number), session) if part),
        symptoms=symptoms or words("patients.no_symptoms"),
        tags=_derive_tags(entry, words),
        action=action,
        action_name=words("patients.visit_action_name", action=action, number=entry.visit_number, date=day),
        documents=tuple(derive_document_line(document, words, now.tzinfo) for document in entry.documents),
    )


def _choose_action(entry: ConsultationEntry) -> str:
    return "continue_visit" if entry.closed_at is None else "read_visit"


def _derive_tags(entry: ConsultationEntry, words: Words) -> tuple[tuple[TagState, str, str], ...]:
    tags = []
    if entry.is_declined:
        tags.append((TagState.INFORMATION, words("patients.declined"), "info"))
    elif entry.is_treated:
        tags.append((TagState.CLEAR, words("patients.treated"), "check"))
    if entry.closed_at is not None:
        tags.append((TagState.INFORMATION, words("patients.closed"), "lock"))
    else:
        tags.append((TagState.OPEN, words("patients.in_progress"), "clock"))
    return tuple(tags)


def _say_moment(moment: datetime, words: Words, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return words("patients.seen_today", time=f"{local.hour}:{local.minute:02}")
    return format_date(local.date(), words.language)
