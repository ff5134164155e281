"""Draws on a ReportLab canvas: prepared text, rules, boxes, ticks, the shield and QR codes, all as vectors."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.lines import Line, Style
from stemsup_desktop.documents.styles import ACCENT, BLACK, BODY, BOX, RGB, RINGED, RULE_THIN

ASCENT = 0.88
"""Height of the em box above the baseline, in em (Noto Sans JP)."""


class Pen:
    """Writes and draws; `x` from the left edge, `top` and `y` from the lower edge of the page, in points."""

    def __init__(self, canvas: Any, fonts: FontFolder) -> None:
        self.canvas = canvas
        self.fonts = fonts
        self._bookmarks = 0
        self._filled: RGB | None = None
        self._stroked: tuple[float, RGB] | None = None

    def text(self, x: float, top: float, text: str, style: Style, *, align: float = 0.0) -> None:
        """Write one line in a line box below `top`; `align` 0 starts, 0.5 centres and 1 ends at `x`."""
        if align:
            x -= self.fonts.width(text, style.face, style.size) * align
        self._write(x, _baseline(top, style), text, style)

    def line(self, x: float, top: float, line: Line, leading: float) -> None:
        """Write a broken line; every segment stands on the baseline of the largest one."""
        if not line.segments:
            return
        largest = max((segment.style for segment in line.segments), key=lambda style: style.size)
        baseline = top - (leading - largest.size) / 2 - ASCENT * largest.size
        for segment in line.segments:
            self._write(x + segment.x, baseline, segment.text, segment.style)

    def _write(self, x: float, baseline: float, text: str, style: Style) -> None:
        self._fill(style.colour)
        run = self.canvas.beginText(x, baseline)
        run.setFont(style.face.registered_name, style.size)
        run.textOut(text)
        self.canvas.drawText(run)

    def rule(self, x: float, y: float, width: float, thickness: float, colour: RGB = BLACK) -> None:
        """Draw a horizontal rule."""
        self._stroke(thickness, colour)
        self.canvas.line(x, y, x + width, y)

    def box(
        self, x: float, top: float, width: float, height: float, thickness: float = RULE_THIN, colour: RGB = BLACK
    ) -> None:
        """Draw an empty frame."""
        self._stroke(thickness, colour)
        self.canvas.rect(x, top - height, width, height, stroke=1, fill=0)

    def check_box(self, x: float, top: float, *, is_ticked: bool) -> None:
        """Draw a check box of side `BOX`, ticked or empty."""
        self.box(x, top, BOX, BOX)
        if is_ticked:
            self.polyline([(x + 2, top - 4.9), (x + 4.1, top - 7.1), (x + 7.7, top - 2.7)], 1.3)

    def polyline(self, points: Sequence[tuple[float, float]], thickness: float, colour: RGB = BLACK) -> None:
        """Draw connected strokes."""
        self._stroke(thickness, colour)
        path = self.canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        self.canvas.drawPath(path, stroke=1, fill=0)

    def dot(self, x: float, y: float, radius: float, colour: RGB, *, is_filled: bool) -> None:
        """Draw a filled dot or a ring."""
        self._stroke(1.3, colour)
        self._fill(colour if is_filled else (1.0, 1.0, 1.0))
        self.canvas.circle(x, y, radius, stroke=1, fill=1)

    def cross(self, x: float, y: float, side: float, colour: RGB) -> None:
        """Draw the small cross that marks where to sign."""
        self._stroke(0.7, colour)
        self.canvas.line(x, y, x + side, y + side)
        self.canvas.line(x, y + side, x + side, y)

    def ringed_number(self, x: float, top: float, number: int) -> None:
        """Draw a number in a ring, centred on a line of body text."""
        y = top - BODY.leading / 2
        self._stroke(0.9, ACCENT)
        self.canvas.circle(x + 6.2, y, 6.2, stroke=1, fill=0)
        self.text(x + 6.2, y + RINGED.leading / 2, str(number), RINGED, align=0.5)

    def bookmark(self, title: str, top: float) -> None:
        """Make the place an entry of the outline."""
        key = f"mark-{self._bookmarks}"
        self._bookmarks += 1
        self.canvas.bookmarkHorizontal(key, 0, top)
        self.canvas.addOutlineEntry(title, key, 0)

    def dashed_shield(self, x: float, top: float, side: float, colour: RGB) -> None:
        """Draw the mark of an unsealed document in a square of `side`."""
        self._stroke(0.8, colour)
        self.canvas.setDash(1.6, 1.2)
        unit = side / 20
        path = self.canvas.beginPath()
        path.moveTo(x + 10 * unit, top - 2 * unit)
        path.lineTo(x + 16.5 * unit, top - 4.5 * unit)
        path.lineTo(x + 16.5 * unit, top - 9.5 * unit)
        path.curveTo(x + 16.5 * unit, top - 14 * unit, x + 13.5 * unit, top - 16.8 * unit, x + 10 * unit, top - side)
        path.curveTo(
            x + 6.5 * unit, top - 16.8 * unit, x + 3.5 * unit, top - 14 * unit, x + 3.5 * unit, top - 9.5 * unit
        )
        path.lineTo(x + 3.5 * unit, top - 4.5 * unit)
        path.close()
        self.canvas.drawPath(path, stroke=1, fill=0)
        self.canvas.setDash()

    def hatched_strip(self, x: float, bottom: float, width: float, height: float, colour: RGB) -> None:
        """Draw a strip of slanting strokes, a mark that stays visible in greyscale."""
        self._stroke(0.9, colour)
        path = self.canvas.beginPath()
        y = bottom
        while y + width <= bottom + height:
            path.moveTo(x, y)
            path.lineTo(x + width, y + width)
            y += width
        self.canvas.drawPath(path, stroke=1, fill=0)

    def qr_code(self, x: float, top: float, side: float, content: str, *, is_secret: bool = False) -> None:
        """Draw a QR code as one filled path of horizontal runs of modules; a secret is not kept for the next page."""
        size, runs = _make_qr_runs(content) if is_secret else _find_qr_runs(content)
        self._fill((0.0, 0.0, 0.0))
        self.canvas.saveState()
        self.canvas.translate(x, top)
        self.canvas.scale(side / size, -side / size)
        self.canvas._code.append(f"{runs} f")  # a path of thousands of numbers is slow to build call by call
        self.canvas.restoreState()

    def bullet(self, x: float, y: float) -> None:
        """Draw the small square before an item of a list."""
        self._fill(ACCENT)
        self.canvas.rect(x - 1.3, y - 1.3, 2.6, 2.6, stroke=0, fill=1)

    def new_page(self) -> None:
        """End the page and begin the next, where every colour and width is set anew."""
        self.canvas.showPage()
        self._filled = self._stroked = None

    def _fill(self, colour: RGB) -> None:
        if colour != self._filled:
            self._filled = colour
            self.canvas.setFillColorRGB(*colour)

    def _stroke(self, thickness: float, colour: RGB) -> None:
        if (thickness, colour) != self._stroked:
            self._stroked = (thickness, colour)
            self.canvas.setLineWidth(thickness)
            self.canvas.setStrokeColorRGB(*colour)


def _baseline(top: float, style: Style) -> float:
    return top - (style.leading - style.size) / 2 - ASCENT * style.size


@lru_cache(maxsize=64)
def _find_qr_runs(content: str) -> tuple[int, str]:
    return _make_qr_runs(content)


def _make_qr_runs(content: str) -> tuple[int, str]:
    """Return the number of modules a side, and every run of dark modules as a rectangle of a PDF path."""
    import segno  # imported late: a tenth of a second that the first window does not need

    matrix = segno.make(content, error="m", micro=False, boost_error=False).matrix
    runs = []
    for row, modules in enumerate(matrix):
        column = 0
        while column < len(modules):
            end = column
            while end < len(modules) and modules[end]:
                end += 1
            if end > column:
                runs.append(f"{column} {row} {end - column} 1 re")
            column = max(end, column + 1)
    return len(matrix), " ".join(runs)
