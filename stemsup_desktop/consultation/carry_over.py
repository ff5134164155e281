"""Answers of an earlier visit and initial values of the checklist: each is unanswered until a person has confirmed it.

They lie beside the answers, in `Examination.carried`, which nothing that judges, prints or exports ever reads.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import msgspec

from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import CarriedAnswer, Consultation, ConsultationFile, Examination
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.form import Form, derive_form
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.memo import Memo
from stemsup_desktop.questionnaire.model import Item, Questionnaire
from stemsup_desktop.questionnaire.validation import is_refused

_NUMERIC = (ItemType.DECIMAL, ItemType.INTEGER, ItemType.QUANTITY)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What counted at an earlier visit, by link id, each with the question as it was asked then."""

    consultation_id: str
    day: date
    answers: Mapping[str, tuple[Item, tuple[Answer, ...]]] = field(repr=False)


def read_earlier(consultation: Consultation, content: ClinicalContent, patient: Patient) -> Earlier | None:
    """Return what can be carried from a visit; None if nothing, or if `content` is not of the visit's own checklist.

    Only answers of items that were asked, that were possible, and that a person gave; none of anything that repeats,
    for an occurrence has no name by which it could be known again.
    """
    if consultation.examination.questionnaire != content.questionnaire.canonical:
        return None
    day = consultation.started_at.date()
    # A memo of its own: what is derived here is asked for once, and the form on screen keeps what it knows.
    questionnaire = replace(content.questionnaire, memo=Memo())
    form = derive_form(questionnaire, consultation.examination.responses, derive_surroundings(patient, day))
    answers = {
        form.item_at(index).link_id: (form.item_at(index), form.values[index])
        for index in form.enabled_indices()
        if form.values[index]
        and index not in form.calculated
        and not questionnaire.nodes[form.occurrences[index].position].axes
        and _is_carriable(form.item_at(index).link_id, questionnaire)
        and not is_refused(form.item_at(index), form.values[index])
    }
    return Earlier(consultation.consultation_id, day, answers) if answers else None


def list_carriable(form: Form, examination: Examination, earlier: Earlier) -> tuple[CarriedAnswer, ...]:
    """Return what could be carried now: for questions that are asked, unanswered and the same as then."""
    waiting = {carried.link_id for carried in examination.carried}
    return tuple(
        CarriedAnswer(link_id, answers, earlier.day, earlier.consultation_id)
        for link_id, (item, answers) in earlier.answers.items()
        if link_id not in waiting and _fits(form, link_id, item, answers)
    )


def list_waiting(form: Form, examination: Examination) -> tuple[CarriedAnswer, ...]:
    """Return the carried answers that wait to be confirmed: their questions are asked now and have no answer."""
    return tuple(
        one for one in examination.carried if _find_open(form, one.link_id, is_proposal=one.is_proposal) is not None
    )


def with_carried(
    consultation: Consultation,
    content: ClinicalContent,
    patient: Patient,
    earlier: Earlier,
    link_ids: Collection[str],
    at: datetime,
) -> Consultation:
    """Return the consultation with earlier answers to some questions laid beside it; not one of them counts."""
    examination = consultation.examination
    form = _derive_form(consultation, content, patient, at)
    added = tuple(one for one in list_carriable(form, examination, earlier) if one.link_id in link_ids)
    if not added:
        return consultation
    return _with_examination(consultation, msgspec.structs.replace(examination, carried=(*examination.carried, *added)))


def with_carried_confirmed(
    consultation: Consultation, content: ClinicalContent, patient: Patient, link_id: str, by: str, at: datetime
) -> Consultation:
    """Return the consultation with one carried answer given anew, by this person and now.

    Raises `InputProblem` carried-not-waiting if there is none, or if its question is not asked, is answered already or
    is not one that is ever carried; and what `with_answers` raises for an answer that is not possible any more.
    """
    waiting = list_waiting(_derive_form(consultation, content, patient, at), consultation.examination)
    carried = next((one for one in waiting if one.link_id == link_id), None)
    if carried is None:
        raise InputProblem("carried-not-waiting", "No answer from an earlier visit waits to be confirmed here.")
    return with_answers(consultation, content, patient, link_id, carried.answers, by, at)


