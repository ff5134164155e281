"""Draws on a ReportLab canvas: prepared text, rules, boxes, ticks, the shield and QR codes, all as vectors.

What is drawn within `content(elem)` is content of that element; everything else becomes an artifact by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from stemsup_desktop.documents.document_model import Place
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.foreign import find_stretches
from stemsup_desktop.documents.lines import Line, Style
from stemsup_desktop.documents.marked_canvas import MarkedCanvas, Path
from stemsup_desktop.documents.qr_runs import find_qr_runs, make_qr_runs
from stemsup_desktop.documents.structure import Box, Elem, Tag
from stemsup_desktop.documents.styles import ACCENT, BLACK, BODY, BOX, RGB, RINGED, RULE_THIN

SLASH = " / "
"""Stands between the two languages of one line."""
ASCENT = 0.88
"""Height of the em box above the baseline, in em (Noto Sans JP)."""


class Pen:
    """Writes and draws; `x` from the left edge, `top` and `y` from the lower edge of the page, in points."""

    def __init__(self, canvas: MarkedCanvas, fonts: FontFolder) -> None:
        self.canvas = canvas
        self.fonts = fonts
        self._bookmarked: set[Elem] = set()
        self._filled: RGB | None = None
        self._stroked: tuple[float, RGB] | None = None
        self._artifacts = 0
        self._places: dict[str, Place] = {}
        self._deferred: list[Callable[[], None]] = []

    @property
    def places(self) -> tuple[Place, ...]:
        """Return where the parts with an id begin, in the order of drawing."""
        return tuple(self._places.values())

    def defer(self, draw: Callable[[], None]) -> None:
        """Leave something on this page to be drawn later, in the order of its coming."""
        self._deferred.append(draw)

    def catch_up(self) -> None:
        """Draw what was left to be drawn."""
        deferred, self._deferred = self._deferred, []
        for draw in deferred:
            draw()

    @contextmanager
    def content(self, elem: Elem, top: float | None = None, box: Box | None = None) -> Iterator[None]:
        """Let what is drawn within be content of an element; `top` is where it begins, `box` what a figure covers.

        An element that is drawn on several pages has content on each of them.
        """
        if self._artifacts:
            yield
            return
        if top is not None:
            self.arrive(elem, top)
        elem.box = elem.box or box
        self.canvas.begin_content(elem)
        yield
        self.canvas.end_content()

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """Let what is drawn within be no part of the text: it was read before; `kind` is "Header" or "Footer"."""
        self._artifacts += 1
        self.canvas.begin_artifact(kind)
        yield
        self.canvas.end_artifact()
        self._artifacts -= 1

    def arrive(self, elem: Elem, top: float, bottom: float = 0.0) -> None:
        """Remember where an element begins, if it has an id or is a bookmark, the first time it is drawn.

        `bottom` is where it ends on this page, as far as that is known.
        """
        if self._artifacts:
            return
        if elem.place and elem.place not in self._places:
            self._places[elem.place] = Place(elem.place, len(self.canvas.owners), top, bottom)
        if elem.title and elem not in self._bookmarked:
            key = f"mark-{len(self._bookmarked)}"
            self._bookmarked.add(elem)
            self.canvas.bookmarkHorizontal(key, 0, top)
            self.canvas.addOutlineEntry(elem.title, key, 1 if elem.tag is Tag.H3 else 0, closed=1)

    def text(self, x: float, top: float, text: str, style: Style, *, align: float = 0.0) -> None:
        """Write one line in a line box below `top`; `align` 0 starts, 0.5 centres and 1 ends at `x`."""
        if align:
            x -= self.fonts.width(text, style.face, style.size) * align
        self._write_spoken(x, _baseline(top, style), text, style)

    def caption(self, x: float, top: float, text: str, style: Style, *, align: float = 0.0) -> None:
        """Write one line within a figure: its alternative is read instead, so no part of it has a language."""
        x -= self.fonts.width(text, style.face, style.size) * align
        self._write(x, _baseline(top, style), text, style)

    def line(self, x: float, top: float, line: Line, leading: float) -> None:
        """Write a broken line; every segment stands on the baseline of the largest one."""
        if not line.segments:
            return
        largest = max((segment.style for segment in line.segments), key=lambda style: style.size)
        baseline = top - (leading - largest.size) / 2 - ASCENT * largest.size
        for segment in line.segments:
            self._write_spoken(x + segment.x, baseline, segment.text, segment.style)
        if line.has_more:
            # Words are told apart by spaces, at the end of a line too (ISO 32000-1, 14.8.2.5). It stands under the last
            # letter, so that no line is wider than what is seen of it.
            style = line.segments[-1].style
            self._write(x + line.width - self.fonts.width(" ", style.face, style.size), baseline, " ", style)

    def slash(self, x: float, top: float, style: Style) -> float:
        """Draw the stroke between two languages on one line, which nobody reads; return the width that it takes."""
        width = self.fonts.width(SLASH, style.face, style.size)
        middle, baseline = x + width / 2, _baseline(top, style)
        lean, height = style.size * 0.14, style.size * 0.76
        self.polyline([(middle - lean, baseline - 0.8), (middle + lean, baseline + height)], 0.5, style.colour)
        return width

    def _write_spoken(self, x: float, baseline: float, text: str, style: Style) -> None:
        """Write a text; what is in another language than the element around it becomes a span of its own."""
        elem = self.canvas.elem
        stretches = find_stretches(text, elem.spoken) if elem is not None else ()
        if not stretches or elem is None:
            self._write(x, baseline, text, style)
            return
        for words, language in stretches:
            if language is None:
                self._write(x, baseline, words, style)
            else:
                self.canvas.end_content()
                with self.content(elem.add(Elem(Tag.SPAN, language=language))):
                    self._write(x, baseline, words, style)
                self.canvas.begin_content(elem)
            x += self.fonts.width(words, style.face, style.size)

    def _write(self, x: float, baseline: float, text: str, style: Style) -> None:
        self._fill(style.colour)
        self.canvas.show(self.fonts.font(style.face), style.size, x, baseline, text)

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

    def check_box(self, x: float, top: float, elem: Elem, *, is_ticked: bool) -> None:
        """Draw a check box of side `BOX`, ticked or empty, as a figure."""
        with self.content(elem, top, (x, top - BOX, x + BOX, top)):
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

    def shape(
        self,
        path: Path,
        thickness: float,
        colour: RGB,
        *,
        filled: RGB | None = None,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw the edge of a path, over its filling if it has one."""
        self._stroke(thickness, colour)
        if filled is not None:
            self._fill(filled)
        if dash:
            self.canvas.setDash(*dash)
        traced = self.canvas.beginPath()
        path(traced)
        self.canvas.drawPath(traced, stroke=1, fill=0 if filled is None else 1)
        if dash:
            self.canvas.setDash()

    def dot(self, x: float, y: float, radius: float, colour: RGB, *, is_filled: bool) -> None:
        """Draw a filled dot or a ring."""
        self._stroke(1.3, colour)
        self._fill(colour if is_filled else (1.0, 1.0, 1.0))
        self.canvas.circle(x, y, radius, stroke=1, fill=1)

    def polygon(self, points: Sequence[tuple[float, float]], thickness: float, colour: RGB, *, is_filled: bool) -> None:
        """Draw a closed outline, filled with its colour or with white."""
        self._stroke(thickness, colour)
        self._fill(colour if is_filled else (1.0, 1.0, 1.0))
        path = self.canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        self.canvas.drawPath(path, stroke=1, fill=1)

    def cross(self, x: float, y: float, side: float, colour: RGB) -> None:
        """Draw the small cross that marks where to sign."""
        self._stroke(0.7, colour)
        self.canvas.line(x, y, x + side, y + side)
        self.canvas.line(x, y + side, x + side, y)

    def ringed_number(self, x: float, top: float, number: int, leading: float = BODY.leading) -> None:
        """Draw a number in a ring, centred on a line of text."""
        y = top - leading / 2
        self._stroke(0.9, ACCENT)
        self.canvas.circle(x + 6.2, y, 6.2, stroke=1, fill=0)
        self.text(x + 6.2, y + RINGED.leading / 2, str(number), RINGED, align=0.5)

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

    def qr_code(
        self, x: float, top: float, side: float, content: str, *, alike: str = "", is_secret: bool = False
    ) -> None:
        """Draw a QR code as one filled path of horizontal runs of modules; a secret is not kept for the next page.

        `alike` is the code of another page of the document, whose mask does for this one.
        """
        size, runs = make_qr_runs(content) if is_secret else find_qr_runs(content, alike)
        self._fill((0.0, 0.0, 0.0))
        self.canvas.mark()
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
