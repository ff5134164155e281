"""State in a tag: a shape, a word and a colour; dashed where something is open."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import ICONS, TagState
from stemsup_desktop.ui.words import Words

__all__ = ["ICONS", "PlainTag", "ReviewTag", "StateTag", "TagState"]


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
        metrics = QFontMetricsF(self._theme.font(self._role, 700 if self._has_icon else 500))
        width = metrics.horizontalAdvance(self._text) + (14 + 22 if self._has_icon else 12)
        return QSize(round(width) + 1, max(self._theme.grown(22), round(metrics.height()) + 2))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        rect = QRectF(self.rect())
        colour = self._theme.colour
        is_open = self._state is TagState.OPEN
        fill = colour("base" if is_open else f"{self._state}-bg")
        radius = self._theme.radius("tag")
        draw_box(painter, rect, fill=fill, line=colour(f"{self._state}-line"), radius=radius, is_dashed=is_open)
        x = 6.0
        if self._has_icon:
            draw_icon(painter, self._theme, self._icon, self._state, QRectF(7, round(rect.height() / 2 - 8), 16, 16))
            x = 28.0
        painter.setFont(self._theme.font(self._role, 700 if self._has_icon else 500))
        painter.setPen(colour(self._state))
        painter.drawText(rect.adjusted(x, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)
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
