"""Whether what the sites received and what was discarded is what was drawn up, as a sentence in both languages."""

from decimal import Decimal
from enum import StrEnum

from stemsup_desktop.consultation.course import VolumeBalance
from stemsup_desktop.consultation.formats import format_volume
from stemsup_desktop.language import Text


class Standing(StrEnum):
    """How what is recorded as given and discarded stands to the volume drawn up."""

    OPEN = "open"
    MATCHES = "matches"
    LEFT_OVER = "left-over"
    TOO_MUCH = "too-much"


def derive_standing(balance: VolumeBalance) -> Standing:
    """Compare; while a site has no volume, or nothing is drawn up, the comparison is open.

    More given and discarded than was drawn up is too much even while another site has no volume yet.
    """
    left = balance.left_over_ml
    if left is not None and left < 0:
        return Standing.TOO_MUCH
    if left is None or balance.sites_without_volume:
        return Standing.OPEN
    return Standing.MATCHES if left == 0 else Standing.LEFT_OVER


def say_balance(balance: VolumeBalance) -> Text:
    """Say whether what was given and discarded equals the volume drawn up, or by how much it does not.

    A volume discarded as recorded is no fault and is said as such; every volume has all the digits that were entered.
    """
    injected, drawn_up, discarded = map(
        _say_ml, (balance.injected_ml, balance.drawn_up_ml, balance.discarded_ml or None)
    )
    match derive_standing(balance):
        case Standing.MATCHES if balance.discarded_ml:
            return Text(
                f"The sites received {injected} of {drawn_up} drawn up; {discarded} discarded, as recorded.",
                f"各部位の合計は{injected}、吸い上げた量は{drawn_up}です。差の{discarded}は、記録のとおり廃棄しました。",
            )
        case Standing.MATCHES:
            return Text(
                f"The sites received {injected}, exactly what was drawn up.",
                f"各部位の合計は{injected}で、吸い上げた量と一致しています。",
            )
        case Standing.LEFT_OVER:
            return _say_left_over(injected, drawn_up, discarded, _say_ml(balance.left_over_ml))
        case Standing.TOO_MUCH:
            over = _say_ml(None if balance.left_over_ml is None else -balance.left_over_ml)
            return _say_too_much(injected, drawn_up, discarded, over)
        case Standing.OPEN:
            return _say_open(balance, injected, drawn_up, discarded)


def _say_left_over(injected: str, drawn_up: str, discarded: str, left: str) -> Text:
    if not discarded:
        return Text(
            f"The sites received {injected} of {drawn_up} drawn up; {left} is left over.",
            f"各部位の合計は{injected}、吸い上げた量は{drawn_up}で、{left}が残っています。",
        )
    return Text(
        f"The sites received {injected} of {drawn_up} drawn up, {discarded} was discarded; {left} is left over.",
        f"各部位の合計は{injected}、廃棄量は{discarded}、吸い上げた量は{drawn_up}で、{left}が残っています。",
    )


def _say_too_much(injected: str, drawn_up: str, discarded: str, over: str) -> Text:
    if not discarded:
        return Text(
            f"The sites received {injected}, {over} more than the {drawn_up} drawn up.",
            f"各部位の合計は{injected}で、吸い上げた量{drawn_up}を{over}超えています。",
        )
    return Text(
        f"The sites received {injected} and {discarded} was discarded, {over} more than the {drawn_up} drawn up.",
        f"各部位の合計{injected}と廃棄量{discarded}を合わせると、吸い上げた量{drawn_up}を{over}超えています。",
    )


def _say_open(balance: VolumeBalance, injected: str, drawn_up: str, discarded: str) -> Text:
    count = len(balance.sites_without_volume)
    if balance.drawn_up_ml is None:
        en, ja = "the volume drawn up is not entered", "吸い上げた量が未入力です"
    else:
        en, ja = f"{drawn_up} was drawn up", f"吸い上げた量は{drawn_up}です"
    if discarded:
        en, ja = f"{discarded} was discarded; {en}", f"廃棄量は{discarded}、{ja}"
    if not count:
        return Text(f"The sites received {injected}; {en}.", f"各部位の合計は{injected}で、{ja}。")
    sites = "1 site has no volume" if count == 1 else f"{count} sites have no volume"
    return Text(
        f"{sites} yet, the others received {injected}; {en}.",
        f"{count}部位の量が未入力で、他の部位の合計は{injected}、{ja}。",
    )


def _say_ml(volume_ml: Decimal | None) -> str:
    """Return a volume with its unit, empty where there is none."""
    return "" if volume_ml is None else format_volume(volume_ml)
