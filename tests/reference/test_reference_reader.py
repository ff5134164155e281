"""A broken reference is refused with the file and the path of the fault."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.reference.reader import read_reference

Json = Any
Change = Callable[[Json], object]


@pytest.fixture
def broken(reference_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "reference"
    shutil.copytree(reference_folder, folder)
    return folder


def change(folder: Path, name: str, edit: Change) -> None:
    path = folder / name
    value = json.loads(path.read_text(encoding="utf-8"))
    edit(value)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def first(page: Json) -> Json:
    return page["evidence"][0]


def add_section(shared: Json, section_id: str) -> None:
    shared["sections"].append(shared["sections"][0] | {"id": section_id})


VEGF = "factors/vegf.json"
FAULTS: list[tuple[str, str, Change, str, str]] = [
    ("a missing translation", VEGF, lambda v: v["summary"].pop("ja"), "ja", "$.summary"),
    ("an empty translation", VEGF, lambda v: v["title"].update(ja=" "), "the ja text is empty", "$.title"),
    ("an unknown field", VEGF, lambda v: v["genes"][0].update(dose="5 mL"), "dose", "$.genes[0]"),
    ("another kind", VEGF, lambda v: v.update(kind="symptom"), "symptom", "$.kind"),
    ("an unknown grade", VEGF, lambda v: first(v).update(grade="proof"), "proof", "$.evidence[0].grade"),
    ("evidence without a source", VEGF, lambda v: first(v).update(sources=[]), "length", "$.evidence[0].sources"),
    ("evidence as a proposal", VEGF, lambda v: first(v).update(status="proposal"), "never", "$.evidence[0]"),
    ("a claim without a source", VEGF, lambda v: v["claims"][0].update(sources=[]), "length", "$.claims[0].sources"),
    ("a claim as a fact", VEGF, lambda v: v["claims"][0].update(status="verified"), "verified", "$.claims[0].status"),
    ("an unknown source", VEGF, lambda v: first(v).update(sources=["S999"]), "S999", "$.evidence[0].sources[0]"),
    ("a source read, not named", VEGF, lambda v: v["safety"][1].pop("sources"), "names its", "$.safety[1].sources"),
    ("an unknown claim", VEGF, lambda v: first(v).update(claim="x"), "no claim", "$.evidence[0].claim"),
    ("evidence twice", VEGF, lambda v: v["evidence"].append(first(v)), "twice", "$.evidence["),
    ("evidence of another page", VEGF, lambda v: first(v).update(id="hgf-hair-mouse"), "twice", "$.evidence[0].id"),
    ("a claim twice", VEGF, lambda v: v["claims"].append(v["claims"][0]), "twice", "$.claims["),
    ("a link to nowhere", VEGF, lambda v: v["links"].append("SYM99"), "SYM99", "$.links["),
    ("a link to itself", VEGF, lambda v: v["links"].append("vegf"), "vegf", "$.links["),
    ("a link twice", VEGF, lambda v: v["links"].append("SYM01"), "twice", "$.links["),
    ("a claim's symptom", VEGF, lambda v: v["claims"][2].update(symptoms=["SYM77"]), "SYM77", "$.claims[2]."),
    ("shared evidence", VEGF, lambda v: v["shared_evidence"].append("zz"), "zz", "$.shared_evidence["),
    ("a shared section", VEGF, lambda v: v["shared_sections"].append("zz"), "zz", "$.shared_sections["),
    ("an accession", VEGF, lambda v: v["genes"][0].update(uniprot="15692"), "regex", "$.genes[0].uniprot"),
    ("a rule id", VEGF, lambda v: v["safety"][0].update(rules=["cancer"]), "regex", "$.safety[0].rules[0]"),
    ("an id that is not the file's", VEGF, lambda v: v.update(id="vegfa"), "vegfa", "$.id"),
    ("an ICD code", "symptoms/SYM01.json", lambda v: v["icd10"][0].update(code="64.9"), "regex", "$.icd10[0].code"),
    ("an unknown scale", "symptoms/SYM01.json", lambda v: v["scales"].append("zz"), "zz", "$.scales["),
    ("an orphan source", "sources.json", lambda v: v.append(v[0] | {"id": "S999"}), "S999", "$["),
    ("a source twice", "sources.json", lambda v: v.append(v[0]), "twice", "$["),
    ("orphan evidence", "shared.json", lambda v: v["evidence"].append(first(v) | {"id": "zz"}), "zz", "$.evidence["),
    ("an orphan section", "shared.json", lambda v: add_section(v, "zz"), "zz", "$.sections["),
    ("shared evidence twice", "shared.json", lambda v: v["evidence"].append(first(v)), "twice", "$.evidence["),
    ("a page order to nowhere", "manifest.json", lambda v: v["order"].append("zz"), "zz", "$.order["),
    ("a page twice in order", "manifest.json", lambda v: v["order"].append("vegf"), "twice", "$.order["),
    ("a missing label", "labels.json", lambda v: v["grades"].pop("animal"), "animal", "$.grades"),
    ("a scale's source", "scales.json", lambda v: v[0]["licence"].update(sources=["S998"]), "S998", "$[0].licence."),
    ("a scale twice", "scales.json", lambda v: v.append(v[0]), "twice", "$["),
    ("a site twice", "sites.json", lambda v: v.append(v[3]), "twice", "$["),
    ("a view twice", "sites.json", lambda v: v[0]["views"].append(v[0]["views"][0]), "twice", "$[0].views["),
    ("a view to nowhere", "sites.json", lambda v: v[0]["views"].append("sole"), "sole", "$[0].views["),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "edit", "expected", "path"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_is_named_with_file_and_path(broken: Path, name: str, edit: Change, expected: str, path: str) -> None:
    change(broken, name, edit)
    with pytest.raises(InputProblem) as caught:
        read_reference(broken)
    assert caught.value.code == "content-invalid"
    assert name in caught.value.sentence
    assert expected in caught.value.sentence
    assert f"`{path}" in caught.value.sentence


def test_two_pages_with_one_id_are_refused(broken: Path) -> None:
    path = broken / "symptoms" / "vegf.json"
    shutil.copy(broken / "symptoms" / "SYM05.json", path)
    change(broken, "symptoms/vegf.json", lambda v: v.update(id="vegf", evidence=[], claims=[]))
    with pytest.raises(InputProblem, match=r"symptoms/vegf\.json: another page has the id"):
        read_reference(broken)


@pytest.mark.parametrize("name", ["factors/vegf.json", "sources.json", "shared.json", "labels.json", "manifest.json"])
def test_a_truncated_file_is_refused_by_name(broken: Path, name: str) -> None:
    path = broken / name
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputProblem, match=name):
        read_reference(broken)


@pytest.mark.parametrize("name", ["sources.json", "scales.json", "sites.json", "labels.json", "manifest.json"])
def test_a_missing_file_is_an_environment_problem(broken: Path, name: str) -> None:
    (broken / name).unlink()
    with pytest.raises(EnvironmentProblem, match=name):
        read_reference(broken)


def test_a_missing_folder_is_an_environment_problem(broken: Path) -> None:
    shutil.rmtree(broken / "routes")
    with pytest.raises(EnvironmentProblem, match="routes"):
        read_reference(broken)


def test_a_page_that_the_order_does_not_name_comes_last(broken: Path) -> None:
    change(broken, "manifest.json", lambda v: v["order"].remove("hgf"))
    assert read_reference(broken).pages[-1].id == "hgf"
