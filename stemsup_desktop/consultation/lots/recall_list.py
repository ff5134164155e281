"""Everyone who received a lot, and how it stands with telling them. What is said of them stands in `recall_text`."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.events.event_model import Contact, EventOutcome
from stemsup_desktop.consultation.lots.lot_model import LotEntry, Recall
from stemsup_desktop.consultation.lots.recall_model import Recipient
from stemsup_desktop.consultation.patient import Patient


class ContactState(StrEnum):
    """How far the clinic came with one patient: nobody tried yet, tried in vain, reached."""

    NOT_YET = "not-yet"
    TRIED = "tried"
    REACHED = "reached"


class RecallPerson(msgspec.Struct, frozen=True):
    """One recipient with the contacts about this lot, the first one first, and the letters of the recall that stands.

    With `is_lost` nobody writes or calls: an event of the patient ended in death.
    """

    recipient: Recipient
    contacts: tuple[Contact, ...] = ()
    letters: tuple[str, ...] = ()
    is_lost: bool = False

    @property
    def patient(self) -> Patient:
        """Who received the lot."""
        return self.recipient.patient

    @property
    def state(self) -> ContactState:
        """How it stands with contacting the patient; once reached stays reached."""
        if any(contact.was_reached for contact in self.contacts):
            return ContactState.REACHED
        return ContactState.TRIED if self.contacts else ContactState.NOT_YET

    @property
    def is_to_reach(self) -> bool:
        """Tell whether somebody still has to reach the patient."""
        return self.state is not ContactState.REACHED and not self.is_lost


class RecallList(msgspec.Struct, frozen=True):
    """A lot with everyone who received it, the first treated first.

    `entry` is None where the lot book does not know the number, or with `has_several_lots` knows several of it.
    """

    lot_number: str
    entry: LotEntry | None = None
    people: tuple[RecallPerson, ...] = ()
    has_several_lots: bool = False

    @property
    def lot_id(self) -> str:
        """The lot's id in the lot book, or empty."""
        return "" if self.entry is None else self.entry.lot.lot_id

    @property
    def recall(self) -> Recall | None:
        """The recall that stands, or None."""
        recalls = () if self.entry is None else self.entry.lot.recalls
        return next((one for one in reversed(recalls) if one.lifted_at is None), None)

    @property
    def reached(self) -> int:
        """How many were reached."""
        return sum(one.state is ContactState.REACHED for one in self.people)

    def find_person(self, patient_id: str) -> RecallPerson | None:
        """Find a recipient."""
        return next((one for one in self.people if one.patient.patient_id == patient_id), None)


def make_recall_list(
    lot_number: str,
    entry: LotEntry | None,
    recipients: Iterable[Recipient],
    contacts: Iterable[Contact] = (),
    letters: Mapping[str, Sequence[str]] | None = None,
    lost: frozenset[str] = frozenset(),
    *,
    has_several_lots: bool = False,
) -> RecallList:
    """Join what is known of the recipients of a lot; `letters` are document numbers by patient."""
    told: dict[str, list[Contact]] = {}
    for contact in contacts:
        told.setdefault(contact.patient_id, []).append(contact)
    people = []
    for recipient in recipients:
        patient_id = recipient.patient.patient_id
        is_lost = patient_id in lost or any(one.outcome is EventOutcome.FATAL for one in recipient.events)
        own = tuple(sorted(told.get(patient_id, ()), key=lambda one: one.at))
        people.append(RecallPerson(recipient, own, tuple((letters or {}).get(patient_id, ())), is_lost))
    return RecallList(lot_number if entry is None else entry.lot.number, entry, tuple(people), has_several_lots)


def with_contact(recall: RecallList, contact: Contact) -> RecallList:
    """Return the list with one more contact."""
    people = tuple(
        msgspec.structs.replace(one, contacts=tuple(sorted((*one.contacts, contact), key=lambda each: each.at)))
        if one.patient.patient_id == contact.patient_id
        else one
        for one in recall.people
    )
    return msgspec.structs.replace(recall, people=people)


def keep_lot(recipients: Iterable[Recipient], lot_id: str) -> tuple[Recipient, ...]:
    """Leave out what went into a patient from another entry of the same number; in doubt nothing is left out."""
    kept = []
    for recipient in recipients:
        visits = tuple(
            msgspec.structs.replace(visit, uses=uses)
            for visit in recipient.visits
            if (uses := tuple(use for use in visit.uses if use.lot_id in ("", lot_id)))
        )
        if visits:
            kept.append(msgspec.structs.replace(recipient, visits=visits))
    return tuple(kept)


def name_letter_mark(entry: LotEntry) -> str:
    """Return by what a letter is known to be of the latest recall of a lot."""
    return f"recall {entry.lot.lot_id} {len(entry.lot.recalls)}"
