"""Files given as answers are kept once under their SHA-256, and never changed or removed."""

import hashlib
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2
from store import faults
from store.builders import START, make_consultation, make_older_vault, make_patient, make_vault, reopen

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.questionnaire.attachments import MOST_FILE_BYTES
from stemsup_desktop.store.entries import AttachmentSource
from stemsup_desktop.store.records import encode_moment, encode_record
from stemsup_desktop.store.vault import Vault

DATA = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
SOURCE = AttachmentSource("傷の写真.png", "image/png", "patient-A-0012", "visit-1", "青木 誠")
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def with_visit(vault: Vault) -> Vault:
    vault.save_patient(make_patient())
    vault.start_consultation("patient-A-0012", make_consultation())
    return vault


def count(vault: Vault) -> int:
    return int(vault._database.execute("select count(*) from attachments").fetchone()[0])


def test_a_file_comes_back_byte_for_byte_with_where_it_came_from(with_visit: Vault) -> None:
    added = with_visit.add_attachment(DATA, SOURCE)

    assert (added.sha256, added.size_bytes, added.source) == (SHA256, len(DATA), SOURCE)
    assert added.added_at > START
    assert with_visit.get_attachment(SHA256) == (added, DATA)


def test_the_same_bytes_once_more_are_the_file_that_is_there(with_visit: Vault) -> None:
    first = with_visit.add_attachment(DATA, SOURCE)

    assert with_visit.add_attachment(DATA, msgspec.structs.replace(SOURCE, title="again.png")) == first
    assert count(with_visit) == 1


