"""The theme in use: colours, fonts and icons for whoever paints, and the switch between light and dark."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.spoken import install_voices
from stemsup_desktop.ui.theme.icons import IconCache
from stemsup_desktop.ui.theme.motion import Motion
from stemsup_desktop.ui.theme.palette import make_palette
from stemsup_desktop.ui.theme.restyling import Wardrobe
from stemsup_desktop.ui.theme.stylesheet import make_stylesheet
from stemsup_desktop.ui.theme.tokens import TEXT_PERCENTS, Tokens, TypeRole, read_tokens
from stemsup_desktop.ui.turns import in_pieces

FAMILY = "Noto Sans JP"
APPLICATION_ARGUMENTS = ("stemsup", "-style", "Fusion")
_WIDEST_SIDE = 0.36
_CUTS = ("Regular", "Medium", "Bold")
_TURN_MS = 1
_MOST_ADVANCES = 4_000
_DONE = object()


class Scheme(StrEnum):
    """Which theme the person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def make_application() -> QApplication:
    """Make the application in Qt's own style, the one that the style sheet and the palette build on.

    What is painted is given its voice for assistive technology.
    """
    application = QApplication(list(APPLICATION_ARGUMENTS))
    install_voices()
    return application


class Theme(QObject):
    """Hands out token colours, type roles and icons; `theme_changed` says that all of them may differ now.

    `text_scale` multiplies every type size and the height of every control (1.0 to 2.0). Raises `Problem` if tokens or
    fonts cannot be read.
    """

    theme_changed = Signal()
    turned = Signal()
    """What is not on screen has the other look, too, and may be laid out for its next showing."""
    text_scale_changed = Signal()
    """Everything that was sized by a type role is to be sized anew."""

    def __init__(
        self, resources: Path, app: QApplication, scheme: Scheme = Scheme.SYSTEM, text_scale: float = 1.0
    ) -> None:
        super().__init__()
        self._app = app
        self._tokens: Tokens = read_tokens(resources / "tokens.json")
        self._icons = IconCache(resources / "icons")
        self._scheme = scheme
        self._text_scale = text_scale
        self._text_percent = round(text_scale * 100)
        self._fonts: dict[tuple[str, int], QFont] = {}
        self._advances: dict[tuple[str, int | None, str], float] = {}
        self._heights: dict[str, float] = {}
        self._load_fonts(resources / "fonts")
        self._is_dark = self._wants_dark()
        self._wardrobe = Wardrobe(app)
        self._turning: Iterator[None] = iter(())
        self._following: list[tuple[QObject, Iterator[None]]] = []
        self._is_turning = False
        self._turner = QTimer(self)
        self._turner.setInterval(_TURN_MS)
        self._turner.setSingleShot(True)  # one that repeats is due again before what came in during a long piece
        self._turner.timeout.connect(self._turn_on)
        self.motion = Motion(app)
        self._apply()
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def scheme(self) -> Scheme:
        """What the person asked for."""
        return self._scheme

    @property
    def is_dark(self) -> bool:
        """Whether the dark tokens are in use."""
        return self._is_dark

    @property
    def text_percent(self) -> int:
        """How large text is or is about to be, in percent of the type scale."""
        return self._text_percent

    @property
    def tokens(self) -> Tokens:
        """All tokens as read."""
        return self._tokens

    @property
    def icons(self) -> IconCache:
        """The icons as drawn so far, for another theme of the same program."""
        return self._icons

    def get_role(self, role: str) -> TypeRole:
        """Return a type role as the tokens have it; raises KeyError for a name that is no role."""
        return self._tokens.type_roles[role]

    def colour(self, token: str) -> QColor:
        """Return a token's colour in the theme in use; raises KeyError for a name that is no token."""
        return QColor(self._colours[token])

    def font(self, role: str, weight: int | None = None) -> QFont:
        """Return the font of a type role, in another weight (400, 500, 700) if given."""
        size, _, own_weight = self.get_role(role)
        key = (role, weight or own_weight)
        if key not in self._fonts:
            font = QFont(FAMILY)
            font.setPixelSize(round(size * self._text_scale))
            font.setWeight(QFont.Weight(key[1]))
            self._fonts[key] = font
        return QFont(self._fonts[key])

    def advance(self, role: str, weight: int | None, text: str) -> float:
        """Return how wide a text is in the font of a type role; Qt asks buttons for their size again and again."""
        key = (role, weight, text)
        if key not in self._advances:
            if len(self._advances) >= _MOST_ADVANCES:
                self._advances.clear()
            self._advances[key] = QFontMetricsF(self.font(role, weight)).horizontalAdvance(text)
        return self._advances[key]

    def height(self, font: QFont) -> float:
        """Return the height of a font, which a layout asks of each of its boxes dozens of times."""
        key = font.key()
        if key not in self._heights:
            self._heights[key] = QFontMetricsF(font).height()
        return self._heights[key]

    def line_height(self, role: str) -> int:
        """Return the line height of a type role in logical px."""
        return round(self.get_role(role).line_height * self._text_scale)

    def grown(self, px: int) -> int:
        """Return a size that goes with text, such as the height of a control, for the text size in use."""
        return round(px * self._text_scale)

    def room(self, px: int) -> int:
        """Return a length in px of the usual text size: a window with larger text has the room of a smaller one."""
        return round(px / self._text_scale)

    def side(self, px: int, room: int) -> int:
        """Return the width of a pane at the side of a page with that room: it grows, but not over the page."""
        return min(self.grown(px), max(px, round(self.grown(room) * _WIDEST_SIDE)))

    def radius(self, name: str) -> int:
        """Return the radius "tag", "control" or "panel" in logical px."""
        return self._tokens.radius[name]

    def pixmap(self, icon: str, token: str = "text", size: int = 20, pixel_ratio: float = 1.0) -> QPixmap:
        """Return an icon in a token's colour."""
        return self._icons.pixmap(icon, self.colour(token), size, pixel_ratio)

    def icon(self, icon: str, token: str = "text", size: int = 20) -> QIcon:
        """Return a QIcon for native parts such as menus; it does not follow a later change of theme."""
        made = QIcon()
        for ratio in (1.0, 2.0):
            made.addPixmap(self.pixmap(icon, token, size, ratio))
        return made

    def set_scheme(self, scheme: Scheme) -> None:
        """Choose light, dark or what the system says."""
        self._scheme = scheme
        self._follow()

    def turn_to(self, scheme: Scheme) -> None:
        """Choose as `set_scheme` does, and get there in turns of the event loop, so that input may come in between."""
        self._scheme = scheme
        self._start_turning()

    @property
    def is_turning(self) -> bool:
        """Whether something still waits to be styled for the look that was chosen."""
        return self._is_turning

    def turn_to_text_percent(self, percent: int) -> None:
        """Choose as `set_text_percent` does, and get there in turns of the event loop."""
        self._check_percent(percent)
        self._text_percent = percent
        self._start_turning()

    def take_with(self, owner: QObject, pieces: Iterator[None]) -> None:
        """Take pieces of somebody's who hears of a change in turns, as long as they are there, before it is shown."""
        self._following.append((owner, pieces))

    def _iter_following(self) -> Iterator[None]:
        while self._following:
            owner, pieces = self._following.pop(0)
            while shiboken6.isValid(owner) and next(pieces, _DONE) is not _DONE:
                yield

    def _start_turning(self) -> None:
        is_due = self._wants_dark() != self._is_dark or self._wants_size
        if is_due and not self._is_turning:
            self._is_turning = True
            self._turning = self._iter_turning()
            self._turner.start()

    def settle(self, widget: QWidget) -> None:
        """Style at once what of a widget still waits for its turn: it is about to be seen."""
        self._wardrobe.take_up_in(widget)

    def _turn_on(self) -> None:
        is_over = True
        try:
            is_over = next(self._turning, True) is not None
        finally:
            self._is_turning = not is_over
            if is_over:
                self._wardrobe.show_seen()  # a piece may have failed: no window keeps its picture for that
        if self._is_turning:
            self._turner.start()

    def _iter_turning(self) -> Iterator[None]:
        yield  # out of the turn of the click
        while True:  # once more where the person chose again meanwhile
            if self._wants_size:
                yield from self._iter_resizing()
            elif self._wants_dark() != self._is_dark:
                yield from self._iter_change()
            else:
                return

    def set_text_percent(self, percent: int) -> None:
        """Choose how large text is; raises ValueError for a size that is not offered."""
        self._check_percent(percent)
        self._text_percent = percent
        if self._wants_size:
            self._take_size()
            self._apply()
            self.text_scale_changed.emit()

    def _check_percent(self, percent: int) -> None:
        if percent not in TEXT_PERCENTS:
            raise ValueError(f"text of {percent} % is not offered")

    @property
    def _wants_size(self) -> bool:
        return self._text_percent != round(self._text_scale * 100)

    def _take_size(self) -> None:
        self._text_scale = self._text_percent / 100
        self._fonts.clear()
        self._advances.clear()
        self._heights.clear()

    def _iter_resizing(self) -> Iterator[None]:
        """Let everything take the size of text that is wanted; what is on screen keeps its picture until it has."""
        self._wardrobe.keep_pictures()
        yield
        self._take_size()
        self._app.setFont(self.font("body"))
        self._wardrobe.exchange(self._make_stylesheet(), is_resizing=True)
        yield
        self._wardrobe.gather()
        yield
        yield from self._wardrobe.find_seen()
        yield from self._wardrobe.take_up_seen()
        self.text_scale_changed.emit()
        yield from self._iter_following()
        yield
        self._wardrobe.show_seen()
        yield
        yield from self._wardrobe.take_up()

    def _on_system_scheme_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._start_turning()

    def _follow(self) -> None:
        if self._wants_dark() != self._is_dark:
            for _ in self._iter_change():
                pass

    def _iter_change(self) -> Iterator[None]:
        """Turn what is on screen, which keeps its picture until all of it is turned; then all the rest."""
        before = self._colours
        self._wardrobe.keep_pictures()
        self._is_dark = not self._is_dark
        self._app.setPalette(make_palette(self._colours))
        yield
        self._wardrobe.exchange(self._make_stylesheet())
        yield
        self._wardrobe.gather()
        yield
        yield from self._wardrobe.find_seen()
        yield from self._wardrobe.take_up_seen()
        yield from in_pieces(self._icons.draw_ahead(before, self._colours))
        self.theme_changed.emit()
        yield
        self._wardrobe.show_seen()
        yield
        yield from self._wardrobe.take_up()
        self.turned.emit()

    def _wants_dark(self) -> bool:
        if self._scheme is Scheme.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK

    def _apply(self) -> None:
        self._app.setFont(self.font("body"))
        self._app.setPalette(make_palette(self._colours))
        self._wardrobe.put_on(self._make_stylesheet())

    @property
    def _colours(self) -> dict[str, str]:
        return self._tokens.dark if self._is_dark else self._tokens.light

    def _make_stylesheet(self) -> str:
        return make_stylesheet(self._colours, self._tokens.type_roles, FAMILY, self._text_scale)

    def _load_fonts(self, folder: Path) -> None:
        for cut in _CUTS:
            if QFontDatabase.addApplicationFont(str(folder / f"NotoSansJP-{cut}.ttf")) == -1:
                raise EnvironmentProblem(
                    "font-unreadable", f"The font NotoSansJP-{cut} cannot be loaded. Install StemSup Desktop again."
                )


def set_look(widget: QWidget, **properties: str | bool) -> None:
    """Set dynamic properties (`kind`, `tone`, `surface`, `flag`) and re-polish, so that the style sheet applies.

    A widget that was never seen is polished when it first is.
    """
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
