"""What waits to be done for patients, most urgent first: open events, calls, sessions due, recalled lots."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.events.call_backs import CallBack, CallBackState
from stemsup_desktop.consultation.events.event_faults import find_onset
from stemsup_desktop.consultation.events.event_model import AdverseEvent, ContactPurpose
from stemsup_desktop.consultation.events.event_words import GRADE_WORDS, PURPOSE_WORDS, Kinds, say_kind
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.language import Language, Text

SEVERE = 3
"""The grade from which an event that is open has to be looked at first."""


class Urgency(StrEnum):
    """How soon, the soonest first."""

    AT_ONCE = "at-once"
    OVERDUE = "overdue"
    TODAY = "today"
    FOLLOW = "follow"


class ReminderKind(StrEnum):
    """What waits."""

    EVENT = "event"
    RECALL = "recall"
    CALL_BACK = "call-back"
    SESSION = "session"


class SessionDue(msgspec.Struct, frozen=True):
    """A session of a course that is due on a day; `number` counts from 1."""

    patient_id: str
    course_id: str
    number: int
    due_on: date


class RecallOpen(msgspec.Struct, frozen=True):
    """A patient who received a lot that was recalled on a day, and was not reached about it yet."""

    patient_id: str
    lot_id: str
    lot_number: str
    recalled_on: date
    attempts: int = 0


class PersonName(msgspec.Struct, frozen=True):
    """How a patient is named in a list."""

    name: str
    chart_number: str


class Reminder(msgspec.Struct, frozen=True):
    """One thing to do for one patient. `day` is when it was due or began, `since` a day that its words need.

    `subject` is the id of the event, lot or course; a call has the `consultation_id` of its treatment instead.
    """

    kind: ReminderKind
    urgency: Urgency
    patient_id: str
    person: PersonName
    day: date
    consultation_id: str = ""
    subject: str = ""
    purpose: ContactPurpose | None = None
    event_kind: str = ""
    description: str = ""
    grade: int | None = None
    lot_number: str = ""
    number: int = 0
    since: date | None = None
    attempts: int = 0


def derive_reminders(
    calls: Iterable[CallBack],
    events: Iterable[AdverseEvent],
    people: Mapping[str, PersonName],
    today: date,
    *,
    sessions: Iterable[SessionDue] = (),
    recalls: Iterable[RecallOpen] = (),
    same_day_kinds: frozenset[str] = frozenset(),
) -> tuple[Reminder, ...]:
    """Return what waits today, by urgency, then by day. Who is not among `people` has no reminder."""
    made = (
        *(_remind_of_event(event, people, same_day_kinds) for event in events if event.is_open),
        *(_remind_of_recall(one, people) for one in recalls),
        *(_remind_of_call(call, people) for call in calls if call.is_wanted),
        *(_remind_of_session(one, people, today) for one in sessions if one.due_on <= today),
    )
    urgencies, kinds = list(Urgency), list(ReminderKind)
    found = [one for one in made if one is not None]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                urgencies.index(one.urgency),
                one.day,
                kinds.index(one.kind),
                one.person.chart_number,
                one.consultation_id,
                one.subject,
            ),
        )
    )


def is_pressing(event: AdverseEvent, same_day_kinds: frozenset[str]) -> bool:
    """Say whether an open event has to be looked at before anything else."""
    return event.grade >= SEVERE or bool(event.seriousness) or event.kind in same_day_kinds


def say_reminder(reminder: Reminder, kinds: Kinds) -> Text:
    """Return what waits in one line, without the patient's name."""
    match reminder.kind:
        case ReminderKind.EVENT:
            return _say_event(reminder, kinds)
        case ReminderKind.RECALL:
            said = Text(f"Lot {reminder.lot_number} was recalled", f"ロット{reminder.lot_number}の回収の連絡")
        case ReminderKind.CALL_BACK:
            said = _say_call(reminder)
        case ReminderKind.SESSION:
            en, ja = _say_day(reminder.day)
            said = Text(f"Session {reminder.number}, due {en}", f"{reminder.number}回目の治療（予定：{ja}）")
    if not reminder.attempts:
        return said
    times = "once" if reminder.attempts == 1 else f"{reminder.attempts} times"
    return Text(f"{said.en}; not reached {times}", f"{said.ja}・不通{reminder.attempts}回")


def _say_event(reminder: Reminder, kinds: Kinds) -> Text:
    name, grade = say_kind(reminder.event_kind, reminder.description, kinds), GRADE_WORDS[reminder.grade or 1]
    en, ja = _say_day(reminder.day)
    return Text(f"{name.en}, grade {grade.en}, open since {en}", f"{name.ja}・グレード{grade.ja}・{ja}から経過観察中")


def _say_call(reminder: Reminder) -> Text:
    purpose = PURPOSE_WORDS[reminder.purpose or ContactPurpose.DAYS_1_TO_3]
    en, ja = _say_day(reminder.since or reminder.day)
    return Text(f"{purpose.en} after {en}", f"{purpose.ja}（{ja}の治療）")


def _say_day(day: date) -> tuple[str, str]:
    return format_date(day, Language.EN), format_date(day, Language.JA)


def _remind_of_event(
    event: AdverseEvent, people: Mapping[str, PersonName], same_day_kinds: frozenset[str]
) -> Reminder | None:
    person = people.get(event.patient_id)
    if person is None:
        return None
    return Reminder(
        ReminderKind.EVENT,
        Urgency.AT_ONCE if is_pressing(event, same_day_kinds) else Urgency.FOLLOW,
        event.patient_id,
        person,
        find_onset(event) or event.recorded_at.date(),
        consultation_id=event.consultation_id,
        subject=event.event_id,
        event_kind=event.kind,
        description=event.description,
        grade=event.grade,
    )


def _remind_of_recall(recall: RecallOpen, people: Mapping[str, PersonName]) -> Reminder | None:
    person = people.get(recall.patient_id)
    if person is None:
        return None
    return Reminder(
        ReminderKind.RECALL,
        Urgency.AT_ONCE,
        recall.patient_id,
        person,
        recall.recalled_on,
        subject=recall.lot_id,
        purpose=ContactPurpose.RECALL,
        lot_number=recall.lot_number,
        attempts=recall.attempts,
    )


def _remind_of_call(call: CallBack, people: Mapping[str, PersonName]) -> Reminder | None:
    person = people.get(call.patient_id)
    if person is None:
        return None
    is_late = call.state is CallBackState.OVERDUE
    return Reminder(
        ReminderKind.CALL_BACK,
        Urgency.OVERDUE if is_late else Urgency.TODAY,
        call.patient_id,
        person,
        call.last_on if is_late else call.first_on,
        consultation_id=call.consultation_id,
        purpose=call.purpose,
        since=call.treated_on,
        attempts=call.attempts,
    )


def _remind_of_session(session: SessionDue, people: Mapping[str, PersonName], today: date) -> Reminder | None:
    person = people.get(session.patient_id)
    if person is None:
        return None
    return Reminder(
        ReminderKind.SESSION,
        Urgency.TODAY if session.due_on == today else Urgency.OVERDUE,
        session.patient_id,
        person,
        session.due_on,
        subject=session.course_id,
        number=session.number,
    )
