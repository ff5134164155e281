"""What certificates measured of one factor, lot beside lot: linear, from zero, the same form and method only."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Context, Decimal
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.formats import format_measure
from stemsup_desktop.consultation.lots.certificate_items import CertificateCatalogue, fold_name, get_shipped_items
from stemsup_desktop.consultation.lots.lot_model import (
    ConcentrationUnit,
    LotCertificate,
    LotEntry,
    MeasuredFactor,
    MeasuredState,
)
from stemsup_desktop.consultation.lots.lot_standing import is_checked
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.typed_text import is_blank

_PLACES = {ConcentrationUnit.PG_PER_ML: 0, ConcentrationUnit.NG_PER_ML: 3}
"""By how many places the point moves from each unit to pg/mL."""

_EXACT = Context(prec=100)
"""More digits than any certificate has, so that moving the point rounds nothing away."""

_NICE_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MOST_STEPS = 4

NOT_MEASURED = Text("not measured", "未測定")
NOT_CHECKED = Text("certificate not checked yet", "試験成績書は未確認")
NO_CERTIFICATE = Text("no certificate", "試験成績書なし")


class BarState(StrEnum):
    """What a lot's certificate says of the factor; only `MEASURED` is a value, and only a value shows presence."""

    MEASURED = "measured"
    BELOW_LIMIT = "below-limit"
    NOT_MEASURED = "not-measured"
    NOT_CHECKED = "not-checked"
    NO_CERTIFICATE = "no-certificate"


class MeasuredBar(msgspec.Struct, frozen=True):
    """One lot in a group. `said` is value or limit with its unit as printed; `share` is the part of the axis, 0 to 1.

    `share` is of the value, or of the limit under which the factor lies; None where there is neither.
    """

    lot_id: str
    lot_number: str
    state: BarState
    said: Text
    is_chosen: bool
    share: Decimal | None = None


class MeasuredGroup(msgspec.Struct, frozen=True):
    """Lots that can be compared: one form, one method, one axis in `unit` from zero to `axis_end`.

    The last group may be of the lots without a value: it has neither unit nor axis. `ticks` are even, 0 first.
    """

    form: str
    method: str
    unit: ConcentrationUnit | None
    axis_end: Decimal | None
    ticks: tuple[Decimal, ...]
    bars: tuple[MeasuredBar, ...]

    @property
    def has_values(self) -> bool:
        """Say whether these lots have a value or a limit to be compared by."""
        return self.unit is not None


def derive_measured(
    factor_id: str, entries: tuple[LotEntry, ...], chosen_lot_id: str = ""
) -> tuple[MeasuredGroup, ...]:
    """Return what the lots' certificates say of a factor, the group of the chosen lot first, it first in each.

    Only certificates that a physician has checked show values; the others say so, in the last group.
    """
    ordered = sorted(entries, key=lambda entry: entry.lot.lot_id != chosen_lot_id)
    groups: dict[tuple[str, str], list[tuple[LotEntry, MeasuredFactor]]] = {}
    rest: list[MeasuredBar] = []
    for entry in ordered:
        found = tuple(_find_stated(entry.lot.certificate, factor_id))
        for factor in found:
            groups.setdefault((fold_name(factor.form), fold_name(factor.method)), []).append((entry, factor))
        if not found:
            rest.append(_make_empty_bar(entry, chosen_lot_id))
    made = [_make_group(members, chosen_lot_id) for members in groups.values()]
    made.sort(key=lambda group: not any(bar.is_chosen for bar in group.bars))
    return (*made, MeasuredGroup("", "", None, None, (), tuple(rest))) if rest else tuple(made)


def find_measured(factor_id: str, certificate: LotCertificate | None) -> tuple[MeasuredFactor, ...]:
    """Return what a checked certificate says of a factor, one for each form and method; nothing of an unchecked one."""
    if certificate is None or not is_checked(certificate):
        return ()
    return tuple(factor for factor in certificate.factors if factor.factor_id == factor_id)


