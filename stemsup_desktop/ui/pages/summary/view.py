"""What step 7 shows, derived from the record, the gate and the kept documents. No Qt."""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.aftercare import AftercareItem, Urgency, aftercare_for
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_basis import ConsentState
from stemsup_desktop.consultation.course import derive_volume_balance
from stemsup_desktop.consultation.courses.course_model import Course
from stemsup_desktop.consultation.courses.course_view import find_next_due
from stemsup_desktop.consultation.courses.visits import find_shown_course, find_visit_session
from stemsup_desktop.consultation.courses.words import say_next, say_session_of, say_state
from stemsup_desktop.consultation.events.event_words import GRADE_WORDS
from stemsup_desktop.consultation.formats import (
    format_date,
    format_number,
    format_offset,
    format_time,
    has_other_offset,
)
from stemsup_desktop.consultation.record import Consultation, Summary
from stemsup_desktop.consultation.summary_after import routes_with_record
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.store.entries import DocumentEntry, DocumentKind
from stemsup_desktop.ui.language_forms import say_form
from stemsup_desktop.ui.pages.summary.score_view import ScoreRow, derive_scores
from stemsup_desktop.ui.pages.summary.trend_view import (
    MeasuresView,
    TrendView,
    derive_measures_view,
    derive_trend_view,
)
from stemsup_desktop.ui.paper_view import (
    PaneView,
    PaperState,
    PrintView,
    Requirement,
    derive_pane,
    derive_print,
)
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """One piece of aftercare and whether the patient was given it."""

    item_id: str
    text: str
    is_given: bool
    is_planned: bool


