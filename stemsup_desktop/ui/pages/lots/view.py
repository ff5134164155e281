"""What the list of the lot book shows, derived from its products and lots. No Qt."""

from dataclasses import dataclass
from datetime import date

from stemsup_desktop.consultation.lots.lot_model import LotEntry, LotProduct
from stemsup_desktop.consultation.lots.lot_standing import find_lacking_items
from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.reference.folding import fold
from stemsup_desktop.ui.lots.states import NOT_READY, TAGS, LotState, derive_states, is_past
from stemsup_desktop.ui.lots.words import derive_word, name_of, say_certificate, say_expiry, say_vials
from stemsup_desktop.ui.pages.lots.memory import LotFilter
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class Judged:
    """A lot with what follows from it today, found out once when the lot book is read."""

    entry: LotEntry
    states: tuple[LotState, ...]
    lacking: int
    """How many required items its certificate does not report."""
    folded: str
    """Its number as it is searched for."""

    @property
    def is_past(self) -> bool:
        """Whether the lot can be used no more."""
        return is_past(self.states)


@dataclass(frozen=True, slots=True)
class LotBook:
    """What the vault holds: every product and every lot, and who looks at it."""

    author: Author
    products: tuple[LotProduct, ...] = ()
    lots: tuple[Judged, ...] = ()

    @property
    def may_enter(self) -> bool:
        """Whether whoever signed in may see and change the lot book."""
        return self.author.may(Right.PATIENTS)

    @property
    def may_decide(self) -> bool:
        """Whether whoever signed in may check a certificate and lift a recall."""
        return self.author.may(Right.DECIDE)

    def find_product(self, product_id: str) -> LotProduct | None:
        """Find a product by its id."""
        return next((product for product in self.products if product.product_id == product_id), None)

    def find_entry(self, lot_id: str) -> LotEntry | None:
        """Find a lot by its id."""
        return next((one.entry for one in self.lots if one.entry.lot.lot_id == lot_id), None)

    def lots_of(self, product_id: str) -> tuple[Judged, ...]:
        """Return the lots of a product."""
        return tuple(one for one in self.lots if one.entry.lot.product_id == product_id)


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of the list: a product, or a lot with its state; `key` is "product:<id>" or "lot:<id>"."""

    key: str
    title: str
    details: tuple[str, ...] = ()
    state: TagState | None = None
    word: str = ""
    is_dim: bool = False
    """Whether it can be used no more: dashed, as on the plan."""
    spoken: str = ""

    @property
    def is_product(self) -> bool:
        """Whether the line is of a product."""
        return self.state is None


@dataclass(frozen=True, slots=True)
class ListView:
    """The list under the search line; `empty` stands in its place where there is nothing."""

    heading: str
    lines: tuple[BookLine, ...] = ()
    empty: str = ""
    empty_action: str = ""
    empty_key: str = ""


def make_book(author: Author, products: tuple[LotProduct, ...], entries: tuple[LotEntry, ...], today: date) -> LotBook:
    """Return the lot book as it stands today; a lot that can be used no more comes after the others of its product."""
    judged = (
        Judged(entry, derive_states(entry, today), len(find_lacking_items(entry.lot)), fold(entry.lot.number))
        for entry in entries
    )

    def order(one: Judged) -> tuple[bool, date, str]:
        return one.is_past, one.entry.lot.expires_on or date.max, one.entry.lot.number

    return LotBook(author, products, tuple(sorted(judged, key=order)))


def derive_list(book: LotBook, query: str, wanted: LotFilter, today: date, words: Words) -> ListView:
    """Derive the list: each product with those of its lots that the search and the filter show."""
    if not book.products:
        return ListView(
            "", empty=words("lots.none_yet"), empty_action=words("lots.add_product"), empty_key="Ctrl+Enter"
        )
    lines: list[BookLine] = []
    count = 0
    for product in sorted(book.products, key=lambda one: (one.is_retired, fold(name_of(one, words.language)))):
        is_named, lots = _names(product, query), book.lots_of(product.product_id)
        shown = tuple(one for one in lots if passes(one.states, wanted) and (is_named or fold(query) in one.folded))
        if not shown and (wanted is not LotFilter.ALL or (query.strip() and not is_named)):
            continue
        lines.append(_derive_product_line(product, len(lots), words))
        lines.extend(_derive_lot_line(one, today, words) for one in shown)
        count += len(shown)
    if not lines:
        return ListView("", empty=words("lots.nothing_found"), empty_action=words("lots.show_all"))
    return ListView(words("lots.count", count=count), tuple(lines))


def _names(product: LotProduct, query: str) -> bool:
    """Tell whether a search is for a product: by either name, the maker or a code."""
    texts = (product.name_en, product.name_ja, product.maker, *product.gtins)
    return any(fold(query) in fold(text) for text in texts)


def _derive_product_line(product: LotProduct, lots: int, words: Words) -> BookLine:
    name = name_of(product, words.language)
    count = words("lots.lot_count", count=lots)
    parts = [product.maker, words("lots.retired") if product.is_retired else count]
    detail = " · ".join(part for part in parts if part)
    spoken = f"{words('lots.product')}: {name}, {detail}"
    return BookLine(f"product:{product.product_id}", name, (detail,), is_dim=product.is_retired, spoken=spoken)


def _derive_lot_line(one: Judged, today: date, words: Words) -> BookLine:
    lot, state = one.entry.lot, one.states[0]
    word = derive_word(state, words)
    details = (
        say_expiry(one.entry, today, words),
        f"{say_certificate(one.states, one.lacking, words)} · {say_vials(one.entry, words)}",
    )
    spoken = f"{words('lots.lot')} {lot.number}, {word}, {', '.join(details)}"
    return BookLine(f"lot:{lot.lot_id}", lot.number, details, TAGS[state], word, one.is_past, spoken)


def passes(states: tuple[LotState, ...], wanted: LotFilter) -> bool:
    """Tell whether a filter shows a lot of which this holds."""
    match wanted:
        case LotFilter.ALL:
            return True
        case LotFilter.USABLE:
            return all(state in (LotState.EXPIRING, LotState.USABLE) for state in states)
        case LotFilter.NOT_READY:
            return not is_past(states) and any(state in NOT_READY for state in states)
        case _:
            return LotState(wanted.value) in states
