"""The work at the lots of step 4: choosing one of the lot book, reading its certificate, typing another by hand."""

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.lots.lot_standing import derive_product
from stemsup_desktop.consultation.lots.offers import LotOffers, derive_offers
from stemsup_desktop.consultation.lots.scan_matching import ScanMatch
from stemsup_desktop.consultation.plan_model import Plan, Product
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.ui.allergens import derive_allergens
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.lots.book_keeper import LotBookKeeper
from stemsup_desktop.ui.lots.certificate_sheet import CertificateSheet
from stemsup_desktop.ui.lots.certificate_view import derive_certificate_view
from stemsup_desktop.ui.lots.paper_copy import save_paper_copy
from stemsup_desktop.ui.lots.words import name_of, say_expiry
from stemsup_desktop.ui.page import Page, ScanAnswer
from stemsup_desktop.ui.pages.plan.changes import with_lot
from stemsup_desktop.ui.pages.plan.lot_view import LotChoice, derive_lot_choice, order_entries
from stemsup_desktop.ui.pages.plan.product_pane import ProductPane
from stemsup_desktop.ui.vault_access import VaultAccess

Change = Callable[[str, Callable[[Plan], Plan]], None]


class LotsDesk(QObject):
    """Without a `book` the lot is typed by hand, as it is where the lot book has no lot."""

    changed = Signal()
    lot_page_requested = Signal(str)

    def __init__(
        self,
        page: Page[Any],
        pane: ProductPane,
        content: Content,
        change: Change,
        book: LotBookKeeper | None,
        access: VaultAccess | None,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._pane = pane
        self._content = content
        self._change = change
        self._book = book
        self._access = access
        self._is_wired = False
        self._visit_id = ""
        self._is_narrow = self._is_by_hand = self._has_details = False
        self._judged: tuple[tuple[object, ...], LotOffers] | None = None
        self._sheet: CertificateSheet | None = None
        if book is not None:
            book.changed.connect(self.changed)

    # What the page asks

    def refresh(self) -> None:
        """Read the lot book anew."""
        if self._book is not None:
            self._book.refresh()

    def derive(self) -> LotChoice:
        """Derive the cards for the open visit."""
        state, today = self._page.context.session.state, self._page.context.clock().date()
        product = state.consultation.plan.product
        self._forget_other_visit(state.consultation.consultation_id)
        entries = () if self._book is None else self._book.lots.entries
        if not entries:
            return LotChoice(is_from_book=bool(product.lot_id))
        return derive_lot_choice(
            self._judge(), len(entries), product, self._content, today, self._page.words, is_narrow=self._is_narrow
        )

    def has_fields(self, choice: LotChoice, product: Product) -> bool:
        """Say whether the fields for a lot typed by hand are there; those of a chosen lot only show the lot book."""
        if not choice.has_book:
            return True
        if choice.is_from_book:
            return self._has_details
        return self._is_by_hand or product != Product()

    def wire(self) -> None:
        """Listen to the pane, once its parts are made."""
        if self._is_wired:
            return
        self._is_wired = True
        lots = self._pane.lots
        lots.lot_wanted.connect(self.choose)
        lots.certificate_requested.connect(self._on_certificate_requested)
        lots.all_lots_requested.connect(
            lambda: self.lot_page_requested.emit(self._page.context.session.state.consultation.plan.product.lot_id)
        )
        lots.by_hand_requested.connect(self._on_by_hand)
        lots.details_toggled.connect(self._on_details_toggled)
        lots.narrowing_toggled.connect(self._on_narrowing_toggled)

    def reveal(self, target: str) -> bool:
        """Show what a target of the gate lies in; return whether the lots themselves took the focus."""
        choice, product = self.derive(), self._page.context.session.state.consultation.plan.product
        if target == "lots_free_of":
            self._is_narrow = True
        elif not target.startswith("product.") or self.has_fields(choice, product):
            return False
        elif choice.is_from_book:
            self._has_details = True
            self.changed.emit()
            return False
        self.changed.emit()
        self._pane.lots.focus_first()
        return True

    def choose(self, lot_id: str) -> None:
        """Put a lot of the lot book into the plan."""
        entry = None if self._book is None else self._book.lots.find(lot_id)
        if entry is not None:
            self.choose_entry(entry)

    def choose_entry(self, entry: LotEntry) -> None:
        """Put a lot into the plan, as it was just read."""
        self._is_by_hand = False
        product = derive_product(entry)
        self._change("lot", lambda plan: with_lot(plan, product))

    def take_scan(self, match: ScanMatch, locked: str) -> ScanAnswer | None:
        """Choose the lot of a scanned code, unless something in it closes the gate."""
        words, entry = self._page.words, match.entry
        if entry is None:
            return None
        if locked:
            return ScanAnswer(TagState.CAUTION, locked)
        number = entry.lot.number
        if self._page.context.session.state.consultation.plan.product.lot_id == entry.lot.lot_id:
            return ScanAnswer(TagState.CLEAR, words("plan.scan_same", lot=number))
        state, today = self._page.context.session.state, self._page.context.clock().date()
        content = self._page.context.session.clinical
        found = derive_offers((entry,), state.patient, state.consultation, content, today).offers[0]
        if found.stops:
            separator = "、" if words.language is Language.JA else "; "
            reason = separator.join(one.title.in_language(words.language) for one in found.stops)
            return ScanAnswer(
                TagState.STOP, words("plan.lot_refused", reason=words("desk.fact", label=number, value=reason))
            )
        self.choose_entry(entry)
        return ScanAnswer(TagState.CLEAR, words("plan.scan_chosen", lot=number))

    def close_top(self) -> bool:
        """Close the certificate on show; return whether there was one."""
        if self._sheet is None or not shiboken6.isValid(self._sheet):
            return False
        self._sheet.dismiss()
        return True

    # What the person does

    def _on_by_hand(self) -> None:
        self._is_by_hand, self._has_details = True, False
        if self._page.context.session.state.consultation.plan.product.lot_id:
            self._change("lot", lambda plan: with_lot(plan, Product()))
        self.changed.emit()
        self._page.jump_to("product.name")

    def _on_details_toggled(self) -> None:
        self._has_details = not self._has_details
        self.changed.emit()

    def _on_narrowing_toggled(self) -> None:
        self._is_narrow = not self._is_narrow
        self.changed.emit()

    def _forget_other_visit(self, visit_id: str) -> None:
        if visit_id != self._visit_id:
            self._visit_id = visit_id
            self._is_narrow = self._is_by_hand = self._has_details = False

    def _judge(self) -> LotOffers:
        """Judge the lots, or return what was found where nothing of it differs."""
        session, today = self._page.context.session, self._page.context.clock().date()
        visit, content = session.state.consultation, self._page.context.session.clinical
        plan = visit.plan
        entries = () if self._book is None else self._book.lots.entries
        key = (
            *(entries, session.state.patient, visit.examination.responses, content.rules, content.questionnaire, today),
            *(plan.product.lot_id, plan.routes, plan.sessions, plan.interval_days, plan.first_session_on),
            *(visit.reason, visit.treatment.started_at),
        )
        if self._judged is None or not _is_same(self._judged[0], key):
            ordered = order_entries(entries, plan.product.lot_id, today)
            self._judged = (key, derive_offers(ordered, session.state.patient, visit, content, today))
        return self._judged[1]

    # The certificate

    def _on_certificate_requested(self) -> None:
        """Show the certificate as the vault has it now."""
        lot_id = self._page.context.session.state.consultation.plan.product.lot_id
        access = self._access
        if not lot_id or access is None:
            return

        def on_read(result: Ok[LotEntry] | Err) -> None:
            match result:
                case Ok(entry):
                    self._show_certificate(entry)
                case Err(problem):
                    self._pane.lots.say_problem(self._page.words.sentence_of(problem))

        self._page.run_job(lambda: access.get_vault().get_lot(lot_id), on_read, lane=Lane.VAULT)

    def _show_certificate(self, entry: LotEntry) -> None:
        self.close_top()
        context, words, lot = self._page.context, self._page.words, entry.lot
        allergens = derive_allergens(self._content, words.language)
        now = context.clock()
        view = derive_certificate_view(lot, allergens, now.tzinfo, words, may_decide=False)
        paper = None if lot.certificate is None else lot.certificate.file
        title = words("lots.certificate_of", number=lot.number)
        subtitle = f"{name_of(entry.product, words.language)} · {say_expiry(entry, now.date(), words)}"
        name = "" if paper is None else paper.name
        sheet = CertificateSheet(context.theme, words, self._page, title, subtitle, view, name)
        sheet.copy_requested.connect(lambda: self._save_copy(sheet, entry))
        self._sheet = sheet
        sheet.dismissed.connect(self._on_sheet_gone)
        sheet.open()

    def _on_sheet_gone(self) -> None:
        self._sheet = None

    def _save_copy(self, sheet: CertificateSheet, entry: LotEntry) -> None:
        words, access = self._page.words, self._access
        paper = None if entry.lot.certificate is None else entry.lot.certificate.file
        if paper is None or access is None:
            return

        def on_saved(result: Ok[None] | Err) -> None:
            if not shiboken6.isValid(sheet):
                return
            match result:
                case Ok():
                    sheet.say(TagState.CLEAR, words("lots.copy_saved"))
                case Err(problem):
                    sheet.say(TagState.STOP, words.sentence_of(problem))

        save_paper_copy(self._page, access, paper, words("lots.save_copy"), on_saved)


def _is_same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    """Compare by identity where that is enough: the lot book and the answers are never changed in place."""
    return all(one is other or one == other for one, other in zip(before, now, strict=True))
