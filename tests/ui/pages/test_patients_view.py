"""The page of patients, derived."""

from datetime import date, datetime, timedelta, timezone

import pytest
from vault_samples import make_patient
from visit_samples import NOW

from stemsup_desktop.consultation.patient import Allergy
from stemsup_desktop.language import Language, LanguageForm, Text
from stemsup_desktop.store.entries import (
    ConsultationEntry,
    DocumentEntry,
    DocumentKind,
    DocumentSignature,
    PatientHit,
    make_patient_hit,
)
from stemsup_desktop.ui.document_line import derive_document_line
from stemsup_desktop.ui.pages.patients.chart import Chart
from stemsup_desktop.ui.pages.patients.draft import AllergyDraft, PatientDraft
from stemsup_desktop.ui.pages.patients.form_view import count_faults, derive_form
from stemsup_desktop.ui.pages.patients.memory import FormEntry, PatientsMemory
from stemsup_desktop.ui.pages.patients.view import MOST_HITS, Found, PatientsView, derive_hit, derive_patients
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Catalogue, Words


def name_symptom(symptom_id: str) -> Text:
    return Text(f"symptom {symptom_id}", f"症状{symptom_id}")


def derive(words: Words, found: Found | None = None, chart: Chart | None = None) -> PatientsView:
    return derive_patients(found, chart, words, NOW, name_symptom)


def make_hit(number: int = 1, **changes: object) -> PatientHit:
    return make_patient_hit(make_patient(number, **changes), NOW)


def make_entry(**changes: object) -> ConsultationEntry:
    values: dict[str, object] = {
        "consultation_id": "c1",
        "patient_id": "patient-1",
        "started_at": NOW,
        "updated_at": NOW,
        "visit_number": 2,
        "symptom_ids": ("SYM01", "SYM02"),
        "version": 1,
    }
    return ConsultationEntry(**{**values, **changes})  # type: ignore[arg-type]


def make_document(**changes: object) -> DocumentEntry:
    values: dict[str, object] = {
        "number": "CNS-2026-00001",
        "kind": DocumentKind.CONSENT,
        "patient_id": "patient-1",
        "consultation_id": "c1",
        "language": LanguageForm.JA,
        "created_at": NOW,
        "sha256": "",
        "text_versions": (),
    }
    return DocumentEntry(**{**values, **changes})  # type: ignore[arg-type]


def test_before_the_first_answer_nothing_is_claimed(english: Words) -> None:
    view = derive(english)
    assert (view.list.hits, view.list.empty, view.chart) == ((), "", None)


def test_an_empty_vault_asks_for_the_first_patient(words: Words) -> None:
    view = derive(words, Found("", ())).list
    assert view.empty == words("patients.none_yet")
    assert view.empty_action == words("patients.add_first")


def test_nobody_found_offers_to_add_this_person(words: Words) -> None:
    view = derive(words, Found(" {name} <b>x ", ())).list
    assert "{name} <b>x" in view.empty
    assert view.empty_action == words("patients.add_this")


def test_a_full_list_says_that_there_may_be_more(english: Words) -> None:
    hits = tuple(make_hit(number) for number in range(MOST_HITS))
    assert str(MOST_HITS) in derive(english, Found("a", hits)).list.note
    assert derive(english, Found("a", hits[:3])).list.note == ""


@pytest.mark.parametrize(
    ("language", "born", "seen"),
    [
        (Language.EN, "18 Apr 1972 · 54 y", "Last seen today 10:44"),
        (Language.JA, "1972年4月18日・54歳", "最終 本日 10:44"),
    ],
)
def test_a_line_says_who_when_born_and_when_seen(
    catalogue: Catalogue, language: Language, born: str, seen: str
) -> None:
    hit = derive_hit(make_hit(), catalogue.in_language(language), NOW)
    assert (hit.reading, hit.born, hit.seen) == ("タカハシ ハナコ · Takahashi Hanako", born, seen)
    assert all(part in hit.spoken for part in (hit.name, born, "A-0001"))


def test_a_name_written_in_latin_letters_is_not_said_twice(english: Words) -> None:
    hit = make_hit(name="Emma Smith", romaji="Emma Smith", kana="")
    assert derive_hit(hit, english, NOW).reading == ""


def test_days_are_those_of_the_clinics_clock(english: Words) -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    seen = datetime(2026, 9, 7, 16, 0, tzinfo=NOW.tzinfo)
    hit = make_patient_hit(make_patient(), seen)
    assert derive_hit(hit, english, tokyo).seen == "Last seen today 1:00"