@dataclass(frozen=True, slots=True)
class AdviceGroup:
    """The advice of one urgency under its heading."""

    urgency: Urgency
    heading: str
    rows: tuple[AdviceRow, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One kept document of this visit."""

    number: str
    title: str
    note: str
    state: TagState
    state_text: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class SummaryView:
    """Everything on step 7."""

    subtitle: str
    requirements: tuple[Requirement, ...]
    pane: PaneView
    printing: PrintView
    language: LanguageForm
    facts: tuple[tuple[str, str], ...]
    scores: tuple[ScoreRow, ...]
    others: tuple[tuple[str, str], ...]
    scores_caution: str
    advice: tuple[AdviceGroup, ...]
    planned_not_given: tuple[str, ...]
    next_visit_on: date | None
    note: str
    documents: tuple[DocumentRow, ...]
    is_closed: bool
    trend: TrendView
    measures: MeasuresView


def derive_summary_view(
    state: VisitState,
    content: Content,
    paper: PaperState,
    now: datetime,
    words: Words,
    beside: tuple[str, ...] = (),
) -> SummaryView:
    """Derive step 7 at an aware local moment; `beside` are symptoms that somebody wants to ask about as well."""
    consultation, summary = state.consultation, state.consultation.summary
    advice = _derive_advice(consultation, content, words)
    scores = derive_scores(state.file, content, words, beside)
    shown = {row.symptom_id for row in scores}
    symptoms = content.names.symptoms
    rows = [row for group in advice for row in group.rows]
    return SummaryView(
        subtitle=_derive_subtitle(state, paper, words),
        requirements=_derive_requirements(state, content, paper, now, words),
        pane=derive_pane(state.gate, paper, words),
        printing=derive_print(state.gate, paper, words),
        language=get_summary_form(state),
        facts=derive_facts(state, content, now, words),
        scores=scores,
        others=tuple((one, text.in_language(words.language)) for one, text in symptoms.items() if one not in shown),
        scores_caution=labels.SCORES_CAUTION.in_language(words.language),
        advice=advice,
        planned_not_given=tuple(row.item_id for row in rows if row.is_planned and not row.is_given),
        next_visit_on=summary.next_visit_on,
        note=summary.note,
        documents=tuple(_derive_document(one, now, words) for one in paper.documents or ()),
        is_closed=state.is_closed,
        trend=derive_trend_view(state.file, content, words),
        measures=derive_measures_view(state.file, content, words),
    )


def get_summary_form(state: VisitState) -> LanguageForm:
    """Return the language form of the summary: the one chosen, else the patient's language."""
    return state.consultation.summary.language or LanguageForm(state.patient.language)


def derive_facts(state: VisitState, content: Content, now: datetime, words: Words) -> tuple[tuple[str, str], ...]:
    """Return what happened in this visit, as far as it was recorded, as label and value."""
    consultation = state.consultation
    treatment = consultation.treatment
    facts = [("treatment", _say_treatment(consultation, content, now, words))]
    if treatment != Treatment():
        facts += [
            ("lot", treatment.lot_number or words("summary.not_recorded")),
            ("given", _say_given(treatment, words)),
            ("vitals", words("summary.vitals_taken", count=len(treatment.vitals))),
            ("events", _say_events(treatment, words)),
        ]
    facts.append(("consent", _say_consent(state, content, now, words)))
    course = find_shown_course(state.file)
    if course is not None:
        facts.append(("course", _say_course(state, course, words)))
    if state.gate.conditions:
        joined = "\n".join(one.in_language(words.language) for one in state.gate.conditions)
        facts.append(("conditions", joined))
    return tuple((words(f"summary.fact_{name}"), value) for name, value in facts)


def with_advice(summary: Summary, item_ids: tuple[str, ...], *, is_given: bool) -> Summary:
    """Return the summary with pieces of advice given, or taken back; the order is that of giving."""
    kept = tuple(one for one in summary.aftercare_given_ids if one not in item_ids)
    if not is_given:
        return msgspec.structs.replace(summary, aftercare_given_ids=kept)
    new = tuple(one for one in item_ids if one not in summary.aftercare_given_ids)
    return msgspec.structs.replace(summary, aftercare_given_ids=(*summary.aftercare_given_ids, *new))


def with_closed(consultation: Consultation, at: datetime) -> Consultation:
    """Return the consultation as it is closed: the vault takes no other state after it."""
    return msgspec.structs.replace(consultation, summary=msgspec.structs.replace(consultation.summary, closed_at=at))


def _say_course(state: VisitState, course: Course, words: Words) -> str:
    """Say which session the visit is, or that it is none while one is still to come, and what is next."""
    parts = [say_next(course, state.consultation.consultation_id).in_language(words.language)]
    found = find_visit_session(state.file)
    if found is not None:
        session = say_session_of(found[1].number, len(course.sessions)).in_language(words.language)
        state_words = say_state(found[1]).in_language(words.language)
        parts.insert(0, words("summary.session_state", session=session, state=state_words))
    elif find_next_due(course) is not None and not state.is_closed:
        parts.insert(0, words("courses.visit_none"))
    return "\n".join(parts)


def _derive_subtitle(state: VisitState, paper: PaperState, words: Words) -> str:
    consultation = state.consultation
    visit = words(
        "summary.visit", number=consultation.visit_number, date=_say_day(consultation.started_at.date(), words)
    )
    found = find_visit_session(state.file)
    if found is not None:
        course, session = found
        visit = f"{visit} · {say_session_of(session.number, len(course.sessions)).in_language(words.language)}"
    summaries = paper.of_kind(Paper.SUMMARY)
    number = paper.kept.number if paper.kept is not None else summaries[0].number if summaries else ""
    return f"{visit} · {number}" if number else visit


def _derive_requirements(
    state: VisitState, content: Content, paper: PaperState, now: datetime, words: Words
) -> tuple[Requirement, ...]:
    consultation, summary = state.consultation, state.consultation.summary
    standing = state.judge_consent(state.get_consent_text(content.consent), now.date())
    is_declined = standing.state is ConsentState.DECLINED
    scored = {score.symptom_id for score in summary.scores}
    asked = [complaint.symptom_id for complaint in consultation.reason.complaints]
    done = {
        "consent": is_declined or standing.is_given,
        "treatment": is_declined or consultation.treatment.ended_at is not None,
        "scores": bool(asked) and scored.issuperset(asked),
        "aftercare": bool(summary.aftercare_given_ids),
        "next_visit": summary.next_visit_on is not None,
        "printed": paper.kept is not None,
    }
    return tuple(Requirement(name, words(f"summary.wants_{name}"), is_done) for name, is_done in done.items())


def _derive_advice(consultation: Consultation, content: Content, words: Words) -> tuple[AdviceGroup, ...]:
    given = consultation.summary.aftercare_given_ids
    touched = {*consultation.plan.routes, *routes_with_record(consultation.treatment)}
    fitting = aftercare_for(content.aftercare, tuple(route for route in Route if route in touched))
    others = tuple(one for one in content.aftercare.items if one.id in given and one not in fitting)
    every = (*fitting, *others)
    planned = consultation.plan.aftercare_ids
    return tuple(
        AdviceGroup(
            urgency,
            content.aftercare.headings.get_heading(urgency).in_language(words.language),
            tuple(_derive_row(item, given, planned, words) for item in every if item.urgency is urgency),
        )
        for urgency in Urgency
        if any(item.urgency is urgency for item in every)
    )


def _derive_row(item: AftercareItem, given: tuple[str, ...], planned: tuple[str, ...], words: Words) -> AdviceRow:
    return AdviceRow(item.id, item.text.in_language(words.language), item.id in given, item.id in planned)


def _derive_document(entry: DocumentEntry, now: datetime, words: Words) -> DocumentRow:
    is_signed = bool(entry.signatures)
    if is_signed:
        state, text = TagState.CLEAR, words("summary.document_signed")
    elif entry.kind is DocumentKind.CONSENT:
        state, text = TagState.OPEN, words("summary.document_not_signed")
    else:
        state, text = TagState.INFORMATION, words("common.on_file")
    day = _say_day(entry.created_at.astimezone(now.tzinfo).date(), words)
    language = say_form(entry.language, words)
    title = words(f"summary.kind_{entry.kind.value.replace('-', '_')}")
    return DocumentRow(entry.number, title, f"{entry.number} · {day} · {language}", state, text, is_signed)


def _say_treatment(consultation: Consultation, content: Content, now: datetime, words: Words) -> str:
    treatment = consultation.treatment
    if treatment == Treatment():
        return words("summary.not_treated")
    given = routes_with_record(treatment) or consultation.plan.routes
    parts = [content.names.get_routes(given, words.language)]
    if treatment.started_at is not None and treatment.ended_at is not None:
        start, end = (format_time(one, words.language) for one in (treatment.started_at, treatment.ended_at))
        is_elsewhere = has_other_offset(treatment.started_at, now)
        zone = f" ({format_offset(treatment.started_at)})" if is_elsewhere else ""
        parts.append(words("summary.from_to", start=start, end=end) + zone)
    return words.listed(part for part in parts if part)


def _say_given(treatment: Treatment, words: Words) -> str:
    parts = []
    if treatment.sites:
        balance = derive_volume_balance(treatment)
        volume = format_number(balance.injected_ml)
        parts.append(words("summary.sites", count=len(treatment.sites), points=balance.points, volume=volume))
    if treatment.drip is not None and treatment.drip.volume_ml is not None:
        parts.append(words("summary.drip", volume=format_number(treatment.drip.volume_ml)))
    if treatment.nasal is not None and treatment.nasal.volume_ml is not None:
        parts.append(words("summary.nasal", volume=format_number(treatment.nasal.volume_ml)))
    return words.listed(parts) or words("summary.not_recorded")


def _say_events(treatment: Treatment, words: Words) -> str:
    if treatment.reactions:
        grades = ((one.kind, GRADE_WORDS[one.grade].in_language(words.language)) for one in treatment.reactions)
        return words.listed(words("desk.fact", label=kind, value=grade) for kind, grade in grades)
    return words("summary.no_events" if treatment.no_reaction_observed else "summary.not_recorded")


def _say_consent(state: VisitState, content: Content, now: datetime, words: Words) -> str:
    standing = state.judge_consent(state.get_consent_text(content.consent), now.date())
    day = standing.signed_on or standing.declined_on
    return words(f"summary.consent_{standing.state.value}", date=_say_day(day, words) if day is not None else "")


def _say_moment(moment: datetime, now: datetime, words: Words) -> str:
    local = moment.astimezone(now.tzinfo)
    separator = ", " if words.language is Language.EN else " "
    return f"{_say_day(local.date(), words)}{separator}{format_time(local, words.language)}"


def _say_day(day: date, words: Words) -> str:
    return format_date(day, words.language)
