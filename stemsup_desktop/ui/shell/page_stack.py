"""The pages by id, made before or when first seen and made anew when the language changes; none knows another."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from stemsup_desktop.ui.laying_out import hold_back_styles, paint_once_laid_out
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.shell.rail_view import RailEntry

QUIET_MS = 150
"""After the last change of the record the pages that are not seen are brought up to it, before somebody goes to one."""
WARM_UP_MS = 30
"""The time before the first piece of warming up, and at most between two."""
LEAST_WARM_UP_MS = 5
SHARE = 2
"""The time after a piece, which belongs to the person, in times what the piece took."""
BUSY_S = 0.004
"""Processor time between two pieces after which the window has something better to do."""
MOST_WAITS = 30
"""How often in a row a piece waits for that."""

_ASIDE = QPoint(-30_000, -30_000)
"""Where a page lies while it is deleted: Qt paints what a widget lay over once more, even where nobody saw it."""

PageFactory = Callable[[], Page[Any]]


@dataclass(frozen=True, slots=True)
class Registration:
    """A page that can be shown; `step` is 1 to 7 for the pages of a visit, else 0."""

    page_id: str
    factory: PageFactory
    step: int = 0
    rail: RailEntry | None = None


def step_page_id(step: int) -> str:
    """Return the page id of a step."""
    return f"step-{step}"


def hold_back_look(widget: QWidget) -> None:
    """Leave style and layout to whoever shows the widget or warms it up: Qt would do both in the turn of the making."""
    for one in (widget, *widget.findChildren(QWidget)):
        for request in (QEvent.Type.PolishRequest, QEvent.Type.LayoutRequest):
            QCoreApplication.removePostedEvents(one, request.value)


class PageStack(QStackedWidget):
    """Shows one page at a time; `page_coming` carries its id just before it is seen."""

    page_coming = Signal(str)
    emptied = Signal()
    """Every page was dropped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.measure: Callable[[Page[Any], int], QSize] | None = None
        """Returns the room that the page of a step, or of 0, will have on show, where it is not that of now."""
        self.warm_beside: Callable[[], Iterator[None]] = lambda: iter(())
        """Returns the pieces of what stands beside the pages and is made ahead, too."""
        self._registered: dict[str, Registration] = {}
        self._made: dict[str, Page[Any]] = {}
        self._current_id = ""
        self._moves = 0
        self._outdated: list[Page[Any]] = []
        self._warms_up = False
        self._pieces: Iterator[None] = iter(())
        self._waits = 0
        self._computed_s = 0.0
        """The processor time of the window's thread at the end of the last piece."""
        self._warmer = QTimer(self)
        self._warmer.timeout.connect(self._on_warmer)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._on_quiet)

    def sizeHint(self) -> QSize:
        """As the page on show has it: Qt would ask every page there is, and lay each of them out for that."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return False

    @property
    def current_id(self) -> str:
        """The id of the page on screen, or empty."""
        return self._current_id

    @property
    def moves(self) -> int:
        """How often another page was brought to the front: whoever went away and came back has moved, too."""
        return self._moves

    @property
    def current_page(self) -> Page[Any] | None:
        """The page on screen, or None."""
        return self._made.get(self._current_id)

    @property
    def registrations(self) -> tuple[Registration, ...]:
        """Every page that can be shown, in the order of registering."""
        return tuple(self._registered.values())

    @property
    def warms_up(self) -> bool:
        """Whether pages are made ahead, a piece at a time."""
        return self._warms_up

    @property
    def is_warming_up(self) -> bool:
        """Whether something is being made ahead, or is about to be."""
        return self._warmer.isActive() or self._quiet.isActive()

    def register(self, registration: Registration) -> None:
        """Add a page; raises ValueError if the id is taken."""
        if registration.page_id in self._registered:
            raise ValueError(f"the page {registration.page_id} is registered already")
        self._registered[registration.page_id] = registration

    def has(self, page_id: str) -> bool:
        """Tell whether a page of that id is registered."""
        return page_id in self._registered

    def step_of(self, page_id: str) -> int:
        """Return the step that a page is, or 0."""
        registration = self._registered.get(page_id)
        return registration.step if registration is not None else 0

    def prepare(self, page_id: str) -> Page[Any]:
        """Return a page, made now if it has not been; raises KeyError for an unknown id."""
        if page_id not in self._made:
            self._made[page_id] = self._make(page_id)
        page = self._made[page_id]
        page.finish_making()
        if self.indexOf(page) < 0:
            self.addWidget(page)
        return page

    def iter_making(self, page_id: str) -> Iterator[None]:
        """Make a page piece by piece and nothing more; preparing and showing it are for later turns.

        It joins the stack once it is whole: where parts were put into a page of the stack, a later layout of the window
        reached freed memory and took the program down.
        """
        if page_id not in self._made:
            self._made[page_id] = self._make(page_id)
            hold_back_styles()
            yield
        page = self._made.get(page_id)
        for _ in page.iter_making() if page is not None else ():
            hold_back_styles()
            yield
        is_there = page is not None and self._made.get(page_id) is page  # not dropped meanwhile
        if page is not None and is_there and self.indexOf(page) < 0:
            page.setParent(self)
            page.hide()  # or it would be shown with the stack, wherever it stands
            hold_back_look(page)

    def iter_ready(self, page_id: str) -> Iterator[None]:
        """Make a page that is about to be shown, and do what its first showing would wait for, piece by piece."""
        if page_id in self._registered:
            yield from self._iter_page(page_id)

    def _make(self, page_id: str) -> Page[Any]:
        page = self._registered[page_id].factory()
        if self.measure is not None:
            page.measure_ahead = partial(self.measure, page, self.step_of(page_id))
        return page

    def warm_up(self) -> None:
        """Make the pages that were not seen yet, and what they show, one piece now and then, ahead of the person."""
        self._warms_up = True
        self._pieces = self._iter_pieces()
        self._warmer.start(WARM_UP_MS)

    def warm_up_soon(self) -> None:
        """Warm up once more when nothing was changed for a moment: what is shown ahead is of before the change."""
        if self._warms_up:
            self._quiet.start()

    def _on_quiet(self) -> None:
        if self._warms_up:
            self.warm_up()

    def stop_warming_up(self) -> None:
        """Make no further page ahead."""
        self._warms_up = False
        self._warmer.stop()

    def _on_warmer(self) -> None:
        """Do the next piece, unless the window is at something: the two would come to one long turn."""
        begin_s = time.thread_time()
        is_busy = begin_s - self._computed_s > BUSY_S
        self._waits = self._waits + 1 if is_busy and self._waits < MOST_WAITS else 0
        if not self._waits:
            self._warm_up_next()
        self._computed_s = time.thread_time()
        took_ms = round((self._computed_s - begin_s) * 1000)
        pause_ms = WARM_UP_MS if self._waits else max(SHARE * took_ms, LEAST_WARM_UP_MS)
        self._warmer.setInterval(min(pause_ms, WARM_UP_MS))

    def _warm_up_next(self) -> None:
        if next(self._pieces, True):
            self._warmer.stop()

    def _iter_pieces(self) -> Iterator[None]:
        page_id = self._current_id
        if page_id and self.currentWidget() is not self._made.get(page_id):  # it may be half made anew by now
            yield from self._iter_page(page_id)
            if page_id == self._current_id:
                self.show_page(page_id)
                yield
        while self._outdated:
            self._drop_outdated()
            yield
        for _ in self.warm_beside():
            hold_back_styles()
            yield
        for page_id in tuple(self._registered):
            yield from self._iter_page(page_id)

    def _iter_page(self, page_id: str) -> Iterator[None]:
        """Make a page if it is not there, and warm it up; begin again if it is made anew between two pieces."""
        while True:
            page = self._made.get(page_id)
            if page is None or not page.is_made:  # somebody else may have begun with it
                yield from self.iter_making(page_id)
                continue
            for _ in page.warm_up():
                hold_back_styles()
                yield
                if self._made.get(page_id) is not page:
                    break
            else:
                if self.indexOf(page) < 0:
                    hold_back_look(self.prepare(page_id))
                    yield
                return

    def make_anew(self, page_id: str) -> None:
        """Make one page anew, at once if it is on screen, else when it is next seen."""
        old = self._made.pop(page_id, None)
        if old is None:
            return
        if page_id == self._current_id:
            self.show_page(page_id)
        self._let_go(old)

    def show_page(self, page_id: str) -> Page[Any]:
        """Bring a page to the front."""
        page, before = self.prepare(page_id), self.currentWidget()
        self._moves += page_id != self._current_id
        self._current_id = page_id
        if before is not page and before is not None:
            paint_once_laid_out(self.window())  # all of it: what the stack leaves would else show an empty one
            before.hide()  # or it would be laid out once more for the frame of its successor
        self.page_coming.emit(page_id)
        self.setCurrentWidget(page)
        return page

    def remake(self) -> None:
        """Make every page anew, as after a change of language: the one on screen at once, or in pieces if they warm up.

        Until its successor is ready, the old page stays on screen.
        """
        self._outdated += self._made.values()
        self._made.clear()
        if self._warms_up:
            self.warm_up()
            return
        if self._current_id:
            self.show_page(self._current_id)
        while self._outdated:
            self._drop_outdated()

    def drop_pages(self) -> None:
        """Let go of every page, one now and then; `emptied` says when none is left."""
        self._warms_up = False
        self._outdated += self._made.values()
        self._made.clear()
        self._current_id = ""
        self._pieces = self._iter_leaving()
        self._warmer.start(WARM_UP_MS)

    def _iter_leaving(self) -> Iterator[None]:
        while self._outdated:
            self._drop_outdated()
            yield
        self.emptied.emit()

    def _drop_outdated(self) -> None:
        self._let_go(self._outdated.pop())

    def _let_go(self, page: Page[Any]) -> None:
        page.finish_making()  # so that nothing in it is without a parent
        self.removeWidget(page)
        if page.isHidden():
            page.move(_ASIDE)
        page.deleteLater()
