"""`stemsup scans`: signed pages are filed under their document, whoever scanned them and in whatever order."""

import json
from pathlib import Path

import pytest
from clinic_at_the_desk import PATIENT_WORDS, Clinic, sentence_of
from documents.scans.scan_builders import Treatment, encode, make_consent, scan_page
from store.builders import make_document

from stemsup_desktop.documents.document_model import RenderedDocument

NUMBER = "CNS-2026-00002"
POOR = Treatment(150, 3.0, 2)


@pytest.fixture
def consent(clinic: Clinic) -> RenderedDocument:
    document = make_consent(NUMBER)
    with clinic.open() as vault:
        assert vault.next_document_number("consent", 2026) == NUMBER
        vault.save_document(make_document(NUMBER, document.pdf), document.pdf)
    return document


def write_scans(folder: Path, document: RenderedDocument, *pages: int) -> list[Path]:
    paths = []
    for page in pages:
        path = folder / f"IMG_{len(list(folder.iterdir()))}.jpg"
        path.write_bytes(encode(scan_page(document.pdf, page, POOR), quality=40))
        paths.append(path)
    return paths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scans"
    made.mkdir()
    return made


def list_kept(clinic: Clinic) -> list[int]:
    with clinic.open() as vault:
        return [one.page for one in vault.list_scans(NUMBER)]


def test_staff_file_every_page_in_its_order_and_what_is_foreign_is_refused_by_name(
    clinic: Clinic, consent: RenderedDocument, folder: Path
) -> None:
    pages = list(range(1, consent.page_count + 1))
    right = write_scans(folder, consent, *reversed(pages))
    wrong = write_scans(folder, make_consent("CNS-2026-00001", "opinion"), 3)

    done = clinic.call("scans", NUMBER.lower(), *right[:5], *wrong, *right[5:], by="mori")

    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"All {len(pages)} pages are there. They are filed.\n"
    # The first document in the vault is another one of the same visit.
    said = "File 6, page 1: This is page 3 of CNS-2026-00001, another version of this form."
    assert said in done.stderr
    assert not any(word in done.stdout + done.stderr for word in PATIENT_WORDS)
    assert list_kept(clinic) == pages


def test_while_a_page_is_missing_nothing_is_filed(clinic: Clinic, consent: RenderedDocument, folder: Path) -> None:
    paths = write_scans(folder, consent, 2, 1)
    done = clinic.call("scans", NUMBER, *paths, "--json")
    assert done.exit_code == 1
    facts = json.loads(done.stdout)
    assert (facts["is_filed"], facts["missing"]) == (False, list(range(3, consent.page_count + 1)))
    assert facts["pages"] == [{"page": 1, "file": 2, "place": 1}, {"page": 2, "file": 1, "place": 1}]
    assert f"Pages 3–{consent.page_count} of {consent.page_count} are missing. Nothing was filed." in done.stderr
    assert list_kept(clinic) == []


def test_a_file_that_cannot_be_read_is_named_by_its_number_alone(
    clinic: Clinic, consent: RenderedDocument, folder: Path
) -> None:
    del consent
    bad = folder / "髙橋花子.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    assert sentence_of(clinic.call("scans", NUMBER, bad)).startswith("File 1: The file is damaged")
    assert "not in the vault" in sentence_of(clinic.call("scans", "CNS-2026-09999", bad))
    assert list_kept(clinic) == []


def test_an_administrator_who_sees_no_patients_files_nothing(clinic: Clinic, consent: RenderedDocument) -> None:
    del consent
    assert "does not open patients' records" in sentence_of(clinic.call("scans", NUMBER, "x.pdf", by="office"))
