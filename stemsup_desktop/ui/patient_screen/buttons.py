"""Buttons for a finger: high, wide apart, and with no colour that says right or wrong."""

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.painting import draw_box, outline_pen, start_painting
from stemsup_desktop.ui.theme.patient_theme import PatientTheme

HEIGHT_PX, GAP_PX, RADIUS_PX = 88, 16, 14
_INSET_PX = 28
_SMALL_INSET_PX = 20
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)


class Look(StrEnum):
    """How a button looks: the main act, another one, a way out in words, or a small one outside the page."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    LINK = "link"
    SMALL = "small"


_HEIGHTS_PX = {Look.LINK: 56, Look.SMALL: 50}
_FONTS = {
    Look.PRIMARY: ("body", 700),
    Look.SECONDARY: ("body", 500),
    Look.LINK: ("detail", 700),
    Look.SMALL: ("meta", 500),
}


class ScreenButton(QAbstractButton):
    """Pressed with finger, Space or Enter. What was pressed is outlined, in the same colour for every answer."""

    def __init__(
        self,
        theme: PatientTheme,
        text: str,
        look: Look = Look.SECONDARY,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = look
        self._is_chosen = False
        self._height = _HEIGHTS_PX.get(look, HEIGHT_PX)
        self._shown = keep_phrases(text)
        self.setText(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setFont(theme.font(*_FONTS[look]))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ring_radius", theme.px(RADIUS_PX))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chosen(self, is_chosen: bool) -> None:
        """Show that this was pressed."""
        self._is_chosen = is_chosen
        self.setProperty("is_chosen", is_chosen)
        self.update()

    @property
    def _inset(self) -> int:
        return self._theme.px(_SMALL_INSET_PX if self._look is Look.SMALL else _INSET_PX)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance(self._shown) + 2 * self._inset
        width = min(width, self._theme.px(620))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        least = 0 if self._look is Look.SMALL else self._theme.px(160)
        return QSize(max(least, min(self.sizeHint().width(), self._theme.px(240))), self._theme.px(self._height))

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - self._inset, 40), 10_000)
        text = QFontMetrics(self.font()).boundingRect(room, _WRAP, self._shown).height()
        return max(self._theme.px(self._height), text + self._theme.px(28 if self._look is not Look.SMALL else 10))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, rect = start_painting(self), self._theme.colour, QRectF(self.rect())
        is_lit = self.isEnabled() and (self.underMouse() or self.isDown())
        painter.setFont(self.font())
        if self._look is Look.LINK:
            painter.setPen(colour("accent-press" if is_lit else "accent"))
            painter.drawText(self.rect(), _WRAP, self._shown)
            bound = QFontMetrics(self.font()).boundingRect(self.rect(), _WRAP, self._shown)
            painter.setPen(outline_pen(colour("accent"), max(1, self._theme.px(2))))
            painter.drawLine(bound.left(), bound.bottom(), bound.right(), bound.bottom())
            painter.end()
            return
        radius, width = self._theme.px(RADIUS_PX), max(2, self._theme.px(2))
        is_open, is_chosen = self.isEnabled(), self._is_chosen
        if not is_open and not is_chosen:
            fill, line, text = "hover", "line-strong", "text-3"
        elif self._look is Look.PRIMARY:
            fill = line = "accent-press" if is_lit else "accent"
            text = "on-accent"
        else:
            fill, line = ("tint" if is_lit or is_chosen else "base"), ("accent" if is_chosen else "control")
            text = "text"
        edge = width + (1 if is_chosen else 0)
        draw_box(painter, rect, fill=colour(fill), line=colour(line), width=edge, radius=radius)
        painter.setPen(colour(text))
        inset = self._inset // 2
        painter.drawText(self.rect().adjusted(inset, 0, -inset, 0), _WRAP, self._shown)
        painter.end()
