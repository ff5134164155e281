"""The tour: a light on one part of the window after the other, with a few words beside it. Nothing moves by itself."""

from collections.abc import Iterator

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.shell.tour_view import Box, Stop, choose_stops, derive_stop, place_card
from stemsup_desktop.ui.spoken import say
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

WIDTH_PX = 360
_HALO_PX = 6
_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class TourSheet(Sheet):
    """Arrows and Enter lead from stop to stop, Esc ends it; it is a sheet, so that nothing else opens meanwhile."""

    def __init__(self, theme: Theme, words: Words, root: QWidget) -> None:
        super().__init__(
            theme,
            root,
            words("tour.title"),
            accept_text=words("tour.next"),
            dismiss_text=words("tour.skip"),
            width=WIDTH_PX,
        )
        self.setObjectName("tour")
        self._words = words
        self._root = root
        self._stops: tuple[Stop, ...] = ()
        self._at = 0
        self._found: dict[str, QWidget] = {}
        self._text = Label(theme, tone="text-2", wraps=True, keeps_phrases=True)
        self._count = Label(theme, role="small", tone="text-3")
        self._back = QuietButton(theme, words("tour.back"))
        self._back.setObjectName("tour_back")
        self._back.clicked.connect(lambda: self.go(self._at - 1))
        self.body.addWidget(self._text)
        self.buttons.insertWidget(0, self._count)
        self.buttons.insertWidget(2, self._back)
        self.accepted.connect(lambda: self.go(self._at + 1))
        for button in (self.accept_button, self.dismiss_button, self._back):
            button.installEventFilter(self)  # Qt takes the arrows for a way from button to button
        # The parts may still be laid out anew while the window comes up.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._fit)

    @property
    def stop(self) -> Stop | None:
        """The stop it is at."""
        return self._stops[self._at] if self._stops else None

    @property
    def light(self) -> QRect:
        """Where the light falls."""
        box = self._find_target().grown(_HALO_PX)
        return QRect(box.left, box.top, box.width, box.height)

    def begin(self) -> None:
        """Start at the first stop of which something is seen; without any there is no tour."""
        self._stops = choose_stops(lambda name: self._find_part(name) is not None)
        if not self._stops:
            self.dismiss()
            return
        self.open(self.accept_button)
        self.go(0)

    def go(self, place: int) -> None:
        """Show a stop, from 0; behind the last one the tour is over."""
        if place >= len(self._stops):
            self.dismiss()
            return
        self._at = max(0, place)
        view = derive_stop(self._stops, self._at, self._words)
        self.title.setText(view.title)
        self._text.setText(view.text)
        self._count.setText(view.count)
        self.accept_button.setText(view.next_text)
        set_shown(self._back, view.has_back)
        self.setAccessibleName(view.title)
        self._fit()
        self._settle.start()
        self.accept_button.setFocus(Qt.FocusReason.OtherFocusReason)
        say(self, f"{view.title} {view.text}", is_urgent=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ARROWS:
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down | Qt.Key.Key_PageDown:
                self.go(self._at + 1)
            case Qt.Key.Key_Left | Qt.Key.Key_Up | Qt.Key.Key_PageUp:
                self.go(self._at - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self.dismiss_button.hasFocus():
                self.go(self._at - 1 if self._back.hasFocus() else self._at + 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.dismiss()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, light = self._theme, QRectF(self.light)
        veil = QColor(theme.colour("text" if not theme.is_dark else "window"))
        veil.setAlphaF(0.55)
        around, hole = QPainterPath(), QPainterPath()
        around.addRect(QRectF(self.rect()))
        hole.addRoundedRect(light, theme.radius("panel"), theme.radius("panel"))
        painter.fillPath(around - hole, veil)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawPath(hole)
        painter.end()

    def _fit(self) -> None:
        """Stand beside what is explained."""
        layout = self.layout()
        if layout is not None:
            layout.setEnabled(False)  # the card stands where the part is, not in the middle
        self.setGeometry(self._root.rect())
        self.card.rows.invalidate()
        height = self.card.rows.totalHeightForWidth(self.card.width())
        room = Box(0, 0, self.width(), self.height())
        place = place_card(self._find_target().grown(_HALO_PX), self.card.width(), height, room)
        self.card.setMinimumHeight(0)
        self.card.setGeometry(place.left, place.top, place.width, place.height)
        self.update()

    def _find_part(self, name: str) -> QWidget | None:
        """Find a part of the window that is seen; fitting and painting ask for the same ones again and again."""
        part = self._found.get(name)
        if part is None or not shiboken6.isValid(part) or not part.isVisible():
            part = next((one for one in _iter_seen(self._root) if one.objectName() == name), None)
        if part is not None:
            self._found[name] = part
        return part

    def _find_target(self) -> Box:
        area = QRect()
        for name in self._stops[self._at].parts if self._stops else ():
            part = self._find_part(name)
            if part is not None:
                area = area.united(QRect(part.mapTo(self._root, part.rect().topLeft()), part.size()))
        return Box(area.left(), area.top(), area.width(), area.height())


def _iter_seen(outer: QWidget) -> Iterator[QWidget]:
    """Go through what is seen in a widget: most of what there is stands on pages that are not on show."""
    for part in outer.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if part.isVisible():
            yield part
            yield from _iter_seen(part)