def test_a_file_is_still_there_when_the_vault_is_opened_again(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.save_patient(make_patient())
        vault.start_consultation("patient-A-0012", make_consultation())
        vault.add_attachment(DATA, SOURCE)
    with reopen(tmp_path) as vault:
        assert vault.get_attachment(SHA256)[1] == DATA


def test_the_largest_file_is_kept_and_one_byte_more_is_refused(with_visit: Vault) -> None:
    largest = b"\1" * MOST_FILE_BYTES
    added = with_visit.add_attachment(largest, SOURCE)
    assert with_visit.get_attachment(added.sha256)[1] == largest

    with pytest.raises(InputProblem) as refused:
        with_visit.add_attachment(largest + b"\1", SOURCE)
    assert refused.value.code == "attachment-too-large"
    assert count(with_visit) == 1


@pytest.mark.parametrize(
    ("data", "changes", "code"),
    [
        (b"", {}, "attachment-empty"),
        (DATA, {"consultation_id": "nothing"}, "consultation-unknown"),
        (DATA, {"patient_id": "another"}, "consultation-of-another"),
    ],
)
def test_what_belongs_nowhere_is_not_kept(with_visit: Vault, data: bytes, changes: dict[str, str], code: str) -> None:
    with pytest.raises(InputProblem) as refused:
        with_visit.add_attachment(data, msgspec.structs.replace(SOURCE, **changes))
    assert refused.value.code == code
    assert count(with_visit) == 0


def test_a_closed_consultation_takes_no_file(with_visit: Vault) -> None:
    with_visit.save_consultation(make_consultation(closed_at=START), "patient-A-0012")
    with pytest.raises(InputProblem) as refused:
        with_visit.add_attachment(DATA, SOURCE)
    assert refused.value.code == "consultation-closed"


def test_a_file_that_was_never_added_is_unknown(vault: Vault) -> None:
    with pytest.raises(InputProblem) as refused:
        vault.get_attachment("0" * 64)
    assert refused.value.code == "attachment-unknown"


@pytest.mark.parametrize(
    "statement",
    [
        "delete from attachments",
        "update attachments set bytes = x'00'",
        "update attachments set title = title",
        "insert or replace into attachments select sha256, content_type, title, size, added_at, added_by, patient_id,"
        " consultation_id, x'00' from attachments",
    ],
)
def test_the_vault_itself_refuses_to_change_or_remove_a_file(with_visit: Vault, statement: str) -> None:
    with_visit.add_attachment(DATA, SOURCE)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"), with_visit._writing(Right.SIGN_IN) as db:
        db.execute(statement)
    assert with_visit.get_attachment(SHA256)[1] == DATA


def test_a_patient_or_consultation_with_files_cannot_be_removed(with_visit: Vault) -> None:
    with_visit.add_attachment(DATA, SOURCE)
    for table in ("consultations", "patients"):
        refused = pytest.raises(dbapi2.IntegrityError, match=r"append-only|an open one never")
        with refused, with_visit._writing(Right.SIGN_IN) as db:
            db.execute(f"delete from {table}")


def test_bytes_that_no_longer_match_are_said_to_be_damaged(with_visit: Vault) -> None:
    with_visit.add_attachment(DATA, SOURCE)
    with with_visit._writing(Right.SIGN_IN) as db:
        db.execute("drop trigger attachments_refuse_update")
        db.execute("update attachments set bytes = x'00'")
    with pytest.raises(EnvironmentProblem) as found:
        with_visit.get_attachment(SHA256)
    assert found.value.code == "attachment-damaged"


def test_a_page_of_a_file_that_was_changed_on_disk_is_found_when_it_is_read(tmp_path: Path) -> None:
    data = DATA * 100
    with make_vault(tmp_path) as vault:
        vault.save_patient(make_patient())
        vault.start_consultation("patient-A-0012", make_consultation())
        added = vault.add_attachment(data, SOURCE)
    database = faults.find_database(tmp_path)
    faults.flip_bit(database, database.stat().st_size - faults.PAGE_BYTES * 10)

    with reopen(tmp_path) as vault, pytest.raises(EnvironmentProblem) as found:
        vault.get_attachment(added.sha256)
    assert found.value.code == "vault-damaged"


def test_a_full_disk_keeps_nothing_of_a_file_and_takes_it_once_there_is_room(with_visit: Vault) -> None:
    faults.fill_disk(with_visit._database)
    with pytest.raises(EnvironmentProblem) as failed:
        with_visit.add_attachment(DATA * 100, SOURCE)
    assert failed.value.code == "vault-disk-full"
    assert count(with_visit) == 0

    faults.free_disk(with_visit._database)
    added = with_visit.add_attachment(DATA * 100, SOURCE)
    assert with_visit.get_attachment(added.sha256)[1] == DATA * 100


def test_a_program_that_dies_while_a_file_is_added_leaves_all_of_it_or_nothing(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.save_patient(make_patient())
        vault.start_consultation("patient-A-0012", make_consultation())
    program = (
        "import os, sys, pathlib\n"
        f"sys.path[:0] = {sys.path!r}\n"
        "from stemsup_desktop.consultation.people import Right\n"
        "from store.builders import reopen\n"
        "from store.test_vault_attachments import DATA, SOURCE\n"
        "vault = reopen(pathlib.Path(sys.argv[1]))\n"
        "with vault._writing(Right.SIGN_IN) as db:\n"
        "    from stemsup_desktop.store import attachment_shelf\n"
        "    attachment_shelf.add_attachment(db, DATA * 1000, SOURCE, vault._clock())\n"
        "    os._exit(9)\n"
    )
    run = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (9, b"")
    with reopen(tmp_path) as vault:
        assert count(vault) == 0
        assert vault._database.execute("pragma integrity_check").fetchall() == [("ok",)]
        vault.add_attachment(DATA, SOURCE)


def test_a_vault_from_before_attachments_learns_to_keep_them(tmp_path: Path) -> None:
    patient, visit = encode_record(make_patient()), encode_record(make_consultation())
    moment = encode_moment(START)
    rows = [
        (
            "insert into patients values (1, 'patient-A-0012', 1, 'a12', '1972-04-18', '', ?, 'x', ?)",
            (moment, patient),
        ),
        ("insert into consultations values ('visit-1', 'patient-A-0012', 1, ?, ?, null, ?)", (moment, moment, visit)),
    ]
    make_older_vault(tmp_path, 2, rows)

    with reopen(tmp_path) as vault:
        assert vault.load_consultation("visit-1") == make_consultation()
        vault.add_attachment(DATA, SOURCE)
    assert (tmp_path / "vault" / "vault-before-0003_attachments.db").is_file()
    with reopen(tmp_path) as vault:
        assert vault.get_attachment(SHA256)[1] == DATA
