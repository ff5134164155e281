"""The lines of one drawing as painter paths, and where its letters and anchors stand."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from stemsup_desktop.consultation.sites.drawings import Drawing
from stemsup_desktop.consultation.sites.paths import Step
from stemsup_desktop.ui.site_map.point_places import find_roomiest

_EDGE_POINTS = 64
_MARGIN = 6.0
_NEAR_AXIS = 0.12
"""A zone whose middle lies closer to the axis than this share of the width has its letter above or below."""


def make_path(steps: tuple[Step, ...]) -> QPainterPath:
    """Turn drawing steps into a painter path."""
    path = QPainterPath()
    for letter, numbers in steps:
        match letter:
            case "M":
                path.moveTo(numbers[0], numbers[1])
            case "L":
                path.lineTo(numbers[0], numbers[1])
            case "C":
                path.cubicTo(*numbers)
            case "Z":
                path.closeSubpath()
    return path


class Outlines:
    """Paths of a drawing: head, hair, lines and zones."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self.head = [make_path(steps) for steps in drawing.outline]
        self.hair = [make_path(steps) for steps in drawing.hair]
        self.lines = [make_path(steps) for steps in drawing.lines]
        self.zones = {zone.zone_id: make_path(zone.steps) for zone in drawing.zones}
        self.box = self._find_box()
        """What is drawn, with room for the letters at its edge."""
        self._letters: dict[str, QPointF] = {}
        self._anchors: dict[str, QPointF] = {}

    def _find_box(self) -> QRectF:
        box = QRectF()
        for path in (*self.head, *self.hair, *self.lines, *self.zones.values()):
            box = box.united(path.boundingRect())
        return box.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)

    def get_anchor(self, zone_id: str) -> QPointF:
        """Return a place well inside a zone."""
        if zone_id not in self._anchors:
            place = find_roomiest(self._drawing, zone_id, ())
            middle = self.zones[zone_id].boundingRect().center()
            self._anchors[zone_id] = middle if place is None else QPointF(float(place[0]), float(place[1]))
        return self._anchors[zone_id]

    def get_letter(self, zone_id: str) -> QPointF:
        """Return the middle of a zone's letter."""
        if zone_id not in self._letters:
            self._letters[zone_id] = self._find_letter(self.zones[zone_id])
        return self._letters[zone_id]

    def _find_letter(self, path: QPainterPath) -> QPointF:
        """Return the place on a zone's edge that looks away from the middle of the head, clear of its points."""
        left, top, width, height = self._drawing.view_box
        middle = path.boundingRect().center()
        across, down = middle.x() - (left + width / 2), middle.y() - (top + height / 2)
        if abs(across) > _NEAR_AXIS * width:
            towards = QPointF(1 if across > 0 else -1, 0.15)
        else:
            towards = QPointF(0.001, 1 if down > 0 else -1)
        edge = [path.pointAtPercent(step / _EDGE_POINTS) for step in range(_EDGE_POINTS)]
        return max(edge, key=lambda one: QPointF.dotProduct(one - middle, towards))
