"""Which lots a treatment used: by its vials, by its own number, and by what was handed out; never by the plan."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.lots.named_lots import is_named, list_named_lots
from stemsup_desktop.consultation.lots.plan_standing import with_lot_standing
from stemsup_desktop.consultation.lots.recall_model import LotUse
from stemsup_desktop.consultation.lots.uses import derive_given_routes, derive_lot_uses
from stemsup_desktop.consultation.plan_model import Certificate, Plan, Product
from stemsup_desktop.consultation.record import Consultation, LotStanding
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import (
    Dispensed,
    DripRecord,
    NasalRecord,
    SiteTreated,
    Treatment,
    VialUsed,
)
from stemsup_desktop.consultation.volumes import sum_volumes

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = START + timedelta(hours=1)
SITE = SiteTreated("front-l", volume_ml=Decimal("1.20"))
SKIN, DRIP, NOSE = Route.INTRADERMAL, Route.INTRAVENOUS, Route.INTRANASAL


def make_visit(plan: Plan | None = None, **treatment: object) -> Consultation:
    return Consultation("c1", START, plan=plan or Plan(), treatment=Treatment(**treatment))


def uses_of(**treatment: object) -> list[tuple[str, Route | None, str | None]]:
    uses = derive_lot_uses(make_visit(**treatment))
    return [(use.lot_number, use.route, None if use.volume_ml is None else str(use.volume_ml)) for use in uses]


def test_a_planned_lot_is_no_use() -> None:
    assert derive_lot_uses(make_visit(Plan(product=Product(lot_number="A", lot_id="a")))) == ()


def test_the_treatments_own_lot_counts_for_every_route_without_vials() -> None:
    drip = DripRecord(volume_ml=Decimal("2.0"))
    assert uses_of(lot_number=" A ", sites=(SITE,), drip=drip, nasal=NasalRecord(volume_ml=Decimal("0.5"))) == [
        ("A", SKIN, "1.20"),
        ("A", DRIP, "2.0"),
        ("A", NOSE, "0.5"),
    ]
    assert uses_of(lot_number="A") == [("A", None, None)]
    assert uses_of(lot_number=" ") == []


def test_vials_say_which_lot_went_by_their_route() -> None:
    vials = (VialUsed("B", "1", SKIN, "b", drawn_up_ml=Decimal("0.70")), VialUsed("b ", "2", SKIN))
    drip = DripRecord(volume_ml=Decimal("2.0"))
    (skin, line) = derive_lot_uses(make_visit(lot_number="A", sites=(SITE,), drip=drip, vials=vials))
    assert (skin.lot_number, skin.lot_id, skin.vials, skin.drawn_up_ml) == ("B", "b", vials, None)
    assert (line.lot_number, line.route, line.sites, line.vials) == ("A", DRIP, (), ())
    assert uses_of(lot_number="A", sites=(SITE,), vials=vials) == [("B", SKIN, "1.20"), ("A", None, None)]


def test_where_vials_of_two_lots_went_by_one_route_both_went_everywhere() -> None:
    vials = (VialUsed("A", "1", SKIN), VialUsed("B", "1", SKIN))
    assert uses_of(sites=(SITE,), vials=vials) == [("A", SKIN, "1.20"), ("B", SKIN, "1.20")]


def test_what_was_handed_out_is_a_use_of_its_own_lot_or_of_the_treatments() -> None:
    one, other = Dispensed(2, date(2026, 11, 23), "H"), Dispensed(1, date(2026, 11, 23))
    nasal = NasalRecord(volume_ml=Decimal("0.5"), dispensed=(one, other))
    own, handed = derive_lot_uses(make_visit(lot_number="A", nasal=nasal))
    assert (own.lot_number, own.volume_ml, own.dispensed) == ("A", Decimal("0.5"), (other,))
    assert handed == LotUse("H", START, route=NOSE, dispensed=(one,))


def test_a_use_is_of_the_time_of_the_treatment() -> None:
    assert derive_lot_uses(make_visit(lot_number="A", started_at=LATER))[0].used_at == LATER


def test_given_routes_are_those_with_a_record() -> None:
    assert derive_given_routes(Treatment()) == ()
    assert derive_given_routes(Treatment(sites=(SITE,), vials=(VialUsed("A", "1", NOSE),))) == (SKIN, NOSE)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [("sup 24", "ＳＵＰ24 ", True), ("A-1", "A1", False), ("O1", "01", False), ("\ud800", "\ufffd", True)],
)
def test_width_capitals_and_blanks_make_no_other_number(one: str, other: str, is_same: bool) -> None:
    assert (fold_lot_number(one) == fold_lot_number(other)) is is_same


def test_a_sum_keeps_every_digit_and_is_unknown_while_a_part_is() -> None:
    assert str(sum_volumes([Decimal("0.10"), Decimal("0.200")])) == "0.300"
    long = Decimal("0." + "1" * 60)
    assert sum_volumes([long, Decimal("1.0")]) == Decimal("1." + "1" * 60)
    assert sum_volumes([Decimal("0.1"), None]) is None
    assert sum_volumes([]) is None


def test_points_are_added_up_only_when_each_has_a_volume() -> None:
    points = tuple(SitePoint("scalp-top/1", Decimal(1), Decimal(2), volume_ml=Decimal(v)) for v in ("0.10", "0.15"))
    assert uses_of(lot_number="A", sites=(SiteTreated("front-l", marked=points),)) == [("A", SKIN, "0.25")]
    unknown = (*points, SitePoint("scalp-top/1", Decimal(1), Decimal(2)))
    assert uses_of(lot_number="A", sites=(SiteTreated("front-l", marked=unknown),)) == [("A", SKIN, None)]


def test_a_number_by_itself_is_no_other_lot_than_the_one_named_with_its_entry() -> None:
    plan = Plan(product=Product(lot_number="A", lot_id="a"))
    visit = make_visit(plan, lot_number="a ", vials=(VialUsed("C", "1", SKIN),), nasal=NasalRecord())
    named = list_named_lots(visit)
    assert named == (("a", "A"), ("", "C"))
    assert is_named(LotStanding("a", "A"), named)
    assert not is_named(LotStanding("of-another-product", "A"), named)
    assert is_named(LotStanding("c", "ｃ"), named)


STANDING = LotStanding("a", "A-1", date(2027, 1, 1), START, False, Certificate(is_on_file=True))


def test_a_plan_says_what_the_book_says_until_the_treatment_begins() -> None:
    plan = Plan(product=Product(name="P", lot_number="A", lot_id="a", certificate=Certificate(is_on_file=False)))
    product = with_lot_standing(make_visit(plan), (STANDING,)).plan.product
    assert product == Product(
        name="P",
        lot_number="A-1",
        expires=date(2027, 1, 1),
        certificate=Certificate(is_on_file=True),
        lot_id="a",
        is_recalled=True,
        had_temperature_excursion=False,
    )
    for settled in (
        make_visit(plan, started_at=LATER),
        msgspec.structs.replace(
            make_visit(plan), summary=msgspec.structs.replace(make_visit().summary, closed_at=LATER)
        ),
        make_visit(msgspec.structs.replace(plan, product=msgspec.structs.replace(plan.product, lot_id="b"))),
    ):
        assert with_lot_standing(settled, (STANDING,)) is settled