def say_measured(factor: MeasuredFactor) -> Text:
    """Return "412 pg/mL", "below limit (< 4 pg/mL)" or "not measured", as it was printed."""
    unit = "" if factor.unit is None else factor.unit.value
    match factor.state:
        case MeasuredState.MEASURED if factor.value is not None:
            said = format_measure(factor.value, unit)
            return Text(said, said)
        case MeasuredState.BELOW_LIMIT:
            if factor.limit is None:
                return Text("below limit", "検出限界未満")
            limit = f"< {format_measure(factor.limit, unit)}"
            return Text(f"below limit ({limit})", f"検出限界未満（{limit}）")
        case _:
            return NOT_MEASURED


def say_factor(factor_id: str, form: str = "", catalogue: CertificateCatalogue | None = None) -> Text:
    """Return the name of a factor, with its form the short one ("TGF-β β1"); an unknown id speaks for itself."""
    found = (get_shipped_items() if catalogue is None else catalogue).find_factor(factor_id)
    written = "-" if is_blank(factor_id) else factor_id
    name = Text(written, written) if found is None else found[0].name
    return Text(f"{name.en} {form}", f"{name.en} {form}") if form else name


def convert(value: Decimal, unit: ConcentrationUnit, into: ConcentrationUnit) -> Decimal:
    """Return a concentration in another unit, exactly."""
    return value.scaleb(_PLACES[unit] - _PLACES[into], _EXACT)


def find_axis(most: Decimal) -> tuple[Decimal, ...]:
    """Return at most five even ticks from zero that hold `most`; a step is 1, 2, 2.5 or 5 times a power of ten."""
    if most <= 0:
        return Decimal(0), Decimal(1)
    rough = most / _MOST_STEPS
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * nice for nice in _NICE_STEPS if power * nice >= rough)
    count = int((most / step).to_integral_value(ROUND_CEILING))
    return tuple(_write_plainly(step * number) for number in range(count + 1))


def _write_plainly(number: Decimal) -> Decimal:
    """Return a number without zeros behind its point and without a power of ten before it."""
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def _find_stated(certificate: LotCertificate | None, factor_id: str) -> Iterator[MeasuredFactor]:
    for factor in find_measured(factor_id, certificate):
        if factor.state is not MeasuredState.NOT_MEASURED:
            yield factor


def _make_group(members: list[tuple[LotEntry, MeasuredFactor]], chosen_lot_id: str) -> MeasuredGroup:
    first = members[0][1]
    unit = next((factor.unit for _, factor in members if factor.unit is not None), ConcentrationUnit.PG_PER_ML)
    ticks = find_axis(max(filter(None, (_find_length(factor, unit) for _, factor in members)), default=Decimal(0)))
    bars = tuple(_make_bar(entry, factor, unit, ticks[-1], chosen_lot_id) for entry, factor in members)
    return MeasuredGroup(first.form.strip(), first.method.strip(), unit, ticks[-1], ticks, bars)


def _find_length(factor: MeasuredFactor, unit: ConcentrationUnit) -> Decimal | None:
    number = factor.limit if factor.value is None else factor.value
    return None if number is None or factor.unit is None else convert(number, factor.unit, unit)


def _make_bar(
    entry: LotEntry, factor: MeasuredFactor, unit: ConcentrationUnit, axis_end: Decimal, chosen_lot_id: str
) -> MeasuredBar:
    length = _find_length(factor, unit)
    return MeasuredBar(
        lot_id=entry.lot.lot_id,
        lot_number=entry.lot.number,
        state=BarState(factor.state.value),
        said=say_measured(factor),
        is_chosen=entry.lot.lot_id == chosen_lot_id,
        share=None if length is None else length / axis_end,
    )


def _make_empty_bar(entry: LotEntry, chosen_lot_id: str) -> MeasuredBar:
    certificate = entry.lot.certificate
    state, said = BarState.NOT_MEASURED, NOT_MEASURED
    if certificate is None:
        state, said = BarState.NO_CERTIFICATE, NO_CERTIFICATE
    elif not is_checked(certificate):
        state, said = BarState.NOT_CHECKED, NOT_CHECKED
    return MeasuredBar(entry.lot.lot_id, entry.lot.number, state, said, entry.lot.lot_id == chosen_lot_id)
