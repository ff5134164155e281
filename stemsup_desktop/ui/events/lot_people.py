"""Who else received a lot, with what happened after and which call is due, as lines. No Qt."""

from datetime import datetime

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.events.call_backs import CallBackState
from stemsup_desktop.consultation.events.event_model import AdverseEvent
from stemsup_desktop.consultation.events.event_words import (
    CLOSED_WORD,
    GRADE_WORDS,
    OPEN_WORD,
    PURPOSE_WORDS,
    say_event,
)
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.lots.recall_model import Recipient
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.events.lot_sheet import MOST_ROWS, LotPeople, RecipientLine
from stemsup_desktop.ui.events.view import Tag
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


def load_lot_people(
    vault: Vault, lot_number: str, patient_id: str, names: Names, words: Words, now: datetime
) -> LotPeople:
    """Return everybody but one patient who received a lot, those with an event or a call due first."""
    others = [one for one in vault.find_recipients(lot_number) if one.patient.patient_id != patient_id]
    events: dict[str, list[AdverseEvent]] = {}
    for event in vault.list_events_of_lot(lot_number):
        events.setdefault(event.patient_id, []).append(event)
    shown = sorted(others, key=lambda one: (one.patient.patient_id not in events, -one.visits[-1].day.toordinal()))
    lines = tuple(
        _make_line(vault, one, tuple(events.get(one.patient.patient_id, ())), names, words, now)
        for one in shown[:MOST_ROWS]
    )
    return LotPeople(lot_number, lines, len(others))


def _make_line(
    vault: Vault,
    recipient: Recipient,
    events: tuple[AdverseEvent, ...],
    names: Names,
    words: Words,
    now: datetime,
) -> RecipientLine:
    language, patient = words.language, recipient.patient
    days = dict.fromkeys(visit.day for visit in recipient.visits)
    given = ("、" if language is Language.JA else ", ").join(format_date(day, language) for day in days)
    calls = [call for call in vault.list_callbacks(patient.patient_id, now.date()) if call.is_wanted]
    tags: list[Tag] = []
    for call in calls:
        state = TagState.CAUTION if call.state is CallBackState.OVERDUE else TagState.INFORMATION
        tags.append((state, PURPOSE_WORDS[call.purpose].in_language(language), ""))
    said = tuple(_say_event(event, names, language) for event in events)
    return RecipientLine(
        patient.patient_id, patient.name, patient.chart_number, words("events.given_on", days=given), said, tuple(tags)
    )


def _say_event(event: AdverseEvent, names: Names, language: Language) -> str:
    state = OPEN_WORD if event.event_id and event.is_open else CLOSED_WORD
    parts = (say_event(event, names.events), GRADE_WORDS[event.grade], state)
    return " · ".join(part.in_language(language) for part in parts)
