"""The base of steps 5 and 7: a document at the left, entries beside it, and the way to printer and file."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.files import suggested_file_name
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.paper_pane import PaperPane
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.document_line import say_copy
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.paper_desk import PaperDesk, Produced
from stemsup_desktop.ui.paper_view import Band, PaneView, PrintView, find_band
from stemsup_desktop.ui.stamping import say_stamp
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.turns import run_after_painting
from stemsup_desktop.ui.vault_access import VaultAccess

V = TypeVar("V")

PREVIEW_PX = 548
NARROW_PREVIEW_PX = 480
TWO_TABS_BELOW_PX = 1152
NARROW_BELOW_PX = 1360


class PaperPage(Page[V]):
    """Under 1152 px the page and the entries are two tabs. The composition root prints and saves what is handed out."""

    shows_ahead = False

    print_requested = Signal(object, str, str, str)
    """The PDF as bytes, its number for the system's print dialog, that again if the vault keeps it, else empty, and
    what a copy says of itself on paper, empty where it is none."""
    save_requested = Signal(object, str, str)
    """The PDF as bytes, a file name that names nobody, and the number if the vault keeps it, else empty."""

    def __init__(
        self, context: PageContext, paper: Paper, content: Content, access: VaultAccess, fonts: FontFolder
    ) -> None:
        super().__init__(context)
        self.content = content
        self.access = access
        self.desk = PaperDesk(paper, context, content, access, fonts, self)
        self.desk.changed.connect(self.refresh)
        self.pane = PaperPane(self.theme, self.words)
        self.pane.jump_requested.connect(self.jump_requested)
        self.pane.preview.print_requested.connect(self.print_page)
        self._sheet: Sheet | None = None
        self._outlined = ""
        """The part of the document that is outlined, also in the one that comes next."""
        self._is_narrow = False
        self._holder = QWidget()
        self._holder_rows = QVBoxLayout(self._holder)
        self._holder_rows.setContentsMargins(0, 0, 0, 0)
        self._holder_rows.addWidget(self.pane)
        self.add_left(self._holder, PREVIEW_PX)
        self._body = QWidget()
        self._body_rows = QVBoxLayout(self._body)
        self._body_rows.setContentsMargins(0, 0, 0, 0)
        self._body_rows.setSpacing(0)
        self._entries = QWidget()
        options = (("entries", self.words("paper.pane_entries")), ("page", self.words("paper.pane_page")))
        self._switch = ViewSwitch(self.theme, self.words("paper.pane_name"), options)
        self._switch.setObjectName("pane_switch")
        self._switch.value_changed.connect(lambda _: self._show_tab())
        set_shown(self._switch, False)
        self.header.add_control(self._switch)
        self.set_body(self._body)
        self._print_sentence = Label(self.theme, role="small", tone="text-3", wraps=True)
        self._print_sentence.setObjectName("print_sentence")
        self._print_warning = InlineMessage(self.theme)
        self._print_warning.setObjectName("missing_characters")
        self._print_problem = InlineMessage(self.theme)
        self._print_problem.setObjectName("print_problem")
        self.print_button = SecondaryButton(self.theme, self.words("paper.print"), icon_name="print", key_hint="Ctrl+P")
        self.print_button.setObjectName("print")
        self.print_button.clicked.connect(self.print_page)
        self.save_button = SecondaryButton(self.theme, self.words("paper.save_pdf"), icon_name="docs")
        self.save_button.setObjectName("save_pdf")
        self.save_button.clicked.connect(self.save_page)

    # What the subclasses use

    def set_entries(self, widget: QWidget) -> None:
        """Put the entries beside the page."""
        self._entries = widget
        self._body_rows.addWidget(widget, 1)

    def make_print_rows(self) -> QVBoxLayout:
        """Return the buttons that print and save with what is said about them."""
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.S)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        rows = QVBoxLayout()
        rows.setSpacing(sizes.XS)
        for widget in (self._print_sentence, self._print_warning, self._print_problem):
            rows.addWidget(widget)
        rows.addLayout(buttons)
        return rows

    def show_paper(self, pane: PaneView, printing: PrintView) -> None:
        """Show the page and what printing will do."""
        self.pane.show_view(pane)
        self.pane.preview.move_band(_find_band(pane.rendered, self._outlined))
        self._print_sentence.setText(printing.sentence or printing.reason)
        self._print_warning.show_message(TagState.CAUTION, printing.missing)
        icon = self.pane.preview.print_button
        for button in (self.print_button, self.save_button, icon):
            button.setEnabled(not printing.reason)
            button.setToolTip(printing.reason)
        icon.setToolTip(printing.reason or icon.accessibleName())

    def show_problem(self, sentence: str) -> None:
        """Say why a document or a signature did not come about, or nothing."""
        self._say(TagState.STOP, sentence)

    def _say(self, state: TagState, sentence: str) -> None:
        self._print_problem.show_message(state, sentence)
        if sentence:
            self._bring_into_view(self._print_problem)

    def open_sheet(self, sheet: Sheet, on_accepted: Callable[[], None], first: QWidget | None = None) -> None:
        """Ask in a sheet over this page; Esc and the main key of the page belong to it while it is open."""
        self._sheet = sheet

        def accept() -> None:
            if sheet.accept_button.isEnabled():
                self._let_sheet_go()
                on_accepted()

        sheet.accepted.connect(accept)
        sheet.dismissed.connect(self._let_sheet_go)
        # A card that is centred gets the height of its unwrapped texts; wrapped ones need theirs.
        sheet.card.setMinimumHeight(sheet.card.rows.totalHeightForWidth(sheet.card.width()))
        sheet.open(first)

    def accept_sheet(self) -> bool:
        """Accept the open sheet, as the main key does; return whether there was one."""
        if self._sheet is None:
            return False
        self._sheet.accepted.emit()
        return True

    def find_pages(self) -> dict[str, int]:
        """Return on which page, from 1, each part of the document begins; empty until there is a page."""
        rendered = self.desk.state.rendered
        return {} if rendered is None else {place.id: place.page for place in rendered.places}

    def turn_to(self, part: str) -> None:
        """Turn the page to a part of the document and outline it; an unknown part outlines nothing."""
        self._outlined = part
        self.pane.preview.show_band(_find_band(self.desk.state.rendered, part))

    # What the base and the window ask

    def print_page(self) -> None:
        if self.print_button.isEnabled() and self.context.session.has_visit:
            self.desk.produce(self._on_produced_to_print)

    def save_page(self) -> None:
        """Make the document and hand it out to be saved as a file."""
        if self.save_button.isEnabled():
            self.desk.produce(self._on_produced_to_save)

    def do_main_action(self) -> None:
        if not self.accept_sheet():
            super().do_main_action()

    def close_top(self) -> bool:
        if self._sheet is None:
            return False
        self._sheet.dismiss()
        return True

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        is_narrow = width < TWO_TABS_BELOW_PX
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            (self._body_rows if is_narrow else self._holder_rows).addWidget(self.pane, 1)
        self._holder.setFixedWidth(NARROW_PREVIEW_PX if width < NARROW_BELOW_PX else PREVIEW_PX)
        set_shown(self._holder, not is_narrow)
        set_shown(self._switch, is_narrow)
        self._show_tab()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        run_after_painting(self, self.desk.load)

    def jump_to(self, target: str) -> None:
        widget = self.findChild(QWidget, target)
        if widget is not None and self._entries.isAncestorOf(widget):
            self._bring_into_view(widget)
        super().jump_to(target)

    # Inside

    def _bring_into_view(self, widget: QWidget) -> None:
        if self._is_narrow and self._switch.value() != "entries":
            self._switch.set_value("entries")
            self._show_tab()
        for pane in self._entries.findChildren(ScrollPane):
            if pane.isAncestorOf(widget):
                pane.show_widget(widget)

    def _show_tab(self) -> None:
        shows_page = self._is_narrow and self._switch.value() == "page"
        set_shown(self._entries, not shows_page)
        set_shown(self.pane, shows_page or not self._is_narrow)

    def _on_produced_to_print(self, result: Ok[Produced] | Err) -> None:
        produced = self._take(result)
        if produced is not None:
            note = self._say_copy(produced) if produced.is_copy else ""
            self.print_requested.emit(produced.pdf, produced.number, produced.kept_number, note)

    def _say_copy(self, produced: Produced) -> str:
        entries = self.desk.state.documents or ()
        entry = next((one for one in entries if one.number == produced.number), None)
        return "" if entry is None else say_copy(entry, self.words, self.context.clock())

    def _on_produced_to_save(self, result: Ok[Produced] | Err) -> None:
        produced = self._take(result)
        if produced is not None:
            self.save_requested.emit(produced.pdf, suggested_file_name(produced.number), produced.kept_number)

    def _take(self, result: Ok[Produced] | Err) -> Produced | None:
        match result:
            case Ok(produced):
                self.show_problem("")
                self._say(TagState.CAUTION, say_stamp(produced.stamp_problem, self.words))
                return produced
            case Err(problem):
                self.show_problem(self.words.sentence_of(problem))
                return None

    def _let_sheet_go(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            sheet.close_sheet()
            sheet.deleteLater()


def _find_band(rendered: RenderedDocument | None, part: str) -> Band | None:
    return find_band(rendered.places, part) if rendered is not None and part else None
