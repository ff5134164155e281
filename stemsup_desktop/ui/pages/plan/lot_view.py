"""What the product pane shows of the lot book: a card for each lot, usable ones first. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.lots.lot_standing import find_lacking_items
from stemsup_desktop.consultation.lots.offers import LotOffer, LotOffers
from stemsup_desktop.consultation.plan_model import Product
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.ui.allergens import derive_allergens
from stemsup_desktop.ui.lots.states import LotState, derive_states, is_past
from stemsup_desktop.ui.lots.words import derive_word, name_of, say_certificate, say_expiry, say_vials
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

MOST_JUDGED = 30
"""Lots that are judged for a plan; a clinic has no more of them in use at a time, and the page has all."""
MOST_CARDS = 12
_OPEN = (LotState.NO_CERTIFICATE, LotState.INCOMPLETE, LotState.NOT_CHECKED)


@dataclass(frozen=True, slots=True)
class LotCard:
    """One lot: what stands on its card, and whether it can be chosen; `reason` says why not."""

    lot_id: str
    number: str
    state: TagState
    word: str
    lines: tuple[str, ...]
    reason: str = ""
    is_usable: bool = True
    is_chosen: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class LotChoice:
    """The lots to choose from; `narrow` is the sentence of an allergy that asks for certain lots, or empty."""

    note: str = ""
    cards: tuple[LotCard, ...] = ()
    more: str = ""
    narrow: str = ""
    narrow_link: str = ""
    is_narrow: bool = False
    nothing: str = ""
    """Why no card is shown though there are lots, or empty."""
    has_book: bool = False
    """Whether the lot book has any lot at all."""
    is_from_book: bool = False
    """Whether the planned lot is one of the lot book."""
    typed: str = ""
    """That the planned lot was typed by hand, or empty."""


def order_entries(entries: tuple[LotEntry, ...], chosen_id: str, today: date) -> tuple[LotEntry, ...]:
    """Return the lots worth judging: the chosen one, then those that are not past, those that expire first before."""

    def order(entry: LotEntry) -> tuple[bool, bool, date, str]:
        gone = is_past(derive_states(entry, today))
        return entry.lot.lot_id != chosen_id, gone, entry.lot.expires_on or date.max, entry.lot.number

    return tuple(sorted(entries, key=order))[:MOST_JUDGED]


def derive_lot_choice(
    found: LotOffers, count: int, product: Product, content: Content, today: date, words: Words, *, is_narrow: bool
) -> LotChoice:
    """Derive the cards of the judged lots; `count` is how many lots the lot book has."""
    if not count:
        return LotChoice()
    names = dict(derive_allergens(content, words.language))
    cards = [_derive_card(offer, product.lot_id, names, content, today, words) for offer in found.offers]
    usable = sum(card.is_usable for card in cards)
    narrowed = {offer.entry.lot.lot_id for offer in found.offers if offer.is_free}
    is_narrow = is_narrow and bool(found.substances)
    shown = [card for card in cards if not is_narrow or card.lot_id in narrowed]
    shown.sort(key=_order_card)
    chosen = [card for card in shown[MOST_CARDS:] if card.is_chosen]
    shown = shown[: MOST_CARDS - len(chosen)] + chosen
    hidden, number = count - len(shown), product.lot_number.strip()
    substances = words.listed(names.get(one, one) for one in found.substances)
    return LotChoice(
        note=words("plan.lots_usable", count=usable),
        cards=tuple(shown),
        more=words("plan.lots_more", count=hidden) if hidden else "",
        narrow=words("plan.lots_allergy", substances=substances) if found.substances else "",
        narrow_link=words("plan.lots_show_all" if is_narrow else "plan.lots_narrow") if found.substances else "",
        is_narrow=is_narrow,
        nothing="" if shown else words("plan.lots_none_free", substances=substances),
        has_book=True,
        is_from_book=bool(product.lot_id),
        typed="" if product.lot_id or is_blank(number) else words("plan.typed", lot=number),
    )


def _order_card(card: LotCard) -> tuple[bool, bool]:
    return not card.is_usable, card.state is TagState.OPEN


def _derive_card(
    offer: LotOffer, chosen_id: str, names: dict[str, str], content: Content, today: date, words: Words
) -> LotCard:
    entry, lot, language = offer.entry, offer.entry.lot, words.language
    states = derive_states(entry, today)
    state, word, reason = _judge(offer, states, words)
    is_usable = state not in (TagState.STOP, TagState.INFORMATION)
    lesser = () if offer.stops else offer.findings
    titles = tuple(one.title.in_language(language) for one in lesser)
    lines = (*_list_lines(offer, states, names, content, today, words), *titles)
    parts = (lot.number, word, reason, *lines)
    return LotCard(
        lot_id=lot.lot_id,
        number=lot.number,
        state=state,
        word=word,
        lines=lines,
        reason=reason,
        is_usable=is_usable,
        is_chosen=bool(chosen_id) and lot.lot_id == chosen_id,
        spoken=", ".join(part for part in parts if part),
    )


def _judge(offer: LotOffer, states: tuple[LotState, ...], words: Words) -> tuple[TagState, str, str]:
    """Return how a lot stands, the word for it, and why it cannot be chosen."""
    separator = "、" if words.language is Language.JA else "; "
    stops = separator.join(one.title.in_language(words.language) for one in offer.stops)
    if stops:
        return TagState.STOP, words("common.stop"), stops
    if LotState.USED_UP in states:
        return TagState.INFORMATION, derive_word(LotState.USED_UP, words), words("plan.lots_used_up")
    if any(state in _OPEN for state in states):
        return TagState.OPEN, derive_word(next(state for state in states if state in _OPEN), words), ""
    if offer.findings:
        return TagState.CAUTION, words("common.caution"), ""
    return TagState.CLEAR, derive_word(LotState.USABLE, words), ""


def _list_lines(
    offer: LotOffer, states: tuple[LotState, ...], names: dict[str, str], content: Content, today: date, words: Words
) -> Iterator[str]:
    entry, language = offer.entry, words.language
    product, lot = entry.product, entry.lot
    tissue = "" if product.cell_source is None else content.names.get_cell_source(product.cell_source, language)
    yield " · ".join(part for part in (name_of(product, language), tissue) if part)
    yield say_expiry(entry, today, words)
    yield say_certificate(states, len(find_lacking_items(lot)), words)
    for line in offer.allergens:
        key = "plan.lots_absent" if line.is_shown_absent else "plan.lots_not_absent"
        yield words(key, substance=names.get(line.code, line.code))
    yield " · ".join(part for part in (say_vials(entry, words), lot.storage_place or product.storage) if part)
