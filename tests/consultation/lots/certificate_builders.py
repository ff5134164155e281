"""Lots of a lot book, made for tests."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.codes import CellSource
from stemsup_desktop.consultation.lots.certificate_items import ItemKind, get_shipped_items
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
)

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
GTIN = "04512345678906"


def make_product(**changes: object) -> LotProduct:
    """Make a product with one GTIN."""
    product = LotProduct(
        "product-1",
        "Supernatant BM",
        "骨髄上清液",
        maker="Maker K.K.",
        cell_source=CellSource.BONE_MARROW,
        gtins=(GTIN,),
    )
    return msgspec.structs.replace(product, **changes)


def make_items() -> tuple[ReportedItem, ...]:
    """Make every item of the catalogue, as passed."""
    return tuple(
        ReportedItem(
            item.id,
            ItemState.PASSED,
            value="" if item.kind is ItemKind.RESULT else "10",
            unit=item.units[0] if item.units and item.kind is ItemKind.NUMBER else "",
        )
        for item in get_shipped_items().entered_items
    )


def make_certificate(**changes: object) -> LotCertificate:
    """Make a complete certificate that a physician has checked."""
    certificate = LotCertificate(
        "COA-1", items=make_items(), is_research_use_only=False, checked_by="Dr. Mori", checked_at=NOON
    )
    return msgspec.structs.replace(certificate, **changes)


def make_lot(**changes: object) -> Lot:
    """Make a lot in date with a complete and checked certificate."""
    lot = Lot(
        "lot-1",
        "product-1",
        "A1",
        made_on=date(2026, 5, 1),
        expires_on=date(2027, 5, 31),
        vials_received=10,
        certificate=make_certificate(),
    )
    return msgspec.structs.replace(lot, **changes)


def make_entry(lot: Lot | None = None, product: LotProduct | None = None) -> LotEntry:
    """Make an entry of the lot book."""
    return LotEntry(make_lot() if lot is None else lot, make_product() if product is None else product)


def make_factor(
    value: str | None = None,
    unit: ConcentrationUnit | None = ConcentrationUnit.PG_PER_ML,
    *,
    factor_id: str = "vegf",
    method: str = "ELISA",
    form: str = "",
    limit: str | None = None,
    state: MeasuredState | None = None,
) -> MeasuredFactor:
    """Make a measured factor: measured with a value, below the limit with a limit alone, else as it is said."""
    if state is None:
        state = MeasuredState.MEASURED if value is not None else MeasuredState.BELOW_LIMIT
    return MeasuredFactor(
        factor_id,
        state,
        None if value is None else Decimal(value),
        unit,
        method,
        None if limit is None else Decimal(limit),
        form,
    )
