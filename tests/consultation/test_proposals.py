"""Initial values of a checklist: proposals that count for nothing before a person has confirmed each."""

from typing import Any

import msgspec
from gate_factories import EMPTY, ITEMS, NOON, PATIENT, TODAY, make_content, make_yes_no

from stemsup_desktop.consultation.carry_over import list_waiting, with_carried_confirmed
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.proposals import begin_examination
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.questionnaire.answers import NO, YES_NO_UNKNOWN, IntegerAnswer, StringAnswer
from stemsup_desktop.questionnaire.form import derive_form

NO_AT_FIRST = [{"valueCoding": {"system": YES_NO_UNKNOWN, "code": "N"}}]
HIDDEN = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}
PHYSICIAN_ONLY = {"url": "https://stemsup.app/fhir/StructureDefinition/physician-only", "valueBoolean": True}


def begin(*items: dict[str, Any]) -> tuple[ClinicalContent, Consultation]:
    content = make_content(items=(*ITEMS, *items))
    return content, msgspec.structs.replace(EMPTY, examination=begin_examination(content, PATIENT, NOON))


def text(link_id: str, **fields: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": "string", "text": link_id, **fields}


def test_a_no_that_the_checklist_proposes_is_no_answer_until_it_is_confirmed() -> None:
    content, visit = begin(make_yes_no("danger", required=True, initial=NO_AT_FIRST))
    missing = {one.target for one in derive_gate(PATIENT, visit, content, TODAY).missing}

    assert "danger" in missing
    assert visit.examination.responses == ()
    confirmed = with_carried_confirmed(visit, content, PATIENT, "danger", "Nurse", NOON)
    (given,) = confirmed.examination.responses
    assert (given.link_id, given.answers, given.answered_by) == ("danger", (NO,), "Nurse")
    assert "danger" not in {one.target for one in derive_gate(PATIENT, confirmed, content, TODAY).missing}


def test_what_nobody_is_asked_counts_at_once() -> None:
    _, visit = begin(
        text("constant", extension=[HIDDEN], initial=[{"valueString": "v2"}]),
        text("fixed", readOnly=True, initial=[{"valueString": "mg"}]),
    )

    assert [(one.link_id, one.answers) for one in visit.examination.responses] == [
        ("constant", (StringAnswer("v2"),)),
        ("fixed", (StringAnswer("mg"),)),
    ]
    assert visit.examination.carried == ()


def test_nothing_proposes_what_lies_below_a_decision() -> None:
    inner = (
        make_yes_no("decision-again", initial=NO_AT_FIRST),
        text("decision-constant", extension=[HIDDEN], initial=[{"valueString": "v2"}]),
    )
    group = {"linkId": "g", "type": "group", "text": "g", "extension": [PHYSICIAN_ONLY], "item": list(inner)}
    _, visit = begin(group)

    assert (visit.examination.responses, visit.examination.carried) == ((), ())


def test_nothing_proposes_what_the_physician_alone_decides() -> None:
    _, visit = begin(make_yes_no("decision-by", extension=[PHYSICIAN_ONLY], initial=NO_AT_FIRST))

    assert (visit.examination.responses, visit.examination.carried) == ((), ())


def test_a_measured_value_may_be_proposed_though_none_is_carried() -> None:
    weight = {"linkId": "w", "type": "integer", "text": "Weight", "initial": [{"valueInteger": 60}]}
    content, visit = begin({"linkId": "vitals", "type": "group", "text": "Vitals", "item": [weight]})
    form = derive_form(content.questionnaire, (), derive_surroundings(PATIENT, TODAY))

    assert [(one.link_id, one.answers) for one in list_waiting(form, visit.examination)] == [
        ("w", (IntegerAnswer(60),))
    ]
