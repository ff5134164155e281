"""What the first run has gathered so far, and what is still open. No Qt."""

from dataclasses import dataclass, field
from enum import IntEnum

from stemsup_desktop.consultation.clinic import Clinic, Physician


class SetupStep(IntEnum):
    """The pages of the first run, in order."""

    CLINIC = 0
    PHYSICIAN = 1
    PASSPHRASE = 2
    SHEET = 3


@dataclass(frozen=True, slots=True)
class SetupDraft:
    """Entries of the first run; the passphrases never reach a log or a repr."""

    clinic: Clinic = field(default_factory=lambda: Clinic(name=""))
    physician: Physician = field(default_factory=lambda: Physician(name=""))
    passphrase: str = field(default="", repr=False)
    passphrase_again: str = field(default="", repr=False)
    is_written_down: bool = False


def derive_open_items(draft: SetupDraft, step: SetupStep) -> tuple[str, ...]:
    """Return the word keys of what this step still needs."""
    match step:
        case SetupStep.CLINIC:
            wanted = (
                ("entry.clinic_name", draft.clinic.name),
                ("entry.clinic_phone", draft.clinic.phone),
                ("entry.emergency_phone", draft.clinic.emergency_phone),
            )
            return tuple(key for key, text in wanted if not text.strip())
        case SetupStep.PHYSICIAN:
            wanted_of_physician = (
                ("entry.physician_name", draft.physician.name),
                ("entry.licence_number", draft.physician.licence_number),
            )
            return tuple(key for key, text in wanted_of_physician if not text.strip())
        case SetupStep.SHEET:
            return ()
        case SetupStep.PASSPHRASE:
            return _open_of_passphrase(draft)


def _open_of_passphrase(draft: SetupDraft) -> tuple[str, ...]:
    items: list[str] = []
    if not draft.passphrase:
        items.append("entry.passphrase")
    if not draft.passphrase or draft.passphrase != draft.passphrase_again:
        items.append("entry.passphrase_again")
    if not draft.is_written_down:
        items.append("entry.is_written_down")
    return tuple(items)
