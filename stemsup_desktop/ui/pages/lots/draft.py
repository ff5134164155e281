"""What is typed into the forms of the lot book before it is a record: as text, so that nothing typed is lost. No Qt."""

from datetime import date
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.lots.certificate_items import get_shipped_items
from stemsup_desktop.consultation.lots.lot_model import (
    ConcentrationUnit,
    ItemState,
    Lot,
    LotCertificate,
    LotProduct,
    MeasuredFactor,
    MeasuredState,
    ReportedItem,
)
from stemsup_desktop.ui.parsing import normalise, parse_date, parse_number

NOT_READ, NO_EXCURSION, HAD_EXCURSION = "", "none", "had"
"""What the temperature log shows: nobody has read it, nothing out of range, something out of range."""
YES, NO = "Y", "N"


class ProductDraft(msgspec.Struct, frozen=True, tag="product"):
    """The form of a product; `product_id` is empty for a new one."""

    product_id: str = ""
    name_en: str = ""
    name_ja: str = ""
    maker: str = ""
    cell_source: str = ""
    approval_status: str = ""
    procurement: str = ""
    storage: str = ""
    vial_ml: str = ""
    routes: tuple[str, ...] = ()
    instructions: str = ""
    gtins: tuple[str, ...] = ()
    is_retired: bool = False

    @property
    def key(self) -> str:
        """What the form is kept under while it is under way."""
        return f"product:{self.product_id}"


class LotDraft(msgspec.Struct, frozen=True, tag="lot"):
    """The form of a lot; `lot_id` is empty for a new one."""

    lot_id: str = ""
    product_id: str = ""
    number: str = ""
    made_on: str = ""
    expires_on: str = ""
    received_on: str = ""
    vials_received: str = ""
    storage_place: str = ""
    temperature: str = NOT_READ
    temperature_note: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """What the form is kept under while it is under way."""
        return f"lot:{self.lot_id}"


class ItemDraft(msgspec.Struct, frozen=True):
    """One item of a certificate; `state` is a code of `ItemState`, or empty while nobody entered it."""

    item_id: str
    state: str = ""
    value: str = ""
    unit: str = ""
    method: str = ""
    limit: str = ""


class FactorDraft(msgspec.Struct, frozen=True):
    """One measured factor: its name as typed; `amount` is the value, or where it is below a limit that limit."""

    factor_id: str = ""
    form: str = ""
    state: str = MeasuredState.MEASURED.value
    amount: str = ""
    unit: str = ConcentrationUnit.PG_PER_ML.value
    method: str = ""


class CertificateDraft(msgspec.Struct, frozen=True, tag="certificate"):
    """The form of a lot's certificate."""

    lot_id: str = ""
    reference: str = ""
    issued_on: str = ""
    items: tuple[ItemDraft, ...] = ()
    factors: tuple[FactorDraft, ...] = ()
    shown_absent: tuple[str, ...] = ()
    is_research_use_only: str = ""

    @property
    def key(self) -> str:
        """What the form is kept under while it is under way."""
        return f"certificate:{self.lot_id}"


Draft = ProductDraft | LotDraft | CertificateDraft


# From records


def make_product_draft(product: LotProduct) -> ProductDraft:
    """Return the form for editing a product."""
    return ProductDraft(
        product_id=product.product_id,
        name_en=product.name_en,
        name_ja=product.name_ja,
        maker=product.maker,
        cell_source="" if product.cell_source is None else product.cell_source.value,
        approval_status=product.approval_status,
        procurement=product.procurement,
        storage=product.storage,
        vial_ml=_write_number(product.vial_ml),
        routes=tuple(route.value for route in product.routes),
        instructions=product.instructions,
        gtins=product.gtins,
        is_retired=product.is_retired,
    )


def make_lot_draft(lot: Lot) -> LotDraft:
    """Return the form for editing a lot."""
    had = lot.temperature.had_excursion
    return LotDraft(
        lot_id=lot.lot_id,
        product_id=lot.product_id,
        number=lot.number,
        made_on=_write_day(lot.made_on),
        expires_on=_write_day(lot.expires_on),
        received_on=_write_day(lot.received_on),
        vials_received=str(lot.vials_received) if lot.lot_id else "",
        storage_place=lot.storage_place,
        temperature=NOT_READ if had is None else HAD_EXCURSION if had else NO_EXCURSION,
        temperature_note=lot.temperature.note,
        note=lot.note,
    )


def make_certificate_draft(
    lot_id: str, certificate: LotCertificate | None, item_ids: tuple[str, ...]
) -> CertificateDraft:
    """Return the form for a certificate: a row for each item of the catalogue, then those of the certificate alone."""
    known = certificate or LotCertificate()
    others = tuple(dict.fromkeys(item.item_id for item in known.items if item.item_id not in item_ids))
    research = known.is_research_use_only
    return CertificateDraft(
        lot_id=lot_id,
        reference=known.reference,
        issued_on=_write_day(known.issued_on),
        items=tuple(item for item_id in (*item_ids, *others) for item in _make_items(item_id, known)),
        factors=tuple(_make_factor(factor) for factor in known.factors),
        shown_absent=known.shown_absent,
        is_research_use_only="" if research is None else YES if research else NO,
    )


