"""The strokes on a pad while it is written on, in the measure of the printed box. No Qt."""

from stemsup_desktop.consultation.signing_model import MOST_POINTS, MOST_STROKES, Ink, InkPoint, Stroke

Box = tuple[int, int]
"""Width and height of a printed box in hundredths of a millimetre."""

SIGNATURE_BOX: Box = (8000, 1900)
INITIALS_BOX: Box = (2550, 1050)
"""The printed boxes, as `documents` draws them."""

_PAUSE_MS = 1_000
"""Between ink that was there before and what is added to it: the clock of the first writing is not known any more."""


class InkRecord:
    """Finished strokes, and the one under way; points come in the order of writing."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self._strokes: list[Stroke] = []
        self._open: list[InkPoint] = []
        self._count = 0
        self._began_ms: int | None = None

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The finished strokes."""
        return tuple(self._strokes)

    @property
    def open_stroke(self) -> list[InkPoint]:
        """The stroke under way; not to be changed."""
        return self._open

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return not self._strokes and not self._open

    @property
    def is_full(self) -> bool:
        """Whether the record takes no more."""
        return self._count >= MOST_POINTS or len(self._strokes) >= MOST_STROKES

    def ink(self) -> Ink:
        """Return the finished strokes."""
        return Ink(*self.box, self.strokes)

    def put(self, ink: Ink | None) -> None:
        """Take over ink in place of what is there; of another box, it is fitted into the middle of this one."""
        self._strokes = [] if ink is None else list(fit(ink, self.box).strokes)
        self._open = []
        self._count = sum(map(len, self._strokes))
        self._began_ms = None

    def begin(self, at_ms: int) -> None:
        """Begin a stroke at a moment of whatever clock the pen has."""
        self._open = []
        if self._began_ms is None:
            self._began_ms = at_ms - (self._last_ms() + _PAUSE_MS if self._strokes else 0)

    def add(self, x: float, y: float, pressure: int, at_ms: int) -> bool:
        """Add a point given in shares of the box; return whether it is a new place and there is room for it."""
        if self.is_full or self._began_ms is None:
            return False
        across, down = self.box
        place = min(max(round(x * across), 0), across), min(max(round(y * down), 0), down)
        if self._open and (self._open[-1].x, self._open[-1].y) == place:
            return False  # a pen at rest tells the same place two hundred times a second
        self._open.append(InkPoint(*place, max(at_ms - self._began_ms, self._last_ms()), pressure))
        self._count += 1
        return True

    def end(self, *, is_kept: bool) -> list[InkPoint]:
        """End the stroke under way and return it; one that is not kept was never written."""
        stroke, self._open = self._open, []
        if stroke and is_kept:
            self._strokes.append(tuple(stroke))
        else:
            self._count -= len(stroke)
        return stroke

    def undo(self) -> bool:
        """Take the last finished stroke away; return whether there was one."""
        if not self._strokes:
            return False
        self._count -= len(self._strokes.pop())
        return True

    def _last_ms(self) -> int:
        if self._open:
            return self._open[-1].t_ms
        return self._strokes[-1][-1].t_ms if self._strokes else 0


def fit(ink: Ink, box: Box) -> Ink:
    """Return ink of any pad in the measure of a box, as large as its proportions allow, in the middle of it."""
    if (ink.width, ink.height) == box:
        return ink
    scale = min(box[0] / max(ink.width, 1), box[1] / max(ink.height, 1))
    left, top = (box[0] - ink.width * scale) / 2, (box[1] - ink.height * scale) / 2
    strokes = tuple(
        tuple(InkPoint(round(left + p.x * scale), round(top + p.y * scale), p.t_ms, p.pressure) for p in stroke)
        for stroke in ink.strokes
    )
    return Ink(*box, strokes)
