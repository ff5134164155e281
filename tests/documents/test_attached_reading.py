"""A file attached to a PDF is taken out as it was put in, and no file of anybody's does harm."""

import io
import zlib

import pikepdf
import pytest

from stemsup_desktop.documents.attached_reading import MOST_BYTES, find_attached
from stemsup_desktop.errors import InputProblem

DATA = b'{"resourceType":"Bundle"}'


def make_pdf(data: bytes = DATA, name: str = "record.json", **options: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name, mime_type="application/json")
        pdf.save(buffer, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


@pytest.mark.parametrize("compressed", [True, False])
def test_an_attached_file_comes_out_as_it_was_put_in(compressed: bool) -> None:
    pdf = make_pdf(compress_streams=compressed)
    assert find_attached(pdf, "record.json") == DATA
    assert find_attached(pdf, "other.json") is None


def test_a_pdf_without_attachments_has_none() -> None:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    assert find_attached(buffer.getvalue(), "record.json") is None


def make_bomb() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        spec = pikepdf.AttachedFileSpec(pdf, b"", filename="record.json")
        pdf.attachments["record.json"] = spec
        stream = pdf.attachments["record.json"].get_file().obj
        stream.write(zlib.compress(b"\0" * (MOST_BYTES + 1)), filter=pikepdf.Name.FlateDecode)
        pdf.save(buffer)
    return buffer.getvalue()


def make_odd(method: pikepdf.Object, packed: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["record.json"] = pikepdf.AttachedFileSpec(pdf, DATA, filename="record.json")
        pdf.attachments["record.json"].get_file().obj.write(packed, filter=method)
        pdf.save(buffer, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return buffer.getvalue()


def make_hollow() -> bytes:
    """Return a PDF whose attached file is named and not there."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["record.json"] = pikepdf.AttachedFileSpec(pdf, DATA, filename="record.json")
        names = pdf.Root.Names.EmbeddedFiles.Names
        names[1].EF = pikepdf.Dictionary(F=pikepdf.Dictionary())
        pdf.save(buffer)
    return buffer.getvalue()


BAD = {
    "nothing": lambda: b"",
    "no PDF": lambda: b"%PDF-1.7 and nothing else",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "encrypted": lambda: make_pdf(encryption=pikepdf.Encryption(owner="a", user="")),
    "encrypted with a password": lambda: make_pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
    "without bounds": make_bomb,
    "cut short": lambda: make_odd(pikepdf.Name.FlateDecode, zlib.compress(DATA)[:-9]),
    "no stream of its kind": lambda: make_odd(pikepdf.Name.FlateDecode, b"not zlib"),
    "another method": lambda: make_odd(pikepdf.Name.LZWDecode),
    "named and not there": make_hollow,
    "several methods": lambda: make_odd(pikepdf.Array([pikepdf.Name.ASCIIHexDecode, pikepdf.Name.FlateDecode])),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_said(name: str) -> None:
    with pytest.raises(InputProblem) as caught:
        find_attached(BAD[name](), "record.json")
    assert caught.value.code == "pdf-unreadable"
