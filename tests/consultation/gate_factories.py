"""A small checklist, small rules and a visit at which nothing is wrong, for tests of the gate."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.content import ClinicalContent, make_clinical_content
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import Finding, Gate
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.plan_model import Certificate, Plan, PlannedSite, Product
from stemsup_desktop.consultation.record import Complaint, Consultation, Reason
from stemsup_desktop.consultation.rules import (
    Condition,
    LotFreeOf,
    Rule,
    RuleSet,
    Severity,
    SitesAvoid,
    WhenUnknown,
)
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import NO, Answer, BooleanAnswer, CodingAnswer, DecimalAnswer
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire

TODAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
PENICILLIN, LATEX = CodingAnswer("penicillin"), CodingAnswer("latex")
CHEEK, FOREHEAD = CodingAnswer("cheek"), CodingAnswer("forehead")


def later(minutes: int) -> datetime:
    """Return a moment some minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def make_yes_no(link_id: str, **fields: Any) -> dict[str, Any]:
    """Make a required yes/no/unknown item."""
    system = "http://terminology.hl7.org/CodeSystem/v2-0532"
    codes = (("Y", "Yes"), ("N", "No"), ("UNK", "Unknown"))
    options = [{"valueCoding": {"system": system, "code": code, "display": words}} for code, words in codes]
    item = {"linkId": link_id, "type": "choice", "text": f"Question {link_id}", "required": True}
    return {**item, "answerOption": options, **fields}


def make_choice(link_id: str, *codes: str, **fields: Any) -> dict[str, Any]:
    """Make a required choice of several codes."""
    options = [{"valueCoding": {"code": code, "display": code.title()}} for code in codes]
    item = {"linkId": link_id, "type": "choice", "text": f"Question {link_id}", "required": True, "repeats": True}
    return {**item, "answerOption": options, **fields}


def shown_on_yes(link_id: str) -> dict[str, Any]:
    """Make the fields of an item that opens with a yes to another."""
    return {"enableWhen": [{"question": link_id, "operator": "=", "answerCoding": {"code": "Y"}}]}


def make_temperature() -> dict[str, Any]:
    """Make a required temperature from 25 to 45 °C."""
    hl7 = "http://hl7.org/fhir/StructureDefinition/"
    bounds = [{"url": hl7 + "minValue", "valueDecimal": 25}, {"url": hl7 + "maxValue", "valueDecimal": 45}]
    return {"linkId": "temp", "type": "decimal", "text": "Temperature", "required": True, "extension": bounds}


def read_items(*items: dict[str, Any]) -> Questionnaire:
    """Read a checklist of some items."""
    resource = {"resourceType": "Questionnaire", "url": "https://example.org/q", "version": "1", "item": list(items)}
    return read_questionnaire(json.dumps(resource).encode(), "checklist.json")


def make_rule(rule_id: str, severity: Severity, *when: Condition, **fields: Any) -> Rule:
    """Make a rule; an unknown is asked about unless said otherwise."""
    values: dict[str, Any] = {
        "id": rule_id,
        "version": "1",
        "severity": severity,
        "title": Text(f"Title of {rule_id}", f"{rule_id}の題"),
        "reason": Text("Reason", "理由"),
        "advice": Text("Advice", "対応"),
        "when": when,
        "when_unknown": WhenUnknown.ASK,
        "sources": ("S1",),
        "status": "proposal",
    }
    return Rule(**{**values, **fields})


def on_yes(question: str) -> Condition:
    """Make the condition that a question was answered yes."""
    return Condition("=", CodingAnswer("Y"), question=question)


def on_fact(fact: str, answer: Answer | None = None) -> Condition:
    """Make the condition that a fact is true, or equals a value."""
    return Condition("=", answer or BooleanAnswer(True), fact=fact)


ITEMS = (
    make_yes_no("cancer"),
    make_yes_no("immune"),
    {**make_yes_no("immune-drug"), "type": "string", "answerOption": [], **shown_on_yes("immune")},
    make_yes_no("allergy"),
    make_choice("substance", "penicillin", "latex", "UNK", **shown_on_yes("allergy")),
    make_yes_no("infection"),
    make_choice("infected-sites", "cheek", "forehead", **shown_on_yes("infection")),
    make_yes_no("clot"),
    make_yes_no("unread"),
    make_temperature(),
    {"linkId": "remark", "type": "string", "text": "Remark"},
)

