"""What the page of a history shows: its title, filters, and the lines by day. No Qt."""

from dataclasses import dataclass
from datetime import date, datetime

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.history_kinds import HistoryKind
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.steps import STEP_TITLES
from stemsup_desktop.store.entries import ConsultationEntry
from stemsup_desktop.ui.pages.history.entries import HistoryEntry, find_entries
from stemsup_desktop.ui.pages.history.place import EVERY_VISIT, EVERYONE, EVERYTHING, NOBODY_YET, HistoryFilter, Subject
from stemsup_desktop.ui.words import Words

_PATIENT_KINDS = (HistoryKind.LOOKED, HistoryKind.CHANGED, HistoryKind.DECIDED, HistoryKind.PAPERS)


@dataclass(frozen=True, slots=True)
class History:
    """What is loaded of a history. `people` are accounts and names; `visits` are a patient's, the latest first."""

    subject: Subject = NOBODY_YET
    patient: Patient | None = None
    visits: tuple[ConsultationEntry, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    entries: tuple[HistoryEntry, ...] = ()
    is_loading: bool = False
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class DayLine:
    """The heading of a day."""

    title: str


@dataclass(frozen=True, slots=True)
class EndLine:
    """What stands below the last line; with `leads_on` it is a way to older ones."""

    text: str
    leads_on: bool = False


ListLine = DayLine | HistoryEntry | EndLine
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The page. `empty` is said in place of the list."""

    title: str
    subtitle: str
    back: str
    people: Options
    kinds: Options
    visits: Options
    """Empty where there are no visits to choose from."""
    lines: tuple[ListLine, ...]
    count: str
    empty: str = ""
    empty_action: str = ""
    """What the button under `empty` says, with its key."""
    empty_key: str = ""


def derive_history_page(
    history: History, wanted: HistoryFilter, back: str, words: Words, now: datetime, *, is_looking: bool
) -> HistoryView:
    """Derive the page; `back` is the page that one came from, `is_looking` that older lines are being fetched."""
    subject, patient = history.subject, history.patient
    found = find_entries(history.entries, wanted)
    subtitle = words("history.whole_subtitle") if subject.is_whole else ""
    if patient is not None:
        subtitle = words("history.of_patient", name=patient.name, chart_number=patient.chart_number)
    is_known = history.is_complete or bool(history.entries)
    empty = ""
    if not subject:
        empty = words("history.choose_patient")
    elif is_known and not found and (history.is_complete or not is_looking):
        empty = words("history.no_match" if wanted.narrows else "history.nothing_yet")
    action = "to_patients" if not subject else "show_all" if wanted.narrows else ""
    return HistoryView(
        title=words("history.whole_title" if subject.is_whole else "history.title"),
        subtitle=subtitle,
        back=say_back(back, words),
        people=((EVERYONE, words("history.everyone")), *_name_people(history.people, words)),
        kinds=_list_kinds(subject, words),
        visits=_list_visits(history.visits, words),
        lines=_list_lines(history, found, wanted, words, now.date(), is_looking=is_looking) if found else (),
        count=words("history.count", count=len(found)) if found and history.is_complete else "",
        empty=empty,
        empty_action=words(f"history.{action}") if action else "",
        empty_key="Alt+2" if not subject else "",
    )


def say_back(page_id: str, words: Words) -> str:
    """Return the name of the page that the way back leads to."""
    step = page_id.removeprefix("step-")
    if step != page_id:
        title = STEP_TITLES[int(step) - 1].in_language(words.language)
        return words("history.back_to_step", number=step, title=title)
    key = f"workspace.{page_id}"
    return words(key) if words.has(key) else words("history.back")


def say_day(day: date, today: date, words: Words) -> str:
    """Return a day with its weekday, and "Today" or "Yesterday" where it is that."""
    title = words(
        "history.day", date=format_date(day, words.language), weekday=words(f"history.weekday_{day.weekday()}")
    )
    ago = (today - day).days
    return words(f"history.day_{ago}", day=title) if ago in (0, 1) else title


def _list_lines(
    history: History,
    found: tuple[HistoryEntry, ...],
    wanted: HistoryFilter,
    words: Words,
    today: date,
    *,
    is_looking: bool,
) -> tuple[ListLine, ...]:
    lines: list[ListLine] = []
    day: date | None = None
    for entry in found:
        if entry.day != day:
            day = entry.day
            lines.append(DayLine(say_day(day, today, words)))
        lines.append(entry)
    if history.is_complete:
        lines.append(EndLine(words("history.beginning_found" if wanted.narrows else "history.beginning")))
    elif is_looking or not wanted.narrows:
        lines.append(EndLine(words("history.reading_older")))
    else:
        back_to = format_date(history.entries[-1].day, words.language)
        lines.append(EndLine(words("history.look_further", date=back_to), leads_on=True))
    return tuple(lines)


def _name_people(people: tuple[tuple[str, str], ...], words: Words) -> Options:
    return tuple((account_id, name.strip() or words("history.nobody")) for account_id, name in people)


def _list_kinds(subject: Subject, words: Words) -> Options:
    kinds = tuple(HistoryKind) if subject.is_whole else _PATIENT_KINDS
    return ((EVERYTHING, words("history.everything")), *((kind.value, words(f"history.kind_{kind}")) for kind in kinds))


def _list_visits(visits: tuple[ConsultationEntry, ...], words: Words) -> Options:
    if not visits:
        return ()
    named = (
        (
            visit.consultation_id,
            words(
                "history.visit", number=visit.visit_number, date=format_date(visit.started_at.date(), words.language)
            ),
        )
        for visit in visits
    )
    return ((EVERY_VISIT, words("history.every_visit")), *named)
