"""Reactions of a treatment beside the events: those that nobody follows yet, and how one is followed from then on."""

from collections.abc import Iterable

import msgspec

from stemsup_desktop.consultation.events.event_list import OTHER, EventList
from stemsup_desktop.consultation.events.event_model import AdverseEvent, EventNote
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.treatment_model import Reaction, Treatment


def list_lot_numbers(treatment: Treatment) -> tuple[str, ...]:
    """Return every lot that a treatment names: its own, those of its vials and of what was handed out."""
    handed_out = () if treatment.nasal is None else treatment.nasal.dispensed
    named = (
        treatment.lot_number or "",
        *(vial.lot_number for vial in treatment.vials),
        *(one.lot_number for one in handed_out),
    )
    return tuple(dict.fromkeys(number.strip() for number in named if number.strip()))


def list_unfollowed(
    visit: Consultation, patient_id: str, events: Iterable[AdverseEvent] = ()
) -> tuple[AdverseEvent, ...]:
    """Return the reactions of a visit that none of these events follows, as events without an id that are over.

    Each says its place.
    """
    followed = find_followed(visit, events)
    places = range(len(visit.treatment.reactions))
    return tuple(
        msgspec.structs.replace(derive_event(visit, place, patient_id), reaction=place)
        for place in places
        if place not in followed
    )


def find_followed(visit: Consultation, events: Iterable[AdverseEvent]) -> frozenset[int]:
    """Find the places of the reactions of a visit that an event follows, from 0."""
    own = {place for place, reaction in enumerate(visit.treatment.reactions) if reaction.event_id}
    of_visit = {event.reaction for event in events if event.consultation_id == visit.consultation_id}
    return frozenset(own | {place for place in of_visit if place is not None})


def derive_event(visit: Consultation, position: int, patient_id: str) -> AdverseEvent:
    """Return a reaction of a visit as an event without an id; how it went is its note."""
    reaction, treatment = visit.treatment.reactions[position], visit.treatment
    at = reaction.onset_at or treatment.ended_at or treatment.started_at or visit.started_at
    note = EventNote(reaction.outcome, treatment.operator, at)
    return AdverseEvent(
        event_id=reaction.event_id,
        patient_id=patient_id,
        consultation_id=visit.consultation_id,
        kind=OTHER,
        grade=reaction.grade,
        recorded_at=at,
        recorded_by=treatment.operator,
        description=reaction.kind,
        onset_on=None if reaction.onset_at is None else reaction.onset_at.date(),
        onset_at=reaction.onset_at,
        site_id=reaction.site_id,
        point=reaction.point,
        lot_numbers=list_lot_numbers(treatment),
        seriousness=reaction.seriousness,
        action=reaction.action,
        notes=(note,) if reaction.outcome.strip() else (),
        closed_at=treatment.observed_until or at,
        closed_by=treatment.operator,
    )


def begin_following(visit: Consultation, position: int, patient_id: str, events: EventList) -> AdverseEvent:
    """Return what an event starts with that follows a reaction: open, with all that was entered of it."""
    seen = derive_event(visit, position, patient_id)
    kind = events.find_named(seen.description)
    known = {} if kind is None else {"kind": kind.id, "description": ""}
    place = position if visit.summary.closed_at is not None else None
    return msgspec.structs.replace(seen, closed_at=None, closed_by="", reaction=place, **known)


def with_followed(visit: Consultation, reaction: Reaction, event_id: str) -> Consultation:
    """Return a visit whose reaction names the event under which it is followed; nothing else of it changes."""
    reactions = list(visit.treatment.reactions)
    if reaction not in reactions:
        return visit
    place = reactions.index(reaction)
    reactions[place] = msgspec.structs.replace(reaction, event_id=event_id)
    return msgspec.structs.replace(
        visit, treatment=msgspec.structs.replace(visit.treatment, reactions=tuple(reactions))
    )
