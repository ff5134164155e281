"""Which lot's recall is shown, how far it is narrowed down, and where the way back leads. No Qt."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact that is being entered, as the form has it."""

    way: str | None = None
    reached: str | None = None
    note: str = ""


NO_DRAFT = ContactDraft()


@dataclass(slots=True)
class RecallPlace:
    """Kept by the composition root while the page is made anew. Without a number no lot was asked for yet.

    `chosen` is a patient's id, `back` the page one came from. `drafts` are contacts that were not recorded yet, by
    patient, so that looking at another one loses nothing.
    """

    lot_number: str = ""
    lot_id: str = ""
    back: str = ""
    chosen: str = ""
    query: str = ""
    is_only_left: bool = False
    drafts: dict[str, ContactDraft] = field(default_factory=dict)

    def go_to(self, lot_number: str, lot_id: str, back: str) -> None:
        """Ask for a lot; another one than before is shown from its beginning."""
        if (lot_number, lot_id) != (self.lot_number, self.lot_id):
            self.chosen, self.query, self.is_only_left = "", "", False
            self.drafts.clear()
        self.lot_number, self.lot_id, self.back = lot_number, lot_id, back
