"""What stands in the forms of a signature before it is recorded: it outlives page, window and program. No Qt."""

from dataclasses import dataclass, field
from datetime import date

import msgspec

from stemsup_desktop.consultation.signing_model import Ink
from stemsup_desktop.ui.pages.consent.marks import MarkKey


@dataclass(frozen=True, slots=True)
class SigningEntries:
    """What is entered about the paper before it is recorded; None means that nobody has changed the proposal."""

    document_number: str | None = None
    signed_on: date | None = None
    patient_name: str | None = None
    physician_name: str | None = None
    guardian_name: str = ""
    interpreter_name: str = ""
    witness_name: str = ""
    all_initials_present: bool = False
    is_again: bool = False
    """The person asked to record another signature beside one that stands."""


NO_ENTRIES = SigningEntries()


@dataclass(frozen=True, slots=True)
class SigningState:
    """How the form of a visit stands: what counts of it, and whether entries about another paper were set aside."""

    entries: SigningEntries = NO_ENTRIES
    is_outdated: bool = False
    is_discarded: bool = False


class KeptSigning(msgspec.Struct, frozen=True):
    """The form of one visit, and the hash of what the paper agreed to when it was filled in."""

    consultation_id: str
    basis_sha256: str
    entries: SigningEntries


class KeptSignings(msgspec.Struct, frozen=True):
    """All forms under way."""

    forms: tuple[KeptSigning, ...] = ()


@dataclass(frozen=True, slots=True)
class UnmadeMark:
    """Ink on the pad that nobody has confirmed yet, and the mark that it is to be; it is never on disk."""

    consultation_id: str
    key: MarkKey
    ink: Ink


@dataclass(slots=True)
class SigningMemory:
    """Made once by the composition root and given to each page of step 5 in turn; one form per visit."""

    forms: dict[str, KeptSigning] = field(default_factory=dict)
    discarded: dict[str, KeptSigning] = field(default_factory=dict)
    """What was discarded while this window lives, to be brought back."""
    unmade: UnmadeMark | None = None
    """What lies on the pad, so that another language of the window does not wipe it away."""

    def get_state(self, consultation_id: str, basis_sha256: str) -> SigningState:
        """Return how a visit's form stands; what was entered about a paper of another basis does not count."""
        form = self.forms.get(consultation_id)
        is_discarded = consultation_id in self.discarded
        if form is None:
            return SigningState(is_discarded=is_discarded)
        if form.basis_sha256 != basis_sha256:
            return SigningState(is_outdated=True)
        return SigningState(form.entries)

    def put(self, consultation_id: str, basis_sha256: str, entries: SigningEntries) -> None:
        """Take over what was entered; it replaces what was entered about a paper of another basis."""
        self.forget(consultation_id)
        if entries != NO_ENTRIES:
            self.forms[consultation_id] = KeptSigning(consultation_id, basis_sha256, entries)

    def discard(self, consultation_id: str) -> None:
        """Empty the form of a visit, until it is brought back."""
        form = self.forms.pop(consultation_id, None)
        if form is not None:
            self.discarded[consultation_id] = form

    def bring_back(self, consultation_id: str) -> None:
        """Put back what was discarded."""
        form = self.discarded.pop(consultation_id, None)
        if form is not None:
            self.forms[consultation_id] = form

    def forget(self, consultation_id: str) -> None:
        """Drop the form of a visit whose signature is recorded, or that is closed."""
        self.forms.pop(consultation_id, None)
        self.discarded.pop(consultation_id, None)
