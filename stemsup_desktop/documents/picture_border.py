"""Where pictures from outside come in: their size is known before decoding, and whatever is wrong is one problem."""

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stemsup_desktop.errors import InputProblem

if TYPE_CHECKING:
    from PIL.Image import Image

_START_OF_SCAN = b"\xff\xda"
MOST_SCANS = 15
"""Times that a picture of the most pixels may be walked over: a progressive JPEG has about ten scans."""
_FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, OverflowError, MemoryError),
    *(ZeroDivisionError, AttributeError, struct.error, zlib.error),
)
"""What Pillow is known to raise on damaged files."""


@dataclass(frozen=True, slots=True)
class PictureBorder:
    """Which pictures are taken in; `make_too_large` and `make_damaged` make the problem of one that is not.

    `most_scanned_pixels` are the pixels of a JPEG times its scans, each of which walks over the whole picture.
    """

    formats: tuple[str, ...]
    most_side_px: int
    most_pixels: int
    most_scanned_pixels: int
    make_too_large: Callable[[], InputProblem]
    make_damaged: Callable[[], InputProblem]

    @contextmanager
    def translating_faults(self) -> Iterator[None]:
        """Raise the one problem for whatever Pillow makes of the file."""
        from PIL import Image

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a warning would name what stands in the file
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                yield
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise self.make_too_large() from None
        except _FAULTS:
            raise self.make_damaged() from None

    @contextmanager
    def open(self, data: bytes) -> Iterator["Image"]:
        """Open a picture without decoding it; what is done with it later is translated by the caller."""
        with self.translating_faults():
            from PIL import Image

            image = Image.open(io.BytesIO(data), formats=self.formats)
        with image:
            yield image

    def check_size(self, image: "Image", data: bytes) -> None:
        """Raise the problem of a picture that would take too much memory or time to decode."""
        width, height = image.size
        scans = data.count(_START_OF_SCAN) if image.format in ("JPEG", "MPO") else 1
        is_large = max(width, height) > self.most_side_px or width * height > self.most_pixels
        if is_large or width * height * scans > self.most_scanned_pixels:
            raise self.make_too_large()
