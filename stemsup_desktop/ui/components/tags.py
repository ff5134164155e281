"""State in a tag: a shape, a word and a colour; dashed where something is open."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import ICONS, TagState
from stemsup_desktop.ui.words import Words

__all__ = ["ICONS", "PlainTag", "ReviewTag", "StateTag", "TagState", "draw_tag", "measure_tag"]


def measure_tag(theme: Theme, text: str, *, role: str = "compact", has_icon: bool = True) -> QSize:
    """Return the room that a tag takes."""
    metrics = QFontMetricsF(_font_of(theme, role, has_icon=has_icon))
    width = metrics.horizontalAdvance(text) + (14 + 22 if has_icon else 12)
    return QSize(round(width) + 1, max(theme.grown(22), round(metrics.height()) + 2))


def draw_tag(
    painter: QPainter, theme: Theme, rect: QRectF, state: TagState, text: str, *, icon: str, role: str = "compact"
) -> None:
    """Draw a tag; one without an icon is lighter."""
    colour, is_open = theme.colour, state is TagState.OPEN
    fill = colour("base" if is_open else f"{state}-bg")
    draw_box(painter, rect, fill=fill, line=colour(f"{state}-line"), radius=theme.radius("tag"), is_dashed=is_open)
    x = 6.0
    if icon:
        top = rect.top() + round(rect.height() / 2 - 8)
        draw_icon(painter, theme, icon, state, QRectF(rect.left() + 7, top, 16, 16))
        x = 28.0
    painter.setFont(_font_of(theme, role, has_icon=bool(icon)))
    painter.setPen(colour(state))
    painter.drawText(rect.adjusted(x, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


def _font_of(theme: Theme, role: str, *, has_icon: bool) -> QFont:
    return theme.font(role, 700 if has_icon else 500)


@spoken_as(Role.StaticText)
class StateTag(QWidget):
    """An icon and a word, 22 px high; `icon` replaces the state's own (sealed, not-sealed)."""

    def __init__(
        self, theme: Theme, state: TagState, text: str, *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._has_icon = True
        self._role = "compact"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(state, text, icon=icon)

    def show_state(self, state: TagState, text: str, *, icon: str = "") -> None:
        """Show another state."""
        self._state = state
        self._text = text
        self._icon = icon or ICONS[state]
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return measure_tag(self._theme, self._text, role=self._role, has_icon=self._has_icon)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        icon = self._icon if self._has_icon else ""
        draw_tag(painter, self._theme, QRectF(self.rect()), self._state, self._text, icon=icon, role=self._role)
        painter.end()


@spoken_as(Role.StaticText)
class PlainTag(QWidget):
    """A word in a quiet box, without a state: what someone is, not how something stands."""

    def __init__(self, theme: Theme, text: str, *, is_faint: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self._is_faint = is_faint
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._theme.font("small", 500))
        return QSize(round(metrics.horizontalAdvance(self._text)) + 15, max(20, round(metrics.height()) + 3))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        colour, rect = self._theme.colour, QRectF(self.rect())
        fill, line = (colour("base"), colour("line-strong")) if self._is_faint else (colour("tint"), colour("tint-2"))
        draw_box(painter, rect, fill=fill, line=line, radius=self._theme.radius("tag"))
        painter.setFont(self._theme.font("small", 500))
        painter.setPen(colour("text-2" if self._is_faint else "accent-press"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()


class ReviewTag(StateTag):
    """ "To verify": nobody has checked this statement against its source yet."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, TagState.OPEN, words("common.to_verify"), parent=parent)
        self._has_icon = False
        self._role = "small"
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(18, hint.height() - 3))
