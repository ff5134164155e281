"""How a lot of the lot book stands for the gate, and the snapshot of it that a plan keeps."""

from stemsup_desktop.consultation.lots.certificate_items import (
    CertificateCatalogue,
    CertificateItem,
    RecordedIn,
    get_shipped_items,
)
from stemsup_desktop.consultation.lots.lot_model import ItemState, Lot, LotCertificate, LotEntry, LotProduct
from stemsup_desktop.consultation.plan_model import Certificate, Product
from stemsup_desktop.consultation.record import LotStanding
from stemsup_desktop.questionnaire.typed_text import is_blank


def derive_lot_standing(entry: LotEntry, catalogue: CertificateCatalogue | None = None) -> LotStanding:
    """Return what the gate may read of a lot; what no physician checked and what nobody read is None."""
    lot = entry.lot
    standing = [recall.recalled_at for recall in lot.recalls if recall.lifted_at is None]
    return LotStanding(
        lot_id=lot.lot_id,
        number=lot.number,
        expires=lot.expires_on,
        recalled_at=min(standing, default=None),
        had_temperature_excursion=lot.temperature.had_excursion,
        certificate=derive_certificate(lot, catalogue),
    )


def derive_product(entry: LotEntry, catalogue: CertificateCatalogue | None = None) -> Product:
    """Return product and lot as the plan keeps them beside the lot's id: a snapshot, which the lot book outweighs."""
    lot, product = entry.lot, entry.product
    return Product(
        name=name_product(product),
        cell_source=product.cell_source,
        maker=product.maker,
        approval_status=product.approval_status,
        procurement=product.procurement,
        lot_number=lot.number,
        expires=lot.expires_on,
        certificate=derive_certificate(lot, catalogue),
        lot_id=lot.lot_id,
        is_recalled=lot.is_recalled,
        had_temperature_excursion=lot.temperature.had_excursion,
    )


def name_product(product: LotProduct) -> str:
    """Return the name of a product for papers in either language: both names where they differ."""
    names = dict.fromkeys(name.strip() for name in (product.name_ja, product.name_en) if not is_blank(name))
    return " / ".join(names)


def derive_certificate(lot: Lot, catalogue: CertificateCatalogue | None = None) -> Certificate:
    """Return what counts of a lot's certificate: nothing until a physician has checked it against the maker's paper."""
    certificate = lot.certificate
    if certificate is None or not is_checked(certificate):
        return Certificate()
    return Certificate(
        is_on_file=True,
        is_complete=not find_lacking_items(lot, catalogue),
        shown_absent=certificate.shown_absent,
        is_research_use_only=certificate.is_research_use_only,
        has_failed_item=any(item.state is ItemState.FAILED for item in certificate.items),
    )


def is_checked(certificate: LotCertificate) -> bool:
    """Say whether a physician has checked a certificate."""
    return bool(certificate.checked_by) and certificate.checked_at is not None


def find_lacking_items(lot: Lot, catalogue: CertificateCatalogue | None = None) -> tuple[CertificateItem, ...]:
    """Return the required items of the catalogue that a lot's certificate does not report, in its order."""
    catalogue = get_shipped_items() if catalogue is None else catalogue
    certificate = LotCertificate() if lot.certificate is None else lot.certificate
    reported = {item.item_id for item in certificate.items if item.state is not ItemState.ABSENT}
    has = {
        RecordedIn.FACTORS: bool(certificate.factors),
        RecordedIn.RESEARCH_USE_ONLY: certificate.is_research_use_only is not None,
        RecordedIn.LOT_NUMBER: not is_blank(lot.number),
        RecordedIn.EXPIRY: lot.expires_on is not None,
        RecordedIn.TEMPERATURE: lot.temperature.had_excursion is not None,
    }
    return tuple(
        item for item in catalogue.items if item.is_required and not has.get(item.recorded_in, item.id in reported)
    )
