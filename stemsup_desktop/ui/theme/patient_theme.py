"""The look of the patient screen: always light, in its own large type, which grows with the screen."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPalette

from stemsup_desktop.ui.theme.palette import make_palette
from stemsup_desktop.ui.theme.stylesheet import make_stylesheet
from stemsup_desktop.ui.theme.theme import FAMILY, Theme
from stemsup_desktop.ui.theme.tokens import TypeRole

HEIGHT_PX, WIDTH_PX = 1080, 1600
"""The screen on which the sizes of the tokens hold; a lower or narrower one scales all of them."""
SMALLEST, LARGEST = 0.75, 3.0
LOW_PX, SMALLEST_IF_LOW = 680, 0.5
"""A screen lower than this, such as Full HD at 200 %, has no room for a passage and a pad at the smallest scale."""
_STEP = 0.05
_SMALLEST_PX = 20
"""Nothing on the patient screen is set smaller, however small the screen."""
_SHARED = {"compact": "note", "small": "note", "label": "note", "section": "heading"}
"""Roles that components shared with the physician's window ask for."""


def choose_scale(width: int, height: int) -> float:
    """Return the scale for a window of this size in logical px, in steps, so that a pixel more sets nothing anew."""
    wanted = min(height / HEIGHT_PX, width / WIDTH_PX)
    smallest = SMALLEST if height >= LOW_PX else SMALLEST_IF_LOW
    return min(max(round(wanted / _STEP) * _STEP, smallest), LARGEST)


class PatientTheme(Theme):
    """Hands out the same tokens and icons as the window's theme, never the dark ones; it changes no application."""

    def __init__(self, theme: Theme, scale: float = 1.0) -> None:
        QObject.__init__(self)  # the window's theme has loaded fonts and set the application up
        self._tokens = theme.tokens
        self._icons = theme.icons
        self._scheme = theme.scheme
        self._text_scale = 1.0
        self._fonts = {}
        self._is_dark = False
        self.scale = scale
        self._roles = {name: _scale(role, scale) for name, role in theme.tokens.patient_type.items()}
        self._roles |= {name: self._roles[shared] for name, shared in _SHARED.items()}

    def colour(self, token: str) -> QColor:
        return QColor(self._tokens.light[token])

    def get_role(self, role: str) -> TypeRole:
        return self._roles[role]

    def px(self, length: int) -> int:
        """Return a length of the design, drawn for 1080 lines, in px of this screen."""
        return round(length * self.scale)

    def make_palette(self) -> QPalette:
        """Return the palette of the window, which goes before that of the application."""
        return make_palette(self._tokens.light)

    def make_stylesheet(self) -> str:
        """Return the style sheet of the window, which goes before that of the application."""
        return make_stylesheet(self._tokens.light, self._roles, FAMILY, 1.0)


def _scale(role: TypeRole, scale: float) -> TypeRole:
    size = max(round(role.size * scale), _SMALLEST_PX)
    return TypeRole(size, max(round(role.line_height * scale), round(size * 1.35)), role.weight)
