"""Visits for tests of the shipped checklist and rules: a well patient, and the changes that make one rule hold."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import Finding, Gate
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Certificate, PlannedSite, Product
from stemsup_desktop.consultation.plan_model import Plan as PlanRecord
from stemsup_desktop.consultation.record import Complaint, Consultation, Examination, Reason
from stemsup_desktop.questionnaire.answers import (
    NO,
    UNKNOWN,
    YES,
    Answer,
    DateAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    StringAnswer,
)
from stemsup_desktop.questionnaire.enablement import derive_enabled
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item

TODAY = date(2026, 11, 23)
STARTED = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

Answers = Mapping[str, tuple[Answer, ...]]

WANTED_YES = frozenset({"in1", "in2", "in3", "in4", "in5", "in6", "x15-cleared", "x16-eyecheck", "x23-treated"})
"""Questions whose quiet answer is yes."""

QUIET_CODES = {
    "exam-general": "normal",
    "exam-heart-lungs": "normal",
    "exam-skin-type": "3",
    "exam-regions": "scalp",
    "exam-scalp": "normal",
    "exam-ecg": "normal",
    "lab-hcg": "negative",
    "lab-blood": "today",
    "lab-viral": "today",
    "lab-clotting": "today",
    "lab-hbv": "negative",
    "lab-hcv": "negative",
    "lab-hiv": "negative",
    "lab-syphilis": "negative",
    "photo-status": "taken",
    "decision": "eligible",
}

QUIET_NUMBERS: dict[str, Answer] = {
    "vital-temperature": DecimalAnswer(Decimal("36.5")),
    "vital-systolic": IntegerAnswer(124),
    "vital-diastolic": IntegerAnswer(78),
    "vital-pulse": IntegerAnswer(70),
    "vital-spo2": IntegerAnswer(98),
    "vital-respiration": IntegerAnswer(16),
    "vital-height": DecimalAnswer(Decimal("165")),
    "vital-weight": DecimalAnswer(Decimal("58")),
}


def make_patient(birth_date: date = date(1990, 4, 18)) -> Patient:
    return Patient(patient_id="p", chart_number="1", name="見本 花子", birth_date=birth_date, allergies_asked_on=TODAY)


def make_product(expires: date = date(2027, 12, 31), certificate: Certificate | None = None) -> Product:
    return Product(
        name="Example",
        cell_source=CellSource.ADIPOSE,
        lot_number="L1",
        expires=expires,
        certificate=certificate
        or Certificate(is_on_file=True, is_complete=True, is_research_use_only=False, has_failed_item=False),
        is_recalled=False,
        had_temperature_excursion=False,
    )


def make_plan(*routes: Route, product: Product | None = None, sites: tuple[str, ...] = ("vertex",)) -> PlanRecord:
    return PlanRecord(
        product=product or make_product(),
        routes=routes or tuple(Route),
        sites=tuple(PlannedSite(site) for site in sites),
        sessions=3,
        interval_days=28,
        first_session_on=TODAY,
        fee_per_session_yen=55_000,
        alternatives_explained=True,
    )


def make_visit(answers: Answers, plan: PlanRecord | None = None) -> Consultation:
    return Consultation(
        consultation_id="c",
        started_at=STARTED,
        reason=Reason(complaints=(Complaint("SYM01", "AGA", "L64.9", 6),), goal="前髪を濃くしたい"),
        examination=Examination(responses=tuple(ItemAnswers(link_id, given) for link_id, given in answers.items())),
        plan=plan or make_plan(),
    )


def judge(
    content: ClinicalContent, answers: Answers, plan: PlanRecord | None = None, patient: Patient | None = None
) -> Gate:
    return derive_gate(patient or make_patient(), make_visit(answers, plan), content, TODAY)


def find_finding(gate: Gate, rule_id: str) -> Finding | None:
    return next((finding for finding in gate.findings if finding.rule_id == rule_id), None)


def code(content: ClinicalContent, link_id: str, code_: str) -> tuple[Answer, ...]:
    """Return the option of a question as an answer."""
    item = content.questionnaire.find_item(link_id)
    option = None if item is None else item.find_option_by_code(code_)
    assert option is not None, f"{link_id} does not offer {code_}"
    return (option.value,)


def answer_quietly(content: ClinicalContent, item: Item) -> tuple[Answer, ...]:
    """Answer a required question so that no rule holds, where it has such an answer."""
    if item.is_yes_no_unknown:
        return (YES if item.link_id in WANTED_YES else NO,)
    if item.link_id in QUIET_NUMBERS:
        return (QUIET_NUMBERS[item.link_id],)
    match item.type:
        case ItemType.CHOICE:
            known = [option for option in item.answer_options if option.value != UNKNOWN]
            chosen = QUIET_CODES.get(item.link_id)
            return (known[0].value,) if chosen is None else code(content, item.link_id, chosen)
        case ItemType.DATE:
            return (DateAnswer(date(2026, 10, 1)),)
        case ItemType.TEXT | ItemType.STRING:
            return (StringAnswer("記録"),)
        case _:
            raise AssertionError(f"{item.link_id} has no quiet answer")


def complete(content: ClinicalContent, given: Answers) -> dict[str, tuple[Answer, ...]]:
    """Return the answers with every further required question that is asked answered quietly."""
    answers = dict(given)
    while True:
        responses = [ItemAnswers(link_id, values) for link_id, values in answers.items()]
        enabled = derive_enabled(content.questionnaire, responses)
        open_items = [item for item in enabled.items if item.is_required and item.link_id not in answers]
        if not open_items:
            return answers
        answers |= {item.link_id: answer_quietly(content, item) for item in open_items}


def open_the_way(content: ClinicalContent, link_id: str) -> dict[str, tuple[Answer, ...]]:
    """Return the answers that get a question asked: the first condition of it and of all that it lies under."""
    opened: dict[str, tuple[Answer, ...]] = {}
    for item in _path(content, link_id):
        for condition in item.enable_when[:1]:
            assert condition.answer is not None
            opened |= open_the_way(content, condition.question) | {condition.question: (condition.answer,)}
    return opened


def _path(content: ClinicalContent, link_id: str) -> Iterator[Item]:
    nodes = content.questionnaire.nodes
    at: int | None = next(place for place, node in enumerate(nodes) if node.item.link_id == link_id)
    while at is not None:
        yield nodes[at].item
        at = nodes[at].parent
