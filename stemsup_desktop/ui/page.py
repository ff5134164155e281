"""The base of every page: state -> derive -> show, a header, a body, an action bar, and panes at the sides."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.lots.scan_matching import ScanMatch
from stemsup_desktop.ui.actions.binding import BoundAction, bind_action, never_refused
from stemsup_desktop.ui.components.action_bar import ActionBar, PageActions
from stemsup_desktop.ui.components.composition import find_composition
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import ElidedLabel, Hairline, Label, laid_out_once, set_shown
from stemsup_desktop.ui.components.messages import BusyStrip
from stemsup_desktop.ui.components.save_mark import SaveMark
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.field_history import Steps
from stemsup_desktop.ui.jobs import Err, JobControl, Lane, Ok
from stemsup_desktop.ui.laying_out import iter_getting_ready
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.turns import iter_shared
from stemsup_desktop.ui.view_parts import TagState

LIST_PX = 368
"""The width of a list at the left, the same on every page that has one, so that no title moves from page to page."""
_NARROW_LIST_PX, _LIST_ROOM_PX = 320, 1200
_HEADER_PX = 56

T = TypeVar("T")
V = TypeVar("V")
_SHOWING = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What a page makes of a scanned code; without a sentence it has done what there is to do, and says so itself."""

    state: TagState
    sentence: str = ""


