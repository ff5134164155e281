"""What a recall asks: which lot went where in whom, and how to reach them."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.event_model import AdverseEvent
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.treatment_model import Dispensed, Reaction, SiteTreated, VialUsed


class LotUse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One lot by one route in one visit, as the treatment's record has it; volumes in mL with the digits entered.

    `lot_id` is empty where the record names the lot by its number alone, `route` None where it says no route yet.
    `volume_ml` is what was given by the route, None unless it is known in full. Units handed out for use at home are
    `dispensed`, and `volume_ml` says nothing of them.
    """

    lot_number: str
    used_at: datetime
    lot_id: str = ""
    route: Route | None = None
    volume_ml: Decimal | None = None
    drawn_up_ml: Decimal | None = None
    sites: tuple[SiteTreated, ...] = ()
    vials: tuple[VialUsed, ...] = ()
    dispensed: tuple[Dispensed, ...] = ()


class RecipientVisit(msgspec.Struct, frozen=True):
    """One visit in which a patient received the lot: how, and which reactions its record holds."""

    consultation_id: str
    started_at: datetime
    visit_number: int
    uses: tuple[LotUse, ...]
    reactions: tuple[Reaction, ...] = ()

    @property
    def day(self) -> date:
        """The day of the treatment, in the zone it was recorded in."""
        return self.uses[0].used_at.date()


class Recipient(msgspec.Struct, frozen=True):
    """A patient who received a lot, visit by visit in order of time, and what happened after.

    How to reach the patient stands in `patient`: telephone, address, preferred language. `events` are the adverse
    events on the patient's list that name the lot or followed one of these visits.
    """

    patient: Patient
    visits: tuple[RecipientVisit, ...]
    events: tuple[AdverseEvent, ...] = ()


class LotReach(msgspec.Struct, frozen=True):
    """How far a lot has come: the patients who received it, and the open visits whose plan uses it."""

    recipients: int
    open_plans: int
