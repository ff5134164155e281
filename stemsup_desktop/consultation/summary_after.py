"""The parts of a summary that follow from the treatment: what was given, vital signs, events, aftercare."""

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.aftercare import Urgency, aftercare_for
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_model import Bullets, Grid, Paragraph
from stemsup_desktop.consultation.course import VolumeBalance, derive_volume_balance
from stemsup_desktop.consultation.formats import format_time, format_yes_no
from stemsup_desktop.consultation.summary_facing import SummaryFacing
from stemsup_desktop.consultation.summary_model import Notice, SummaryBlock
from stemsup_desktop.consultation.summary_sites import derive_sites
from stemsup_desktop.consultation.treatment_model import NasalRecord, Treatment, Vitals
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
        (labels.DRAWN_UP, facing.say_volume(balance.drawn_up_ml)),
        (labels.DRAWN_UP_WHOLE, _say_beside_vials(facing, balance)),
        (labels.DISCARDED, facing.say_volume(balance.discarded_ml or None)),
        (labels.LEFT_OVER, _say_left_over(facing, balance) if treatment.sites else ""),
    )
    note = facing.say_recorded((labels.NOTE, treatment.note))
    return (*head, *_vials(facing), *derive_sites(facing), *_drip_and_spray(facing), *note)


def _say_beside_vials(facing: SummaryFacing, balance: VolumeBalance) -> str:
    """Return what was entered as drawn up as a whole, where the vials say otherwise and count."""
    whole = facing.consultation.treatment.drawn_up_ml
    return "" if whole == balance.drawn_up_ml else facing.say_volume(whole)


def _say_left_over(facing: SummaryFacing, balance: VolumeBalance) -> str:
    """Return what is left over, once every site has its volume; below zero it is said in words."""
    left = balance.left_over_ml
    if left is None or (left > 0 and balance.sites_without_volume):
        return ""
    if left >= 0:
        return facing.say_volume(left)
    return facing.say(labels.NONE_LEFT_OVER).format(over=facing.say_volume(-left))


def _vials(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return the vials that were opened, each with its lot, what was drawn up and what was discarded."""
    columns = (
        labels.VIAL,
        labels.VIAL_LOT,
        labels.VIAL_EXPIRES,
        labels.VIAL_ROUTE,
        labels.VIAL_DRAWN_UP,
        labels.VIAL_DISCARDED,
    )
    rows = tuple(
        (
            vial.vial,
            vial.lot_number,
            facing.say_date(vial.expires_on),
            facing.names.get_routes((vial.route,), facing.language),
            facing.say_number(vial.drawn_up_ml),
            facing.say_number(vial.discarded_ml),
        )
        for vial in facing.consultation.treatment.vials
    )
    return (Grid(tuple(map(facing.say, columns)), rows, right_aligned=(4, 5)),) if rows else ()


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
        more = (
            (labels.LINE, drip.line),
            (labels.DRIP_STARTED, facing.say_moment(drip.started_at)),
            (labels.DRIP_ENDED, facing.say_moment(drip.ended_at)),
        )
        pairs += [pair for pair in more if pair[1].strip()]
    if nasal is not None:
        pairs += [
            (labels.NASAL_VOLUME, facing.say_volume(nasal.volume_ml)),
            (labels.SPRAYS, facing.say_number(nasal.sprays_per_nostril)),
            (labels.UNITS, facing.say_number(nasal.units_dispensed)),
            (labels.INSTRUCTION, format_yes_no(nasal.instruction_given, facing.language)),
            (labels.TEACH_BACK, format_yes_no(nasal.teach_back_done, facing.language)),
        ]
    handed_out = _handed_out(facing, nasal) if nasal is not None and nasal.dispensed else ()
    return (*((facing.say_pairs(*pairs),) if pairs else ()), *handed_out)


def _handed_out(facing: SummaryFacing, nasal: NasalRecord) -> tuple[SummaryBlock, ...]:
    columns = (labels.HANDED_OUT_ON, labels.HANDED_OUT_UNITS, labels.HANDED_OUT_LOT, labels.HANDED_OUT_USE_BY)
    rows = tuple(
        (facing.say_date(one.dispensed_on), f"{one.units}", one.lot_number, facing.say_date(one.use_by))
        for one in nasal.dispensed
    )
    return (Grid(tuple(map(facing.say, columns)), rows, right_aligned=(1,)),)


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
