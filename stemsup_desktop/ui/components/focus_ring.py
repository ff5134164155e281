"""The focus ring: one per window, painted round whatever has the focus, with a gap, for keyboard and pointer alike."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.theme import Theme

_REACH = 4
"""A gap of 2 and a ring of 2 px outside the widget."""
_WATCHED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange)


class FocusRing(QWidget):
    """Lies over the window, lets the mouse through and takes no room in any layout."""

    def __init__(self, theme: Theme, window: QWidget, app: QApplication) -> None:
        super().__init__(window)
        self._theme = theme
        self._host = window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app.focusChanged.connect(self._on_focus_changed)

    @property
    def target(self) -> QWidget | None:
        """What the ring is round, or None."""
        return self._target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WATCHED:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        radius = self._target.property("ring_radius") if self._target is not None else None
        corner = (radius if isinstance(radius, int) else self._theme.radius("control")) + 3
        token = self._target.property("ring_token") if self._target is not None else None
        line = self._theme.colour(token if isinstance(token, str) else "accent")
        draw_box(painter, QRectF(self.rect()), line=line, width=2, radius=corner)
        painter.end()

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        for watched in self._watched:
            if shiboken6.isValid(watched):  # what has the focus may go while it has it
                watched.removeEventFilter(self)
        self._watched.clear()
        self._target = self._find_target(new)
        widget: QWidget | None = self._target
        while widget is not None and widget is not self._host:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._follow()

    def _find_target(self, widget: QWidget | None) -> QWidget | None:
        if widget is None or widget.window() is not self.window() or widget.property("ring") is False:
            return None
        owner = widget.property("ring_owner")
        return owner if isinstance(owner, QWidget) else widget

    def _follow(self) -> None:
        target, parent = self._target, self._host
        if target is None or not target.isVisibleTo(parent):
            self.hide()
            return
        reach = _REACH
        ring = QRect(target.mapTo(parent, QPoint(0, 0)), target.size()).adjusted(-reach, -reach, reach, reach)
        seen = ring & self._visible_part(target)
        if seen.isEmpty():
            self.hide()
            return
        self.setGeometry(ring)
        self.setMask(QRegion(seen.translated(-ring.topLeft())))
        self.raise_()
        self.show()
        self.update()

    def _visible_part(self, target: QWidget) -> QRect:
        """Return the part of the window in which the target is not scrolled out of sight."""
        parent = self._host
        part = parent.rect()
        widget: QWidget | None = target.parentWidget()
        while widget is not None and widget is not parent:
            holder = widget.parentWidget()
            if isinstance(holder, QAbstractScrollArea) and holder.viewport() is widget:
                part &= QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
            widget = holder
        return part
