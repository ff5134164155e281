"""The patient form before it is a patient: pure."""

from datetime import date

import pytest
from hostile_strings import HOSTILE
from vault_samples import make_patient

from stemsup_desktop.consultation.patient import Allergy
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.ui.pages.patients.draft import (
    AllergyDraft,
    LineField,
    PatientDraft,
    check_draft,
    derive_patient,
    has_entries,
    make_draft,
    make_draft_from_query,
    parse_birth_date,
    with_alert,
    with_allergy,
    with_line,
    with_line_folded,
    with_none_known,
    without_alert,
    without_allergy,
)

TODAY = date(2026, 11, 23)


def make_valid_draft() -> PatientDraft:
    return PatientDraft(name="山田 花子", birth_date="1972-04-18", chart_number="7")


def faults(draft: PatientDraft) -> list[str]:
    return [problem.field for problem in check_draft(draft, TODAY)]


def test_a_patient_survives_the_form_unchanged() -> None:
    patient = make_patient(
        allergies=(Allergy("Penicillin", "rash", 2009), Allergy("Latex")),
        allergies_asked_on=TODAY,
        alerts=("scar history",),
        phone="03-1234-5678",
        address="Tokyo",
    )
    assert derive_patient(make_draft(patient, 3)) == patient


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1972-04-18", date(1972, 4, 18)),
        ("19720418", date(1972, 4, 18)),
        ("18 Apr 1972", date(1972, 4, 18)),
        ("S47.4.18", date(1972, 4, 18)),
        ("昭和47年4月18日", date(1972, 4, 18)),
        ("1972", None),
        ("1972-04", None),
        ("1972-02-30", None),
        ("", None),
    ],
)
def test_a_date_of_birth_is_read_as_a_clinic_writes_it(text: str, day: date | None) -> None:
    assert parse_birth_date(text) == day


@pytest.mark.parametrize(
    ("query", "draft"),
    [
        ("", PatientDraft()),
        ("  ", PatientDraft()),
        ("山田 花子", PatientDraft(name="山田 花子")),
        ("やまだ", PatientDraft(kana="ヤマダ")),
        ("ﾔﾏﾀﾞ", PatientDraft(kana="ヤマダ")),
        ("Tanaka Ichiro", PatientDraft(name="Tanaka Ichiro", romaji="Tanaka Ichiro")),
        ("1972-04-18", PatientDraft(birth_date="1972-04-18")),
        ("S47.4.18", PatientDraft(birth_date="1972-04-18")),
        ("A-0012", PatientDraft(chart_number="A-0012")),
    ],
)
def test_what_was_searched_for_goes_into_the_field_it_looks_like(query: str, draft: PatientDraft) -> None:
    assert make_draft_from_query(query) == draft


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"name": " "}, ["name"]),
        ({"chart_number": ""}, ["chart_number"]),
        ({"birth_date": ""}, ["birth_date"]),
        ({"birth_date": "soon"}, ["birth_date"]),
        ({"birth_date": "2026-11-24"}, ["birth_date"]),
        ({"kana": "Yamada"}, ["kana"]),
        ({"romaji": "山田"}, ["romaji"]),
        ({"name": "", "birth_date": "", "chart_number": ""}, ["name", "birth_date", "chart_number"]),
        ({"allergies": (AllergyDraft(),)}, []),
        ({"allergies": (AllergyDraft("", "rash", ""),)}, ["allergies.0.substance"]),
        ({"allergies": (AllergyDraft("Latex", "", "2027"),)}, ["allergies.0.year"]),
        ({"allergies": (AllergyDraft("Latex", "", "long ago"),)}, ["allergies.0.year"]),
        ({"allergies": (AllergyDraft("Latex", "", "２００９"),)}, []),
    ],
)
def test_every_fault_is_found_at_its_field(changes: dict[str, object], wrong: list[str]) -> None:
    values = {field: getattr(make_valid_draft(), field) for field in ("name", "birth_date", "chart_number")}
    assert faults(PatientDraft(**{**values, **changes})) == wrong  # type: ignore[arg-type]


def test_half_width_kana_is_folded_and_a_variant_of_a_name_stays() -> None:
    folded = with_line_folded(PatientDraft(kana="ﾔﾏﾀﾞ  はなこ", name="ﾔﾏﾀﾞ"), LineField.KANA)
    assert (folded.kana, folded.name) == ("ヤマダ ハナコ", "ﾔﾏﾀﾞ")
    assert with_line_folded(PatientDraft(name="　髙﨑　𠮷子 "), LineField.NAME).name == "髙﨑 𠮷子"


def test_none_known_is_the_day_it_was_asked_and_can_be_taken_back() -> None:
    asked = with_none_known(make_valid_draft(), TODAY, is_asked=True)
    assert asked.allergies_asked_on == TODAY
    assert with_none_known(asked, TODAY, is_asked=False).allergies_asked_on is None


def test_rows_are_added_changed_and_removed_by_their_place() -> None:
    draft = with_allergy(with_allergy(PatientDraft(), 0, AllergyDraft("a")), 1, AllergyDraft("b"))
    assert [one.substance for one in with_allergy(draft, 0, AllergyDraft("c")).allergies] == ["c", "b"]
    assert [one.substance for one in without_allergy(draft, 0).allergies] == ["b"]
    alerts = with_alert(with_alert(PatientDraft(), 0, "x"), 1, "y")
    assert without_alert(alerts, 1).alerts == ("x",)


def test_blank_rows_are_neither_entries_nor_kept() -> None:
    draft = with_alert(with_allergy(make_valid_draft(), 0, AllergyDraft(" ")), 0, " ")
    assert not has_entries(draft, make_valid_draft())
    patient = derive_patient(draft)
    assert patient is not None
    assert (patient.allergies, patient.alerts) == ((), ())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_kept_as_typed(text: str) -> None:
    draft = with_line(make_valid_draft(), LineField.ADDRESS, text)
    draft = with_alert(with_allergy(draft, 0, AllergyDraft(text, text)), 0, text)
    patient = derive_patient(draft)
    kept = normalise_text(text).strip()
    assert patient is not None
    assert patient.address == kept
    assert patient.alerts == ((kept,) if kept else ())
    assert patient.allergies == ((Allergy(kept, kept),) if kept else ())
