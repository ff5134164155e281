"""Scores and measures in the record of a summary: FHIR by a validator's word, and back as they were."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from consultation.fhir_record_builders import find_faults, make_document, make_source
from consultation.scores.trend_builders import DENSITY, DLQI, LUDWIG, SLEEP, course_file, shipped_names
from documents.document_builders import CLEAR

from stemsup_desktop.consultation.fhir_record import write_fhir_record
from stemsup_desktop.consultation.fhir_record_model import FhirRecord, RecordedKind
from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
from stemsup_desktop.consultation.record import ConsultationFile, ScoreToday
from stemsup_desktop.consultation.same_record import is_same
from stemsup_desktop.consultation.score_model import HairMeasure, Measures
from stemsup_desktop.errors import InputProblem

COUNT = HairMeasure("count", Decimal("84"), "vertex", Decimal("0.80"), "photograph", "Mori", date(2026, 11, 16))
MEASURES = Measures((msgspec.structs.replace(DLQI, total=Decimal("9.50")),), (LUDWIG,), (DENSITY, COUNT))


def record_of(file: ConsultationFile, kind: RecordedKind = RecordedKind.SUMMARY) -> tuple[bytes, FhirRecord]:
    source = make_source(file, CLEAR, names=shipped_names())
    data = write_fhir_record(source, make_document(kind))
    assert find_faults(data) == []
    return data, read_fhir_record(data, source.questionnaire)


def test_scores_and_measures_come_back_digit_by_digit() -> None:
    file = course_file(measures=MEASURES)
    _, record = record_of(file)
    assert record.scores_before == (ScoreToday("SYM02", 6), ScoreToday("SYM04", 3))
    assert record.scores_at_end == (ScoreToday(SLEEP, 5), ScoreToday("SYM02", 6))
    assert is_same(record.measures, MEASURES)
    assert record.treatment is not None
    assert record.treatment.vitals == ()


def test_only_the_visit_itself_is_in_its_record() -> None:
    data, _ = record_of(course_file())
    assert b"2026-09" not in data
    assert data == record_of(course_file(()))[0]


def test_other_documents_carry_no_scores() -> None:
    _, record = record_of(course_file(measures=MEASURES), RecordedKind.CONSENT)
    assert (record.scores_before, record.scores_at_end, record.measures) == ((), (), Measures())


@pytest.mark.parametrize(
    ("old", "new"), [(b'"valueInteger":5', b'"valueInteger":11'), (b'"value":9.50', b'"value":99')]
)
def test_a_score_beyond_its_range_is_named(old: bytes, new: bytes) -> None:
    data, _ = record_of(course_file(measures=MEASURES))
    assert old in data
    with pytest.raises(InputProblem, match=r"(score|measure|entry)"):
        read_fhir_record(data.replace(old, new))
