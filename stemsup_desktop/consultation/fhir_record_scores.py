"""Scores and measures of a visit as Observations of a summary's record, and read back from them.

Of a grade the code of its scale is written, of an instrument its name, version, range and total: no questions.
"""

from collections.abc import Iterator, Mapping

import msgspec

from stemsup_desktop.consultation.fhir_record_json import (
    Code,
    convert,
    find_extensions,
    make_concept,
    make_quantity,
    read_coded,
    read_extension,
    read_fields,
    without_empty,
    write_extension,
    write_fields,
)
from stemsup_desktop.consultation.fhir_record_model import RecordSource
from stemsup_desktop.consultation.record import ScoreToday
from stemsup_desktop.consultation.score_model import GradeGiven, HairMeasure, InstrumentScore, Measures
from stemsup_desktop.consultation.scores.measure_entry import Measure, list_measures
from stemsup_desktop.consultation.scores.trend import get_visit_day
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.json_reading import Element
from stemsup_desktop.questionnaire.response_tree import Json

BEFORE, AT_END = "before-session", "end-of-visit"
"""When a score was asked; the two are never one."""

_MOMENT = "score-moment"
_KINDS: Mapping[str, type[Measure]] = {"instrument": InstrumentScore, "grade": GradeGiven, "hair": HairMeasure}
_DAYS = {"instrument": "taken_on", "grade": "given_on", "hair": "measured_on"}
_VALUES = {"instrument": "total", "hair": "value"}


def make_scores(source: RecordSource, language: Language, addresses: dict[str, str]) -> list[Json]:
    """Return each score of a symptom, 0 to 10, that was asked; raises `InputProblem` for an unknown symptom."""
    visit = source.file.consultation
    asked = [
        *((one.symptom_id, one.baseline_nrs, BEFORE) for one in visit.reason.complaints),
        *((one.symptom_id, one.nrs, AT_END) for one in visit.summary.scores),
    ]
    return [
        {
            **_begin(addresses, write_extension(_MOMENT, moment)),
            "code": make_concept(Code.SYMPTOM, symptom_id, source.names.get_symptom(symptom_id, language)),
            "effectiveDateTime": get_visit_day(visit).isoformat(),
            "valueInteger": score,
        }
        for symptom_id, score, moment in asked
        if score is not None
    ]


def make_measures(source: RecordSource, language: Language, addresses: dict[str, str]) -> list[Json]:
    """Return each measure of the visit; without a day of its own it is of the visit's."""
    visit = source.file.consultation
    return [
        _make_measure(one, source, language, addresses, get_visit_day(visit).isoformat())
        for one in list_measures(visit.measures)
    ]


def read_scores(resources: Mapping[str, Element], moment: str) -> tuple[ScoreToday, ...]:
    """Return the scores that were asked at one moment; raises `InputProblem`."""
    return tuple(
        convert(
            {"symptom_id": read_coded(one.find_element("code"), Code.SYMPTOM), "nrs": one.raw.get("valueInteger")},
            ScoreToday,
            one,
        )
        for one in _list_observations(resources)
        if read_extension(one, _MOMENT) == moment
    )


def read_measures(resources: Mapping[str, Element]) -> Measures:
    """Return the measures; raises `InputProblem`."""
    found: dict[str, list[object]] = {kind: [] for kind in _KINDS}
    for one in _list_observations(resources):
        for kind, record in _KINDS.items():
            for extension in find_extensions(one, f"measure-{kind}"):
                fields = read_fields(extension)
                quantity = one.raw.get("valueQuantity")
                if kind in _VALUES and isinstance(quantity, dict):
                    fields[_VALUES[kind]] = quantity.get("value")
                found[kind].append(convert(fields, record, one))
    lists = {"instruments": found["instrument"], "grades": found["grade"], "hair": found["hair"]}
    return msgspec.convert({name: tuple(ones) for name, ones in lists.items()}, Measures)


def is_score_or_measure(observation: Element) -> bool:
    """Say whether an Observation is one of these; the others are vital signs."""
    code = observation.find_element("code")
    return bool(read_coded(code, Code.SYMPTOM) or read_coded(code, Code.MEASURE))


def _make_measure(
    measure: Measure, source: RecordSource, language: Language, addresses: dict[str, str], day: str
) -> Json:
    kind = next(name for name, record in _KINDS.items() if isinstance(measure, record))
    fields = msgspec.structs.asdict(measure)
    own_day = fields[_DAYS[kind]]
    value = fields.pop(_VALUES[kind]) if kind in _VALUES else None
    made = {
        **_begin(addresses, *write_fields(f"measure-{kind}", fields)),
        "code": make_concept(Code.MEASURE, kind, _say_name(measure, source, language)),
        "effectiveDateTime": day if own_day is None else own_day.isoformat(),
        "valueQuantity": None if value is None else _make_value(measure, value),
    }
    if isinstance(measure, GradeGiven):
        grade = source.names.get_grade(measure.scale, measure.grade, language)[1]
        made["valueCodeableConcept"] = make_concept(f"{Code.MEASURE.system}/{measure.scale}", measure.grade, grade)
    return without_empty(made)


def _make_value(measure: Measure, value: object) -> Json:
    """Return a density in UCUM per square centimetre; a total or a count is a number without a unit."""
    if isinstance(measure, HairMeasure) and measure.kind == "density":
        return make_quantity(value, "/cm2")  # type: ignore[arg-type]
    return {"value": value}


def _say_name(measure: Measure, source: RecordSource, language: Language) -> str:
    match measure:
        case GradeGiven():
            return source.names.get_grade(measure.scale, measure.grade, language)[0]
        case InstrumentScore():
            return measure.name
        case HairMeasure():
            return measure.kind


def _begin(addresses: dict[str, str], *extensions: Json) -> Json:
    return {
        "resourceType": "Observation",
        "extension": list(extensions),
        "status": "final",
        "category": [make_concept("http://terminology.hl7.org/CodeSystem/observation-category", "survey")],
        "subject": {"reference": addresses["patient"]},
    }


def _list_observations(resources: Mapping[str, Element]) -> Iterator[Element]:
    return (one for one in resources.values() if one.text("resourceType") == "Observation")
