"""What the section on keeping and deleting shows, derived from the policy and from what could go. No Qt but in rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.retention import LEAST, Ground, RetentionPolicy
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.retention import DueChart, DueList
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.data_table import Row
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

Sentence = tuple[TagState, str]
"""A sentence with its state; empty where there is nothing to say."""

YEARS = ("charts_years", "consents_years", "lots_years")
COLUMNS = ("chart", "last", "visits", "documents", "since", "why")
SINCE = COLUMNS.index("since")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a deletion: of how many charts records are gone, and why it stopped if it did."""

    count: int = 0
    older_copies: tuple[str, ...] = ()
    problem: Problem | None = None


MOST_NAMED = 8
"""So many charts are named before they are deleted; the list behind the sheet shows the others."""


@dataclass(frozen=True, slots=True)
class RetentionState:
    """What is known. `policy` is None until it was read, `due` until somebody asked; `chosen` are patients' ids."""

    policy: RetentionPolicy | None = None
    has_traces: bool = False
    due: DueList | None = None
    chosen: tuple[str, ...] = ()
    reason: str = ""
    sorted_by: int = SINCE
    is_descending: bool = False
    is_working: bool = False
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class RetentionView:
    """The section. `rows` is empty where nothing could go, and `list_note` says so."""

    policy: RetentionPolicy
    can_change: bool
    can_look: bool
    list_note: str
    rows: tuple[Row, ...]
    delete_text: str
    can_delete: bool
    hint: str
    outcome: Sentence
    copies: Sentence
    traces: Sentence


def derive_retention(state: RetentionState, words: Words) -> RetentionView:
    """Derive the section."""
    policy, count = state.policy or LEAST, len(state.chosen)
    is_ready = state.policy is not None and not state.is_working
    return RetentionView(
        policy=policy,
        can_change=is_ready,
        can_look=is_ready,
        list_note=_say_list(state.due, words),
        rows=_make_rows(state, policy, words),
        delete_text=words("retention.delete", count=count) if count else words("retention.delete_none"),
        can_delete=is_ready and count > 0 and bool(state.reason.strip()),
        hint="" if count else words("retention.select"),
        outcome=_say_outcome(state.outcome, words),
        copies=_say_copies(state.outcome, words),
        traces=(TagState.CAUTION, words("retention.traces") if state.has_traces and not state.is_working else ""),
    )


def find_charts(state: RetentionState) -> tuple[DueChart, ...]:
    """Return the charts that are chosen, in the order of the list."""
    charts = () if state.due is None else state.due.charts
    return tuple(chart for chart in charts if chart.patient_id in state.chosen)


def say_question(charts: tuple[DueChart, ...], today: date, words: Words) -> tuple[str, ...]:
    """Return what is said before anything is deleted: the title, then its paragraphs, first of which charts."""
    return (
        words("retention.confirm_title", count=len(charts)),
        _name_charts(charts, words),
        words("retention.confirm_undo"),
        words("retention.confirm_what"),
        words("retention.confirm_backups"),
        words("retention.confirm_today", date=format_date(today, words.language)),
    )


def _name_charts(charts: tuple[DueChart, ...], words: Words) -> str:
    names = words.listed(chart.chart_number for chart in charts[:MOST_NAMED])
    more = len(charts) - MOST_NAMED
    return words("retention.confirm_more", names=names, count=more) if more > 0 else names


def delete_charts(vault: Vault, patient_ids: tuple[str, ...], reason: str) -> Outcome:
    """Delete what could go of each chart, each whole or not at all, and clear the traces once at the end."""
    done, copies = 0, tuple[str, ...]()
    try:
        for patient_id in patient_ids:
            copies = vault.delete_records(patient_id, reason).older_copies
            done += 1
        vault.clear_traces()
    except Problem as problem:
        return Outcome(done, copies, problem)
    return Outcome(done, copies)


def _say_list(due: DueList | None, words: Words) -> str:
    if due is None:
        return ""
    return words("retention.as_of" if due.charts else "retention.empty", date=format_date(due.as_of, words.language))


def _make_rows(state: RetentionState, policy: RetentionPolicy, words: Words) -> tuple[Row, ...]:
    charts = () if state.due is None else state.due.charts
    ordered = sorted(charts, key=_SORT_KEYS[state.sorted_by], reverse=state.is_descending)
    return tuple(_make_row(chart, policy, words) for chart in ordered)


_SORT_KEYS: tuple[Callable[[DueChart], tuple[object, ...]], ...] = (
    lambda chart: (chart.chart_number,),
    lambda chart: (chart.last_visit_on, chart.chart_number),
    lambda chart: (chart.visits, chart.chart_number),
    lambda chart: (chart.documents, chart.chart_number),
    lambda chart: (chart.since, chart.chart_number),
    lambda chart: (chart.ground, chart.chart_number),
)


def _make_row(chart: DueChart, policy: RetentionPolicy, words: Words) -> Row:
    years = {
        Ground.CHART: policy.charts_years,
        Ground.CONSENT: policy.consents_years,
        Ground.LOT: policy.lots_years,
    }
    cells = (
        chart.chart_number,
        format_date(chart.last_visit_on, words.language) if chart.visits else words("retention.visits_none"),
        _say_visits(chart, words),
        str(chart.documents),
        format_date(chart.since, words.language),
        words(f"retention.why_{chart.ground}", years=years[chart.ground]),
    )
    return Row(chart.patient_id, cells)


def _say_visits(chart: DueChart, words: Words) -> str:
    if not chart.visits:
        return "0"
    if chart.kept_visits:
        return words("retention.visits_some", count=chart.visits, total=chart.visits + chart.kept_visits)
    return words("retention.visits_all", count=chart.visits)


def _say_outcome(outcome: Outcome | None, words: Words) -> Sentence:
    if outcome is None:
        return TagState.INFORMATION, ""
    if outcome.problem is None:
        return TagState.CLEAR, words("retention.done", count=outcome.count)
    sentence = words.sentence_of(outcome.problem)
    if not outcome.count:
        return TagState.STOP, sentence
    return TagState.STOP, words("retention.stopped", count=outcome.count, why=sentence)


def _say_copies(outcome: Outcome | None, words: Words) -> Sentence:
    names = () if outcome is None else outcome.older_copies
    return TagState.CAUTION, words("retention.copies", names=words.listed(names)) if names else ""
