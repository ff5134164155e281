"""Saving a document: whole or not at all, with a sentence for every fault and no name of a person."""

import errno
import os
from pathlib import Path

import pytest

from stemsup_desktop.documents import files as document_files
from stemsup_desktop.documents.files import save_document, suggested_file_name
from stemsup_desktop.errors import EnvironmentProblem

PDF = b"%PDF-1.7 sample"


def test_a_document_is_saved_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    save_document(PDF, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == PDF
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        save_document(PDF, tmp_path / "Hanako" / "a.pdf")
    assert caught.value.code == "save-folder-missing"
    assert "Hanako" not in caught.value.sentence


def test_a_folder_that_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> tuple[int, str]:
        raise PermissionError(errno.EACCES, "read-only", str(tmp_path))

    monkeypatch.setattr(document_files.tempfile, "mkstemp", refuse)
    with pytest.raises(EnvironmentProblem) as caught:
        save_document(PDF, tmp_path / "a.pdf")
    assert caught.value.code == "save-failed"
    assert str(tmp_path) not in caught.value.sentence


def test_a_full_disk_leaves_the_earlier_file_whole_and_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_document(b"earlier", tmp_path / "a.pdf")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentProblem, match="disk is full"):
        save_document(PDF, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_crash_between_write_and_replace_leaves_the_earlier_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_document(b"earlier", tmp_path / "a.pdf")

    def crash(_self: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        save_document(PDF, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"earlier"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("CNS-2026-00418", "CNS-2026-00418.pdf"),
        ("../../etc/x", "etc-x.pdf"),
        ("", "document.pdf"),
        ("山田", "document.pdf"),
    ],
)
def test_the_suggested_name_holds_the_document_number_and_nothing_else(number: str, name: str) -> None:
    assert suggested_file_name(number) == name
