"""Opinions and reasons that are being written at the gate and not recorded yet, by visit; kept over lock and end."""

from collections.abc import Mapping

import msgspec

SETTING = "gate-texts"


class KeptText(msgspec.Struct, frozen=True):
    """One text under way."""

    consultation_id: str
    rule_id: str
    text: str


class KeptTexts(msgspec.Struct, frozen=True):
    """All of them."""

    texts: tuple[KeptText, ...] = ()


class GateTexts:
    """What each visit's gate was being told; a text never moves to another visit's card of the same rule."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[str, str]] = {}

    def put(self, consultation_id: str, drafts: Mapping[str, str]) -> None:
        """Take over what stands in the editors of a visit; nothing forgets it."""
        if drafts:
            self._texts[consultation_id] = dict(drafts)
        else:
            self._texts.pop(consultation_id, None)

    def get(self, consultation_id: str) -> Mapping[str, str]:
        """Return the texts of a visit by rule id."""
        return self._texts.get(consultation_id, {})

    def derive_kept(self) -> KeptTexts:
        """Return what would be lost."""
        return KeptTexts(
            tuple(
                KeptText(consultation_id, rule_id, text)
                for consultation_id, drafts in self._texts.items()
                for rule_id, text in drafts.items()
            )
        )

    def restore(self, kept: KeptTexts) -> None:
        """Take over what the vault kept."""
        for one in kept.texts:
            self._texts.setdefault(one.consultation_id, {})[one.rule_id] = one.text
