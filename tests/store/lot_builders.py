"""Builds lots, vials and treatments for the tests of the lot book."""

from datetime import date
from decimal import Decimal

import msgspec
from store.builders import START, make_consultation

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.lots.lot_model import Lot, LotEntry, LotProduct
from stemsup_desktop.consultation.plan_model import Plan, Product
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment, VialUsed
from stemsup_desktop.store.vault import Vault

NUMBER = "SUP-24-117"


def make_product(**changes: object) -> LotProduct:
    values: dict[str, object] = {"product_id": "", "name_en": "Supernatant A", "name_ja": "培養上清A", **changes}
    return LotProduct(**values)


def add_lot(vault: Vault, number: str = NUMBER, **changes: object) -> LotEntry:
    """Enter a lot of the first product, which is entered if there is none."""
    products = vault.list_products() or (vault.save_product(make_product()),)
    values: dict[str, object] = {
        "product_id": products[0].product_id,
        "expires_on": date(2027, 6, 30),
        "vials_received": 10,
        **changes,
    }
    return vault.save_lot(Lot(lot_id="", number=number, **values))


def make_vial(vial: str = "1", lot_id: str = "", number: str = NUMBER, drawn_up: str | None = "1.00") -> VialUsed:
    drawn_up_ml = None if drawn_up is None else Decimal(drawn_up)
    return VialUsed(number, vial, Route.INTRADERMAL, lot_id, drawn_up_ml=drawn_up_ml)


def make_point(volume: str) -> SitePoint:
    return SitePoint("scalp-top/1", Decimal("10.5"), Decimal("20.0"), volume_ml=Decimal(volume))


def make_visit(
    visit_id: str = "visit-1", *vials: VialUsed, treatment: Treatment | None = None, lot_id: str = "", number: str = ""
) -> Consultation:
    """A visit with a treatment of the scalp by these vials, or the one given; lot and number are the plan's."""
    site = SiteTreated("front-l", marked=(make_point("0.10"), make_point("0.30")))
    done = treatment or (Treatment(started_at=START, sites=(site,), vials=vials) if vials else Treatment())
    plan = Plan(product=Product(name="Supernatant A", lot_number=number, lot_id=lot_id))
    return msgspec.structs.replace(make_consultation(visit_id), treatment=done, plan=plan)
