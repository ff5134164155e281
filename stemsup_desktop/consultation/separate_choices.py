"""The separate choices and a refusal, as pure changes of a consent."""

from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.record import Choices, Consent, Declined


class ChoiceName(StrEnum):
    """The separate choices, by their names in the record."""

    PHOTOGRAPHS = "photographs"
    TEACHING = "teaching"
    PUBLICATION = "publication"


def with_choice(consent: Consent, name: ChoiceName, is_yes: bool) -> Consent:
    """Return the consent with one separate choice made."""
    choices: Choices = msgspec.structs.replace(consent.choices, **{name.value: is_yes})
    return msgspec.structs.replace(consent, choices=choices)


def with_declined(consent: Consent, declined: Declined | None) -> Consent:
    """Return the consent with the patient's refusal, or with it taken back; a signature stays as it was."""
    return msgspec.structs.replace(consent, declined=declined)
