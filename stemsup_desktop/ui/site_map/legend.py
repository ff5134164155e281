"""The legend of the site map, and its keys where they have room."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import KeyHint
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.painting import draw_box
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_DOT_PX, _SWATCH_PX, _HIGH_PX = 12, 18, 14

KEYS_FROM_PX = 600
ALL_FROM_PX = 440
_KINDS = ("point", "ghost", "planned", "caution", "open")
_FEW = ("point", "ghost", "caution")
_KEYS = ((("[", "]"), "key_zone"), (("Enter",), "key_add"), (("←", "→"), "key_move"), (("Del",), "key_remove"))


class Swatch(QWidget):
    """A small sample of how a zone or a point looks on the map."""

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self._theme = theme
        self._kind = kind
        self.setFixedSize(QSize(_DOT_PX if kind in ("point", "ghost") else _SWATCH_PX, _HIGH_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        rect = QRectF(self.rect())
        match self._kind:
            case "point" | "ghost":
                is_point = self._kind == "point"
                painter.setPen(QPen(colour("accent" if is_point else "text-3"), 1.3))
                painter.setBrush(QBrush(colour("accent")) if is_point else QBrush(Qt.BrushStyle.NoBrush))
                painter.drawEllipse(QPointF(rect.center()), 3.6, 3.6)
            case "planned":
                draw_box(painter, rect, fill=colour("tint-2"), line=colour("accent"), radius=3)
            case "caution":
                draw_box(painter, rect, fill=colour("caut-bg"), radius=3)
                painter.fillRect(rect.adjusted(2, 2, -2, -2), QBrush(colour("caut-line"), Qt.BrushStyle.BDiagPattern))
                draw_box(painter, rect, line=colour("caut"), radius=3, is_dashed=True)
            case _:
                draw_box(painter, rect, line=colour("control"), radius=3, is_dashed=True)
        painter.end()


class Legend(QWidget):
    """What the signs mean; on narrow maps only those that cannot be guessed."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._width = 0
        self._has_ghosts = False
        self._is_read_only = False
        signs, keys = QHBoxLayout(), QHBoxLayout()
        self._signs: dict[str, tuple[QWidget, ...]] = {}
        signs.addStretch(1)
        for kind in _KINDS:
            name = Label(theme, words(f"sites.legend_{kind}"), role="small", tone="text-2")
            self._signs[kind] = Swatch(theme, kind), name
            for part in self._signs[kind]:
                signs.addWidget(part)
            signs.addSpacing(sizes.XS)
        signs.addStretch(1)
        self._keys: dict[str, tuple[QWidget, ...]] = {}
        keys.addStretch(1)
        for caps, key in _KEYS:
            name = Label(theme, words(f"sites.{key}"), role="small", tone="text-3")
            parts = (*(KeyHint(theme, cap) for cap in caps), name)
            self._keys[key] = parts
            for part in parts:
                keys.addWidget(part)
            keys.addSpacing(sizes.XS)
        keys.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XXS)
        for row in (signs, keys):
            row.setSpacing(sizes.XXS)
            rows.addLayout(row)

    def show_state(self, *, has_ghosts: bool, is_read_only: bool) -> None:
        """Leave out what is not on the map or cannot be done."""
        self._has_ghosts, self._is_read_only = has_ghosts, is_read_only
        self._show()

    def set_room(self, width: int) -> None:
        """Fit into a width in px."""
        self._width = self._theme.room(width)
        self._show()

    def _show(self) -> None:
        for kind, parts in self._signs.items():
            is_shown = (kind != "ghost" or self._has_ghosts) and (self._width >= ALL_FROM_PX or kind in _FEW)
            for part in parts:
                set_shown(part, is_shown)
        for key, parts in self._keys.items():
            is_shown = self._width >= KEYS_FROM_PX and (key == "key_zone" or not self._is_read_only)
            for part in parts:
                set_shown(part, is_shown)
