"""Changes to the examination: answers, opinions, stops. Each returns a new consultation; no stop is ever forgotten."""

from datetime import datetime

import msgspec

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate import derive_gate, find_firing_stops
from stemsup_desktop.consultation.gate_model import Finding, FindingState
from stemsup_desktop.consultation.gate_open import wants_opinion
from stemsup_desktop.consultation.gate_stops import merge_raised, with_lifted, with_raised
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consultation, Examination, Opinion
from stemsup_desktop.consultation.rule_reading import has_questions
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.occurrence_changes import with_followers_moved
from stemsup_desktop.questionnaire.occurrences import Place
from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.questionnaire.validation import check_answers

KEPT_AS_TYPED = ("blank", "too-long", "too-short", "wrong-form", "too-few")


def with_answers(
    consultation: Consultation,
    content: ClinicalContent,
    patient: Patient,
    link_id: str,
    answers: tuple[Answer, ...],
    by: str,
    at: datetime,
    place: Place = (),
) -> Consultation:
    """Return the consultation with an item answered at a place; a stop that this raises is recorded.

    No answers take the answer back. Raises `InputProblem` for an item that does not exist or an impossible answer. A
    text that is blank or too long is kept all the same, for nothing typed is lost; it counts as missing. An answer
    carried from an earlier visit no longer waits once its question has been answered or the answer taken back.
    """
    item = content.questionnaire.find_item(link_id)
    if item is None:
        raise InputProblem("item-unknown", "The checklist has no such item.")
    for problem in check_answers(_with_options(item, consultation, content, patient, place, at), answers):
        if problem.severity == "refuse" and problem.code not in KEPT_AS_TYPED:
            raise InputProblem(f"answer-{problem.code}", problem.message.en)
    before = with_recorded_stops(consultation, content, patient, at)
    examination = before.examination
    responses = with_followers_moved(content.questionnaire, examination.responses, item, place, answers)
    kept = tuple(given for given in responses if (given.link_id, given.place) != (link_id, place))
    changed = msgspec.structs.replace(
        examination,
        questionnaire=examination.questionnaire or content.questionnaire.canonical,
        responses=(*kept, ItemAnswers(link_id, answers, at, by, place)),
        carried=tuple(one for one in examination.carried if one.link_id != link_id),
    )
    return with_recorded_stops(_with_examination(before, changed), content, patient, at)


def with_answer_cleared(
    consultation: Consultation, content: ClinicalContent, patient: Patient, link_id: str, by: str, at: datetime
) -> Consultation:
    """Return the consultation with an item's answer taken back, which leaves it unanswered."""
    return with_answers(consultation, content, patient, link_id, (), by, at)


def with_opinion(
    consultation: Consultation,
    content: ClinicalContent,
    patient: Patient,
    rule_id: str,
    reason: str,
    physician: str,
    at: datetime,
) -> Consultation:
    """Return the consultation with the physician's opinion on an open specialist finding.

    The opinion is bound to the rule's version and to the answers as they are now. Raises `InputProblem` if there is no
    such finding (a stop accepts none, a caution needs none) or if reason or name is blank.
    """
    finding = _find_finding(consultation, content, patient, rule_id, at)
    if finding is None or not wants_opinion(finding):
        raise InputProblem("opinion-not-wanted", "No open finding for a specialist accepts this opinion.")
    _refuse_blank(reason, physician)
    opinion = Opinion(rule_id, finding.rule_version, finding.answers_sha256, reason, physician, at)
    examination = consultation.examination
    changed = msgspec.structs.replace(examination, opinions=(*examination.opinions, opinion))
    return _with_examination(consultation, changed)


def with_stop_lifted(
    consultation: Consultation,
    content: ClinicalContent,
    patient: Patient,
    rule_id: str,
    reason: str,
    physician: str,
    at: datetime,
) -> Consultation:
    """Return the consultation with the reason why a raised stop no longer holds.

    Raises `InputProblem` while the stop still holds, if none waits for a reason, or if reason or name is blank.
    """
    finding = _find_finding(consultation, content, patient, rule_id, at)
    if finding is None or finding.state is not FindingState.REASON_WANTED:
        raise InputProblem("stop-not-liftable", "A stop goes only after its answer has changed.")
    _refuse_blank(reason, physician)
    lifted = with_lifted(consultation.examination, rule_id, reason, physician, at)
    return _with_examination(consultation, msgspec.structs.replace(consultation.examination, stops_lifted=lifted))


def carry_stops(previous: Consultation, following: Consultation) -> Consultation:
    """Return the following state with every stop that the previous one had recorded.

    For undo, redo and any state that was not made from the previous one: going back in time un-raises no stop. Reasons
    are not carried, so a reason that was undone is wanted again.
    """
    raised = merge_raised(previous.examination.stops_raised, following.examination.stops_raised)
    if raised == following.examination.stops_raised:
        return following
    return _with_examination(following, msgspec.structs.replace(following.examination, stops_raised=raised))


def with_checklist_kept(previous: Consultation, following: Consultation) -> Consultation:
    """Return the following state still naming the checklist of the previous one, where it does not name any.

    For undo: the first answer names the checklist, and taking it back makes the visit no other's.
    """
    if following.examination.questionnaire or not previous.examination.questionnaire:
        return following
    named = msgspec.structs.replace(following.examination, questionnaire=previous.examination.questionnaire)
    return _with_examination(following, named)


def with_recorded_stops(
    consultation: Consultation, content: ClinicalContent, patient: Patient, at: datetime
) -> Consultation:
    """Return the consultation with every stop recorded that holds now and is not standing already.

    To be applied after any change (sex, symptoms and plan can raise stops too). A rule that reads facts alone, such as
    an expired lot, is not recorded: it stands and goes with the facts, and choosing another lot is its own record.
    """
    firing = find_firing_stops(patient, consultation, content, at.date())
    rule_ids = tuple(rule.id for rule in content.rules.rules if rule.id in firing and has_questions(rule))
    raised = with_raised(consultation.examination, rule_ids, at)
    if raised == consultation.examination.stops_raised:
        return consultation
    return _with_examination(consultation, msgspec.structs.replace(consultation.examination, stops_raised=raised))


def _with_options(
    item: Item, consultation: Consultation, content: ClinicalContent, patient: Patient, place: Place, at: datetime
) -> Item:
    """Return an item with the options that hold for it where an expression gives them."""
    if item.expressions.answer is None:
        return item
    surroundings = derive_surroundings(patient, at.date())
    form = derive_form(content.questionnaire, consultation.examination.responses, surroundings)
    index = form.find_index(item.link_id, place)
    return item if index is None else form.item_at(index)


def _with_examination(consultation: Consultation, examination: Examination) -> Consultation:
    return msgspec.structs.replace(consultation, examination=examination)


def _find_finding(
    consultation: Consultation, content: ClinicalContent, patient: Patient, rule_id: str, at: datetime
) -> Finding | None:
    gate = derive_gate(patient, consultation, content, at.date())
    return next((finding for finding in gate.findings if finding.rule_id == rule_id), None)


def _refuse_blank(reason: str, physician: str) -> None:
    if is_blank(reason):
        raise InputProblem("reason-blank", "Write the reason.")
    if is_blank(physician):
        raise InputProblem("physician-blank", "Name the physician who decides.")
