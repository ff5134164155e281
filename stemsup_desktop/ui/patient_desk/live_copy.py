"""A small copy of what the patient sees, drawn from the patient screen itself."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme

_SIZE = QSize(128, 72)


@spoken_as(Role.Graphic)
class LiveCopy(QWidget):
    """Draws the window smaller; nothing can be pressed in it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture = QPixmap()
        self.setObjectName("patient_copy")
        self.setFixedSize(_SIZE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def picture(self) -> QPixmap:
        """What was drawn last; nothing while there is no patient screen."""
        return self._picture

    def clear(self) -> None:
        """Show nothing."""
        self._picture = QPixmap()
        self.setAccessibleName("")
        self.update()

    def draw(self, screen: PatientScreen, name: str) -> None:
        """Copy a window as it looks now."""
        self.setAccessibleName(name)
        self._picture = self._copy(screen)
        self.update()

    def _copy(self, screen: PatientScreen) -> QPixmap:
        ratio = self.devicePixelRatioF()
        scale = min(_SIZE.width() / screen.width(), _SIZE.height() / screen.height()) * ratio
        picture = QPixmap(max(round(screen.width() * scale), 1), max(round(screen.height() * scale), 1))
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(scale, scale)
        screen.render(painter, QPoint())
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = start_painting(self), QRectF(self.rect())
        draw_box(painter, rect, fill=self._theme.colour("sunken"), line=self._theme.colour("control"), radius=4)
        if not self._picture.isNull():
            size = self._picture.deviceIndependentSize()
            inner = QRectF(
                (rect.width() - size.width()) / 2 + 1,
                (rect.height() - size.height()) / 2 + 1,
                size.width() - 2,
                size.height() - 2,
            )
            painter.drawPixmap(inner, self._picture, QRectF(self._picture.rect()))
        painter.end()
