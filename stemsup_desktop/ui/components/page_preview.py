"""A finished document, page by page, on the desk: rendered once per page and scale, painted on white."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.paper_view import Band
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_MARGIN = 16
_ZOOMS = (0.5, 0.63, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0)
_PX_PER_POINT = 96 / 72
_MARK_MARGIN = 0.06
"""How far from the edges of the paper an outlined part begins, as a share of its width: in the printed margin."""


class _Sheet(QWidget):
    """One page of paper; `find_image` returns it rendered, and is asked when it is painted."""

    def __init__(self, theme: Theme, find_image: Callable[[], QImage]) -> None:
        super().__init__()
        self._theme = theme
        self._find_image = find_image
        self._marked: tuple[float, float] | None = None

    def show_page(self, size: QSize) -> None:
        """Show the page of the moment at a size in logical px."""
        self.setFixedSize(size + QSize(2 * _MARGIN, 2 * _MARGIN))
        self.update()

    def show_marked(self, marked: tuple[float, float] | None) -> None:
        """Outline a band of the page, from and to a height in px from its top."""
        if marked != self._marked:
            self._marked = marked
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paper = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.fillRect(paper.adjusted(-1, -1, 1, 1), self._theme.colour("line-strong"))
        painter.fillRect(paper, QColor(Qt.GlobalColor.white))  # a rendered page is transparent
        image = self._find_image()
        if not image.isNull():
            painter.drawImage(paper, image)
        if self._marked is not None:
            self._paint_marked(painter, QRectF(paper), *self._marked)
        painter.end()

    def _paint_marked(self, painter: QPainter, paper: QRectF, top: float, bottom: float) -> None:
        # On white paper in both themes, so in the colour of the light one.
        colour = QColor(self._theme.tokens.light["accent"])
        side = paper.width() * _MARK_MARGIN
        band = QRectF(paper.left() + side, paper.top() + top, paper.width() - 2 * side, bottom - top) & paper
        tint = QColor(colour)
        tint.setAlphaF(0.08)
        painter.fillRect(band, tint)
        painter.setPen(QPen(colour, 2))
        painter.drawRect(band.adjusted(1, 1, -1, -1))


@spoken_as(Role.Document)
class PagePreview(QWidget):
    """Shows a PDF from memory. PgUp, PgDn, Home and End turn the page; + and - zoom, 0 fits the width again."""

    page_changed = Signal(int)
    print_requested = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._document = QPdfDocument(self)
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self._page = 0
        self._zoom: float | None = None
        self._band: Band | None = None
        self._images: dict[tuple[int, int, float], QImage] = {}
        self._is_grey = False
        self._title = Label(theme, role="compact", weight=700)
        self._percent = Label(theme, role="compact", tone="text-2")
        self.previous_button = IconButton(theme, "chevron-left", words("common.previous_page"))
        self.next_button = IconButton(theme, "chevron-right", words("common.next_page"))
        self.smaller_button = IconButton(theme, "minus", words("common.zoom_out"))
        self.larger_button = IconButton(theme, "plus", words("common.zoom_in"))
        self.print_button = IconButton(theme, "print", words("common.print"))
        self.previous_button.clicked.connect(lambda: self.show_page(self._page - 1))
        self.next_button.clicked.connect(lambda: self.show_page(self._page + 1))
        self.smaller_button.clicked.connect(lambda: self._step_zoom(-1))
        self.larger_button.clicked.connect(lambda: self._step_zoom(1))
        self.print_button.clicked.connect(self.print_requested)
        self._sheet = _Sheet(theme, self._find_image)
        self._scroll = QScrollArea()
        self._lay_out(theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._refresh()

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def page_count(self) -> int:
        """How many pages the document has; 0 while there is none."""
        return self._document.pageCount()

    @property
    def shown_percent(self) -> int:
        """The size shown, in percent of the size on paper."""
        return round(self._scale() * 100)

    def show_pdf(self, data: bytes | None) -> None:
        """Show a document on the page that is open, or its last; None shows no document.

        Raises `EnvironmentProblem` if the bytes are no PDF that can be shown.
        """
        if data is None:
            self.clear()
            return
        self._document.close()
        self._buffer.close()
        self._images.clear()
        self._bytes = QByteArray(data)
        self._buffer.setBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.error() is not QPdfDocument.Error.None_ or not self._document.pageCount():
            self._document.close()
            self._refresh()
            raise EnvironmentProblem("preview-unreadable", "The document cannot be shown. Print it or save it instead.")
        self._page = min(self._page, self._document.pageCount() - 1)
        self._refresh()

    def clear(self) -> None:
        """Show no document."""
        self._document.close()
        self._images.clear()
        self._page = 0
        self._refresh()

    def show_page(self, page: int) -> None:
        """Turn to a page, from 0; outside the document nothing happens."""
        if 0 <= page < self.page_count and page != self._page:
            self._page = page
            self._scroll.verticalScrollBar().setValue(0)
            self._refresh()
            self.page_changed.emit(page)

    def show_band(self, band: Band | None) -> None:
        """Outline a part of a page and turn to it; None outlines nothing and leaves the page as it is."""
        is_other, self._band = band != self._band, band
        if band is None or not is_other:
            self._mark_band()
            return
        self.show_page(band.page)
        self._mark_band()
        self._scroll_to(band)

    def move_band(self, band: Band | None) -> None:
        """Outline the same part where another document has it; if it was on show, turn to the page it is on now."""
        was_here = self._band is not None and self._band.page == self._page
        self._band = band
        if band is not None and was_here and band.page != self._page:
            self.show_page(band.page)
            self._scroll_to(band)
        self._mark_band()

    def _scroll_to(self, band: Band) -> None:
        top = self._measure_band(band)[0]
        self._scroll.verticalScrollBar().setValue(max(0, round(top) - self._scroll.viewport().height() // 3))

    def show_grey(self, is_grey: bool) -> None:
        """Show the pages as a printer without colour prints them."""
        if is_grey != self._is_grey:
            self._is_grey = is_grey
            self._images.clear()
            self._refresh()

    def fit_width(self) -> None:
        """Let the page be as wide as there is room, also when the room changes."""
        self._zoom = None
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Home:
                self.show_page(0)
            case Qt.Key.Key_End:
                self.show_page(self.page_count - 1)
            case Qt.Key.Key_0:
                self.fit_width()
            case Qt.Key.Key_PageDown:
                self.show_page(self._page + 1)
            case Qt.Key.Key_PageUp:
                self.show_page(self._page - 1)
            case Qt.Key.Key_Plus:
                self._step_zoom(1)
            case Qt.Key.Key_Minus:
                self._step_zoom(-1)
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                bar = self._scroll.verticalScrollBar()
                bar.setValue(bar.value() + (60 if event.key() == Qt.Key.Key_Down else -60))
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._scroll.viewport() and self._zoom is None:
            self._refresh()
        return super().eventFilter(watched, event)

    def _lay_out(self, theme: Theme) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(sizes.M, sizes.XXS, sizes.XS, sizes.XXS)
        tools.setSpacing(sizes.XXS)
        tools.addWidget(self._title)
        tools.addStretch(1)
        tools.addWidget(self.previous_button)
        tools.addWidget(self.next_button)
        tools.addSpacing(sizes.XS)
        tools.addWidget(self.smaller_button)
        tools.addWidget(self._percent)
        tools.addWidget(self.larger_button)
        tools.addSpacing(sizes.XS)
        tools.addWidget(self.print_button)
        # Always there: it would come and go with a page that just fits, and change the width that it has to fit.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.viewport().installEventFilter(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidget(self._sheet)
        self._sheet.setAutoFillBackground(False)  # QScrollArea turns it on, which hides the desk
        self._scroll.setProperty("surface", "desk")  # a viewport takes its background from its scroll area
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(tools)
        outer.addWidget(Hairline(theme, token="line-strong"))
        outer.addWidget(self._scroll, 1)

    def _scale(self) -> float:
        if self._zoom is not None:
            return self._zoom
        width = self._document.pagePointSize(self._page).width() * _PX_PER_POINT
        room = self._scroll.viewport().width() - 2 * _MARGIN
        return max(0.25, min(room / width, 2.0)) if width else 1.0

    def _step_zoom(self, by: int) -> None:
        now = self._scale()
        wanted = [zoom for zoom in _ZOOMS if (zoom > now + 0.01 if by > 0 else zoom < now - 0.01)]
        if wanted:
            self._zoom = wanted[0] if by > 0 else wanted[-1]
            self._refresh()

    def _refresh(self) -> None:
        count = self.page_count
        set_shown(self._sheet, count > 0)
        for button in (self.smaller_button, self.larger_button, self.print_button):
            button.setEnabled(count > 0)
        self.previous_button.setEnabled(self._page > 0)
        self.next_button.setEnabled(self._page + 1 < count)
        title = self._words("common.page_of", page=self._page + 1, pages=count) if count else ""
        self._title.setText(title)
        self.setAccessibleName(title or self._words("common.no_document"))
        self._percent.setText(f"{self.shown_percent} %" if count else "")
        if count:
            self._sheet.show_page(self._measure_page())
            self._mark_band()

    def _measure_page(self) -> QSize:
        """Return the size of the page on show in logical px."""
        points, scale = self._document.pagePointSize(self._page), self._scale()
        return QSize(round(points.width() * _PX_PER_POINT * scale), round(points.height() * _PX_PER_POINT * scale))

    def _find_image(self) -> QImage:
        """Return the page on show, rendered if it was not: until it is painted, its size is often another one."""
        if not self.page_count:
            return QImage()
        size, ratio = self._measure_page(), self.devicePixelRatioF()
        key = (self._page, size.width(), ratio)
        if key not in self._images:
            if len(self._images) > 12:
                self._images.clear()
            image = self._document.render(self._page, size * ratio)
            self._images[key] = _without_colour(image) if self._is_grey else image
        return self._images[key]

    def _mark_band(self) -> None:
        band = self._band
        is_here = band is not None and band.page == self._page and self.page_count > 0
        self._sheet.show_marked(self._measure_band(band) if is_here and band is not None else None)

    def _measure_band(self, band: Band) -> tuple[float, float]:
        """Return a band as heights in px from the top of its page."""
        height = self._document.pagePointSize(band.page).height()
        per_point = _PX_PER_POINT * self._scale()
        return (height - band.top) * per_point, (height - band.bottom) * per_point


def _without_colour(ink: QImage) -> QImage:
    """Return a rendered page in greys, on white: paper is transparent, and grey knows no transparency."""
    paper = QImage(ink.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(paper)
    painter.drawImage(0, 0, ink)
    painter.end()
    return paper.convertToFormat(QImage.Format.Format_Grayscale8)
