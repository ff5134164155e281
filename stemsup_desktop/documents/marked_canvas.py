"""A ReportLab canvas on which everything painted is marked content of an element, or an artifact."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.canvas import Canvas

from stemsup_desktop.documents.fonts import CidFont
from stemsup_desktop.documents.structure import Content, Elem

_PAINTING = (
    *("lines", "grid", "bezier", "arc", "rect", "ellipse", "wedge", "circle", "roundRect", "drawPath"),
    *("drawText", "drawImage", "drawInlineImage", "doForm", "shade", "linearGradient", "radialGradient"),
)
"""What paints on a canvas of ReportLab, besides lines; its other methods for text end in `drawText`."""

_write: Callable[[float], str] = lru_cache(maxsize=4096)(fp_str)

Path = Callable[[Any], None]
"""Adds its steps to a path of ReportLab, in points on the page."""


class MarkedCanvas(Canvas):  # type: ignore[misc]  # ReportLab is untyped
    """Writes marked content (ISO 32000-1, 14.6); its numbers begin anew on each page.

    `owners` has a list for each page: the element of marked content 0, 1, 2 and so on.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.owners: list[list[Elem]] = [[]]
        self._elem: Elem | None = None
        self._is_artifact = False
        self._length_before = 0
        super().__init__(*arguments, **named)

    @property
    def elem(self) -> Elem | None:
        """Return the element whose content is being painted."""
        return self._elem

    def begin_content(self, elem: Elem) -> None:
        """Let what is painted from here on be content of an element of the document."""
        if self._elem is not None:
            raise AssertionError(f"content of {elem.tag} within content of {self._elem.tag}")
        if elem.parent is None:
            raise AssertionError(f"{elem.tag} has content but no place in the document")
        self.end_artifact()
        owners = self.owners[-1]
        self._elem = elem
        self._code.append(f"/{elem.tag} <</MCID {len(owners)}>> BDC")
        self._length_before = len(self._code)
        elem.kids.append(Content(len(self.owners) - 1, len(owners)))
        owners.append(elem)

    def end_content(self) -> None:
        """End the content of an element; where nothing was painted, nothing was begun."""
        elem, self._elem = self._elem, None
        if elem is None:
            raise AssertionError("no content was begun")
        if len(self._code) > self._length_before:
            self._code.append("EMC")
            return
        self._code.pop()
        self.owners[-1].pop()
        elem.kids.pop()

    def begin_artifact(self, kind: str = "") -> None:
        """Let what is painted from here on be no part of the text; `kind` is "Header" or "Footer"."""
        self.end_artifact()
        properties = f"<</Type /Pagination /Subtype /{kind}>> BDC" if kind else "BMC"
        self._code.append(f"/Artifact {properties}")
        self._is_artifact = True

    def end_artifact(self) -> None:
        """End an artifact, if one is open."""
        if self._is_artifact:
            self._code.append("EMC")
            self._is_artifact = False

    def mark(self) -> None:
        """See to it that what is painted next is marked: without an element it is an artifact."""
        if self._elem is None and not self._is_artifact:
            self.begin_artifact()

    def show(self, font: CidFont, size: float, x: float, baseline: float, text: str) -> None:
        """Write one line of text; ReportLab's own text object takes three times as long for the same operators."""
        self.mark()
        ((subset, codes),) = font.splitString(text, self._doc)
        name = font.getSubsetInternalName(subset, self._doc)
        self._code.append(f"BT {name} {size:g} Tf 1 0 0 1 {x:.2f} {baseline:.2f} Tm <{codes.hex()}> Tj ET")

    # As ReportLab writes them, but that a number which was written before is not written anew, digit by digit.

    def setFillColorRGB(self, r: float, g: float, b: float, alpha: float | None = None) -> None:  # noqa: N802
        """Fill with a colour, each part of it and how opaque it is from 0 to 1."""
        if alpha is not None:
            self.setFillAlpha(alpha)
        self._fillColorObj = (r, g, b)
        self._code.append(f"{_write(r)} {_write(g)} {_write(b)} rg")

    def setStrokeColorRGB(self, r: float, g: float, b: float, alpha: float | None = None) -> None:  # noqa: N802
        """Stroke with a colour, each part of it and how opaque it is from 0 to 1."""
        if alpha is not None:
            self.setStrokeAlpha(alpha)
        self._strokeColorObj = (r, g, b)
        self._code.append(f"{_write(r)} {_write(g)} {_write(b)} RG")

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        """Stroke lines of a width."""
        self._lineWidth = width
        self._code.append(f"{_write(width)} w")

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a line."""
        self.mark()
        self._code.append(f"n {_write(x1)} {_write(y1)} m {_write(x2)} {_write(y2)} l S")

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """End the page; the next one has marked content of its own."""
        if self._elem is not None:
            raise AssertionError(f"the page ends within content of {self._elem.tag}")
        self.end_artifact()
        super().showPage()
        self.owners.append([])


def _marked(paint: Callable[..., Any]) -> Callable[..., Any]:
    def marked(self: MarkedCanvas, *arguments: Any, **named: Any) -> Any:
        self.mark()
        return paint(self, *arguments, **named)

    return marked


for _name in _PAINTING:
    setattr(MarkedCanvas, _name, _marked(getattr(Canvas, _name)))
