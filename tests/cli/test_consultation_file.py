"""The input file: strict, every fault one sentence with file and path, no value of a patient in it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stemsup_desktop.consultation_file import MOST_BYTES, decode_consultation, make_schema, read_consultation_file
from stemsup_desktop.errors import EnvironmentProblem, InputProblem

TODAY = date(2026, 11, 23)


def make_visit() -> dict[str, Any]:
    return {
        "clinic": {"name": "青葉通りクリニック"},
        "physician": {"name": "森 直人"},
        "patient": {"patient_id": "p1", "chart_number": "A-1", "name": "白石 由紀", "birth_date": "1980-02-29"},
        "consultation": {"consultation_id": "c1", "started_at": "2026-11-20T10:00:00+09:00"},
    }


def make_changed(path: str, value: object) -> dict[str, Any]:
    visit = make_visit()
    place: Any = visit
    *parents, last = path.split(".")
    for key in parents:
        place = place.setdefault(key, {})
    place[last] = value
    return visit


def decode(visit: object) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(InputProblem) as caught:
        decode_consultation(json.dumps(visit).encode(), "visit.json", TODAY)
    return caught.value.sentence


def test_a_minimal_file_is_read_and_its_patient_made_uniform() -> None:
    visit = make_changed("patient.kana", "ｼﾗｲｼ ﾕｷ")
    file = decode_consultation(json.dumps(visit).encode(), "visit.json", TODAY)
    assert file.patient.kana == "シライシ ユキ"
    assert file.consultation.plan.routes == ()


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("patient.alergies", [], "$.patient"),
        ("surprise", 1, "surprise"),
        ("patient.birth_date", "1980-02-30", "$.patient.birth_date"),
        ("patient.birth_date", "2026-11-24", "$.patient.birth_date"),
        ("patient.birth_date", "1899-12-31", "$.patient.birth_date"),
        ("patient.birth_date", 19800229, "$.patient.birth_date"),
        ("patient.name", "  ", "$.patient.name"),
        ("patient.name", ["白石"], "$.patient.name"),
        ("patient.kana", "Shiraishi", "$.patient.kana"),
        ("patient.sex", "白石さんの性別", "$.patient.sex"),
        ("patient.allergies", [{"substance": "penicillin", "year": 2031}], "$.patient.allergies[0].year"),
        ("consultation.started_at", "2026-11-20T10:00:00", "$.consultation.started_at"),
        ("consultation.started_at", "1970-11-20T10:00:00+09:00", "$.consultation.started_at"),
        ("consultation.started_at", "0001-01-01T00:00:00+09:00", "$.consultation.started_at"),
        ("consultation.visit_number", 10**12, "$.consultation.visit_number"),
        ("consultation.plan", {"routes": ["oral"]}, "$.consultation.plan.routes[0]"),
        ("consultation.plan", {"sessions": 0}, "$.consultation.plan.sessions"),
        ("consultation.treatment", {"drawn_up_ml": -1}, "$.consultation.treatment"),
        ("consultation.treatment", {"drawn_up_ml": "1e-900000"}, "$.consultation.treatment.drawn_up_ml"),
        ("consultation.treatment", {"drawn_up_ml": "NaN"}, "$.consultation.treatment"),
        (
            "consultation.treatment",
            {"started_at": "2026-11-20T10:00:00+09:00", "ended_at": "2026-11-20T09:00:00+09:00"},
            "$.consultation.treatment.ended_at",
        ),
        ("consultation.consent", {"declined": {"declined_on": "2027-01-01"}}, "$.consultation.consent.declined"),
        ("format", "stemsup-consultation/9", "$.format"),
    ],
)
def test_a_fault_is_one_sentence_with_file_and_path(path: str, value: object, where: str) -> None:
    sentence = decode(make_changed(path, value))
    assert sentence.startswith("visit.json: ")
    assert where in sentence
    assert "\n" not in sentence
    assert "白石" not in sentence


def test_an_examination_temperature_out_of_all_proportion_is_refused() -> None:
    answer = {"link_id": "temperature", "answers": [{"type": "decimal", "value": "1e999999"}]}
    sentence = decode(make_changed("consultation.examination", {"responses": [answer]}))
    assert "$.consultation.examination.responses[0].answers[0].value" in sentence


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe{}", b"[]", b"null", b"[" * 200_000, b'{"a": 1} {"b": 2}', b'{"name": "\\ud800"}', b"NaN"],
)
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputProblem) as caught:
        decode_consultation(data, "visit.json", TODAY)
    assert caught.value.sentence.startswith("visit.json: ")
    assert "\n" not in caught.value.sentence


def test_a_field_given_twice_is_refused() -> None:
    text = json.dumps(make_visit()).replace('"chart_number"', '"name": "someone else", "chart_number"')
    with pytest.raises(InputProblem, match="`name` is given twice"):
        decode_consultation(text.encode(), "visit.json", TODAY)


def test_every_cut_of_a_file_is_refused_or_read_but_nothing_else() -> None:
    data = json.dumps(make_visit(), ensure_ascii=False).encode()
    for length in range(len(data)):
        with pytest.raises(InputProblem):
            decode_consultation(data[:length], "visit.json", TODAY)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match=r"gone\.json: there is no such file"):
        read_consultation_file(tmp_path / "gone.json", TODAY)
    with pytest.raises(EnvironmentProblem, match="cannot be read"):
        read_consultation_file(tmp_path, TODAY)
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(InputProblem, match="larger than 20 MB"):
        read_consultation_file(huge, TODAY)


def test_the_schema_has_a_title_an_id_and_forbids_unknown_fields() -> None:
    schema = make_schema()
    assert schema["$id"] == "urn:stemsup-desktop:consultation:1"
    assert schema["title"]
    patient = schema["$defs"]["Patient"]
    assert patient["additionalProperties"] is False
    assert set(patient["required"]) == {"patient_id", "chart_number", "name", "birth_date"}
    json.dumps(schema)


def test_a_decimal_may_be_a_number_in_the_schema_as_in_the_reader() -> None:
    volume = make_schema()["$defs"]["SiteTreated"]["properties"]["volume_ml"]
    assert {"type": "number"} in json.loads(json.dumps(volume))["anyOf"][0].get("anyOf", volume["anyOf"])
