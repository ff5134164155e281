"""The words and tables of a trend say every value with its day and every gap, in both languages."""

from datetime import date

import pytest
from consultation.scores.trend_builders import EARLIER, HAIR, course_file, past, shipped_names

from stemsup_desktop.consultation.record import Complaint, Reason, Summary
from stemsup_desktop.consultation.scores import trend_labels
from stemsup_desktop.consultation.scores.before_session import (
    find_visit_before,
    list_beside,
    say_earlier_scores,
    with_symptoms_of,
)
from stemsup_desktop.consultation.scores.plots import make_score_plot, merge_plots
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.consultation.scores.trend_words import (
    make_measure_table,
    make_score_tables,
    say_column,
    say_measures,
    say_scores,
)
from stemsup_desktop.language import Language

EN, JA = Language.EN, Language.JA


def test_one_sentence_for_each_symptom_says_every_value_day_and_gap() -> None:
    hair, skin, sleep = say_scores(derive_trend(course_file()), shipped_names(), EN)
    assert hair.startswith("Hair thinning: 7 on 8 Sep 2026 (first visit), 7 on 22 Sep 2026 (session 1), ")
    assert "6 (at the end: 4) on 20 Oct 2026 (session 2)" in hair
    assert "not asked on 22 Sep 2026 (session 1)" in skin
    assert sleep.startswith("Insomnia (recorded, not treated; asked at the end of the visit): 2 on 8 Sep 2026")


def test_the_sentences_in_japanese_say_the_same() -> None:
    hair, skin, sleep = say_scores(derive_trend(course_file()), shipped_names(), JA)
    assert "2026年9月8日の初診では7点、" in hair
    assert "2026年10月20日の治療2回目では6点（終わりには4点）" in hair
    assert "2026年9月22日の治療1回目では確認なし" in skin
    assert "記録のみ・治療の対象外" in sleep


def test_a_table_has_a_row_for_each_visit() -> None:
    (table,) = make_score_tables(derive_trend(course_file()), shipped_names(), EN)
    assert table.columns == ("Day", "Hair thinning", "Rough skin", "Insomnia")
    assert table.rows[1] == ("22 Sep 2026 (session 1)", "7", "not asked", "3")


def test_many_symptoms_stand_in_several_tables() -> None:
    reason = Reason(tuple(Complaint(f"SYM{number:02}", "", "", number % 11) for number in range(1, 13)))
    tables = make_score_tables(derive_trend(course_file(reason=reason)), shipped_names(), JA)
    assert [len(table.columns) - 1 for table in tables] == [4, 4, 4]
    assert all(len(table.rows) == 4 for table in tables)


def test_measures_are_listed_by_day_with_range_unit_and_rater() -> None:
    trend = derive_trend(course_file())
    table = make_measure_table(trend, shipped_names(), EN)
    assert table.rows == (
        ("8 Sep 2026", "DLQI, 1994", "12 (range 0 to 30)", "Aoki"),
        ("8 Sep 2026", "Hair density, Vertex, trichoscope", "112.50 per cm²", ""),
        ("8 Sep 2026", "Ludwig grade", "I (top a little thin, hairline kept)", "Aoki"),
        ("17 Nov 2026", "DLQI, 1994", "9 (range 0 to 30)", "Aoki"),
        ("17 Nov 2026", "Ludwig grade", "I (top a little thin, hairline kept)", "Aoki"),
    )
    said = say_measures(trend, shipped_names(), EN)
    assert said[0].startswith("DLQI, 1994 (Aoki): 12 (range 0 to 30) on 8 Sep 2026 (first visit), not taken on 22 Sep")
    assert said[-1] == "Ludwig grade on 17 Nov 2026: I (top a little thin, hairline kept)."


def test_a_column_says_its_day_and_values() -> None:
    trend = derive_trend(course_file())
    assert (
        say_column(trend, 1, shipped_names(), EN)
        == "22 Sep 2026 (session 1): Hair thinning 7, Rough skin not asked, Insomnia 3."
    )


