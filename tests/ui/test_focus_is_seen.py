"""The focus is seen on every component, light and dark: by pixels that change, with a contrast of 3 to 1 at least."""

from collections.abc import Callable, Iterator

import pytest
from gallery import make_sheet
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.shell.stops import iter_stops
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.words import Words

LEAST_CONTRAST = 3.0
REACH = 4


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def take(host: QWidget, where: QRect) -> QImage:
    return host.grab(where).toImage()


def count_seen(before: QImage, after: QImage) -> int:
    """Return how many pixels on the edge of two pictures changed enough to be seen."""
    seen = 0
    for y in range(before.height()):
        for x in range(before.width()):
            old, new = before.pixelColor(x, y), after.pixelColor(x, y)
            seen += old != new and contrast(old, new) >= LEAST_CONTRAST
    return seen


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK])
def scheme(request: pytest.FixtureRequest, theme: Theme) -> Scheme:
    theme.set_scheme(request.param)
    return Scheme(request.param)


@pytest.fixture
def host(
    theme: Theme, scheme: Scheme, english: Words, qapp: QApplication, shown: Callable[..., QWidget]
) -> Iterator[QWidget]:
    sheet = make_sheet(theme, english)
    ring = FocusRing(theme, sheet, qapp)
    shown(sheet, 1440, 1800)
    yield sheet
    ring.deleteLater()


def test_the_focus_is_seen_on_every_component(host: QWidget, scheme: Scheme) -> None:
    stops = list(iter_stops(host))
    assert len(stops) > 30
    unseen = []
    for stop, other in zip(stops, (*stops[1:], stops[0]), strict=True):
        owner = stop.property("ring_owner")
        target = owner if isinstance(owner, QWidget) else stop
        corner = target.mapTo(host, QPoint(0, 0))
        where = QRect(corner, target.size()).adjusted(-REACH, -REACH, REACH, REACH) & host.rect()
        other.setFocus()
        before = take(host, where)
        stop.setFocus()
        if count_seen(before, take(host, where)) < min(where.width(), where.height()):
            unseen.append(f"{type(stop).__name__} {stop.objectName()}")
    assert unseen == []
