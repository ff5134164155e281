"""What step 7 shows, derived from the record, the gate and the kept documents. No Qt."""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.aftercare import AftercareItem, Urgency, aftercare_for
from stemsup_desktop.consultation.consent_basis import ConsentState, derive_consent_standing
from stemsup_desktop.consultation.course import derive_volume_balance
from stemsup_desktop.consultation.formats import format_date, format_number, format_time
from stemsup_desktop.consultation.record import Consultation, Route, ScoreToday, Summary, Treatment
from stemsup_desktop.consultation.summary_after import routes_with_record
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.paperwork import Paper
from stemsup_desktop.store.entries import DocumentEntry, DocumentKind
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
class ScoreRow:
    """One symptom: its score before the treatment and today."""

    symptom_id: str
    title: str
    before: str
    nrs: int | None


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
    language: Language
    facts: tuple[tuple[str, str], ...]
    scores: tuple[ScoreRow, ...]
    scores_caution: str
    advice: tuple[AdviceGroup, ...]
    planned_not_given: tuple[str, ...]
    next_visit_on: date | None
    note: str
    documents: tuple[DocumentRow, ...]
    closed: str


def derive_summary_view(
    state: VisitState, content: Content, paper: PaperState, now: datetime, words: Words
) -> SummaryView:
    """Derive step 7 at an aware local moment."""
    consultation, summary = state.consultation, state.consultation.summary
    advice = _derive_advice(consultation, content, words)
    rows = [row for group in advice for row in group.rows]
    closed_at = summary.closed_at
    return SummaryView(
        subtitle=_derive_subtitle(consultation, paper, words),
        requirements=_derive_requirements(state, content, paper, now, words),
        pane=derive_pane(state.gate, paper, words),
        printing=derive_print(state.gate, paper, words),
        language=get_language(state),
        facts=derive_facts(state, content, now, words),
        scores=_derive_scores(consultation, content, words),
        scores_caution=labels.SCORES_CAUTION.in_language(words.language),
        advice=advice,
        planned_not_given=tuple(row.item_id for row in rows if row.is_planned and not row.is_given),
        next_visit_on=summary.next_visit_on,
        note=summary.note,
        documents=tuple(_derive_document(one, now, words) for one in paper.documents or ()),
        closed=words("paper.closed", date=_say_moment(closed_at, now, words)) if closed_at is not None else "",
    )


def get_language(state: VisitState) -> Language:
    """Return the language of the summary: the one chosen, else the patient's."""
    return state.consultation.summary.language or state.patient.language


def derive_facts(state: VisitState, content: Content, now: datetime, words: Words) -> tuple[tuple[str, str], ...]:
    """Return what happened in this visit, as far as it was recorded, as label and value."""
    consultation = state.consultation
    treatment = consultation.treatment
    facts = [("treatment", _say_treatment(consultation, content, words))]
    if treatment != Treatment():
        facts += [
            ("lot", treatment.lot_number or words("summary.not_recorded")),
            ("given", _say_given(treatment, words)),
            ("vitals", words("summary.vitals_taken", count=len(treatment.vitals))),
            ("events", _say_events(treatment, words)),
        ]
    facts.append(("consent", _say_consent(state, content, now, words)))
    if state.gate.conditions:
        joined = "\n".join(one.in_language(words.language) for one in state.gate.conditions)
        facts.append(("conditions", joined))
    return tuple((words(f"summary.fact_{name}"), value) for name, value in facts)


def with_score(summary: Summary, symptom_id: str, nrs: int | None) -> Summary:
    """Return the summary with today's score of a symptom, or without it."""
    others = tuple(score for score in summary.scores if score.symptom_id != symptom_id)
    scores = others if nrs is None else (*others, ScoreToday(symptom_id, nrs))
    return msgspec.structs.replace(summary, scores=scores)


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


