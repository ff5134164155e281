"""When a patient is called back after a treatment, and which of these calls were made."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.event_model import Contact, ContactPurpose


class CallBackWindow(msgspec.Struct, frozen=True):
    """A call and its days after the treatment, which is day 0; no `routes` means every one.

    After `lapses_after` a call that nobody made has lapsed: it stays in the chart and leaves the reminders.
    """

    purpose: ContactPurpose
    first_day: int
    last_day: int
    lapses_after: int
    routes: tuple[Route, ...] = ()


# Days 1 to 3 and day 14: FACTS 5.0, a proposal of the reference. Three months for intradermal treatment, as necrotising
# granulomas showed between two weeks and three months (S21). When a call lapses is a choice of this program.
CALL_BACKS = (
    CallBackWindow(ContactPurpose.DAYS_1_TO_3, 1, 3, 13),
    CallBackWindow(ContactPurpose.DAY_14, 14, 14, 44),
    CallBackWindow(ContactPurpose.MONTH_3, 84, 91, 121, (Route.INTRADERMAL,)),
)

LAST_DAY = max(window.lapses_after for window in CALL_BACKS)
"""After so many days a treatment has no call left to make."""


class CallBackState(StrEnum):
    """How a call stands on a day."""

    LATER = "later"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    LAPSED = "lapsed"


class TreatmentGiven(msgspec.Struct, frozen=True):
    """One treatment as far as calls depend on it."""

    consultation_id: str
    patient_id: str
    given_on: date
    routes: tuple[Route, ...]


class CallBack(msgspec.Struct, frozen=True):
    """One call after one treatment. `attempts` were made in vain; `done_at` is when the patient was reached."""

    patient_id: str
    consultation_id: str
    purpose: ContactPurpose
    treated_on: date
    first_on: date
    last_on: date
    state: CallBackState
    attempts: int = 0
    done_at: datetime | None = None

    @property
    def is_wanted(self) -> bool:
        """Say whether the call is to be made now."""
        return self.state in (CallBackState.DUE, CallBackState.OVERDUE)


def derive_callbacks(
    treatments: Iterable[TreatmentGiven], contacts: Iterable[Contact], today: date
) -> tuple[CallBack, ...]:
    """Return every call after these treatments as it stands today, by its first day."""
    made: dict[tuple[str, ContactPurpose], list[Contact]] = {}
    for contact in contacts:
        made.setdefault((contact.consultation_id, contact.purpose), []).append(contact)
    calls = [
        _derive_call(treatment, window, made.get((treatment.consultation_id, window.purpose), []), today)
        for treatment in treatments
        for window in CALL_BACKS
        if not window.routes or set(window.routes) & set(treatment.routes)
    ]
    return tuple(sorted(calls, key=lambda call: (call.first_on, call.patient_id, call.consultation_id)))


def _derive_call(treatment: TreatmentGiven, window: CallBackWindow, made: list[Contact], today: date) -> CallBack:
    reached = [contact.at for contact in made if contact.was_reached]
    first_on, last_on = (_add(treatment.given_on, days) for days in (window.first_day, window.last_day))
    return CallBack(
        patient_id=treatment.patient_id,
        consultation_id=treatment.consultation_id,
        purpose=window.purpose,
        treated_on=treatment.given_on,
        first_on=first_on,
        last_on=last_on,
        state=CallBackState.DONE if reached else _find_state(treatment.given_on, window, today),
        attempts=sum(not contact.was_reached for contact in made),
        done_at=min(reached, default=None),
    )


def _find_state(given_on: date, window: CallBackWindow, today: date) -> CallBackState:
    day = (today - given_on).days
    if day < window.first_day:
        return CallBackState.LATER
    if day <= window.last_day:
        return CallBackState.DUE
    return CallBackState.OVERDUE if day <= window.lapses_after else CallBackState.LAPSED


def _add(day: date, days: int) -> date:
    """Return a day so many days later; one beyond the calendar is its last one."""
    return day + timedelta(days=days) if (date.max - day).days > days else date.max
