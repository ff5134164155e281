"""Yes, No, Unknown: three real buttons in one frame, dashed until someone has answered."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from stemsup_desktop.ui.components.painting import draw_box, draw_icon, outline_pen, start_painting
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_SEGMENT_PX = 72
_CHECK_PX = 20
"""What the check takes beside a text that fills its segment."""
_CHECK_LEAST_PX = 15
"""What it takes at least beside a text that is as wide as it wants to be."""


class Choice(StrEnum):
    """The three answers, by the codes of HL7 v2 table 0532."""

    YES = "Y"
    NO = "N"
    UNKNOWN = "UNK"


class Look(StrEnum):
    """How a chosen segment looks."""

    SOLID = "solid"
    TINTED = "tinted"
    OUTLINED = "outlined"


_KEYS = {Qt.Key.Key_Y: Choice.YES, Qt.Key.Key_N: Choice.NO, Qt.Key.Key_U: Choice.UNKNOWN}


@spoken_as(Role.RadioButton)
class Segment(QAbstractButton):
    """One segment. Arrow keys move on without choosing; Space chooses; the chosen one again takes it back."""

    moved = Signal(int)
    letter_pressed = Signal(object)

    def __init__(self, theme: Theme, text: str, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = look
        self.is_read_only = False
        self.has_check = True
        self.width_wanted = 0
        self.setText(text)
        self.setCheckable(True)
        self.setFont(theme.font("compact"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._theme.font("compact", 700))
        return QSize(max(_SEGMENT_PX, self.width_wanted), max(32, round(metrics.height()) + 8))

    def measure(self) -> int:
        """Return the width that the chosen text wants; it is still whole in a little less."""
        return round(QFontMetricsF(self._theme.font("compact", 700)).horizontalAdvance(self.text())) + 16

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.measure() - sizes.XS, self.sizeHint().width()), self.sizeHint().height())

    def nextCheckState(self) -> None:
        """The group decides what is checked."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.is_read_only:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click answers once: its second press must not take the answer back."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif plain and key in _KEYS and not self.is_read_only:
            self.letter_pressed.emit(_KEYS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) or (key == Qt.Key.Key_Space and self.is_read_only):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        rect = QRectF(self.rect())
        token, weight = ("text-3", 400) if self.is_read_only else ("text-2", 400)
        if self.isChecked():
            token, weight = self._paint_chosen(painter, rect), 700
        elif self.underMouse() and not self.is_read_only:
            draw_box(painter, rect.adjusted(2, 2, -2, -2), fill=self._theme.colour("tint"), radius=4)
        self._paint_content(painter, rect, token, weight)
        painter.end()

    def _paint_chosen(self, painter: QPainter, rect: QRectF) -> str:
        colour = self._theme.colour
        match self._look:
            case Look.SOLID if not self.is_read_only:
                draw_box(painter, rect, fill=colour("accent"))
                return "on-accent"
            case Look.SOLID:
                draw_box(painter, rect, fill=colour("text-2"))
                return "base"
            case Look.TINTED:
                draw_box(painter, rect, fill=colour("tint"), line=colour("accent"), width=2)
                return "accent"
            case Look.OUTLINED:
                draw_box(painter, rect, fill=colour("base"), line=colour("text"), width=2)
                return "text"

    def _paint_content(self, painter: QPainter, rect: QRectF, token: str, weight: int) -> None:
        font = self._theme.font("compact", weight)
        width = QFontMetricsF(font).horizontalAdvance(self.text())
        shows_check = self.isChecked() and self.has_check and width + 30 <= rect.width()
        x = (rect.width() - width - (20 if shows_check else 0)) / 2
        if shows_check:
            draw_icon(painter, self._theme, "check", token, QRectF(round(x), round(rect.height() / 2 - 8), 16, 16))
            x += 20
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        painter.drawText(QRectF(x, 0, width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, self.text())


@spoken_as(Role.Grouping)
class Segments(QWidget):
    """A row of segments of which at most one is chosen; `value_changed` carries its code or None.

    With `checks_all` there is room for the check beside the longest text, too.
    """

    value_changed = Signal(object)
    focus_entered = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: tuple[tuple[str, str, Look], ...],
        *,
        can_be_open: bool = True,
        unanswered_word: str = "",
        checks_all: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._can_be_open = can_be_open
        self._unanswered_word = unanswered_word
        self._value: str | None = None
        self._is_read_only = False
        self._codes = tuple(code for code, _, _ in options)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons: tuple[Segment, ...] = tuple(self._make_segment(*option) for option in options)
        widest = max(button.measure() for button in self.buttons) + (_CHECK_PX if checks_all else 0)
        for button in self.buttons:
            button.width_wanted = widest
            row.addWidget(button, 1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._refresh()

    def value(self) -> str | None:
        """Return the chosen code, or None while unanswered."""
        return self._value

    def set_value(self, code: str | None) -> None:
        """Show an answer without reporting it."""
        if code != self._value:
            self._value = code
            self._refresh()

    def set_name(self, name: str) -> None:
        """Name the question, for screen readers."""
        self._name = name
        self._refresh()

    def set_read_only(self, is_read_only: bool) -> None:
        """Show the answer flat, still legible."""
        self._is_read_only = is_read_only
        self._refresh()

    def set_locked(self, reason: str) -> None:
        """Show the answer flat and say why it cannot be changed; an empty reason lets it be changed."""
        self.set_read_only(bool(reason))
        say_reason(self, reason, *self.buttons)

    def choose(self, code: str) -> None:
        """Choose as the person would; the chosen code again returns to unanswered. Read only, nothing is chosen."""
        if code not in self._codes or self._is_read_only:
            return
        self._value = None if code == self._value and self._can_be_open else code
        self._refresh()
        self.value_changed.emit(self._value)

    def setObjectName(self, name: str) -> None:
        """Name the row; its segments are found as `<name>_<code>`."""
        super().setObjectName(name)
        for code, button in zip(self._codes, self.buttons, strict=True):
            button.setObjectName(f"{name}_{code}")

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.buttons[0].setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        rect = QRectF(self.rect())
        colour = self._theme.colour
        is_open = self._value is None and self._can_be_open
        line = colour("line-strong" if self._is_read_only else "open-line" if is_open else "control")
        fill = colour("hover" if self._is_read_only else "base")
        draw_box(painter, rect, fill=fill, line=line, is_dashed=is_open and not self._is_read_only)
        painter.setPen(outline_pen(colour("line-strong" if is_open or self._is_read_only else "control")))
        for button in self.buttons[1:]:
            painter.drawLine(button.x() - 0.5, 1, button.x() - 0.5, self.height() - 1)  # type: ignore[call-overload]
        painter.end()

    def _make_segment(self, code: str, text: str, look: Look) -> Segment:
        segment = Segment(self._theme, text, look, self)
        segment.clicked.connect(lambda: self.choose(code))
        segment.moved.connect(lambda by: self._move_focus(segment, by))
        segment.letter_pressed.connect(self.choose)
        return segment

    def _move_focus(self, segment: Segment, by: int) -> None:
        index = self.buttons.index(segment) + by
        if 0 <= index < len(self.buttons):
            self.buttons[index].setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self) -> None:
        chosen = self._codes.index(self._value) if self._value in self._codes else -1
        for index, button in enumerate(self.buttons):
            button.is_read_only = self._is_read_only
            button.setChecked(index == chosen)
            # One stop for Tab: the chosen segment, or the first.
            is_stop = index == max(chosen, 0)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
            state = self.buttons[chosen].text() if chosen >= 0 else self._unanswered_word
            name = f"{self._name}, {button.text()}"
            button.setAccessibleName(f"{name} ({state})" if state and state != button.text() else name)
            button.update()
        self.setFocusProxy(self.buttons[max(chosen, 0)])
        state = self.buttons[chosen].text() if chosen >= 0 else self._unanswered_word
        self.setAccessibleName(f"{self._name}, {state}" if state else self._name)
        self.update()


class AnswerSegments(Segments):
    """Yes, No and (unless left out) Unknown for a question named `name`; the keys are Y, N and U."""

    def __init__(
        self, theme: Theme, words: Words, name: str, *, has_unknown: bool = True, parent: QWidget | None = None
    ) -> None:
        options = [
            (Choice.YES.value, words("common.yes"), Look.SOLID),
            (Choice.NO.value, words("common.no"), Look.TINTED),
            (Choice.UNKNOWN.value, words("common.unknown"), Look.OUTLINED),
        ]
        shown = tuple(options if has_unknown else options[:2])
        super().__init__(theme, name, shown, unanswered_word=words("common.unanswered"), parent=parent)
        checked = max(button.measure() for button in self.buttons[:2]) + _CHECK_LEAST_PX
        for button in self.buttons:
            button.width_wanted = max(button.width_wanted, checked)


class ViewSwitch(Segments):
    """Two or more views of one pane, of which one is always on."""

    def __init__(
        self, theme: Theme, name: str, options: tuple[tuple[str, str], ...], parent: QWidget | None = None
    ) -> None:
        tinted = tuple((code, text, Look.TINTED) for code, text in options)
        super().__init__(theme, name, tinted, can_be_open=False, parent=parent)
        for button in self.buttons:
            button.has_check = False
        self.set_value(options[0][0])
