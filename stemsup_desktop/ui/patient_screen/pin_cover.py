"""Lies over the patient's page while the physician wants back to the records: digits for finger and keyboard."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.painting import draw_box, outline_pen, start_painting
from stemsup_desktop.ui.patient_screen.buttons import GAP_PX, Look, ScreenButton
from stemsup_desktop.ui.patient_screen.texts import ScreenText
from stemsup_desktop.ui.theme.patient_theme import PatientTheme
from stemsup_desktop.ui.words import Words

MOST_DIGITS = 8
_TEXT_PX, _KEY_PX, _BETWEEN_PX, _MARGIN_PX = 620, 150, 88, 40
_DOT_PX, _DOTS_HEIGHT_PX = 26, 56
_DELETE, _ACCEPT = "⌫", "OK"


class PinCover(QWidget):
    """Shows nothing of anybody. The digits are nowhere on the screen, only how many there are."""

    pin_entered = Signal(str)
    dismissed = Signal()
    """The page is to be seen again."""
    sign_in_requested = Signal()

    def __init__(self, theme: PatientTheme, words: Words, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._words = words
        self._host = host
        self._digits = ""
        self._is_busy = False
        self.setObjectName("pin_cover")
        self.setAccessibleName(words("screen_pin.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._message = ScreenText(theme, words("screen_pin.ask"), "detail", tone="text-2", name="pin.message")
        self._dots = _Dots(theme, words)
        self._keys: list[ScreenButton] = []
        self._keypad = self._make_keypad()
        self._back = ScreenButton(theme, words("screen_pin.back"), name="pin.back")
        self._back.clicked.connect(self.dismissed)
        self._forgotten = ScreenButton(theme, words("screen_pin.forgotten"), Look.LINK, name="pin.forgotten")
        self._sign_in = ScreenButton(theme, words("screen_pin.sign_in"), Look.PRIMARY, name="pin.sign_in")
        for button in (self._forgotten, self._sign_in):
            button.clicked.connect(self.sign_in_requested)
        set_shown(self._sign_in, False)
        self._lay_out()
        host.installEventFilter(self)
        self._fill_host()

    @property
    def message(self) -> str:
        """What stands above the digits."""
        return self._message.plain

    def set_busy(self, is_busy: bool) -> None:
        """Take no digit while one PIN is being checked."""
        self._is_busy = is_busy
        for key in self._keys:
            key.setEnabled(not is_busy)
            key.setAccessibleDescription(self._words("screen_pin.checking") if is_busy else "")
        if is_busy:
            self._message.show_text(self._words("screen_pin.checking"))

    def show_wrong(self, sentence: str) -> None:
        """Say why the PIN does not lead back, and begin anew."""
        self.set_busy(False)
        self._set_digits("")
        self._message.show_text(sentence)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_entry(self, sentence: str) -> None:
        """Take the digits away: only signing in again leads back."""
        self.set_busy(False)
        self._set_digits("")
        self._message.show_text(sentence)
        for widget in (self._keypad, self._dots, self._forgotten):
            set_shown(widget, False)
        set_shown(self._sign_in, True)
        self._sign_in.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fill_host()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits, also of the number block, wherever the focus is on this cover."""
        text = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif text.isascii() and text.isdigit():
            self._type(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self._set_digits(self._digits[:-1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._accept()
        event.accept()  # no key goes through to the page beneath

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        painter.fillRect(self.rect(), self._theme.colour("patient"))
        painter.end()

    # Digits

    def _type(self, digit: str) -> None:
        if not self._is_busy and self._keypad.isVisibleTo(self) and len(self._digits) < MOST_DIGITS:
            self._set_digits(self._digits + digit)

    def _set_digits(self, digits: str) -> None:
        if not self._is_busy:
            self._digits = digits
            self._dots.show_count(len(digits))

    def _accept(self) -> None:
        if self._digits and not self._is_busy:
            digits = self._digits
            self._set_digits("")
            self.pin_entered.emit(digits)

    # Layout

    def _fill_host(self) -> None:
        self.setGeometry(self._host.rect())

    def _lay_out(self) -> None:
        theme = self._theme
        title = ScreenText(theme, self._words("screen_pin.title"), "heading", weight=700, name="pin.title")
        left = QWidget()
        left.setFixedWidth(theme.px(_TEXT_PX))
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(GAP_PX))
        rows.addStretch(1)
        for widget in (title, self._message, self._dots):
            rows.addWidget(widget)
        rows.addSpacing(theme.px(_MARGIN_PX))
        for button in (self._sign_in, self._back, self._forgotten):
            rows.addWidget(button)
        rows.addStretch(1)
        row = QHBoxLayout(self)
        margin = theme.px(_MARGIN_PX)
        row.setContentsMargins(margin, margin, margin, margin)
        row.setSpacing(theme.px(_BETWEEN_PX))
        row.addStretch(1)
        row.addWidget(left)
        row.addWidget(self._keypad, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def _make_keypad(self) -> QWidget:
        words = self._words
        pad = QWidget()
        pad.setAccessibleName(words("screen_pin.keypad"))
        grid = QGridLayout(pad)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(self._theme.px(GAP_PX))
        for place, digit in enumerate("123456789"):
            grid.addWidget(self._make_key(digit, partial(self._type, digit)), place // 3, place % 3)
        delete = self._make_key(_DELETE, lambda: self._set_digits(self._digits[:-1]), words("screen_pin.delete"))
        accept = self._make_key(_ACCEPT, self._accept, words("screen_pin.accept"), Look.PRIMARY)
        for column, key in enumerate((delete, self._make_key("0", lambda: self._type("0")), accept)):
            grid.addWidget(key, 3, column)
        return pad

    def _make_key(
        self, text: str, act: Callable[[], None], name: str = "", look: Look = Look.SECONDARY
    ) -> ScreenButton:
        key = ScreenButton(self._theme, text, look, name=f"pin.key:{text}")
        key.setFixedWidth(self._theme.px(_KEY_PX))
        if name:
            key.setAccessibleName(name)
        key.clicked.connect(lambda _=False: act())
        self._keys.append(key)
        return key


class _Dots(QWidget):
    """One dot for each digit."""

    def __init__(self, theme: PatientTheme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._count = 0
        self.setObjectName("pin.dots")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        self._count = count
        said = self._words("screen_pin.entered", count=count) if count else self._words("screen_pin.empty")
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_TEXT_PX), self._theme.px(_DOTS_HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = start_painting(self), self._theme.colour
        side = self._theme.px(_DOT_PX)
        top = (self.height() - side) / 2
        for index in range(MOST_DIGITS):
            dot = QRectF(index * side * 1.7, top, side, side)
            if index < self._count:
                draw_box(painter, dot, fill=colour("accent"), radius=side / 2)
            else:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(outline_pen(colour("control"), max(1, self._theme.px(2))))
                painter.drawEllipse(dot.adjusted(2, 2, -2, -2))
        painter.end()