RULES = (
    make_rule("CANCER", Severity.STOP, on_yes("cancer"), when_unknown=WhenUnknown.STOP),
    make_rule(
        "IMMUNE",
        Severity.SPECIALIST,
        on_yes("immune"),
        when_unknown=WhenUnknown.SPECIALIST,
        carries_condition=Text("Review at each visit", "毎回確認"),
    ),
    make_rule("ALLERGY", Severity.STOP, on_yes("allergy"), resolution=LotFreeOf("substance")),
    make_rule(
        "INFECTION",
        Severity.STOP,
        on_yes("infection"),
        routes=(Route.INTRADERMAL,),
        when_unknown=WhenUnknown.CAUTION,
        resolution=SitesAvoid("infected-sites"),
    ),
    make_rule("CLOT", Severity.SPECIALIST, on_yes("clot"), routes=(Route.INTRAVENOUS,)),
    make_rule("FEVER", Severity.CAUTION, Condition(">=", DecimalAnswer(Decimal("37.5")), question="temp")),
    make_rule("EXPIRED", Severity.STOP, on_fact("lot_expired")),
)


def make_content(
    rules: tuple[Rule, ...] = RULES, items: tuple[dict[str, Any], ...] = ITEMS, version: str = "1"
) -> ClinicalContent:
    """Make the clinical content of the small checklist, or of another."""
    names = {"hair": Text("Hair loss", "薄毛")}
    return make_clinical_content(read_items(*items), RuleSet(version, rules), symptom_names=names)


CONTENT = make_content()

PATIENT = Patient(
    patient_id="p1",
    chart_number="100",
    name="Example Person",
    birth_date=date(1980, 5, 1),
    sex=Sex.FEMALE,
    allergies_asked_on=TODAY,
)

REASON = Reason((Complaint("hair", "Androgenetic alopecia", "L64.9", 6),), "Less shedding")

PLAN = Plan(
    product=Product(
        name="Example supernatant",
        cell_source=CellSource.ADIPOSE,
        lot_number="L-1",
        expires=date(2026, 12, 31),
        certificate=Certificate(is_on_file=True, is_complete=True, is_research_use_only=False, has_failed_item=False),
        is_recalled=False,
        had_temperature_excursion=False,
    ),
    routes=(Route.INTRANASAL,),
    sessions=1,
    fee_per_session_yen=50_000,
    alternatives_explained=True,
)

EMPTY = Consultation(consultation_id="c1", started_at=NOON)


def answer(visit: Consultation, link_id: str, *answers: Answer, minutes: int = 0) -> Consultation:
    """Answer one item of the small checklist, some minutes after noon."""
    return with_answers(visit, CONTENT, PATIENT, link_id, answers, "Dr Example", later(minutes))


def make_clear_visit(**fields: Any) -> Consultation:
    """Make a visit at which everything is answered and nothing was found."""
    visit = msgspec.structs.replace(EMPTY, reason=REASON, plan=PLAN)
    for link_id in ("cancer", "immune", "allergy", "infection", "clot", "unread"):
        visit = answer(visit, link_id, NO)
    visit = answer(visit, "temp", DecimalAnswer(Decimal("36.5")))
    return msgspec.structs.replace(visit, **fields)


def with_plan(visit: Consultation, **fields: Any) -> Consultation:
    """Change fields of the plan."""
    return msgspec.structs.replace(visit, plan=msgspec.structs.replace(visit.plan, **fields))


def with_certificate(visit: Consultation, **fields: Any) -> Consultation:
    """Change fields of the lot's certificate."""
    product = visit.plan.product
    certificate = msgspec.structs.replace(product.certificate, **fields)
    return with_plan(visit, product=msgspec.structs.replace(product, certificate=certificate))


def with_sites(visit: Consultation, *site_ids: str) -> Consultation:
    """Plan intradermal injection at some sites."""
    return with_plan(visit, routes=(Route.INTRADERMAL,), sites=tuple(PlannedSite(site_id) for site_id in site_ids))


def gate(visit: Consultation, content: ClinicalContent = CONTENT, patient: Patient = PATIENT) -> Gate:
    """Derive the gate on the day of the visit."""
    return derive_gate(patient, visit, content, TODAY)


def find(visit: Consultation, rule_id: str, content: ClinicalContent = CONTENT) -> Finding:
    """Get the finding of a rule."""
    return next(finding for finding in gate(visit, content).findings if finding.rule_id == rule_id)


def rule_ids(visit: Consultation, content: ClinicalContent = CONTENT) -> list[str]:
    """Return the ids of all findings."""
    return [finding.rule_id for finding in gate(visit, content).findings]


def targets(visit: Consultation, content: ClinicalContent = CONTENT) -> list[tuple[int, str]]:
    """Return step and target of everything missing."""
    return [(missing.step, missing.target) for missing in gate(visit, content).missing]
