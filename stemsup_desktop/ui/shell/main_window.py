"""The window: rail, banner, step bar, page, action bar and gate, and the keys that reach them."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.composition import find_composition
from stemsup_desktop.ui.components.drop_area import find_files
from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.components.labels import Hairline, grow_with_text, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.rail import Rail
from stemsup_desktop.ui.components.save_mark import UndoBar
from stemsup_desktop.ui.components.sheet import Sheet, find_top_sheet
from stemsup_desktop.ui.components.step_bar import StepBar
from stemsup_desktop.ui.components.verdict import VerdictBar
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.laying_out import iter_getting_ready
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.shell.banner import PatientBanner
from stemsup_desktop.ui.shell.focus_keeper import FocusKeeper
from stemsup_desktop.ui.shell.frame_view import (
    BoxView,
    derive_banner,
    derive_closed_note,
    derive_step_bar,
    derive_visit_note,
)
from stemsup_desktop.ui.shell.gate_desk import GateDesk
from stemsup_desktop.ui.shell.gate_panel import GatePanel
from stemsup_desktop.ui.shell.gate_texts import GateTexts
from stemsup_desktop.ui.shell.gate_view import GateView
from stemsup_desktop.ui.shell.key_desk import KeyDesk
from stemsup_desktop.ui.shell.lock_strip import LockStrip
from stemsup_desktop.ui.shell.page_focus import PageFocus
from stemsup_desktop.ui.shell.page_stack import PageFactory, PageStack, Registration, step_page_id
from stemsup_desktop.ui.shell.panes import focus_next_pane
from stemsup_desktop.ui.shell.rail_view import CONSULT, LANGUAGE, LOCK, PEOPLE, RailEntry, derive_rail
from stemsup_desktop.ui.shell.refusal_strip import RefusalStrip
from stemsup_desktop.ui.shell.scan_strip import ScanStrip
from stemsup_desktop.ui.shell.tab_walk import move_focus
from stemsup_desktop.ui.shell.wide_margin import WideMargin
from stemsup_desktop.ui.shell.window_actions import WindowActions
from stemsup_desktop.ui.shell.window_steps import WindowSteps
from stemsup_desktop.ui.shell.window_voice import WindowVoice
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.theme.picture import hold_painting, let_paint
from stemsup_desktop.ui.theme.tokens import TEXT_PERCENTS
from stemsup_desktop.ui.turns import in_pieces, run_in_turns, take_in_turns
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.visit_state import SaveState
from stemsup_desktop.ui.words import Words

LEAST_PX = 720, 480
STEPS_PX, LOW_STEPS_PX = 56, 36

GATE_PX, NARROW_GATE_PX = 368, 336
_OF_WINDOW = "of_window"
_BAND_PX = 36
WIDE_PX, MIDDLE_PX, LOW_PX, WIDEST_PX = 1360, 1152, 720, 1680
"""The widths and the height at which the layout changes, in logical px at the usual size of text."""
LEAST_PAGE_PX = 480
"""The room of a page beside the opened gate at least; with less the gate stands in its place until it is closed."""
WIDEST_GATE = 0.38
"""The share of the window that the gate takes at most, however large its text is."""


class MainWindow(QMainWindow):
    """Pages are registered by the composition root; the window derives its frame from the session."""

    lock_requested = Signal()
    history_requested = Signal()
    text_size_chosen = Signal(int)
    """In percent of the type scale."""
    source_requested = Signal(str)
    """The id of a source to open in the reference."""
    palette_requested = Signal()
    tour_requested = Signal()
    keys_print_requested = Signal()
    closing = Signal()
    """The window goes; whatever belongs to it goes with it."""
    files_dropped = Signal(object)
    """A tuple of paths that were dropped where no part of a page takes files."""
    files_dragged = Signal(object)
    """A tuple of paths that hang over the window; `show_drop` says what will become of them."""

    def __init__(
        self,
        context: PageContext,
        app: QApplication,
        source_names: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._context = context
        self._last_step = 1
        self._gate_is_open = False
        self._gate_is_alone = False
        self._wants_gate = False
        self._places: tuple[str, ...] = ()
        self._voice = WindowVoice(self)
        theme = context.theme
        self.rail = Rail(theme)
        self.banner = PatientBanner(theme)
        self.step_bar = StepBar(theme)
        self.stack = PageStack()
        self.stack.measure = self._measure
        self._focus = PageFocus(self, self.stack)
        self.stack.warm_beside = lambda: self.gate.iter_ahead()
        self.verdict_bar = VerdictBar(theme, context.words("gate.open_gate"))
        self.closed_strip = InlineMessage(theme, is_strip=True)
        self.closed_strip.setObjectName("closed_strip")
        self.refusal_strip = RefusalStrip(context)
        self.scan_strip = ScanStrip(theme)
        self._work = QWidget()
        self._is_switching = False
        self._gate_desk = GateDesk(context, source_names or {}, self._work)
        self._gate_rule = Hairline(theme, token="line-strong", is_vertical=True)
        self.undo_bar = UndoBar(theme, context.words("common.undo"))
        self._root = QWidget()
        self.drop_band = InlineMessage(theme, is_strip=True)
        self.drop_band.setObjectName("drop_band")
        self.lock_strip = LockStrip(theme, context.language, self._root)
        self._steps = WindowSteps(context, self.stack, self._say_done, self._find_page_sheet)
        self._key_desk = KeyDesk(context, self.stack, self._root, self.show_sheet)
        self._lay_out()
        self.focus_ring = FocusRing(theme, self, app)
        self._focus_keeper = FocusKeeper(self, app)
        self._connect()
        self.acts = self._make_actions()
        self.setAcceptDrops(True)
        self.setMinimumSize(*LEAST_PX)
        self.setWindowTitle(context.words("shell.program"))
        self._refresh()

    # Registering and going to pages

    def register_step(self, step: int, factory: PageFactory) -> None:
        """Register the page of a step, 1 to 7."""
        self.stack.register(Registration(step_page_id(step), factory, step))

    def register_page(self, page_id: str, factory: PageFactory, rail: RailEntry | None = None) -> None:
        """Register any other page, with its place in the rail if it has one."""
        self.stack.register(Registration(page_id, factory, rail=rail))
        self._show_rail()

    def go_to(self, page_id: str) -> None:
        """Show a page by its id; `consult` is the step last seen."""
        if page_id == LOCK:
            self.lock_requested.emit()
        elif page_id == CONSULT:
            self.go_to_step(self._last_step)
        elif self.stack.has(page_id):
            self._context.session.flush()
            self._focus.let_go(page_id)
            page = self.stack.prepare(page_id)
            page.set_room(self._room(self.width()), self._room(self.height()))
            last = page.focusWidget()
            is_other = page_id != self.stack.current_id
            self.stack.show_page(page_id)
            self._focus.put_on(page, last)
            if is_other:
                self._voice.take_page(page.title, self._context.words)

    def go_to_step(self, step: int, target: str = "") -> None:
        """Show a step of the open visit, with the focus on a link id or field in it."""
        if self._context.session.has_visit and self.stack.has(step_page_id(step)):
            self._last_step = step
            if self._gate_is_alone:
                self._gate_is_open = False  # it stands where the page is to be seen
                self._refresh()
            self.go_to(step_page_id(step))
            page = self.stack.current_page
            if target and page is not None:
                page.jump_to(target)

    def add_strip(self, strip: QWidget) -> None:
        """Put a strip above the page, which stays whatever page is shown."""
        self._column.insertWidget(self._column.indexOf(self.stack), strip)

    @property
    def gate(self) -> GatePanel:
        """The gate, which another language or size of text makes anew."""
        return self._gate_desk.panel

    def read_gate_texts(self) -> GateTexts:
        """Return what is being written at the gate, of the open visit and of those before."""
        return self._gate_desk.read_texts()

    def show_sheet(self, sheet: Sheet, first: QWidget | None = None) -> None:
        """Show a sheet over the window; one at a time, so an open one is put aside until this one goes."""
        sheet.setProperty(_OF_WINDOW, True)
        sheet.dismissed.connect(sheet.deleteLater)
        sheet.open(first)

    def key_of_page(self, page_id: str) -> str:
        """Return the key that opens a page of the rail, or empty."""
        return f"Alt+{self._places.index(page_id) + 1}" if page_id in self._places else ""

    def start_tour(self) -> None:
        """Show what is where on the page on show, unless something else is open."""
        from stemsup_desktop.ui.shell.tour import TourSheet  # once in a lifetime

        if not self.has_sheet:
            tour = TourSheet(self._context.theme, self._context.words, self._root)
            tour.dismissed.connect(tour.deleteLater)
            tour.begin()

    @property
    def has_sheet(self) -> bool:
        """Whether a sheet lies over the window, its own or that of a page."""
        return find_top_sheet(self._root) is not None

    # Building

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.verdict_bar)
        column.addWidget(self.closed_strip)
        column.addWidget(self.refusal_strip)
        column.addWidget(self.scan_strip)
        column.addWidget(self.stack, 1)
        self._column = column
        self._panes = QHBoxLayout(self._work)
        self._panes.setContentsMargins(0, 0, 0, 0)
        self._panes.setSpacing(0)
        self._panes.addLayout(column, 1)
        self._panes.addWidget(self._gate_rule)
        self._panes.addWidget(self.gate)
        self._margin = WideMargin(self._context.theme)
        across_work = QHBoxLayout()
        across_work.setSpacing(0)
        across_work.addWidget(self._work, 1)
        across_work.addWidget(self._margin)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.step_bar)
        right.addLayout(across_work, 1)
        self._root.setProperty("surface", "base")
        across = QHBoxLayout(self._root)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addWidget(Hairline(self._context.theme, token="line-strong", is_vertical=True))
        across.addLayout(right, 1)
        self.setCentralWidget(self._root)
        self.undo_bar.setParent(self._root)
        self.undo_bar.hide()
        self.drop_band.setParent(self)  # above the ring of the focus, which lies over the root
        self.drop_band.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.drop_band.setProperty("floats", True)
        self.drop_band.hide()

    def _connect(self) -> None:
        session, language = self._context.session, self._context.language
        session.state_changed.connect(self._on_state_changed)
        session.state_changed.connect(self.stack.warm_up_soon)
        session.change_made.connect(self._on_change_made)
        session.change_refused.connect(self.refusal_strip.take_refusal)
        session.history_changed.connect(self.refusal_strip.clear)
        session.save_state_changed.connect(self._on_save_state_changed)
        language.language_changed.connect(self._on_language_changed)
        self._context.theme.text_scale_changed.connect(self._on_text_scale_changed)
        self._context.theme.turned.connect(self._on_turned)
        self.rail.page_requested.connect(self._on_rail)
        self.step_bar.step_requested.connect(self.go_to_step)
        self.step_bar.history_requested.connect(self.history_requested)
        self.verdict_bar.open_requested.connect(self._open_gate)
        self.banner.full_list_requested.connect(self._on_full_list)
        self.undo_bar.undo_requested.connect(session.undo)
        self.stack.page_coming.connect(self._on_page_coming)
        self._gate_desk.jump_requested.connect(self.go_to_step)
        self._gate_desk.source_requested.connect(self.source_requested)
        self._gate_desk.view_shown.connect(self._on_gate_shown)
        self._key_desk.print_requested.connect(self.keys_print_requested)
        self._key_desk.tour_requested.connect(self.tour_requested)

    def _make_actions(self) -> WindowActions:
        session = self._context.session
        actions = WindowActions(self, self, self._context, self._find_page, self._steps.find)
        actions.bind("pane.next", partial(self._move_pane, 1))
        actions.bind("pane.previous", partial(self._move_pane, -1))
        actions.bind("palette", self._on_palette_wanted)
        actions.bind("search", self._start_search)
        actions.bind("back", self._on_escape)
        actions.bind("undo", self._steps.undo, actions.say_no_undo)
        actions.bind("redo", self._steps.redo, actions.say_no_redo)
        actions.bind("save", session.try_again, actions.say_saved)
        actions.bind("print", self._print, actions.say_no_print)
        actions.bind("lock", self._lock)
        actions.bind("history", self._show_history, actions.say_no_history)
        actions.bind("main", self._do_main_action)
        actions.bind("keys", self._key_desk.toggle)
        actions.bind("keys.print", self.keys_print_requested.emit)
        actions.bind("gate", self._open_gate, actions.say_no_visit)
        actions.bind("language", self._switch_language)
        actions.bind("text.larger", partial(self._change_text_size, 1))
        actions.bind("text.smaller", partial(self._change_text_size, -1))
        actions.bind("text.usual", partial(self._change_text_size, 0))
        return actions

    def _say_done(self, sentence: str) -> None:
        self.undo_bar.show_done(sentence)
        self._place_undo_bar()

    def _find_page_sheet(self) -> Sheet | None:
        """Return the sheet on top, where it is one of a page."""
        top = find_top_sheet(self._root)
        return None if top is None or top.property(_OF_WINDOW) else top

    def _find_page(self) -> Page[Any] | None:
        return self.stack.current_page

    def _lock(self) -> None:
        self.lock_requested.emit()

    # Showing

    def _refresh(self, *, gate_may_wait: bool = False) -> None:
        """Show the frame as things are; the gate may follow a turn later, unless somebody is at it."""
        session, words = self._context.session, self._context.words
        self._show_rail()
        has_visit = session.has_visit
        step = self.stack.step_of(self.stack.current_id)
        set_shown(self.banner, has_visit)
        set_shown(self.step_bar, has_visit and step > 0)
        closed = derive_closed_note(session.state, words, self._context.clock()) if has_visit and step > 0 else ""
        self.closed_strip.show_message(TagState.INFORMATION, closed)
        if has_visit:
            state, today = session.state, self._context.clock().date()
            self.banner.show_view(derive_banner(state.patient, words, today))
            self.step_bar.show_view(derive_step_bar(state, step, words, today), *derive_visit_note(state, words))
            self.step_bar.name_history(words("history.open_visit_name"), words("history.open_visit_tip"))
            if gate_may_wait and not self.gate.isAncestorOf(self.focusWidget()):
                self._gate_desk.show_soon()
            else:
                self._gate_desk.show()
        self._fit()

    def _on_gate_shown(self, view: GateView) -> None:
        words, visit_id = self._context.words, self._context.session.state.consultation.consultation_id
        self._voice.take_gate(visit_id, view, words)
        key = "gate.close_gate" if self._gate_is_open else "gate.open_gate"
        self.verdict_bar.show_view(view.bar, words(key))

    def _show_rail(self) -> None:
        current = self.stack.current_id
        entries = tuple((page.page_id, page.rail) for page in self.stack.registrations if page.rail is not None)
        is_step = self.stack.step_of(current) > 0
        author = self._context.session.author
        upper, lower = derive_rail(entries, current, is_step=is_step, words=self._context.words, author=author)
        self._places = (*(view.page_id for view in upper), PEOPLE)
        self.rail.setAccessibleName(self._context.words("spoken.pages"))
        self.step_bar.setAccessibleName(self._context.words("spoken.steps"))
        self.rail.show_view(upper, lower)

    def _fit(self) -> None:
        """Lay the frame out for the window's size and the page on screen."""
        width, height = self._room(self.width()), self._room(self.height())
        page = self.stack.current_page
        is_low, is_narrow = height < LOW_PX, width < MIDDLE_PX
        is_step = self._context.session.has_visit and self.stack.step_of(self.stack.current_id) > 0
        if page is not None:  # while it is made anew, the frame stays as it is
            self._wants_gate = page.wants_gate
        stands_beside = is_step and self._wants_gate and not is_narrow
        shows_gate = is_step and (stands_beside or self._gate_is_open)
        self.rail.set_narrow(is_narrow)
        self.banner.set_room(width, height)
        grown = self._context.theme.grown
        self.step_bar.setFixedHeight(grown(LOW_STEPS_PX if is_low else STEPS_PX))
        self.step_bar.set_compact(hides_captions=is_narrow or is_low, hides_visit=width < WIDE_PX)
        set_shown(self.verdict_bar, is_step and not stands_beside)
        wanted = grown(GATE_PX if width >= WIDE_PX else NARROW_GATE_PX)
        gate_px = min(wanted, max(NARROW_GATE_PX, round(self.width() * WIDEST_GATE)))
        work_px = self.width() - self.rail.minimumWidth() - sizes.HAIR
        stands_alone = shows_gate and not stands_beside and self._room(work_px - gate_px) < LEAST_PAGE_PX
        self._margin.take(max(0, work_px - grown(WIDEST_PX)), has_edge=not shows_gate)
        self.gate.setFixedWidth(work_px if stands_alone else gate_px)
        self._place_gate(stands_alone=stands_alone)
        set_shown(self.gate, shows_gate)
        set_shown(self._gate_rule, shows_gate and not stands_alone)
        if page is not None:
            page.action_bar.set_low(is_low)
            is_drawer = shows_gate and not stands_beside and not stands_alone
            drawer = self._room(self.gate.width()) if is_drawer else 0
            page.set_room(width - drawer, height)
        self._place_undo_bar()

    def _place_gate(self, *, stands_alone: bool) -> None:
        """Put the gate beside the page, or in its place."""
        if stands_alone == self._gate_is_alone:
            return
        self._gate_is_alone = stands_alone
        if stands_alone:
            self._column.addWidget(self.gate, 1)
        else:
            self._panes.addWidget(self.gate)
        set_shown(self.stack, not stands_alone)

    def _room(self, px: int) -> int:
        return self._context.theme.room(px)

    @property
    def _is_roomy(self) -> bool:
        """Whether the gate may stand beside a page."""
        return self._room(self.width()) >= MIDDLE_PX

    def _measure(self, page: Page[Any], step: int) -> QSize:
        """Return the room that a page will have: the gate stands beside some pages, its verdict above others."""
        is_step = step > 0 and self._context.session.has_visit
        stands_beside = is_step and page.wants_gate and self._is_roomy
        gate_px = self.gate.width() + self._gate_rule.minimumWidth()
        gate_now_px = 0 if self.gate.isHidden() else gate_px
        above_now_px = sum(bar.height() for bar in (self.step_bar, self.verdict_bar) if not bar.isHidden())
        above_px = self.step_bar.minimumHeight() if is_step else 0
        if is_step and not stands_beside:
            above_px += max(self.verdict_bar.minimumHeight(), self.verdict_bar.sizeHint().height())
        return QSize(
            self.stack.width() + gate_now_px - (gate_px if stands_beside else 0),
            self.stack.height() + above_now_px - above_px,
        )

    def iter_frame_ready(self) -> Iterator[None]:
        """Style and lay out what stands round the pages of a visit, where it is not on screen yet, piece by piece."""
        bar_px = self.step_bar.minimumHeight()
        if not self.step_bar.isVisible():
            yield from iter_getting_ready(self.step_bar, QSize(self._work.width(), bar_px))
        gate = self.gate  # of now: another language may have made it anew by this piece
        if not gate.isVisible():
            yield from iter_getting_ready(gate, QSize(gate.width(), self._work.height() - bar_px))

    def show_drop(self, state: TagState, sentence: str) -> None:
        """Say across the top of the window what will become of the files that hang over it."""
        band, left = self.drop_band, self.rail.width()
        band.show_message(state, sentence)
        width = self._root.width() - left
        band.setGeometry(left, 0, width, max(_BAND_PX, band.heightForWidth(width)))
        band.raise_()
        band.show()

    def _place_undo_bar(self) -> None:
        root = self._root
        self.undo_bar.adjustSize()
        left = self.rail.width() + (root.width() - self.rail.width() - self.undo_bar.width()) // 2
        self.undo_bar.move(left, root.height() - 56 - self.undo_bar.height() - 12)
        self.undo_bar.raise_()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        return move_focus(self, is_next=is_next) or super().focusNextPrevChild(is_next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths := find_files(event.mimeData()):
            event.acceptProposedAction()
            self.files_dragged.emit(paths)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_band.setProperty("floats", True)
        self.drop_band.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_band.setProperty("floats", True)
        self.drop_band.hide()
        if paths := find_files(event.mimeData()):
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        self._context.session.flush()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._context.session.flush()

    # What the person did

    def _on_state_changed(self, state: object) -> None:
        session = self._context.session
        visit_id = session.state.consultation.consultation_id if session.has_visit else ""
        is_other = visit_id != self._gate_desk.visit_id
        if is_other:  # it is begun at the beginning of each page
            self._gate_desk.turn_to(visit_id)
            self._focus.forget()
            self.undo_bar.hide()  # what it offers to undo was done in another chart
        self._refresh(gate_may_wait=self.stack.warms_up)
        if is_other:
            self._gate_desk.restore_texts()

    def _on_page_coming(self, page_id: str) -> None:
        self._gate_is_open = False
        self.refusal_strip.clear()
        self.scan_strip.clear()
        if self._focus.has_kept_place:
            QTimer.singleShot(0, self, self._focus.go_back_to_place)
        page = self.stack.current_page
        if page is not None and not page.property("is_wired"):
            page.setProperty("is_wired", True)
            page.page_requested.connect(self.go_to)
            page.jump_requested.connect(self.go_to_step)
        if page is not None:
            self._context.theme.settle(page)
        self._refresh()

    def _on_language_changed(self) -> None:
        if self._waits_for_composition():
            return
        is_ahead = self._gate_desk.has_next
        self._remake()
        if is_ahead and hold_painting(self):
            run_in_turns(self, self._refresh, partial(let_paint, self))
        else:
            self._refresh()

    def _waits_for_composition(self) -> bool:
        """Tell whether something is being composed; everything is made anew once that has ended."""
        composition = find_composition(self)
        return composition is not None and composition.hold("language", self._on_language_changed)

    def _remake(self) -> None:
        """Put another gate in the place of this one, with what is being written there, and make every page anew."""
        self._focus.keep_place()
        old = self._gate_desk.renew()
        (self._column if self._gate_is_alone else self._panes).replaceWidget(old, self.gate)
        set_shown(self.gate, not old.isHidden())
        self._gate_desk.take_over(old)
        self.undo_bar.button.setText(self._context.words("common.undo"))
        self.refusal_strip.clear()
        self.scan_strip.clear()
        self.stack.remake()

    def _on_turned(self) -> None:
        """Lay the unseen pages out in pieces: what was styled asks for its room anew, or all of it when it is seen."""
        if self.stack.warms_up:
            self.stack.warm_up()

    def _on_text_scale_changed(self) -> None:
        """Let the frame take the size of text in use, and make everything in it anew, in turns where the theme does."""
        pieces, theme = self._iter_text_scale_change(), self._context.theme
        if theme.is_turning:
            theme.take_with(self, pieces)
        else:
            for _ in pieces:
                pass

    def _iter_text_scale_change(self) -> Iterator[None]:
        yield from in_pieces(self._iter_growing())
        yield from self._gate_desk.iter_next(self._context.words)
        if not self._waits_for_composition():
            self._remake()
            yield
            self._refresh()

    def _iter_growing(self) -> Iterator[None]:
        for widget in self._iter_frame(self):
            grow_with_text(widget)
            yield

    def _iter_frame(self, outer: QWidget) -> Iterator[QWidget]:
        """Go through everything on the window but its pages, which are made anew."""
        for child in outer.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child is not self.stack:
                yield child
                yield from self._iter_frame(child)

    def _change_text_size(self, by: int) -> None:
        """Go to the next larger or smaller size of text that is offered; 0 is the usual one."""
        offered, now = TEXT_PERCENTS, self._context.theme.text_percent
        place = 0 if not by else min(max(offered.index(now) + by, 0), len(offered) - 1)
        if offered[place] != now:
            self.text_size_chosen.emit(offered[place])

    def _on_rail(self, page_id: str) -> None:
        if page_id == LANGUAGE:
            self._switch_language()
        else:
            self.go_to(page_id)

    def _switch_language(self) -> None:
        """Take the other language as soon as the gate is made in it; until then everything stays as it is."""
        language = self._context.language
        other = Language.JA if language.language is Language.EN else Language.EN
        if not self.stack.warms_up:
            language.set_language(other)
        elif not self._is_switching:
            self._is_switching = True
            pieces = self._iter_switching(language.words_in(other))
            take_in_turns(self, pieces, partial(language.set_language, other))

    def _iter_switching(self, words: Words) -> Iterator[None]:
        try:
            yield from self._gate_desk.iter_next(words)
        finally:
            self._is_switching = False

    def _on_change_made(self, description: str) -> None:
        self.undo_bar.show_change(description)
        self._place_undo_bar()

    def _on_save_state_changed(self, state: SaveState) -> None:
        self._voice.take_save_state(state, self._context.words)
        self.refusal_strip.take_save_state(state)

    def _on_full_list(self, box: BoxView) -> None:
        words = self._context.words
        key = "shell.full_list_alerts" if box.state.value == "caut" else "shell.full_list_allergy"
        close = words("common.close")
        sheet = Sheet(self._context.theme, self._root, words(key), accept_text=close, dismiss_text="")
        for entry in box.entries or (box.text,):
            sheet.add_text(entry)
        sheet.accepted.connect(sheet.dismiss)
        self.show_sheet(sheet)

    def _open_gate(self) -> None:
        """Put the focus on the gate; where it does not stand beside the page, open or close it first."""
        if not self._context.session.has_visit:
            return
        page = self.stack.current_page
        stands_beside = page is not None and page.wants_gate and self._is_roomy
        if not stands_beside:
            self._gate_is_open = not self._gate_is_open
            self._refresh()
        if self.gate.isVisible():
            self.gate.focus_first()
        elif page is not None:
            self._focus.put_on(page, page.focusWidget())

    def _on_escape(self) -> None:
        page, sheet = self.stack.current_page, find_top_sheet(self._root)
        if sheet is not None:
            sheet.dismiss()  # before the page behind it, which would go back
        elif self.scan_strip.clear():
            return
        elif self._gate_is_open:
            self._open_gate()
        elif page is not None and self.gate.isAncestorOf(self.focusWidget()):
            self._focus.put_on(page, page.focusWidget())
        elif page is not None and not page.close_top():
            page.action_bar.trigger_back()

    def go_to_place(self, place: int) -> None:
        """Show the page at a place of the rail, from 1; past its end do nothing."""
        if place <= len(self._places):
            self.go_to(self._places[place - 1])

    def _move_pane(self, by: int) -> None:
        page = self.stack.current_page
        panes = [self.rail, self.banner, self.step_bar, self.verdict_bar]
        panes += page.panes() if page is not None else []
        focus_next_pane(self, [*panes, self.gate], by)

    def _start_search(self) -> None:
        """Search on the page on show, or where it has no search of its own everywhere."""
        page = self.stack.current_page
        if page is None or not page.start_search():
            self._on_palette_wanted()

    def _on_palette_wanted(self) -> None:
        """Ask for the palette, but not over a sheet of a page, in which something may be half typed."""
        if self._find_page_sheet() is None:
            self.palette_requested.emit()

    def _print(self) -> None:
        page = self.stack.current_page
        if self._key_desk.is_open:
            self._key_desk.print_all()
        elif page is not None and not self.has_sheet:
            page.print_page()

    def _show_history(self) -> None:
        if not self.has_sheet:
            self.history_requested.emit()

    def _do_main_action(self) -> None:
        page, sheet = self.stack.current_page, find_top_sheet(self._root)
        if sheet is not None:
            sheet.accept()  # and not the page behind it, which would be left with what was typed into the sheet
        elif page is not None:
            page.do_main_action()
