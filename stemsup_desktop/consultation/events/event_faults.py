"""What is wrong with an event as it was entered, and what is only worth a second look."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.course import count_points
from stemsup_desktop.consultation.events.event_list import OTHER
from stemsup_desktop.consultation.events.event_model import AdverseEvent, EventOutcome, Seriousness
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.language import Text

LONGEST_TEXT = 4_000
"""Characters of a text of an event; what is longer belongs to a document."""


class EventFault(StrEnum):
    """What does not fit; those in `NOTICES` are said and refuse nothing."""

    KIND = "kind"
    DESCRIPTION = "description"
    LONG = "long"
    FATAL = "fatal"
    GRADE_5 = "grade-5"
    CLOSED = "closed"
    ONSET_AHEAD = "onset-ahead"
    ONSET_TWICE = "onset-twice"
    ONSET_BEFORE = "onset-before"
    POINT_ALONE = "point-alone"
    POINT_BEYOND = "point-beyond"
    SITE_UNTREATED = "site-untreated"


NOTICES = frozenset({EventFault.ONSET_BEFORE, EventFault.SITE_UNTREATED})
"""What may be right all the same: something that began before the treatment and got worse after it."""

FAULT_WORDS: Mapping[EventFault, Text] = MappingProxyType(
    {
        EventFault.KIND: Text("Choose what happened.", "何が起きたかを選んでください。"),
        EventFault.DESCRIPTION: Text("Say in words what happened.", "起きたことを言葉で記入してください。"),
        EventFault.LONG: Text("A text is too long.", "文章が長すぎます。"),
        EventFault.FATAL: Text(
            "Grade 5 means death: the outcome is “Died”, and it is serious because it resulted in death.",
            "グレード5は死亡です。転帰は「死亡」、重篤性も「死亡」にしてください。",
        ),
        EventFault.GRADE_5: Text("An event that ended in death is of grade 5.", "死亡に至った場合はグレード5です。"),
        EventFault.CLOSED: Text("Choose an outcome to close the event.", "終了するには転帰を選んでください。"),
        EventFault.ONSET_AHEAD: Text("The onset lies in the future.", "発現日が未来になっています。"),
        EventFault.ONSET_TWICE: Text(
            "Day and time of the onset are of two days.", "発現の日付と時刻が別の日になっています。"
        ),
        EventFault.ONSET_BEFORE: Text("The onset lies before the treatment.", "発現が治療より前になっています。"),
        EventFault.POINT_ALONE: Text("A point needs its site.", "注射点には部位が必要です。"),
        EventFault.POINT_BEYOND: Text(
            "The site has no point of this number.", "この部位にその番号の注射点はありません。"
        ),
        EventFault.SITE_UNTREATED: Text(
            "This site was not treated at that visit.", "この部位はその受診で治療していません。"
        ),
    }
)


def find_onset(event: AdverseEvent) -> date | None:
    """Find the day on which an event began, as it was recorded."""
    return event.onset_at.date() if event.onset_at is not None else event.onset_on


def find_event_faults(event: AdverseEvent, treatment: Treatment | None, now: datetime) -> tuple[EventFault, ...]:
    """Return what is wrong with an event after this treatment, and what is worth a look, in the order of the form."""
    onset = find_onset(event)
    site = None if treatment is None else next((one for one in treatment.sites if one.site_id == event.site_id), None)
    is_fatal = event.outcome is EventOutcome.FATAL or Seriousness.DEATH in event.seriousness
    is_wholly_fatal = event.outcome is EventOutcome.FATAL and Seriousness.DEATH in event.seriousness
    texts = (event.description, event.action, *(note.text for note in event.notes))
    found = {
        EventFault.KIND: is_blank(event.kind),
        EventFault.DESCRIPTION: event.kind == OTHER and is_blank(event.description),
        EventFault.LONG: any(len(text) > LONGEST_TEXT for text in texts),
        EventFault.FATAL: event.grade == 5 and not is_wholly_fatal,
        EventFault.GRADE_5: event.grade != 5 and is_fatal,
        EventFault.CLOSED: event.closed_at is not None and event.outcome is None,
        EventFault.ONSET_AHEAD: _is_ahead(event, now),
        EventFault.ONSET_TWICE: event.onset_at is not None and event.onset_on not in (None, event.onset_at.date()),
        EventFault.ONSET_BEFORE: _is_before(event, onset, treatment),
        EventFault.POINT_ALONE: event.point is not None and not event.site_id,
        EventFault.POINT_BEYOND: _is_beyond(event, site),
        EventFault.SITE_UNTREATED: bool(event.site_id) and treatment is not None and site is None,
    }
    return tuple(fault for fault in EventFault if found[fault])


def list_refusals(faults: tuple[EventFault, ...]) -> tuple[EventFault, ...]:
    """Return the faults that refuse an event."""
    return tuple(fault for fault in faults if fault not in NOTICES)


def _is_beyond(event: AdverseEvent, site: SiteTreated | None) -> bool:
    points = None if site is None else count_points(site)
    return event.point is not None and points is not None and event.point > points


def _is_ahead(event: AdverseEvent, now: datetime) -> bool:
    if event.onset_at is not None:
        return event.onset_at > now
    return event.onset_on is not None and event.onset_on > now.date()


def _is_before(event: AdverseEvent, onset: date | None, treatment: Treatment | None) -> bool:
    start = None if treatment is None else treatment.started_at
    if start is None or onset is None:
        return False
    return event.onset_at < start if event.onset_at is not None else onset < start.date()
