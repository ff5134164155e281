"""Takes a file that is attached to a PDF out of it. The PDF may be anybody's, so everything is bounded."""

import io
import zlib

import pikepdf

from stemsup_desktop.errors import InputProblem

MOST_BYTES = 32 * 1024 * 1024
"""Of the attached file as it is unpacked."""


def find_attached(pdf: bytes, name: str) -> bytes | None:
    """Return the attached file of a name, None if the PDF has none; of a file that was added to, what it holds now.

    Raises `InputProblem` pdf-unreadable for what is no PDF, is encrypted, or whose file is damaged or without bounds.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            if name not in document.attachments:
                return None
            if document.is_encrypted:
                raise _unreadable()
            stream = document.attachments[name].get_file().obj
            if not isinstance(stream, pikepdf.Stream):
                raise _unreadable()
            return _unpack(stream)
    except (pikepdf.PdfError, pikepdf.PasswordError, zlib.error, ValueError, RecursionError) as error:
        raise _unreadable() from error


def _unpack(stream: pikepdf.Stream) -> bytes:
    packed, method = stream.read_raw_bytes(), stream.get("/Filter")
    if isinstance(method, pikepdf.Array):
        method = method[0] if len(method) == 1 else pikepdf.Name.Crypt if len(method) else None
    if method is None:
        data = packed
    elif method == pikepdf.Name.FlateDecode and "/DecodeParms" not in stream:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, MOST_BYTES + 1)
        if not unpacker.eof:
            raise _unreadable()
    else:
        raise _unreadable()
    if len(data) > MOST_BYTES:
        raise _unreadable()
    return data


def _unreadable() -> InputProblem:
    return InputProblem("pdf-unreadable", "This is no PDF that can be read, or what is attached to it is damaged.")
