"""The parts of a summary that stood before the treatment: reason, eligibility, consent, product, plan, explanation."""

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.clinic_blocks import say_clinic_changes
from stemsup_desktop.consultation.clinic_words import SEVERITIES
from stemsup_desktop.consultation.consent_model import Bullets, Facts, Grid, Paragraph
from stemsup_desktop.consultation.course import derive_session_dates, derive_total_yen
from stemsup_desktop.consultation.formats import format_interval, format_yen, format_yes_no
from stemsup_desktop.consultation.gate_model import Finding, FindingState
from stemsup_desktop.consultation.open_words import HEADING, say_open_point
from stemsup_desktop.consultation.plan_model import Certificate
from stemsup_desktop.consultation.record import GivenConsent, Opinion
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.consultation.summary_course import derive_sessions
from stemsup_desktop.consultation.summary_facing import SummaryFacing
from stemsup_desktop.consultation.summary_model import SummaryBlock
from stemsup_desktop.consultation.withdrawal import derive_choices, derive_taken_back
from stemsup_desktop.consultation.withdrawal_words import say_part, say_who
from stemsup_desktop.language import Language, LanguageForm, Text


def derive_reason(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return symptoms with diagnosis, code and first score, and the patient's goal."""
    reason = facing.consultation.reason
    columns = tuple(
        map(facing.say, (labels.SYMPTOM, labels.DIAGNOSIS, labels.CODE, labels.BASELINE)),
    )
    rows = tuple(
        (
            facing.names.get_symptom(complaint.symptom_id, facing.language),
            complaint.diagnosis,
            complaint.icd10,
            facing.say_not_asked() if complaint.baseline_nrs is None else f"{complaint.baseline_nrs}",
        )
        for complaint in reason.complaints
    )
    grid = (Grid(columns, rows, right_aligned=(3,)),) if rows else (Paragraph(facing.say(labels.NOT_RECORDED)),)
    return (*grid, *facing.say_recorded((labels.GOAL, reason.goal), (labels.NOTE, reason.note)))


def derive_eligibility(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return the verdict, its conditions, what is missing, and every opinion and lifted stop."""
    gate = facing.gate
    answered = facing.say(labels.ANSWERED_COUNT).format(answered=gate.answered, askable=gate.askable)
    blocks: list[SummaryBlock] = [
        facing.say_pairs(
            (labels.VERDICT, facing.say(labels.VERDICTS[gate.verdict])),
            (labels.ANSWERED, answered),
            (labels.RULES_VERSION, gate.rules_version),
        )
    ]
    if gate.conditions:
        blocks += [Paragraph(facing.say(labels.CONDITIONS), True), Bullets(tuple(map(facing.say, gate.conditions)))]
    if gate.open_points:
        open_points = tuple(dict.fromkeys(facing.say(say_open_point(one)) for one in gate.open_points))
        blocks += [Paragraph(facing.say(HEADING), True), Bullets(open_points)]
    return (*blocks, *_findings(facing), *_lifted(facing), *say_clinic_changes(gate, facing.language))


def _findings(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Every finding that is not only information or that the clinic changed, and every opinion, also a lapsed one."""
    rows = []
    told: set[str] = set()
    for finding in facing.gate.findings:
        opinion = finding.opinion
        if finding.severity is Severity.INFORMATION and opinion is None and finding.clinic_change is None:
            continue
        told.add(finding.rule_id)
        rows.append(
            (
                f"{facing.say(finding.title)} ({finding.rule_id} {finding.rule_version})".replace(" )", ")"),
                facing.say(SEVERITIES[finding.severity]),
                _opinion_words(facing, finding, opinion),
                "" if opinion is None else _by(facing, opinion),
            )
        )
    for opinion in facing.consultation.examination.opinions:
        if opinion.rule_id not in told:
            lapsed = f"{facing.say(labels.OPINION_LAPSED)}{opinion.reason}"
            rows.append((f"{opinion.rule_id} {opinion.rule_version}", "", lapsed, _by(facing, opinion)))
    if not rows:
        return ()
    columns = (labels.FINDING, labels.WEIGHT, labels.OPINION, labels.OPINION_BY)
    return (Grid(tuple(map(facing.say, columns)), tuple(rows)),)


def _opinion_words(facing: SummaryFacing, finding: Finding, opinion: Opinion | None) -> str:
    if opinion is None:
        return ""
    lapsed = facing.say(labels.OPINION_LAPSED) if finding.state is FindingState.OPINION_LAPSED else ""
    return f"{lapsed}{opinion.reason}"


def _by(facing: SummaryFacing, opinion: Opinion) -> str:
    return facing.join([opinion.physician, facing.say_moment(opinion.recorded_at)])


def _lifted(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    titles = {finding.rule_id: facing.say(finding.title) for finding in facing.gate.findings}
    rows = tuple(
        (
            f"{titles[lifted.rule_id]} ({lifted.rule_id})" if lifted.rule_id in titles else lifted.rule_id,
            lifted.reason,
            facing.join([lifted.physician, facing.say_moment(lifted.lifted_at)]),
        )
        for lifted in facing.consultation.examination.stops_lifted
    )
    columns = (labels.STOP_LIFTED, labels.LIFTED_BECAUSE, labels.OPINION_BY)
    return (Grid(tuple(map(facing.say, columns)), rows),) if rows else ()


def derive_consent_state(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return how consent stands: the form signed, by whom and when, or that it was declined, or that there is none."""
    consent = facing.consultation.consent
    blocks: list[SummaryBlock] = []
    if consent.signature is None and consent.declined is None:
        blocks.append(Paragraph(facing.say(labels.NOT_SIGNED)))
    if consent.declined is not None:
        declined = consent.declined
        blocks += facing.say_recorded(
            (labels.DECLINED_ON, facing.say_date(declined.declined_on)), (labels.NOTE, declined.note)
        )
    choices = derive_choices(consent)
    blocks += _withdrawn(facing)
    blocks += facing.say_recorded(
        *(_signature_pairs(facing, consent.signature) if consent.signature else ()),
        (labels.CONSENT_LANGUAGE, facing.say_language(consent.language)),
        (labels.THINKING_UNTIL, facing.say_date(consent.thinking_until)),
        (labels.PHOTOGRAPHS, format_yes_no(choices.photographs, facing.language)),
        (labels.TEACHING, format_yes_no(choices.teaching, facing.language)),
        (labels.PUBLICATION, format_yes_no(choices.publication, facing.language)),
    )
    return tuple(blocks)


def _withdrawn(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return everything that was taken back of the consent that counts, in the order in which it was recorded."""
    rows = tuple(
        (
            facing.say_moment(one.withdrawn_at),
            facing.join([say_part(part, facing.clause_titles).in_language(facing.language) for part in one.scope])
            or facing.say(labels.WITHDRAWN_WHOLE),
            say_who(one).in_language(facing.language),
            one.slip_number,
        )
        for one in derive_taken_back(facing.consultation.consent).withdrawals
    )
    columns = (labels.WITHDRAWN_AT, labels.WITHDRAWN_WHAT, labels.WITHDRAWN_BY, labels.WITHDRAWN_SLIP)
    return (Grid(tuple(map(facing.say, columns)), rows),) if rows else ()


def _signature_pairs(facing: SummaryFacing, signature: GivenConsent) -> tuple[tuple[Text, str], ...]:
    return (
        (labels.CONSENT_NUMBER, signature.document_number),
        (labels.SIGNED_ON, facing.say_date(signature.signed_on)),
        (labels.ENTERED_AT, facing.say_moment(signature.recorded_at)),
        (labels.SIGNED_BY, signature.patient_name),
        (labels.SIGNED_PHYSICIAN, signature.physician_name),
        (labels.INITIALS, format_yes_no(signature.all_initials_present, facing.language)),
        (labels.GUARDIAN, signature.guardian_name),
        (labels.INTERPRETER, signature.interpreter_name),
        (labels.WITNESS, signature.witness_name),
    )


def derive_product(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return the product; the lot really used where one is recorded, beside the lot that was planned."""
    product, treatment = facing.consultation.plan.product, facing.consultation.treatment
    source = product.cell_source
    facts = facing.say_pairs(
        (labels.PRODUCT_NAME, product.name),
        (labels.SOURCE, "" if source is None else facing.names.get_cell_source(source, facing.language)),
        (labels.MAKER, product.maker),
        (labels.LOT_USED, treatment.lot_number or facing.say(labels.NOT_RECORDED)),
        (labels.EXPIRES, facing.say_date(treatment.lot_expires)),
        (labels.CERTIFICATE, _certificate_words(facing, product.certificate)),
    )
    certificate = product.certificate
    more = facing.say_recorded(
        (labels.LOT_PLANNED, _lot_planned(facing)),
        (labels.COMPLETE, _if_looked(facing, certificate.is_complete)),
        (labels.SHOWN_ABSENT, facing.join(list(certificate.shown_absent))),
        (labels.RESEARCH_ONLY, _if_looked(facing, certificate.is_research_use_only)),
        (labels.APPROVAL, product.approval_status),
        (labels.PROCUREMENT, product.procurement),
    )
    return (_merged(facts, *more),)


def _lot_planned(facing: SummaryFacing) -> str:
    product = facing.consultation.plan.product
    return facing.join([part for part in (product.lot_number, facing.say_date(product.expires)) if part])


def _if_looked(facing: SummaryFacing, value: bool | None) -> str:
    return "" if value is None else format_yes_no(value, facing.language)


def _certificate_words(facing: SummaryFacing, certificate: Certificate) -> str:
    match certificate.is_on_file:
        case None:
            return facing.say(labels.NOT_RECORDED)
        case True:
            return facing.say(labels.ON_FILE)
        case False:
            return facing.say(labels.NOT_ON_FILE)


def _merged(*blocks: Facts) -> Facts:
    return Facts(tuple(pair for block in blocks for pair in block.pairs))


def derive_course(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return what is planned, with dates and cost as they follow from the plan, and how the course stands."""
    plan, language, names = facing.consultation.plan, facing.language, facing.names
    total = derive_total_yen(plan)
    dates = derive_session_dates(plan)
    planned = facing.say_recorded(
        (labels.PLANNED_ROUTES, names.get_routes(plan.routes, language)),
        (labels.SESSIONS, facing.say_number(plan.sessions)),
        (labels.INTERVAL, "" if plan.interval_days is None else format_interval(plan.interval_days, language)),
        (labels.FIRST_SESSION, facing.say_date(plan.first_session_on or (dates[0] if dates else None))),
        (labels.FEE, "" if plan.fee_per_session_yen is None else format_yen(plan.fee_per_session_yen, language)),
        (labels.EXTRA_FEES, format_yen(plan.extra_fees_yen, language) if plan.extra_fees_yen else ""),
        (labels.TOTAL_FEE, "" if total is None else format_yen(total, language)),
        (labels.ALTERNATIVES, format_yes_no(plan.alternatives_explained, language)),
        (labels.PLANNED_SITES, facing.join([names.get_site(site, language) for site in plan.sites])),
        (labels.PLANNED_AFTERCARE, _aftercare_not_given(facing)),
        (labels.HOME_USE, plan.home_use),
        (labels.NOTE, plan.note),
    )
    return (*planned, *derive_sessions(facing))


def _aftercare_not_given(facing: SummaryFacing) -> str:
    """Return the advice that was planned and not handed out; what was given has its own part."""
    given = set(facing.consultation.summary.aftercare_given_ids)
    left = (item for item in facing.consultation.plan.aftercare_ids if item not in given)
    separator = "" if facing.language is Language.JA else " "
    return separator.join(facing.names.get_aftercare(item, facing.language) for item in left)


def derive_explanation(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return which pages were explained, and what the patient asked."""
    explanation = facing.consultation.explanation
    rows = tuple(
        (
            facing.say(facing.page_titles[page.page_id]) if page.page_id in facing.page_titles else page.page_id,
            facing.say_moment(page.explained_at),
            facing.say_language(LanguageForm(page.language)),
        )
        for page in explanation.pages
    )
    columns = tuple(map(facing.say, (labels.PAGE, labels.EXPLAINED_AT, labels.IN_LANGUAGE)))
    grid: tuple[SummaryBlock, ...] = (Grid(columns, rows),) if rows else ()
    return (*grid, *facing.say_recorded((labels.QUESTIONS, explanation.questions_asked)))
