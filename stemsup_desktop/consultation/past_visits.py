"""What a later visit of the same patient shows of an earlier one."""

from stemsup_desktop.consultation.lots.uses import derive_given_routes, derive_lot_uses
from stemsup_desktop.consultation.record import Consultation, PastVisit


def make_past_visit(visit: Consultation, patient_id: str) -> PastVisit:
    """Return an earlier visit as it stands in the background of a later one; `patient_id` is whose both are."""
    treatment = visit.treatment
    return PastVisit(
        consultation_id=visit.consultation_id,
        visit_number=visit.visit_number,
        day=(treatment.started_at or visit.started_at).date(),
        session_number=None if visit.session is None else visit.session.number,
        complaints=visit.reason.complaints,
        scores=visit.summary.scores,
        measures=visit.measures,
        routes=derive_given_routes(treatment),
        sites=treatment.sites,
        lot_numbers=tuple(dict.fromkeys(use.lot_number for use in derive_lot_uses(visit))),
        patient_id=patient_id,
    )
