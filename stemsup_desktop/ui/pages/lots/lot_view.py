"""What the page shows of the chosen lot or product. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from stemsup_desktop.consultation.formats import format_date, format_datetime, format_measure
from stemsup_desktop.consultation.lots.lot_model import Lot, LotEntry, LotProduct, Recall, Vial, VialFate
from stemsup_desktop.content import Content
from stemsup_desktop.sizes import say_size
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.lots.certificate_view import Allergens, CertificateView, derive_certificate_view
from stemsup_desktop.ui.lots.states import TAGS, LotState, derive_states
from stemsup_desktop.ui.lots.words import derive_word, name_of
from stemsup_desktop.ui.pages.lots.view import LotBook
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class KnownVial:
    """A vial whose fate is known, with the chart number of whoever received it; never a name."""

    vial: Vial
    chart_number: str = ""


@dataclass(frozen=True, slots=True)
class ChosenLot:
    """A lot as the vault holds it, with its vials."""

    entry: LotEntry
    vials: tuple[KnownVial, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """A sentence on what stands against using a lot, in the colours of its state."""

    state: TagState
    sentence: str


@dataclass(frozen=True, slots=True)
class VialLine:
    """A vial: its number, what became of it, when, and for which chart or why."""

    vial: str
    state: TagState
    word: str
    when: str
    of: str
    by: str


@dataclass(frozen=True, slots=True)
class RecallLine:
    """A recall that stands or was lifted."""

    is_standing: bool
    title: str
    reason: str
    source: str = ""
    lifted: str = ""


class FileSlot(StrEnum):
    """Which of a lot's papers."""

    MAKER = "maker"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class FileView:
    """A paper of a lot, or the place for one."""

    slot: FileSlot
    what: str
    hint: str = ""
    name: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class FilesView:
    """The papers of a lot."""

    lot_id: str
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class VialsView:
    """The vials of a lot; `too_many` says where more are gone than came."""

    lot_id: str
    counts: tuple[tuple[str, str], ...]
    lines: tuple[VialLine, ...]
    can_discard: bool = True
    too_many: str = ""


@dataclass(frozen=True, slots=True)
class RecallsView:
    """The recalls of a lot; `lift_refusal` says why whoever looks at it cannot lift the one that stands."""

    lot_id: str
    lines: tuple[RecallLine, ...] = ()
    is_recalled: bool = False
    lift_refusal: str = ""


@dataclass(frozen=True, slots=True)
class LotView:
    """The chosen lot."""

    lot_id: str
    number: str
    product: str
    state: TagState
    word: str
    alerts: tuple[Alert, ...]
    facts: tuple[tuple[str, str], ...]
    certificate: CertificateView
    files: FilesView
    vials: VialsView
    recalls: RecallsView
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProductView:
    """The chosen product."""

    product_id: str
    name: str
    other_name: str
    facts: tuple[tuple[str, str], ...]
    instructions: str
    lots: str
    is_retired: bool


def load_chosen_lot(vault: Vault, lot_id: str) -> ChosenLot:
    """Read a lot with its vials and the chart numbers of those who received them."""
    entry, vials = vault.get_lot(lot_id), vault.list_vials(lot_id)
    charts = {vial.patient_id: vault.get_patient(vial.patient_id).chart_number for vial in vials if vial.patient_id}
    return ChosenLot(entry, tuple(KnownVial(vial, charts.get(vial.patient_id, "")) for vial in vials))


def derive_lot(chosen: ChosenLot, book: LotBook, allergens: Allergens, now: datetime, words: Words) -> LotView:
    """Derive the page of a lot."""
    entry, lot, zone = chosen.entry, chosen.entry.lot, now.tzinfo
    states = derive_states(entry, now.date())
    return LotView(
        lot_id=lot.lot_id,
        number=lot.number,
        product=name_of(entry.product, words.language),
        state=TAGS[states[0]],
        word=derive_word(states[0], words),
        alerts=tuple(_list_alerts(lot, states, zone, words)),
        facts=tuple(_list_facts(lot, words)),
        certificate=derive_certificate_view(lot, allergens, zone, words, may_decide=book.may_decide),
        files=FilesView(lot.lot_id, tuple(_list_files(lot, words))),
        vials=_derive_vials(chosen, zone, words),
        recalls=RecallsView(
            lot.lot_id,
            tuple(_derive_recall(recall, zone, words) for recall in reversed(lot.recalls)),
            lot.is_recalled,
            "" if book.may_decide else words("lots.lift_refusal"),
        ),
        note=lot.note,
    )


def derive_product_view(product: LotProduct, book: LotBook, content: Content, words: Words) -> ProductView:
    """Derive the page of a product."""
    names = [name for name in (product.name_ja, product.name_en) if name.strip()]
    shown = name_of(product, words.language)
    return ProductView(
        product_id=product.product_id,
        name=shown,
        other_name=next((name for name in names if name != shown), ""),
        facts=tuple(_list_product_facts(product, content, words)),
        instructions=product.instructions,
        lots=words("lots.lot_count", count=len(book.lots_of(product.product_id))),
        is_retired=product.is_retired,
    )


