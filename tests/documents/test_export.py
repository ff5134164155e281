"""An export is whole or not there, names nobody, and its manifest holds for every byte."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stemsup_desktop.documents import export
from stemsup_desktop.documents.export import MOST_DOCUMENTS, ExportedDocument, write_export
from stemsup_desktop.errors import EnvironmentProblem, InputProblem

AT = datetime(2026, 11, 26, 3, 8, 40, tzinfo=UTC)
FIRST = ExportedDocument("CNS-2026-00001", "consent", "ja", AT, "sealed", True, b"%PDF one")
SECOND = ExportedDocument("ADD-2026-00001", "addendum", "en", AT, "on-file", False, b"%PDF two", "CNS-2026-00001")


def test_an_export_holds_the_files_and_a_manifest_of_their_hashes(tmp_path: Path) -> None:
    report = write_export(tmp_path, (FIRST, SECOND), AT, "7:ab")
    folder = tmp_path / "stemsup-export-20261126-030840"
    assert sorted(path.name for path in folder.iterdir()) == [
        *("ADD-2026-00001.pdf", "CNS-2026-00001.pdf", "manifest.json", "manifest.txt")
    ]
    data = (folder / "manifest.json").read_bytes()
    manifest = json.loads(data)
    assert (manifest["format"], manifest["history"]) == ("stemsup-export/1", "7:ab")
    for entry in manifest["documents"]:
        content = (folder / entry["file"]).read_bytes()
        assert (entry["sha256"], entry["size_bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert manifest["documents"][0]["of_number"] == "CNS-2026-00001"
    assert report.manifest_sha256 == hashlib.sha256(data).hexdigest()
    readable = (folder / "manifest.txt").read_text(encoding="utf-8")
    assert f"{hashlib.sha256(FIRST.pdf).hexdigest()}  CNS-2026-00001.pdf\n" in readable
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_what_cannot_be_exported_is_refused_by_name_and_leaves_nothing(tmp_path: Path) -> None:
    too_many = (FIRST,) * (MOST_DOCUMENTS + 1)
    for documents, code in (((), "export-empty"), (too_many, "export-too-many")):
        with pytest.raises(InputProblem) as caught:
            write_export(tmp_path, documents, AT)
        assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []
    write_export(tmp_path, (FIRST,), AT)
    with pytest.raises(InputProblem) as again:
        write_export(tmp_path, (FIRST,), AT)
    assert again.value.code == "export-exists"


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        write_export(tmp_path / "gone", (FIRST,), AT)
    assert caught.value.code == "save-folder-missing"


def test_a_disk_that_fails_half_way_leaves_no_part_of_an_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    save = export.save_document

    def fail_at_the_second(pdf: bytes, path: Path) -> None:
        written.append(path.name)
        if len(written) == 2:
            raise EnvironmentProblem("save-failed", "full")
        save(pdf, path)

    monkeypatch.setattr(export, "save_document", fail_at_the_second)
    with pytest.raises(EnvironmentProblem):
        write_export(tmp_path, (FIRST, SECOND), AT)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(export, "save_document", save)

    def refuse(self: Path, target: Path) -> Path:
        raise OSError("no")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(EnvironmentProblem) as caught:
        write_export(tmp_path, (FIRST,), AT)
    assert caught.value.code == "save-failed"
    assert list(tmp_path.iterdir()) == []
