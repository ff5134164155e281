"""What certificates measured of a factor, lot beside lot, and the line that the list shows of it. No Qt.

For the clinic's own eyes: what a patient sees of the reference names no lot at all.
"""

from dataclasses import dataclass
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.formats import format_number
from stemsup_desktop.consultation.lots.lot_model import LotEntry, MeasuredFactor, MeasuredState
from stemsup_desktop.consultation.lots.lot_standing import is_checked
from stemsup_desktop.consultation.lots.measured import (
    NO_CERTIFICATE,
    NOT_CHECKED,
    NOT_MEASURED,
    BarState,
    MeasuredBar,
    MeasuredGroup,
    derive_measured,
    find_measured,
    say_measured,
)
from stemsup_desktop.language import Text
from stemsup_desktop.ui.words import Words

MOST_BESIDE = 9
"""Other lots beside the chosen one; those entered last come first."""

Measured = tuple[MeasuredState, str]


@dataclass(frozen=True, slots=True)
class StripView:
    """One lot: its number, what is said of the factor, and how far its bar reaches, 0 to 1; None where it has none."""

    number: str
    said: str
    state: BarState
    share: Decimal | None
    is_chosen: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class StripGroup:
    """Lots with one axis from zero; `end` is empty for the lots without a value, which have no axis."""

    title: str
    end: str
    strips: tuple[StripView, ...]


@dataclass(frozen=True, slots=True)
class MeasuredView:
    """The card beside a factor's page."""

    groups: tuple[StripGroup, ...]
    sentence: str


def choose_entries(entries: tuple[LotEntry, ...], chosen_id: str) -> tuple[LotEntry, ...]:
    """Return the chosen lot and those beside it."""
    chosen = tuple(entry for entry in entries if entry.lot.lot_id == chosen_id)
    others = tuple(entry for entry in entries if entry.lot.lot_id != chosen_id)
    return chosen + others[:MOST_BESIDE]


def derive_measured_view(
    factor_id: str, entries: tuple[LotEntry, ...], chosen_id: str, words: Words, *, is_planned: bool
) -> MeasuredView | None:
    """Derive the card of a factor; None where the lot book has no lot. `is_planned`: it is the open visit's lot."""
    if not entries:
        return None
    shown = choose_entries(entries, chosen_id)
    groups = derive_measured(factor_id, shown, chosen_id)
    number = next((entry.lot.number for entry in shown if entry.lot.lot_id == chosen_id), "")
    chosen = words("reference.measured_planned", lot=number) if is_planned and number else ""
    sentence = words.told(part for part in (chosen, words("reference.measured_no_dose")) if part)
    return MeasuredView(tuple(_derive_group(group, words) for group in groups), sentence)


def derive_lines(factor_id: str, entry: LotEntry | None, words: Words) -> tuple[Measured, ...]:
    """Return what a lot's certificate says of a factor in the list: each form in a line of its own."""
    if entry is None:
        return ()
    language, certificate = words.language, entry.lot.certificate
    if certificate is None:
        return ((MeasuredState.NOT_MEASURED, NO_CERTIFICATE.in_language(language)),)
    if not is_checked(certificate):
        return ((MeasuredState.NOT_MEASURED, NOT_CHECKED.in_language(language)),)
    found = find_measured(factor_id, certificate)
    if not found:
        return ((MeasuredState.NOT_MEASURED, NOT_MEASURED.in_language(language)),)
    lines = ((factor.state, factor.form, _say_shortly(factor).in_language(language)) for factor in found)
    colon = "：" if words.language == "ja" else ": "
    return tuple((state, f"{form}{colon}{said}" if form else said) for state, form, said in lines)


def _say_shortly(factor: MeasuredFactor) -> Text:
    """Return what is said of a factor without the limit itself: that stands on its page."""
    return say_measured(msgspec.structs.replace(factor, limit=None))


def _derive_group(group: MeasuredGroup, words: Words) -> StripGroup:
    if group.unit is None or group.axis_end is None:
        title, end = words("reference.measured_none"), ""
    else:
        title = words.listed(part for part in (group.form, group.unit.value, group.method) if part)
        end = format_number(group.axis_end)
    return StripGroup(title, end, tuple(_derive_strip(bar, words) for bar in group.bars))


def _derive_strip(bar: MeasuredBar, words: Words) -> StripView:
    said = bar.said.in_language(words.language)
    spoken = [bar.lot_number, said]
    if bar.is_chosen:
        spoken.append(words("reference.measured_chosen"))
    return StripView(bar.lot_number, said, bar.state, bar.share, bar.is_chosen, ", ".join(spoken))
