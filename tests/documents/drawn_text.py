"""What a document writes on its pages, noted while it is drawn: no file is made of it, and none read back.

For what many generated records are to show of laying out and drawing. That a file says what was drawn on it is for
other tests, which read files back; `test_many_consultations` compares both.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from unittest.mock import patch

from documents.pdf_reading import squeeze

from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.fonts import CidFont
from stemsup_desktop.documents.marked_canvas import MarkedCanvas
from stemsup_desktop.documents.pen import ASCENT
from stemsup_desktop.documents.styles import BODY_BOTTOM, BODY_TOP, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Written:
    """One text on one line of a page, in points from its lower left corner."""

    page: int
    text: str
    left: float
    baseline: float
    size: float
    font: CidFont

    @property
    def right(self) -> float:
        """Return where the text ends."""
        widths = self.font.face.charWidths
        return self.left + sum(map(widths.__getitem__, map(ord, self.text))) / 1000 * self.size


@dataclass(frozen=True)
class Drawing:
    """A document as it was drawn."""

    document: RenderedDocument
    written: tuple[Written, ...]

    @cached_property
    def body(self) -> str:
        """Return the text between header and footer, without white space, in drawing order: what `read_body` reads."""
        return squeeze("".join(one.text for one in self.written if BODY_BOTTOM - 2 <= one.baseline <= BODY_TOP + 2))

    def list_outside(self) -> list[str]:
        """Return what was written outside the type area."""
        return [f"page {one.page}: {one.text!r}" for one in self.written if _is_outside(one)]


def _is_outside(one: Written) -> bool:
    return (
        one.left < LEFT - 0.5
        or one.right > PAGE_WIDTH - RIGHT + 0.5
        or one.baseline + ASCENT * one.size > PAGE_HEIGHT - 12 * MM + 2
        or one.baseline - (1 - ASCENT) * one.size < 7 * MM
    )


def draw(render: Callable[[], RenderedDocument]) -> Drawing:
    """Have a document rendered but for its file, which is empty, and for the square codes, which hold no text."""
    written: list[Written] = []
    with ExitStack() as without:
        without.enter_context(patch.object(MarkedCanvas, "show", _make_noting(written)))
        without.enter_context(patch.object(MarkedCanvas, "save", lambda _: None))
        without.enter_context(patch("stemsup_desktop.documents.archive.make_archivable", lambda *_: b""))
        without.enter_context(patch("stemsup_desktop.documents.pen.find_qr_runs", lambda *_: (1, "")))
        document = render()
    return Drawing(document, tuple(written))


def _make_noting(written: list[Written]) -> Callable[..., None]:
    show = MarkedCanvas.show

    def note(canvas: MarkedCanvas, font: CidFont, size: float, x: float, baseline: float, text: str) -> None:
        show(canvas, font, size, x, baseline, text)
        left, bottom = canvas.absolutePosition(x, baseline)
        written.append(Written(canvas.getPageNumber(), text, left, bottom, size, font))

    return note
