"""Measured values, lot beside lot: exact, of one form and method, and never a claim without a value."""

from decimal import Decimal

import pytest
from certificate_builders import make_certificate, make_entry, make_factor, make_lot

from stemsup_desktop.consultation.lots.lot_model import ConcentrationUnit, LotEntry, MeasuredFactor, MeasuredState
from stemsup_desktop.consultation.lots.measured import (
    BarState,
    convert,
    derive_measured,
    find_axis,
    say_factor,
    say_measured,
)
from stemsup_desktop.language import Language

PG, NG = ConcentrationUnit.PG_PER_ML, ConcentrationUnit.NG_PER_ML


def entry_of(number: str, *factors: MeasuredFactor, is_checked: bool = True) -> LotEntry:
    certificate = make_certificate(factors=factors, checked_by="Dr. Mori" if is_checked else "")
    return make_entry(make_lot(lot_id=number, number=number, certificate=certificate))


@pytest.mark.parametrize(
    ("factor", "english", "japanese"),
    [
        (make_factor("412"), "412 pg/mL", "412 pg/mL"),
        (make_factor("1.840", NG), "1.840 ng/mL", "1.840 ng/mL"),
        (make_factor(limit="4"), "below limit (< 4 pg/mL)", "検出限界未満（< 4 pg/mL）"),
        (make_factor(unit=None), "below limit", "検出限界未満"),
        (make_factor(unit=None, state=MeasuredState.NOT_MEASURED), "not measured", "未測定"),
    ],
)
def test_a_value_is_said_as_it_was_printed(factor: MeasuredFactor, english: str, japanese: str) -> None:
    said = say_measured(factor)

    assert said.en.replace("\u00a0", " ") == english
    assert said.ja.replace("\u00a0", " ") == japanese


def test_units_are_compared_exactly() -> None:
    assert convert(Decimal("1.840"), NG, PG) == Decimal("1840")
    digits = Decimal("123456789012.123456789012345678901")
    assert convert(convert(digits, PG, NG), NG, PG).as_tuple() == digits.as_tuple()
    (group,) = derive_measured("vegf", (entry_of("A", make_factor("412")), entry_of("B", make_factor("0.412", NG))))
    assert group.unit is PG
    assert group.bars[0].share == group.bars[1].share == Decimal(412) / 600
    assert group.bars[1].said.en.replace("\u00a0", " ") == "0.412 ng/mL"


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        ("0", "0 1"),
        ("412", "0 200 400 600"),
        ("1180", "0 500 1000 1500"),
        ("9.99", "0 2.5 5 7.5 10"),
        ("0.07", "0 0.02 0.04 0.06 0.08"),
        ("4", "0 1 2 3 4"),
        ("1000000000000", "0 250000000000 500000000000 750000000000 1000000000000"),
    ],
)
def test_the_axis_starts_at_zero_and_ends_at_a_round_number(most: str, ticks: str) -> None:
    assert " ".join(map(str, find_axis(Decimal(most)))) == ticks


def test_the_chosen_lot_comes_first_and_is_marked() -> None:
    entries = tuple(entry_of(number, make_factor(value)) for number, value in (("A", "365"), ("B", "412")))
    (group,) = derive_measured("vegf", entries, "B")

    assert [(bar.lot_number, bar.is_chosen) for bar in group.bars] == [("B", True), ("A", False)]


def test_another_form_or_method_is_a_group_of_its_own_that_of_the_chosen_lot_first() -> None:
    a = entry_of("A", make_factor("1", factor_id="pdgf", form="AA"), make_factor("2", factor_id="pdgf", form="BB"))
    b = entry_of("B", make_factor("3", factor_id="pdgf", form="BB", method="Luminex"))
    c = entry_of("C", make_factor("4", factor_id="pdgf", form=" bb ", method="elisa"))
    groups = derive_measured("pdgf", (a, b, c), "B")

    found = [(group.form, group.method, [bar.lot_number for bar in group.bars]) for group in groups]
    assert found == [("BB", "Luminex", ["B"]), ("AA", "ELISA", ["A"]), ("BB", "ELISA", ["A", "C"])]


def test_below_the_limit_and_not_measured_are_kept_apart() -> None:
    below = entry_of("A", make_factor(limit="4"))
    silent = entry_of("B", make_factor(unit=None, state=MeasuredState.NOT_MEASURED))
    nothing = entry_of("C")
    with_values, without = derive_measured("vegf", (below, silent, nothing), "C")

    assert [(bar.state, bar.share) for bar in with_values.bars] == [(BarState.BELOW_LIMIT, Decimal(1))]
    assert not without.has_values
    assert [(bar.lot_number, bar.state) for bar in without.bars] == [
        ("C", BarState.NOT_MEASURED),
        ("B", BarState.NOT_MEASURED),
    ]


def test_a_limit_that_nobody_printed_has_no_length() -> None:
    (group,) = derive_measured("vegf", (entry_of("A", make_factor(unit=None)),))

    assert group.bars[0].share is None
    assert group.axis_end == 1


def test_a_certificate_that_nobody_checked_shows_no_value_and_says_so() -> None:
    unchecked = entry_of("A", make_factor("412"), is_checked=False)
    missing = make_entry(make_lot(certificate=None))
    (group,) = derive_measured("vegf", (unchecked, missing), "A")

    assert [bar.state for bar in group.bars] == [BarState.NOT_CHECKED, BarState.NO_CERTIFICATE]
    assert all(bar.share is None for bar in group.bars)
    assert "412" not in "".join(bar.said.in_language(language) for bar in group.bars for language in Language)


def test_no_lots_are_no_groups() -> None:
    assert derive_measured("vegf", ()) == ()


def test_a_factor_is_named_with_its_form() -> None:
    assert say_factor("tgf-beta", "β1").en == "TGF-β β1"
    assert say_factor("il-6").ja == "IL-6"
    assert say_factor("NEW-1").en == "NEW-1"
