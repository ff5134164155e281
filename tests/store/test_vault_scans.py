"""Signed pages that came back: all of a document's pages in one act or none, and never changed or removed."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from store import faults
from store.backup.backup_builders import fill_vault, open_clinic, unlock
from store.builders import START, make_consultation, make_document, make_older_vault, make_patient, make_vault, reopen

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.backup.restoring import restore_backup
from stemsup_desktop.store.entries import ScanToKeep
from stemsup_desktop.store.scan_shelf import MOST_PAGE_BYTES
from stemsup_desktop.store.vault import Vault

PATIENT = "patient-A-0012"
NUMBER = "CNS-2026-00001"
PDF = b"%PDF consent"
PAGES = (
    ScanToKeep(1, "image/jpeg", b"\xff\xd8 first" * 50),
    ScanToKeep(2, "application/pdf", b"%PDF second" * 50, is_by_hand=True),
    ScanToKeep(3, "image/png", b"\x89PNG third" * 50),
)


def add_document(vault: Vault) -> None:
    vault.save_patient(make_patient())
    vault.start_consultation(PATIENT, make_consultation())
    assert vault.next_document_number("consent", 2026) == NUMBER
    vault.save_document(make_document(NUMBER, PDF), PDF)


@pytest.fixture
def with_document(vault: Vault) -> Vault:
    add_document(vault)
    return vault


def count(vault: Vault) -> int:
    return int(vault._database.execute("select count(*) from document_files").fetchone()[0])


def refuse(vault: Vault, pages: tuple[ScanToKeep, ...], number: str = NUMBER, patient_id: str = PATIENT) -> str:
    with pytest.raises(InputProblem) as refused:
        vault.save_scans(number, pages, patient_id=patient_id)
    assert count(vault) == 0
    return refused.value.code


def test_pages_come_back_byte_for_byte_in_their_order(with_document: Vault) -> None:
    with_document.save_scans(NUMBER, PAGES, patient_id=PATIENT)

    kept = with_document.list_scans(NUMBER)
    assert [(one.filing, one.page, one.media_type, one.size_bytes, one.is_by_hand) for one in kept] == [
        (1, page.page, page.media_type, len(page.data), page.is_by_hand) for page in PAGES
    ]
    assert {one.added_by for one in kept} == {"青木 誠"}
    assert all(one.added_at > START for one in kept)
    for page, one in zip(PAGES, kept, strict=True):
        assert with_document.load_scan(NUMBER, page.page) == (one, page.data)


def test_a_closed_visit_takes_pages_too_for_paper_comes_back_late(with_document: Vault) -> None:
    with_document.save_consultation(make_consultation(closed_at=START), PATIENT)
    with_document.save_scans(NUMBER, PAGES, patient_id=PATIENT)
    assert count(with_document) == len(PAGES)


def test_pages_filed_again_stand_beside_the_first_and_are_what_is_shown(with_document: Vault) -> None:
    with_document.save_scans(NUMBER, PAGES, patient_id=PATIENT)
    better = (ScanToKeep(1, "image/png", b"better"), *PAGES[1:])
    with_document.save_scans(NUMBER, better, patient_id=PATIENT)

    assert [one.filing for one in with_document.list_scans(NUMBER)] == [2, 2, 2, 1, 1, 1]
    assert with_document.load_scan(NUMBER, 1)[1] == b"better"
    assert with_document.load_scan(NUMBER, 1, filing=1)[1] == PAGES[0].data


def test_filing_and_looking_are_rows_of_the_patients_history(with_document: Vault) -> None:
    with_document.save_scans(NUMBER, PAGES, patient_id=PATIENT)
    with_document.load_scan(NUMBER, 1)
    with_document.load_scan(NUMBER, 2)

    rows = [row for row in with_document.list_patient_history(PATIENT) if row.act.value.startswith("scan")]
    assert [(row.act, row.subject, row.consultation_id) for row in rows] == [
        (AuditAct.SCAN_VIEWED, NUMBER, "visit-1"),
        (AuditAct.SCANS_FILED, NUMBER, "visit-1"),
    ]
    assert [(fact.path, fact.new) for fact in rows[1].details or ()] == [
        (("page_count",), 3),
        (("placed_by_hand",), [2]),
    ]


def test_a_document_of_another_patient_takes_no_page(with_document: Vault) -> None:
    assert refuse(with_document, PAGES, patient_id="patient-B-1") == "document-of-another"


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        ((), "scans-incomplete"),
        (PAGES[1:], "scans-incomplete"),
        ((PAGES[0], PAGES[2]), "scans-incomplete"),
        ((PAGES[0], PAGES[0]), "scans-incomplete"),
        ((PAGES[1], PAGES[0], PAGES[2]), "scans-incomplete"),
        ((PAGES[0], ScanToKeep(2, "text/html", b"<script>")), "scan-not-kept"),
        ((PAGES[0], ScanToKeep(2, "image/png", b"")), "scan-not-kept"),
        ((PAGES[0], ScanToKeep(2, "image/png", bytes(MOST_PAGE_BYTES + 1))), "scan-page-too-large"),
    ],
)
def test_what_is_not_all_pages_in_order_is_not_kept_at_all(
    with_document: Vault, pages: tuple[ScanToKeep, ...], code: str
) -> None:
    assert refuse(with_document, pages) == code


def test_a_document_that_does_not_exist_takes_no_page_and_has_none(with_document: Vault) -> None:
    assert refuse(with_document, PAGES, number="CNS-2026-99999") == "document-unknown"
    assert with_document.list_scans("CNS-2026-99999") == ()
    with pytest.raises(InputProblem) as unknown:
        with_document.load_scan(NUMBER, 1)
    assert unknown.value.code == "scan-unknown"


@pytest.mark.parametrize(
    "statement",
    [
        "delete from document_files",
        "update document_files set data = x'00'",
        "update document_files set page = page",
        "insert or replace into document_files select number, filing, page, media_type, sha256, size, placed_by,"
        " added_at, added_by, x'00' from document_files",
    ],
)
def test_the_vault_itself_refuses_to_change_or_remove_a_page(with_document: Vault, statement: str) -> None:
    with_document.save_scans(NUMBER, PAGES, patient_id=PATIENT)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"), with_document._writing(Right.SIGN_IN) as db:
        db.execute(statement)
    assert with_document.load_scan(NUMBER, 1)[1] == PAGES[0].data


def test_a_page_that_is_no_longer_what_was_filed_is_said_to_be_damaged(with_document: Vault) -> None:
    with_document.save_scans(NUMBER, PAGES, patient_id=PATIENT)
    with with_document._writing(Right.SIGN_IN) as db:
        db.execute("drop trigger document_files_refuse_update")
        db.execute("update document_files set data = x'00' where page = 1")
    with pytest.raises(EnvironmentProblem) as found:
        with_document.load_scan(NUMBER, 1)
    assert found.value.code == "attachment-damaged"


def test_a_full_disk_keeps_no_page_and_takes_all_once_there_is_room(with_document: Vault) -> None:
    large = tuple(ScanToKeep(page, "image/png", bytes([page]) * 200_000) for page in (1, 2, 3))
    faults.fill_disk(with_document._database)
    with pytest.raises(EnvironmentProblem) as failed:
        with_document.save_scans(NUMBER, large, patient_id=PATIENT)
    assert (failed.value.code, count(with_document)) == ("vault-disk-full", 0)

    faults.free_disk(with_document._database)
    with_document.save_scans(NUMBER, large, patient_id=PATIENT)
    assert count(with_document) == len(large)
    assert with_document.verify_history().is_whole


def test_a_program_that_dies_between_two_pages_leaves_none(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        add_document(vault)
    program = (
        "import os, sys, pathlib\n"
        f"sys.path[:0] = {sys.path!r}\n"
        "from store.builders import START, reopen\n"
        "from store.test_vault_scans import NUMBER, PAGES\n"
        "from stemsup_desktop.consultation.people import Right\n"
        "from stemsup_desktop.store import scan_shelf\n"
        "vault = reopen(pathlib.Path(sys.argv[1]))\n"
        "with vault._writing(Right.PATIENTS) as db:\n"
        "    scan_shelf.save_scans(db, NUMBER, PAGES[:2], 'x', START)\n"
        "    os._exit(9)\n"
    )
    run = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (9, b"")
    with reopen(tmp_path) as vault:
        assert count(vault) == 0
        assert vault._database.execute("pragma integrity_check").fetchall() == [("ok",)]
        vault.save_scans(NUMBER, PAGES, patient_id=PATIENT)


def test_a_restored_backup_holds_the_pages(tmp_path: Path) -> None:
    fill_vault(tmp_path / "clinic", patients=13)
    with open_clinic(tmp_path) as clinic:
        clinic.vault.save_scans(NUMBER, PAGES, patient_id=PATIENT)
        backup = clinic.write().path
    restore_backup(backup, tmp_path / "new computer", unlock, now=START)
    with reopen(tmp_path / "new computer") as vault:
        assert [vault.load_scan(NUMBER, page.page)[1] for page in PAGES] == [page.data for page in PAGES]


def test_a_vault_from_before_learns_to_keep_pages(tmp_path: Path) -> None:
    make_older_vault(tmp_path, 3)
    with reopen(tmp_path) as vault:
        add_document(vault)
        vault.save_scans(NUMBER, PAGES, patient_id=PATIENT)
        assert count(vault) == len(PAGES)
