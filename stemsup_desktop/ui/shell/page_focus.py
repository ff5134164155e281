"""Where the focus goes as pages come and go: back to where it was on each, and onto the same thing made anew."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.place import NOWHERE, go_to_place, read_place
from stemsup_desktop.ui.shell.page_stack import PageStack
from stemsup_desktop.ui.shell.panes import first_stop_in_body, takes_tab


class PageFocus:
    """Knows where each page of the stack in a window was left."""

    def __init__(self, window: QWidget, stack: PageStack) -> None:
        self._window = window
        self._stack = stack
        self._left_at: dict[str, QWidget] = {}
        self._kept_place, self._kept_page_id = NOWHERE, ""

    @property
    def has_kept_place(self) -> bool:
        """Whether a page that is being made anew waits for its focus."""
        return self._kept_place is not NOWHERE

    def forget(self) -> None:
        """Begin each page where typing begins, as for another visit."""
        self._left_at.clear()

    def let_go(self, page_id: str) -> None:
        """Leave the page on show, for the one with this id, without a focus to hand on: Qt would put it anywhere."""
        page, focused = self._stack.current_page, self._window.focusWidget()
        is_other = page_id != self._stack.current_id
        if page is not None and is_other and focused is not None and page.isAncestorOf(focused):
            self._left_at[self._stack.current_id] = focused
            focused.clearFocus()

    def put_on(self, page: QWidget, last: QWidget | None) -> None:
        """Put the focus on a page where it was last, or where typing begins: not on what Qt picks by itself."""
        last = last or self._left_at.get(self._stack.current_id)
        is_there = last is not None and shiboken6.isValid(last) and page.isAncestorOf(last) and takes_tab(last, page)
        stop = last if is_there else first_stop_in_body(page)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_place(self) -> None:
        """Remember what has the focus, to put it there once the page is made anew; the old page stays until then."""
        page = self._stack.current_page
        self._kept_place = NOWHERE if page is None else read_place(page, self._window.focusWidget())
        self._kept_page_id = self._stack.current_id

    def go_back_to_place(self) -> None:
        """Put the focus where it was before the page was made anew, unless another page is on show by now."""
        place, self._kept_place = self._kept_place, NOWHERE
        page = self._stack.current_page
        if page is not None and place is not NOWHERE and self._stack.current_id == self._kept_page_id:
            go_to_place(page, place)