def _make_items(item_id: str, certificate: LotCertificate) -> tuple[ItemDraft, ...]:
    """Return a row for each method by which an item is reported, or one that nobody has entered yet."""
    made = tuple(
        ItemDraft(item_id, item.state.value, item.value, item.unit, item.method, item.limit)
        for item in certificate.items
        if item.item_id == item_id
    )
    return made or (ItemDraft(item_id),)


def _make_factor(factor: MeasuredFactor) -> FactorDraft:
    amount = factor.value if factor.state is MeasuredState.MEASURED else factor.limit
    unit = (factor.unit or ConcentrationUnit.PG_PER_ML).value
    found = get_shipped_items().find_factor(factor.factor_id)
    name = factor.factor_id if found is None else found[0].name.en
    return FactorDraft(name, factor.form, factor.state.value, _write_number(amount), unit, factor.method)


# To records


def derive_product(draft: ProductDraft) -> LotProduct:
    """Return the product that a form without faults stands for."""
    return LotProduct(
        product_id=draft.product_id,
        name_en=draft.name_en.strip(),
        name_ja=draft.name_ja.strip(),
        maker=draft.maker.strip(),
        cell_source=CellSource(draft.cell_source) if draft.cell_source else None,
        approval_status=draft.approval_status.strip(),
        procurement=draft.procurement.strip(),
        storage=draft.storage.strip(),
        vial_ml=parse_number(draft.vial_ml),
        routes=tuple(route for route in Route if route.value in draft.routes),
        instructions=draft.instructions.strip(),
        gtins=tuple(parse_gtin(gtin) or "" for gtin in draft.gtins if gtin.strip()),
        is_retired=draft.is_retired,
    )


def derive_lot(draft: LotDraft, before: Lot | None) -> Lot:
    """Return the lot that a form without faults stands for; what the form does not show stays as it was."""
    known = before or Lot("", "", "")
    had = None if draft.temperature == NOT_READ else draft.temperature == HAD_EXCURSION
    vials = parse_number(draft.vials_received, is_whole=True)
    return msgspec.structs.replace(
        known,
        lot_id=draft.lot_id,
        product_id=draft.product_id,
        number=normalise(draft.number),
        made_on=parse_date(draft.made_on),
        expires_on=parse_date(draft.expires_on),
        received_on=parse_date(draft.received_on),
        vials_received=0 if vials is None else int(vials),
        storage_place=draft.storage_place.strip(),
        temperature=msgspec.structs.replace(known.temperature, had_excursion=had, note=draft.temperature_note.strip()),
        note=draft.note.strip(),
    )


def derive_certificate(draft: CertificateDraft, before: LotCertificate | None) -> LotCertificate:
    """Return the certificate that a form without faults stands for; its file stays."""
    known = before or LotCertificate()
    return msgspec.structs.replace(
        known,
        reference=draft.reference.strip(),
        issued_on=parse_date(draft.issued_on),
        items=tuple(
            ReportedItem(
                item.item_id,
                ItemState(item.state),
                item.value.strip(),
                item.unit.strip(),
                item.method.strip(),
                item.limit.strip(),
            )
            for item in draft.items
            if item.state
        ),
        factors=tuple(_derive_factor(factor) for factor in draft.factors if not is_blank(factor)),
        shown_absent=draft.shown_absent,
        is_research_use_only=None if not draft.is_research_use_only else draft.is_research_use_only == YES,
    )


def is_blank(factor: FactorDraft) -> bool:
    """Tell whether a row of factors says nothing."""
    return not (factor.factor_id.strip() or factor.amount.strip() or factor.form.strip() or factor.method.strip())


def find_factor(factor: FactorDraft) -> tuple[str, str]:
    """Return the id and the form of a factor by any of its names: "TGF-β1" is tgf-beta in the form β1."""
    found = get_shipped_items().find_factor(factor.factor_id)
    if found is None:
        return factor.factor_id.strip(), factor.form.strip()
    return found[0].id, factor.form.strip() or found[1]


def _derive_factor(factor: FactorDraft) -> MeasuredFactor:
    state = MeasuredState(factor.state)
    amount = None if state is MeasuredState.NOT_MEASURED else parse_number(factor.amount)
    is_measured = state is MeasuredState.MEASURED
    factor_id, form = find_factor(factor)
    return MeasuredFactor(
        factor_id=factor_id,
        state=state,
        value=amount if is_measured else None,
        unit=ConcentrationUnit(factor.unit) if amount is not None else None,
        method=factor.method.strip(),
        limit=None if is_measured else amount,
        form=form,
    )


# Texts and values


def parse_gtin(text: str) -> str | None:
    """Return a GTIN of 8, 12, 13 or 14 digits as 14 digits, or None where its check digit is wrong."""
    digits = normalise(text).replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (8, 12, 13, 14):
        return None
    whole = digits.rjust(14, "0")
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(whole))
    return whole if total % 10 == 0 else None


def _write_day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _write_number(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"
