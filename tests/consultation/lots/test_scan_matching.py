"""A code against the lot book: every case says what to do."""

from datetime import date

import pytest
from certificate_builders import GTIN, NOON, make_entry, make_lot, make_product

from stemsup_desktop.consultation.lots.lot_model import Recall, Vial, VialFate
from stemsup_desktop.consultation.lots.scan_matching import ScanKind, ScanMatch, match_scan
from stemsup_desktop.consultation.lots.scans import ScannedCode

TODAY = date(2026, 9, 1)
LAST = date(2027, 5, 31)
ENTRY = make_entry()
CODE = ScannedCode(GTIN, "A1", LAST, "S7")


def kinds(match: ScanMatch) -> list[ScanKind]:
    assert all(finding.sentence.en.endswith(".") and finding.sentence.ja.endswith("。") for finding in match.findings)
    return [finding.kind for finding in match.findings]


def vial(fate: VialFate = VialFate.USED, consultation_id: str = "") -> Vial:
    return Vial("lot-1", "S7", fate, NOON, "staff", "somebody", consultation_id)


def test_a_lot_of_the_book_is_found() -> None:
    match = match_scan(CODE, (ENTRY,), today=TODAY)

    assert kinds(match) == [ScanKind.FOUND]
    assert match.entry is ENTRY
    assert match.is_usable


@pytest.mark.parametrize("number", ["a1", "Ａ１", " A1 "])
def test_a_number_is_found_however_it_is_written(number: str) -> None:
    assert match_scan(CODE, (make_entry(make_lot(number=number)),), today=TODAY).kind is ScanKind.FOUND


def test_a_hyphen_tells_lots_apart() -> None:
    assert match_scan(CODE, (make_entry(make_lot(number="A-1")),), today=TODAY).kind is ScanKind.LOT_UNKNOWN


def test_a_lot_that_is_not_in_the_book_is_to_be_entered() -> None:
    match = match_scan(ScannedCode(GTIN, "B2"), (ENTRY,), today=TODAY)

    assert kinds(match) == [ScanKind.LOT_UNKNOWN]
    assert match.product == ENTRY.product
    assert match.entry is None
    assert not match.is_usable


def test_a_product_without_a_lot_yet_is_known() -> None:
    match = match_scan(ScannedCode(GTIN, "B2"), (), today=TODAY, products=(make_product(gtins=(GTIN[1:],)),))

    assert kinds(match) == [ScanKind.LOT_UNKNOWN]


def test_a_code_without_a_lot_names_the_product() -> None:
    match = match_scan(ScannedCode(GTIN), (ENTRY,), today=TODAY)

    assert kinds(match) == [ScanKind.LOT_NOT_SAID]
    assert "Supernatant BM" in match.sentence.en
    assert "骨髄上清液" in match.sentence.ja


def test_an_unknown_product_is_said() -> None:
    match = match_scan(ScannedCode("00012345678905", "B2", date(2026, 8, 31)), (ENTRY,), today=TODAY)

    assert kinds(match) == [ScanKind.EXPIRED, ScanKind.PRODUCT_UNKNOWN]


def test_a_lot_of_a_product_without_this_code_is_not_taken_for_it() -> None:
    match = match_scan(ScannedCode("00012345678905", "A1"), (ENTRY,), today=TODAY)

    assert kinds(match) == [ScanKind.PRODUCT_DIFFERS]
    assert match.entry is None


def test_a_lot_serves_through_its_last_day() -> None:
    assert kinds(match_scan(CODE, (ENTRY,), today=LAST)) == [ScanKind.FOUND]
    assert kinds(match_scan(CODE, (ENTRY,), today=date(2027, 6, 1))) == [ScanKind.EXPIRED]


def test_the_earlier_of_two_expiry_dates_counts() -> None:
    code = ScannedCode(GTIN, "A1", date(2026, 8, 31))

    assert kinds(match_scan(code, (ENTRY,), today=TODAY)) == [ScanKind.EXPIRED, ScanKind.EXPIRY_DIFFERS]


def test_an_expiry_that_differs_from_the_book_is_said() -> None:
    match = match_scan(ScannedCode(GTIN, "A1", date(2027, 6, 30)), (ENTRY,), today=TODAY)

    assert kinds(match) == [ScanKind.EXPIRY_DIFFERS]
    assert "30 Jun 2027" in match.sentence.en
    assert "2027年5月31日" in match.sentence.ja


def test_a_recalled_lot_is_said_first() -> None:
    recalled = make_entry(make_lot(recalls=(Recall(NOON, "staff", "letter"),)))

    assert kinds(match_scan(CODE, (recalled,), today=date(2028, 1, 1))) == [ScanKind.RECALLED, ScanKind.EXPIRED]


@pytest.mark.parametrize("used", [vial(), vial(VialFate.DISCARDED, "visit-1"), vial(consultation_id="visit-2")])
def test_a_vial_that_is_used_or_discarded_is_refused(used: Vial) -> None:
    match = match_scan(CODE, (ENTRY,), today=TODAY, vials=(used,), consultation_id="visit-1")

    assert kinds(match) == [ScanKind.SERIAL_USED]
    assert "somebody" not in match.sentence.en + match.sentence.ja


def test_a_vial_of_this_very_visit_is_not_refused() -> None:
    own = vial(consultation_id="visit-1")

    assert match_scan(CODE, (ENTRY,), today=TODAY, vials=(own,), consultation_id="visit-1").is_usable
    assert not match_scan(CODE, (ENTRY,), today=TODAY, vials=(own,)).is_usable


def test_two_lots_of_one_number_are_not_guessed() -> None:
    other = make_entry(make_lot(lot_id="lot-2", product_id="product-2"), make_product(product_id="product-2", gtins=()))
    match = match_scan(ScannedCode(lot_number="A1"), (ENTRY, other), today=TODAY)

    assert kinds(match) == [ScanKind.SEVERAL_LOTS]
    assert match.entry is None
    assert match_scan(CODE, (ENTRY, other), today=TODAY).entry is ENTRY
    named = match_scan(ScannedCode(GTIN, "A1"), (other, make_entry(make_lot(number="Z"))), today=TODAY)
    assert "Another product" in named.sentence.en
