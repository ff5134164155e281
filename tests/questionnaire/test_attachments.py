"""A file as an answer: its address, hashes, kind and the name it is shown by."""

import base64
import hashlib

import pytest

from stemsup_desktop.questionnaire.answers import AttachmentAnswer
from stemsup_desktop.questionnaire.attachments import find_sha256, make_attachment_answer, make_title
from stemsup_desktop.questionnaire.file_kinds import find_ending, find_kind, is_of_kind, say_kind

PNG = b"\x89PNG\r\n\x1a\n...."


def test_an_answer_keeps_address_kind_name_size_and_fhirs_hash() -> None:
    answer = make_attachment_answer("傷.png", "image/png", PNG)

    assert answer == AttachmentAnswer(
        url="urn:sha256:" + hashlib.sha256(PNG).hexdigest(),
        content_type="image/png",
        title="傷.png",
        size_bytes=len(PNG),
        sha1_base64=base64.b64encode(hashlib.sha1(PNG).digest()).decode(),
    )
    assert find_sha256(answer) == hashlib.sha256(PNG).hexdigest()


@pytest.mark.parametrize("url", ["", "https://example.org/a.pdf", "urn:sha256:abc", "urn:sha256:" + "A" * 64])
def test_any_other_address_is_of_no_file_in_the_vault(url: str) -> None:
    assert find_sha256(AttachmentAnswer(url=url)) is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("写真 1.jpg", "写真 1.jpg"),
        ("a\nb\0c.jpg", "a�b�c.jpg"),
        ("photo\u202egpj.exe", "photo�gpj.exe"),
        ("half \udce3.txt", "half �.txt"),
        ("", "�"),
        ("  ", "�"),
        ("x" * 300, "x" * 255),
    ],
)
def test_a_name_is_shown_on_one_line_in_one_direction(name: str, title: str) -> None:
    assert make_title(name) == title
    assert make_title(name).encode()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("a.pdf", PNG, "image/png"),
        ("a.jpg", b"no picture", "application/octet-stream"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("scan", b"\0" * 128 + b"DICM", "application/dicom"),
        ("a.webp", b"RIFF....WEBP", "image/webp"),
        ("a.heic", b"....ftypheic", "image/heic"),
        ("a.DOCX", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.zip", b"PK\x03\x04", "application/zip"),
        ("a.txt", "文".encode(), "text/plain"),
        ("a.txt", b"a\0b", "application/octet-stream"),
        ("a.svg", b"<svg/>", "application/octet-stream"),
        ("", b"", "application/octet-stream"),
    ],
)
def test_a_kind_is_found_from_what_the_file_holds(name: str, data: bytes, kind: str) -> None:
    assert find_kind(name, data) == kind


@pytest.mark.parametrize(
    ("kind", "wanted", "expected"),
    [
        ("image/png", "image/png", True),
        ("image/png", "IMAGE/PNG; q=1", True),
        ("image/png", "image/*", True),
        ("image/png", "*/*", True),
        ("image/png", "*", True),
        ("image/png", "image/jpeg", False),
        ("imagery/png", "image/*", False),
        ("application/pdf", "", False),
    ],
)
def test_a_kind_is_compared_with_what_is_wanted(kind: str, wanted: str, expected: bool) -> None:
    assert is_of_kind(kind, wanted) is expected


def test_kinds_are_said_in_both_languages() -> None:
    assert (say_kind("image/jpeg").en, say_kind("image/jpeg").ja) == ("JPEG image", "JPEG画像")
    assert say_kind("application/x-strange").en == "application/x-strange"
    assert say_kind("").en == "File of unknown kind"


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        ("image/jpeg", "jpg"),
        ("application/pdf", "pdf"),
        ("text/plain", "txt"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("application/octet-stream", "bin"),
        ("application/x-../../sh", "bin"),
        ("", "bin"),
    ],
)
def test_a_copy_is_offered_with_the_ending_of_its_kind(kind: str, ending: str) -> None:
    assert find_ending(kind) == ending
