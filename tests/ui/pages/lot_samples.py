"""Products, lots and certificates for tests of the lot book's page."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
from visit_samples import NOW

from stemsup_desktop.consultation.codes import CellSource
from stemsup_desktop.consultation.lots.certificate_items import CertificateItem, ItemKind, get_shipped_items
from stemsup_desktop.consultation.lots.lot_model import (
    ConcentrationUnit,
    ItemState,
    Lot,
    LotCertificate,
    LotEntry,
    LotProduct,
    MeasuredFactor,
    MeasuredState,
    ReportedItem,
    TemperatureCheck,
)
from stemsup_desktop.consultation.people import Author, Role
from stemsup_desktop.ui.pages.lots import view
from stemsup_desktop.ui.pages.lots.view import LotBook

TODAY = NOW.date()
PHYSICIAN = Author("a1", "Dr Aoki", (Role.PHYSICIAN,))
STAFF = Author("a2", "Sato", (Role.STAFF,))
OFFICE = Author("a3", "Office", (Role.ADMINISTRATOR,))
PRODUCT = LotProduct("p1", "UC supernatant", "臍帯上清", "Maker KK", CellSource.UMBILICAL_CORD, vial_ml=Decimal("2.0"))


def _report(item: CertificateItem) -> ReportedItem:
    is_number = item.kind is ItemKind.NUMBER
    value, unit, method = ("0.10", item.units[0], "assay") if is_number else ("as stated", "", "")
    return ReportedItem(item.id, ItemState.PASSED, value, unit, method)


COMPLETE = LotCertificate(
    reference="COA-1",
    issued_on=TODAY - timedelta(days=40),
    items=tuple(_report(item) for item in get_shipped_items().entered_items),
    factors=(
        MeasuredFactor("vegf", MeasuredState.MEASURED, Decimal("412.0"), ConcentrationUnit.PG_PER_ML, "ELISA"),
        MeasuredFactor("pdgf", MeasuredState.BELOW_LIMIT, None, ConcentrationUnit.PG_PER_ML, "ELISA", Decimal(4), "BB"),
        MeasuredFactor("egf", MeasuredState.NOT_MEASURED),
    ),
    shown_absent=("penicillin",),
    is_research_use_only=False,
    entered_by="Sato",
    entered_at=NOW,
    checked_by="Dr Aoki",
    checked_at=NOW,
)
UNCHECKED = msgspec.structs.replace(COMPLETE, checked_by="", checked_at=None)
LOT = Lot(
    lot_id="l1",
    product_id="p1",
    number="UC-1",
    expires_on=TODAY + timedelta(days=200),
    vials_received=3,
    temperature=TemperatureCheck(had_excursion=False),
    certificate=COMPLETE,
)


def make_entry(lot: Lot = LOT, used: int = 0, discarded: int = 0, **changes: object) -> LotEntry:
    return LotEntry(msgspec.structs.replace(lot, **changes), PRODUCT, used, discarded)


def make_book(*entries: LotEntry, author: Author = PHYSICIAN) -> LotBook:
    return view.make_book(author, (PRODUCT,), entries, TODAY)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)
