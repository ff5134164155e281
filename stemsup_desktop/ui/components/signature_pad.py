"""A pad to sign on with pen, finger or mouse: it keeps vector strokes in the measure of the printed box."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QPixmap, QResizeEvent, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from stemsup_desktop.consultation.signing_model import Ink
from stemsup_desktop.ui.components.ink_painting import InkCanvas
from stemsup_desktop.ui.components.ink_record import SIGNATURE_BOX, Box, InkRecord
from stemsup_desktop.ui.components.pad_paper import paint_lock, paint_paper
from stemsup_desktop.ui.components.painting import start_painting
from stemsup_desktop.ui.components.pen_input import PenInput
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_LEAST_WIDTH_PX = 160
_USUAL_WIDTH_PX = 560
_TOUCHES = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


@spoken_as(Role.Canvas)
class SignaturePad(QLabel):
    """Takes ink for a printed box. Resizing, turning the screen or another resolution loses nothing.

    Enter confirms, Ctrl+Z or Backspace takes the last stroke back, Delete clears. A `QLabel` with a picture, so that
    a screen reader is told of a graphic with a name; it shows no picture of its own.
    """

    ink_changed = Signal()
    """The person added strokes or took them away."""
    confirm_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Words,
        name: str,
        box: Box = SIGNATURE_BOX,
        *,
        clock_ms: Callable[[], int] = _now_ms,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._name = name
        self._record = InkRecord(box)
        self._is_read_only = False
        self._locked = ""
        self._fault = ""
        self._canvas = InkCanvas(self, self._record, theme.colour("ink"))
        self._input = PenInput(self._on_point, self._on_end, clock_ms)
        self.setPixmap(QPixmap(1, 1))
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.theme_changed.connect(self.update)
        self._say()

    # What it holds

    def ink(self) -> Ink:
        """Return the strokes that are finished."""
        return self._record.ink()

    def set_ink(self, ink: Ink | None, *, is_read_only: bool = False) -> None:
        """Show ink, or an empty pad, without reporting it."""
        self._input.stop(is_kept=False)
        self._input.forget()
        self._record.put(ink)
        self._is_read_only = is_read_only
        self._fault = ""
        self._canvas.redraw(self.paper())
        self._say()

    def set_box(self, box: Box) -> None:
        """Take ink for another printed box, beginning empty."""
        self._record.box = box
        self.set_ink(None)
        self.updateGeometry()

    def set_words(self, words: Words) -> None:
        """Speak another language: a pad speaks that of who signs on it."""
        self._words = words
        self._say()

    def set_name(self, name: str) -> None:
        """Say whose signature it is and what for."""
        self._name = name
        self._say()

    def set_locked(self, reason: str) -> None:
        """Take no ink and say why in the pad; an empty reason opens it."""
        self._locked = reason
        self._input.stop(is_kept=False)
        self._say()

    def set_fault(self, sentence: str) -> None:
        """Mark what was written as no signature; the sentence, which stands beside the pad, says what to do."""
        self._fault = sentence
        self._say()

    @property
    def fault(self) -> str:
        """Why what was written is no signature, or empty."""
        return self._fault

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return self._record.is_empty

    @property
    def is_full(self) -> bool:
        """Whether the pad takes no more."""
        return self._record.is_full

    def clear_ink(self) -> None:
        """Take everything away, as the person asked."""
        if self._is_open and not self.is_empty:
            self.set_ink(None)
            self.ink_changed.emit()

    def undo_stroke(self) -> None:
        """Take the last stroke away, as the person asked."""
        self._input.stop(is_kept=True)
        if self._is_open and self._record.undo():
            self._fault = ""
            self._canvas.redraw(self.paper())
            self._say()
            self.ink_changed.emit()

    # Input

    def event(self, event: QEvent) -> bool:
        if event.type() in _TOUCHES and isinstance(event, QTouchEvent):
            if self._is_open:
                if event.type() == QEvent.Type.TouchBegin:
                    self.setFocus(Qt.FocusReason.MouseFocusReason)
                self._input.take_touch(event)
            event.accept()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes_key(event):
            event.accept()  # Ctrl+Z is the pad's while there is a stroke to take back, and the window's otherwise
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._canvas.redraw(self.paper())
        return super().event(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        if self._is_open:
            if event.type() == QEvent.Type.TabletPress:
                self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._input.take_tablet(event)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._take_mouse(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._take_mouse(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._take_mouse(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._take_mouse(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes_key(event):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.confirm_requested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear_ink()
        else:
            self.undo_stroke()

    @property
    def _is_open(self) -> bool:
        return not self._is_read_only and not self._locked and self.isEnabled()

    def _takes_key(self, event: QKeyEvent) -> bool:
        if not self._is_open:
            return False
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return plain
            case Qt.Key.Key_Z:
                return event.modifiers() == Qt.KeyboardModifier.ControlModifier and not self.is_empty
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                return plain and not self.is_empty
            case _:
                return False

    def _take_mouse(self, event: QMouseEvent) -> None:
        if self._is_open:
            self._input.take_mouse(event)
        event.accept()

    def _on_point(self, position: QPointF, pressure: int, at_ms: int, is_first: bool) -> None:
        if is_first:
            self._record.begin(at_ms)
        paper = self.paper()
        x = (position.x() - paper.left()) / max(paper.width(), 1)
        y = (position.y() - paper.top()) / max(paper.height(), 1)
        if self._record.add(x, y, pressure, at_ms):
            self._canvas.add_point()

    def _on_end(self, is_kept: bool) -> None:
        stroke = self._record.end(is_kept=is_kept)
        if not stroke:
            return
        if not is_kept:
            self._canvas.redraw(self.paper())
            return
        self._canvas.end_stroke(stroke)
        self._fault = ""
        self._say()
        self.ink_changed.emit()

    # Measures

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        across, down = self._record.box
        return round(width * down / across)

    def sizeHint(self) -> QSize:
        width = min(self.maximumWidth(), _USUAL_WIDTH_PX)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH_PX, self.heightForWidth(_LEAST_WIDTH_PX))

    def paper(self) -> QRectF:
        """Return the part of the widget that is the printed box, in logical px."""
        across, down = self._record.box
        scale = min(self.width() / across, self.height() / down)
        width, height = across * scale, down * scale
        return QRectF(0, (self.height() - height) / 2, width, height)

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._canvas.redraw(self.paper())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        paper = self.paper()
        if self._locked:
            paint_lock(painter, self._theme, paper, self._locked)
        else:
            has_hint = self.is_empty and not self._is_read_only
            hint = self._words("pad.hint") if has_hint else ""
            paint_paper(painter, self._theme, paper, hint, has_fault=bool(self._fault))
            self._canvas.paint(painter)
        painter.end()

    def _say(self) -> None:
        """Tell screen readers whose pad it is, how it stands, and what to do."""
        words, count = self._words, len(self._record.strokes)
        if self._locked:
            state, what = words("pad.state_locked"), self._locked
        elif self._is_read_only:
            state, what = words("pad.state_kept"), ""
        elif self._fault:
            state, what = words("pad.state_fault"), self._fault
        else:
            state = words("pad.state_strokes", count=count) if count else words("pad.state_empty")
            what = words("pad.full") if self.is_full else words("pad.what_to_do")
        self.setAccessibleName(words("pad.name", name=self._name, state=state))
        say_reason(self, what)
        self.setToolTip(self._locked)
        self.setCursor(Qt.CursorShape.CrossCursor if self._is_open else Qt.CursorShape.ArrowCursor)
        self.update()
