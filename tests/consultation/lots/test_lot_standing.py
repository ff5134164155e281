"""What the gate may read of a lot: nothing that nobody checked, and completeness by the catalogue."""

from datetime import timedelta

import msgspec
import pytest
from certificate_builders import NOON, make_certificate, make_entry, make_items, make_lot, make_product

from stemsup_desktop.consultation.lots.lot_model import ItemState, Recall, ReportedItem, TemperatureCheck
from stemsup_desktop.consultation.lots.lot_standing import (
    derive_lot_standing,
    derive_product,
    find_lacking_items,
    name_product,
)
from stemsup_desktop.consultation.plan_model import Certificate


def test_a_checked_and_complete_certificate_counts() -> None:
    standing = derive_lot_standing(make_entry())

    assert standing.number == "A1"
    assert standing.certificate == Certificate(
        is_on_file=True, is_complete=True, is_research_use_only=False, has_failed_item=False
    )


@pytest.mark.parametrize("changes", [{"checked_by": ""}, {"checked_at": None}])
def test_a_certificate_that_no_physician_checked_says_nothing(changes: dict[str, object]) -> None:
    lot = make_lot(certificate=make_certificate(shown_absent=("latex",), **changes))

    assert derive_lot_standing(make_entry(lot)).certificate == Certificate()
    assert derive_product(make_entry(lot)).certificate == Certificate()


def test_a_lot_without_a_certificate_is_not_known() -> None:
    assert derive_lot_standing(make_entry(make_lot(certificate=None))).certificate == Certificate()


def test_an_unread_temperature_log_is_not_known() -> None:
    assert derive_lot_standing(make_entry()).had_temperature_excursion is None
    assert derive_product(make_entry()).had_temperature_excursion is None
    read = make_lot(temperature=TemperatureCheck(had_excursion=False))
    assert derive_lot_standing(make_entry(read)).had_temperature_excursion is False


def test_a_required_item_that_is_absent_or_not_entered_makes_it_incomplete() -> None:
    items = make_items()
    left_out = tuple(item for item in items if item.item_id != "sterility")
    absent = (*left_out, ReportedItem("sterility", ItemState.ABSENT))

    for entered in (left_out, absent):
        lot = make_lot(certificate=make_certificate(items=entered))
        assert [item.id for item in find_lacking_items(lot)] == ["sterility"]
        assert derive_lot_standing(make_entry(lot)).certificate.is_complete is False


def test_an_item_that_is_not_required_may_be_left_out() -> None:
    items = tuple(item for item in make_items() if item.item_id != "particle-count")

    assert find_lacking_items(make_lot(certificate=make_certificate(items=items))) == ()


def test_a_required_field_of_the_lot_is_part_of_completeness() -> None:
    lot = make_lot(expires_on=None, certificate=make_certificate(is_research_use_only=None))

    assert [item.id for item in find_lacking_items(lot)] == ["expiry", "research-use-only"]


def test_an_item_that_failed_is_reported_and_failed() -> None:
    items = tuple(
        msgspec.structs.replace(item, state=ItemState.FAILED) if item.item_id == "sterility" else item
        for item in make_items()
    )
    certificate = derive_lot_standing(make_entry(make_lot(certificate=make_certificate(items=items)))).certificate

    assert (certificate.has_failed_item, certificate.is_complete) == (True, True)


def test_only_a_recall_that_stands_counts_from_its_first_day() -> None:
    lifted = Recall(NOON, "staff", "maker's letter", lifted_at=NOON, lifted_by="physician", lifted_reason="mistake")
    first, second = Recall(NOON + timedelta(1), "staff", "one"), Recall(NOON + timedelta(2), "staff", "two")

    assert derive_lot_standing(make_entry(make_lot(recalls=(lifted,)))).recalled_at is None
    standing = derive_lot_standing(make_entry(make_lot(recalls=(lifted, second, first))))
    assert standing.recalled_at == NOON + timedelta(1)
    assert derive_product(make_entry(make_lot(recalls=(first,)))).is_recalled is True


def test_the_plan_keeps_a_snapshot_of_product_and_lot() -> None:
    product = derive_product(make_entry())

    assert (product.lot_id, product.lot_number, product.maker) == ("lot-1", "A1", "Maker K.K.")
    assert product.name == "骨髄上清液 / Supernatant BM"
    assert product.is_recalled is False


def test_a_product_with_one_name_is_named_once() -> None:
    assert name_product(make_product(name_en="X", name_ja=" X ")) == "X"
    assert name_product(make_product(name_en="", name_ja="上清液")) == "上清液"