def test_the_goal_stands_at_the_one_line_that_it_can_be_of() -> None:
    alone = course_file(EARLIER[1:2], reason=Reason((Complaint(HAIR, "", "", 6),), goal="a parting no wider"))
    plot = make_score_plot(derive_trend(alone), shipped_names(), (EN,))
    assert plot.lines[0].notes == ("goal: a parting no wider",)
    of_two = make_score_plot(derive_trend(course_file()), shipped_names(), (EN,))
    assert all("goal" not in note for line in of_two.lines for note in line.notes)


def test_a_line_that_ends_early_says_when_it_was_asked_last() -> None:
    plot = make_score_plot(derive_trend(course_file(reason=Reason())), shipped_names(), (EN,))
    assert plot.lines[0].notes == ("last asked 20 Oct 2026",)
    without = derive_trend(course_file(summary=Summary()))
    sleep = make_score_plot(without, shipped_names(), (EN,)).lines[-1]
    assert sleep.notes == ("recorded, not treated; asked at the end of the visit", "last asked 20 Oct 2026")


def test_years_are_written_where_they_differ() -> None:
    visits = (past(1, date(2025, 9, 8), None, {HAIR: 7}), past(2, date(2026, 9, 8), 1, {HAIR: 7}))
    plot = make_score_plot(derive_trend(course_file(visits)), shipped_names(), (EN,))
    assert [column.days for column in plot.columns] == [("8 Sep 2025",), ("8 Sep 2026",), ("17 Nov 2026",)]
    assert [column.notes for column in plot.columns] == [("first visit",), ("session 1",), ("session 3",)]
    same_year = make_score_plot(derive_trend(course_file()), shipped_names(), (JA,))
    assert same_year.columns[0].days == ("9月8日",)


def test_a_chart_in_both_languages_says_what_is_alike_once() -> None:
    trend, names = derive_trend(course_file()), shipped_names()
    both = merge_plots([make_score_plot(trend, names, (language,)) for language in (JA, EN)])
    assert both == make_score_plot(trend, names, (JA, EN))
    assert both.lines[0].names == ("薄毛・びまん性脱毛", "Hair thinning")


def test_a_session_begins_with_the_earlier_scores_and_their_gaps() -> None:
    trend = derive_trend(course_file())
    assert say_earlier_scores(trend, "SYM04", EN) == "4 on 20 Oct 2026, not asked on 22 Sep 2026, 5 on 8 Sep 2026"
    assert say_earlier_scores(trend, "SYM04", JA).startswith("2026年10月20日は4点、2026年9月22日は確認なし、")
    assert say_earlier_scores(trend, "SYM01", JA) == ""
    assert say_earlier_scores(trend, "SYM12", EN) == ""
    assert list_beside(trend) == ("SYM12",)


@pytest.mark.parametrize("with_diagnoses", [True, False])
def test_symptoms_are_taken_over_without_their_scores(with_diagnoses: bool) -> None:
    file = course_file(reason=Reason((Complaint(HAIR, "my own", "", 2),), goal="kept"))
    before = find_visit_before(file, derive_trend(file))
    assert before is not None
    assert before.day == date(2026, 10, 20)
    reason = with_symptoms_of(file.consultation.reason, before, with_diagnoses=with_diagnoses)
    assert reason.complaints[0] == Complaint(HAIR, "my own", "", 2)
    assert reason.complaints[1] == Complaint("SYM04", "diagnosis" if with_diagnoses else "")
    assert reason.goal == "kept"


def test_a_first_visit_has_none_before_it() -> None:
    file = course_file(())
    assert find_visit_before(file, derive_trend(file)) is None


def test_the_chart_says_what_it_cannot_show_and_nothing_is_foretold() -> None:
    assert "cannot show" in trend_labels.CANNOT_SHOW.en
    assert "わかりません" in trend_labels.CANNOT_SHOW.ja