def _derive_subtitle(consultation: Consultation, paper: PaperState, words: Words) -> str:
    visit = words(
        "summary.visit", number=consultation.visit_number, date=_say_day(consultation.started_at.date(), words)
    )
    summaries = paper.of_kind(Paper.SUMMARY)
    number = paper.kept.number if paper.kept is not None else summaries[0].number if summaries else ""
    return f"{visit} · {number}" if number else visit


def _derive_requirements(
    state: VisitState, content: Content, paper: PaperState, now: datetime, words: Words
) -> tuple[Requirement, ...]:
    consultation, summary = state.consultation, state.consultation.summary
    standing = derive_consent_standing(state.file, content.consent, now.date())
    is_declined = standing.state is ConsentState.DECLINED
    scored = {score.symptom_id for score in summary.scores}
    asked = [complaint.symptom_id for complaint in consultation.reason.complaints]
    done = {
        "consent": is_declined or standing.state is ConsentState.SIGNED,
        "treatment": is_declined or consultation.treatment.ended_at is not None,
        "scores": bool(asked) and scored.issuperset(asked),
        "aftercare": bool(summary.aftercare_given_ids),
        "next_visit": summary.next_visit_on is not None,
        "printed": paper.kept is not None,
    }
    return tuple(Requirement(name, words(f"summary.wants_{name}"), is_done) for name, is_done in done.items())


def _derive_scores(consultation: Consultation, content: Content, words: Words) -> tuple[ScoreRow, ...]:
    before = {complaint.symptom_id: complaint.baseline_nrs for complaint in consultation.reason.complaints}
    today = {score.symptom_id: score.nrs for score in consultation.summary.scores}
    return tuple(
        ScoreRow(
            symptom_id,
            content.names.get_symptom(symptom_id, words.language),
            _say_before(before.get(symptom_id), words),
            today.get(symptom_id),
        )
        for symptom_id in dict.fromkeys((*before, *today))
        if symptom_id in content.names.symptoms
    )


def _say_before(baseline: int | None, words: Words) -> str:
    return words("summary.before_open") if baseline is None else words("summary.before", score=baseline)


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
    language = words(f"paper.language_{entry.language.value}")
    title = words(f"summary.kind_{entry.kind.value.replace('-', '_')}")
    return DocumentRow(entry.number, title, f"{entry.number} · {day} · {language}", state, text, is_signed)


def _say_treatment(consultation: Consultation, content: Content, words: Words) -> str:
    treatment = consultation.treatment
    if treatment == Treatment():
        return words("summary.not_treated")
    given = routes_with_record(treatment) or consultation.plan.routes
    parts = [content.names.get_routes(given, words.language)]
    if treatment.started_at is not None and treatment.ended_at is not None:
        start, end = (format_time(one, words.language) for one in (treatment.started_at, treatment.ended_at))
        parts.append(words("summary.from_to", start=start, end=end))
    return words("gate.comma").join(part for part in parts if part)


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
    return words("gate.comma").join(parts) or words("summary.not_recorded")


def _say_events(treatment: Treatment, words: Words) -> str:
    if treatment.reactions:
        grades = ((one.kind, labels.GRADES[one.grade].in_language(words.language)) for one in treatment.reactions)
        return words("gate.comma").join(f"{kind} ({grade})" for kind, grade in grades)
    return words("summary.no_events" if treatment.no_reaction_observed else "summary.not_recorded")


def _say_consent(state: VisitState, content: Content, now: datetime, words: Words) -> str:
    standing = derive_consent_standing(state.file, content.consent, now.date())
    day = standing.signed_on or standing.declined_on
    return words(f"summary.consent_{standing.state.value}", date=_say_day(day, words) if day is not None else "")


def _say_moment(moment: datetime, now: datetime, words: Words) -> str:
    local = moment.astimezone(now.tzinfo)
    separator = ", " if words.language is Language.EN else " "
    return f"{_say_day(local.date(), words)}{separator}{format_time(local, words.language)}"


def _say_day(day: date, words: Words) -> str:
    return format_date(day, words.language)
