"""`stemsup export`: whoever works with patients takes documents out, and the history keeps which."""

import json
from pathlib import Path

from clinic_at_the_desk import PATIENT_WORDS, Clinic, sentence_of


def test_documents_of_a_chart_are_exported_under_their_numbers_and_noted(clinic: Clinic, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    done = clinic.call("export", "--chart", "a-0012", "--out", out, "--json", by="mori")
    assert done.exit_code == 0, done.stderr
    (folder,) = out.iterdir()
    assert sorted(path.name for path in folder.iterdir()) == ["CNS-2026-00001.pdf", "manifest.json", "manifest.txt"]
    assert (folder / "CNS-2026-00001.pdf").read_bytes() == b"%PDF"
    texts = done.stdout + (folder / "manifest.json").read_text() + (folder / "manifest.txt").read_text()
    assert not any(word in texts for word in PATIENT_WORDS)
    with clinic.open() as vault:
        row = next(one for one in vault.list_whole_history() if one.act == "exported")
    assert row.subject == "CNS-2026-00001"
    assert json.loads(done.stdout)["manifest_sha256"] in str(row.details)


def test_what_is_not_there_is_said_and_nothing_is_written(clinic: Clinic, tmp_path: Path) -> None:
    assert "no patient" in sentence_of(clinic.call("export", "--chart", "Z-9", "--out", tmp_path))
    assert sentence_of(clinic.call("export", "CNS-2026-00009", "--out", tmp_path))
    assert "No document" in sentence_of(clinic.call("export", "--out", tmp_path))
    assert not [path for path in tmp_path.iterdir() if "export" in path.name]


def test_an_administrator_alone_exports_nothing(clinic: Clinic, tmp_path: Path) -> None:
    assert sentence_of(clinic.call("export", "CNS-2026-00001", "--out", tmp_path, by="office"))
    assert not [path for path in tmp_path.iterdir() if "export" in path.name]
