"""Records at the end of their time: listed, deleted by an administrator with a reason, and known to have been."""

import hashlib
import signal
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from forked_children import Nursery, open_nursery
from sqlcipher3 import dbapi2
from store import faults
from store.builders import (
    CHEAP_KDF,
    CLINIC,
    PASSPHRASE,
    PHYSICIAN,
    START,
    SteppingClock,
    make_consultation,
    make_document,
    make_older_vault,
    make_patient,
)

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.courses.acts import begin_course
from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.people import EVERY_ROLE, Role
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation, Examination, Summary
from stemsup_desktop.consultation.retention import Ground, RetentionPolicy
from stemsup_desktop.consultation.seal_model import SealKey
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.questionnaire.answers import AttachmentAnswer, ItemAnswers
from stemsup_desktop.store.entries import AttachmentSource, ScanToKeep
from stemsup_desktop.store.vault import Vault, create_vault, open_vault
from stemsup_desktop.store.wal import PAGE_BYTES

PATIENT = "patient-A-0012"
NAME, GOAL, SCAN = "Sentinelle 髙橋", "Haarwunschziel", b"Scanbytes" * 900
PDF = b"%PDF " + b"Zettelinhalt" * 900
DAY = timedelta(days=1)
CHARTS_OVER, CONSENTS_OVER = date(2031, 11, 24), date(2046, 11, 24)
REASON = "保存期間の満了"


def at(day: date, folder: Path) -> Vault:
    """Open the vault as on a day, after it was in use on that day already: one step before the limit counts."""
    now = datetime.combine(day, START.timetz())
    return open_vault(folder, PASSPHRASE, clock=SteppingClock(now))


def use(day: date, folder: Path) -> None:
    at(day, folder).close()


def after_use(day: date, folder: Path) -> Vault:
    """Open the vault on the day after one on which it was in use."""
    use(day, folder)
    return at(day + DAY, folder)


def answer(*files: tuple[bytes, str]) -> Examination:
    answers = tuple(
        AttachmentAnswer(f"urn:sha256:{hashlib.sha256(data).hexdigest()}", title=title) for data, title in files
    )
    return Examination(responses=(ItemAnswers("scan", answers, START),))


def close_visit(vault: Vault, visit: Consultation, patient_id: str = PATIENT, *files: tuple[bytes, str]) -> None:
    """Enter a visit with its files, and close it."""
    vault.start_consultation(patient_id, visit)
    for data, title in files:
        source = AttachmentSource(title, "image/png", patient_id, visit.consultation_id, "青木 誠")
        vault.add_attachment(data, source)
    examined = msgspec.structs.replace(visit, examination=answer(*files))
    vault.save_consultation(examined, patient_id)
    closed = msgspec.structs.replace(examined.summary, closed_at=visit.started_at)
    vault.save_consultation(msgspec.structs.replace(examined, summary=closed), patient_id)


def write_consent(vault: Vault, consultation_id: str = "visit-1") -> str:
    number = vault.next_document_number("consent", 2026)
    document = make_document(number, PDF, consultation_id)
    vault.save_document(document, PDF)
    vault.save_scans(number, (ScanToKeep(1, "image/jpeg", SCAN),), patient_id=document.patient_id)
    vault.mark_document_signed(number, b'{"signed":true}', START)
    return number


