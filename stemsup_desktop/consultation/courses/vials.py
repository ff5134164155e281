"""One vial, one patient, one session: what is wrong with the vials of a treatment, each fault with its sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.course import derive_volume_balance
from stemsup_desktop.consultation.formats import format_volume
from stemsup_desktop.consultation.lots.lot_model import Vial, VialFate
from stemsup_desktop.consultation.treatment_model import Treatment, VialUsed
from stemsup_desktop.language import Text


class VialRule(StrEnum):
    """What a fault is about."""

    TWICE = "twice"
    SEVERAL_LOTS = "several-lots"
    OTHER_VISIT = "other-visit"
    DISCARDED = "discarded"
    TOO_MUCH = "too-much"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class VialFault:
    """One fault. `lot_number` and `vial` name the vial it is about, both empty where it is about several.

    `off_by_ml` is what is missing of what was drawn up (positive), or what is recorded beyond it (negative).
    """

    rule: VialRule
    sentence: Text
    lot_number: str = ""
    vial: str = ""
    off_by_ml: Decimal | None = None


def find_vial_faults(
    treatment: Treatment,
    known: Iterable[Vial],
    consultation_id: str,
    vial_ml: Mapping[str, Decimal] = MappingProxyType({}),
) -> tuple[VialFault, ...]:
    """Return everything that is wrong with the vials of a visit's treatment, in their order.

    `known` are vials of the lot book whose fate is known, `vial_ml` how much a vial of each lot id holds.
    """
    fates = {(one.lot_id, one.vial): one for one in known}
    return (
        *_find_twice(treatment),
        *_find_several_lots(treatment),
        *(fault for one in treatment.vials for fault in _find_in_vial(one, fates, consultation_id, vial_ml)),
        *_find_unbalanced(treatment),
    )


def identify(vial: VialUsed) -> tuple[str, str]:
    """Return what tells a vial from all others: its lot, by id where it is in the lot book, and its own name."""
    return vial.lot_id or f"#{vial.lot_number.strip()}", vial.vial.strip()


def _find_twice(treatment: Treatment) -> Iterator[VialFault]:
    counts = Counter(identify(one) for one in treatment.vials if one.vial.strip())
    seen: set[tuple[str, str]] = set()
    for one in treatment.vials:
        key = identify(one)
        if counts[key] > 1 and key not in seen:
            seen.add(key)
            yield _make(
                VialRule.TWICE,
                one,
                "is entered more than once. Each vial stands here once.",
                "が2回以上入力されています。同じバイアルは1回だけ入力してください。",
            )


def _find_several_lots(treatment: Treatment) -> Iterator[VialFault]:
    for route in Route:
        lots = dict.fromkeys(one.lot_number for one in treatment.vials if one.route is route)
        if len({identify(one)[0] for one in treatment.vials if one.route is route}) > 1:
            yield VialFault(
                VialRule.SEVERAL_LOTS,
                Text(
                    f"The vials of one route are of several lots ({', '.join(lots)}). Use one lot for each route.",
                    f"1つの投与経路に複数のロット（{'、'.join(lots)}）が使われています。"
                    "経路ごとに1つのロットにしてください。",
                ),
            )


def _find_in_vial(
    vial: VialUsed, fates: Mapping[tuple[str, str], Vial], consultation_id: str, vial_ml: Mapping[str, Decimal]
) -> Iterator[VialFault]:
    fate = fates.get((vial.lot_id, vial.vial)) if vial.lot_id else None
    if fate is not None and fate.fate is VialFate.DISCARDED:
        yield _make(
            VialRule.DISCARDED,
            vial,
            "was discarded and cannot be used.",
            "は廃棄済みのため、使用できません。",
        )
    elif fate is not None and fate.consultation_id != consultation_id:
        yield _make(
            VialRule.OTHER_VISIT,
            vial,
            "was used in another visit. A vial serves one patient in one session.",
            "は別の診察で使用済みです。1本のバイアルは、1人の患者さんの1回の治療にだけ使えます。",
        )
    holds = vial_ml.get(vial.lot_id)
    if holds is not None and vial.drawn_up_ml is not None and vial.drawn_up_ml > holds:
        yield _make(
            VialRule.TOO_MUCH,
            vial,
            f"holds {format_volume(holds)}, but {format_volume(vial.drawn_up_ml)} were drawn up.",
            f"の容量は{format_volume(holds)}ですが、吸い上げた量が{format_volume(vial.drawn_up_ml)}になっています。",
            vial.drawn_up_ml - holds,
        )


def _find_unbalanced(treatment: Treatment) -> Iterator[VialFault]:
    """Compare what was drawn up for the skin with what the sites received and what was discarded."""
    balance = derive_volume_balance(treatment)
    if balance.left_over_ml is None or balance.sites_without_volume or not treatment.sites:
        return
    off_by = balance.left_over_ml
    if off_by:
        yield VialFault(VialRule.BALANCE, say_off_by(off_by), off_by_ml=off_by)


def say_off_by(off_by_ml: Decimal) -> Text:
    """Say what is missing of what was drawn up (positive), or recorded beyond it (negative), in mL."""
    amount = format_volume(abs(off_by_ml))
    if off_by_ml > 0:
        return Text(
            f"{amount} of what was drawn up is neither given nor discarded.",
            f"吸い上げた量のうち{amount}が、投与にも廃棄にも記録されていません。",
        )
    return Text(
        f"{amount} more is given or discarded than was drawn up.",
        f"投与と廃棄の合計が、吸い上げた量より{amount}多くなっています。",
    )


def _make(rule: VialRule, vial: VialUsed, en: str, ja: str, off_by_ml: Decimal | None = None) -> VialFault:
    name_en = f"Vial {vial.vial} of lot {vial.lot_number}"
    name_ja = f"ロット{vial.lot_number}のバイアル{vial.vial}"
    return VialFault(rule, Text(f"{name_en} {en}", f"{name_ja}{ja}"), vial.lot_number, vial.vial, off_by_ml)
