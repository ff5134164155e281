"""The parts of a summary that follow from the treatment: what was given, vital signs, events, scores, aftercare."""

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.aftercare import Urgency, aftercare_for
from stemsup_desktop.consultation.consent_model import Bullets, Grid, Paragraph
from stemsup_desktop.consultation.course import derive_volume_balance
from stemsup_desktop.consultation.formats import format_number, format_time, format_yes_no
from stemsup_desktop.consultation.record import PlannedSite, Route, Treatment, Vitals
from stemsup_desktop.consultation.summary_facing import SummaryFacing
from stemsup_desktop.consultation.summary_model import Notice, ScoreLine, Scores, SummaryBlock, TotalledGrid
from stemsup_desktop.language import Language, Text


def derive_treatment(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return route, people, times, sites with points and volumes, and how drip or spray were given."""
    treatment = facing.consultation.treatment
    if treatment == Treatment():
        return (Paragraph(facing.say(labels.NOT_TREATED)),)
    balance = derive_volume_balance(treatment)
    head = facing.say_recorded(
        (labels.ROUTES, _routes_given(facing)),
        (labels.OPERATOR, treatment.operator),
        (labels.NEEDLE, treatment.needle),
        (labels.STARTED, facing.say_moment(treatment.started_at)),
        (labels.ENDED, facing.say_moment(treatment.ended_at)),
        (labels.OBSERVED_UNTIL, facing.say_moment(treatment.observed_until)),
        (labels.DRAWN_UP, facing.say_volume(treatment.drawn_up_ml)),
        (labels.LEFT_OVER, facing.say_volume(balance.left_over_ml) if treatment.sites else ""),
    )
    note = facing.say_recorded((labels.NOTE, treatment.note))
    return (*head, *_sites(facing), *_drip_and_spray(facing), *note)


def _routes_given(facing: SummaryFacing) -> str:
    """Name the routes with a record; before any, those that were planned."""
    given = routes_with_record(facing.consultation.treatment)
    return facing.names.get_routes(given or facing.consultation.plan.routes, facing.language)


def routes_with_record(treatment: Treatment) -> tuple[Route, ...]:
    """Return the routes of which something was recorded."""
    given = {
        Route.INTRADERMAL: bool(treatment.sites),
        Route.INTRAVENOUS: treatment.drip is not None,
        Route.INTRANASAL: treatment.nasal is not None,
    }
    return tuple(route for route, is_given in given.items() if is_given)


def _sites(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    treatment = facing.consultation.treatment
    if not treatment.sites:
        return ()
    rows = tuple(
        (
            facing.names.get_site(PlannedSite(site.site_id, site.other), facing.language),
            facing.say_number(site.points),
            facing.say_number(site.volume_ml),
            site.note,
        )
        for site in treatment.sites
    )
    balance = derive_volume_balance(treatment)
    columns = tuple(map(facing.say, (labels.SITE, labels.POINTS, labels.VOLUME, labels.NOTE)))
    total = (facing.say(labels.TOTAL), f"{balance.points}", format_number(balance.injected_ml), "")
    return (TotalledGrid(Grid(columns, rows, right_aligned=(1, 2)), total),)


def _drip_and_spray(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    drip, nasal = facing.consultation.treatment.drip, facing.consultation.treatment.nasal
    pairs: list[tuple[Text, str]] = []
    if drip is not None:
        pairs += [
            (labels.DRIP_VOLUME, facing.say_volume(drip.volume_ml)),
            (labels.DILUTION, drip.dilution),
            (labels.RATE, drip.rate),
            (labels.FILTER, drip.filter),
        ]
    if nasal is not None:
        pairs += [
            (labels.NASAL_VOLUME, facing.say_volume(nasal.volume_ml)),
            (labels.SPRAYS, facing.say_number(nasal.sprays_per_nostril)),
            (labels.UNITS, facing.say_number(nasal.units_dispensed)),
            (labels.INSTRUCTION, format_yes_no(nasal.instruction_given, facing.language)),
            (labels.TEACH_BACK, format_yes_no(nasal.teach_back_done, facing.language)),
        ]
    return (facing.say_pairs(*pairs),) if pairs else ()


def derive_vitals(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return the vital signs of the treatment room, in the order they were taken."""
    columns = (
        labels.WHEN,
        labels.TEMPERATURE,
        labels.BLOOD_PRESSURE,
        labels.PULSE,
        labels.SPO2,
        labels.RESPIRATION,
    )
    vitals = sorted(facing.consultation.treatment.vitals, key=lambda taken: taken.taken_at)
    rows = tuple(_vitals_row(facing, taken) for taken in vitals)
    if not rows:
        return (Paragraph(facing.say(labels.NOT_RECORDED)),)
    return (Grid(tuple(map(facing.say, columns)), rows, right_aligned=(1, 2, 3, 4, 5)),)


def _vitals_row(facing: SummaryFacing, taken: Vitals) -> tuple[str, ...]:
    moment = facing.say(labels.MOMENTS[taken.moment])
    pressure = ""
    if taken.systolic_mmhg is not None or taken.diastolic_mmhg is not None:
        parts = (taken.systolic_mmhg, taken.diastolic_mmhg)
        pressure = " / ".join("–" if part is None else f"{part}" for part in parts)
    separator = ", " if facing.language is Language.EN else " "
    return (
        f"{format_time(taken.taken_at, facing.language)}{separator}{moment}",
        facing.say_number(taken.temperature_c),
        pressure,
        facing.say_number(taken.pulse_per_min),
        facing.say_number(taken.spo2_percent),
        facing.say_number(taken.respiration_per_min),
    )


def derive_events(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return every reaction; where there is none, whether somebody looked."""
    treatment = facing.consultation.treatment
    if not treatment.reactions:
        words = labels.NO_REACTION if treatment.no_reaction_observed else labels.REACTIONS_NOT_RECORDED
        return (Paragraph(facing.say(words)),)
    columns = (labels.WHEN, labels.EVENT, labels.GRADE, labels.ACTION, labels.OUTCOME)
    rows = tuple(
        (
            facing.say_moment(reaction.onset_at),
            reaction.kind,
            facing.say(labels.GRADES[reaction.grade]),
            reaction.action,
            reaction.outcome,
        )
        for reaction in treatment.reactions
    )
    return (Grid(tuple(map(facing.say, columns)), rows),)


def derive_scores(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return one person's first and present score of each symptom; never an average, never a judgement."""
    then = {complaint.symptom_id: complaint.baseline_nrs for complaint in facing.consultation.reason.complaints}
    now = {score.symptom_id: score.nrs for score in facing.consultation.summary.scores}
    lines = tuple(
        ScoreLine(facing.names.get_symptom(symptom_id, facing.language), then.get(symptom_id), now.get(symptom_id))
        for symptom_id in dict.fromkeys((*then, *now))
    )
    if not lines:
        return (Paragraph(facing.say(labels.NOT_RECORDED)),)
    return (Scores(lines, facing.say(labels.SCORES_CAUTION)),)


def derive_aftercare(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return the aftercare that was given, the next visit and the note for the patient."""
    summary = facing.consultation.summary
    given = tuple(facing.names.get_aftercare(item, facing.language) for item in summary.aftercare_given_ids)
    block: SummaryBlock = Bullets(given) if given else Paragraph(facing.say(labels.AFTERCARE_NOT_RECORDED))
    next_visit = facing.say_date(summary.next_visit_on) or facing.say(labels.NOT_RECORDED)
    return (block, *facing.say_recorded((labels.NEXT_VISIT, next_visit), (labels.NOTE, summary.note)))


def derive_call(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return when to call, whom, and what the treatment is in law."""
    clinic = facing.file.clinic
    advice = aftercare_for(facing.aftercare, _routes_touched(facing))
    separator = "" if facing.language is Language.JA else " "
    sentences = [
        (
            facing.say(facing.aftercare.headings.get_heading(urgency)),
            separator.join(facing.say(item.text) for item in advice if item.urgency is urgency),
        )
        for urgency in (Urgency.AT_ONCE, Urgency.SAME_DAY)
    ]
    sentences += [
        (facing.say(labels.CALL_NUMBER), clinic.emergency_phone or clinic.phone),
        (facing.say(labels.HOSPITAL), clinic.emergency_hospital),
        (facing.say(labels.STATUS), facing.say(labels.STATUS_WORDS)),
    ]
    return (Notice(tuple((lead, words) for lead, words in sentences if words.strip())),)


def _routes_touched(facing: SummaryFacing) -> tuple[Route, ...]:
    """Return the routes planned and those with a record."""
    touched = {*facing.consultation.plan.routes, *routes_with_record(facing.consultation.treatment)}
    return tuple(route for route in Route if route in touched)