def make_clinic(folder: Path) -> Vault:
    clock = SteppingClock(START)
    return create_vault(folder, PASSPHRASE, CLINIC, PHYSICIAN, clock=clock, kdf=CHEAP_KDF)


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Last there on 23 November 2026: one visit with a consent, one without, both closed."""
    folder = tmp_path / "clinic"
    with make_clinic(folder) as vault:
        vault.save_patient(make_patient(name=NAME, romaji="Sentinelle", kana="センチネル", phone="03-9876-5432"))
        vault.start_consultation(PATIENT, make_consultation("visit-1", goal=GOAL))
        write_consent(vault)
        closed = make_consultation("visit-1", goal=GOAL, closed_at=START)
        vault.save_consultation(closed, PATIENT)
        close_visit(vault, make_consultation("visit-2", goal=GOAL), PATIENT, (SCAN, f"{NAME}.png"))
    return folder


def refuse(act: Callable[[], object]) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value


def count(vault: Vault, *tables: str) -> list[int]:
    return [vault._database.execute(f"select count(*) from {table}").fetchone()[0] for table in tables]


def is_whole(vault: Vault) -> bool:
    db = vault._database
    db.execute("insert into patient_trigrams (patient_trigrams, rank) values ('integrity-check', 1)")
    return (
        vault.verify_history().fault is None
        and db.execute("pragma integrity_check").fetchall() == [("ok",)]
        and db.execute("pragma foreign_key_check").fetchall() == []
    )


def test_a_sealed_file_goes_with_its_document_and_the_certificate_stays(tmp_path: Path) -> None:
    key = SealKey(hashlib.sha256(b"certificate").hexdigest(), b"certificate", b"private")
    with make_clinic(tmp_path) as vault:
        vault.save_patient(make_patient(name=NAME))
        vault.start_consultation(PATIENT, make_consultation("visit-1"))
        vault.save_seal_key(key)
        vault.save_seal(write_consent(vault), PDF + b"its seal", key.fingerprint, START)
        vault.save_consultation(make_consultation("visit-1", closed_at=START), PATIENT)
    with after_use(CONSENTS_OVER, tmp_path) as vault:
        vault.delete_records(PATIENT, REASON)
        assert count(vault, "documents", "document_seals", "seal_keys") == [0, 0, 1]
        assert is_whole(vault)


def test_what_could_go_is_listed_from_the_day_on_and_nothing_goes_by_itself(clinic: Path) -> None:
    with after_use(CHARTS_OVER - DAY, clinic) as vault:
        assert vault.list_what_could_go().charts == ()
    with after_use(CHARTS_OVER, clinic) as vault:
        due = vault.list_what_could_go()
        assert due.as_of == CHARTS_OVER
        (chart,) = due.charts
        assert (chart.patient_id, chart.chart_number, chart.last_visit_on) == (PATIENT, "A-0012", START.date())
        assert (chart.since, chart.ground, chart.visits, chart.kept_visits) == (CHARTS_OVER, Ground.CHART, 1, 1)
        assert (chart.documents, chart.attachments) == (0, 1)
    with after_use(CONSENTS_OVER, clinic) as vault:
        (chart,) = vault.list_what_could_go().charts
        assert (chart.since, chart.ground, chart.visits, chart.kept_visits) == (CONSENTS_OVER, Ground.CONSENT, 2, 0)
        assert count(vault, "patients", "consultations", "documents", "attachments") == [1, 2, 1, 1]
        assert "Sentinelle" not in repr(chart)


def test_a_visit_whose_time_is_over_goes_and_one_with_a_consent_stays_whole(clinic: Path) -> None:
    with after_use(CHARTS_OVER, clinic) as vault:
        deletion = vault.delete_records(PATIENT, f"  {REASON} ")
        assert (deletion.visits, deletion.documents, deletion.attachments) == (1, 0, 1)
        assert not deletion.took_patient
        assert [entry.consultation_id for entry in vault.list_consultations(PATIENT)] == ["visit-1"]
        assert vault.load_document("CNS-2026-00001")[1] == PDF
        assert vault.get_patient(PATIENT).name == NAME
        histories = [vault.list_patient_history(PATIENT, visit) for visit in ("visit-1", "visit-2")]
        erased = [{row.details is None for row in rows} for rows in histories]
        assert erased == [{False}, {True, False}]
        assert vault.list_what_could_go().charts == ()
        problem = refuse(lambda: vault.delete_records(PATIENT, REASON))
        assert (problem.code, problem.details[0].en) == ("retention-not-yet", "24 Nov 2046")
        assert is_whole(vault)


def test_the_patient_goes_with_the_last_visit_and_it_stays_known_what_went_and_why(clinic: Path) -> None:
    with after_use(CONSENTS_OVER, clinic) as vault:
        sha256 = vault.list_documents(PATIENT)[0].sha256
        deletion = vault.delete_records(PATIENT, REASON)
        assert (deletion.visits, deletion.documents, deletion.attachments) == (2, 1, 1)
        assert deletion.took_patient
        assert count(vault, "patients", "patient_words", "consultations", "documents", "document_signatures") == [0] * 5
        assert count(vault, "attachments", "document_files") == [0, 0]
        assert vault.find_patients("Sentinelle") == ()
        assert refuse(lambda: vault.get_patient(PATIENT)).code == "patient-unknown"
        lines = vault.list_deleted_records()
        assert {line.kind for line in lines} == {"patient", "consultation", "document", "attachment"}
        document = next(line for line in lines if line.kind == "document")
        assert (document.record_id, document.sha256) == ("CNS-2026-00001", sha256)
        assert {(line.deleted_by, line.reason) for line in lines} == {(vault.author.account_id, REASON)}
        assert document.deleted_at.date() == CONSENTS_OVER + DAY
        rows = [row for row in vault.list_whole_history() if row.act is AuditAct.RETENTION_DELETED]
        assert [row.consultation_id for row in rows] == ["", "visit-2", "visit-1"]
        assert f"CNS-2026-00001 {sha256}" in repr(rows[2].details)
        assert all(REASON in repr(row.details) for row in rows)
        assert is_whole(vault)
    with at(CONSENTS_OVER + 2 * DAY, clinic) as vault:
        assert is_whole(vault)


def test_a_course_goes_with_the_last_of_its_visits(tmp_path: Path) -> None:
    with make_clinic(tmp_path) as vault:
        patient = make_patient(name=NAME)
        vault.save_patient(patient)
        visit = make_consultation("visit-2")
        vault.start_consultation(PATIENT, visit)
        plan = Plan(sessions=2, interval_days=28, first_session_on=START.date())
        vault.save_course(begin_course(plan, patient, visit, START, "course-1"))
        vault.save_consultation(make_consultation("visit-2", closed_at=START), PATIENT)
        session = msgspec.structs.replace(make_consultation("visit-1"), session=SessionRef("course-1", 1))
        treated = msgspec.structs.replace(session, treatment=Treatment(started_at=START))
        vault.start_consultation(PATIENT, treated)
        write_consent(vault)
        closed = msgspec.structs.replace(treated, summary=Summary(closed_at=START))
        vault.save_consultation(closed, PATIENT)
    with after_use(CHARTS_OVER, tmp_path) as vault:
        vault.delete_records(PATIENT, REASON)
        assert count(vault, "consultations", "courses") == [1, 1]  # its other visit is still there
        assert is_whole(vault)
    with after_use(CONSENTS_OVER, tmp_path) as vault:
        assert vault.delete_records(PATIENT, REASON).took_patient
        assert count(vault, "patients", "consultations", "courses") == [0, 0, 0]
        assert is_whole(vault)


def read_plain(folder: Path, data_key: bytes) -> bytes:
    """Decrypt every page of the file, free ones and unused space included (SQLCipher 4: IV and HMAC end each page)."""
    data = faults.find_database(folder).read_bytes()
    pages = []
    for start in range(0, len(data), PAGE_BYTES):
        page = data[start : start + PAGE_BYTES]
        decryptor = Cipher(AES(data_key), CBC(page[-80:-64])).decryptor()
        pages.append(decryptor.update(page[16 if start == 0 else 0 : -80]))
    return b"".join(pages)


WORDS = ["Sentinelle", "senchinelle", "センチネル", "髙橋", "高橋", "03-9876-5432", "0398765432", GOAL, "Zettelinhalt"]
WORDS += ["Scanbytes", '"signed"', "Spurwort"]
TRIGRAMS = [b"sen", b"enc", b"nch", b"chi", b"hin", b"ine", b"nel", b"ell", b"lle"]
"""What the name index holds of a name, as far as its own compression leaves three characters together."""


def find_words(folder: Path, data_key: bytes) -> list[str]:
    data = read_plain(folder, data_key)
    return [word for word in WORDS if word.encode() in data]


def find_trigrams(vault: Vault) -> list[bytes]:
    blocks = [bytes(row[0]) for row in vault._database.execute("select block from patient_trigrams_data")]
    return [trigram for trigram in TRIGRAMS if any(trigram in block for block in blocks)]


def leave_trace(vault: Vault) -> None:
    """Leave a word in unused pages, as SQLite may between the rows of a page that it put together anew."""
    vault._database.execute("pragma secure_delete = off").fetchall()
    for statement in ("insert into settings values ('trace', ?)", "delete from settings where value = ?"):
        with vault._database.atomic() as db:
            db.execute(statement, ["Spurwort" * 2000])


def test_nothing_of_a_deleted_patient_is_in_any_byte_of_the_decrypted_file(clinic: Path) -> None:
    with at(START.date() + DAY, clinic) as vault:
        vault.save_patients(make_patient(f"N-{number}", f"山田 花子{number}") for number in range(400))
        renamed = make_patient(name=f"{NAME} 旧姓", romaji="Sentinelle", kana="センチネル", phone="03-9876-5432")
        vault.save_patient(renamed)
        data_key = bytes(vault._opened.data_key)
        assert len(find_trigrams(vault)) > 4
        leave_trace(vault)
    assert find_words(clinic, data_key) == WORDS
    with after_use(CONSENTS_OVER, clinic) as vault:
        vault.delete_records(PATIENT, REASON)
        assert faults.find_database(clinic).with_name("vault.db-wal").stat().st_size == 0
        assert find_trigrams(vault) == []
        assert vault.has_traces()
        vault.clear_traces()
        assert not vault.has_traces()
        assert is_whole(vault)
    assert faults.find_database(clinic).stat().st_mode & 0o777 == 0o600
    assert find_words(clinic, data_key) == []


def test_what_stops_the_writing_anew_leaves_the_vault_open_and_as_it_was(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with after_use(CONSENTS_OVER, clinic) as vault:
        vault.delete_records(PATIENT, REASON)
        ticket = vault.begin_backup()
        assert refuse(vault.clear_traces).code == "traces-while-copying"
        assert ticket.snapshot.is_unchanged()
        vault.end_backup()
        with monkeypatch.context() as patch:
            faults.fail_every_write(patch)
            with pytest.raises(EnvironmentProblem) as caught:
                vault.clear_traces()
        assert caught.value.code == "vault-disk-full"
        assert vault.has_traces()
        assert is_whole(vault)
        assert {path.name for path in (clinic / "vault").iterdir()} <= {
            *("vault.db", "vault.db-wal", "vault-key.json", "vault-key-copy.json")
        }
        vault.clear_traces()
        assert is_whole(vault)


def test_a_file_that_another_visit_names_stays_and_becomes_that_visits(clinic: Path) -> None:
    with at(START.date() + 3 * 365 * DAY, clinic) as vault:
        vault.save_patient(make_patient("B-1", patient_id="patient-B-1"))
        visit = msgspec.structs.replace(make_consultation("visit-B"), started_at=START + 3 * 365 * DAY)
        close_visit(vault, visit, "patient-B-1", (SCAN, "copy.png"), (b"own", "own.png"))
    with after_use(CHARTS_OVER, clinic) as vault:
        sha256 = vault._database.execute("select sha256 from attachments where size > 10").fetchone()[0]
        assert vault.delete_records(PATIENT, REASON).attachments == 0
        kept, data = vault.get_attachment(sha256)
        assert data == SCAN
        assert (kept.source.patient_id, kept.source.consultation_id) == ("patient-B-1", "visit-B")
        assert kept.source.title == "copy.png"
        assert is_whole(vault)


def test_a_lot_keeps_its_visit_for_twenty_years(tmp_path: Path) -> None:
    with make_clinic(tmp_path) as vault:
        vault.save_patient(make_patient())
        visit = msgspec.structs.replace(make_consultation("visit-1"), treatment=Treatment(lot_number="L-1"))
        close_visit(vault, visit)
    with at(CONSENTS_OVER - DAY, tmp_path) as vault:
        assert refuse(lambda: vault.delete_records(PATIENT, REASON)).code == "retention-not-yet"
    with after_use(CONSENTS_OVER, tmp_path) as vault:
        assert [chart.ground for chart in vault.list_what_could_go().charts] == [Ground.LOT]
        assert vault.delete_records(PATIENT, REASON).took_patient


def test_a_patient_who_never_came_goes_after_the_charts_time(tmp_path: Path) -> None:
    with make_clinic(tmp_path) as vault:
        vault.save_patient(make_patient())
    with after_use(CHARTS_OVER, tmp_path) as vault:
        deletion = vault.delete_records(PATIENT, REASON)
        assert (deletion.visits, deletion.took_patient) == (0, True)
        assert is_whole(vault)


def test_nothing_goes_while_a_visit_is_open_or_a_form_under_way(clinic: Path) -> None:
    with at(CHARTS_OVER, clinic) as vault:
        vault.save_unfinished("patient-forms", f'{{"patient_id":"{PATIENT}"}}')
    with at(CHARTS_OVER + DAY, clinic) as vault:
        assert refuse(lambda: vault.delete_records(PATIENT, REASON)).code == "retention-in-use"
        vault.save_unfinished("patient-forms", "{}")
        vault.start_consultation(PATIENT, make_consultation("visit-3"))
    with after_use(date(2060, 1, 1), clinic) as vault:
        assert refuse(lambda: vault.delete_records(PATIENT, REASON)).code == "retention-in-use"
        assert vault.list_what_could_go().charts == ()


def test_a_chart_that_was_opened_lately_goes_all_the_same_and_is_in_no_list_after(clinic: Path) -> None:
    with at(CONSENTS_OVER, clinic) as vault:
        vault.note_recent_patient(PATIENT)
    with at(CONSENTS_OVER + DAY, clinic) as vault:
        vault.delete_records(PATIENT, REASON)
        assert vault.list_recent_patients() == ()
        assert PATIENT not in "".join(row[0] for row in vault._database.execute("select record from unfinished"))


def test_a_clock_that_is_ahead_for_a_day_lets_nothing_go(clinic: Path) -> None:
    use(START.date() + DAY, clinic)
    with at(date(2090, 1, 1), clinic) as vault:
        assert vault.list_what_could_go().charts == ()
        assert refuse(lambda: vault.delete_records(PATIENT, REASON)).code == "retention-day-unsure"
    with at(date(2026, 11, 26), clinic) as vault:
        assert refuse(lambda: vault.delete_records(PATIENT, REASON)).code == "retention-clock-behind"


def test_a_visit_that_was_entered_while_the_clock_was_set_back_counts_from_the_last_known_moment(
    tmp_path: Path,
) -> None:
    with make_clinic(tmp_path) as vault:
        vault.save_patient(make_patient())
    with at(date(2006, 1, 1), tmp_path) as vault:
        visit = msgspec.structs.replace(make_consultation("visit-1"), started_at=START - 20 * 365 * DAY)
        close_visit(vault, visit)
        assert vault.list_consultations(PATIENT)[0].updated_at.year == 2006
    with after_use(CHARTS_OVER - 2 * DAY, tmp_path) as vault:
        assert vault.list_what_could_go().charts == ()
        assert refuse(lambda: vault.delete_records(PATIENT, REASON)).details[0].en == "24 Nov 2031"
    with after_use(CHARTS_OVER, tmp_path) as vault:
        assert [chart.last_visit_on for chart in vault.list_what_could_go().charts] == [START.date()]


def test_what_was_deleted_does_not_come_back_under_its_id(clinic: Path) -> None:
    with after_use(CONSENTS_OVER, clinic) as vault:
        vault.delete_records(PATIENT, REASON)
        assert refuse(lambda: vault.save_patient(make_patient())).code == "record-deleted"
        vault.save_patient(make_patient(patient_id="patient-2"))
        assert refuse(lambda: vault.start_consultation("patient-2", make_consultation("visit-1"))).code == (
            "record-deleted"
        )
        vault.start_consultation("patient-2", make_consultation("visit-3"))
        again = make_document("CNS-2026-00001", PDF, "visit-3", "patient-2")
        assert refuse(lambda: vault.save_document(again, PDF)).code == "record-deleted"
        source = AttachmentSource("scan.png", "image/png", "patient-2", "visit-3", "青木 誠")
        assert vault.add_attachment(SCAN, source).source == source


@pytest.mark.parametrize("roles", [(Role.STAFF,), (Role.PHYSICIAN,)])
def test_who_is_no_administrator_lists_and_deletes_nothing(clinic: Path, roles: tuple[Role, ...]) -> None:
    with after_use(CHARTS_OVER, clinic) as vault:
        before = count(vault, "consultations", "deleted_records")
        vault._opened.author = msgspec.structs.replace(vault.author, roles=roles)
        acts: list[Callable[[], object]] = [
            lambda: vault.delete_records(PATIENT, REASON),
            vault.list_what_could_go,
            vault.list_deleted_records,
            vault.clear_traces,
            lambda: vault.save_retention_policy(RetentionPolicy(6, 20, 20)),
        ]
        assert {refuse(act).code for act in acts} == {"administrator-only"}
        vault._opened.author = msgspec.structs.replace(vault.author, roles=EVERY_ROLE)
        assert count(vault, "consultations", "deleted_records") == before


def test_an_administrator_alone_deletes_and_sees_no_chart(clinic: Path) -> None:
    with after_use(CHARTS_OVER, clinic) as vault:
        vault._opened.author = msgspec.structs.replace(vault.author, roles=(Role.ADMINISTRATOR,))
        assert vault.delete_records(vault.list_what_could_go().charts[0].patient_id, REASON).visits == 1
        assert refuse(lambda: vault.get_patient(PATIENT)).code == "patients-only"


def test_a_deletion_needs_a_reason_and_a_chart(clinic: Path) -> None:
    with after_use(CHARTS_OVER, clinic) as vault:
        assert refuse(lambda: vault.delete_records(PATIENT, " \n ")).code == "retention-reason-missing"
        assert refuse(lambda: vault.delete_records("nobody", REASON)).code == "patient-unknown"


def test_longer_times_are_kept_and_shorter_ones_refused(clinic: Path) -> None:
    with at(CHARTS_OVER, clinic) as vault:
        assert vault.load_retention_policy() == RetentionPolicy(5, 20, 20)
        assert refuse(lambda: vault.save_retention_policy(RetentionPolicy(4, 20, 20))).code == "retention-years-invalid"
        vault.save_retention_policy(RetentionPolicy(7, 20, 30))
        assert vault.list_whole_history()[0].act is AuditAct.RETENTION_CHANGED
        vault.save_settings({"retention.charts_years": "1", "retention.consents_years": "x"})
        assert vault.load_retention_policy() == RetentionPolicy(5, 20, 30)
        vault.save_settings({"retention.charts_years": "7"})
    with at(CHARTS_OVER + DAY, clinic) as vault:
        assert refuse(lambda: vault.delete_records(PATIENT, REASON)).details[0].en == "24 Nov 2033"


FORGED = """insert into deleted_records values ('document', 'CNS-2026-00001', ?, 'visit-1',
    (select sha256 from documents), '2046', 'x', 'x', (select max(sequence) from audit_trail))"""
ATTACKS: dict[str, tuple[str, Sequence[object]]] = {
    "a document": ("delete from documents", ()),
    "a signature": ("delete from document_signatures", ()),
    "a signed page": ("delete from document_files", ()),
    "a file": ("delete from attachments", ()),
    "a file's owner": ("update attachments set consultation_id = 'visit-1'", ()),
    "a closed visit": ("delete from consultations", ()),
    "a patient": ("delete from patients", ()),
    "a line without a row": (FORGED, (PATIENT,)),
}


@pytest.mark.parametrize(("statement", "values"), ATTACKS.values(), ids=ATTACKS)
def test_the_vault_itself_lets_nothing_go_without_a_recorded_deletion(
    clinic: Path, statement: str, values: Sequence[object]
) -> None:
    with after_use(CONSENTS_OVER, clinic) as vault:
        vault._database.execute("pragma foreign_keys = off")
        with pytest.raises(dbapi2.IntegrityError, match=r"append-only|before it is done|closed consultation"):
            vault._database.execute(statement, list(values))


def test_a_recorded_deletion_lets_only_its_own_records_go_and_the_lines_stay(clinic: Path) -> None:
    with after_use(CHARTS_OVER, clinic) as vault:
        vault.delete_records(PATIENT, REASON)
        vault._database.execute("pragma foreign_keys = off")
        for statement in (
            "delete from documents",
            "delete from document_signatures",
            "delete from document_files",
            "delete from consultations",
            "delete from patients",
            "delete from deleted_records",
            "update deleted_records set reason = 'x'",
        ):
            with pytest.raises(dbapi2.IntegrityError, match=r"append-only|closed consultation"):
                vault._database.execute(statement)


@pytest.mark.parametrize("table", ["deleted_records", "documents", "patients", "audit_details"])
def test_a_deletion_that_fails_half_way_leaves_everything(clinic: Path, table: str) -> None:
    with after_use(CONSENTS_OVER, clinic) as vault:
        moment = "insert" if table == "deleted_records" else "delete"
        vault._database.execute(
            f"create temp trigger stumble after {moment} on main.{table} begin select raise(abort, 'stumbled'); end"
        )
        before, head = count(vault, "consultations", "documents", "deleted_records"), vault.read_audit_head()
        with pytest.raises(dbapi2.IntegrityError, match="stumbled"):
            vault.delete_records(PATIENT, REASON)
        assert count(vault, "consultations", "documents", "deleted_records") == before
        assert vault.read_audit_head() == head
        vault._database.execute("drop trigger stumble")
        assert vault.delete_records(PATIENT, REASON).took_patient
        assert is_whole(vault)


def test_a_full_disk_leaves_everything_and_says_so(clinic: Path) -> None:
    with after_use(CONSENTS_OVER, clinic) as vault:
        faults.fill_disk(vault._database)
        with pytest.raises(EnvironmentProblem) as caught:
            vault.delete_records(PATIENT, "満了" * 40_000)
        assert caught.value.code == "vault-disk-full"
        faults.free_disk(vault._database)
        assert count(vault, "consultations", "documents", "deleted_records") == [2, 1, 0]
        assert is_whole(vault)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """What forks the programs that are killed."""
    with open_nursery(Path(__file__).with_name("retention_harness.py")) as opened:
        yield opened


MARKS = {
    "insert into audit": 0,
    "delete from documents": 0,
    "delete from patients": 0,
    "wal_checkpoint": 1,
    "vacuum into": 1,
    "(end)": 1,
}


@pytest.mark.parametrize(("mark", "is_done"), MARKS.items())
def test_a_program_killed_in_the_middle_has_deleted_all_or_nothing(
    nursery: Nursery, clinic: Path, mark: str, is_done: int
) -> None:
    use(CONSENTS_OVER, clinic)
    with nursery.child(str(clinic), mark) as child:
        said = child.stderr.read()
    assert (child.returncode, said) == (-signal.SIGKILL, "")
    with at(CONSENTS_OVER + 2 * DAY, clinic) as vault:
        here = count(vault, "patients", "consultations", "documents", "document_signatures", "attachments")
        assert here == ([0] * 5 if is_done else [1, 2, 1, 1, 1])
        assert bool(vault.list_deleted_records()) is bool(is_done)
        assert is_whole(vault)


def test_a_deletion_while_a_backup_is_copied_leaves_the_copy_whole(clinic: Path) -> None:
    with after_use(CONSENTS_OVER, clinic) as vault:
        ticket = vault.begin_backup()
        vault.delete_records(PATIENT, REASON)
        assert ticket.snapshot.is_unchanged()
        vault.end_backup()


def test_older_copies_that_still_hold_what_was_deleted_are_named(clinic: Path) -> None:
    (clinic / "vault" / "vault-before-0006_x.db").write_bytes(b"")
    (clinic / "vault-replaced-2030").mkdir()
    with after_use(CONSENTS_OVER, clinic) as vault:
        assert vault.delete_records(PATIENT, REASON).older_copies == ("vault-before-0006_x.db", "vault-replaced-2030")


def test_an_older_vault_takes_the_way_out_and_its_records_count_as_they_lie(tmp_path: Path) -> None:
    patient, moment = make_patient(), START.isoformat(timespec="microseconds")
    visit = make_consultation("visit-1", closed_at=START)
    rows: list[tuple[str, Sequence[object]]] = [
        (
            "insert into patients values (1, ?, 1, 'a0012', '1972-04-18', '', ?, ' sentinelle', ?)",
            [PATIENT, moment, msgspec.json.encode(patient)],
        ),
        (
            "insert into consultations values ('visit-1', ?, 1, ?, ?, ?, ?)",
            [PATIENT, moment, moment, moment, msgspec.json.encode(visit)],
        ),
    ]
    make_older_vault(tmp_path, 3, rows)
    with after_use(CHARTS_OVER, tmp_path) as vault:
        assert vault.delete_records(PATIENT, REASON).took_patient
        assert count(vault, "patients", "consultations") == [0, 0]
