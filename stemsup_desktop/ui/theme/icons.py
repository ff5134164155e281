"""Icons: one-stroke SVGs drawn in a token colour at any size, cached per name, colour, size and pixel ratio."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from stemsup_desktop.content_files import read_bytes

_STROKE_WIDTH = b'stroke-width="1.5"'


def stroke_units(size: int) -> float:
    """Return the stroke in units of the 20 box that the design wants at an icon size: 1.75 at 16, 1.3 at 36 px."""
    if size <= 16:
        return 1.75
    return 1.5 if size < 30 else 1.3


class IconCache:
    """Draws the icons of a folder and remembers what it drew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, bytes] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def read_ahead(self) -> None:
        """Read every icon, so that none waits for the disk when it is first painted; any thread may do it."""
        for path in self._folder.glob("*.svg"):
            self._sources.setdefault(path.stem, read_bytes(path))

    def pixmap(self, name: str, colour: QColor, size: int, pixel_ratio: float) -> QPixmap:
        """Return an icon; raises `EnvironmentProblem` if no icon has that name."""
        key = (name, colour.name(), size, pixel_ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(*key)
        return self._pixmaps[key]

    def draw_ahead(self, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[None]:
        """Draw in the colours of another look what was drawn in those of this one, an icon at a time."""
        others: dict[str, set[str]] = {}
        for token, colour in before.items():
            others.setdefault(QColor(colour).name(), set()).add(after[token])
        for name, colour, size, pixel_ratio in tuple(self._pixmaps):
            for other in others.get(colour, ()):
                self.pixmap(name, QColor(other), size, pixel_ratio)
                yield

    def _draw(self, name: str, colour: str, size: int, pixel_ratio: float) -> QPixmap:
        if name not in self._sources:
            self._sources[name] = read_bytes(self._folder / f"{name}.svg")
        width = stroke_units(size)
        source = self._sources[name].replace(_STROKE_WIDTH, f'stroke-width="{width:.3f}"'.encode())
        renderer = QSvgRenderer(QByteArray(source.replace(b"#000000", colour.encode())))
        pixmap = QPixmap(round(size * pixel_ratio), round(size * pixel_ratio))
        pixmap.setDevicePixelRatio(pixel_ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap
