"""The example patients: valid, invented, at six different stages, and in step with the content as it ships."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from shipped import get_content

from stemsup_desktop.consultation.authority import find_reserved_items
from stemsup_desktop.consultation.consent_basis import ConsentState, derive_consent_standing
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation_file import make_schema, read_consultation_file
from stemsup_desktop.content import Content
from stemsup_desktop.demo import list_examples
from stemsup_desktop.questionnaire.enablement import derive_enabled
from stemsup_desktop.questionnaire.validation import is_refused
from stemsup_desktop.resources import find_resources

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9)))
PATHS = {path.stem: path for path in list_examples(find_resources())}


@pytest.fixture(scope="module")
def content() -> Content:
    return get_content()


def read(name: str) -> ConsultationFile:
    return read_consultation_file(PATHS[name], NOW.date())


def test_four_examples_lie_open_and_two_more_serve_the_demo() -> None:
    folder = find_resources() / "examples"
    assert {path.stem for path in folder.glob("*.json")} == {"clear", "stop", "opinion", "treated"}
    assert len(PATHS) == 6


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("clear", Verdict.CLEAR),
        ("stop", Verdict.STOP),
        ("opinion", Verdict.CONDITIONS),
        ("treated", Verdict.CONDITIONS),
        ("conditions", Verdict.CONDITIONS),
        ("paused", Verdict.NOT_COMPLETE),
    ],
)
def test_each_example_has_its_verdict(content: Content, name: str, verdict: Verdict) -> None:
    gate = content.derive_gate(read(name), NOW)
    assert gate.verdict is verdict
    assert bool(gate.missing) == (name in ("paused", "stop"))


@pytest.mark.parametrize("name", PATHS)
def test_what_is_the_physicians_alone_was_said_by_the_physician(content: Content, name: str) -> None:
    file = read(name)
    examination = file.consultation.examination
    reserved = find_reserved_items(content.clinical.questionnaire)
    decided = {given.answered_by for given in examination.responses if given.link_id in reserved}
    judged = {one.physician for one in (*examination.opinions, *examination.stops_lifted)}

    assert decided | judged <= {file.physician.name}
    assert bool(decided) == (name not in ("paused", "stop"))


def test_the_stop_is_an_allergy_that_the_lot_has_not_been_shown_free_of(content: Content) -> None:
    finding = next(one for one in content.derive_gate(read("stop"), NOW).findings if one.rule_id == "X06")
    assert finding.state is FindingState.OPEN


def test_the_recorded_opinion_still_holds(content: Content) -> None:
    file = read("opinion")
    finding = next(one for one in content.derive_gate(file, NOW).findings if one.rule_id == "X12")
    assert finding.state is FindingState.OPINION_RECORDED, "run: python .ci/refresh_examples.py"
    assert finding.opinion is not None
    assert finding.opinion.reason


def test_without_its_opinion_the_same_visit_wants_one(content: Content, tmp_path: Path) -> None:
    visit = json.loads(PATHS["opinion"].read_text("utf-8"))
    visit["consultation"]["examination"]["opinions"] = []
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(visit), "utf-8")
    assert content.derive_gate(read_consultation_file(changed, NOW.date()), NOW).verdict is Verdict.SPECIALIST


def test_the_signature_of_the_treated_patient_covers_the_plan(content: Content) -> None:
    standing = derive_consent_standing(read("treated"), content.consent, NOW.date())
    assert standing.state is ConsentState.SIGNED, "run: python .ci/refresh_examples.py"


def test_the_treated_example_has_volumes_vitals_and_a_reaction() -> None:
    treatment = read("treated").consultation.treatment
    assert all(site.volume_ml for site in treatment.sites)
    assert {vitals.moment for vitals in treatment.vitals} == {"before", "after"}
    assert treatment.reactions


@pytest.mark.parametrize("name", PATHS)
def test_every_answer_is_to_a_question_that_is_asked_and_within_its_bounds(content: Content, name: str) -> None:
    examination = read(name).consultation.examination
    checklist = content.clinical.questionnaire
    assert examination.questionnaire == f"{checklist.url}|{checklist.version}"
    asked = derive_enabled(checklist, examination.responses).link_ids
    for response in examination.responses:
        item = checklist.find_item(response.link_id)
        assert item is not None
        assert response.link_id in asked
        assert not is_refused(item, response.answers), response.link_id


@pytest.mark.parametrize("name", PATHS)
def test_every_id_is_one_that_the_content_holds(content: Content, name: str) -> None:
    consultation = read(name).consultation
    for page in consultation.explanation.pages:
        assert content.reference.find_page(page.page_id) is not None
    for complaint in consultation.reason.complaints:
        assert complaint.symptom_id in content.names.symptoms
        codes = {code.code for code in getattr(content.reference.get_page(complaint.symptom_id), "icd10", ())}
        assert not complaint.icd10 or complaint.icd10 in codes
    assert {site.site_id for site in consultation.plan.sites} <= set(content.names.sites)
    assert set(consultation.plan.aftercare_ids) <= set(content.names.aftercare)


def test_patients_ids_and_chart_numbers_are_all_different() -> None:
    files = [read(name) for name in PATHS]
    for values in (
        [file.patient.patient_id for file in files],
        [file.patient.chart_number for file in files],
        [file.consultation.consultation_id for file in files],
    ):
        assert len(set(values)) == 6


def test_an_example_has_no_field_that_the_schema_does_not_know() -> None:
    definitions = make_schema()["$defs"]
    known = set(definitions["Patient"]["properties"])
    for path in PATHS.values():
        assert set(json.loads(path.read_text("utf-8"))["patient"]) <= known