def with_carried_dropped(consultation: Consultation, link_id: str) -> Consultation:
    """Return the consultation without a carried answer; its question stays unanswered."""
    examination = consultation.examination
    left = tuple(one for one in examination.carried if one.link_id != link_id)
    return _with_examination(consultation, msgspec.structs.replace(examination, carried=left))


def without_carried(file: ConsultationFile) -> ConsultationFile:
    """Return the file with answers alone: what waits to be confirmed is in no document and no copy of its basis."""
    if not file.consultation.examination.carried:
        return file
    examination = msgspec.structs.replace(file.consultation.examination, carried=())
    return msgspec.structs.replace(file, consultation=_with_examination(file.consultation, examination))


def _derive_form(consultation: Consultation, content: ClinicalContent, patient: Patient, at: datetime) -> Form:
    surroundings = derive_surroundings(patient, at.date())
    return derive_form(content.questionnaire, consultation.examination.responses, surroundings)


def _with_examination(consultation: Consultation, examination: Examination) -> Consultation:
    return msgspec.structs.replace(consultation, examination=examination)


def _fits(form: Form, link_id: str, then: Item, answers: tuple[Answer, ...]) -> bool:
    index = _find_open(form, link_id)
    if index is None:
        return False
    now = form.item_at(index)
    return _is_same_question(then, now) and not is_refused(now, answers)


def _find_open(form: Form, link_id: str, *, is_proposal: bool = False) -> int | None:
    """Find the occurrence of a question that is asked now, has no answer, and may be carried or proposed at all."""
    questionnaire = form.questionnaire
    positions = questionnaire.positions.get(link_id, ())
    if len(positions) != 1 or questionnaire.nodes[positions[0]].axes:
        return None
    if not _is_carriable(link_id, questionnaire, is_proposal=is_proposal):
        return None
    index = form.find_index(link_id)
    if index is None or not form.is_enabled[index] or form.values[index] or index in form.calculated:
        return None
    return index


def _is_carriable(link_id: str, questionnaire: Questionnaire, *, is_proposal: bool = False) -> bool:
    """Say whether a question may ever be carried, or proposed by the checklist.

    Not what the physician alone decides, what is hidden, computed or fixed; nor carried what is measured at each visit.
    Not a file either: a picture or a report is of its day.
    """
    item = questionnaire.find_item(link_id)
    if item is None or not item.is_question or not item.is_supported or item.is_read_only:
        return False
    if item.type is ItemType.ATTACHMENT:
        return False
    if item.expressions.calculated is not None:
        return False
    return not any(
        one.is_physician_only or one.is_hidden or (_is_measured(one) and not is_proposal)
        for one in _iter_upwards(questionnaire.positions[link_id][0], questionnaire)
    )


def _iter_upwards(position: int | None, questionnaire: Questionnaire) -> Iterator[Item]:
    while position is not None:
        node = questionnaire.nodes[position]
        yield node.item
        position = node.parent


def _is_measured(group: Item) -> bool:
    """Say whether a group asks for measured values alone, such as the vital signs of the day."""
    questions = [child for child in group.children if child.is_question]
    return (
        group.type is ItemType.GROUP
        and bool(questions)
        and all(child.type in _NUMERIC for child in questions)
        and all(child.is_question or child.type is ItemType.DISPLAY for child in group.children)
    )


def _is_same_question(then: Item, now: Item) -> bool:
    """Say whether two questions of one link id take the same answers: type, unit and every option."""
    return (
        (then.type, then.type_code, then.repeats, then.unit) == (now.type, now.type_code, now.repeats, now.unit)
        and all(now.find_option(option.value) is not None for option in then.answer_options)
        and all(then.find_option(option.value) is not None for option in now.answer_options)
    )
