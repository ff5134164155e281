"""Streams whose end can be told from the line end that follows them.

Between the data of a stream and `endstream` stands a line end that is not counted. Where the data itself ends in a
carriage return, a checker that looks from the end takes both for one line end and finds the length wrong
(ISO 19005-3, 6.1.7.1): one stream in 256 ends so by chance. What stands behind the end of compressed data is not read.
"""

import io
import zlib
from typing import Any

import pikepdf
from pikepdf import Name, Pdf, Stream

_LINE_ENDS = (b"\r", b"\n")
_AMBIGUOUS = b"\r\nendstream"
_SPARE_ENTRIES = ("/MarkInfo", "/ViewerPreferences", "/OutputIntents", "/Lang", "/PageMode")
"""Entries of the catalog that may be objects of their own."""


def add_stream(pdf: Pdf, data: bytes, **entries: Any) -> Stream:
    """Add a compressed stream and return it."""
    stream = pdf.make_stream(b"", **entries)
    _write(stream, zlib.compress(data, 6))
    return stream


def guard_streams(pdf: Pdf) -> None:
    """See to it that no compressed stream ends like a line."""
    for found in pdf.objects:
        if isinstance(found, Stream) and found.get("/Filter") is not None:
            raw = found.read_raw_bytes()
            if raw.endswith(_LINE_ENDS):
                _write(found, raw)


def _write(stream: Stream, compressed: bytes) -> None:
    padding = b"\0" if compressed.endswith(_LINE_ENDS) else b""
    stream.write(compressed + padding, filter=Name.FlateDecode)


def save_plainly(pdf: Pdf) -> bytes:
    """Return the bytes of the file, the same for the same content.

    The streams that hold objects are made while saving. Where one of them ends like a line, an object more gives all
    others other numbers, and each of these streams another end.
    """
    for entry in ("", *_SPARE_ENTRIES):
        if entry:
            pdf.Root[entry] = pdf.make_indirect(pdf.Root[entry])
        buffer = io.BytesIO()
        pdf.save(
            buffer,
            min_version="1.7",
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        data = buffer.getvalue()
        if _AMBIGUOUS not in data:
            return data
    raise AssertionError("a stream of objects ends like a line, however the objects are numbered")
