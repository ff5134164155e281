"""The shipped consent text loads as a whole, and every fault in it is named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consultation.consent_builders import RESOURCES, shipped_text

from stemsup_desktop.consultation.consent_clauses import list_references
from stemsup_desktop.consultation.consent_text import find_covering, read_consent_text
from stemsup_desktop.errors import EnvironmentProblem, InputProblem

FIRST = "clauses-01-first-page.json"

SECTION_CLAUSES = {
    "section-00": "form:stemsup-consent",
    "section-01": "form:stemsup-consent",
    "section-02": "key-not-established",
    "section-03": "goal-complaints",
    "section-04": "product-what-it-is",
    "section-05": "legal-no-relief",
    "section-06": "given-plan",
    "section-07": "known-confirmed",
    "section-08": "benefit-possible",
    "section-09": "risk-unknown",
    "section-10": "eligible-opinions",
    "section-11": "other-no-treatment",
    "section-12": "care-emergency",
    "section-13": "self-handling",
    "section-14": "cost-cooling-off",
    "section-15": "harm-care",
    "section-16": "privacy-choices",
    "section-17": "notice-sport",
    "section-18": "free-voluntary",
    "section-19": "signature:patient",
    "section-20": "withdrawal-statement",
}

ELEMENT_CLAUSES = {
    "element-01": "other-outlook",
    "element-02": "given-plan",
    "element-03": "product-facts",
    "element-04": "known-general",
    "element-05": "benefit-possible",
    "element-06": "risk-serious-any",
    "element-07": "other-no-treatment",
    "element-08": "legal-equivalent-and-abroad",
    "element-09": "legal-equivalent-and-abroad",
    "element-10": "legal-not-reviewed",
    "element-11": "harm-care",
    "element-12": "cost-fees",
    "element-13": "free-voluntary",
    "element-14": "free-time-and-questions",
    "element-15": "privacy-choices",
    "element-16": "eligible-told-everything",
    "element-17": "signature:physician",
    "element-18": "privacy-no-research",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(RESOURCES / "consent", tmp_path / "consent")


def change(path: Path, edit: Callable[[Any], None]) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    edit(data)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def fault_of(folder: Path) -> str:
    with pytest.raises(InputProblem) as caught:
        read_consent_text(folder)
    return caught.value.sentence


def test_the_coverage_names_all_twenty_one_sections_and_eighteen_elements() -> None:
    coverage = shipped_text().coverage
    assert [part.id for part in coverage.sections] == [f"section-{number:02}" for number in range(21)]
    assert [part.id for part in coverage.elements] == [f"element-{number:02}" for number in range(1, 19)]


@pytest.mark.parametrize(("part", "owner"), (SECTION_CLAUSES | ELEMENT_CLAUSES).items())
def test_each_section_and_element_is_answered_by_its_clause(part: str, owner: str) -> None:
    assert owner in find_covering(shipped_text(), part)


def test_the_form_version_lists_every_clause_once() -> None:
    text = shipped_text()
    references = list_references(text.form)
    assert sorted(reference.id for reference in references) == sorted(text.clauses)
    assert all(text.clauses[reference.id].version == reference.version for reference in references)


def test_a_missing_translation_names_file_and_path(folder: Path) -> None:
    change(folder / FIRST, lambda data: data["clauses"][0]["title"].pop("ja"))
    sentence = fault_of(folder)
    assert FIRST in sentence
    assert "ja" in sentence
    assert "$.clauses[0].title" in sentence


def test_an_empty_translation_is_missing_too(folder: Path) -> None:
    change(folder / "form.json", lambda data: data["title"].update(ja=" "))
    sentence = fault_of(folder)
    assert "form.json" in sentence
    assert "ja text is empty" in sentence


def test_a_missing_label_is_named(folder: Path) -> None:
    change(folder / "labels.json", lambda data: data.pop("lot_number"))
    assert "labels.json" in fault_of(folder)
    assert "lot_number" in fault_of(folder)


def first_text(data: Any) -> Any:
    return data["clauses"][0]["blocks"][0]["text"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hello {patient_password}", "{patient_password} is no known placeholder"),
        ("Hello {}", "{} is no known placeholder"),
        ("Hello {routes.__class__}", "{routes.__class__} is no known placeholder"),
        ("Hello {routes", "a brace stands alone"),
        ("Hello routes}", "a brace stands alone"),
        ("Hello {{routes}}", "a brace stands alone"),
        ("Hello {routes}", "the two languages name different placeholders"),
    ],
)
def test_a_wrong_placeholder_is_an_error_at_load(folder: Path, words: str, expected: str) -> None:
    change(folder / FIRST, lambda data: first_text(data).update(en=words))
    sentence = fault_of(folder)
    assert sentence.startswith(f"{FIRST}: {expected}")
    assert "$.clauses[0].blocks[0]" in sentence


FAULTS: list[tuple[str, str, Callable[[Any], None], str]] = [
    ("a clause id twice", FIRST, lambda d: d["clauses"].append(d["clauses"][0]), "already used"),
    ("a clause without id", FIRST, lambda d: d["clauses"][0].update(id=""), "needs an id and a version"),
    ("a clause without blocks", FIRST, lambda d: d["clauses"][0].update(blocks=[]), "at least one block"),
    (
        "an empty list",
        FIRST,
        lambda d: d["clauses"][0]["blocks"].append({"block": "bullets", "items": []}),
        "at least one item",
    ),
    ("an unknown field", FIRST, lambda d: d["clauses"][0].update(colour="red"), "unknown field `colour`"),
    ("an unknown block", FIRST, lambda d: d["clauses"][0]["blocks"].append({"block": "video"}), "video"),
    (
        "an unknown insert",
        FIRST,
        lambda d: d["clauses"][0]["blocks"].append({"block": "insert", "facts": "weather"}),
        "weather",
    ),
    ("an unknown route", FIRST, lambda d: d["clauses"][0].update(applies={"routes": ["oral"]}), "oral"),
    (
        "a clause that moved on",
        FIRST,
        lambda d: d["clauses"][0].update(version="1.1"),
        "the form wants version 1.0, the file holds 1.1",
    ),
    ("a clause that is gone", FIRST, lambda d: d["clauses"].pop(0), "names a clause that no file holds"),
    ("a clause left out", "form.json", lambda d: d["key_points"].pop(0), "is in no section of the form"),
    ("a clause twice in the form", "form.json", lambda d: d["key_points"].append(d["key_points"][0]), "twice"),
    ("a role that nobody signs", "form.json", lambda d: d["signatures"].pop(0), "each role signs exactly once"),
    (
        "an unknown required part",
        FIRST,
        lambda d: d["clauses"][0].update(covers=["section-99"]),
        "section-99 is no required part",
    ),
    (
        "a required part that nobody covers",
        "coverage.json",
        lambda d: d["elements"].append({"id": "element-19", "title": {"en": "New", "ja": "新規"}}),
        "no clause covers this required part - at `element-19`",
    ),
    ("a placeholder in the subtitle", "form.json", lambda d: d["subtitle"].update(en="{secret}"), "{secret}"),
]


@pytest.mark.parametrize(("name", "file", "edit", "expected"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_each_fault_of_the_content_is_named(
    folder: Path, name: str, file: str, edit: Callable[[Any], None], expected: str
) -> None:
    change(folder / file, edit)
    sentence = fault_of(folder)
    assert expected in sentence
    assert ".json" in sentence


def test_a_truncated_file_is_named(folder: Path) -> None:
    path = folder / FIRST
    path.write_bytes(path.read_bytes()[:500])
    assert FIRST in fault_of(folder)


def test_bytes_that_are_no_text_are_named(folder: Path) -> None:
    (folder / "form.json").write_bytes(b"\xff\xfe{}")
    assert "form.json" in fault_of(folder)


@pytest.mark.parametrize("file", ["form.json", "coverage.json", "labels.json"])
def test_a_file_that_is_gone_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(EnvironmentProblem) as caught:
        read_consent_text(folder)
    assert file in caught.value.sentence


def test_a_folder_without_clauses_is_named(folder: Path) -> None:
    for path in folder.glob("clauses-*.json"):
        path.unlink()
    with pytest.raises(EnvironmentProblem) as caught:
        read_consent_text(folder)
    assert "clauses-*.json" in caught.value.sentence
