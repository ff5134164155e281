"""What lists and forms say of events, calls and reminders, derived from the records. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.course import count_points
from stemsup_desktop.consultation.events.call_backs import CallBack, CallBackState
from stemsup_desktop.consultation.events.event_faults import find_onset
from stemsup_desktop.consultation.events.event_list import OTHER, OTHER_NAME, EventKind, EventList, suggest_kinds
from stemsup_desktop.consultation.events.event_model import AdverseEvent, Contact, ContactPurpose
from stemsup_desktop.consultation.events.event_words import (
    CLOSED_WORD,
    GRADE_WORDS,
    NOT_REACHED_WORD,
    OUTCOME_WORDS,
    PURPOSE_WORDS,
    REACHED_WORD,
    SERIOUSNESS_WORDS,
    WAY_WORDS,
    Kinds,
    say_event,
)
from stemsup_desktop.consultation.events.reminders import Reminder, Urgency, is_pressing, say_reminder
from stemsup_desktop.consultation.events.treated import TreatedVisit
from stemsup_desktop.consultation.formats import format_date, format_datetime
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.language import Language
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

Tag = tuple[TagState, str, str]
"""State, word, icon."""

URGENCY_TAGS: Mapping[Urgency, TagState] = {
    Urgency.AT_ONCE: TagState.STOP,
    Urgency.OVERDUE: TagState.CAUTION,
    Urgency.TODAY: TagState.INFORMATION,
    Urgency.FOLLOW: TagState.OPEN,
}


@dataclass(frozen=True, slots=True)
class Care:
    """What the vault holds of a patient's events and contacts, for the chart."""

    events: tuple[AdverseEvent, ...] = ()
    calls: tuple[CallBack, ...] = ()
    contacts: tuple[Contact, ...] = ()


NO_CARE = Care()


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event or reaction of a patient. Without an `event_id` it is a reaction that nobody follows.

    `action` is empty where there is nothing to open.
    """

    event_id: str
    consultation_id: str
    place: int | None
    title: str
    detail: str
    tags: tuple[Tag, ...]
    lot_numbers: tuple[str, ...]
    action: str
    spoken: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call after a treatment; `action` is empty where none is wanted now."""

    consultation_id: str
    purpose: ContactPurpose
    title: str
    detail: str
    tag: Tag
    action: str
    spoken: str


@dataclass(frozen=True, slots=True)
class CareView:
    """Events, calls and contacts of the patient on the chart."""

    events: tuple[EventLine, ...] = ()
    calls: tuple[CallLine, ...] = ()
    contacts: tuple[str, ...] = ()
    note: str = ""
    can_record: bool = False


NOTHING_TO_SHOW = CareView()


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One thing to do, with whom it is for."""

    reminder: Reminder
    name: str
    chart_number: str
    words: str
    tag: Tag

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return ", ".join((self.tag[1], self.name, self.chart_number, self.words))


def derive_reminder_lines(reminders: tuple[Reminder, ...], kinds: Kinds, words: Words) -> tuple[ReminderLine, ...]:
    """Return the lines of what waits today, in its order."""
    return tuple(
        ReminderLine(
            one,
            one.person.name,
            one.person.chart_number,
            say_reminder(one, kinds).in_language(words.language),
            (URGENCY_TAGS[one.urgency], words(f"events.urgency_{one.urgency.value}"), ""),
        )
        for one in reminders
    )


def derive_care(
    care: Care,
    events: EventList,
    names: Names,
    words: Words,
    now: datetime,
    *,
    is_treated: bool,
    open_visits: frozenset[str] = frozenset(),
) -> CareView:
    """Return what the chart says of a patient's events, the last one first, and of the calls that were to be made.

    Reactions of `open_visits` are followed at their treatment, where the reaction can name its event.
    """
    lines = tuple(
        _derive_event_line(one, events, names, words, is_open=one.consultation_id in open_visits)
        for one in reversed(care.events)
    )
    calls = tuple(_derive_call_line(call, words) for call in care.calls if _is_told(call))
    contacts = tuple(say_contact(one, words, now) for one in reversed(care.contacts))
    note = words("events.count", count=len(lines)) if lines else words("events.none")
    return CareView(lines, calls, contacts, note, is_treated)


def say_contact(contact: Contact, words: Words, now: datetime) -> str:
    """Return a contact in one line."""
    language = words.language
    reached = (REACHED_WORD if contact.was_reached else NOT_REACHED_WORD).in_language(language)
    parts = (
        format_datetime(contact.at.astimezone(now.tzinfo), language),
        PURPOSE_WORDS[contact.purpose].in_language(language),
        WAY_WORDS[contact.way].in_language(language),
        reached,
        contact.by,
        contact.note,
    )
    return " · ".join(part for part in parts if part.strip())


def say_site(event: AdverseEvent, names: Names, words: Words) -> str:
    """Return where an event was, with the point; empty where nobody said."""
    if not event.site_id:
        return ""
    site = names.sites.get(event.site_id)
    said = event.site_id if site is None else site.in_language(words.language)
    return said if event.point is None else words("events.point_of", site=said, point=event.point)


def list_site_options(treated: TreatedVisit, names: Names, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the sites that a treatment reached, with their names."""
    return tuple(
        (site.site_id, names.get_site(PlannedSite(site.site_id, site.other), language))
        for site in treated.treatment.sites
        if site.site_id in names.sites
    )


