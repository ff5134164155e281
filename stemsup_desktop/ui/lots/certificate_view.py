"""What the page shows of a lot's certificate, item by item and factor by factor. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from stemsup_desktop.consultation.formats import NO_BREAK, format_date, format_datetime
from stemsup_desktop.consultation.lots.certificate_items import CertificateItem, get_shipped_items
from stemsup_desktop.consultation.lots.lot_model import (
    ItemState,
    Lot,
    LotCertificate,
    MeasuredFactor,
    MeasuredState,
    ReportedItem,
)
from stemsup_desktop.consultation.lots.lot_standing import find_lacking_items, is_checked
from stemsup_desktop.consultation.lots.measured import say_factor, say_measured
from stemsup_desktop.ui.lots.states import count_required, is_entered
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

ITEM_TAGS = {ItemState.PASSED: TagState.CLEAR, ItemState.FAILED: TagState.STOP, ItemState.ABSENT: TagState.OPEN}
Allergens = tuple[tuple[str, str], ...]
"""Code and words of the substances that a certificate can show as not detected."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item: how it stands, and what is printed of it."""

    item_id: str
    name: str
    state: TagState
    word: str
    value: str = ""
    method: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class FactorLine:
    """One factor: a value, below the limit of detection, or not measured; the three are never mixed up."""

    name: str
    state: MeasuredState
    value: str
    method: str = ""


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate. `refusal` says why whoever looks at it cannot check it, `can_check` that there is need to."""

    standing: str
    count: str = ""
    state: TagState = TagState.OPEN
    word: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    items: tuple[ItemLine, ...] = ()
    factors: tuple[FactorLine, ...] = ()
    lacking: str = ""
    absent: str = ""
    can_check: bool = False
    refusal: str = ""


def derive_certificate_view(
    lot: Lot, allergens: Allergens, zone: tzinfo | None, words: Words, *, may_decide: bool
) -> CertificateView:
    """Derive the part of a certificate; one that was not entered has no count and says so."""
    certificate = lot.certificate
    if certificate is None or not is_entered(certificate):
        return CertificateView(standing=words("lots.no_certificate_yet"))
    lacking, of, checked = find_lacking_items(lot), count_required(), is_checked(certificate)
    names = dict(allergens)
    absent = words.listed(names.get(code, code) for code in certificate.shown_absent)
    missing = words.listed(item.name.in_language(words.language) for item in lacking)
    return CertificateView(
        count=words("lots.required_count", shown=of - len(lacking), of=of),
        state=TagState.CLEAR if checked else TagState.OPEN,
        word=words("lots.checked" if checked else "lots.not_checked"),
        standing=_say_standing(certificate, zone, words),
        facts=tuple(_list_facts(certificate, zone, words)),
        items=tuple(_derive_items(certificate, words)),
        factors=tuple(_derive_factor(factor, words) for factor in certificate.factors),
        lacking=words("lots.lacking", items=missing) if lacking else "",
        absent=absent,
        can_check=not checked and may_decide,
        refusal="" if checked or may_decide else words("lots.check_refusal"),
    )


def get_item_word(item: CertificateItem | None, state: ItemState) -> str:
    """Return the key of the word for a state: a test is passed, anything else is stated."""
    if state is ItemState.PASSED:
        return "lots.item_passed" if item is not None and item.group == "safety" else "lots.item_stated"
    return f"lots.item_{state.value}"


def _say_standing(certificate: LotCertificate, zone: tzinfo | None, words: Words) -> str:
    if certificate.checked_at is not None and certificate.checked_by:
        moment = format_datetime(certificate.checked_at.astimezone(zone), words.language)
        return words("lots.checked_by", name=certificate.checked_by, moment=moment)
    return words("lots.counts_not")


def _list_facts(certificate: LotCertificate, zone: tzinfo | None, words: Words) -> Iterator[tuple[str, str]]:
    none = words("lots.not_entered")
    issued = certificate.issued_on
    yield words("lots.reference"), certificate.reference or none
    yield words("lots.issued_on"), none if issued is None else format_date(issued, words.language)
    label = certificate.is_research_use_only
    yield (
        words("lots.research_label"),
        none if label is None else words("lots.research_yes" if label else "lots.research_no"),
    )
    if certificate.entered_at is not None:
        day = format_date(certificate.entered_at.astimezone(zone).date(), words.language)
        yield words("lots.entered_by"), "\n".join(part for part in (certificate.entered_by, day) if part)


def _derive_items(certificate: LotCertificate, words: Words) -> Iterator[ItemLine]:
    known = {item.id: item for item in get_shipped_items().entered_items}
    for item_id, one in known.items():
        found = [item for item in certificate.items if item.item_id == item_id]
        yield from (_derive_item(item, one, words) for item in found)
        if not found and one.is_required:
            yield ItemLine(item_id, one.name.in_language(words.language), TagState.OPEN, words("lots.not_entered"))
    for other in certificate.items:
        if other.item_id not in known:
            yield _derive_item(other, None, words)


def _derive_item(item: ReportedItem, known: CertificateItem | None, words: Words) -> ItemLine:
    name = item.item_id if known is None else known.name.in_language(words.language)
    return ItemLine(
        item.item_id,
        name,
        ITEM_TAGS[item.state],
        words(get_item_word(known, item.state)),
        NO_BREAK.join(part for part in (item.value, item.unit) if part),
        item.method,
        item.limit,
    )


def _derive_factor(factor: MeasuredFactor, words: Words) -> FactorLine:
    name = say_factor(factor.factor_id, factor.form).in_language(words.language)
    return FactorLine(name, factor.state, say_measured(factor).in_language(words.language), factor.method)
