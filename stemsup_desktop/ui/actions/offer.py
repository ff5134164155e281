"""What the window offers to do now, ready to be listed: words, key, and why something cannot be done. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from stemsup_desktop.ui.actions.registry import Group


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be done, or cannot for a reason that is said; `others` also find it, as its kana reading."""

    offer_id: str
    title: str
    act: Callable[[], object]
    group: Group = Group.WINDOW
    key_hint: str = ""
    reason: str = ""
    others: tuple[str, ...] = ()
