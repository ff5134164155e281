"""The catalogue of reporting items: whole, in both languages, and refused by name where it has a fault."""

import json
from pathlib import Path
from typing import Any

import pytest

from stemsup_desktop.consultation.lots.certificate_items import (
    ITEMS_FILE,
    fold_name,
    get_shipped_items,
    read_certificate_items,
)
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.resources import find_resources

CATALOGUE = get_shipped_items()


def write(tmp_path: Path, change: dict[str, Any]) -> Path:
    shipped = json.loads((find_resources() / ITEMS_FILE).read_bytes())
    path = tmp_path / ITEMS_FILE
    path.parent.mkdir()
    path.write_text(json.dumps({**shipped, **change}), "utf-8")
    return tmp_path


def test_every_reporting_item_of_the_clinical_facts_is_there() -> None:
    wanted = {
        *("cell-source", "donor-screening", "passage", "medium", "supplement", "conditioning-time", "filtration"),
        *("sterility", "mycoplasma", "endotoxin", "adventitious-virus", "total-protein", "particle-count"),
        *("measured-factors", "residual-antibiotics", "residual-serum", "lot-number", "expiry", "storage"),
        *("temperature-log", "research-use-only"),
    }

    assert wanted <= {item.id for item in CATALOGUE.items}
    assert {item.status for item in CATALOGUE.items} == {"proposal"}


def test_every_source_is_a_source_of_the_reference() -> None:
    known = {one["id"] for one in json.loads((find_resources() / "reference" / "sources.json").read_bytes())}

    assert all(item.sources and set(item.sources) <= known for item in CATALOGUE.items)


def test_the_reference_factors_are_the_pages_of_the_reference() -> None:
    pages = {path.stem for path in (find_resources() / "reference" / "factors").glob("*.json")}

    assert {factor.id for factor in CATALOGUE.factors if factor.is_reference} == pages


@pytest.mark.parametrize("name", ["Lot no.", "ＬＯＴ", "ロット番号", "製造番号", "lot-number"])
def test_an_item_is_found_by_any_of_its_names(name: str) -> None:
    found = CATALOGUE.find_item(name)

    assert found is not None
    assert found.id == "lot-number"


@pytest.mark.parametrize(
    ("name", "factor_id", "form"),
    [
        ("VEGF", "vegf", ""),
        ("ＴＧＦ－β１", "tgf-beta", "β1"),
        ("TGF beta 1", "tgf-beta", "β1"),
        ("PDGF-BB", "pdgf", "BB"),
        ("FGF7", "kgf", ""),
        ("KGF-2", "FGF-10", ""),
        ("肝細胞増殖因子", "hgf", ""),
        ("il 6", "IL-6", ""),
    ],
)
def test_a_factor_is_found_by_any_of_its_names_with_its_form(name: str, factor_id: str, form: str) -> None:
    found = CATALOGUE.find_factor(name)

    assert found is not None
    assert (found[0].id, found[1]) == (factor_id, form)


def test_a_name_that_nobody_gave_is_found_nowhere() -> None:
    assert CATALOGUE.find_factor("TGF-α") is None
    assert CATALOGUE.find_item("") is None
    assert fold_name("TGF-α") != fold_name("TGF-β")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"items": [{"id": "x"}]}, "$.items[0]"),
        ({"items": json.loads((find_resources() / ITEMS_FILE).read_bytes())["items"][:1] * 2}, "$.items[1]"),
        ({"factors": [{"id": "a", "name": {"en": "A", "ja": ""}}]}, "$.factors[0].name"),
        (
            {"factors": [{"id": "a", "name": {"en": "A", "ja": "あ"}}, {"id": "b", "name": {"en": "a", "ja": "い"}}]},
            "$.factors[1]",
        ),
        (
            {"factors": [{"id": "a", "name": {"en": "A", "ja": "あ"}, "aliases": [{"name": "A1", "form": "1"}]}]},
            "$.factors[0].aliases",
        ),
    ],
)
def test_a_fault_is_named_by_file_and_path(tmp_path: Path, change: dict[str, Any], where: str) -> None:
    with pytest.raises(InputProblem) as caught:
        read_certificate_items(write(tmp_path, change))

    assert caught.value.code == "content-invalid"
    assert ITEMS_FILE.name in caught.value.sentence
    assert where in caught.value.sentence


def test_a_catalogue_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        read_certificate_items(tmp_path)
