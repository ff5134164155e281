"""One pen out of everything that touches a pad: tablet, finger and mouse become strokes, palms and echoes do not."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QInputEvent, QMouseEvent, QPointingDevice, QTabletEvent, QTouchEvent

ECHO_MS = 400
"""How long after pen or finger a mouse press at the pad is taken for the same touch, told once more by the system."""
PALM_PX = 90
"""A touch wider than this is no finger: about 24 mm on a screen of 96 dots per inch."""
PLAIN_PRESSURE = 500
"""What is noted where a device tells no pressure."""


class Tool(StrEnum):
    """What writes."""

    NONE = "none"
    PEN = "pen"
    FINGER = "finger"
    MOUSE = "mouse"


class PenInput:
    """Calls `on_point(position, pressure, at_ms, is_first)` while something writes, then `on_end(is_kept)`.

    The tool that began a stroke owns it. A pen always takes over from a finger: that was the hand coming down. Once a
    pen has written, fingers do not write until `forget`. `clock_ms` counts where an event carries no time.
    """

    def __init__(
        self,
        on_point: Callable[[QPointF, int, int, bool], None],
        on_end: Callable[[bool], None],
        clock_ms: Callable[[], int],
    ) -> None:
        self._on_point = on_point
        self._on_end = on_end
        self._clock_ms = clock_ms
        self._tool = Tool.NONE
        self._finger = -1
        self._has_pen_written = False
        self._touched_at_ms: int | None = None

    @property
    def tool(self) -> Tool:
        """What writes now."""
        return self._tool

    def forget(self) -> None:
        """Begin anew: whoever comes next may write with a finger."""
        self._has_pen_written = False

    def stop(self, *, is_kept: bool) -> None:
        """End the stroke that is under way."""
        if self._tool is not Tool.NONE:
            self._tool = Tool.NONE
            self._finger = -1
            self._on_end(is_kept)

    def take_tablet(self, event: QTabletEvent) -> None:
        """Take an event of a pen; its other end does nothing."""
        if event.pointerType() is QPointingDevice.PointerType.Eraser:
            return
        self._touched_at_ms = self._clock_ms()
        pressure = min(1000, max(0, round(event.pressure() * 1000)))
        match event.type():
            case QEvent.Type.TabletPress:
                self.stop(is_kept=self._tool is not Tool.FINGER)
                self._tool, self._has_pen_written = Tool.PEN, True
                self._tell(event, event.position(), pressure, is_first=True)
            case QEvent.Type.TabletMove if self._tool is Tool.PEN:
                self._tell(event, event.position(), pressure)
            case QEvent.Type.TabletRelease if self._tool is Tool.PEN:
                self.stop(is_kept=True)

    def take_touch(self, event: QTouchEvent) -> None:
        """Take an event of fingers."""
        self._touched_at_ms = self._clock_ms()
        if event.type() == QEvent.Type.TouchCancel:
            if self._tool is Tool.FINGER:
                self.stop(is_kept=False)
            return
        for point in event.points():
            self._take_finger(event, point)

    def take_mouse(self, event: QMouseEvent) -> None:
        """Take an event of the mouse, unless it echoes what pen or finger did."""
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                if event.button() is not Qt.MouseButton.LeftButton or self._is_echo(event):
                    return
                self._tool = Tool.MOUSE
                self._tell(event, event.position(), PLAIN_PRESSURE, is_first=True)
            case QEvent.Type.MouseMove if self._tool is Tool.MOUSE:
                self._tell(event, event.position(), PLAIN_PRESSURE)
            case QEvent.Type.MouseButtonRelease if (
                self._tool is Tool.MOUSE and event.button() is Qt.MouseButton.LeftButton
            ):
                self.stop(is_kept=True)

    def _take_finger(self, event: QTouchEvent, point: QEventPoint) -> None:
        size = point.ellipseDiameters()
        is_palm = max(size.width(), size.height()) > PALM_PX
        match point.state():
            case QEventPoint.State.Pressed if self._tool is Tool.NONE and not self._has_pen_written and not is_palm:
                self._tool, self._finger = Tool.FINGER, point.id()
                self._tell(event, point.position(), _pressure_of(event, point), is_first=True)
            case QEventPoint.State.Updated if self._is_writing(point):
                if is_palm:
                    self.stop(is_kept=False)
                else:
                    self._tell(event, point.position(), _pressure_of(event, point))
            case QEventPoint.State.Released if self._is_writing(point):
                self.stop(is_kept=True)

    def _is_writing(self, point: QEventPoint) -> bool:
        return self._tool is Tool.FINGER and point.id() == self._finger

    def _is_echo(self, event: QMouseEvent) -> bool:
        if self._tool is not Tool.NONE:
            return True
        if self._touched_at_ms is None:
            return False
        is_synthetic = event.source() is not Qt.MouseEventSource.MouseEventNotSynthesized
        return is_synthetic or self._clock_ms() - self._touched_at_ms < ECHO_MS

    def _tell(self, event: QInputEvent, position: QPointF, pressure: int, *, is_first: bool = False) -> None:
        self._on_point(position, pressure, event.timestamp() or self._clock_ms(), is_first)


def _pressure_of(event: QTouchEvent, point: QEventPoint) -> int:
    device = event.pointingDevice()
    can_press = bool(device.capabilities() & QPointingDevice.Capability.Pressure) if device is not None else False
    return min(1000, max(0, round(point.pressure() * 1000))) if can_press else PLAIN_PRESSURE
