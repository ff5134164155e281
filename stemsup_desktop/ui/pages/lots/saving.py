"""Saves the open form of the lot book, and offers to undo what can be undone."""

from typing import Any

from stemsup_desktop.consultation.lots.lot_model import Lot, LotCertificate, LotEntry, LotProduct
from stemsup_desktop.consultation.lots.lot_standing import is_checked
from stemsup_desktop.ui.lots.words import name_of
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.lots.act_desk import ActDesk
from stemsup_desktop.ui.pages.lots.acts import (
    list_item_ids,
    save_certificate_form,
    save_lot_form,
    save_product_form,
)
from stemsup_desktop.ui.pages.lots.draft import (
    CertificateDraft,
    LotDraft,
    ProductDraft,
    make_certificate_draft,
    make_lot_draft,
    make_product_draft,
)
from stemsup_desktop.ui.pages.lots.form_desk import FormDesk
from stemsup_desktop.ui.pages.lots.memory import FormEntry, LotsMemory


def save_form(page: Page[Any], acts: ActDesk, forms: FormDesk, memory: LotsMemory, entry: FormEntry) -> None:
    """Bring a form without faults to the vault; what it made is chosen then, and earlier values can be had back."""
    words = page.words

    def on_product(result: tuple[LotProduct | None, LotProduct]) -> None:
        before, product = result
        forms.finish(entry, make_product_draft(product))
        memory.chosen = f"product:{product.product_id}"
        sentence = words("lots.saved", name=name_of(product, words.language))
        acts.say(sentence, None if before is None else lambda: undo_product(before))

    def undo_product(before: LotProduct) -> None:
        acts.act(lambda vault: vault.save_product(before), lambda _: acts.say(""))

    def on_lot(result: tuple[Lot | None, LotEntry]) -> None:
        before, kept = result
        forms.finish(entry, make_lot_draft(kept.lot))
        memory.chosen = f"lot:{kept.lot.lot_id}"
        sentence = words("lots.saved", name=kept.lot.number)
        if before is not None and was_unchecked(before.certificate, kept):
            sentence = words("lots.saved_unchecked", name=kept.lot.number)
        acts.say(sentence, None if before is None else lambda: undo_lot(before))

    def undo_lot(before: Lot) -> None:
        acts.act(lambda vault: vault.save_lot(before), lambda _: acts.say(""))

    def on_certificate(result: tuple[LotCertificate | None, LotEntry]) -> None:
        before, kept = result
        lot = kept.lot
        forms.finish(entry, make_certificate_draft(lot.lot_id, lot.certificate, list_item_ids()))
        memory.chosen = f"lot:{lot.lot_id}"
        say_certificate_kept(page, acts, kept, before, words("lots.certificate_saved", number=lot.number))

    match entry.draft:
        case ProductDraft():
            acts.act(lambda vault: save_product_form(vault, entry), on_product)
        case LotDraft():
            acts.act(lambda vault: save_lot_form(vault, entry), on_lot)
        case CertificateDraft():
            acts.act(lambda vault: save_certificate_form(vault, entry), on_certificate)


def say_certificate_kept(
    page: Page[Any], acts: ActDesk, kept: LotEntry, before: LotCertificate | None, sentence: str
) -> None:
    """Say that a certificate was kept, and offer the earlier one; a check that it lost has to be made again."""
    lot_id = kept.lot.lot_id

    def undo() -> None:
        acts.act(
            lambda vault: vault.save_certificate(lot_id, before or LotCertificate()),
            lambda _: acts.say(page.words("lots.as_before_unchecked") if was_checked else ""),
        )

    was_checked = was_unchecked(before, kept)
    if was_checked:
        sentence = f"{sentence} {page.words('lots.check_again')}"
    acts.say(sentence, undo)


def was_unchecked(before: LotCertificate | None, kept: LotEntry) -> bool:
    """Tell whether a change took a physician's check back."""
    now = kept.lot.certificate
    return before is not None and is_checked(before) and (now is None or not is_checked(now))
