"""What the open form of the lot book shows, derived from the entry under way. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from stemsup_desktop.consultation.lots.certificate_items import get_shipped_items
from stemsup_desktop.ui.lots.words import name_of
from stemsup_desktop.ui.pages.lots.draft import CertificateDraft, Draft, LotDraft, ProductDraft
from stemsup_desktop.ui.pages.lots.faults import Fault, check_draft
from stemsup_desktop.ui.pages.lots.memory import FormEntry
from stemsup_desktop.ui.pages.lots.view import LotBook
from stemsup_desktop.ui.words import Words

CODE_READ = "code_read"
"""The path of what a scanned code filled in, which may be several fields."""
_NAMES = {
    CODE_READ: "undo.code_read",
    "routes": "lots.routes",
    "temperature": "lots.temperature",
    "is_retired": "lots.form_retired",
    "is_research_use_only": "lots.research_label",
    "shown_absent": "lots.absent",
}


@dataclass(frozen=True, slots=True)
class FormView:
    """A form: what it is of, what was typed, the sentence at each field that is wrong, and the products to choose."""

    title: str
    note: str
    draft: Draft
    errors: Mapping[str, str]
    products: tuple[tuple[str, str], ...] = ()


def derive_form(entry: FormEntry, book: LotBook, today: date, words: Words) -> FormView:
    """Derive the open form."""
    draft = entry.draft
    errors = derive_errors(entry, book, today, words)
    match draft:
        case ProductDraft():
            title = words("lots.edit_product" if draft.product_id else "lots.new_product")
            return FormView(title, words("lots.form_product_note"), draft, errors)
        case LotDraft():
            title = words("lots.edit_lot" if draft.lot_id else "lots.new_lot")
            return FormView(title, "", draft, errors, list_products(book, draft.product_id, words))
        case CertificateDraft():
            kept = book.find_entry(draft.lot_id)
            number = "" if kept is None else kept.lot.number
            return FormView(
                words("lots.certificate_of", number=number), words("lots.form_certificate_note"), draft, errors
            )


def derive_errors(entry: FormEntry, book: LotBook, today: date, words: Words) -> dict[str, str]:
    """Return the sentence at each field that is wrong and was left, or at every one once saving was tried."""
    errors: dict[str, str] = {}
    for fault in find_faults(entry, book, today):
        if entry.is_save_tried or fault.path in entry.left:
            errors.setdefault(fault.path, fault.say(words))
    return errors


def name_field(path: str, draft: Draft, words: Words) -> str:
    """Return what the field at a path is called, as "Sterility: Method" or "GTIN 2"."""
    kind, _, rest = path.partition(".")
    number, _, part = rest.partition(".")
    match kind:
        case "gtins":
            return words("lots.form_gtin", number=int(number) + 1)
        case "items":
            row, label = _name_item(draft, int(number), words), f"lots.{part}"
        case "factors":
            row, label = words("spoken.factor_row", number=int(number) + 1), f"lots.form_{part}"
        case _:
            return words(_NAMES.get(path, f"lots.form_{path}"))
    return words("undo.of_row", row=row, field=words(label)) if part else row


def _name_item(draft: Draft, number: int, words: Words) -> str:
    if not isinstance(draft, CertificateDraft) or number >= len(draft.items):
        return words("lots.items")
    item_id = draft.items[number].item_id
    item = get_shipped_items().find_item(item_id)
    return item_id if item is None else item.name.in_language(words.language)


def find_faults(entry: FormEntry, book: LotBook, today: date) -> tuple[Fault, ...]:
    """Return what keeps the form from being saved."""
    kept = book.find_entry(entry.draft.lot_id) if isinstance(entry.draft, CertificateDraft) else None
    return check_draft(entry.draft, today, None if kept is None else kept.lot)


def list_products(book: LotBook, product_id: str, words: Words) -> tuple[tuple[str, str], ...]:
    """Return the products that a lot can be of, as (id, name): those in use, and its own."""
    return tuple(
        (product.product_id, name_of(product, words.language))
        for product in book.products
        if not product.is_retired or product.product_id == product_id
    )


def say_unfinished(entry: FormEntry, book: LotBook, words: Words) -> str:
    """Say which form was left with something in it."""
    match entry.draft:
        case ProductDraft(product_id=""):
            return words("lots.unfinished_new_product")
        case ProductDraft(product_id=product_id):
            product = book.find_product(product_id)
            return words("lots.unfinished", name="" if product is None else name_of(product, words.language))
        case LotDraft(lot_id=""):
            return words("lots.unfinished_new_lot")
        case LotDraft(lot_id=lot_id) | CertificateDraft(lot_id=lot_id):
            kept = book.find_entry(lot_id)
            return words("lots.unfinished", name="" if kept is None else kept.lot.number)
