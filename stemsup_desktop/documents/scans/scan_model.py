"""A page as it was read from a file: what is kept of it, what was found on it, and a small picture for the window."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from stemsup_desktop.documents.scans.matching import FoundPage
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
KEPT_TYPES = frozenset({PDF, JPEG, PNG})

BYTES_PER_MB = 1_000_000
MOST_FILE_BYTES = 100 * BYTES_PER_MB
MOST_PAGE_BYTES = 25 * BYTES_PER_MB
MOST_KEPT_BYTES = 200 * BYTES_PER_MB
"""Of all pages of one file: a few bytes of a PDF can be many pages."""
MOST_PAGES = 200
MOST_PIXELS = 80_000_000
MOST_SIDE_PX = 30_000
THUMBNAIL_PX = 240

Report = Callable[[int, int], None]
"""Takes how many pages are read, and of how many; raises what ends the reading."""


class ScannedPage(msgspec.Struct, frozen=True):
    """One page, upright where its code told; `place` counts the pages of its file from 1.

    `data` is of `media_type` (PDF of one page, JPEG or PNG); `thumbnail` a PNG of at most 240 px a side.
    """

    place: int
    media_type: str
    data: bytes
    found: FoundPage
    thumbnail: bytes


SENTENCES: Mapping[str, Text] = MappingProxyType(
    {
        "scan-unreadable": Text(
            "The file cannot be read. Nothing was taken from it.",
            "ファイルを読み込めないため、何も取り込んでいません。",
        ),
        "scan-empty": Text(
            "The file is empty. Nothing was taken from it.",
            "ファイルが空のため、何も取り込んでいません。",
        ),
        "scan-file-too-large": Text(
            "The file is larger than 100 MB. Scan fewer pages at a time, or at 300 dpi.",
            "ファイルが100 MBを超えています。ページを分けるか、300 dpiでスキャンしてください。",
        ),
        "scan-kind": Text(
            "The file is no PDF, JPEG, PNG or TIFF. Save the scan as one of these.",
            "PDF・JPEG・PNG・TIFF以外のファイルです。いずれかの形式で保存してください。",
        ),
        "scan-damaged": Text(
            "The file is damaged, and no page was taken from it. Scan the pages again.",
            "ファイルが壊れているため、何も取り込んでいません。もう一度スキャンしてください。",
        ),
        "scan-locked": Text(
            "The PDF is locked with a password. Save it without one.",
            "PDFにパスワードがかかっています。パスワードなしで保存してください。",
        ),
        "scan-too-many-pages": Text(
            "The file has more than 200 pages. Choose the scan of this document alone.",
            "ファイルが200ページを超えています。この書類だけのスキャンを選んでください。",
        ),
        "scan-picture-too-large": Text(
            "A picture in the file is too large. Scan at 300 dpi, or take a smaller photograph.",
            "ファイル内の画像が大きすぎます。300 dpiでスキャンするか、より小さい写真を撮ってください。",
        ),
    }
)
"""What is said of a file of which no page is taken."""


def make_scan_problem(code: str) -> InputProblem:
    """Return the problem of a file; its sentence names neither the file nor what stands in it."""
    return InputProblem(code, SENTENCES[code].en)
