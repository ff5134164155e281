"""A small picture of a page, dashed where there is none, and the tile of a page of a document with its state."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState

TILE_PX = 132
_PAPER = QSize(96, 136)


class Thumbnail(QWidget):
    """A page on paper, as large as fits; the paper stays white in both themes."""

    def __init__(self, theme: Theme, size: QSize = _PAPER) -> None:
        super().__init__()
        self._theme = theme
        self._picture = QPixmap()
        self.setFixedSize(size)

    def show_picture(self, png: bytes) -> None:
        """Show a picture, or with no bytes a place where one is missing."""
        self._picture = QPixmap()
        if png:
            self._picture.loadFromData(png, "PNG")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        colour, rect = self._theme.colour, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._picture.isNull():
            draw_box(painter, rect, fill=colour("open-bg"), line=colour("open-line"), radius=0, is_dashed=True)
        else:
            size = self._picture.size().scaled(self.size() - QSize(2, 2), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
            painter.setPen(colour("control"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()


@spoken_as(Role.Grouping)
class ScanTile(QWidget):
    """One page of the document: picture, number, state in a tag, and the one thing to do about it."""

    action_requested = Signal()

    def __init__(self, theme: Theme, page: int) -> None:
        super().__init__()
        self.setObjectName(f"page_{page}")
        self.setFixedWidth(TILE_PX)
        self._picture = Thumbnail(theme)
        self._title = Label(theme, role="compact", weight=700)
        self._tag = StateTag(theme, TagState.OPEN, "")
        self.button = Button(theme, "", kind="link")
        self.button.setObjectName(f"page_{page}_action")
        self.button.clicked.connect(self.action_requested)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, sizes.XXS, 0, sizes.XXS)
        rows.setSpacing(sizes.XXS)
        rows.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addLayout(head)
        rows.addWidget(self._tag)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_page(self, title: str, state: TagState, word: str, picture: bytes, action: str, action_name: str) -> None:
        """Show how a page stands."""
        self._title.setText(title)
        self._tag.show_state(state, word)
        self._picture.show_picture(picture)
        self.button.setText(action)
        self.button.setAccessibleName(action_name)
        self.setAccessibleName(f"{title}: {word}")
