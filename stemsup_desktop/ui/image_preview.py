"""Small pictures of image files, decoded only where the file says beforehand that it is of a size to be decoded."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MOST_PIXELS = 40_000_000
MOST_SIDE_PX = 30_000
_FORMATS = {"image/png": b"png", "image/jpeg": b"jpeg", "image/gif": b"gif", "image/webp": b"webp"}


def has_preview(content_type: str) -> bool:
    """Say whether files of a MIME type may have a preview."""
    return content_type in _FORMATS


def read_preview(data: bytes, content_type: str, side_px: int) -> QImage:
    """Return a picture of at most `side_px` each way; a null one if the file is damaged, too large, or no image.

    Only the decoder of the file's own kind is used. Memory is bounded: by the size that the file claims, checked before
    anything is decoded, and by Qt's own limit for what a decoder allocates.
    """
    if not has_preview(content_type):
        return QImage()
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_FORMATS[content_type]))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not _is_decodable(size):
        return QImage()
    if max(size.width(), size.height()) > side_px:
        reader.setScaledSize(_fit(size, side_px))
    return reader.read()


def _is_decodable(size: QSize) -> bool:
    width, height = size.width(), size.height()
    return 0 < width <= MOST_SIDE_PX and 0 < height <= MOST_SIDE_PX and width * height <= MOST_PIXELS


def _fit(size: QSize, side_px: int) -> QSize:
    fitted = size.scaled(side_px, side_px, Qt.AspectRatioMode.KeepAspectRatio)
    return fitted.expandedTo(QSize(1, 1))
