"""What rules may read besides answers: facts of patient, reason, plan and day. What nobody recorded is absent."""

from collections.abc import Mapping
from datetime import date

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.course import derive_session_dates
from stemsup_desktop.consultation.lot_facts import derive_lot_product, find_other_lots, find_planned_lot
from stemsup_desktop.consultation.patient import Patient, age_in_years
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation, LotStanding
from stemsup_desktop.questionnaire.answers import Answer, BooleanAnswer, IntegerAnswer, StringAnswer

Facts = Mapping[str, tuple[Answer, ...]]

KNOWN_FACTS = frozenset(
    {
        "age_years",
        "sex",
        "symptom",
        "route",
        "cell_source",
        "lot_expired",
        "lot_expires_within_course",
        "certificate_on_file",
        "certificate_complete",
        "research_use_only",
        "certificate_item_failed",
        "lot_recalled",
        "lot_temperature_excursion",
    }
)
"""The names a rule's condition may give."""


def derive_facts(
    patient: Patient, consultation: Consultation, today: date, lots: tuple[LotStanding, ...] = ()
) -> dict[str, tuple[Answer, ...]]:
    """Return every recorded fact by name; of a lot in `lots` the lot book counts over the plan's own words."""
    day = get_deciding_day(consultation, today)
    plan = consultation.plan
    product = derive_lot_product(consultation, lots)
    certificate = product.certificate
    facts: dict[str, tuple[Answer, ...]] = {
        "age_years": (IntegerAnswer(age_in_years(patient.birth_date, day)),),
        "sex": (StringAnswer(patient.sex.value),),
        "symptom": tuple(StringAnswer(complaint.symptom_id) for complaint in consultation.reason.complaints),
        "route": tuple(StringAnswer(route.value) for route in plan.routes),
        "cell_source": () if plan.product.cell_source is None else (StringAnswer(plan.product.cell_source.value),),
        "lot_expired": _truth(_is_lot_expired(consultation, day, lots)),
        "lot_expires_within_course": _truth(_expires_within_course(plan, product.expires)),
        "certificate_on_file": _truth(certificate.is_on_file),
        "certificate_complete": _truth(certificate.is_complete),
        "research_use_only": _truth(certificate.is_research_use_only),
        "certificate_item_failed": _truth(certificate.has_failed_item),
        "lot_recalled": _truth(product.is_recalled),
        "lot_temperature_excursion": _truth(product.had_temperature_excursion),
    }
    return {name: answers for name, answers in facts.items() if answers}


def with_route(facts: Facts, route: Route) -> Facts:
    """Return the facts as they would be if only this route were used."""
    return {**facts, "route": (StringAnswer(route.value),)}


def get_deciding_day(consultation: Consultation, today: date) -> date:
    """Return the day on which age and expiry are judged: that of the treatment once it has begun, else today.

    So a record that is opened years later does not call the lot of that time expired. A start before the visit or
    after today does not move the day beyond them.
    """
    started_at = consultation.treatment.started_at
    if started_at is None:
        return today
    return min(max(started_at.date(), consultation.started_at.date()), today)


def _truth(value: bool | None) -> tuple[Answer, ...]:
    return () if value is None else (BooleanAnswer(value),)


def _is_lot_expired(consultation: Consultation, day: date, lots: tuple[LotStanding, ...]) -> bool | None:
    """Judge the planned lot and, where others were used, those too; a lot serves through its last day."""
    lot, treatment = find_planned_lot(consultation.plan, lots), consultation.treatment
    planned = consultation.plan.product.expires if lot is None else lot.expires
    of_book = (other.expires for other in find_other_lots(consultation, lots))
    dates = (planned, treatment.lot_expires, *(vial.expires_on for vial in treatment.vials), *of_book)
    recorded = [expires for expires in dates if expires is not None]
    return min(recorded) < day if recorded else None


def _expires_within_course(plan: Plan, expires: date | None) -> bool | None:
    sessions = derive_session_dates(plan)
    if expires is None or not sessions:
        return None
    return expires < sessions[-1]
