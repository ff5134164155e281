"""The patient's adverse events in a summary's record, each with its notes, and read back from there.

FHIR's own fields say what they can: kind, day, seriousness, severity, outcome. What FHIR R4 has no place for, and every
code as this program keeps it, is in an extension, from which alone an event is read back.
"""

from collections.abc import Mapping

import msgspec

from stemsup_desktop.consultation.events.event_faults import find_onset
from stemsup_desktop.consultation.events.event_model import AdverseEvent, EventNote, EventOutcome
from stemsup_desktop.consultation.events.event_words import say_event
from stemsup_desktop.consultation.fhir_record_json import (
    Code,
    convert,
    find_extensions,
    make_concept,
    read_fields,
    without_empty,
    write_fields,
    write_record,
)
from stemsup_desktop.consultation.fhir_record_model import RecordSource
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.fhir_values import write_moment
from stemsup_desktop.questionnaire.json_reading import Element
from stemsup_desktop.questionnaire.response_tree import Json

_EVENT, _NOTE = "adverse-event", "event-note"
_HL7 = "http://terminology.hl7.org/CodeSystem"
_SEVERITIES = {1: "mild", 2: "moderate", 3: "severe", 4: "severe", 5: "severe"}
_OUTCOMES = {
    EventOutcome.RECOVERED: "resolved",
    EventOutcome.RECOVERED_WITH_SEQUELAE: "resolvedWithSequelae",
    EventOutcome.RECOVERING: "recovering",
    EventOutcome.NOT_RECOVERED: "ongoing",
    EventOutcome.FATAL: "fatal",
    EventOutcome.UNKNOWN: "unknown",
}
_SEVERAL = ("lot_numbers", "seriousness")


def make_events(source: RecordSource, language: Language, addresses: dict[str, str]) -> list[Json]:
    """Return each event that stands beside the visit."""
    return [_make_event(event, source, language, addresses) for event in source.file.background.events]


def is_event(resource: Element) -> bool:
    """Tell an event that is followed from a reaction of the treatment."""
    return next(find_extensions(resource, _EVENT), None) is not None


def read_events(resources: Mapping[str, Element]) -> tuple[AdverseEvent, ...]:
    """Return the events of a record; raises `InputProblem` for what this program does not write."""
    found = (one for one in resources.values() if one.text("resourceType") == "AdverseEvent")
    return tuple(_read_event(one) for one in found if is_event(one))


def _make_event(event: AdverseEvent, source: RecordSource, language: Language, addresses: dict[str, str]) -> Json:
    fields = {key: value for key, value in msgspec.structs.asdict(event).items() if key not in ("notes", "patient_id")}
    outcome = event.outcome
    made: Json = {
        "resourceType": "AdverseEvent",
        "extension": [
            *write_fields(_EVENT, fields),
            *(part for note in event.notes for part in write_record(_NOTE, note)),
        ],
        "identifier": {"system": Code.EVENT.system, "value": event.event_id},
        "actuality": "actual",
        "event": make_concept(Code.EVENT_KIND, event.kind, say_event(event, source.names.events).in_language(language)),
        "subject": {"reference": addresses["patient"]},
        "date": _write_onset(event),
        "recordedDate": write_moment(event.recorded_at),
        "seriousness": make_concept(
            f"{_HL7}/adverse-event-seriousness", "serious" if event.seriousness else "non-serious"
        ),
        "severity": make_concept(f"{_HL7}/adverse-event-severity", _SEVERITIES[event.grade]),
        "outcome": None if outcome is None else make_concept(f"{_HL7}/adverse-event-outcome", _OUTCOMES[outcome]),
    }
    return without_empty(made)


def _write_onset(event: AdverseEvent) -> str | None:
    if event.onset_at is not None:
        return write_moment(event.onset_at)
    day = find_onset(event)
    return None if day is None else day.isoformat()


def _read_event(resource: Element) -> AdverseEvent:
    fields: dict[str, object] = {}
    for one in find_extensions(resource, _EVENT):
        fields |= read_fields(one, _SEVERAL)
    notes = [convert(read_fields(one), EventNote, one) for one in find_extensions(resource, _NOTE)]
    # The record names its patient once, by the chart number.
    event = convert({**fields, "patient_id": ""}, AdverseEvent, resource)
    return msgspec.structs.replace(event, notes=tuple(notes))
