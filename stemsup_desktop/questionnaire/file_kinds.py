"""Kinds of file as MIME types: found from what a file holds, compared, and named in words."""

from stemsup_desktop.language import Text

UNKNOWN_KIND = "application/octet-stream"

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (128, b"DICM", "application/dicom"),
    (0, b"{\\rtf", "application/rtf"),
)
"""What a file of a kind holds at an offset; the first that fits counts."""

_ZIPPED = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_PLAIN = {"txt": "text/plain", "csv": "text/csv", "json": "application/json", "xml": "application/xml"}
"""Kinds that hold nothing to know them by: the ending says it, if the file can be text at all."""

_NAMES = {
    "application/pdf": Text("PDF document", "PDF文書"),
    "image/png": Text("PNG image", "PNG画像"),
    "image/jpeg": Text("JPEG image", "JPEG画像"),
    "image/gif": Text("GIF image", "GIF画像"),
    "image/tiff": Text("TIFF image", "TIFF画像"),
    "image/webp": Text("WebP image", "WebP画像"),
    "image/heic": Text("HEIC image", "HEIC画像"),
    "image/heif": Text("HEIF image", "HEIF画像"),
    "video/mp4": Text("MP4 video", "MP4動画"),
    "video/quicktime": Text("QuickTime video", "QuickTime動画"),
    "audio/wav": Text("WAV recording", "WAV音声"),
    "audio/mpeg": Text("MP3 recording", "MP3音声"),
    "application/dicom": Text("DICOM file", "DICOMファイル"),
    "application/rtf": Text("RTF document", "RTF文書"),
    "application/zip": Text("ZIP archive", "ZIPファイル"),
    _ZIPPED["docx"]: Text("Word document", "Word文書"),
    _ZIPPED["xlsx"]: Text("Excel sheet", "Excelシート"),
    _ZIPPED["pptx"]: Text("PowerPoint slides", "PowerPointスライド"),
    "text/plain": Text("Text", "テキスト"),
    "text/csv": Text("CSV table", "CSV表"),
    "application/json": Text("JSON file", "JSONファイル"),
    "application/xml": Text("XML file", "XMLファイル"),
    "image/*": Text("any image", "画像全般"),
    "video/*": Text("any video", "動画全般"),
    "audio/*": Text("any recording", "音声全般"),
    UNKNOWN_KIND: Text("File of unknown kind", "種類不明のファイル"),
}
_ENDINGS = {"image/jpeg": "jpg", "audio/mpeg": "mp3", "video/quicktime": "mov", "application/dicom": "dcm"}


def find_kind(name: str, data: bytes) -> str:
    """Return the MIME type of a file by what it holds; its ending alone is believed of plain text only."""
    for offset, mark, kind in _SIGNATURES:
        if data[offset : offset + len(mark)] == mark:
            return kind
    ending = name.rpartition(".")[2].casefold()
    if data[:4] == b"PK\x03\x04":
        return _ZIPPED.get(ending, "application/zip")
    return _PLAIN.get(ending, UNKNOWN_KIND) if b"\0" not in data[:4096] else UNKNOWN_KIND


def find_ending(kind: str) -> str:
    """Return the ending, without its dot, that a file of a kind is saved with."""
    zipped = {known: ending for ending, known in (_ZIPPED | _PLAIN).items()}
    subtype = kind.rpartition("/")[2]
    ending = _ENDINGS.get(kind) or zipped.get(kind) or (subtype if kind in _NAMES and kind != UNKNOWN_KIND else "")
    return ending or "bin"


def is_of_kind(kind: str, wanted: str) -> bool:
    """Say whether a MIME type is one, or of a family such as image/*; case and parameters do not matter."""
    plain, pattern = _strip(kind), _strip(wanted)
    if pattern in ("*", "*/*"):
        return True
    return plain.startswith(pattern[:-1]) if pattern.endswith("/*") else plain == pattern


def say_kind(kind: str) -> Text:
    """Return what people call a MIME type; one that has no name here is its own."""
    plain = _strip(kind)
    return _NAMES.get(plain, Text(plain, plain)) if plain else _NAMES[UNKNOWN_KIND]


def _strip(kind: str) -> str:
    return kind.partition(";")[0].strip().casefold()