def _list_product_facts(product: LotProduct, content: Content, words: Words) -> Iterator[tuple[str, str]]:
    none, names, language = words("lots.not_entered"), content.names, words.language
    source = product.cell_source
    yield words("lots.maker"), product.maker or none
    yield words("lots.cell_source"), none if source is None else names.get_cell_source(source, language)
    yield words("lots.vial_ml"), none if product.vial_ml is None else format_measure(product.vial_ml, "mL")
    yield words("lots.approval_status"), product.approval_status or none
    yield words("lots.procurement"), product.procurement or none
    yield words("lots.storage"), product.storage or none
    yield words("lots.routes"), names.get_routes(product.routes, language) if product.routes else none
    yield words("lots.gtins"), words.listed(product.gtins) or none


def _list_facts(lot: Lot, words: Words) -> Iterator[tuple[str, str]]:
    none, language = words("lots.not_entered"), words.language
    for key, day in (("made_on", lot.made_on), ("expires", lot.expires_on), ("received_on", lot.received_on)):
        yield words(f"lots.{key}"), none if day is None else format_date(day, language)
    yield words("lots.storage_place"), lot.storage_place or none
    yield words("lots.temperature"), _say_temperature(lot, words)


def _say_temperature(lot: Lot, words: Words) -> str:
    log = lot.temperature
    if log.had_excursion is None:
        return words("lots.log_not_read")
    said = words("lots.log_excursion" if log.had_excursion else "lots.log_in_range")
    day = "" if log.checked_on is None else format_date(log.checked_on, words.language)
    return "\n".join(part for part in (said, log.note, " · ".join(filter(None, (log.checked_by, day)))) if part)


def _list_alerts(lot: Lot, states: tuple[LotState, ...], zone: tzinfo | None, words: Words) -> Iterator[Alert]:
    for state in states:
        key = f"lots.alert_{state.value.replace('-', '_')}"
        if state is LotState.RECALLED:
            recall = next(one for one in reversed(lot.recalls) if one.lifted_at is None)
            moment = format_datetime(recall.recalled_at.astimezone(zone), words.language)
            yield Alert(TAGS[state], words(key, moment=moment, name=recall.recalled_by, reason=recall.reason))
        elif words.has(key):
            yield Alert(TAGS[state], words(key))


def _derive_vials(chosen: ChosenLot, zone: tzinfo | None, words: Words) -> VialsView:
    entry = chosen.entry
    return VialsView(
        lot_id=entry.lot.lot_id,
        counts=(
            (words("lots.received"), f"{entry.lot.vials_received:,}"),
            (words("lots.used"), f"{entry.vials_used:,}"),
            (words("lots.discarded"), f"{entry.vials_discarded:,}"),
            (words("lots.left"), f"{max(entry.vials_left, 0):,}"),
        ),
        lines=tuple(_derive_vial(vial, zone, words) for vial in reversed(chosen.vials)),
        can_discard=entry.vials_left > 0,
        too_many=words("lots.vials_too_many", count=-entry.vials_left) if entry.vials_left < 0 else "",
    )


def _derive_vial(known: KnownVial, zone: tzinfo | None, words: Words) -> VialLine:
    vial = known.vial
    is_used = vial.fate is VialFate.USED
    of = words("lots.of_chart", number=known.chart_number) if is_used and known.chart_number else vial.reason
    return VialLine(
        vial=vial.vial,
        state=TagState.CLEAR if is_used else TagState.INFORMATION,
        word=words("lots.fate_used" if is_used else "lots.fate_discarded"),
        when=format_datetime(vial.at.astimezone(zone), words.language),
        of=of,
        by=vial.by,
    )


def _derive_recall(recall: Recall, zone: tzinfo | None, words: Words) -> RecallLine:
    def say(key: str, moment: datetime, name: str) -> str:
        return words(key, moment=format_datetime(moment.astimezone(zone), words.language), name=name)

    lifted = ""
    if recall.lifted_at is not None:
        lifted = say("lots.lifted_by", recall.lifted_at, recall.lifted_by)
        lifted = words("lots.lifted_why", lifted=lifted, reason=recall.lifted_reason)
    title = say("lots.recalled_by", recall.recalled_at, recall.recalled_by)
    source = words("lots.recall_source_is", source=recall.source) if recall.source else ""
    return RecallLine(recall.lifted_at is None, title, recall.reason, source, lifted)


def _list_files(lot: Lot, words: Words) -> Iterator[FileView]:
    maker = None if lot.certificate is None else lot.certificate.file
    for slot, file in ((FileSlot.MAKER, maker), (FileSlot.LOG, lot.temperature.file)):
        what = words(f"lots.file_{slot.value}")
        if file is None:
            yield FileView(slot, what, words("lots.drop_file", what=what))
        else:
            yield FileView(slot, what, "", file.name, say_size(file.size).in_language(words.language))
