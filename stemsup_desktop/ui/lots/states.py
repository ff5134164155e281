"""How a lot stands today, as list, page and filter say it. No Qt."""

from datetime import date, timedelta
from enum import StrEnum

from stemsup_desktop.consultation.lots.certificate_items import get_shipped_items
from stemsup_desktop.consultation.lots.lot_model import ItemState, LotCertificate, LotEntry
from stemsup_desktop.consultation.lots.lot_standing import find_lacking_items, is_checked
from stemsup_desktop.ui.view_parts import TagState

SOON_DAYS = 30
"""A lot that expires within so many days is said to expire soon; what it means for a plan, the gate says."""


class LotState(StrEnum):
    """How a lot stands, the gravest first: of several that hold, the first is shown."""

    RECALLED = "recalled"
    EXPIRED = "expired"
    FAILED = "failed"
    RESEARCH = "research"
    EXCURSION = "excursion"
    USED_UP = "used-up"
    NO_CERTIFICATE = "no-certificate"
    INCOMPLETE = "incomplete"
    NOT_CHECKED = "not-checked"
    EXPIRING = "expiring"
    USABLE = "usable"


TAGS = {
    LotState.RECALLED: TagState.STOP,
    LotState.EXPIRED: TagState.STOP,
    LotState.FAILED: TagState.STOP,
    LotState.RESEARCH: TagState.STOP,
    LotState.EXCURSION: TagState.STOP,
    LotState.USED_UP: TagState.INFORMATION,
    LotState.NO_CERTIFICATE: TagState.OPEN,
    LotState.INCOMPLETE: TagState.OPEN,
    LotState.NOT_CHECKED: TagState.OPEN,
    LotState.EXPIRING: TagState.CAUTION,
    LotState.USABLE: TagState.CLEAR,
}
NOT_READY = frozenset({LotState.NO_CERTIFICATE, LotState.INCOMPLETE, LotState.NOT_CHECKED})
"""The states in which nothing is against a lot but that its certificate does not count yet."""


def count_required() -> int:
    """Return how many items a complete certificate reports."""
    return sum(item.is_required for item in get_shipped_items().items)


def is_entered(certificate: LotCertificate | None) -> bool:
    """Tell whether anything of a certificate was entered; the maker's paper alone says nothing yet."""
    if certificate is None:
        return False
    empty = LotCertificate(file=certificate.file, entered_by=certificate.entered_by, entered_at=certificate.entered_at)
    return certificate != empty


def derive_states(entry: LotEntry, today: date) -> tuple[LotState, ...]:
    """Return everything that holds of a lot, the gravest first; USABLE alone where nothing does."""
    lot, certificate = entry.lot, entry.lot.certificate
    expires, is_kept = lot.expires_on, is_entered(certificate)
    known = certificate or LotCertificate()
    holds = {
        LotState.RECALLED: lot.is_recalled,
        LotState.EXPIRED: expires is not None and expires < today,
        LotState.FAILED: any(item.state is ItemState.FAILED for item in known.items),
        LotState.RESEARCH: known.is_research_use_only is True,
        LotState.EXCURSION: lot.temperature.had_excursion is True,
        LotState.USED_UP: lot.vials_received > 0 and entry.vials_left <= 0,
        LotState.NO_CERTIFICATE: not is_kept,
        LotState.INCOMPLETE: is_kept and bool(find_lacking_items(lot)),
        LotState.NOT_CHECKED: is_kept and not is_checked(known),
        LotState.EXPIRING: expires is not None and today <= expires <= today + timedelta(days=SOON_DAYS),
    }
    return tuple(state for state in LotState if holds.get(state)) or (LotState.USABLE,)


def is_past(states: tuple[LotState, ...]) -> bool:
    """Tell whether a lot can be used no more."""
    return LotState.USED_UP in states or any(TAGS[state] is TagState.STOP for state in states)
