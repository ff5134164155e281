"""The texts of slip, addendum and self-administration sheet: every fault names file, path and what was expected."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consultation.consent_builders import RESOURCES

from stemsup_desktop.consultation.sheet_text import (
    ADDENDUM_FILE,
    SELF_ADMINISTRATION_FILE,
    WITHDRAWAL_FILE,
    iter_texts,
    read_sheets,
)
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.reference.reader import read_reference

Change = Callable[[Any], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RESOURCES / "sheets", tmp_path / "sheets"))


def change(folder: Path, name: str, edit: Change) -> None:
    data = json.loads((folder / name).read_text(encoding="utf-8"))
    edit(data)
    (folder / name).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_the_shipped_sheets_load_and_their_sources_are_listed() -> None:
    sheets = read_sheets(RESOURCES / "sheets")
    forms = (sheets.withdrawal, sheets.addendum, sheets.self_administration.form)
    cited = {source for form in forms for section in form.sections for source in section.sources}
    assert cited
    assert cited <= read_reference(RESOURCES / "reference").sources.keys()
    assert all(list(iter_texts(form)) for form in forms)
    assert 3 <= len(sheets.self_administration.questions) <= 5


def test_no_shipped_sheet_names_an_amount() -> None:
    """A dose is the physician's: no number stands beside a spray, a drop or a millilitre."""
    form = read_sheets(RESOURCES / "sheets").self_administration.form
    for text in iter_texts(form):
        for unit in ("mL", "ml ", "drops", "sprays", "滴", "噴霧を", "プッシュ"):
            assert unit not in text.en + text.ja


@pytest.mark.parametrize(
    ("name", "edit", "expected"),
    [
        (WITHDRAWAL_FILE, lambda data: data["sections"].pop(0), "a section with the id what"),
        (WITHDRAWAL_FILE, lambda data: data["statements"].pop("guardian"), "a statement with the id guardian"),
        (WITHDRAWAL_FILE, lambda data: data["title"].update(en="{dose}"), "a text names dose"),
        (ADDENDUM_FILE, lambda data: data["sections"].append(data["sections"][0]), "is already used"),
        (ADDENDUM_FILE, lambda data: data["sections"][0].update(id="Not an id"), "an id and a version"),
        (ADDENDUM_FILE, lambda data: data["sections"][0].pop("lead"), "a section needs a text"),
        (ADDENDUM_FILE, lambda data: data["title"].update(ja=""), "ja text is empty"),
        (ADDENDUM_FILE, lambda data: data["title"].update(ja="{"), "which is none of"),
        (SELF_ADMINISTRATION_FILE, lambda data: data["questions"].clear(), "three to five"),
        (SELF_ADMINISTRATION_FILE, lambda data: data["questions"][0].update(right="z"), "of which one is right"),
        (SELF_ADMINISTRATION_FILE, lambda data: data["questions"][0].update(section="z"), "a section of the sheet"),
        (
            SELF_ADMINISTRATION_FILE,
            lambda data: data["questions"][1].update(id=data["questions"][0]["id"]),
            "an id of its own",
        ),
    ],
)
def test_a_fault_names_file_and_what_was_expected(folder: Path, name: str, edit: Change, expected: str) -> None:
    change(folder, name, edit)
    with pytest.raises(InputProblem) as caught:
        read_sheets(folder)
    assert name in caught.value.sentence
    assert expected in caught.value.sentence


def test_a_missing_sheet_is_said(folder: Path) -> None:
    (folder / ADDENDUM_FILE).unlink()
    with pytest.raises(EnvironmentProblem) as caught:
        read_sheets(folder)
    assert ADDENDUM_FILE in caught.value.sentence
