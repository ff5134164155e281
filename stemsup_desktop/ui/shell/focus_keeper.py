"""Never lets the focus get lost: what goes, is hidden or cannot be used any more leaves it to its neighbour.

Nor lets it go behind an open sheet, where a page may ask for it.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.ui.components.sheet import find_cover, find_top_sheet
from stemsup_desktop.ui.shell.neighbours import Trace, find_neighbour, read_trace
from stemsup_desktop.ui.shell.panes import takes_tab
from stemsup_desktop.ui.shell.tab_walk import bring_into_view


class FocusKeeper(QObject):
    """Watches one window; where Qt would leave it without a focus, or with one out of sight, gives it one.

    What was in use and cannot be for a while, as a button during its work, gets the focus back when it can, unless the
    person went elsewhere meanwhile.
    """

    def __init__(self, window: QWidget, app: QApplication) -> None:
        super().__init__(window)
        self._window = window
        self._trace: Trace | None = None
        self._resting: QWidget | None = None
        self._parked: QWidget | None = None
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(0)
        self._check.timeout.connect(self.check)
        app.focusChanged.connect(self._on_focus_changed)

    def check(self) -> None:
        """Give the focus to the neighbour of where it was, if nothing has it; scroll to it if it is out of sight."""
        window = self._window
        if not window.isVisible() or QApplication.activeWindow() is not window:
            return
        now = QApplication.focusWidget()
        cover = find_cover(window)
        sheet = find_top_sheet(cover)
        if now is not None and sheet is not None and cover.isAncestorOf(now) and not sheet.isAncestorOf(now):
            sheet.take_back_focus(now)  # what is typed must not go to a field out of reach
            return
        if now is not None and (now.isVisible() or _is_coming(now)):
            if now.isVisible() and now.window() is window and now.visibleRegion().isEmpty():
                bring_into_view(now)  # a part of the page came or went with it
            return
        trace = self._trace or Trace((window,), QPoint(0, 0))
        stop = find_neighbour(trace)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and watched is self._resting:
            self._give_back()
        return False

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.window() is self._window:
            self._trace = read_trace(now)
        if old is not None and shiboken6.isValid(old) and old.window() is self._window:
            self._rest(old, now)
        self._check.start()

    def _rest(self, old: QWidget, now: QWidget | None) -> None:
        """Remember what lost the focus because it cannot be used; forget it once the person goes on by themselves."""
        if self._resting is not None and shiboken6.isValid(self._resting):
            self._resting.removeEventFilter(self)
        self._resting = self._parked = None
        if not old.isEnabled() and old.isVisible():
            old.installEventFilter(self)
            self._resting, self._parked = old, now

    def _give_back(self) -> None:
        resting, parked = self._resting, self._parked
        if resting is None or not shiboken6.isValid(resting) or not takes_tab(resting, self._window):
            return
        now = QApplication.focusWidget()
        is_parked = now is None or (parked is not None and shiboken6.isValid(parked) and now is parked)
        resting.removeEventFilter(self)
        self._resting = self._parked = None
        if is_parked:
            resting.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_coming(widget: QWidget) -> bool:
    """Tell whether a widget was just put into a layout, which shows it in a turn of its own: nobody has hidden it."""
    explicitly = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
    at: QWidget | None = widget
    while at is not None and not at.isVisible():
        if at.isHidden() and at.testAttribute(explicitly):
            return False
        at = at.parentWidget()
    return at is not None
