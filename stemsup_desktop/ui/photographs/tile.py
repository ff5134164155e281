"""A photograph in the list: its small picture, where and from where it was taken, and whether it is chosen."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from stemsup_desktop.ui.components.painting import draw_box, draw_icon, outline_pen, start_painting
from stemsup_desktop.ui.photographs.view import PhotographLine
from stemsup_desktop.ui.theme import Theme

TILE_PX = 168
_PICTURE_PX = 152
_INSET_PX = 8


class PhotographTile(QAbstractButton):
    """Pressed, it is chosen to be looked at; two chosen ones are compared."""

    def __init__(self, theme: Theme, line: PhotographLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line = line
        self._image = QImage()
        self.setObjectName(f"photograph:{line.photo_id}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(line.spoken)
        self.setToolTip(line.detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    @property
    def photo_id(self) -> str:
        """Whose picture it is."""
        return self._line.photo_id

    def show_picture(self, image: QImage) -> None:
        """Show the small picture; a null one shows that it is being loaded, or cannot be shown."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        lines = self._theme.line_height("compact") + 2 * self._theme.line_height("small")
        return QSize(TILE_PX, _PICTURE_PX + 2 * _INSET_PX + lines + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        colour = self._theme.colour
        whole = QRectF(self.rect())
        if self.isChecked():
            draw_box(painter, whole, fill=colour("tint"), line=colour("accent"), width=2)
        elif self.underMouse():
            draw_box(painter, whole, fill=colour("hover"))
        place = QRectF(_INSET_PX, _INSET_PX, _PICTURE_PX, _PICTURE_PX)
        if self._image.isNull():
            draw_box(painter, place, fill=colour("open-bg"), line=colour("open-line"), radius=2, is_dashed=True)
            draw_icon(
                painter,
                self._theme,
                "camera",
                "text-3",
                QRectF(place.center().x() - 12, place.center().y() - 12, 24, 24),
            )
        else:
            size = self._image.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            inner = QRectF(0, 0, size.width(), size.height())
            inner.moveCenter(place.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(inner, self._image, QRectF(self._image.rect()))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(outline_pen(colour("control")))
            painter.drawRect(inner)
        self._paint_words(painter, place.bottom() + 6)
        if self.isChecked():
            disc = QRectF(whole.right() - 28, 6, 22, 22)
            draw_box(painter, disc, fill=colour("accent"), radius=11)
            draw_icon(painter, self._theme, "check", "on-accent", disc.adjusted(3, 3, -3, -3))
        painter.end()

    def _paint_words(self, painter: QPainter, top: float) -> None:
        words = (
            (self._line.site, "compact", "text"),
            (self._line.view, "small", "text-2"),
            (self._line.detail, "small", "text-3"),
        )
        for text, role, token in words:
            font, height = self._theme.font(role), self._theme.line_height(role)
            painter.setFont(font)
            painter.setPen(self._theme.colour(token))
            room = QRectF(_INSET_PX, top, self.width() - 2 * _INSET_PX, height)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            top += height
