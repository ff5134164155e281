"""A certificate entered by hand: each thing that cannot be so is one sentence that names its field."""

from datetime import date
from typing import Any

import msgspec
import pytest
from certificate_builders import make_certificate, make_factor, make_items, make_lot

from stemsup_desktop.consultation.lots.certificate_checks import CertificateFault, find_certificate_faults
from stemsup_desktop.consultation.lots.lot_model import (
    ConcentrationUnit,
    ItemState,
    MeasuredFactor,
    MeasuredState,
    ReportedItem,
)

TODAY = date(2026, 9, 1)
PASSED, FAILED, ABSENT = ItemState.PASSED, ItemState.FAILED, ItemState.ABSENT


def faults(**changes: Any) -> tuple[CertificateFault, ...]:
    found = find_certificate_faults(
        make_certificate(**changes), make_lot(), today=TODAY, allergens=("penicillin", "latex")
    )
    assert all(fault.text.en.endswith(".") and fault.text.ja.endswith("。") for fault in found)
    return found


def fields(**changes: Any) -> list[str]:
    return [fault.field for fault in faults(**changes)]


def test_a_right_certificate_has_no_fault() -> None:
    factors = (make_factor("412"), make_factor(limit="4", factor_id="kgf"), make_factor("1", form="A"))

    assert fields(factors=factors, shown_absent=("latex",), issued_on=date(2026, 6, 1)) == []


def test_what_is_not_entered_yet_is_no_fault() -> None:
    assert fields(items=(), factors=(), is_research_use_only=None) == []


@pytest.mark.parametrize(
    ("item", "column"),
    [
        (ReportedItem("endotoxin", PASSED, "0.1"), "unit"),
        (ReportedItem("endotoxin", PASSED, "0.1", "pg/mL"), "unit"),
        (ReportedItem("endotoxin", PASSED, "-0.1", "EU/mL"), "value"),
        (ReportedItem("endotoxin", PASSED, "low"), "value"),
        (ReportedItem("endotoxin", PASSED), "value"),
        (ReportedItem("endotoxin", PASSED, "0.6", "EU/mL", limit="< 0.5 EU/mL"), "state"),
        (ReportedItem("endotoxin", PASSED, "0,6", "EU/mL", limit="0.5以下"), "state"),
        (ReportedItem("sterility", PASSED, "negative", "EU/mL"), "unit"),
        (ReportedItem("sterility", ABSENT, "negative"), "value"),
        (ReportedItem("cell-source", PASSED), "value"),
        (ReportedItem("cell-source", PASSED, "不明"), "value"),
        (ReportedItem("medium", PASSED, "N/A"), "value"),
        (ReportedItem("medium", PASSED, "x" * 201), "value"),
        (ReportedItem("colour", PASSED, "red"), "name"),
        (ReportedItem("lot-number", PASSED, "A1"), "name"),
        (ReportedItem("measured-factors", PASSED, "1"), "name"),
    ],
)
def test_an_item_that_cannot_be_so_names_its_field(item: ReportedItem, column: str) -> None:
    assert fields(items=(item,)) == [f"items.{item.item_id}.{column}"]


@pytest.mark.parametrize(
    "item",
    [
        ReportedItem("endotoxin", FAILED, "0.6", "EU/mL", limit="< 0.5"),
        ReportedItem("endotoxin", PASSED, "0.5", "EU/mL", limit="< 0.5"),
        ReportedItem("endotoxin", PASSED, "< 0.01", "EU/ml", limit="0.5"),
        ReportedItem("residual-antibiotics", PASSED, "不検出"),
        ReportedItem("total-protein", PASSED, "310", "ug/mL"),
        ReportedItem("particle-count", PASSED, "2.1×10^9", "particles/mL", "NTA"),
        ReportedItem("storage", PASSED, "-80", "℃"),
        ReportedItem("sterility", PASSED),
        ReportedItem("sterility", ABSENT),
    ],
)
def test_what_can_be_so_is_no_fault(item: ReportedItem) -> None:
    assert fields(items=(item,)) == []


@pytest.mark.parametrize(
    ("factor", "column"),
    [
        (make_factor("412", method=" "), "method"),
        (make_factor("0"), "value"),
        (make_factor("0.000"), "value"),
        (make_factor("3", limit="4"), "value"),
        (make_factor(limit="4", state=MeasuredState.NOT_MEASURED), "limit"),
        (make_factor("4", factor_id=" "), "name"),
        (make_factor("4", factor_id="IL\n6"), "name"),
        (make_factor("4", factor_id="X" * 201), "value"),
    ],
)
def test_a_factor_that_cannot_be_so_names_its_field(factor: MeasuredFactor, column: str) -> None:
    assert fields(factors=(make_factor("1", factor_id="hgf"), factor)) == [f"factors[1].{column}"]


@pytest.mark.parametrize(
    ("state", "value", "unit", "limit"),
    [
        (MeasuredState.BELOW_LIMIT, "4", ConcentrationUnit.PG_PER_ML, None),
        (MeasuredState.NOT_MEASURED, "4", ConcentrationUnit.PG_PER_ML, None),
        (MeasuredState.MEASURED, None, None, None),
        (MeasuredState.MEASURED, "-1", ConcentrationUnit.PG_PER_ML, None),
        (MeasuredState.MEASURED, "1", None, None),
        (MeasuredState.BELOW_LIMIT, None, None, "4"),
    ],
)
def test_a_value_that_contradicts_its_state_cannot_even_be_kept(
    state: MeasuredState, value: str | None, unit: ConcentrationUnit | None, limit: str | None
) -> None:
    with pytest.raises(ValueError, match=r"concentration|measured factor"):
        make_factor(value, unit, state=state, limit=limit)


def test_a_thing_said_twice_is_named_once() -> None:
    twice = (make_factor("1"), make_factor("2", method="elisa "), make_factor("3", method="Luminex"))
    items = make_items()

    assert fields(factors=twice) == ["factors[1].name"]
    assert fields(items=(*items, msgspec.structs.replace(items[3]))) == [f"items.{items[3].item_id}.name"]


@pytest.mark.parametrize("day", [date(2026, 9, 2), date(2027, 6, 1), date(2026, 4, 30)])
def test_a_certificate_is_issued_between_making_and_expiry_and_not_in_the_future(day: date) -> None:
    assert set(fields(issued_on=day)) == {"issued_on"}


def test_a_substance_that_the_checklist_does_not_know_is_named() -> None:
    (fault,) = faults(shown_absent=("penicillin", "plutonium"))

    assert fault.field == "shown_absent"
    assert "plutonium" in fault.text.en
