"""Each value of a patient stands at its visit, what nobody asked is a gap, and nobody else's is ever among them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from consultation.scores.trend_builders import (
    DENSITY,
    DLQI,
    EARLIER,
    HAIR,
    LUDWIG,
    SKIN,
    SLEEP,
    course_file,
    make_patient_file,
    past,
    shipped_names,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.record import Background, Complaint, Reason, ScoreToday, Summary
from stemsup_desktop.consultation.score_model import GradeScale, Measures
from stemsup_desktop.consultation.scores.plots import make_measure_plot, make_score_plot
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.consultation.scores.trend_model import MeasureKind, SymptomSeries, Trend
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.language import Language


def series(trend: Trend, symptom_id: str) -> SymptomSeries:
    return next(one for one in trend.symptoms if one.symptom_id == symptom_id)


def test_visits_stand_by_day_with_this_one_last() -> None:
    trend = derive_trend(course_file(EARLIER[::-1]))
    assert [(one.day, one.session_number, one.is_this) for one in trend.visits] == [
        (date(2026, 9, 8), None, False),
        (date(2026, 9, 22), 1, False),
        (date(2026, 10, 20), 2, False),
        (date(2026, 11, 17), 3, True),
    ]
    assert (trend.patient_id, trend.goal) == ("p-1", "a parting no wider")


def test_a_visit_at_which_nobody_asked_is_a_gap_and_no_nought() -> None:
    trend = derive_trend(course_file())
    assert series(trend, HAIR).scores == (7, 7, 6, 6)
    assert series(trend, SKIN).scores == (5, None, 4, 3)


def test_scores_before_the_session_and_at_the_end_never_stand_on_one_line() -> None:
    hair = series(derive_trend(course_file()), HAIR)
    assert hair.at_end == (None, None, 4, 6)
    assert hair.line == hair.scores
    unasked = course_file(
        reason=Reason((Complaint(HAIR, "diagnosis"),)), summary=Summary(scores=(ScoreToday(HAIR, 2),))
    )
    assert series(derive_trend(unasked), HAIR).line == (7, 7, 6, None)


def test_a_symptom_that_was_no_reason_is_recorded_and_not_treated() -> None:
    sleep = series(derive_trend(course_file()), SLEEP)
    assert (sleep.line, sleep.is_treated, sleep.is_beside) == ((2, 3, 3, 5), False, True)


def test_a_symptom_is_treated_once_something_was_given_in_a_visit_that_had_it() -> None:
    before_any = course_file(EARLIER[:1], treatment=Treatment())
    assert not series(derive_trend(before_any), HAIR).is_treated
    assert series(derive_trend(course_file(EARLIER[:1])), HAIR).is_treated
    only_then = course_file((past(1, date(2026, 9, 8), 1, {SKIN: 5}),), reason=Reason())
    assert series(derive_trend(only_then), SKIN).is_treated


def test_this_visit_as_it_was_kept_before_and_later_visits_are_left_out() -> None:
    kept = past(4, date(2026, 11, 17), 3, {HAIR: 1})
    later = past(5, date(2026, 12, 15), 4, {HAIR: 1})
    assert derive_trend(course_file((*EARLIER, kept, later))) == derive_trend(course_file())


def test_two_visits_on_one_day_stand_in_the_order_of_their_numbers() -> None:
    twice = (past(2, date(2026, 9, 8), None, {HAIR: 3}), past(1, date(2026, 9, 8), None, {HAIR: 9}))
    assert series(derive_trend(course_file(twice)), HAIR).scores[:2] == (9, 3)


def test_measures_of_one_instrument_site_method_and_rater_stand_on_one_line_with_their_digits() -> None:
    other = msgspec.structs.replace(DENSITY, method="photograph", value=Decimal("90"))
    visits = (EARLIER[0], past(2, date(2026, 9, 22), measures=Measures(hair=(DENSITY, other))))
    trend = derive_trend(course_file(visits))
    instrument, density, by_photograph = trend.measures
    assert [f"{one.value}" for one in instrument.readings] == ["12", "9"]
    assert (instrument.kind, instrument.lowest, instrument.highest) == (MeasureKind.INSTRUMENT, 0, 30)
    assert [f"{one.value}" for one in density.readings] == ["112.50", "112.50"]
    assert [f"{one.value}" for one in by_photograph.readings] == ["90"]


def test_a_measure_of_another_day_stands_on_that_day() -> None:
    at_home = msgspec.structs.replace(DLQI, total=Decimal("8"), taken_on=date(2026, 11, 15))
    trend = derive_trend(course_file(EARLIER[:1], measures=Measures((at_home,))))
    assert [one.day for one in trend.measures[0].readings] == [date(2026, 9, 8), date(2026, 11, 15)]


def test_grades_are_listed_by_day() -> None:
    grades = derive_trend(course_file()).grades
    assert [(one.day, one.scale, one.grade) for one in grades] == [
        (date(2026, 9, 8), GradeScale.LUDWIG, LUDWIG.grade),
        (date(2026, 11, 17), GradeScale.LUDWIG, LUDWIG.grade),
    ]


@pytest.mark.parametrize(
    ("visits", "has_chart"), [((), False), (EARLIER[:1], True), ((past(1, date(2026, 9, 8)),), True)]
)
def test_a_chart_needs_a_second_visit(visits: tuple[object, ...], has_chart: bool) -> None:
    assert derive_trend(course_file(visits)).has_chart is has_chart  # type: ignore[arg-type]


def test_without_any_score_there_is_no_chart() -> None:
    assert not derive_trend(
        course_file(reason=Reason(), summary=Summary(), visits=(past(1, date(2026, 9, 8)),))
    ).has_chart


def test_a_visit_of_another_patient_is_refused() -> None:
    stranger = msgspec.structs.replace(EARLIER[1], patient_id="p-2")
    with pytest.raises(ValueError, match="another patient"):
        derive_trend(course_file((EARLIER[0], stranger)))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_no_chart_of_one_patient_holds_anothers_data(one: int, other: int) -> None:
    files = {seed: make_patient_file(seed) for seed in {one, other}}
    trends = {seed: derive_trend(file) for seed, file in files.items()}
    for seed, trend in trends.items():
        held = {
            *(visit.consultation_id.rpartition("-visit-")[0] for visit in trend.visits),
            *(f"patient-{series.rater.removeprefix('R')}" for series in trend.measures if series.rater),
            *(f"patient-{series.name.removeprefix('instrument of ')}" for series in trend.measures if series.name),
            *(f"patient-{series.method.removeprefix('method of ')}" for series in trend.measures if series.method),
            *(f"patient-{grade.rater.removeprefix('R')}" for grade in trend.grades),
            f"patient-{trend.goal.removeprefix('goal of ')}",
            trend.patient_id,
        }
        assert held == {f"patient-{seed}"}
        plots = [make_measure_plot(series, trend, shipped_names(), (Language.EN,)) for series in trend.measures]
        plots += [make_score_plot(trend, shipped_names(), tuple(Language))] if trend.has_chart else []
        assert {plot.patient_id for plot in plots} <= {f"patient-{seed}"}
    if one != other:
        mixed = files[one].background.visits + files[other].background.visits
        if any(visit.patient_id == f"patient-{other}" for visit in mixed):
            with pytest.raises(ValueError, match="another patient"):
                derive_trend(msgspec.structs.replace(files[one], background=Background(visits=mixed)))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**9))
def test_every_score_entered_stands_in_the_trend_once_and_nothing_else_does(seed: int) -> None:
    file = make_patient_file(seed)
    visit = file.consultation
    entered = {
        (one.consultation_id, complaint.symptom_id, complaint.baseline_nrs)
        for one, complaints in (
            *((past_visit, past_visit.complaints) for past_visit in file.background.visits),
            (visit, visit.reason.complaints),
        )
        for complaint in complaints
        if complaint.baseline_nrs is not None
    }
    trend = derive_trend(file)
    found = [
        (trend.visits[at].consultation_id, one.symptom_id, score)
        for one in trend.symptoms
        for at, score in enumerate(one.scores)
        if score is not None
    ]
    assert len(found) == len(set(found))
    assert set(found) == entered


def test_a_later_moment_of_the_same_day_is_of_that_day() -> None:
    late = course_file(started_at=datetime(2026, 11, 17, 23, 59, tzinfo=UTC))
    assert derive_trend(late).visits[-1].day == date(2026, 11, 17)
