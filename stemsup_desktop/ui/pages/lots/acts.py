"""What the page asks of the vault, each run on the vault's own thread. No Qt."""

from datetime import date
from typing import TypeVar

import msgspec

from stemsup_desktop.consultation.lots.certificate_items import get_shipped_items
from stemsup_desktop.consultation.lots.lot_model import FileRef, Lot, LotCertificate, LotEntry, LotProduct
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.file_reading import ChosenFile
from stemsup_desktop.ui.pages.lots.draft import (
    CertificateDraft,
    Draft,
    LotDraft,
    ProductDraft,
    derive_certificate,
    derive_lot,
    derive_product,
    make_certificate_draft,
    make_lot_draft,
    make_product_draft,
)
from stemsup_desktop.ui.pages.lots.lot_view import FileSlot
from stemsup_desktop.ui.pages.lots.memory import FormEntry
from stemsup_desktop.ui.pages.lots.view import LotBook, make_book

D = TypeVar("D", ProductDraft, LotDraft, CertificateDraft)


def load_book(vault: Vault, today: date) -> LotBook:
    """Read the lot book as it stands today; for whoever may not see it, who they are and nothing else."""
    book = LotBook(vault.author)
    return make_book(vault.author, vault.list_products(), vault.list_lots(), today) if book.may_enter else book


def save_product_form(vault: Vault, entry: FormEntry) -> tuple[LotProduct | None, LotProduct]:
    """Keep a product; return it as it was, None if it is new, and as it is.

    Raises `InputProblem` record-changed where it is no longer as the form began, and what `save_product` raises.
    """
    draft = _require(entry.draft, ProductDraft)
    before = None
    if draft.product_id:
        before = next((one for one in vault.list_products() if one.product_id == draft.product_id), None)
        if before is None or make_product_draft(before) != entry.before:
            raise make_input_problem("record-changed")
    return before, vault.save_product(derive_product(draft))


def save_lot_form(vault: Vault, entry: FormEntry) -> tuple[Lot | None, LotEntry]:
    """Keep a lot; return it as it was, None if it is new, and its entry.

    Raises `InputProblem` record-changed where it is no longer as the form began, and what `save_lot` raises.
    """
    draft = _require(entry.draft, LotDraft)
    before = vault.get_lot(draft.lot_id).lot if draft.lot_id else None
    if before is not None and make_lot_draft(before) != entry.before:
        raise make_input_problem("record-changed")
    return before, vault.save_lot(derive_lot(draft, before))


def save_certificate_form(vault: Vault, entry: FormEntry) -> tuple[LotCertificate | None, LotEntry]:
    """Keep a certificate; return it as it was, None if there was none, and the lot's entry.

    Raises `InputProblem` record-changed where it is no longer as the form began, and what `save_certificate` raises.
    """
    draft = _require(entry.draft, CertificateDraft)
    before = vault.get_lot(draft.lot_id).lot.certificate
    if make_certificate_draft(draft.lot_id, before, list_item_ids()) != entry.before:
        raise make_input_problem("record-changed")
    return before, vault.save_certificate(draft.lot_id, derive_certificate(draft, before))


def list_item_ids() -> tuple[str, ...]:
    """Return the ids of the items that a certificate's form asks for, in their order."""
    return tuple(item.id for item in get_shipped_items().entered_items)


def attach_file(vault: Vault, lot_id: str, slot: FileSlot, chosen: ChosenFile) -> LotEntry:
    """Keep a paper with a lot; the maker's paper belongs to the certificate, whose check is taken back by it."""
    file = vault.add_lot_file(lot_id, chosen.answer.title, chosen.answer.content_type, chosen.data)
    return set_file(vault, lot_id, slot, file)


def set_file(vault: Vault, lot_id: str, slot: FileSlot, file: FileRef | None) -> LotEntry:
    """Name a paper of a lot, or none."""
    lot = vault.get_lot(lot_id).lot
    if slot is FileSlot.MAKER:
        certificate = lot.certificate or LotCertificate()
        return vault.save_certificate(lot_id, msgspec.structs.replace(certificate, file=file))
    log = msgspec.structs.replace(lot.temperature, file=file)
    return vault.save_lot(msgspec.structs.replace(lot, temperature=log))


def find_file(lot: Lot, slot: FileSlot) -> FileRef | None:
    """Find a paper of a lot."""
    if slot is FileSlot.LOG:
        return lot.temperature.file
    return None if lot.certificate is None else lot.certificate.file


def _require(draft: Draft, kind: type[D]) -> D:
    if not isinstance(draft, kind):
        raise TypeError(f"the form is no {kind.__name__}")
    return draft
