"""Opinions and reasons that are being written at the gate and not recorded yet, by visit; kept over lock and end.

Each is its writer's: another physician is shown none of it, who would otherwise record it as their own.
"""

from collections.abc import Mapping

import msgspec

SETTING = "gate-texts"


class KeptText(msgspec.Struct, frozen=True):
    """One text under way; without an account it is from before there was one in it, and of whoever opens it."""

    consultation_id: str
    rule_id: str
    text: str
    account_id: str = ""


class KeptTexts(msgspec.Struct, frozen=True):
    """All of them."""

    texts: tuple[KeptText, ...] = ()


class GateTexts:
    """What each visit's gate was being told; a text never moves to another visit's card of the same rule."""

    def __init__(self, account_id: str = "") -> None:
        """`account_id` is whose texts are shown; those of others are kept as they are."""
        self._account_id = account_id
        self._texts: dict[str, dict[str, str]] = {}
        self._unowned: set[str] = set()
        """Visits whose texts name no account yet."""
        self._of_others: tuple[KeptText, ...] = ()

    def put(self, consultation_id: str, drafts: Mapping[str, str]) -> None:
        """Take over what stands in the editors of a visit; nothing forgets it."""
        self._unowned.discard(consultation_id)
        if drafts:
            self._texts[consultation_id] = dict(drafts)
        else:
            self._texts.pop(consultation_id, None)

    def get(self, consultation_id: str) -> Mapping[str, str]:
        """Return the texts of a visit by rule id."""
        return self._texts.get(consultation_id, {})

    def derive_kept(self) -> KeptTexts:
        """Return what would be lost."""
        own = (
            KeptText(consultation_id, rule_id, text, "" if consultation_id in self._unowned else self._account_id)
            for consultation_id, drafts in self._texts.items()
            for rule_id, text in drafts.items()
        )
        return KeptTexts((*self._of_others, *own))

    def restore(self, kept: KeptTexts) -> None:
        """Take over what the vault kept."""
        self._of_others = tuple(one for one in kept.texts if one.account_id not in ("", self._account_id))
        for one in kept.texts:
            if one in self._of_others:
                continue
            if not one.account_id:
                self._unowned.add(one.consultation_id)
            self._texts.setdefault(one.consultation_id, {})[one.rule_id] = one.text