class PageHeader(QWidget):
    """Title and subtitle at the left; the page's own controls and the save mark at the right."""

    def __init__(self, context: PageContext, *, has_save_mark: bool) -> None:
        super().__init__()
        theme = context.theme
        self._title = Label(theme, role="title")
        self._subtitle = ElidedLabel(theme, role="small", tone="text-3")
        self._title.setObjectName("page_title")
        for label, role in ((self._title, "title"), (self._subtitle, "small")):
            label.setFixedHeight(theme.line_height(role))  # Qt takes more, but only where no control stands beside
        texts = QVBoxLayout()
        texts.setContentsMargins(0, sizes.XS, 0, sizes.XS)
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._subtitle)
        across = FoldingRow(texts, least_px=0, gap=sizes.M, foot=sizes.XS)
        self.controls = across.side
        self.controls.setSpacing(sizes.M)
        self.save_mark: SaveMark | None = None
        if has_save_mark:
            self.save_mark = SaveMark(theme, context.words, context.clock)
            self.save_mark.try_again_requested.connect(context.session.try_again)
            context.session.save_state_changed.connect(self.save_mark.show_state)
            self.save_mark.show_state(context.session.save_state)
            self.controls.addWidget(self.save_mark)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(sizes.XL, 0, sizes.XL, 0)
        row.setSpacing(0)
        row.addStrut(theme.grown(_HEADER_PX) - sizes.HAIR)  # a least height of its own would let it be squeezed to that
        row.addWidget(across)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(holder, 1)
        outer.addWidget(Hairline(theme, token="line-strong"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, title: str, subtitle: str = "") -> None:
        """Show the page's title and what stands under it."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        set_shown(self._subtitle, bool(subtitle) and not self._is_low)

    _is_low = False

    @property
    def title(self) -> str:
        """The page's title as it stands."""
        return self._title.text()

    def set_low(self, is_low: bool) -> None:
        """Leave out the subtitle on low windows."""
        self._is_low = is_low
        set_shown(self._subtitle, bool(self._subtitle.text()) and not is_low)

    def add_control(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        self.controls.addWidget(widget)


class Page(QWidget, Generic[V]):
    """Derives its view whenever it is seen and state, language or theme changed; subclasses say how.

    A page is made anew when the language changes, so texts set in its constructor are never stale.
    """

    page_requested = Signal(str)
    """Asks the window for another page by its id."""
    jump_requested = Signal(int, str)
    """Asks for a step and the thing in it to put the focus on."""
    actions_changed = Signal()

    wants_gate = False
    """Whether the gate stands beside the page when there is room; else its verdict is one line above."""
    shows_ahead = True
    """Whether a view may be put on the page before it is seen; not where showing one starts work."""
    takes_scans = False
    """Whether a scanned code is for this page: then nothing that is against it leads away from here."""
    needs_visit = True
    """Whether the page only makes sense while a visit is open."""

    def __init__(self, context: PageContext, *, has_header: bool = True, has_actions: bool = True) -> None:
        super().__init__()
        self.context = context
        self.theme = context.theme
        self.words = context.words
        self._is_stale = True
        self.bound: dict[str, BoundAction] = {}
        """What the page does by keys of its own, by the action's id."""
        self.measure_ahead: Callable[[], QSize] | None = None
        """Returns the room that the page will have, where whoever shows it knows it before."""
        self._sides_left: list[QWidget] = []
        self._sides_right: list[QWidget] = []
        self._bodies: list[QWidget] = []
        self._rules: dict[QWidget, Hairline] = {}
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = PageHeader(context, has_save_mark=self.needs_visit)
        set_shown(self.header, has_header)
        self.busy = BusyStrip(context.theme, context.words)
        self.action_bar = ActionBar(context.theme)
        set_shown(self.action_bar, has_actions)
        self._panes = QHBoxLayout(self)
        self._panes.setContentsMargins(0, 0, 0, 0)
        self._panes.setSpacing(0)
        self._main = QVBoxLayout()
        self._main.setContentsMargins(0, 0, 0, 0)
        self._main.setSpacing(0)
        self._main.addWidget(self.header)
        self._main.addWidget(self.busy)
        self._main.addWidget(self.action_bar)
        self._panes.addLayout(self._main, 1)
        context.session.state_changed.connect(self._on_state_changed)
        self._making: Iterator[None] = iter(())
        self._is_made = False

    def build(self, pieces: Iterator[None]) -> None:
        """Make what is on the page: at once, or where it is made ahead, piece by piece as `iter_making` is taken."""
        self._making = pieces
        if not self.context.is_ahead:
            self.finish_making()

    @property
    def is_made(self) -> bool:
        """Whether all of the page is there."""
        return self._is_made

    def iter_making(self) -> Iterator[None]:
        """Make what is not made yet, a piece at a time."""
        yield from iter_shared(self._making)
        self._is_made = True

    def finish_making(self) -> None:
        """Make at once what is not made yet."""
        for _ in self._making:
            pass
        self._is_made = True

    # What a page says

    @property
    def own_steps(self) -> Steps | None:
        """What undo and redo work on while the page is shown, where it is no step of a visit; None for nothing."""
        return None

    def derive(self) -> V:
        """Return what to show now; pure but for reading `context.session.state` and the page's own filters."""
        raise TypeError(f"{type(self).__name__} derives nothing")

    def show_view(self, view: V) -> None:
        """Put a view on the widgets, without any of them reporting an edit."""
        raise TypeError(f"{type(self).__name__} shows nothing")

    def page_actions(self) -> PageActions:
        """Return what the action bar offers now."""
        return PageActions()

    def jump_to(self, target: str) -> None:
        """Put the focus on a link id or field of this page; the default finds a child of that object name."""
        widget = self.findChild(QWidget, target)
        if isinstance(widget, QWidget):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal(self, name: str) -> None:
        """Put onto the page what has this object name, where the page builds what it shows bit by bit."""

    def start_search(self) -> bool:
        """Put the focus in the page's search field; return whether it has one."""
        return False

    def take_scan(self, match: ScanMatch) -> ScanAnswer | None:
        """Use a code whose lot is in the lot book and usable; None leaves it to the lot book's own page."""
        return None

    def print_page(self) -> None:
        """Print what the page is about, if it can be printed."""

    def do_main_action(self) -> None:
        """Do what the main key stands for: the main action of the page, if it can be done."""
        self.action_bar.trigger_primary()

    def close_top(self) -> bool:
        """Close what is open on top of the page; return whether there was anything."""
        return False

    @property
    def can_print(self) -> bool:
        """Whether the page is one that can be printed."""
        return type(self).print_page is not Page.print_page

    @property
    def shown_patient_id(self) -> str:
        """The patient whose chart the page shows outside a visit, or empty."""
        return ""

    def bind(self, action_id: str, act: Callable[[], object], find_reason: Callable[[], str] = never_refused) -> None:
        """Let an action of the registry do something here, by its keys while the focus is in the page."""
        self.bound[action_id] = BoundAction(action_id, act, find_reason)
        bind_action(self, action_id, act)

    def find_start(self) -> QWidget | None:
        """Find where typing begins; None leaves it to the first open field, or the first stop."""
        return None

    def panes(self) -> list[QWidget]:
        """Return the panes that F6 walks through, in reading order."""
        every = [*self._sides_left, *self._bodies, *self._sides_right, self.action_bar]
        return [pane for pane in every if pane.isVisibleTo(self)]

    def set_room(self, width: int, height: int) -> None:
        """Fit into the window's size in logical px; called before the page is shown and on each resize."""
        self.header.set_low(height < 720)

    # What the base does

    def set_body(self, widget: QWidget) -> None:
        """Put the page's content between header and action bar."""
        self._main.insertWidget(self._main.count() - 1, widget, 1)
        self._bodies.append(widget)

    def add_strip(self, widget: QWidget) -> None:
        """Put a strip directly under the header."""
        self._main.insertWidget(self._main.indexOf(self.busy) + 1, widget)

    def add_left(self, widget: QWidget, width: int) -> None:
        """Put a side pane at the left, from the step bar to the foot of the window."""
        widget.setFixedWidth(self.theme.grown(width))
        self._panes.insertWidget(0, widget)
        self._sides_left.append(widget)
        self._panes.insertWidget(1, self._make_rule_of(widget))

    def add_right(self, widget: QWidget, width: int) -> None:
        """Put a side pane at the right."""
        widget.setFixedWidth(self.theme.grown(width))
        self._panes.addWidget(widget)  # before its rule, which is seen only where a pane is that has a parent
        self._panes.insertWidget(self._panes.indexOf(widget), self._make_rule_of(widget))
        self._sides_right.append(widget)

    def measure_list(self, width: int) -> int:
        """Return the width of a list at the left in px, on a page so many px wide."""
        return self.theme.side(LIST_PX if width >= _LIST_ROOM_PX else _NARROW_LIST_PX, width)

    def _make_rule_of(self, pane: QWidget) -> Hairline:
        """Return the line beside a side pane, seen as long as the pane is."""
        rule = Hairline(self.theme, token="line-strong", is_vertical=True)
        self._rules[pane] = rule
        pane.installEventFilter(self)
        set_shown(rule, not pane.isHidden())
        return rule

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and watched in self._rules and event.type() in _SHOWING:
            set_shown(self._rules[watched], not watched.isHidden())
        return super().eventFilter(watched, event)

    def refresh(self) -> None:
        """Derive and show now if the page is seen, else when it is next seen; never amid a composition on it."""
        composition = find_composition(self)
        if composition is not None and composition.hold("page", self.refresh):
            return
        if not self.isVisible():
            self._is_stale = True
            return
        self._is_stale = False
        if self.needs_visit and not self.context.session.has_visit:
            return
        view = self.derive()
        with laid_out_once(self):
            self.show_view(view)
            self.refresh_actions()

    @property
    def title(self) -> str:
        """What the page is called, or empty where it has no header."""
        return self.header.title

    def warm_up(self) -> Iterator[None]:
        """Do piece by piece, before the page is first seen, what its first showing would wait for."""
        has_state = self.context.session.has_visit or not self.needs_visit
        if self._is_stale and self.shows_ahead and has_state and not self.isVisible():
            self._is_stale = False
            self.show_view(self.derive())
            self.refresh_actions()
            yield
        stack = self.parentWidget()
        if stack is not None and not self.isVisible():
            size = stack.size() if self.measure_ahead is None else self.measure_ahead()
            yield from iter_getting_ready(self, size)

    def show_ahead(self, *parts: Callable[[V], object]) -> Iterator[None]:
        """Show the view part by part before the page is seen, each of them as the state is by then."""
        for show in parts:
            if self.isVisible() or (self.needs_visit and not self.context.session.has_visit):
                return
            show(self.derive())
            yield

    def refresh_actions(self) -> None:
        """Show the actions anew."""
        self.action_bar.show_actions(self.page_actions())
        self.actions_changed.emit()

    def run_job(
        self,
        work: Callable[[], T],
        on_result: Callable[[Ok[T] | Err], None],
        *,
        lane: Lane = Lane.WORK,
        busy: str = "",
        control: JobControl | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> JobControl:
        """Run work; its result is dropped if the page is gone by then. `busy` is said if it takes longer than 0.5 s."""

        def deliver(result: Ok[T] | Err) -> None:
            if shiboken6.isValid(self):
                if busy:
                    self.busy.stop()
                on_result(result)

        if busy:
            self.busy.start(busy)
        return self.context.runner.run(work, deliver, lane=lane, control=control, on_progress=on_progress)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _on_state_changed(self, state: object) -> None:
        self.refresh()
