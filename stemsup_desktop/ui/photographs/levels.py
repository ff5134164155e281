"""A decoded photograph in several sizes, so that it is painted quickly and finely at any; made on the work lane."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from stemsup_desktop.store.problems import make_environment_problem
from stemsup_desktop.ui.image_preview import read_preview

_LONGEST_PX = 4096
_SMALLEST_PX = 400


@dataclass(frozen=True, slots=True)
class Levels:
    """The picture whole, and each time half as large."""

    images: Sequence[QImage]

    def find(self, zoom: float) -> QImage:
        """Return the smallest picture that is no smaller than what is painted, at screen px per pixel of the whole."""
        wanted = self.images[0].width() * zoom
        return next((one for one in reversed(self.images) if one.width() >= wanted), self.images[0])


def read_levels(data: bytes) -> Levels:
    """Decode a kept photograph; raises `EnvironmentProblem` photograph-damaged for what is none."""
    image = read_preview(data, "image/jpeg", _LONGEST_PX)
    if image.isNull():
        raise make_environment_problem("photograph-damaged")
    images = [image.convertToFormat(QImage.Format.Format_RGB32)]
    while max(images[-1].width(), images[-1].height()) > _SMALLEST_PX:
        half = (images[-1].size() / 2).expandedTo(QSize(1, 1))
        images.append(
            images[-1].scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
    return Levels(tuple(images))
