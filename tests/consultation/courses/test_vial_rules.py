"""One vial, one patient, one session: each fault of a treatment's vials is found and named, to the last digit."""

from decimal import Decimal

import msgspec
import pytest
from consultation.course_builders import NOW

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.courses.vials import VialRule, find_vial_faults
from stemsup_desktop.consultation.lots.lot_model import Vial, VialFate
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment, VialUsed

USED = VialUsed("UC-2608-03", "7", Route.INTRADERMAL, "lot-1", drawn_up_ml=Decimal("2.00"))
GIVEN = Treatment(sites=(SiteTreated("vertex", 6, Decimal("2.00")),), vials=(USED,))
HOLDS = {"lot-1": Decimal("2.00")}


def find(treatment: Treatment, *known: Vial) -> list[tuple[VialRule, Decimal | None]]:
    faults = find_vial_faults(treatment, known, "visit-1", HOLDS)
    assert all(fault.sentence.en.endswith(".") and fault.sentence.ja.endswith("。") for fault in faults)
    return [(fault.rule, fault.off_by_ml) for fault in faults]


def use(**changes: object) -> Treatment:
    return msgspec.structs.replace(GIVEN, vials=(msgspec.structs.replace(USED, **changes),))


def make_vial(fate: VialFate, visit_id: str = "") -> Vial:
    return Vial("lot-1", "7", fate, NOW, "Dr Aoki", "patient-9", visit_id)


def test_a_treatment_that_took_all_of_one_vial_has_no_fault() -> None:
    assert find(GIVEN) == []
    assert find(GIVEN, make_vial(VialFate.USED, "visit-1")) == []
    assert find(Treatment()) == []


def test_a_vial_of_another_visit_or_one_that_was_discarded_is_found() -> None:
    assert find(GIVEN, make_vial(VialFate.USED, "visit-2")) == [(VialRule.OTHER_VISIT, None)]
    assert find(GIVEN, make_vial(VialFate.DISCARDED)) == [(VialRule.DISCARDED, None)]


def test_one_vial_stands_once_and_one_route_has_one_lot() -> None:
    half = msgspec.structs.replace(USED, drawn_up_ml=Decimal("1.00"))
    assert find(msgspec.structs.replace(GIVEN, vials=(half, half))) == [(VialRule.TWICE, None)]
    other = msgspec.structs.replace(half, lot_number="UC-2608-04", lot_id="lot-2")
    assert find(msgspec.structs.replace(GIVEN, vials=(half, other))) == [(VialRule.SEVERAL_LOTS, None)]
    nasal = msgspec.structs.replace(other, route=Route.INTRANASAL)
    assert find(msgspec.structs.replace(GIVEN, vials=(USED, nasal))) == []


@pytest.mark.parametrize(
    ("drawn", "discarded", "off_by"),
    [
        ("2.00", None, []),
        ("1.90", None, ["-0.10"]),
        ("2.00", "0.05", ["-0.05"]),
    ],
)
def test_what_was_drawn_up_is_given_and_discarded_or_by_how_much_not(
    drawn: str, discarded: str | None, off_by: list[str]
) -> None:
    treatment = use(drawn_up_ml=Decimal(drawn), discarded_ml=None if discarded is None else Decimal(discarded))
    assert find(treatment) == [(VialRule.BALANCE, Decimal(one)) for one in off_by]


def test_more_than_a_vial_holds_was_never_drawn_up() -> None:
    treatment = use(drawn_up_ml=Decimal("2.10"), discarded_ml=Decimal("0.10"))
    assert find(treatment) == [(VialRule.TOO_MUCH, Decimal("0.10"))]
    (fault,) = find_vial_faults(treatment, (), "visit-1", HOLDS)
    assert fault.sentence.en.replace("\u00a0", " ") == (
        "Vial 7 of lot UC-2608-03 holds 2.00 mL, but 2.10 mL were drawn up."
    )


def test_what_is_missing_is_said_in_both_languages() -> None:
    short = msgspec.structs.replace(GIVEN, sites=(SiteTreated("vertex", 6, Decimal("1.85")),))
    (fault,) = find_vial_faults(short, (), "visit-1")
    assert fault.off_by_ml == Decimal("0.15")
    assert fault.sentence.en.startswith("0.15\u00a0mL of what was drawn up is neither")
    assert "0.15\u00a0mL" in fault.sentence.ja


def test_nothing_is_summed_while_a_site_has_no_volume() -> None:
    treatment = msgspec.structs.replace(GIVEN, sites=(*GIVEN.sites, SiteTreated("crown")))
    assert find(treatment) == []
