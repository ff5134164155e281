"""Which acts of the physician lie in a change of a consultation. Who may do them is not known here."""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from stemsup_desktop.consultation.authority_fields import FIELDS, ReservedAct, Standing
from stemsup_desktop.consultation.record import Consent, Consultation, Examination, Reason
from stemsup_desktop.consultation.same_record import is_same, write_canonically
from stemsup_desktop.questionnaire.answers import ItemAnswers
from stemsup_desktop.questionnaire.model import Node, Questionnaire
from stemsup_desktop.questionnaire.occurrences import Kept, Place, find_place, gather_answers


def find_reserved_changes(
    before: Consultation | None, after: Consultation, questionnaire: Questionnaire | None
) -> tuple[ReservedAct, ...]:
    """Return the acts of the physician that a change contains, each once, in the order of `ReservedAct`.

    `before` is None for a consultation that is not kept yet: everything in it is new, but that it exists is no act.
    `questionnaire` is the checklist that `before` names or, where it names none, the one that `after` begins with; None
    if it cannot be read. Of a checklist that is not at hand, or not the one named, every answer is the physician's.
    """
    base = before if before is not None else _make_blank(after)
    checklist = _find_checklist(base.examination, after.examination, questionnaire)
    found = {
        *_find_in_fields(base, after),
        *_find_in_reason(base.reason, after.reason),
        *_find_in_examination(base.examination, after.examination, checklist),
        *_find_in_consent(base.consent, after.consent),
    }
    return tuple(act for act in ReservedAct if act in found)


def find_reserved_items(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the link ids of what the physician alone answers: marked so, or below an item that is.

    A link id that the file gives twice is among them if either of the two is.
    """
    reserved: list[bool] = []
    for node in questionnaire.nodes:  # in document order: what holds an item comes before it
        reserved.append(node.item.is_physician_only or (node.parent is not None and reserved[node.parent]))
    return frozenset(node.item.link_id for node, is_own in zip(questionnaire.nodes, reserved, strict=True) if is_own)


def _make_blank(after: Consultation) -> Consultation:
    """Return the visit as it was when it began, with nothing in it."""
    return Consultation(after.consultation_id, after.started_at, after.visit_number)


def _find_checklist(
    before: Examination, after: Examination, questionnaire: Questionnaire | None
) -> Questionnaire | None:
    named = before.questionnaire or after.questionnaire
    return None if questionnaire is not None and named and questionnaire.canonical != named else questionnaire


def _find_in_fields(before: msgspec.Struct, after: msgspec.Struct) -> Iterator[ReservedAct]:
    for name, standing in FIELDS[type(after)].items():
        one, other = getattr(before, name), getattr(after, name)
        if standing is Standing.WITHIN:
            yield from _find_in_fields(one, other)
        elif isinstance(standing, ReservedAct) and not is_same(one, other):
            yield standing


def _find_in_reason(before: Reason, after: Reason) -> Iterator[ReservedAct]:
    if _count_diagnoses(before) != _count_diagnoses(after):
        yield ReservedAct.DIAGNOSIS


def _count_diagnoses(reason: Reason) -> Counter[bytes]:
    """Count diagnoses with the symptom they are of: naming a symptom, or scoring it, is not yet one."""
    return Counter(
        write_canonically((one.symptom_id, one.diagnosis, one.icd10))
        for one in reason.complaints
        if one.diagnosis or one.icd10
    )


def _find_in_examination(
    before: Examination, after: Examination, questionnaire: Questionnaire | None
) -> Iterator[ReservedAct]:
    if _has_other_checklist(before, after, questionnaire):
        yield ReservedAct.CHECKLIST
    # A stop is raised by whoever gives the answer; that it was raised is forgotten by nobody.
    if set(map(write_canonically, before.stops_raised)) - set(map(write_canonically, after.stops_raised)):
        yield ReservedAct.STOP_LIFTED
    if _gather_decisions(before, questionnaire) != _gather_decisions(after, questionnaire):
        yield ReservedAct.ELIGIBILITY


def _has_other_checklist(before: Examination, after: Examination, questionnaire: Questionnaire | None) -> bool:
    """Say whether answers come to be read by another checklist, in which a decision may be anyone's.

    To begin with one is free while there is no answer yet.
    """
    if after.questionnaire == before.questionnaire:
        return False
    return bool(before.questionnaire or before.responses) or questionnaire is None


def _gather_decisions(examination: Examination, questionnaire: Questionnaire | None) -> Mapping[object, list[bytes]]:
    """Return everything recorded under the questions that are the physician's, by question and place.

    All of one place stand in their order, for the last one counts. Words beside an answer belong to it. What waits
    to be confirmed is there too: nobody proposes a decision.
    """
    reserved = None if questionnaire is None else find_reserved_items(questionnaire)
    known = {} if questionnaire is None else questionnaire.positions
    kept = {} if questionnaire is None else gather_answers(questionnaire, examination.responses)
    found: dict[object, list[bytes]] = {}

    def is_reserved(link_id: str) -> bool:
        # An answer to no question of this checklist could count under another.
        return reserved is None or link_id in reserved or link_id not in known

    for given in filter(lambda one: is_reserved(one.link_id), examination.responses):
        node = None if questionnaire is None else _find_node(questionnaire, given.link_id)
        place = given.place if node is None else find_place(node, given.place)
        whole = (given.answers, given.answered_at, given.answered_by)
        under = () if questionnaire is None or node is None else _list_surrounding(questionnaire, node, given, kept)
        found.setdefault((given.link_id, place), []).append(write_canonically((whole, under)))
    for carried in filter(lambda one: is_reserved(one.link_id), examination.carried):
        found.setdefault(("carried", carried.link_id), []).append(write_canonically(carried))
    for note in filter(lambda one: is_reserved(one.link_id), examination.notes):
        found.setdefault(("note", note.link_id), []).append(write_canonically(note))
    return found


def _find_node(questionnaire: Questionnaire, link_id: str) -> Node | None:
    positions = questionnaire.positions.get(link_id, ())
    return questionnaire.nodes[positions[0]] if positions else None


def _list_surrounding(questionnaire: Questionnaire, node: Node, given: ItemAnswers, kept: Kept) -> tuple[object, ...]:
    """Return the answers under which an answer lies: under another one, it would be a decision on another thing."""
    if not given.answers:
        return ()
    place: Place = find_place(node, given.place)
    around: list[object] = []
    for depth, axis in enumerate(node.axes):
        item = questionnaire.nodes[axis].item
        if item.is_question:
            answers = kept.get((item.link_id, place[:depth]), ())
            around.append(answers[place[depth]] if place[depth] < len(answers) else None)
    return tuple(around)


def _find_in_consent(before: Consent, after: Consent) -> Iterator[ReservedAct]:
    has_result = before.signature is not None or before.declined is not None
    if has_result and before.language != after.language:
        yield ReservedAct.CONSENT
    # Anyone records that consent was taken back. That it was is the vault's to keep, against the physician too.
    kept = after.withdrawals[: len(before.withdrawals)]
    if not is_same(before.withdrawals, kept):
        yield ReservedAct.CONSENT
