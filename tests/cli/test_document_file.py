"""Documents are saved whole or not at all, and never over another file."""

import errno
from pathlib import Path

import pytest

import stemsup_desktop.document_file as document_file
from stemsup_desktop.document_file import save_document
from stemsup_desktop.errors import EnvironmentProblem, InputProblem


def test_a_document_is_saved_and_nothing_else(tmp_path: Path) -> None:
    save_document(tmp_path / "a.pdf", b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF"


def test_an_existing_file_stays_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(InputProblem) as caught:
        save_document(target, b"new")
    assert caught.value.code == "target-exists"
    assert target.read_bytes() == b"old"
    save_document(target, b"new", may_replace=True)
    assert target.read_bytes() == b"new"


def test_a_missing_folder_and_a_folder_as_target_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as missing:
        save_document(tmp_path / "nowhere" / "a.pdf", b"")
    assert missing.value.code == "target-folder-missing"
    with pytest.raises(InputProblem) as folder:
        save_document(tmp_path, b"")
    assert folder.value.code == "target-is-folder"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_disk_or_read_only_folder_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(document_file, "write_durably", refuse)
    with pytest.raises(EnvironmentProblem) as caught:
        save_document(tmp_path / "a.pdf", b"%PDF")
    assert caught.value.code == "target-unwritable"
    assert not (tmp_path / "a.pdf").exists()


def test_a_name_that_the_system_refuses_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises((InputProblem, EnvironmentProblem)):
        save_document(tmp_path / ("a" * 300 + ".pdf"), b"%PDF")
