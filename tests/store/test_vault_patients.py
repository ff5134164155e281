"""Patients are kept as written, found as typed, and never twice under one chart number."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hostile_strings import HOSTILE
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from store.builders import START, make_consultation, make_patient, make_vault, reopen

from benchmarks.patients import make_patients
from stemsup_desktop.consultation.patient import Allergy, Patient
from stemsup_desktop.consultation.patient_check import check_patient, normalise_patient, normalise_text
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.vault import Vault


def save_several(vault: Vault) -> None:
    vault.save_patient(make_patient("A-0012"))
    vault.save_patient(
        make_patient("A-0013", "佐藤 太郎", kana="サトウ タロウ", romaji="Satō Tarō", birth_date=date(1972, 4, 30))
    )
    vault.save_patient(
        make_patient("B-7", "Siobhán O'Brien", kana="", romaji="Siobhán O'Brien", birth_date=date(1990, 12, 31))
    )
    vault.save_patient(
        make_patient("000451", "山﨑𠮷郎", kana="ヤマザキ ヨシロウ", romaji="", birth_date=date(1958, 1, 2))
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("髙橋", "A-0012"),
        ("高橋", "A-0012"),
        ("橋", "A-0012"),
        ("高橋花", "A-0012"),
        ("高橋　花子", "A-0012"),
        ("たか", "A-0012"),
        ("ﾀｶﾊｼ", "A-0012"),
        ("タカハシハナコ", "A-0012"),
        ("TAKAHASHI", "A-0012"),
        ("ｔａｋａ", "A-0012"),
        ("hanako takahashi", "A-0012"),
        ("takahasi", "A-0012"),
        ("a-0012", "A-0012"),
        ("Ａ－００１２", "A-0012"),
        ("satou", "A-0013"),
        ("sato", "A-0013"),
        ("Satoh", "A-0013"),
        ("satō t", "A-0013"),
        ("さと", "A-0013"),
        ("タロ", "A-0013"),
        ("ta sa", "A-0013"),
        ("obrien", "B-7"),
        ("O'Brien", "B-7"),
        ("siobhan", "B-7"),
        ("b-7", "B-7"),
        ("吉郎", "000451"),
        ("山崎", "000451"),
        ("𠮷", "000451"),
        ("郎 山", "000451"),
        ("yoshiro", "000451"),
        ("yamazaki yosirou", "000451"),
        ("451", "000451"),
        ("0004", "000451"),
        ("1972-04-18", "A-0012"),
        ("19720418", "A-0012"),
        ("1972年4月18日", "A-0012"),
        ("18 Apr 1972", "A-0012"),
        ("April 18, 1972", "A-0012"),
        ("S47.4.18", "A-0012"),
        ("昭和47年4月18日", "A-0012"),
        ("1972/4/30", "A-0013"),
        ("1990", "B-7"),
        ("1990-12", "B-7"),
        ("H2.12.31", "B-7"),
    ],
)
def test_a_patient_is_found_by_what_is_typed(vault: Vault, query: str, found: str) -> None:
    save_several(vault)
    assert vault.find_patients(query)[0].chart_number == found


@pytest.mark.parametrize(
    "query", ["鈴木", "x", "xy", "takahashi taro", "1972-04-19", "1972-13-40", "'", '"', "%", "*", "--"]
)
def test_what_is_not_there_is_not_found(vault: Vault, query: str) -> None:
    save_several(vault)
    assert vault.find_patients(query) == ()


def test_every_beginning_of_a_name_finds_it_while_it_is_typed(vault: Vault) -> None:
    save_several(vault)
    for name in (
        "takahashi hanako",
        "さとう たろう",
        "高橋花子",
        "ヤマザキ ヨシロウ",
        "siobhan obrien",
        "A-0012",
        "sato taro",
    ):
        expected = vault.find_patients(name)[0].patient_id
        for length in range(1, len(name) + 1):
            assert expected in {hit.patient_id for hit in vault.find_patients(name[:length])}, name[:length]


def test_a_full_name_is_found_among_thousands_with_the_same_surname(vault: Vault) -> None:
    vault.save_patients(
        make_patient(f"N-{number}", "佐藤 花子", kana="サトウ ハナコ", romaji="Sato Hanako") for number in range(2000)
    )
    vault.save_patient(make_patient("LAST", "佐藤 蓮", kana="サトウ レン", romaji="Sato Ren"))
    vault.save_patients(make_patients(300))
    for query in ("佐藤 蓮", "佐藤蓮", "さとう れ", "sato ren", "SATOU REN"):
        assert "LAST" in {hit.chart_number for hit in vault.find_patients(query)}, query


def test_the_exact_chart_number_comes_first(vault: Vault) -> None:
    for number in ("123", "12", "1234", "1"):
        vault.save_patient(make_patient(number))
    assert vault.find_patients("12")[0].chart_number == "12"
    assert {hit.chart_number for hit in vault.find_patients("12")} == {"12", "123", "1234"}


def test_those_last_seen_come_first_when_nothing_is_typed(vault: Vault) -> None:
    save_several(vault)
    vault.start_consultation("patient-A-0013", make_consultation())
    assert [hit.chart_number for hit in vault.find_patients("")] == ["A-0013", "000451", "B-7", "A-0012"]
    assert vault.find_patients("  \t　") == vault.find_patients("")


def test_those_last_seen_come_first_among_namesakes(vault: Vault) -> None:
    vault.save_patients(make_patient(f"N-{number}") for number in range(300))
    vault.start_consultation("patient-N-150", make_consultation())
    assert vault.find_patients("たかはし")[0].chart_number == "N-150"


def test_no_more_than_the_limit_come_back_and_each_once(vault: Vault) -> None:
    vault.save_patients(make_patients(400))
    for query in ("", "s", "sa", "sato", "さとう", "1", "S-0"):
        hits = vault.find_patients(query, limit=20)
        assert len({hit.patient_id for hit in hits}) == len(hits) <= 20


def test_a_changed_name_is_found_and_the_old_one_no_longer(vault: Vault) -> None:
    save_several(vault)
    vault.save_patient(make_patient("A-0012", "鈴木 花子", kana="スズキ ハナコ", romaji="Suzuki Hanako"))
    assert [hit.chart_number for hit in vault.find_patients("suzuki")] == ["A-0012"]
    assert [hit.chart_number for hit in vault.find_patients("すず")] == ["A-0012"]
    for query in ("takahashi", "takaha", "高橋", "たか"):
        assert vault.find_patients(query) == ()


_numbers = count()
EVERY_CHARACTER = st.characters(exclude_categories=())
"""Lone surrogates too, which `st.text` alone leaves out."""


@settings(max_examples=60, deadline=None)
@given(st.text(EVERY_CHARACTER, max_size=300))
def test_any_query_is_answered(shared_vault: Vault, query: str) -> None:
    assert isinstance(shared_vault.find_patients(query), tuple)


@settings(max_examples=60, deadline=None)
@given(name=st.text(EVERY_CHARACTER, min_size=1, max_size=60), address=st.text(EVERY_CHARACTER, max_size=60))
def test_any_patient_comes_back_as_it_was_acknowledged(shared_vault: Vault, name: str, address: str) -> None:
    patient = normalise_patient(make_patient(f"H-{next(_numbers)}", name, address=address))
    assume(not check_patient(patient, START.date()))
    kept = shared_vault.save_patient(patient)
    assert shared_vault.get_patient(kept.patient_id) == kept == patient
    assert kept.address == normalise_text(address).strip()


@pytest.fixture(scope="module")
def shared_vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    with make_vault(tmp_path_factory.mktemp("shared")) as vault:
        vault.save_patients(make_patients(50))
        yield vault


def test_every_hostile_string_comes_back_from_a_free_text_field(tmp_path: Path) -> None:
    texts = [text for text in HOSTILE.values() if text.strip() == text and text]
    with make_vault(tmp_path) as vault:
        allergies = tuple(Allergy(substance=text, reaction=text) for text in texts)
        vault.save_patient(make_patient(allergies=allergies, alerts=tuple(texts)))
    with reopen(tmp_path) as vault:
        patient = vault.get_patient("patient-A-0012")
    assert patient.alerts == tuple(normalise_text(text) for text in texts)
    assert [allergy.reaction for allergy in patient.allergies] == list(patient.alerts)


def test_a_patient_is_kept_normalised_and_gets_an_id(vault: Vault) -> None:
    kept = vault.save_patient(make_patient(" A-0012 ", "  髙橋　花子 ", patient_id="", kana="ﾀｶﾊｼ はなこ"))
    assert (kept.chart_number, kept.name, kept.kana) == ("A-0012", "髙橋 花子", "タカハシ ハナコ")
    assert vault.get_patient(kept.patient_id) == kept
    assert vault.get_patient_version(kept.patient_id) == 1


@pytest.mark.parametrize("other", ["A-0012", "a-0012", "Ａ-００１２", " A-0012 "])
def test_a_second_patient_with_the_chart_number_is_refused(vault: Vault, other: str) -> None:
    vault.save_patient(make_patient("A-0012"))
    with pytest.raises(InputProblem) as caught:
        vault.save_patient(make_patient(other, patient_id="another"))
    assert caught.value.code == "chart-number-taken"
    vault.save_patient(make_patient("A-0012", phone="03-1234-5678"))


def test_an_impossible_patient_is_refused_without_saying_who(vault: Vault) -> None:
    with pytest.raises(InputProblem) as caught:
        vault.save_patient(make_patient(name="SENTINEL", birth_date=date(2026, 11, 24)))
    assert caught.value.code == "patient-invalid"
    assert "SENTINEL" not in caught.value.sentence
    assert vault.find_patients("") == ()


def test_a_change_made_meanwhile_is_not_overwritten(vault: Vault) -> None:
    vault.save_patient(make_patient(), expected_version=0)
    vault.save_patient(make_patient(phone="03-1111-2222"), expected_version=1)
    for stale in (0, 1, 3):
        with pytest.raises(InputProblem) as caught:
            vault.save_patient(make_patient(phone="03-9999-9999"), expected_version=stale)
        assert caught.value.code == "record-changed"
    assert vault.get_patient("patient-A-0012").phone == "03-1111-2222"
    assert vault.get_patient_version("patient-A-0012") == 2


def test_an_unknown_patient_is_said_to_be_unknown(vault: Vault) -> None:
    for read in (vault.get_patient, vault.get_patient_version):
        with pytest.raises(InputProblem) as caught:
            read("nobody")
        assert caught.value.code == "patient-unknown"


@pytest.mark.parametrize(
    ("changes", "is_likely"),
    [
        ({}, True),
        ({"name": "高橋 花子", "kana": "", "romaji": ""}, True),
        ({"name": "Takahashi Hanako", "kana": "", "romaji": ""}, False),
        ({"name": "橋本 花", "kana": "たかはし はなえ", "romaji": ""}, True),
        ({"name": "鈴木 一郎", "kana": "スズキ イチロウ", "romaji": "Suzuki Ichiro"}, False),
        ({"birth_date": date(1972, 4, 19)}, False),
        ({"birth_date": date(1980, 1, 1), "name": "鈴木 一郎", "phone": "０９０（１２３４）５６７８"}, True),
        ({"birth_date": date(1980, 1, 1), "name": "鈴木 一郎", "phone": "+81 90 1234 5678"}, True),
        ({"birth_date": date(1980, 1, 1), "name": "鈴木 一郎", "phone": "090-1234-5679"}, False),
    ],
)
def test_a_likely_duplicate_has_the_same_day_of_birth_and_a_similar_name_or_the_same_telephone(
    vault: Vault, changes: dict[str, object], is_likely: bool
) -> None:
    vault.save_patient(make_patient("A-0012", phone="090-1234-5678"))
    found = vault.find_likely_duplicates(make_patient("NEW", **{"patient_id": "", **changes}))
    assert [hit.chart_number for hit in found] == (["A-0012"] if is_likely else [])


def test_a_patient_is_no_duplicate_of_themselves(vault: Vault) -> None:
    kept = vault.save_patient(make_patient(phone="090-1234-5678"))
    assert vault.find_likely_duplicates(kept) == ()


def test_patients_without_a_telephone_are_not_taken_for_one(vault: Vault) -> None:
    vault.save_patient(make_patient("A-1", birth_date=date(1980, 1, 1)))
    vault.save_patient(make_patient("A-2", birth_date=date(1990, 1, 1), phone="-"))
    new: Patient = make_patient("NEW", phone="")
    assert vault.find_likely_duplicates(new) == ()