@pytest.mark.parametrize(
    ("changes", "state", "line"),
    [
        ({}, TagState.OPEN, "Not asked"),
        ({"allergies_asked_on": date(2026, 9, 8)}, TagState.CLEAR, "None known, asked 8 Sep 2026"),
        ({"allergies": (Allergy("Latex", "rash", 2009),)}, TagState.STOP, "Latex: rash, 2009"),
        ({"allergies": (Allergy("Latex", "", 2009),)}, TagState.STOP, "Latex, 2009"),
        ({"allergies": (Allergy("Latex", "rash"),)}, TagState.STOP, "Latex: rash"),
        ({"allergies": (Allergy("Latex"),)}, TagState.STOP, "Latex"),
    ],
)
def test_not_asked_never_looks_like_none(
    english: Words, changes: dict[str, object], state: TagState, line: str
) -> None:
    chart = derive(english, chart=Chart(make_patient(**changes), 1)).chart
    assert chart is not None
    assert (chart.allergies.state, chart.allergies.lines) == (state, (line,))


@pytest.mark.parametrize(
    ("changes", "tags", "action"),
    [
        ({}, ["In progress"], "Continue"),
        ({"is_treated": True}, ["Treated", "In progress"], "Continue"),
        ({"is_declined": True}, ["Declined", "In progress"], "Continue"),
        ({"closed_at": NOW}, ["Closed"], "Read"),
        ({"closed_at": NOW, "is_treated": True}, ["Treated", "Closed"], "Read"),
        ({"closed_at": NOW, "is_declined": True}, ["Declined", "Closed"], "Read"),
    ],
)
def test_a_consultation_says_how_it_stands(
    english: Words, changes: dict[str, object], tags: list[str], action: str
) -> None:
    chart = derive(english, chart=Chart(make_patient(), 1, (make_entry(**changes),))).chart
    assert chart is not None
    (line,) = chart.consultations
    assert [tag[1] for tag in line.tags] == tags
    assert line.action == action
    assert line.symptoms == "symptom SYM01, symptom SYM02"
    assert "Visit 2" in line.title
    assert line.action_name == f"{action} visit 2 of 8 Sep 2026"


@pytest.mark.parametrize(
    ("closed", "key"), [((), "start"), ((NOW,), "start"), ((None,), "continue"), ((NOW, None), "continue")]
)
def test_the_main_action_continues_what_is_open(words: Words, closed: tuple[datetime | None, ...], key: str) -> None:
    entries = tuple(make_entry(closed_at=moment) for moment in closed)
    chart = derive(words, chart=Chart(make_patient(), 1, entries)).chart
    assert chart is not None
    assert chart.main_action == words(f"patients.{key}")


def test_documents_say_whether_ink_is_waited_for(english: Words) -> None:
    signed = make_document(signatures=(DocumentSignature(b"{}", NOW, NOW),))
    lines = [
        derive_document_line(entry, english, NOW.tzinfo)
        for entry in (make_document(), signed, make_document(kind=DocumentKind.SUMMARY))
    ]
    assert [line.state for line in lines] == [TagState.OPEN, TagState.CLEAR, TagState.INFORMATION]
    assert [line.state_text for line in lines] == ["Waiting for paper", "Signed 8 Sep 2026", "On file"]


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_kind_of_document_has_a_name(words: Words, kind: DocumentKind) -> None:
    assert derive_document_line(make_document(kind=kind), words, NOW.tzinfo).title


def test_a_field_is_found_fault_with_once_it_was_left_or_saving_was_tried(english: Words) -> None:
    draft = PatientDraft()
    assert derive_form(FormEntry(draft, draft), english, NOW).errors == {}
    left = FormEntry(draft, draft, left=frozenset({"name"}))
    assert list(derive_form(left, english, NOW).errors) == ["name"]
    tried = FormEntry(draft, draft, is_save_tried=True)
    assert list(derive_form(tried, english, NOW).errors) == ["name", "birth_date", "chart_number"]
    assert count_faults(tried, NOW) == 3


def test_the_form_shows_the_age_and_who_it_is(english: Words) -> None:
    draft = PatientDraft(birth_date="1972-04-18")
    view = derive_form(FormEntry(draft, PatientDraft()), english, NOW)
    assert view.age == "Age: 54\u00a0years"
    assert view.not_asked
    future = PatientDraft(birth_date="2030-01-01")
    assert derive_form(FormEntry(future, future), english, NOW).age == ""


def test_an_allergy_leaves_no_room_for_none_known(english: Words) -> None:
    draft = PatientDraft(allergies=(AllergyDraft("Latex"),), allergies_asked_on=NOW.date())
    view = derive_form(FormEntry(draft, draft), english, NOW)
    assert (view.can_have_none, view.asked_on, view.not_asked) == (False, "", "")


def test_each_patient_has_an_unfinished_form_of_their_own() -> None:
    memory = PatientsMemory()
    new = FormEntry(PatientDraft(name="x"), PatientDraft())
    edited = FormEntry(PatientDraft(patient_id="p", name="y"), PatientDraft(patient_id="p", name="z"))
    memory.keep(new)
    memory.keep(edited)
    assert memory.entry is None
    memory.form_id = "p"
    assert memory.entry == edited
    assert memory.find_unfinished() == new
