"""How the site map looks: head, zones, letters, points of today and of the last visit."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from stemsup_desktop.consultation.sites.drawings import Zone
from stemsup_desktop.ui.site_map.marks import GhostMark, PointMark
from stemsup_desktop.ui.site_map.outlines import Outlines

Colour = Callable[[str], QColor]
"""Looks a colour token up in the theme of the moment."""

POINT_PX, POINT_UNITS = 3.6, 4.2
RING_PX = 8.5
LETTER_UNITS = 8.5
LEAST_LETTER_PX, MOST_LETTER_PX = 7.0, 12.0


class MapPainter:
    """Paints in the drawing's units; `scale` is how many pixels one unit takes, so that points keep their size."""

    def __init__(self, painter: QPainter, outlines: Outlines, colour: Colour, scale: float) -> None:
        self._painter = painter
        self._outlines = outlines
        self._colour = colour
        self._scale = scale

    def paint_head(self) -> None:
        """Paint the head without its zones."""
        painter = self._painter
        pen = QPen(self._colour("control"), 1.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for paths, fill in (
            (self._outlines.head, self._colour("base")),
            (self._outlines.hair, self._colour("hover")),
            (self._outlines.lines, None),
        ):
            painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else QBrush(fill))
            for path in paths:
                painter.drawPath(path)

    def paint_zone(self, zone: Zone, *, is_chosen: bool, is_current: bool, is_hovered: bool) -> None:
        """Paint a zone: dashed while it is not chosen, hatched where caution is wanted."""
        painter, path = self._painter, self._outlines.zones[zone.zone_id]
        outline = self._colour("accent" if is_chosen else "caut" if zone.is_caution else "control")
        pen = QPen(outline, 2.2 if is_current or is_hovered else 1.3 if is_chosen else 0.9)
        if is_chosen:
            painter.fillPath(path, self._colour("tint-2" if is_current else "tint"))
        elif is_current or is_hovered:
            painter.fillPath(path, self._colour("hover"))
        if not is_chosen:
            pen.setDashPattern([3.0, 2.5])
        if zone.is_caution:
            if not is_chosen:
                painter.fillPath(path, self._colour("caut-bg"))
            hatch = QBrush(self._colour("caut" if is_chosen else "caut-line"), Qt.BrushStyle.BDiagPattern)
            hatch.setTransform(painter.transform().inverted()[0])
            painter.fillPath(path, hatch)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def paint_letter(self, zone_id: str, letter: str, font: QFont) -> None:
        """Paint the letter of a chosen zone at its edge."""
        painter, disc = self._painter, self.letter_disc(zone_id)
        painter.setPen(QPen(self._colour("accent"), 1.2))
        painter.setBrush(self._colour("base"))
        painter.drawEllipse(disc)
        font.setPixelSize(round(disc.width() * (0.65 if len(letter) == 1 else 0.5)))
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(self._colour("accent"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, letter)

    def letter_disc(self, zone_id: str) -> QRectF:
        """Return where the letter of a zone stands, in the drawing's units."""
        centre = self._outlines.get_letter(zone_id)
        radius = min(max(LETTER_UNITS * self._scale, LEAST_LETTER_PX), MOST_LETTER_PX) / self._scale
        return QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)

    def paint_focus(self, zone_id: str) -> None:
        """Paint the ring round the current zone while the map has the focus."""
        self._painter.setPen(QPen(self._colour("accent"), 2 / self._scale))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(self._outlines.zones[zone_id].boundingRect().adjusted(-4, -4, 4, 4), 4, 4)

    def paint_ghost(self, ghost: GhostMark) -> None:
        """Paint a point of the last visit, hollow."""
        self._painter.setPen(QPen(self._colour("text-3"), 1.3 / self._scale))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._dot(ghost.x, ghost.y, self._point_px)

    def paint_point(self, mark: PointMark, *, is_current: bool) -> None:
        """Paint a point of today; the current one has a ring."""
        self._painter.setPen(QPen(self._colour("base"), 1 / self._scale))
        self._painter.setBrush(self._colour("accent"))
        self._dot(mark.x, mark.y, self._point_px)
        if is_current:
            self._painter.setPen(QPen(self._colour("accent"), 2 / self._scale))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._dot(mark.x, mark.y, RING_PX)

    @property
    def _point_px(self) -> float:
        """A point keeps its size, but on a map that is made very small."""
        return min(POINT_PX, POINT_UNITS * self._scale)

    def _dot(self, x: float, y: float, radius_px: float) -> None:
        radius = radius_px / self._scale
        self._painter.drawEllipse(QPointF(x, y), radius, radius)
