"""What a checklist proposes when a visit begins: no proposal is an answer before a person has confirmed it."""

from datetime import datetime

from stemsup_desktop.consultation.authority import find_reserved_items
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import CarriedAnswer, Examination
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.questionnaire.answers import ItemAnswers
from stemsup_desktop.questionnaire.form_start import make_initial_responses


def begin_examination(content: ClinicalContent, patient: Patient, now: datetime) -> Examination:
    """Return an examination without an answer of a person.

    Initial values of items that nobody is asked (hidden, read-only) count at once: they belong to the checklist. All
    others lie beside the answers like those of an earlier visit and wait to be confirmed one by one.
    """
    questionnaire = content.questionnaire
    reserved = find_reserved_items(questionnaire)
    fixed: list[ItemAnswers] = []
    proposed: list[CarriedAnswer] = []
    for given in make_initial_responses(questionnaire, derive_surroundings(patient, now.date())):
        item = questionnaire.find_item(given.link_id)
        if item is None or given.link_id in reserved:
            continue  # what the physician alone decides is proposed by nothing
        if item.is_hidden or item.is_read_only:
            fixed.append(given)
        else:
            proposed.append(CarriedAnswer(given.link_id, given.answers, now.date()))
    return Examination(questionnaire=questionnaire.canonical, responses=tuple(fixed), carried=tuple(proposed))
