"""Text from people over as many lines as it takes, broken inside a word only if that is wider than the pane."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.broken_text import break_paragraphs, count_lines, paint_paragraphs
from stemsup_desktop.ui.components.line_breaks import LONGEST_KEPT, keep_phrases, keep_whole, keep_words
from stemsup_desktop.ui.glyphs import draw_glyphs_ahead
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme

_WIDEST_HINT = 320
_WIDTHS_KEPT = 4


@spoken_as(Role.StaticText)
class WrapLabel(QWidget):
    """Plain text in a type role and a tone; never wider than its place, never cut off."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: str = "body",
        tone: str = "text",
        weight: int | None = None,
        is_centred: bool = False,
        is_right: bool = False,
        keeps_phrases: bool = False,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._role, self._weight = role, weight
        self._font = theme.font(role, weight)
        self._line_height = theme.line_height(role)
        self._tone = tone
        self._side = Qt.AlignmentFlag.AlignLeft
        if is_centred or is_right:
            self._side = Qt.AlignmentFlag.AlignHCenter if is_centred else Qt.AlignmentFlag.AlignRight
        self._keep = _keep_phrases_whole if keeps_phrases else keep_words
        self._text = ""
        self._broken: dict[int, list[QTextLayout]] = {}
        self._natural: tuple[float, int] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def text(self) -> str:
        """Return the text as given."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        if text == self._text:
            return
        self._text = text
        self._broken.clear()
        self._natural = None
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def grow(self) -> None:
        """Take the size of text in use, where the label outlives a change of it."""
        self._font, self._line_height = self._theme.font(self._role, self._weight), self._theme.line_height(self._role)
        self._broken.clear()
        self._natural = None
        self.updateGeometry()

    def set_tone(self, tone: str) -> None:
        """Show the text in another colour token."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        width, _ = self._measure()
        natural = min(_WIDEST_HINT, round(width) + 2)
        return QSize(natural, self.heightForWidth(natural))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._line_height)

    def heightForWidth(self, width: int) -> int:
        widest, paragraphs = self._measure()
        if width > widest + 1:  # most texts are short, and Qt asks for their height at one width after the other
            return paragraphs * self._line_height
        return count_lines(self._break(width)) * self._line_height

    def paint_ahead(self) -> None:
        """Break the text into the lines of the width of now, and draw its glyphs."""
        self._break(self.width())
        draw_glyphs_ahead(self._text, self._font)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.colour(self._tone))
        paint_paragraphs(painter, self._break(self.width()), self._line_height, QPointF())
        painter.end()

    def _measure(self) -> tuple[float, int]:
        """Return how wide the widest paragraph is unbroken, and how many there are."""
        if self._natural is None:
            layouts = self._break(_WIDEST_HINT)
            self._natural = max((one.maximumWidth() for one in layouts), default=0.0), max(1, len(layouts))
        return self._natural

    def _break(self, width: int) -> list[QTextLayout]:
        """Return each paragraph, broken into lines of the type role's height; the last few widths are remembered."""
        if width not in self._broken:
            if len(self._broken) >= _WIDTHS_KEPT:
                self._broken.clear()
            self._broken[width] = self._break_anew(width)
        return self._broken[width]

    def _break_anew(self, width: int) -> list[QTextLayout]:
        has_room = width > LONGEST_KEPT * self._font.pixelSize()
        keep = self._keep if has_room or self._keep is not keep_words else keep_whole
        text = "\n".join(keep(paragraph) for paragraph in self._text.split("\n"))
        return break_paragraphs(text, self._font, self._line_height, width, side=self._side)


def _keep_phrases_whole(text: str) -> str:
    return keep_whole(keep_phrases(text))
