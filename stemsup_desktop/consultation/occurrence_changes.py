"""Changes to how often a group of the checklist occurs. Each returns a new consultation; no stop is forgotten."""

from datetime import datetime

import msgspec

from stemsup_desktop.consultation.changes import with_recorded_stops
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.questionnaire import occurrence_changes
from stemsup_desktop.questionnaire.answers import ItemAnswers
from stemsup_desktop.questionnaire.occurrences import Place


def with_occurrence_added(
    consultation: Consultation,
    content: ClinicalContent,
    patient: Patient,
    position: int,
    surrounding: Place,
    by: str,
    at: datetime,
) -> Consultation:
    """Return the consultation with one more, empty occurrence of a repeating group."""
    responses = consultation.examination.responses
    added = occurrence_changes.with_occurrence_added(content.questionnaire, responses, position, surrounding, by, at)
    return _with_responses(consultation, content, patient, added, at)


def with_occurrence_removed(
    consultation: Consultation,
    content: ClinicalContent,
    patient: Patient,
    position: int,
    place: Place,
    by: str,
    at: datetime,
) -> Consultation:
    """Return the consultation without one occurrence of a repeating group; later ones move up by one."""
    responses = consultation.examination.responses
    left = occurrence_changes.with_occurrence_removed(content.questionnaire, responses, position, place, by, at)
    return _with_responses(consultation, content, patient, left, at)


def _with_responses(
    consultation: Consultation,
    content: ClinicalContent,
    patient: Patient,
    responses: tuple[ItemAnswers, ...],
    at: datetime,
) -> Consultation:
    if responses == consultation.examination.responses:
        return consultation
    before = with_recorded_stops(consultation, content, patient, at)
    changed = msgspec.structs.replace(
        before.examination,
        questionnaire=before.examination.questionnaire or content.questionnaire.canonical,
        responses=responses,
    )
    return with_recorded_stops(msgspec.structs.replace(before, examination=changed), content, patient, at)
