"""What keeps a measure from being recorded, and the measures with it and without it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from consultation.scores.trend_builders import DENSITY, DLQI, LUDWIG, shipped_content

from stemsup_desktop.consultation.score_model import GradeScale, Measures
from stemsup_desktop.consultation.scores.grade_lists import read_grade_lists
from stemsup_desktop.consultation.scores.measure_entry import (
    Fault,
    find_grade_faults,
    find_hair_faults,
    find_instrument_faults,
    is_recorded,
    list_instruments,
    list_measures,
    with_measure,
    without_measure,
)
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.resources import find_resources

DAY = date(2026, 11, 17)
FULL = {"name": "DLQI", "total": Decimal(12), "lowest": Decimal(0), "highest": Decimal(30)}


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, {}),
        ({"name": "  "}, {"name": Fault.WANTED}),
        ({"total": None, "highest": None}, {"total": Fault.WANTED, "highest": Fault.WANTED}),
        ({"total": Decimal(31)}, {"total": Fault.TOTAL_OUTSIDE}),
        ({"total": Decimal("-0.5")}, {"total": Fault.TOTAL_OUTSIDE}),
        ({"highest": Decimal(0)}, {"highest": Fault.RANGE_EMPTY}),
    ],
)
def test_an_instrument_says_what_is_wrong_with_it(changed: dict[str, object], faults: dict[str, Fault]) -> None:
    assert find_instrument_faults({**FULL, **changed}) == faults


def test_a_grade_wants_a_scale_and_a_count_an_area() -> None:
    assert find_grade_faults({"scale": None, "grade": ""}) == {"scale": Fault.WANTED, "grade": Fault.WANTED}
    assert find_hair_faults({"kind": "density", "value": Decimal(0)}) == {}
    assert find_hair_faults({"kind": "count", "value": Decimal(0)}) == {"area_cm2": Fault.WANTED}


def test_measures_come_and_go_one_by_one() -> None:
    measures = Measures()
    for one in (DENSITY, DLQI, LUDWIG):
        measures = with_measure(measures, one)
    assert list_measures(measures) == (DLQI, LUDWIG, DENSITY)
    assert without_measure(measures, 1) == Measures((DLQI,), (), (DENSITY,))


def test_the_same_measure_of_one_day_and_rater_is_recorded_once() -> None:
    measures = Measures((DLQI,), (LUDWIG,), (DENSITY,))
    for one in (DLQI, LUDWIG, DENSITY, msgspec.structs.replace(DLQI, total=Decimal(3), taken_on=DAY)):
        assert is_recorded(measures, one, DAY)
    for other in (
        msgspec.structs.replace(DLQI, rater="Mori"),
        msgspec.structs.replace(LUDWIG, given_on=date(2026, 11, 16)),
        msgspec.structs.replace(DENSITY, site_id="cheek-l"),
    ):
        assert not is_recorded(measures, other, DAY)


def test_known_instruments_are_those_whose_total_may_be_recorded_by_one_name_in_every_language() -> None:
    known = {one.scale_id: one for one in list_instruments(shipped_content().reference.scales)}
    assert known["dlqi"].name == "DLQI"
    assert (known["dlqi"].lowest, known["dlqi"].highest) == (0, 30)
    assert known["who-5"].name == "WHO-5 Well-Being Index"
    assert not {"nrs", "external", "norwood-hamilton", "hair-density"} & set(known)
    assert len({one.name for one in known.values()}) == len(known)


def test_every_grade_scale_is_one_of_the_reference_of_which_a_grade_may_be_recorded() -> None:
    content = shipped_content()
    assert set(content.names.grades) == set(GradeScale)
    for one in content.names.grades.values():
        assert content.reference.scales[one.reference].may_record == "grade"
    assert len(content.names.grades[GradeScale.NORWOOD_HAMILTON].grades) == 12
    assert [one.mark for one in content.names.grades[GradeScale.LUDWIG].grades] == ["I", "II", "III"]
    assert [one.code for one in content.names.grades[GradeScale.GAIS].grades] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("damage", ["[]", '"code": "2", "mark": "II"', "not json"])
def test_a_damaged_list_of_grades_is_named(damage: str, tmp_path: Path) -> None:
    shipped = (find_resources() / "scores" / "grades.json").read_text("utf-8")
    text = shipped.replace('"code": "1", "mark": "I"', damage, 1) if damage.startswith('"') else damage
    (tmp_path / "grades.json").write_text(text, "utf-8")
    with pytest.raises(InputProblem, match=r"grades\.json"):
        read_grade_lists(tmp_path)


def test_a_missing_list_of_grades_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        read_grade_lists(tmp_path)
