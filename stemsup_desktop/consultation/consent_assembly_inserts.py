"""The blocks of a consent form that are facts of the consultation: complaints, product, plan, opinions, cost, dates."""

import re
from collections.abc import Callable, Mapping

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.clinic_blocks import say_clinic_changes
from stemsup_desktop.consultation.consent_assembly_facts import (
    Facing,
    say_clinic_name,
    say_explained_on,
    say_physician_name,
)
from stemsup_desktop.consultation.consent_clauses import Insert
from stemsup_desktop.consultation.consent_model import Block, Bullets, Grid, Paragraph, WriteLine
from stemsup_desktop.consultation.course import derive_total_yen
from stemsup_desktop.consultation.formats import format_interval, format_score, format_sessions
from stemsup_desktop.consultation.gate_model import Finding, FindingState
from stemsup_desktop.consultation.plan_model import Certificate
from stemsup_desktop.consultation.record import Complaint
from stemsup_desktop.language import Language

_LINE_ENDS = re.compile("\r\n|[\n\r\u2028\u2029]")
"""Where a typed text begins a new paragraph; control characters stay, to be shown as what they are."""


def derive_insert(insert: Insert, facing: Facing) -> tuple[Block, ...]:
    """Return the blocks that stand for an insert."""
    return _INSERTS[insert](facing)


def _complaints(facing: Facing) -> tuple[Block, ...]:
    labels = facing.labels
    rows = tuple(
        (facing.names.get_symptom(complaint.symptom_id, facing.language), _say_diagnosis(complaint, facing), score)
        for complaint in facing.file.consultation.reason.complaints
        for score in ("" if complaint.baseline_nrs is None else format_score(complaint.baseline_nrs),)
    )
    columns = (facing.say(labels.symptom), facing.say(labels.diagnosis), facing.say(labels.score_now))
    return (Grid(columns, rows, right_aligned=(2,)),)


def _say_diagnosis(complaint: Complaint, facing: Facing) -> str:
    if not complaint.icd10:
        return complaint.diagnosis
    return f"{complaint.diagnosis}{facing.say_aside(complaint.icd10)}".strip()


def _goal(facing: Facing) -> tuple[Block, ...]:
    return (facing.say_pairs((facing.labels.goal, facing.file.consultation.reason.goal)),)


def _product(facing: Facing) -> tuple[Block, ...]:
    product, labels = facing.file.consultation.plan.product, facing.labels
    return (
        facing.say_pairs(
            (labels.product, product.name),
            (labels.lot_number, product.lot_number),
            (labels.expires, facing.say_date(product.expires)),
        ),
    )


def _product_origin(facing: Facing) -> tuple[Block, ...]:
    product, labels = facing.file.consultation.plan.product, facing.labels
    source = product.cell_source
    return (
        facing.say_pairs(
            (labels.cell_source, "" if source is None else facing.names.get_cell_source(source, facing.language)),
            (labels.maker, product.maker),
            (labels.procurement, product.procurement),
            (labels.approval_status, product.approval_status),
            (labels.certificate, _say_certificate(product.certificate, facing)),
        ),
    )


def _say_certificate(certificate: Certificate, facing: Facing) -> str:
    labels = facing.labels
    match (certificate.is_on_file, certificate.is_complete):
        case (None, _):
            return ""
        case (False, _):
            return facing.say(labels.certificate_absent)
        case (True, True):
            return facing.say(labels.certificate_complete)
        case (True, False):
            return facing.say(labels.certificate_incomplete)
        case _:
            return facing.say(labels.certificate_on_file)


def _course(facing: Facing) -> tuple[Block, ...]:
    plan, labels, language = facing.file.consultation.plan, facing.labels, facing.language
    sites = [facing.names.get_site(site, language) for site in plan.sites]
    interval = "" if plan.interval_days is None else format_interval(plan.interval_days, language)
    return (
        facing.say_pairs(
            (labels.routes, facing.names.get_routes(plan.routes, language)),
            (labels.sites, ("; " if language is Language.EN else "、").join(sites)),
            (labels.volume, facing.say(labels.volume_decided)),
            (labels.sessions, "" if plan.sessions is None else format_sessions(plan.sessions, language)),
            (labels.interval, interval),
            (labels.first_session_on, facing.say_date(plan.first_session_on)),
        ),
    )


def _conditions(facing: Facing) -> tuple[Block, ...]:
    if not facing.gate.conditions:
        return (Paragraph(facing.say(facing.labels.no_conditions)),)
    conditions = tuple(facing.say(condition) for condition in facing.gate.conditions)
    return (Paragraph(facing.say(facing.labels.conditions_follow)), Bullets(conditions))


def _opinions(facing: Facing) -> tuple[Block, ...]:
    judged = [finding for finding in facing.gate.findings if finding.state is FindingState.OPINION_RECORDED]
    blocks = [block for finding in judged for block in _say_opinion(finding, facing)]
    opinions = tuple(blocks) or (Paragraph(facing.say(facing.labels.no_opinions)),)
    return opinions + say_clinic_changes(facing.gate, facing.language)


