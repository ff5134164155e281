"""Derives the treatment summary, for patient and chart, from what was recorded."""

from collections.abc import Callable, Mapping, Sequence

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.aftercare import Aftercare
from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.consent_model import Facts, Grid
from stemsup_desktop.consultation.formats import format_age, format_sex
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.patient import Allergy, age_in_years
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.sites.drawings import Drawing
from stemsup_desktop.consultation.summary_after import (
    derive_aftercare,
    derive_call,
    derive_treatment,
    derive_vitals,
)
from stemsup_desktop.consultation.summary_before import (
    derive_consent_state,
    derive_course,
    derive_eligibility,
    derive_explanation,
    derive_product,
    derive_reason,
)
from stemsup_desktop.consultation.summary_course import say_session
from stemsup_desktop.consultation.summary_events import derive_events
from stemsup_desktop.consultation.summary_facing import SummaryFacing
from stemsup_desktop.consultation.summary_model import LabelledAnswer, SummaryBlock, SummaryDocument, SummarySection
from stemsup_desktop.consultation.summary_scores import derive_scores
from stemsup_desktop.language import Language, Text

FORM_VERSION = "1.0"

_SECTIONS: tuple[tuple[Text, Text | None, Callable[[SummaryFacing], tuple[SummaryBlock, ...]]], ...] = (
    (labels.REASON, None, derive_reason),
    (labels.ELIGIBILITY, None, derive_eligibility),
    (labels.PRODUCT, None, derive_product),
    (labels.TREATMENT, None, derive_treatment),
    (labels.VITALS, None, derive_vitals),
    (labels.EVENTS, None, derive_events),
    (labels.AFTERCARE, None, derive_aftercare),
    (labels.SCORES, labels.SCORES_NOTE, derive_scores),
    (labels.CALL, None, derive_call),
    (labels.CONSENT, None, derive_consent_state),
    (labels.COURSE, None, derive_course),
    (labels.EXPLAINED, None, derive_explanation),
)


def derive_summary(
    file: ConsultationFile,
    gate: Gate,
    names: Names,
    aftercare: Aftercare,
    language: Language,
    page_titles: Mapping[str, Text] | None = None,
    answers: Sequence[LabelledAnswer] = (),
    clause_titles: Mapping[str, Text] | None = None,
    drawings: tuple[Drawing, ...] = (),
) -> SummaryDocument:
    """Return the summary in one language; parts without any record say so or, where optional, are left out.

    `answers` are printed as they are, in this order, as the last part; `drawings` are those of the site map. Raises
    `InputProblem` for a symptom, site or aftercare id that `names` does not hold.
    """
    facing = SummaryFacing(file, gate, names, aftercare, language, page_titles or {}, clause_titles or {}, drawings)
    parts = [(heading, note, derive(facing)) for heading, note, derive in _SECTIONS]
    if answers:
        parts.append((labels.ANSWERS, None, (_answers(facing, answers),)))
    sections = tuple(
        SummarySection(f"{number}", facing.say(heading), blocks, facing.say(note) if note else "")
        for number, (heading, note, blocks) in enumerate((part for part in parts if part[2]), 1)
    )
    return SummaryDocument(
        language=language,
        title=facing.say(labels.TITLE),
        subtitle=_subtitle(facing),
        form_version=FORM_VERSION,
        who=_who(facing),
        sections=sections,
    )


def _subtitle(facing: SummaryFacing) -> str:
    number = facing.consultation.visit_number
    routes = facing.names.get_routes(facing.consultation.plan.routes, facing.language)
    words = labels.SUBTITLE if routes else labels.SUBTITLE_NO_ROUTE
    subtitle = facing.say(words).format(routes=routes, number=number)
    session = say_session(facing)
    if not session:
        return subtitle
    return f"{subtitle} {session}." if facing.language is Language.EN else f"{subtitle}　{session}"


def _who(facing: SummaryFacing) -> Facts:
    file, language = facing.file, facing.language
    patient, started = file.patient, facing.consultation.started_at
    age = format_age(age_in_years(patient.birth_date, started.date()), language)
    born = facing.say_date(patient.birth_date)
    english = language is Language.EN
    physician = file.physician
    clinic = file.clinic
    return facing.say_pairs(
        (labels.PATIENT, patient.name),
        (labels.OTHER_NAMES, " · ".join(name for name in (patient.kana, patient.romaji) if name)),
        (labels.CHART_NUMBER, patient.chart_number),
        (labels.BORN, f"{born} ({age})" if english else f"{born}（{age}）"),
        (labels.SEX, format_sex(patient.sex, language)),
        (labels.PHONE, patient.phone),
        (labels.ADDRESS, patient.address),
        (labels.VISIT_ON, facing.say_moment(started)),
        (labels.PHYSICIAN, " ".join(name for name in (physician.name_en if english else "", physician.name) if name)),
        *(((labels.LICENCE, physician.licence_number),) if physician.licence_number else ()),
        (labels.ALLERGIES, _allergies(facing)),
        *(((labels.ALERTS, facing.join(list(patient.alerts))),) if patient.alerts else ()),
        (
            labels.CLINIC,
            facing.join([part for part in (clinic.name, clinic.name_en, clinic.address, clinic.phone) if part]),
        ),
    )


def _allergies(facing: SummaryFacing) -> str:
    patient = facing.file.patient
    if patient.allergies:
        return facing.join([_allergy(facing, allergy) for allergy in patient.allergies])
    if patient.allergies_asked_on is None:
        return facing.say_not_asked()
    return facing.say(labels.NO_ALLERGIES).format(day=facing.say_date(patient.allergies_asked_on))


def _allergy(facing: SummaryFacing, allergy: Allergy) -> str:
    year = "" if allergy.year is None else facing.say(Text(f"{allergy.year}", f"{allergy.year}年"))
    more = facing.join([part for part in (allergy.reaction, year) if part])
    return (
        facing.say(Text(f"{allergy.substance} ({more})", f"{allergy.substance}（{more}）"))
        if more
        else allergy.substance
    )


def _answers(facing: SummaryFacing, answers: Sequence[LabelledAnswer]) -> Grid:
    columns = (facing.say(labels.QUESTION), facing.say(labels.ANSWER))
    return Grid(columns, tuple((one.question, one.answer) for one in answers))