def count_site_points(treated: TreatedVisit, site_id: str) -> int:
    """Return how many points a site received, 0 where nobody counted."""
    site = next((one for one in treated.treatment.sites if one.site_id == site_id), None)
    return 0 if site is None else count_points(site) or 0


def list_kind_options(treated: TreatedVisit, events: EventList, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the kinds that fit a treatment and, last, what is on no list."""
    fitting = suggest_kinds(events, treated.routes)
    others = tuple(kind for kind in events.kinds if kind not in fitting)
    options = tuple((kind.id, kind.name.in_language(language)) for kind in (*fitting, *others))
    return (*options, (OTHER, OTHER_NAME.in_language(language)))


def say_window(kind: EventKind, words: Words) -> str:
    """Return when a kind is usually seen, and how far that was checked."""
    window = kind.window
    when = words("events.window", first=window.first_day, last=window.last_day)
    checked = words(f"events.status_{kind.status}", sources=", ".join(kind.sources) or "-")
    return f"{when} {checked}" if words.language is Language.EN else f"{when}{checked}"


def say_visit(treated: TreatedVisit, names: Names, words: Words) -> str:
    """Return a treatment as it is offered in a list."""
    day = format_date(treated.given_on, words.language)
    routes = names.get_routes(tuple(route for route in treated.routes if route in names.routes), words.language)
    return " · ".join(part for part in (day, routes) if part)


def _is_told(call: CallBack) -> bool:
    return call.state is not CallBackState.LATER


def _derive_event_line(
    event: AdverseEvent, events: EventList, names: Names, words: Words, *, is_open: bool
) -> EventLine:
    language, kinds = words.language, {kind.id: kind for kind in events.kinds}
    title, onset = say_event(event, kinds).in_language(language), find_onset(event)
    grade = words("events.grade_is", grade=GRADE_WORDS[event.grade].in_language(language))
    outcome = "" if event.outcome is None else OUTCOME_WORDS[event.outcome].in_language(language)
    serious = (SERIOUSNESS_WORDS[one].in_language(language) for one in event.seriousness)
    day = "" if onset is None else format_date(onset, language)
    detail = " · ".join(
        part for part in (day, say_site(event, names, words), grade, *serious, event.action, outcome) if part.strip()
    )
    tags = _tag_event(event, events, words)
    action = words("events.open_event") if event.event_id else "" if is_open else words("events.follow")
    return EventLine(
        event_id=event.event_id,
        consultation_id=event.consultation_id,
        place=event.reaction,
        title=title,
        detail=detail,
        tags=tags,
        lot_numbers=event.lot_numbers,
        action=action,
        spoken=", ".join((title, detail, *(word for _, word, _ in tags))),
    )


def _tag_event(event: AdverseEvent, events: EventList, words: Words) -> tuple[Tag, ...]:
    if not event.event_id:
        return ((TagState.INFORMATION, words("events.at_treatment"), "info"),)
    if not event.is_open:
        return ((TagState.CLEAR, CLOSED_WORD.in_language(words.language), "check"),)
    state = TagState.STOP if is_pressing(event, events.same_day_ids) else TagState.OPEN
    return ((state, words("events.urgency_follow"), ""),)


_CALL_TAGS = {
    CallBackState.DUE: (TagState.INFORMATION, ""),
    CallBackState.OVERDUE: (TagState.CAUTION, ""),
    CallBackState.DONE: (TagState.CLEAR, "check"),
    CallBackState.LAPSED: (TagState.OPEN, ""),
    CallBackState.LATER: (TagState.OPEN, "clock"),
}


def _derive_call_line(call: CallBack, words: Words) -> CallLine:
    language = words.language
    title = PURPOSE_WORDS[call.purpose].in_language(language)
    detail = words("events.call_after", day=format_date(call.treated_on, language))
    if call.attempts and call.state is not CallBackState.DONE:
        detail = f"{detail} · {words('events.attempts', count=call.attempts)}"
    state, icon = _CALL_TAGS[call.state]
    word = words(f"events.call_{call.state.value}")
    action = words("events.record_contact") if call.is_wanted else ""
    spoken = ", ".join((title, detail, word))
    return CallLine(call.consultation_id, call.purpose, title, detail, (state, word, icon), action, spoken)


def find_latest(treated: tuple[TreatedVisit, ...], on: date) -> TreatedVisit | None:
    """Find the treatment that an event of a day most likely followed: the last one before it."""
    before = [one for one in treated if one.given_on <= on]
    return before[-1] if before else treated[0] if treated else None
