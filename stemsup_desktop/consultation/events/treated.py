"""A treatment as the form of an event needs it: where, by which route, with what, and how its visit stands."""

from datetime import date

import msgspec

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.reactions import list_lot_numbers
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.summary_after import routes_with_record
from stemsup_desktop.consultation.treatment_model import Treatment


class TreatedVisit(msgspec.Struct, frozen=True):
    """One visit in which something was given, on a day, by the clock it was recorded on."""

    visit: Consultation
    given_on: date

    @property
    def consultation_id(self) -> str:
        """The visit's id."""
        return self.visit.consultation_id

    @property
    def treatment(self) -> Treatment:
        """What was done."""
        return self.visit.treatment

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes with a record; before any, those that were planned."""
        return routes_with_record(self.treatment) or self.visit.plan.routes

    @property
    def lot_numbers(self) -> tuple[str, ...]:
        """Every lot that the treatment names."""
        return list_lot_numbers(self.treatment)

    @property
    def is_closed(self) -> bool:
        """Say whether the visit was closed, and its record stays as it is."""
        return self.visit.summary.closed_at is not None


def find_treatment_day(visit: Consultation) -> date | None:
    """Find the day of a visit's treatment, on the clock it was recorded on; None where nothing was given."""
    treatment = visit.treatment
    began = treatment.started_at or treatment.ended_at
    if began is not None:
        return began.date()
    is_given = bool(treatment.sites or treatment.vials) or treatment.drip is not None or treatment.nasal is not None
    return visit.started_at.date() if is_given else None
