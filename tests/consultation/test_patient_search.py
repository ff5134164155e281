"""Spellings of one name fold to one, and a date of birth is read in every way it is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_search import (
    fold_chart_number,
    fold_phone,
    fold_text,
    has_similar_name,
    make_search_text,
    make_search_words,
    parse_birth_dates,
)


def make_patient(name: str, kana: str = "", romaji: str = "", chart_number: str = "A-0012") -> Patient:
    return Patient("p", chart_number, name, date(1972, 4, 18), kana=kana, romaji=romaji)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Satō", "Satou", "Satoh", "SATO", "ｓａｔｏ", "Sato\u0304"),
        ("Ōno", "Ohno", "Oono", "Ono"),
        ("Yūko", "Yuuko", "Yuko"),
        ("Jun'ichi", "Jun’ichi", "Junichi", "Jun-ichi", "Zyuniti"),
        ("Tsuda", "Tuda"),
        ("Shibata", "Sibata"),
        ("Fujita", "Huzita"),
        ("Namba", "Nanba"),
        ("さとう", "サトウ", "ｻﾄｳ"),
        ("がんだ", "ガンダ", "ｶﾞﾝﾀﾞ", "カ\u3099ンダ"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("𠮷田", "吉田"),
        ("渡邊", "渡邉", "渡辺"),
        ("葛\U000e0100城", "葛城"),
        ("García", "garcia"),
        ("Søren", "soren"),
        ("花子　髙橋", "花子 高橋", " 花子  高橋 "),
    ],
)
def test_spellings_of_one_name_fold_to_one(spellings: tuple[str, ...]) -> None:
    assert len({fold_text(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("ハナ", "バナ"), ("サト", "サド"), ("Ohashi", "Oashi"), ("高橋", "高梁"), ("Shu", "Fu"), ("Kono", "Kano")],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


@given(st.text(max_size=50))
def test_any_text_folds_to_words_with_single_spaces(text: str) -> None:
    folded = fold_text(text)
    assert folded == " ".join(folded.split())
    assert not any(character.isspace() and character != " " for character in folded)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=12))
def test_every_word_begins_after_a_space_in_the_search_text(name: str, kana: str, romaji: str, chart: str) -> None:
    patient = make_patient(name, kana, romaji, chart)
    text = make_search_text(patient)
    for word in make_search_words(patient):
        assert " " + word in text


def test_a_patient_without_romaji_is_found_by_the_romaji_of_the_kana() -> None:
    words = make_search_words(make_patient("佐藤 純一", "サトウ ジュンイチ"))
    assert {"sato", "junichi"} <= set(words)


def test_one_character_from_the_middle_of_a_name_begins_a_word() -> None:
    words = make_search_words(make_patient("佐々木𠮷郎"))
    assert {"佐々木吉郎", "々木吉郎", "木吉郎", "吉郎", "郎"} <= set(words)


def test_the_digits_of_a_chart_number_are_found_without_leading_zeros() -> None:
    assert {"000451", "451"} <= set(make_search_words(make_patient("林", chart_number="000451")))
    assert {"a0012", "a", "0012", "12"} <= set(make_search_words(make_patient("林", chart_number="A-0012")))


DAY = (date(1972, 4, 18), date(1972, 4, 18))


@pytest.mark.parametrize(
    "query",
    [
        "1972-04-18",
        "1972-4-18",
        "1972/04/18",
        "1972.4.18",
        "19720418",
        "１９７２０４１８",
        "1972年4月18日",
        "1972年 4月 18日",
        " 1972-04-18 ",
        "18 Apr 1972",
        "18 April 1972",
        "18-Apr-1972",
        "18apr1972",
        "Apr 18, 1972",
        "April 18 1972",
        "S47.4.18",
        "s47-04-18",
        "S 47/4/18",
        "昭和47年4月18日",
        "昭和４７年４月１８日",
    ],
)
def test_a_day_is_read_in_every_way_it_is_written(query: str) -> None:
    assert parse_birth_dates(query) == DAY


@pytest.mark.parametrize(
    ("query", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("H1.1.8", date(1989, 1, 8)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("T15.12.24", date(1926, 12, 24)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_eras_count_from_their_first_year(query: str, day: date) -> None:
    assert parse_birth_dates(query) == (day, day)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("1972", date(1972, 1, 1), date(1972, 12, 31)),
        ("1972-", date(1972, 1, 1), date(1972, 12, 31)),
        ("1972年", date(1972, 1, 1), date(1972, 12, 31)),
        ("1972-04", date(1972, 4, 1), date(1972, 4, 30)),
        ("1972年4月", date(1972, 4, 1), date(1972, 4, 30)),
        ("1972-12", date(1972, 12, 1), date(1972, 12, 31)),
        ("2024-2", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_year_or_month_means_all_its_days(query: str, first: date, last: date) -> None:
    assert parse_birth_dates(query) == (first, last)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "佐藤",
        "197",
        "1972-13",
        "1972-02-30",
        "19721340",
        "S47.13.1",
        "18 Foo 1972",
        "A-1972",
        "X47.4.18",
        "0000",
        "-",
        "9999-12",
    ],
)
def test_what_is_no_date_is_none(query: str) -> None:
    assert parse_birth_dates(query) is None


@given(st.text(max_size=30))
def test_any_query_is_read(query: str) -> None:
    found = parse_birth_dates(query)
    assert found is None or found[0] <= found[1]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日", "%d %b %Y"):
        assert parse_birth_dates(day.strftime(form)) == (day, day)


@pytest.mark.parametrize(
    "forms", [("090-1234-5678", "０９０ １２３４ ５６７８", "+81 90-1234-5678", "(090)12345678", "+81 (0)90 1234 5678")]
)
def test_forms_of_one_telephone_number_fold_to_one(forms: tuple[str, ...]) -> None:
    assert {fold_phone(form) for form in forms} == {"09012345678"}


@pytest.mark.parametrize("phone", ["", "-", "ext. 12", "1234567"])
def test_a_fragment_of_a_telephone_number_is_none(phone: str) -> None:
    assert fold_phone(phone) == ""


def test_a_chart_number_is_compared_without_case_width_and_spaces_but_with_its_marks() -> None:
    assert fold_chart_number(" Ａ－00 12") == fold_chart_number("a-0012") == "a-0012"
    assert fold_chart_number("A0012") != fold_chart_number("A-0012")


@pytest.mark.parametrize(
    ("other", "is_similar"),
    [
        (make_patient("高橋 花子"), True),
        (make_patient("X", "たかはし はなえ"), True),
        (make_patient("X", "", "Takahasi Hanako"), True),
        (make_patient("鈴木 一郎", "スズキ イチロウ", "Suzuki Ichiro"), False),
        (make_patient(""), False),
    ],
)
def test_similar_names_are_seen_in_any_script(other: Patient, is_similar: bool) -> None:
    assert has_similar_name(make_patient("髙橋 花子", "タカハシ ハナコ"), other) == is_similar
