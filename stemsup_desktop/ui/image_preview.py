"""Small pictures of image files, decoded only where the file says beforehand that it is of a size to be decoded."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MOST_PIXELS = 40_000_000
MOST_SIDE_PX = 30_000
MOST_SCANNED_PIXELS = 15 * MOST_PIXELS
"""Pixels of a JPEG times its scans: a progressive one has about ten, and each walks over the whole picture."""
_SCAN = b"\xff\xda"
_PNG_HEAD_BYTES, _PNG_FRAME_BYTES = 8, 12
_PNG_PARTS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_FORMATS = {"image/png": b"png", "image/jpeg": b"jpeg", "image/gif": b"gif", "image/webp": b"webp"}


def has_preview(content_type: str) -> bool:
    """Say whether files of a MIME type may have a preview."""
    return content_type in _FORMATS


def read_preview(data: bytes, content_type: str, side_px: int) -> QImage:
    """Return a picture of at most `side_px` each way; a null one if the file is damaged, too large, or no image.

    Only the decoder of the file's own kind is used. Memory is bounded: by the size that the file claims, checked before
    anything is decoded, and by Qt's own limit for what a decoder allocates. So is time: what a PNG says besides its
    picture is not read, for each compressed text takes as long as a picture; a JPEG may not have endless scans.
    """
    if not has_preview(content_type):
        return QImage()
    held = QByteArray(_picture_alone(data) if content_type == "image/png" else data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_FORMATS[content_type]))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    scans = data.count(_SCAN) if content_type == "image/jpeg" else 1
    if not _is_decodable(size) or size.width() * size.height() * scans > MOST_SCANNED_PIXELS:
        return QImage()
    if max(size.width(), size.height()) > side_px:
        reader.setScaledSize(_fit(size, side_px))
    image = reader.read()
    # A GIF says its size twice: for the screen and for each picture on it.
    return image if max(image.width(), image.height()) <= side_px else image.scaled(_fit(image.size(), side_px))


def _picture_alone(data: bytes) -> bytes:
    """Return a PNG without its ancillary parts; each part has its length before it and its kind and checksum around."""
    kept, start = [data[:_PNG_HEAD_BYTES]], _PNG_HEAD_BYTES
    while start + _PNG_FRAME_BYTES <= len(data):
        end = start + _PNG_FRAME_BYTES + int.from_bytes(data[start : start + 4])
        if data[start + 4 : start + 8] in _PNG_PARTS:
            kept.append(data[start:end])
        start = end
    return b"".join(kept)


def _is_decodable(size: QSize) -> bool:
    width, height = size.width(), size.height()
    return 0 < width <= MOST_SIDE_PX and 0 < height <= MOST_SIDE_PX and width * height <= MOST_PIXELS


def _fit(size: QSize, side_px: int) -> QSize:
    fitted = size.scaled(side_px, side_px, Qt.AspectRatioMode.KeepAspectRatio)
    return fitted.expandedTo(QSize(1, 1))