def _say_opinion(finding: Finding, facing: Facing) -> tuple[Block, ...]:
    labels, opinion = facing.labels, finding.opinion
    if opinion is None:
        return ()
    separator = ", " if facing.language is Language.EN else "、"
    recorded = f"{opinion.physician}{separator}{facing.say_date(opinion.recorded_at.date())}"
    return (
        Paragraph(f"{facing.say(finding.title)}{facing.say_aside(_say_rule(finding))}", is_strong=True),
        facing.say_pairs(
            (labels.finding_reason, facing.say(finding.reason)),
            (labels.judgement, opinion.reason),
            (labels.recorded_by, recorded),
        ),
    )


def _say_rule(finding: Finding) -> str:
    """Return by which rule, in which version, an opinion judged."""
    return f"{finding.rule_id} {finding.rule_version}".strip()


def _aftercare(facing: Facing) -> tuple[Block, ...]:
    ids = facing.file.consultation.plan.aftercare_ids
    if not ids:
        return ()
    chosen = tuple(facing.names.get_aftercare(item_id, facing.language) for item_id in ids)
    return (Paragraph(facing.say(facing.labels.aftercare_chosen)), Bullets(chosen))


def _contacts(facing: Facing) -> tuple[Block, ...]:
    clinic, labels = facing.file.clinic, facing.labels
    wanted = (
        (labels.emergency_phone, clinic.emergency_phone),
        (labels.phone, clinic.phone),
        (labels.emergency_hospital, clinic.emergency_hospital),
    )
    given = [(label, value) for label, value in wanted if not is_blank(value)]
    lines = tuple(WriteLine(facing.say(label)) for label, value in wanted if is_blank(value))
    return ((facing.say_pairs(*given),) if given else ()) + lines


def _cost(facing: Facing) -> tuple[Block, ...]:
    plan, labels, language = facing.file.consultation.plan, facing.labels, facing.language
    rows = (
        (labels.fee_per_session, facing.say_yen(plan.fee_per_session_yen)),
        (labels.sessions, "" if plan.sessions is None else format_sessions(plan.sessions, language)),
        (labels.extra_fees, facing.say_yen(plan.extra_fees_yen)),
        (labels.total, facing.say_yen(derive_total_yen(plan))),
    )
    columns = (facing.say(labels.cost_item), facing.say(labels.cost_amount))
    return (Grid(columns, tuple((facing.say(label), value) for label, value in rows), right_aligned=(1,)),)


def _cancellation_policy(facing: Facing) -> tuple[Block, ...]:
    return _split_paragraphs(facing.file.clinic.cancellation_policy)


def _harm_policy(facing: Facing) -> tuple[Block, ...]:
    return _split_paragraphs(facing.file.clinic.harm_policy)


def _split_paragraphs(words: str) -> tuple[Block, ...]:
    return tuple(Paragraph(line) for line in _LINE_ENDS.split(words) if not is_blank(line))


def _questions(facing: Facing) -> tuple[Block, ...]:
    asked, labels = facing.file.consultation.explanation.questions_asked, facing.labels
    return (facing.say_pairs((labels.questions, facing.say(labels.no_questions) if is_blank(asked) else asked)),)


def _dates(facing: Facing) -> tuple[Block, ...]:
    labels = facing.labels
    thinking_until = facing.file.consultation.consent.thinking_until
    return (
        facing.say_pairs(
            (labels.physician, say_physician_name(facing)),
            (labels.licence_number, facing.file.physician.licence_number),
            (labels.clinic, say_clinic_name(facing)),
            (labels.address, facing.file.clinic.address),
            (labels.explained_on, say_explained_on(facing)),
            (labels.thinking_until, facing.say_date(thinking_until)),
        ),
    )


def _form_signed(facing: Facing) -> tuple[Block, ...]:
    file, labels = facing.file, facing.labels
    routes = facing.names.get_routes(file.consultation.plan.routes, facing.language)
    return (
        facing.say_pairs(
            (labels.patient, file.patient.name),
            (labels.birth_date, facing.say_legal_date(file.patient.birth_date)),
            (labels.chart_number, file.patient.chart_number),
            (labels.clinic, say_clinic_name(facing)),
            (labels.routes, routes),
            (labels.form, facing.form),
        ),
    )


_INSERTS: Mapping[Insert, Callable[[Facing], tuple[Block, ...]]] = {
    Insert.COMPLAINTS: _complaints,
    Insert.GOAL: _goal,
    Insert.PRODUCT: _product,
    Insert.PRODUCT_ORIGIN: _product_origin,
    Insert.COURSE: _course,
    Insert.CONDITIONS: _conditions,
    Insert.OPINIONS: _opinions,
    Insert.AFTERCARE: _aftercare,
    Insert.CONTACTS: _contacts,
    Insert.COST: _cost,
    Insert.CANCELLATION_POLICY: _cancellation_policy,
    Insert.HARM_POLICY: _harm_policy,
    Insert.QUESTIONS: _questions,
    Insert.DATES: _dates,
    Insert.FORM_SIGNED: _form_signed,
}
