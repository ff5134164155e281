"""Buttons: primary, secondary, quiet and link, with icon and key hint painted in place."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyleOptionButton, QWidget

from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.theme import Theme, set_look

_GAP = 8
_HEIGHT_PX, _BAR_PX, _INSET_PX = 32, 36, 28
_KEY_PX = 18
_SHORTEST_PX = 88
PADDING_PX, BAR_PADDING_PX = 12, 16
"""Room at either side in a button, and in one of the action bar."""
_TEXT_TOKENS = {
    "primary": "on-accent",
    "secondary": "text",
    "quiet": "accent",
    "danger": "stop",
    "on-stop": "on-stop",
    "inverse": "base",
    "link": "accent",
}


class Button(QPushButton):
    """A push button of one kind; `key_hint` is shown as a small key, `icon_name` before the text."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        kind: str = "secondary",
        icon_name: str = "",
        key_hint: str = "",
        is_bar: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._icon_name = icon_name
        self._key_hint = key_hint
        self._trailing_icon = ""
        self.shortens_text = False
        self._padding = BAR_PADDING_PX if is_bar else PADDING_PX
        self._type = ("body" if is_bar else "compact", 500)
        self.grow()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        set_look(self, kind=kind, place="bar" if is_bar else "")

    def set_type(self, role: str, weight: int) -> None:
        """Write the text in another type role."""
        self._type = (role, weight)
        self.grow()

    def grow(self) -> None:
        """Take the size of text in use."""
        self._own_font = self._theme.font(*self._type)
        self.setFont(self._own_font)
        self.updateGeometry()

    def let_shorten(self) -> None:
        """Let the text end in an ellipsis where there is no room for it; the tooltip then has it whole."""
        self.shortens_text = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_key_hint(self, key_hint: str) -> None:
        """Show another key, or none."""
        self._key_hint = key_hint
        self.updateGeometry()
        self.update()

    def set_icon_name(self, icon_name: str) -> None:
        """Show another icon before the text, or none."""
        self._icon_name = icon_name
        self.updateGeometry()
        self.update()

    def set_trailing_icon(self, icon_name: str) -> None:
        """Show an icon after the text, as a chevron."""
        self._trailing_icon = icon_name
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Turn into another kind of button."""
        self._kind = kind
        set_look(self, kind=kind)

    def sizeHint(self) -> QSize:
        padding = 0 if self._kind == "link" else self._padding
        height = self._theme.grown(_BAR_PX if self._padding == BAR_PADDING_PX else _HEIGHT_PX)
        if self._kind == "link":
            height = self._theme.line_height("compact")
        width = round(self._content_width() + 2 * padding + 2)
        return QSize(width if self.text() else max(height, width), height)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._theme.grown(_SHORTEST_PX)), hint.height()) if self.shortens_text else hint

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.text = ""  # the style paints the button, `_paint_content` what is on it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button as Space does: outside a dialog Qt lets it pass. A key held down presses once."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_plain and self.isEnabled():
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = start_painting(self)
        self._paint_content(painter)
        painter.end()

    def _token(self) -> str:
        if not self.isEnabled():
            return "text-3"
        if self._kind == "secondary" and self.isChecked():
            return "accent"
        return _TEXT_TOKENS[self._kind]

    def _hint_width(self) -> float:
        return self._theme.advance("label", 500, self._key_hint) + 10 if self._key_hint else 0

    def _content_width(self) -> float:
        parts = [
            20.0 if self._icon_name and not self.text() else 16.0 if self._icon_name else 0.0,
            self._theme.advance(*self._type, self.text()),
            16.0 if self._trailing_icon else 0.0,
            self._hint_width(),
        ]
        shown = [part for part in parts if part]
        return sum(shown) + _GAP * max(len(shown) - 1, 0)

    def _paint_content(self, painter: QPainter) -> None:
        token = self._token()
        middle = self.height() / 2
        x = 0.0 if self._kind == "link" else max(_GAP, (self.width() - self._content_width()) / 2)
        if self._icon_name:
            size = 16 if self.text() else 20
            draw_icon(
                painter, self._theme, self._icon_name, token, QRectF(round(x), round(middle - size / 2), size, size)
            )
            x += size + _GAP
        painter.setPen(self._theme.colour(token))
        font = QFont(self._own_font)
        font.setUnderline(self._kind in ("link", "inverse"))
        painter.setFont(font)
        shown = self._shorten(QFontMetricsF(font))
        width = QFontMetricsF(font).horizontalAdvance(shown)
        painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        x += width + _GAP if shown else 0
        if self._trailing_icon:
            draw_icon(painter, self._theme, self._trailing_icon, token, QRectF(round(x), round(middle - 8), 16, 16))
            x += 16 + _GAP
        if self._key_hint:
            self._paint_key(painter, x, token)

    def tell_whole(self) -> None:
        """Let the tooltip say what there is no room for, before it was ever painted; one with another word keeps it."""
        self._shorten(QFontMetricsF(self._own_font))

    def _shorten(self, metrics: QFontMetricsF) -> str:
        """Return the text as there is room for it after what stands before it."""
        if not self.shortens_text or self._content_width() + 2 * _GAP <= self.width():
            return self.text()
        before = _GAP + 16 if self._icon_name else 0
        text, has_tip = self.text(), self.toolTip() not in ("", self.text())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - before - 2 * _GAP)
        if not has_tip:
            self.setToolTip(text if shown != text else "")
        return shown

    def _paint_key(self, painter: QPainter, x: float, token: str) -> None:
        high = self._theme.grown(_KEY_PX)
        box = QRectF(round(x), round((self.height() - high) / 2), round(self._hint_width()), high)
        line = self._theme.colour("line-strong" if self._kind == "secondary" else token)
        draw_box(painter, box, line=line, radius=3)
        painter.setFont(self._theme.font("label", 500))
        painter.setPen(self._theme.colour("text-2" if self._kind == "secondary" and self.isEnabled() else token))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key_hint)


class PrimaryButton(Button):
    """The one main action."""

    def __init__(
        self, theme: Theme, text: str = "", *, icon_name: str = "", key_hint: str = "", is_bar: bool = False
    ) -> None:
        super().__init__(theme, text, kind="primary", icon_name=icon_name, key_hint=key_hint, is_bar=is_bar)


class SecondaryButton(Button):
    """Any other action."""

    def __init__(
        self, theme: Theme, text: str = "", *, icon_name: str = "", key_hint: str = "", is_bar: bool = False
    ) -> None:
        super().__init__(theme, text, kind="secondary", icon_name=icon_name, key_hint=key_hint, is_bar=is_bar)


class QuietButton(Button):
    """An action without an outline."""

    def __init__(
        self, theme: Theme, text: str = "", *, icon_name: str = "", key_hint: str = "", is_bar: bool = False
    ) -> None:
        super().__init__(theme, text, kind="quiet", icon_name=icon_name, key_hint=key_hint, is_bar=is_bar)


class LinkLabel(Button):
    """An underlined link in running text; `clicked` says that it was followed."""

    def __init__(self, theme: Theme, text: str = "", *, role: str = "compact", weight: int = 400) -> None:
        super().__init__(theme, text, kind="link")
        self.set_type(role, weight)


class IconButton(Button):
    """A quiet square button with only an icon; `name` is its tooltip and what a screen reader says."""

    def __init__(self, theme: Theme, icon_name: str, name: str) -> None:
        super().__init__(theme, "", kind="quiet", icon_name=icon_name)
        self._padding = 5
        self.set_name(name)

    def set_inset(self) -> None:
        """Become small enough to stand inside a field without making it higher."""
        set_look(self, place="inset")
        self.setFixedSize(_INSET_PX, _INSET_PX)

    def set_name(self, name: str) -> None:
        """Name the action."""
        self.setAccessibleName(name)
        self.setToolTip(name)


def measure_key(theme: Theme, key: str) -> int:
    """Return how wide one key is drawn, in px."""
    return max(_KEY_PX + 2, round(theme.advance("label", 500, key)) + 10)


class KeyHint(QWidget):
    """One key, drawn as on a keyboard."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self.grow()

    def grow(self) -> None:
        """Take the size of text in use."""
        self.setFixedSize(measure_key(self._theme, self._key), self._theme.grown(_KEY_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), line=self._theme.colour("control"), radius=3)
        painter.setFont(self._theme.font("label", 500))
        painter.setPen(self._theme.colour("text-2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._key)
        painter.end()
