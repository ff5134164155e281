"""The page of the lot book: products and lots at the left, the chosen one, a form or a preview at the right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.lots.scan_matching import ScanMatch
from stemsup_desktop.content import Content
from stemsup_desktop.ui.allergens import derive_allergens
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.messages import EmptyState, InlineMessage
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.field_history import Steps
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.page import LIST_PX, Page
from stemsup_desktop.ui.pages.lots.act_desk import ActDesk
from stemsup_desktop.ui.pages.lots.acts import find_file, load_book, set_file
from stemsup_desktop.ui.pages.lots.file_desk import FileDesk
from stemsup_desktop.ui.pages.lots.finder import Finder
from stemsup_desktop.ui.pages.lots.form_desk import FormDesk
from stemsup_desktop.ui.pages.lots.form_view import say_unfinished
from stemsup_desktop.ui.pages.lots.import_desk import ImportDesk
from stemsup_desktop.ui.pages.lots.lot_acts import LotActs
from stemsup_desktop.ui.pages.lots.lot_pane import LotPane, ProductPane
from stemsup_desktop.ui.pages.lots.lot_view import (
    ChosenLot,
    FileSlot,
    LotView,
    ProductView,
    derive_lot,
    derive_product_view,
    load_chosen_lot,
)
from stemsup_desktop.ui.pages.lots.memory import LotFilter, LotsMemory
from stemsup_desktop.ui.pages.lots.saving import save_form, was_unchecked
from stemsup_desktop.ui.pages.lots.view import ListView, LotBook, derive_list
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

_TYPING_MS = 60


@dataclass(frozen=True, slots=True)
class LotsView:
    """The page: the list, and the chosen lot or product; `refusal` says why there is neither."""

    list: ListView
    lot: LotView | None = None
    product: ProductView | None = None
    refusal: str = ""


class LotsPage(Page[LotsView]):
    """Shows and keeps the clinic's lot book.

    `memory` keeps search, choice and unfinished forms when the page is made anew; the composition root owns it.
    """

    lots_changed = Signal()
    """Something in the lot book changed: whatever is judged by it has to be judged anew."""

    recall_requested = Signal(str, str)
    """A lot's number and id: who received it is asked for."""

    needs_visit = False

    def __init__(
        self, context: PageContext, content: Content, access: VaultAccess, memory: LotsMemory | None = None
    ) -> None:
        super().__init__(context)
        self.setObjectName("lots")
        self._content = content
        self._access = access
        self._memory = memory or LotsMemory()
        self._allergens = derive_allergens(content, self.words.language)
        self._book: LotBook | None = None
        self._chosen: ChosenLot | None = None
        self._listed: tuple[tuple[LotBook, str, LotFilter], ListView] | None = None
        self.build(self._iter_parts())

    def _iter_parts(self) -> Iterator[None]:
        context, content, access = self.context, self._content, self._access
        words, theme = self.words, self.theme
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self._finder = Finder(theme, words, self._memory.query, self._memory.filter)
        self._strip = InlineMessage(theme, is_strip=True)
        self._strip.setObjectName("note")
        self._unfinished = InlineMessage(theme, is_strip=True)
        self._unfinished.setObjectName("unfinished")
        self._nothing = EmptyState(theme, "vial", words("lots.choose_one"))
        yield
        self._lot_pane = LotPane(theme, words)
        self._product_pane = ProductPane(theme, words)
        yield
        self._forms = FormDesk(context, content, self._allergens, self._memory, self)
        self._acts = ActDesk(self, access, self._strip, self._on_changed)
        self._files = FileDesk(self, access)
        self._lot_acts = LotActs(self, self._acts)
        self._imports = ImportDesk(self, content, self._acts, self._files)
        yield
        self._right = QStackedWidget()
        for widget in (self._nothing, self._lot_pane, self._product_pane, self._forms.stack, self._imports.pane):
            self._right.addWidget(widget)
        self.add_left(self._finder, LIST_PX)
        self.add_strip(self._unfinished)
        self.add_strip(self._strip)
        self.set_body(self._right)
        self._connect()

    # Derive and show

    def derive(self) -> LotsView:
        words, book = self.words, self._book
        if book is None:
            return LotsView(ListView(""))
        if not book.may_enter:
            return LotsView(ListView(""), refusal=words("lots.refusal"))
        now = self.context.clock()
        found = self._find_list(book, now.date())
        kind, _, key = self._memory.chosen.partition(":")
        if kind == "product" and (product := book.find_product(key)) is not None:
            return LotsView(found, product=derive_product_view(product, book, self._content, words))
        if kind == "lot" and self._chosen is not None and self._chosen.entry.lot.lot_id == key:
            return LotsView(found, derive_lot(self._chosen, book, self._allergens, now, words))
        return LotsView(found)

    def _find_list(self, book: LotBook, today: date) -> ListView:
        """Derive the list, or return the one on show where nothing differs."""
        asked = (book, self._memory.query, self._memory.filter)
        if self._listed is None or any(one is not other for one, other in zip(asked, self._listed[0], strict=True)):
            self._listed = (asked, derive_list(*asked, today, self.words))
        return self._listed[1]

    def show_view(self, view: LotsView) -> None:
        self.header.show_text(self.words("lots.title"), self.words("lots.subtitle"))
        set_shown(self._finder, not view.refusal)
        self._finder.show_list(view.list, self._memory.chosen)
        self._show_unfinished()
        before = self._right.currentWidget()
        self._show_right(view)
        is_left = before in (self._forms.stack, self._imports.pane) and before is not self._right.currentWidget()
        if is_left:
            self._finder.list.setFocus()

    def _show_right(self, view: LotsView) -> None:
        if self._book is not None and self._memory.entry is not None and not view.refusal:
            self._forms.show(self._book)
            self._right.setCurrentWidget(self._forms.stack)
        elif self._imports.is_open and not view.refusal:
            self._imports.show()
            self._right.setCurrentWidget(self._imports.pane)
        elif view.lot is not None:
            self._lot_pane.show_view(view.lot)
            self._right.setCurrentWidget(self._lot_pane)
        elif view.product is not None:
            self._product_pane.show_view(view.product)
            self._right.setCurrentWidget(self._product_pane)
        elif self._right.currentWidget() is not self._lot_pane or not self._is_loading():
            self._nothing.show_text("vial", view.refusal or self._say_nothing())
            self._right.setCurrentWidget(self._nothing)

    def page_actions(self) -> PageActions:
        words, book = self.words, self._book
        if book is None or not book.may_enter:
            return PageActions()
        if self._memory.entry is not None:
            return self._form_actions()
        if self._imports.is_open:
            return self._import_actions()
        add_product = Action(words("lots.add_product"), self.add_product, icon="plus", name="add_product")
        if not book.products:
            return PageActions(primary=_with_main_key(add_product))
        add_lot = Action(words("lots.add_lot"), self.add_lot, icon="plus", name="add_lot")
        kind, _, _ = self._memory.chosen.partition(":")
        if kind == "product":
            edit = Action(words("lots.edit_product"), self._on_edit_product, icon="pencil", name="edit_product")
            return PageActions(secondary=(add_product, edit), primary=_with_main_key(add_lot))
        if kind == "lot" and self._chosen is not None:
            edit = Action(words("lots.edit_lot"), self._on_edit_lot, icon="pencil", name="edit_lot")
            return PageActions(secondary=(add_product, edit), primary=_with_main_key(add_lot))
        return PageActions(secondary=(add_product,), primary=_with_main_key(add_lot))

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        self._finder.setFixedWidth(self.measure_list(width))

    def start_search(self) -> bool:
        if self._book is not None and not self._book.may_enter:
            return False
        self._finder.focus_search()
        return True

    @property
    def own_steps(self) -> Steps | None:
        return None if self._memory.entry is None else self._forms

    def reveal(self, name: str) -> None:
        self._lot_pane.make_whole()

    def close_top(self) -> bool:
        return self._acts.close_top() or self._leave_import()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._reload()
        form = self._forms.form
        if form is not None:
            form.focus_first()
        else:
            self._finder.focus_search()

    # What the window may ask of it

    def add_product(self) -> None:
        """Open the form of a new product, or go on with the one under way."""
        self._forms.begin_product(None)
        self._show_form()

    def add_lot(self) -> None:
        """Open the form of a new lot, of the product that is chosen."""
        kind, _, key = self._memory.chosen.partition(":")
        entry = self._find_entry()
        product_id = key if kind == "product" else "" if entry is None else entry.lot.product_id
        if not product_id and self._book is not None and len(self._book.products) == 1:
            product_id = self._book.products[0].product_id
        self._forms.begin_lot(None, product_id)
        self._show_form()

    def add_scanned_lot(self, match: ScanMatch) -> None:
        """Open the form of a new lot with what a scanned code says of it."""
        code, product = match.code, match.product
        self._clear_search()
        self._forms.fill_lot(
            "" if product is None else product.product_id, code.lot_number, code.made_on, code.expires_on
        )
        self._show_form()

    def add_scanned_product(self, gtin: str) -> None:
        """Open the form of a new product with the number of a scanned code."""
        self._clear_search()
        self._forms.fill_product(gtin)
        self._show_form()

    def show_lot(self, lot_id: str) -> None:
        """Show a lot, whatever was searched for or filtered."""
        self._clear_search()
        self._on_chosen(f"lot:{lot_id}")

    # Choosing

    def _on_chosen(self, key: str) -> None:
        self._forms.close()
        self._imports.close()
        self._acts.say("")
        self._memory.chosen = key
        self._chosen = None
        self.refresh()
        self._load_chosen()

    def _on_opened(self, key: str) -> None:
        if key != self._memory.chosen or self._memory.entry is not None:
            self._on_chosen(key)
        QTimer.singleShot(0, self, self._focus_main_action)  # Qt shows new buttons a moment later

    def _focus_main_action(self) -> None:
        for button in self.action_bar.findChildren(QWidget, "add_lot"):
            if button.isVisible():
                button.setFocus()

    def _on_query_changed(self, text: str) -> None:
        self._memory.query = text
        self._typing.start()

    def _on_filter_chosen(self, chosen: LotFilter) -> None:
        self._memory.filter = chosen
        self.refresh()

    def _clear_search(self) -> None:
        self._memory.query, self._memory.filter = "", LotFilter.ALL
        self._finder.search.set_text("")
        self._finder.filter.set_value(LotFilter.ALL.value)

    def _on_empty_action(self) -> None:
        if self._book is not None and not self._book.products:
            self.add_product()
        else:
            self._clear_search()
            self.refresh()

    # Forms

    def _form_actions(self) -> PageActions:
        words, entry = self.words, self._memory.entry
        is_touched = entry is not None and entry.is_unfinished
        drop = Action(words("lots.discard_form"), self._on_discarded, name="discard_entries")
        save = Action(
            words("lots.save"), self._on_save, key_hint="Ctrl+Enter", name="save_form", reason=self._forms.fault
        )
        back = Action(words("lots.form_back"), self._on_form_left, name="leave_form")
        return PageActions(back=back, secondary=(drop,) if is_touched else (), primary=save)

    def _import_actions(self) -> PageActions:
        text, reason = self._imports.action
        back = Action(self.words("lots.import_back"), self._on_import_left, name="leave_import")
        accept = Action(text, self._imports.accept, key_hint="Ctrl+Enter", reason=reason, name="import_items")
        return PageActions(back=back, primary=accept)

    def _on_import_requested(self) -> None:
        entry = self._find_entry()
        if entry is not None:
            self._acts.say("")
            self._imports.begin(entry)
            self.refresh()
            self._imports.pane.button.setFocus()

    def take_certificate(self, path: Path) -> bool:
        """Read a file as the certificate of the chosen lot; return whether a lot is chosen and nothing half typed."""
        if self._memory.entry is not None or self._find_entry() is None:
            return False
        self._on_import_requested()
        self._imports.read(path)
        return True

    def _on_import_left(self) -> None:
        self._leave_import()

    def _leave_import(self) -> bool:
        was_open = self._imports.close()
        if was_open:
            self.refresh()
        return was_open

    def _show_form(self) -> None:
        self._acts.say("")
        self._imports.close()
        self.refresh()
        form = self._forms.form
        if form is not None:
            form.focus_first()

    def _on_edit_product(self) -> None:
        book = self._book
        product = None if book is None else book.find_product(self._memory.chosen.partition(":")[2])
        if product is not None:
            self._forms.begin_product(product)
            self._show_form()

    def _on_edit_lot(self) -> None:
        entry = self._find_entry()
        if entry is not None:
            self._forms.begin_lot(entry.lot)
            self._show_form()

    def _on_edit_certificate(self) -> None:
        entry = self._find_entry()
        if entry is not None:
            self._forms.begin_certificate(entry)
            self._show_form()

    def _on_save(self) -> None:
        entry = self._forms.take_for_saving()
        if entry is not None:
            save_form(self, self._acts, self._forms, self._memory, entry)

    def _on_form_left(self) -> None:
        self._forms.close()
        self.refresh()

    def _on_discarded(self) -> None:
        self._forms.discard()
        self._acts.say(self.words("lots.discarded_form"), self._on_discard_undone, state=TagState.INFORMATION)
        self.refresh()

    def _on_discard_undone(self) -> None:
        self._forms.restore()
        self._show_form()

    def _show_unfinished(self) -> None:
        entry = self._memory.find_unfinished()
        if entry is None or self._book is None or not self._book.may_enter or self._memory.form_key:
            self._unfinished.show_message(TagState.CAUTION, "")
        else:
            sentence = say_unfinished(entry, self._book, self.words)
            self._unfinished.show_message(TagState.CAUTION, sentence, self.words("lots.go_on"))

    def _on_go_on(self) -> None:
        entry = self._memory.find_unfinished()
        if entry is not None:
            self._forms.go_on(entry.draft.key)
            self._show_form()

    # Papers

    def _on_choose_file(self, slot: FileSlot) -> None:
        self._files.choose(self.words(f"lots.file_{slot.value}"), partial(self._on_file_chosen, slot))

    def _on_file_chosen(self, slot: FileSlot, path: Path) -> None:
        entry = self._find_entry()
        if entry is None:
            return
        lot_id, before = entry.lot.lot_id, find_file(entry.lot, slot)

        def undo() -> None:
            self._acts.act(lambda vault: set_file(vault, lot_id, slot, before), lambda _: self._acts.say(""))

        def on_taken(result: Ok[LotEntry] | Err) -> None:
            match result:
                case Ok(kept):
                    sentence = self.words("lots.file_added", what=self.words(f"lots.file_{slot.value}"))
                    if was_unchecked(entry.lot.certificate, kept):
                        sentence = f"{sentence} {self.words('lots.check_again')}"
                    self._acts.say(sentence, undo)
                    self._on_changed()
                case Err(problem):
                    self._acts.refuse(problem)

        self._files.add(lot_id, slot, path, on_taken)

    def _on_copy_requested(self, slot: FileSlot) -> None:
        entry = self._find_entry()
        file = None if entry is None else find_file(entry.lot, slot)
        if file is not None:
            self._files.save_copy(file, self.words("lots.save_copy"), self._on_copy_saved)

    def _on_copy_saved(self, result: Ok[None] | Err) -> None:
        match result:
            case Ok():
                self._acts.say(self.words("lots.copy_saved"))
            case Err(problem):
                self._acts.refuse(problem)

    # The vault

    def reload(self) -> None:
        """Read the lot book anew."""
        self._reload()

    def _reload(self) -> None:
        today = self.context.clock().date()
        self._acts.read(lambda vault: load_book(vault, today), self._on_book)

    def _on_book(self, book: LotBook) -> None:
        self._book = book
        self.refresh()
        self._load_chosen()

    def _load_chosen(self) -> None:
        kind, _, lot_id = self._memory.chosen.partition(":")
        book = self._book
        if kind != "lot" or book is None or book.find_entry(lot_id) is None:
            self._chosen = None
            return
        self._acts.read(lambda vault: load_chosen_lot(vault, lot_id), self._on_lot)

    def _on_lot(self, chosen: ChosenLot) -> None:
        if self._memory.chosen == f"lot:{chosen.entry.lot.lot_id}":
            self._chosen = chosen
            self.refresh()

    def _find_entry(self) -> LotEntry | None:
        return None if self._chosen is None else self._chosen.entry

    def _on_changed(self) -> None:
        self._reload()
        self.lots_changed.emit()

    def _is_loading(self) -> bool:
        """Tell whether the chosen lot is on its way: the one on show stays until it comes, and takes no act."""
        kind, _, lot_id = self._memory.chosen.partition(":")
        return kind == "lot" and self._book is not None and self._book.find_entry(lot_id) is not None

    def _say_nothing(self) -> str:
        is_empty = self._book is not None and not self._book.products
        return self.words("lots.begin" if is_empty else "lots.choose_one")

    def _connect(self) -> None:
        finder, pane = self._finder, self._lot_pane
        finder.query_changed.connect(self._on_query_changed)
        finder.filter_chosen.connect(self._on_filter_chosen)
        finder.line_chosen.connect(self._on_chosen)
        finder.line_opened.connect(self._on_opened)
        finder.empty_action_requested.connect(self._on_empty_action)
        self._unfinished.link_followed.connect(self._on_go_on)
        self._forms.changed.connect(self.refresh_actions)
        self._imports.changed.connect(self.refresh)
        self._imports.finished.connect(self.refresh)
        pane.certificate.import_requested.connect(self._on_import_requested)
        pane.product_requested.connect(self._on_product_requested)
        pane.certificate.edit_requested.connect(self._on_edit_certificate)
        pane.certificate.check_requested.connect(lambda: self._lot_acts.check(self._find_entry()))
        pane.vials.discard_requested.connect(lambda: self._lot_acts.discard(self._find_entry()))
        pane.recalls.recall_requested.connect(lambda: self._lot_acts.recall(self._find_entry()))
        pane.recalls.lift_requested.connect(lambda: self._lot_acts.lift(self._find_entry()))
        pane.recalls.people_requested.connect(self._on_people_requested)
        pane.files.choose_requested.connect(self._on_choose_file)
        pane.files.file_dropped.connect(self._on_file_chosen)
        pane.files.copy_requested.connect(self._on_copy_requested)

    def _on_people_requested(self) -> None:
        entry = self._find_entry()
        if entry is not None:
            self.recall_requested.emit(entry.lot.number, entry.lot.lot_id)

    def _on_product_requested(self) -> None:
        entry = self._find_entry()
        if entry is not None:
            self._on_chosen(f"product:{entry.lot.product_id}")


def _with_main_key(action: Action) -> Action:
    return Action(action.text, action.on_triggered, "Ctrl+Enter", action.icon, action.reason, action.name)
