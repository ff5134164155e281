"""What keeps a form of the lot book from being saved, field by field. No Qt."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.lots.certificate_checks import find_certificate_faults
from stemsup_desktop.consultation.lots.lot_model import MOST_VIALS, Lot, MeasuredState
from stemsup_desktop.consultation.volumes import MOST_ML
from stemsup_desktop.language import Text
from stemsup_desktop.ui.pages.lots.draft import (
    CertificateDraft,
    Draft,
    FactorDraft,
    LotDraft,
    ProductDraft,
    derive_certificate,
    is_blank,
    parse_gtin,
)
from stemsup_desktop.ui.parsing import normalise, parse_date, parse_number
from stemsup_desktop.ui.words import Words

_MOST_AMOUNT = Decimal(10) ** 12
_EXAMPLE = date(2026, 9, 8)
_FACTOR_FIELD = re.compile(r"factors\[(\d+)\]\.(.+)")
_FACTOR_PARTS = {"name": "factor_id", "value": "amount", "limit": "amount"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A field by its path in the draft, and what is wrong there: a key of the words, or a sentence of its own."""

    path: str
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    text: Text | None = None

    def say(self, words: Words) -> str:
        """Return the sentence."""
        if self.text is not None:
            return self.text.in_language(words.language)
        if self.key == "common.not_a_date":
            return words(self.key, example=format_date(_EXAMPLE, words.language))
        return words(self.key, **self.values)


def check_draft(draft: Draft, today: date, lot: Lot | None = None) -> tuple[Fault, ...]:
    """Return what is wrong in a form, in the order of its fields; empty if it can be saved.

    `lot` is the lot of a certificate.
    """
    match draft:
        case ProductDraft():
            return tuple(_check_product(draft))
        case LotDraft():
            return tuple(_check_lot(draft, today))
        case CertificateDraft():
            return tuple(_check_typed(draft)) or tuple(_check_certificate(draft, today, lot))


def _check_product(draft: ProductDraft) -> Iterator[Fault]:
    if not draft.name_en.strip() and not draft.name_ja.strip():
        yield Fault("name_ja", "lots.fault_product_name")
    if draft.vial_ml.strip():
        volume = parse_number(draft.vial_ml)
        if volume is None:
            yield Fault("vial_ml", "common.not_a_number")
        elif not 0 < volume <= MOST_ML:
            yield Fault("vial_ml", "lots.fault_volume")
    seen: set[str] = set()
    for number, text in enumerate(draft.gtins):
        gtin = parse_gtin(text)
        if text.strip() and gtin is None:
            yield Fault(f"gtins.{number}", "lots.fault_gtin")
        elif gtin is not None and gtin in seen:
            yield Fault(f"gtins.{number}", "lots.fault_gtin_twice")
        seen.add(gtin or "")


def _check_lot(draft: LotDraft, today: date) -> Iterator[Fault]:
    if not draft.product_id:
        yield Fault("product_id", "lots.fault_product")
    if not normalise(draft.number):
        yield Fault("number", "lots.fault_number")
    made, expires, received = (parse_date(text) for text in (draft.made_on, draft.expires_on, draft.received_on))
    for path, text, day in (
        ("made_on", draft.made_on, made),
        ("expires_on", draft.expires_on, expires),
        ("received_on", draft.received_on, received),
    ):
        if text.strip() and day is None:
            yield Fault(path, "common.not_a_date")
        elif path != "expires_on" and day is not None and day > today:
            yield Fault(path, "lots.fault_in_future")
    if made is not None and expires is not None and expires < made:
        yield Fault("expires_on", "lots.fault_expires_before_made")
    if made is not None and received is not None and received < made:
        yield Fault("received_on", "lots.fault_received_before_made")
    vials = parse_number(draft.vials_received, is_whole=True)
    if not draft.vials_received.strip():
        yield Fault("vials_received", "lots.fault_vials_open")
    elif vials is None or vials != vials.to_integral_value():
        yield Fault("vials_received", "common.not_a_number")
    elif not 0 <= vials <= MOST_VIALS:
        yield Fault("vials_received", "lots.fault_vials", {"most": f"{MOST_VIALS:,}"})


def _check_typed(draft: CertificateDraft) -> Iterator[Fault]:
    """Find texts that stand for nothing a certificate can hold."""
    if draft.issued_on.strip() and parse_date(draft.issued_on) is None:
        yield Fault("issued_on", "common.not_a_date")
    for number, item in enumerate(draft.items):
        if not item.state and any(text.strip() for text in (item.value, item.method, item.limit)):
            yield Fault(f"items.{number}", "lots.fault_item_state")
    for number, factor in enumerate(draft.factors):
        if not is_blank(factor):
            yield from _check_amount(f"factors.{number}.amount", factor)


def _check_amount(path: str, factor: FactorDraft) -> Iterator[Fault]:
    state = MeasuredState(factor.state)
    if state is MeasuredState.NOT_MEASURED:
        return
    if not factor.amount.strip():
        if state is MeasuredState.MEASURED:
            yield Fault(path, "lots.fault_factor_value")
        return
    amount = parse_number(factor.amount)
    if amount is None:
        yield Fault(path, "common.not_a_number")
    elif not 0 <= amount <= _MOST_AMOUNT:
        yield Fault(path, "lots.fault_amount")


def _check_certificate(draft: CertificateDraft, today: date, lot: Lot | None) -> Iterator[Fault]:
    """Find what cannot be so, as for every certificate however it comes."""
    rows = [number for number, factor in enumerate(draft.factors) if not is_blank(factor)]
    for fault in find_certificate_faults(derive_certificate(draft, None), lot, today=today):
        yield Fault(_find_path(fault.field, draft, rows), text=fault.text)


def _find_path(name: str, draft: CertificateDraft, rows: list[int]) -> str:
    """Return the path in the form of a field of the certificate."""
    if found := _FACTOR_FIELD.fullmatch(name):
        return f"factors.{rows[int(found[1])]}.{_FACTOR_PARTS.get(found[2], found[2])}"
    kind, _, rest = name.partition(".")
    if kind == "items":
        item_id = rest.rpartition(".")[0]
        at = (number for number, item in enumerate(draft.items) if item.item_id == item_id and item.state)
        return f"items.{next(at, 0)}"
    return name
