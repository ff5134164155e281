"""What a clinic changed in the rules, from what to what, and what of its content pack could not be used."""

from datetime import date
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Text


class WordingPart(StrEnum):
    """The texts of a rule that a clinic may change, named as in the rule."""

    TITLE = "title"
    REASON = "reason"
    ADVICE = "advice"
    CARRIES_CONDITION = "carries_condition"


class WordingChange(msgspec.Struct, frozen=True):
    """One text of a rule as it ships and as the clinic has it; `before` None: the rule ships without this text."""

    part: WordingPart
    before: Text | None
    after: Text


class ClinicChange(msgspec.Struct, frozen=True):
    """What the clinic changed in one rule; `severity_before` None: the whole rule is the clinic's own."""

    rule_id: str
    rule_version: str
    severity_before: Severity | None
    severity: Severity
    wording: tuple[WordingChange, ...]
    pack_version: str
    pack_dated: date


class ClinicRules(msgspec.Struct, frozen=True):
    """How a clinic's content pack stands: its version and day, what it changes, and what in it could not be used.

    Where there is a fault, the shipped rule is used. `version` is empty and `dated` None if not even these can be read.
    """

    version: str
    dated: date | None
    changes: tuple[ClinicChange, ...]
    faults: tuple[Text, ...]

    def find_change(self, rule_id: str) -> ClinicChange | None:
        """Find what was changed in a rule."""
        return next((change for change in self.changes if change.rule_id == rule_id), None)
