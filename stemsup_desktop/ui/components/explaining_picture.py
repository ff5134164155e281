"""An explaining picture in the window: a drawing in the colours of the theme, labels in the window's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPixmap, QTextLayout, QTextOption
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.painting import outline_pen, start_painting
from stemsup_desktop.ui.components.picture_layout import Disc, PictureLayout, PictureView, PlacedText, lay_picture
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes

WIDEST_PX = 760
NARROWEST_PX = 240
_DOT_PX = 2.5


@dataclass(frozen=True, slots=True)
class PictureType:
    """How the labels are written: the font, and the height of a line in px."""

    font: QFont
    line_height: int


@spoken_as(Role.Graphic)
class ExplainingPicture(QWidget):
    """Draws a picture as wide as its place allows, up to `widest` px.

    A screen reader finds a graphic with title, text alternative and labels. `written` are the labels' font and line
    height in place of the theme's; `colours` are fixed colours by token, for a surface that does not follow the theme.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        widest: int = WIDEST_PX,
        written: PictureType | None = None,
        colours: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._widest = widest
        self._written = written or PictureType(theme.font("compact"), theme.line_height("compact"))
        self._colours = colours
        self._view: PictureView | None = None
        self._layouts: dict[int, PictureLayout] = {}
        self._drawn: tuple[object, QPixmap] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, view: PictureView) -> None:
        """Show a picture."""
        if view == self._view:
            return
        self._view = view
        self._layouts.clear()
        self._drawn = None
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(" ".join((view.alternative, *(label.text for label in view.labels))))
        self.updateGeometry()
        self.update()

    def lay_out(self, width: int) -> PictureLayout | None:
        """Return how the picture lies in a width; None before there is one."""
        if self._view is None:
            return None
        if width not in self._layouts:
            if len(self._layouts) > 4:
                self._layouts.clear()
            height = self._written.line_height
            self._layouts[width] = lay_picture(self._view, width, self._widest, height, self._measure)
        return self._layouts[width]

    def heightForWidth(self, width: int) -> int:
        layout = self.lay_out(max(width, NARROWEST_PX))
        return 0 if layout is None else round(layout.height + 0.5)

    def sizeHint(self) -> QSize:
        return QSize(self._widest, self.heightForWidth(self._widest))

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST_PX, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        layout = self.lay_out(max(self.width(), NARROWEST_PX))
        if layout is None or self._view is None:
            return
        painter = start_painting(self)
        painter.drawPixmap(QPointF(*layout.target[:2]), self._draw(self._view, layout))
        painter.setPen(outline_pen(self._colour("text-3")))
        for x1, y1, x2, y2 in layout.leaders:
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
        for _, _, x, y in layout.leaders:
            self._paint_dot(painter, x, y)
        for disc in layout.discs:
            self._paint_disc(painter, disc, layout.radius)
        painter.setPen(self._colour("text"))
        for text in layout.texts:
            self._paint_text(painter, text)
        painter.end()

    # Inside

    def _colour(self, token: str) -> QColor:
        return self._theme.colour(token) if self._colours is None else QColor(self._colours[token])

    def _draw(self, view: PictureView, layout: PictureLayout) -> QPixmap:
        """Return the drawing at the size and in the colours of the moment, drawn anew only where these differ."""
        ratio = self.devicePixelRatioF()
        colours = tuple(self._colour(token).name() for token in view.palette.values())
        key = (layout.part, layout.target, ratio, colours)
        if self._drawn is None or self._drawn[0] != key:
            self._drawn = (key, self._draw_anew(view, layout, ratio))
        return self._drawn[1]

    def _draw_anew(self, view: PictureView, layout: PictureLayout, ratio: float) -> QPixmap:
        svg = view.svg
        for written, token in view.palette.items():
            svg = svg.replace(written, f"\0{self._colour(token).name()[1:]}")  # no colour is replaced twice
        renderer = QSvgRenderer(QByteArray(svg.replace("\0", "#").encode()))
        renderer.setViewBox(QRectF(*layout.part))
        _, _, width, height = layout.target
        pixmap = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, width, height))
        painter.end()
        return pixmap

    def _paint_dot(self, painter: QPainter, x: float, y: float) -> None:
        painter.setPen(outline_pen(self._colour("base")))
        painter.setBrush(self._colour("text-2"))
        painter.drawEllipse(QPointF(x, y), _DOT_PX + 0.5, _DOT_PX + 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_disc(self, painter: QPainter, disc: Disc, radius: float) -> None:
        painter.setPen(outline_pen(self._colour("accent"), 1.2))
        painter.setBrush(self._colour("base"))
        painter.drawEllipse(QPointF(disc.x, disc.y), radius - 1, radius - 1)
        font = QFont(self._written.font)
        font.setPixelSize(max(1, round(radius * (1.15 if disc.number < 10 else 0.95))))
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(self._colour("accent"))
        place = QRectF(disc.x - radius, disc.y - radius, 2 * radius, 2 * radius)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(disc.number))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _measure(self, text: str, width: float) -> tuple[float, float]:
        laid = self._break(text, width)
        wide = max(laid.lineAt(at).naturalTextWidth() for at in range(laid.lineCount()))
        return wide, laid.lineCount() * self._written.line_height

    def _paint_text(self, painter: QPainter, text: PlacedText) -> None:
        x, y, width, _ = text.box
        laid = self._break(text.text, width + 0.5)
        for at in range(laid.lineCount()):
            line = laid.lineAt(at)
            line.draw(painter, QPointF(x + text.align * (width - line.naturalTextWidth()), y))

    def _break(self, text: str, width: float) -> QTextLayout:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        laid = QTextLayout(keep_phrases(text), self._written.font)
        laid.setTextOption(option)
        laid.beginLayout()
        top = 0.0
        while (line := laid.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            line.setPosition(QPointF(0, top + (self._written.line_height - line.height()) / 2))
            top += self._written.line_height
        laid.endLayout()
        return laid


class PictureFigure(QWidget):
    """A picture with its title above and what is said of it beneath."""

    def __init__(
        self,
        theme: Theme,
        view: PictureView,
        title_role: str = "section",
        caption_role: str = "small",
        *,
        widest: int = WIDEST_PX,
        written: PictureType | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(f"picture:{view.picture_id}")
        self.picture = ExplainingPicture(theme, widest=widest, written=written)
        self.picture.show_picture(view)
        caption = Label(theme, view.caption, role=caption_role, tone="text-2", wraps=True, keeps_phrases=True)
        note = Label(theme, view.note, role=caption_role, tone="text-3", wraps=True, keeps_phrases=True)
        set_shown(note, bool(view.note))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XS)
        column.addWidget(Label(theme, view.title, role=title_role, wraps=True))
        column.addWidget(self.picture)
        column.addWidget(caption)
        column.addWidget(note)
