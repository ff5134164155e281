"""Finds the colours in which texts are painted, in the picture of a window."""

from collections.abc import Iterator

from layout.checks import measure_contrast
from layout.parts import Painted
from layout.reading import find_topmost, iter_texts, name_widget
from PIL import Image
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.focus_ring import FocusRing

SCALE = 2
"""Twice as large, strokes of the smallest type have a pixel that is all theirs."""
LARGE_PX, LARGE_BOLD_PX = 24, 19
"""WCAG 2.2: 18 pt, or 14 pt in bold."""
BOLD = 700
LEAST_SHARE = 1 / 4000
"""The share of a part's pixels that its ink has at least; what is rarer is an edge between two colours."""
RING_RATIO = 3.0


def read_painted(window: QWidget) -> Iterator[Painted]:
    """Return the colours of every text that is in sight."""
    picture = draw(window)
    for widget, text, place in iter_texts(window):
        found = find_colours(crop(picture, place))
        if found is not None:
            font = widget.font()
            least = LARGE_BOLD_PX if font.weight() >= BOLD else LARGE_PX
            is_large = font.pixelSize() >= least
            yield Painted(name_widget(widget), text, *found, is_large=is_large, is_enabled=widget.isEnabled())


def find_pale_ring(window: QWidget) -> Iterator[str]:
    """Find a ring round the focus that does not stand out from what lies round it."""
    ring = next((one for one in window.findChildren(FocusRing) if one.isVisible()), None)
    if ring is None or find_topmost(window) is not window or ring.width() < 40:
        return
    corner = ring.mapTo(window, QPoint(0, 0))
    line = QRect(corner.x() + ring.width() // 2 - 6, corner.y() - 2, 12, 8)
    if not window.rect().contains(line) or ring.mask().boundingRect().top() > 0:
        return
    found = find_colours(crop(draw(window), line))
    ratio = 1.0 if found is None else measure_contrast(*found)
    if ratio < RING_RATIO:
        yield f"the ring round the focus has a contrast of {ratio:.1f}: {name_widget(ring.target or ring)}"


def draw(window: QWidget) -> Image.Image:
    """Draw a window, larger than life."""
    image = QImage(window.size() * SCALE, QImage.Format.Format_RGBX8888)
    image.setDevicePixelRatio(SCALE)
    painter = QPainter(image)
    window.render(painter, QPoint(0, 0))
    painter.end()
    return Image.frombuffer(
        "RGBA", (image.width(), image.height()), image.constBits(), "raw", "RGBA", image.bytesPerLine(), 1
    ).convert("RGB")


def crop(picture: Image.Image, place: QRect) -> Image.Image:
    """Cut a place out of the picture of a window."""
    left, top = place.x() * SCALE, place.y() * SCALE
    return picture.crop((left, top, left + place.width() * SCALE, top + place.height() * SCALE))


def find_colours(piece: Image.Image) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
    """Return the ground, which is most of a piece, and the ink, which stands out most from it; None if all is one."""
    counted = piece.getcolors(piece.width * piece.height) or []
    if len(counted) < 2:
        return None
    ground = max(counted)[1]
    least = max(2, piece.width * piece.height * LEAST_SHARE)
    inks = [colour for count, colour in counted if count >= least and colour != ground]
    if not inks:
        return None
    return ground, max(inks, key=lambda colour: measure_contrast(ground, colour))
