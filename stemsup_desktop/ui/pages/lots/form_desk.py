"""The work at the forms of the lot book: begins, applies edits, discards and takes back; the vault saves."""

from dataclasses import replace
from datetime import date

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from stemsup_desktop.consultation.lots.lot_model import Lot, LotEntry, LotProduct
from stemsup_desktop.content import Content
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.lots.certificate_view import Allergens
from stemsup_desktop.ui.pages.lots.acts import list_item_ids
from stemsup_desktop.ui.pages.lots.certificate_form import CertificateForm
from stemsup_desktop.ui.pages.lots.draft import (
    CertificateDraft,
    Draft,
    LotDraft,
    ProductDraft,
    make_certificate_draft,
    make_lot_draft,
    make_product_draft,
)
from stemsup_desktop.ui.pages.lots.form_parts import DraftForm, Edited
from stemsup_desktop.ui.pages.lots.form_view import CODE_READ, derive_errors, derive_form, find_faults, name_field
from stemsup_desktop.ui.pages.lots.lot_form import LotForm
from stemsup_desktop.ui.pages.lots.memory import FormEntry, LotsMemory
from stemsup_desktop.ui.pages.lots.product_form import ProductForm
from stemsup_desktop.ui.pages.lots.view import LotBook


class FormDesk(QObject):
    """Owns the forms, made when first needed, and the entry in `memory`."""

    changed = Signal()

    def __init__(
        self, context: PageContext, content: Content, allergens: Allergens, memory: LotsMemory, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._content = content
        self._allergens = allergens
        self._memory = memory
        self._book: LotBook | None = None
        self.stack = QStackedWidget()
        self._forms: dict[type[Draft], DraftForm] = {}

    @property
    def form(self) -> DraftForm | None:
        """The form that is open, or None."""
        entry = self._memory.entry
        return None if entry is None else self._get_form(entry.draft)

    @property
    def fault(self) -> str:
        """Why the form cannot be saved, once that was tried; else empty."""
        entry = self._memory.entry
        if entry is None or self._book is None or not entry.is_save_tried:
            return ""
        count = len({fault.path for fault in find_faults(entry, self._book, self._today)})
        return self._context.words("lots.form_mend", count=count) if count else ""

    @property
    def _today(self) -> date:
        return self._context.clock().date()

    def begin_product(self, product: LotProduct | None) -> None:
        """Open the form of a product, or of a new one; one under way is gone on with."""
        self._begin(ProductDraft() if product is None else make_product_draft(product))

    def begin_lot(self, lot: Lot | None, product_id: str = "") -> None:
        """Open the form of a lot, or of a new one of a product; one under way is gone on with."""
        self._begin(LotDraft() if lot is None else make_lot_draft(lot))
        entry = self._memory.entry
        if lot is None and product_id and entry is not None and not entry.is_unfinished:
            fresh = LotDraft(product_id=product_id)
            self._memory.keep(FormEntry(fresh, fresh))

    def fill_lot(self, product_id: str, number: str, made_on: date | None, expires_on: date | None) -> None:
        """Open the form of a new lot with what a code says; what was typed into it before stays."""
        self._begin(LotDraft())
        entry = self._memory.entry
        if entry is not None and isinstance(entry.draft, LotDraft):
            draft = entry.draft
            filled = msgspec.structs.replace(
                draft,
                product_id=draft.product_id or product_id,
                number=draft.number or number,
                made_on=draft.made_on or ("" if made_on is None else made_on.isoformat()),
                expires_on=draft.expires_on or ("" if expires_on is None else expires_on.isoformat()),
            )
            self._keep_filled(entry, filled)

    def fill_product(self, gtin: str) -> None:
        """Open the form of a new product with the number of its code; what was typed into it before stays."""
        self._begin(ProductDraft())
        entry = self._memory.entry
        if entry is not None and isinstance(entry.draft, ProductDraft) and gtin not in entry.draft.gtins:
            draft = entry.draft
            kept = tuple(one for one in draft.gtins if one.strip())
            self._keep_filled(entry, msgspec.structs.replace(draft, gtins=(*kept, gtin)))

    def _keep_filled(self, entry: FormEntry, filled: Draft) -> None:
        self._memory.find_history(entry.draft.key).note(CODE_READ, entry.draft, filled, is_typed=False)
        self._memory.keep(replace(entry, draft=filled))

    def begin_certificate(self, entry: LotEntry) -> None:
        """Open the form of a lot's certificate; one under way is gone on with."""
        lot = entry.lot
        self._begin(make_certificate_draft(lot.lot_id, lot.certificate, list_item_ids()))

    def go_on(self, key: str) -> None:
        """Open a form that was left unfinished."""
        self._memory.form_key = key

    def close(self) -> None:
        """Leave the form; what was typed stays, a form without entries goes."""
        entry, self._memory.form_key = self._memory.entry, ""
        if entry is not None and not entry.is_unfinished:
            self._memory.forget(entry.draft.key)

    def discard(self) -> None:
        """Let go of what was typed; `restore` brings it back."""
        entry, self._memory.form_key = self._memory.entry, ""
        if entry is not None:
            self._memory.forget(entry.draft.key)
            self._memory.discarded = entry

    def restore(self) -> None:
        """Take back the last discarding."""
        entry, self._memory.discarded = self._memory.discarded, None
        if entry is not None:
            self._memory.keep(entry)
            self._memory.form_key = entry.draft.key

    def finish(self, saved: FormEntry, kept: Draft) -> None:
        """Let go of a form that the vault took, or go on with what was typed meanwhile, on top of what it `kept`."""
        key = saved.draft.key
        now = self._memory.forget(key)
        is_open = self._memory.form_key == key
        if now is not None and now.draft != saved.draft:
            entry = FormEntry(_with_id_of(now.draft, kept), kept, now.left)
            self._memory.keep(entry)
            self._memory.form_key = entry.draft.key if is_open else self._memory.form_key
        elif is_open:
            self._memory.form_key = ""

    def show(self, book: LotBook) -> None:
        """Show the entry under way."""
        self._book = book
        entry = self._memory.entry
        if entry is None:
            return
        view = derive_form(entry, book, self._today, self._context.words)
        form = self._get_form(entry.draft)
        form.show_head(view.title, view.note)
        match form, view.draft:
            case ProductForm(), ProductDraft() as draft:
                form.show_draft(draft, view.errors)
            case LotForm(), LotDraft() as draft:
                form.show_draft(draft, view.errors, view.products)
            case CertificateForm(), CertificateDraft() as draft:
                form.show_draft(draft, view.errors)
        self.stack.setCurrentWidget(form)

    def take_for_saving(self) -> FormEntry | None:
        """Return the entry if nothing in it is wrong; else say at each field what is, and put the cursor there."""
        entry = self._memory.entry
        if entry is None or self._book is None:
            return None
        entry = replace(entry, is_save_tried=True)
        self._memory.keep(entry)
        errors = derive_errors(entry, self._book, self._today, self._context.words)
        if not errors:
            return entry
        self._show_changed()
        self._get_form(entry.draft).focus_field(next(iter(errors)))
        return None

    def _begin(self, fresh: Draft) -> None:
        known = self._memory.entries.get(fresh.key)
        if known is None or not known.is_unfinished:
            self._memory.keep(FormEntry(fresh, fresh))
        self._memory.form_key = fresh.key

    def _get_form(self, draft: Draft) -> DraftForm:
        kind = type(draft)
        if kind not in self._forms:
            form = self._make_form(draft)
            form.edited.connect(self._change)
            form.field_left.connect(self._on_field_left)
            self.stack.addWidget(form)
            self._forms[kind] = form
        return self._forms[kind]

    def _make_form(self, draft: Draft) -> DraftForm:
        theme, words = self._context.theme, self._context.words
        match draft:
            case ProductDraft():
                return ProductForm(theme, words, self._content)
            case LotDraft():
                return LotForm(theme, words)
            case CertificateDraft():
                return CertificateForm(theme, words, self._allergens)

    def _change(self, edited: Edited) -> None:
        entry = self._memory.entry
        if entry is not None:
            draft = edited.edit(entry.draft)
            history = self._memory.find_history(entry.draft.key)
            history.note(edited.path, entry.draft, draft, is_typed=edited.is_typed)
            self._memory.keep(replace(entry, draft=draft))
            self._show_changed()

    # Undo

    @property
    def undo_description(self) -> str:
        """What undo would take back in the open form, or empty."""
        entry = self._memory.entry
        return "" if entry is None else self._name(entry, self._memory.find_history(entry.draft.key).undo_path)

    @property
    def redo_description(self) -> str:
        """What redo would do again in the open form, or empty."""
        entry = self._memory.entry
        return "" if entry is None else self._name(entry, self._memory.find_history(entry.draft.key).redo_path)

    def undo(self) -> None:
        """Take the last change of a field of the open form back."""
        entry = self._memory.entry
        if entry is not None and (step := self._memory.find_history(entry.draft.key).undo(entry.draft)) is not None:
            self._travel(entry, step.path, step.before)

    def redo(self) -> None:
        """Do the last undone change of a field of the open form again."""
        entry = self._memory.entry
        if entry is not None and (step := self._memory.find_history(entry.draft.key).redo(entry.draft)) is not None:
            self._travel(entry, step.path, step.after)

    def _travel(self, entry: FormEntry, path: str, draft: Draft) -> None:
        self._memory.keep(replace(entry, draft=draft))
        self._show_changed()
        self._get_form(draft).bring_into_view(path)

    def _name(self, entry: FormEntry, path: str) -> str:
        return name_field(path, entry.draft, self._context.words) if path else ""

    def _on_field_left(self, path: str) -> None:
        entry = self._memory.entry
        if entry is not None and path not in entry.left:
            self._memory.keep(replace(entry, left=entry.left | {path}))
            self._show_changed()

    def _show_changed(self) -> None:
        if self._book is not None:
            self.show(self._book)
        self.changed.emit()


def _with_id_of(draft: Draft, kept: Draft) -> Draft:
    """Return a form that goes on with the record that was made of it."""
    match draft, kept:
        case ProductDraft(), ProductDraft(product_id=product_id):
            return msgspec.structs.replace(draft, product_id=product_id)
        case LotDraft(), LotDraft(lot_id=lot_id):
            return msgspec.structs.replace(draft, lot_id=lot_id)
        case _:
            return draft
