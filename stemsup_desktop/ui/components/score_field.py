"""A numeric rating scale from 0 to 10: eleven buttons in a row, dashed until someone has scored."""

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.painting import draw_box, outline_pen, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_TEN_WITHIN_MS = 900
"""A 0 this soon after a 1 makes it 10."""


@spoken_as(Role.RadioButton)
class _Digit(QAbstractButton):
    moved = Signal(int)
    typed = Signal(int)

    def __init__(self, theme: Theme, digit: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.digit = digit
        self.setText(str(digit))
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        widest = QFontMetrics(self._theme.font("compact", 700)).horizontalAdvance("10")
        return QSize(max(30, widest + sizes.S), max(32, self._theme.line_height("compact") + 8))

    def nextCheckState(self) -> None:
        """The field decides what is checked."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif len(text) == 1 and text.isdecimal() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(int(text))
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.typed.emit(-1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        rect = QRectF(self.rect())
        token, weight = ("text-2" if self.isEnabled() else "text-3"), 400
        if self.isChecked():
            draw_box(painter, rect, fill=self._theme.colour("accent" if self.isEnabled() else "text-3"))
            token, weight = "on-accent", 700
        elif self.underMouse() and self.isEnabled():
            draw_box(painter, rect.adjusted(2, 2, -2, -2), fill=self._theme.colour("tint"), radius=4)
        painter.setFont(self._theme.font("compact", weight))
        painter.setPen(self._theme.colour(token))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


@spoken_as(Role.Grouping)
class ScoreField(QWidget):
    """`value_changed` carries 0 to 10, or None after the chosen score was taken back. Typing 1 then 0 makes 10."""

    value_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        *,
        low: str = "",
        high: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._name = name or label
        self._value: int | None = None
        self._since_one = QElapsedTimer()
        self._row = QWidget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons = tuple(self._make_digit(digit) for digit in range(11))
        for button in self.buttons:
            row.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XXS)
        if label:
            outer.addWidget(Label(theme, label, role="compact", tone="text-2"))
        outer.addWidget(self._row, 0, Qt.AlignmentFlag.AlignLeft)  # as wide as its digits, however long the label is
        if low or high:
            holder = QWidget()
            holder.setFixedWidth(self._row.sizeHint().width())
            ends = QHBoxLayout(holder)
            ends.setContentsMargins(0, 0, 0, 0)
            ends.setSpacing(sizes.XS)
            ends.addWidget(Label(theme, low, role="small", tone="text-3"))
            ends.addStretch(1)
            ends.addWidget(Label(theme, high, role="small", tone="text-3"))
            outer.addWidget(holder)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._refresh()

    def value(self) -> int | None:
        """Return the score, or None while open."""
        return self._value

    def set_value(self, score: int | None) -> None:
        """Show a score without reporting it."""
        if score != self._value:
            self._value = score
            self._refresh()

    def set_name(self, name: str) -> None:
        """Name the field anew for whoever cannot see what stands over it."""
        if name != self._name:
            self._name = name
            self._refresh()

    def choose(self, score: int) -> None:
        """Score as the person would; the same score again takes it back."""
        self._report(None if score == self._value else score)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        colour = self._theme.colour
        rect = QRectF(self._row.geometry())
        is_open = self._value is None
        line = colour("line-strong" if not self.isEnabled() else "open-line" if is_open else "control")
        draw_box(painter, rect, fill=colour("base" if self.isEnabled() else "hover"), line=line, is_dashed=is_open)
        painter.setPen(outline_pen(colour("line")))
        for button in self.buttons[1:]:
            x = self._row.x() + button.x() - 0.5
            painter.drawLine(x, rect.top() + 1, x, rect.bottom() - 1)  # type: ignore[call-overload]
        painter.end()

    def setObjectName(self, name: str) -> None:
        """Name the field; its buttons are found as `<name>_0` to `<name>_10`."""
        super().setObjectName(name)
        for button in self.buttons:
            button.setObjectName(f"{name}_{button.digit}")

    def _make_digit(self, digit: int) -> _Digit:
        button = _Digit(self._theme, digit, self._row)
        button.clicked.connect(lambda: self.choose(digit))
        button.moved.connect(lambda by: self._move_focus(digit + by))
        button.typed.connect(self._on_typed)
        return button

    def _on_typed(self, digit: int) -> None:
        if digit < 0:
            self._report(None)
            return
        is_ten = digit == 0 and self._value == 1 and self._since_one.isValid()
        if is_ten and self._since_one.elapsed() <= _TEN_WITHIN_MS:
            digit = 10
        self._since_one.invalidate()
        if digit == 1:
            self._since_one.start()
        self._report(digit)
        self._move_focus(digit)

    def _move_focus(self, digit: int) -> None:
        if 0 <= digit <= 10:
            self.buttons[digit].setFocus(Qt.FocusReason.OtherFocusReason)

    def _report(self, score: int | None) -> None:
        if score != self._value:
            self._value = score
            self._refresh()
            self.value_changed.emit(score)

    def _refresh(self) -> None:
        stop = self._value or 0
        for button in self.buttons:
            button.setChecked(button.digit == self._value)
            is_stop = button.digit == stop
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
            button.setAccessibleName(self._words("common.score_out_of_ten", label=self._name, score=button.digit))
            button.update()
        self.setFocusProxy(self.buttons[stop])
        state = self._words("common.unanswered") if self._value is None else f"{self._value} / 10"
        self.setAccessibleName(f"{self._name}, {state}")
        self.update()
