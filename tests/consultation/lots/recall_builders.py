"""Recipients of a lot for tests, by hand and generated; every volume is known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
from hypothesis import strategies as st

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.event_model import AdverseEvent, Contact, ContactPurpose, ContactWay
from stemsup_desktop.consultation.lots.lot_model import Lot, LotEntry, LotProduct, Recall
from stemsup_desktop.consultation.lots.recall_list import RecallList, make_recall_list
from stemsup_desktop.consultation.lots.recall_model import Recipient, RecipientVisit
from stemsup_desktop.consultation.lots.uses import derive_lot_uses
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import (
    Dispensed,
    DripRecord,
    NasalRecord,
    Reaction,
    SiteTreated,
    Treatment,
    VialUsed,
)
from stemsup_desktop.language import Language

AT = datetime(2026, 9, 24, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
NUMBER = "HK-1"
RECALL = Recall(NOW, "Dr Aoki", "Particles in two vials", "Letter of the maker")
ENTRY = LotEntry(
    Lot("lot-1", "product-1", NUMBER, expires_on=date(2027, 4, 30), vials_received=10, recalls=(RECALL,)),
    LotProduct("product-1", "Supernatant A", "培養上清A", maker="Maker KK"),
)


def make_point(volume: str | None) -> SitePoint:
    volume_ml = None if volume is None else Decimal(volume)
    return SitePoint("scalp-top/2", Decimal("10"), Decimal("20"), volume_ml=volume_ml)


TREATMENT = Treatment(
    lot_number=NUMBER,
    started_at=AT,
    sites=(
        SiteTreated("front-l", marked=(make_point("0.05"), make_point("0.05"), make_point("0.10"))),
        SiteTreated("vertex", points=8, volume_ml=Decimal("0.40"), note="=HYPERLINK(1)"),
    ),
    drip=DripRecord(volume_ml=Decimal("5.00")),
    nasal=NasalRecord(volume_ml=Decimal("0.2"), dispensed=(Dispensed(3, date(2026, 9, 24), NUMBER),)),
    vials=(VialUsed(NUMBER, "7", Route.INTRADERMAL, "lot-1", None, Decimal("1.00"), Decimal("0.40")),),
    reactions=(Reaction("bruise", 1, site_id="front-l", point=2), Reaction("fever", 2, event_id="event-1")),
)
FEVER = AdverseEvent("event-1", "p1", "visit-1", "fever", 2, NOW, "Dr Aoki", onset_on=date(2026, 9, 25))


def make_patient(patient_id: str = "p1", **changes: object) -> Patient:
    values: dict[str, object] = {
        "name": "佐藤 美咲",
        "kana": "サトウ ミサキ",
        "romaji": "Misaki Sato",
        "phone": "+81-90-1234-5678",
        "address": "東京都港区1-2-3",
        **changes,
    }
    return Patient(patient_id, f"A-{patient_id}", birth_date=date(1972, 4, 18), **values)  # type: ignore[arg-type]


def make_recipient(
    treatment: Treatment = TREATMENT, patient: Patient | None = None, *events: AdverseEvent
) -> Recipient:
    uses = derive_lot_uses(Consultation("visit-1", started_at=AT, treatment=treatment))
    visit = RecipientVisit("visit-1", AT, 2, uses, treatment.reactions)
    return Recipient(patient or make_patient(), (visit,), events)


def make_contact(patient_id: str = "p1", *, was_reached: bool = False, note: str = "") -> Contact:
    purpose, way = ContactPurpose.RECALL, ContactWay.PHONE
    return Contact("c", patient_id, purpose, way, was_reached, NOW, "Mori", subject="lot-1", note=note)


def make_recall(*recipients: Recipient, contacts: tuple[Contact, ...] = ()) -> RecallList:
    people = recipients or (make_recipient(TREATMENT, None, FEVER),)
    return make_recall_list(NUMBER, ENTRY, people, contacts)


def list_volumes(treatment: Treatment) -> Iterator[Decimal]:
    """Yield every volume as it was entered, of points, sites, drip, spray and vials."""
    for site in treatment.sites:
        yield from (point.volume_ml for point in site.marked if point.volume_ml is not None)
        if site.volume_ml is not None:
            yield site.volume_ml
    if treatment.drip is not None and treatment.drip.volume_ml is not None:
        yield treatment.drip.volume_ml
    if treatment.nasal is not None and treatment.nasal.volume_ml is not None:
        yield treatment.nasal.volume_ml
    for vial in treatment.vials:
        yield from (one for one in (vial.drawn_up_ml, vial.discarded_ml) if one is not None)


_VOLUMES = st.decimals(0, 99, places=2) | st.decimals(0, 9, places=4) | st.integers(0, 20).map(Decimal)
_SITES = st.sampled_from(["front-l", "vertex", "glabella", "made-up"])
_POINTS = st.lists(st.none() | _VOLUMES, min_size=1, max_size=6).map(
    lambda volumes: tuple(msgspec.structs.replace(make_point(None), volume_ml=one) for one in volumes)
)
_TREATED = st.builds(SiteTreated, _SITES, marked=_POINTS) | st.builds(
    SiteTreated, _SITES, points=st.none() | st.integers(0, 40), volume_ml=st.none() | _VOLUMES
)
_VIALS = st.builds(
    VialUsed,
    st.just(NUMBER),
    st.sampled_from(["1", "22", "SN-3", ""]),
    st.sampled_from(Route),
    drawn_up_ml=st.none() | _VOLUMES,
    discarded_ml=st.none() | _VOLUMES,
)
TREATMENTS = st.builds(
    Treatment,
    lot_number=st.just(NUMBER),
    sites=st.lists(_TREATED, min_size=1, max_size=4).map(tuple),
    drip=st.none() | st.builds(DripRecord, volume_ml=_VOLUMES),
    nasal=st.none() | st.builds(NasalRecord, volume_ml=_VOLUMES),
    vials=st.lists(_VIALS, max_size=3).map(tuple),
)
LANGUAGES = st.sampled_from(Language)
