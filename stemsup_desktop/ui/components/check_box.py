"""Check boxes and radio buttons, painted so that hover, focus, error and lock read alike in both themes."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.flow_row import FlowRow
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes

_MARK = 18
_GAP = 10
_LEAST_PX = 160
"""How narrow a check box is made at most, beyond its text: the rest of that goes on below."""
_ENDLESS_PX = 10_000
_WRAP = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap


def _size_hint(button: QAbstractButton, theme: Theme) -> QSize:
    width = _MARK + 2 + (_GAP + theme.advance("body", None, button.text()) if button.text() else 0)
    return QSize(round(width) + 2, max(24, round(QFontMetricsF(button.font()).height())))


def _paint_text(button: QAbstractButton, painter: QPainter, theme: Theme) -> None:
    painter.setFont(button.font())
    painter.setPen(theme.colour("text" if button.isEnabled() else "text-3"))
    room = QRectF(_MARK + 2 + _GAP, 0, button.width() - _MARK - _GAP - 2, button.height())
    painter.drawText(room, int(_WRAP), button.text())


class CheckBox(QCheckBox):
    """A check box, its text over as many lines as its place asks for; `toggled` reports, `set_value` does not."""

    def __init__(self, theme: Theme, text: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._has_error = False
        self._reason = ""
        self.setFont(theme.font("body"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if text:
            self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)  # Qt asks the policy by itself, ten thousand times for one layout
        self.setSizePolicy(policy)

    def set_value(self, is_checked: bool) -> None:
        """Show a state without reporting it."""
        with signals_blocked(self):
            self.setChecked(is_checked)

    def set_error(self, has_error: bool) -> None:
        """Outline the box as wrong."""
        self._has_error = has_error
        self.update()

    def set_locked(self, reason: str) -> None:
        """Show the state without letting it be changed, and say why; an empty reason lets it be changed.

        The box is still reached by keyboard, so that a screen reader comes to what it says.
        """
        if reason != self._reason:
            self._reason = reason
            say_reason(self, reason)
            self.setCursor(Qt.CursorShape.ArrowCursor if reason else Qt.CursorShape.PointingHandCursor)
            self.update()

    def nextCheckState(self) -> None:
        if not self._reason:
            super().nextCheckState()

    def sizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def minimumSizeHint(self) -> QSize:
        hint = _size_hint(self, self._theme)
        return QSize(min(hint.width(), self._theme.grown(_LEAST_PX)), hint.height())

    def heightForWidth(self, width: int) -> int:
        hint = _size_hint(self, self._theme)
        if width >= hint.width():
            return hint.height()
        room = QRectF(0, 0, width - _MARK - _GAP - 2, _ENDLESS_PX)
        return max(
            hint.height(), round(QFontMetricsF(self.font()).boundingRect(room, int(_WRAP), self.text()).height())
        )

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        box = QRectF(1, round((self.height() - _MARK) / 2), _MARK, _MARK)
        colour = self._theme.colour
        is_live = self.isEnabled() and not self._reason
        if self._has_error:
            draw_box(painter, box, fill=colour("base"), line=colour("stop"), width=2, radius=4)
        elif not is_live:
            draw_box(painter, box, fill=colour("hover"), line=colour("line-strong"), radius=4)
        elif self.isChecked():
            draw_box(painter, box, fill=colour("accent-press" if self.underMouse() else "accent"), radius=4)
        else:
            fill = colour("hover" if self.underMouse() else "base")
            draw_box(painter, box, fill=fill, line=colour("control"), radius=4)
        if self.isChecked():
            token = "on-accent" if is_live and not self._has_error else "text-3"
            draw_icon(painter, self._theme, "check", token, box.adjusted(1, 1, -1, -1))
        _paint_text(self, painter, self._theme)
        painter.end()


class RadioButton(QRadioButton):
    """One option of a `RadioGroup`."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setFont(theme.font("body"))
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def minimumSizeHint(self) -> QSize:
        return _size_hint(self, self._theme)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        box = QRectF(1, round((self.height() - _MARK) / 2), _MARK, _MARK)
        paint_radio(painter, self._theme, box, self.isChecked(), self.isEnabled(), self.underMouse())
        _paint_text(self, painter, self._theme)
        painter.end()


def paint_radio(painter: QPainter, theme: Theme, box: QRectF, is_on: bool, is_enabled: bool, is_hot: bool) -> None:
    """Paint the round mark of a radio button or of a card that is one of several."""
    if is_on:
        draw_box(painter, box, fill=theme.colour("accent" if is_enabled else "text-3"), radius=box.width() / 2)
        painter.setBrush(theme.colour("on-accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(box.center()), 3.5, 3.5)
        return
    fill = theme.colour("hover" if is_hot or not is_enabled else "base")
    line = theme.colour("control" if is_enabled else "line-strong")
    draw_box(painter, box, fill=fill, line=line, radius=box.width() / 2)


@spoken_as(Role.Grouping)
class RadioGroup(QWidget):
    """Several options, one choice; `value_changed` carries its code. Nothing is chosen at first."""

    value_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        label: str,
        options: tuple[tuple[str, str], ...],
        *,
        is_horizontal: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._codes = [code for code, _ in options]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XXS)
        if label:
            outer.addWidget(Label(theme, label, role="compact", tone="text-2"))
        across = FlowRow(gap=sizes.M, line_gap=sizes.XXS) if is_horizontal else None
        for number, (code, text) in enumerate(options):
            button = RadioButton(theme, text)
            button.setObjectName(f"option_{code}")
            button.setAccessibleName(f"{label}, {text}" if label else text)
            self._group.addButton(button, number)
            if across is None:
                outer.addWidget(button)
            else:
                across.add(button)
        if across is not None:
            outer.addWidget(across)
        self.setAccessibleName(label)
        self._group.idToggled.connect(self._on_toggled)

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        """The options, in their order."""
        return tuple(self._group.buttons())

    def value(self) -> str | None:
        """Return the chosen code, or None."""
        number = self._group.checkedId()
        return self._codes[number] if number >= 0 else None

    def set_value(self, code: str | None) -> None:
        """Show a choice without reporting it."""
        with signals_blocked(self._group):
            self._group.setExclusive(False)
            for number, own in enumerate(self._codes):
                self._group.button(number).setChecked(own == code)
            self._group.setExclusive(True)

    def _on_toggled(self, number: int, is_on: bool) -> None:
        if is_on:
            self.value_changed.emit(self._codes[number])
