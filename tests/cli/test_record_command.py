"""The record of a document, taken out at the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from consultation.fhir_record_builders import find_faults

from stemsup_desktop.resources import find_resources

Run = Callable[..., Result]
CLEAR = find_resources() / "examples" / "clear.json"


@pytest.fixture
def document(run: Run, tmp_path: Path) -> Path:
    target = tmp_path / "form.pdf"
    assert run("render", "consent", "--input", CLEAR, "--language", "en", "--out", target).exit_code == 0
    return target


def test_the_record_is_printed_as_it_is(run: Run, document: Path) -> None:
    result = run("record", document, "--json")
    assert result.exit_code == 0
    assert find_faults(result.stdout_bytes) == []
    bundle = json.loads(result.stdout)
    assert bundle["type"] == "collection"
    with pikepdf.open(document) as pdf:
        embedded = pdf.attachments["record.json"].get_file().read_bytes()
    assert json.loads(embedded) == bundle


@pytest.mark.parametrize(("language", "words"), [("en", "Consent: proposed"), ("ja", "同意: proposed")])
def test_the_record_is_told_in_words(run: Run, document: Path, language: str, words: str) -> None:
    result = run("record", document, "--language", language)
    assert result.exit_code == 0
    assert words in result.stdout
    assert "CNS-FILE-" in result.stdout
    assert "(en): sha256 " in result.stdout


def test_a_file_without_a_record_is_one_sentence(run: Run, tmp_path: Path) -> None:
    bare = tmp_path / "bare.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(bare)
    for path, sentence in (
        (bare, "bare.pdf: this file carries no record."),
        (CLEAR, "This is no PDF that can be read, or what is attached to it is damaged."),
        (tmp_path / "none.pdf", "none.pdf: there is no such file."),
        (tmp_path, f"{tmp_path.name}: the file cannot be read."),
    ):
        result = run("record", path)
        assert (result.exit_code, result.stderr.splitlines()) == (1, [sentence])


def test_a_record_of_another_kind_is_named_by_its_path(run: Run, tmp_path: Path) -> None:
    odd = tmp_path / "odd.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["record.json"] = pikepdf.AttachedFileSpec(pdf, b'{"resourceType":"Patient"}')
        pdf.save(odd)
    result = run("record", odd)
    assert result.exit_code == 1
    assert "expected the record of a document" in result.stderr
