"""What stands beside a visit in the vault: the lots it names, the patient's earlier visits, course and events.

Nothing of another patient is read for it.
"""

from collections.abc import Iterator

from sqlite_utils import Database

from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.lots.lot_standing import derive_lot_standing
from stemsup_desktop.consultation.lots.named_lots import list_named_lots
from stemsup_desktop.consultation.past_visits import make_past_visit
from stemsup_desktop.consultation.record import Background, Consultation, PastVisit
from stemsup_desktop.store.consultations import load_consultation
from stemsup_desktop.store.course_shelf import find_visit_course
from stemsup_desktop.store.event_shelf import list_kept_events
from stemsup_desktop.store.lot_shelf import find_lot, find_lots
from stemsup_desktop.store.records import decode_record, encode_moment


def load_background(db: Database, consultation_id: str, unsaved: Consultation | None = None) -> Background:
    """Return what stands beside a consultation; see `Vault.load_background`."""
    kept, patient_id, _ = load_consultation(db, consultation_id)
    visit = kept if unsaved is None else unsaved
    # A visit that has ended is judged by its own words: a book that is corrected years later changes nothing of it.
    named = () if visit.summary.closed_at is not None else _find_named_lots(db, visit)
    lots = {entry.lot.lot_id: derive_lot_standing(entry) for entry in named}
    return Background(
        lots=tuple(lots.values()),
        visits=_list_past_visits(db, patient_id, kept),
        course=find_visit_course(db, patient_id, visit),
        events=list_kept_events(db, patient_id),
    )


def _find_named_lots(db: Database, visit: Consultation) -> Iterator[LotEntry]:
    """Yield the lots that plan or treatment name, by their entry in the lot book or by their number alone."""
    for lot_id, number in list_named_lots(visit):
        entry = find_lot(db, lot_id) if lot_id else None
        if entry is not None:
            yield entry
        elif fold_lot_number(number):
            yield from find_lots(db, number)


def _list_past_visits(db: Database, patient_id: str, visit: Consultation) -> tuple[PastVisit, ...]:
    rows = db.execute(
        """
        select record from consultations where patient_id = ? and (started_at, id) < (?, ?) order by started_at, id
        """,
        [patient_id, encode_moment(visit.started_at), visit.consultation_id],
    ).fetchall()
    past = (make_past_visit(decode_record(row[0], Consultation), patient_id) for row in rows)
    return tuple(sorted(past, key=lambda one: one.day))
