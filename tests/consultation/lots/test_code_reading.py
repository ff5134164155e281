"""A GS1 code as a keyboard scanner types it, and each thing that can be wrong with it."""

from datetime import date

import pytest
from certificate_builders import GTIN

from stemsup_desktop.consultation.lots.scans import ScannedCode, looks_like_code, read_scan
from stemsup_desktop.errors import InputProblem

WHOLE = ScannedCode(GTIN, "A1-07", date(2027, 5, 31), "S7")


@pytest.mark.parametrize(
    "text",
    [
        f"]d201{GTIN}1727053110A1-07\x1d21S7",
        f"]C101{GTIN}21S7\x1d1727053110A1-07",
        f"]Q3\x1d01{GTIN}1727053110A1-07\x1d21S7\r\n",
        f"01{GTIN}1727050010A1-07\x1d21S7\x1d",
        f"01{GTIN}1727053110A1-07|21S7",
        f"01{GTIN}1727053110A1-07<GS>21S7",
        f"01{GTIN}1727053110A1-07␝21S7",
        f"01{GTIN}1727053110A1-07~d02921S7",
        f"(01){GTIN}(17)270531(10)A1-07(21)S7",
        f" (01) {GTIN} (17) 270531 (10) A1-07 (21) S7 ",
        f"０１{GTIN}１７２７０５３１１０Ａ１－０７|21S7",
        f"01{GTIN}17270531\x1d10A1-07\x1d10A1-07\x1d21S7",
    ],
)
def test_a_code_is_read_as_scanners_send_it(text: str) -> None:
    assert read_scan(text) == WHOLE


@pytest.mark.parametrize(
    ("digits", "last"),
    [("270500", date(2027, 5, 31)), ("280200", date(2028, 2, 29)), ("270200", date(2027, 2, 28))],
)
def test_day_00_is_the_last_day_of_the_month(digits: str, last: date) -> None:
    assert read_scan(f"01{GTIN}17{digits}10A").expires_on == last


def test_expiry_with_an_hour_is_read_as_its_day() -> None:
    assert read_scan(f"01{GTIN}70032705311200\x1d10A") == ScannedCode(GTIN, "A", date(2027, 5, 31))


def test_the_day_of_production_is_read() -> None:
    assert read_scan(f"01{GTIN}1126050110A").made_on == date(2026, 5, 1)


@pytest.mark.parametrize("text", [GTIN, GTIN[1:], f"]E0{GTIN[1:]}", f"]I1{GTIN}"])
def test_the_code_of_a_box_names_the_product_alone(text: str) -> None:
    assert read_scan(text) == ScannedCode(GTIN)


def test_a_lot_without_a_product_is_read() -> None:
    assert read_scan("10A1") == ScannedCode(lot_number="A1")


def test_a_lot_may_hold_a_parenthesis() -> None:
    assert read_scan("(10)A(1)B").lot_number == "A(1)B"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "code-empty"),
        ("\r\n\x1d", "code-empty"),
        ("0" * 401, "code-too-long"),
        ("hello", "code-not-gs1"),
        ("https://example.com/01/04512345678906", "code-not-gs1"),
        ("]d1PLAIN", "code-not-gs1"),
        ("]C010A1", "code-not-gs1"),
        ("ロット", "code-not-gs1"),
        (f"[)>\x1e0601{GTIN}", "code-not-gs1"),
        (f"x(01){GTIN}", "code-not-gs1"),
        (f"01{GTIN[:-1]}010A1", "code-check-digit"),
        (f"01{'0' * 14}10A1", "code-check-digit"),
        (f"{GTIN[:-1]}0", "code-check-digit"),
        ("]E04512345678900", "code-check-digit"),
        (f"01{GTIN}1727133110A", "code-date"),
        (f"01{GTIN}1727023010A", "code-date"),
        (f"01{GTIN}05123", "code-unknown-part"),
        ("(88)12", "code-unknown-part"),
        (f"01{GTIN[:9]}", "code-damaged"),
        (f"01{GTIN}10{'A' * 21}", "code-damaged"),
        (f"(01){GTIN}9(10)A1", "code-damaged"),
        (f"01{GTIN}10", "code-damaged"),
        (f"01{GTIN}10A1\x1d10A2", "code-contradicts"),
        (f"(01){GTIN}(17)270531(17)270630(10)A", "code-contradicts"),
        (f"01{GTIN}1727053170032706010000\x1d10A", "code-contradicts"),
        ("21S7", "code-without-lot"),
        ("00340123450000000018", "code-without-lot"),
    ],
)
def test_each_fault_has_a_sentence_of_its_own(text: str, code: str) -> None:
    with pytest.raises(InputProblem) as caught:
        read_scan(text)

    assert caught.value.code == code
    assert not text.strip() or text not in caught.value.sentence


def test_a_window_knows_a_code_by_its_looks() -> None:
    assert looks_like_code(f"]d201{GTIN}")
    assert looks_like_code(f"01{GTIN}10A1")
    assert looks_like_code(f"(01){GTIN}(10)A1")
    assert not looks_like_code("0123")
    assert not looks_like_code("Yamada Hanako")
    assert not looks_like_code("")
