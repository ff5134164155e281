"""A patient's details are made uniform without changing a name, and what is wrong with them is said by field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.patient import Allergy, Patient
from stemsup_desktop.consultation.patient_check import (
    FieldProblem,
    check_patient,
    normalise_patient,
    normalise_text,
)

TODAY = date(2026, 11, 23)


def make_patient(**changes: object) -> Patient:
    values: dict[str, object] = {
        "patient_id": "p",
        "chart_number": "A-0012",
        "name": "髙橋 花子",
        "kana": "タカハシ ハナコ",
        "romaji": "Takahashi Hanako",
        "birth_date": date(1972, 4, 18),
    }
    return Patient(**{**values, **changes})


def fields_of(patient: Patient) -> list[str]:
    return [problem.field for problem in check_patient(normalise_patient(patient), TODAY)]


def test_a_complete_patient_has_no_problem() -> None:
    assert check_patient(make_patient(), TODAY) == ()
    assert fields_of(make_patient(kana="", romaji="", phone="")) == []


@pytest.mark.parametrize(
    "name", ["髙橋", "山﨑", "𠮷田", "渡邉", "德川", "神\ufa19", "葛\U000e0100城", "Nguyễn Thị", "O'Brien", "①"]
)
def test_a_name_stays_as_it_is_written(name: str) -> None:
    assert normalise_patient(make_patient(name=name)).name == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  髙橋　花子 ", "髙橋 花子"),
        ("ｻﾄｳ ﾊﾅｺ", "サトウ ハナコ"),
        ("ｶﾞﾝﾀﾞ", "ガンダ"),
        ("Ｅｍｍａ　Ｓｍｉｔｈ", "Emma Smith"),
        ("Jose\u0301", "José"),
        ("か\u3099", "が"),
        ("髙橋\u3000\u3000花子", "髙橋 花子"),
    ],
)
def test_a_name_is_trimmed_and_of_one_width(typed: str, kept: str) -> None:
    assert normalise_patient(make_patient(name=typed)).name == kept


@pytest.mark.parametrize("typed", ["ﾀｶﾊｼ ﾊﾅｺ", "たかはし　はなこ", " タカハシ  ハナコ ", "ﾀｶﾊｼ はなこ"])
def test_kana_is_kept_as_full_width_katakana(typed: str) -> None:
    assert normalise_patient(make_patient(kana=typed)).kana == "タカハシ ハナコ"


def test_chart_number_romaji_and_telephone_are_kept_in_half_width() -> None:
    patient = normalise_patient(
        make_patient(chart_number=" Ａ－００１２ ", romaji="Ｈａｎａｋｏ", phone="０３（１２３４）５６７８")
    )
    assert (patient.chart_number, patient.romaji, patient.phone) == ("A-0012", "Hanako", "03(1234)5678")


def test_empty_alerts_go_and_allergies_keep_their_words() -> None:
    allergies = (Allergy(substance=" ﾍﾟﾆｼﾘﾝ ", reaction="発疹\n"),)
    patient = normalise_patient(make_patient(alerts=("", " 抗凝固薬 ", "  "), allergies=allergies))
    assert patient.alerts == ("抗凝固薬",)
    assert patient.allergies == (Allergy(substance="ﾍﾟﾆｼﾘﾝ", reaction="発疹"),)


def test_a_lone_surrogate_becomes_the_replacement_character_and_nothing_else_changes() -> None:
    assert normalise_text("a\ud83db\0\u202e🎌") == "a\ufffdb\0\u202e🎌"
    assert normalise_patient(make_patient(name="花\ud800子")).name == "花\ufffd子"


@given(
    st.builds(
        make_patient,
        chart_number=st.text(max_size=20),
        name=st.text(max_size=30),
        kana=st.text(max_size=30),
        romaji=st.text(max_size=30),
        phone=st.text(max_size=20),
        address=st.text(max_size=30),
    )
)
def test_normalising_twice_is_normalising_once(patient: Patient) -> None:
    once = normalise_patient(patient)
    assert normalise_patient(once) == once
    check_patient(once, TODAY)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, ["name"]),
        ({"name": " 　"}, ["name"]),
        ({"chart_number": "  "}, ["chart_number"]),
        ({"birth_date": date(2026, 11, 24)}, ["birth_date"]),
        ({"birth_date": date(1899, 12, 31)}, ["birth_date"]),
        ({"kana": "高橋"}, ["kana"]),
        ({"kana": "Takahashi"}, ["kana"]),
        ({"kana": "タカハシ1"}, ["kana"]),
        ({"romaji": "タカハシ"}, ["romaji"]),
        ({"romaji": "Иванов"}, ["romaji"]),
        ({"romaji": "Hanako 2"}, ["romaji"]),
        ({"name": "花\0子"}, ["name"]),
        ({"chart_number": "A\n1"}, ["chart_number"]),
        ({"phone": "03\x1b"}, ["phone"]),
        ({"name": "花" * 201}, ["name"]),
        ({"name": "", "chart_number": "", "birth_date": date(2027, 1, 1)}, ["name", "birth_date", "chart_number"]),
    ],
)
def test_each_problem_names_its_field_in_the_order_of_the_form(changes: dict[str, object], fields: list[str]) -> None:
    assert fields_of(make_patient(**changes)) == fields


@pytest.mark.parametrize("birth_date", [date(2026, 11, 23), date(1900, 1, 1), date(2024, 2, 29)])
def test_the_first_and_last_possible_days_of_birth_are_taken(birth_date: date) -> None:
    assert fields_of(make_patient(birth_date=birth_date)) == []


def test_no_one_is_older_than_130_years() -> None:
    patient = make_patient(birth_date=date(1900, 6, 1))
    assert check_patient(patient, date(2031, 5, 31)) == ()
    assert [problem.field for problem in check_patient(patient, date(2031, 6, 1))] == ["birth_date"]


@pytest.mark.parametrize(
    "romaji",
    ["Hanako", "Satō Hanako", "Siobhán O'Brien", "Jean-Luc", "Jun’ichi", "Mary Ann Smith Jr.", "Nguyễn", "St. John"],
)
def test_latin_names_with_accents_and_marks_are_taken(romaji: str) -> None:
    assert fields_of(make_patient(romaji=romaji)) == []


@pytest.mark.parametrize("kana", ["ハナコ", "ヴァン・ダイク", "ローラ", "ヷ", "ゑい", "すゞ"])
def test_kana_with_marks_are_taken(kana: str) -> None:
    assert fields_of(make_patient(kana=kana)) == []


def test_a_problem_says_nothing_of_the_patient() -> None:
    problems = check_patient(make_patient(kana="SENTINEL", romaji="番兵", name=""), TODAY)
    assert len(problems) == 3
    for problem in problems:
        assert isinstance(problem, FieldProblem)
        assert "SENTINEL" not in problem.text.en + problem.text.ja
