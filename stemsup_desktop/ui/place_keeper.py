"""Puts the window where it belongs on the displays there are, follows them as they come and go, and remembers."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.window_places import Display, WindowPlace, bring_back, find_place, name_displays, with_place

SETTLE_MS = 400
"""Displays come and go one after the other, and a window that is dragged moves with every pixel."""

_UNSEEN = ("offscreen", "minimal")

ReadDisplays = Callable[[], tuple[Display, ...]]


def read_displays() -> tuple[Display, ...]:
    """Return the displays of this computer as they are now; where Qt draws into memory alone, nobody sees any."""
    return () if QGuiApplication.platformName() in _UNSEEN else read_screens()


def read_screens() -> tuple[Display, ...]:
    """Return what Qt takes for screens, also those that nobody sees."""
    primary = QGuiApplication.primaryScreen()
    return tuple(_read(screen, is_primary=screen is primary) for screen in QGuiApplication.screens())


def _read(screen: QScreen, *, is_primary: bool) -> Display:
    room = screen.availableGeometry()
    return Display(room.left(), room.top(), room.width(), room.height(), screen.devicePixelRatio(), is_primary)


class PlaceKeeper(QObject):
    """One for each window, and its child. `places_changed` carries all places, the latest first."""

    places_changed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        application: QGuiApplication,
        places: tuple[WindowPlace, ...],
        read: ReadDisplays = read_displays,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._places = places
        self._read = read
        self._displays = ""
        self._look_soon = self._make_timer(self.look)
        self._note_soon = self._make_timer(self.note)
        application.screenAdded.connect(self._on_screen_added)
        application.screenRemoved.connect(self._on_displays_changed)
        application.primaryScreenChanged.connect(self._on_displays_changed)
        for screen in application.screens():
            self._on_screen_added(screen)
        window.installEventFilter(self)

    def put(self) -> None:
        """Put the window where it was on these displays, or in the middle of the primary one."""
        displays = self._read()
        self._displays = name_displays(displays)
        self._move(find_place(self._places, displays))

    def look(self) -> None:
        """See whether the displays are others now; then go where the window was on them, or back into sight."""
        displays = self._read()
        name = name_displays(displays)
        if not displays or name == self._displays:
            return
        self._displays = name
        is_known = any(place.displays == name for place in self._places)
        self._move(find_place(self._places, displays) if is_known else bring_back(self._read_place(), displays))

    def note(self) -> None:
        """Remember where the window stands; a minimised one stands where it stood."""
        window = self._window
        if not self._displays or window.isMinimized() or not window.isVisible():
            return
        if name_displays(self._read()) != self._displays:
            return  # the system moved it with a display that went: no place that anyone chose
        places = with_place(self._places, self._read_place())
        if places != self._places:
            self._places = places
            self.places_changed.emit(places)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange):
            self._note_soon.start()
        return False

    def _on_screen_added(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._on_displays_changed)
        screen.logicalDotsPerInchChanged.connect(self._on_displays_changed)
        self._on_displays_changed()

    def _on_displays_changed(self, *_: object) -> None:
        self._look_soon.start()

    def _read_place(self) -> WindowPlace:
        window = self._window
        is_maximised = window.isMaximized() or window.isFullScreen()
        size = window.normalGeometry().size() if is_maximised else window.size()
        corner = window.normalGeometry().topLeft() if is_maximised else window.pos()
        return WindowPlace(self._displays, corner.x(), corner.y(), size.width(), size.height(), is_maximised)

    def _move(self, place: WindowPlace) -> None:
        window = self._window
        if window.isMaximized() or window.isFullScreen():
            window.showNormal()
        window.resize(place.width, place.height)
        window.move(place.left, place.top)
        if place.is_maximised and window.isVisible():
            window.showMaximized()
        elif place.is_maximised:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)

    def _make_timer(self, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(SETTLE_MS)
        timer.timeout.connect(act)
        return timer
