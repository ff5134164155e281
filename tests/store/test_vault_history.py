"""Every act through the vault is a row of its history, whoever does it, and the history can show that it is whole."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from store import faults
from store.builders import (
    PASSPHRASE,
    PHYSICIAN,
    START,
    SteppingClock,
    make_consultation,
    make_document,
    make_older_vault,
    make_patient,
    make_vault,
    reopen,
)

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.record import Examination, Opinion, StopLifted, Summary
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.language import Text
from stemsup_desktop.store.entries import AttachmentSource, ChecklistName, DocumentKind
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import Vault, open_vault, open_vault_by_recovery

CODE = "K7RM 2QXD 9FTA HV4C 6ZNP W3TE 8BGY 5JVS"
NURSE = Account("", "森 恵美", (Role.STAFF,), "mori")
OFFICE = Account("", "事務 花", (Role.ADMINISTRATOR,), "office")
PHRASES = {"mori": "seven grey herons wade", "office": "the kettle sings at dawn", "aoki": PASSPHRASE}
SOURCE = AttachmentSource("scan.png", "image/png", "patient-A-0012", "visit-1", "青木 誠")
OPINION = Opinion("X18", "1", "0" * 64, "under control", "青木 誠", START)
LIFTED = StopLifted("X02", "typed by mistake", "青木 誠", START)


def sign_in(folder: Path, name: str, hours: int = 48) -> Vault:
    clock = SteppingClock(START + timedelta(hours=hours))
    return open_vault(folder, PHRASES[name], clock=clock, sign_in_name=name)


def acts_since(vault: Vault, sequence: int) -> list[tuple[str, str]]:
    rows = vault.list_whole_history(limit=999)
    return [(row.act.value, row.subject) for row in reversed(rows) if row.sequence > sequence]


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A vault with a physician, a nurse and an administrator; one patient with an open visit."""
    folder = tmp_path / "clinic"
    with make_vault(folder) as vault:
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
        vault.add_account(NURSE, PHRASES["mori"])
        vault.add_account(OFFICE, PHRASES["office"])
        vault.save_patient(make_patient())
        vault.start_consultation("patient-A-0012", make_consultation(goal="less hair in the brush"))
    return folder


def test_each_act_is_one_row_in_the_order_in_which_it_was_done(clinic: Path) -> None:
    with sign_in(clinic, "aoki") as vault:
        start = vault.read_audit_head().sequence
        patient = vault.get_patient("patient-A-0012")
        vault.save_patient(patient)
        vault.save_patient(msgspec.structs.replace(patient, phone="03-0000-0000"))
        vault.save_patient(make_patient("B-1", patient_id="patient-B-1"))
        visit = vault.load_consultation("visit-1")
        vault.save_consultation(visit, "patient-A-0012")
        judged = msgspec.structs.replace(visit, examination=Examination(opinions=(OPINION,), stops_lifted=(LIFTED,)))
        vault.save_consultation(judged, "patient-A-0012")
        vault.add_attachment(b"\x89PNG", SOURCE)
        vault.add_attachment(b"\x89PNG", SOURCE)
        number = vault.next_document_number(DocumentKind.CONSENT, 2026)
        vault.save_document(make_document(number, b"%PDF"), b"%PDF")
        vault.load_document(number)
        vault.note_document_printed(number)
        vault.note_document_saved(number)
        vault.mark_document_signed(number, b"{}", START)
        text = vault.save_text(b"clause")
        vault.save_text(b"clause")
        vault.save_clinic(msgspec.structs.replace(vault.load_clinic(), phone="03-1"))
        vault.save_clinic(vault.load_clinic())
        vault.save_physician(msgspec.structs.replace(PHYSICIAN, name="青木 誠一"))
        vault.save_settings({"checklist.for_new_visits": "q|1"})
        vault.save_settings({"checklist.for_new_visits": "q|1"})
        vault.add_checklist(ChecklistName("q|1", "1", Text("Ours", "当院")), b"{}")
        vault.save_recovery_code(CODE)
        vault.raise_key_cost(KdfParameters(memory_kib=65, passes=1, lanes=1))
        vault.rekey()
        vault.note_event(AuditEvent(AuditAct.BACKUP_MADE, subject="stemsup-backup-1"))
        closed = msgspec.structs.replace(judged, summary=Summary(closed_at=START))
        vault.save_consultation(closed, "patient-A-0012")
        done = acts_since(vault, start)
        me = vault.author.account_id
    assert done == [
        ("patient-viewed", ""),
        ("patient-changed", ""),
        ("patient-created", ""),
        ("consultation-viewed", ""),
        ("consultation-changed", ""),
        ("opinion-recorded", "X18"),
        ("stop-lifted", "X02"),
        ("attachment-added", done[7][1]),
        ("document-number-taken", number),
        ("document-sealed", number),
        ("document-viewed", number),
        ("document-printed", number),
        ("document-saved", number),
        ("document-signed", number),
        ("text-kept", text),
        ("clinic-changed", ""),
        ("physician-changed", me),
        ("settings-changed", "checklist.for_new_visits"),
        ("checklist-added", "q|1"),
        ("recovery-sheet-made", ""),
        ("settings-changed", "key_cost"),
        ("rekeyed", ""),
        ("backup-made", "stemsup-backup-1"),
        ("consultation-changed", ""),
        ("consultation-closed", ""),
    ]


def test_who_looked_at_a_record_is_answered_with_name_and_moment(clinic: Path) -> None:
    with sign_in(clinic, "mori") as vault:
        for _ in range(5):
            vault.get_patient("patient-A-0012")
            vault.load_consultation("visit-1")
    with sign_in(clinic, "aoki", hours=72) as vault:
        rows = vault.list_patient_history("patient-A-0012")
        looks = [
            (row.account_name, row.act.value, row.consultation_id) for row in rows if row.account_name == NURSE.name
        ]
    assert looks == [(NURSE.name, "consultation-viewed", "visit-1"), (NURSE.name, "patient-viewed", "")]
    assert rows[0].act is AuditAct.HISTORY_VIEWED


def test_the_same_look_is_one_row_and_a_later_one_another(clinic: Path) -> None:
    now = START + timedelta(days=2)
    vault = open_vault(clinic, PASSPHRASE, clock=lambda: now, sign_in_name="aoki")
    with vault:
        for minutes in (0, 9, 11, 5):  # the last one after the clock was set back
            now = START + timedelta(days=2, minutes=minutes)
            vault.get_patient("patient-A-0012")
        looks = [row for row in vault.list_patient_history("patient-A-0012") if row.act is AuditAct.PATIENT_VIEWED]
    assert len(looks) == 3


def test_an_edit_keeps_the_old_and_the_new_value(clinic: Path) -> None:
    with sign_in(clinic, "mori") as vault:
        vault.save_consultation(make_consultation(goal="thicker"), "patient-A-0012")
        row = vault.list_patient_history("patient-A-0012")[1]
    assert row.details is not None
    assert [(change.path, change.old, change.new) for change in row.details] == [
        (("reason", "goal"), "less hair in the brush", "thicker")
    ]


def test_what_was_refused_is_kept_as_a_try(clinic: Path) -> None:
    with sign_in(clinic, "mori") as vault:
        tries = (
            lambda: vault.save_settings({"x": "y"}),
            lambda: vault.save_consultation(make_consultation(closed_at=START), "patient-A-0012"),
            lambda: vault.mark_document_signed("CNS-2026-00001", b"{}", START),
        )
        for attempt in tries:
            with pytest.raises(InputProblem):
                attempt()
        rows = vault.list_whole_history(vault.author.account_id)
    refused = [row.subject for row in reversed(rows) if row.act is AuditAct.REFUSED]
    assert refused == ["administrator-only", "physician-only", "physician-only"]


def test_an_act_that_fails_leaves_no_row(clinic: Path) -> None:
    with sign_in(clinic, "aoki") as vault:
        before = vault.read_audit_head()
        with pytest.raises(Problem):
            vault.save_patient(make_patient("a-0012", patient_id="another"))
        faults.fill_disk(vault._database)
        with pytest.raises(Problem):
            vault.save_consultation(make_consultation(goal="x" * 100_000), "patient-A-0012")
        faults.free_disk(vault._database)
        assert vault.read_audit_head() == before
        assert vault.load_consultation("visit-1").reason.goal == "less hair in the brush"


def test_wrong_tries_are_in_the_history_once_somebody_comes_in(clinic: Path) -> None:
    for _ in range(3):
        with pytest.raises(InputProblem):
            open_vault(clinic, "wrong wrong", clock=SteppingClock(), sign_in_name="mori")
    sign_in(clinic, "mori").close()
    with sign_in(clinic, "aoki", hours=72) as vault:
        rows = [row for row in vault.list_whole_history() if row.act is AuditAct.UNLOCK_FAILED]
    assert len(rows) == 3
    assert {(row.account_id, row.account_name) for row in rows} == {("", "")}
    assert "wrong" not in repr(rows)


def test_the_recovery_sheet_and_each_opening_and_closing_are_in_the_history(clinic: Path) -> None:
    with sign_in(clinic, "office") as vault:
        vault.save_recovery_code(CODE)
        start = vault.read_audit_head().sequence
    with open_vault_by_recovery(clinic, CODE, clock=SteppingClock()) as vault:
        vault.reset_passphrase(vault.list_accounts()[0].account_id, "found again at last", "aoki")
    with sign_in(clinic, "office", hours=72) as vault:
        done = [act for act, _ in acts_since(vault, start)]
    assert done == ["vault-closed", "recovery-sheet-used", "passphrase-reset", "vault-closed", "vault-opened"]


def test_who_only_administers_reads_who_did_what_and_nothing_of_a_chart(clinic: Path) -> None:
    with sign_in(clinic, "mori") as vault:
        vault.save_consultation(make_consultation(goal="thicker"), "patient-A-0012")
        with pytest.raises(InputProblem):
            vault.list_whole_history()
    with sign_in(clinic, "office", hours=72) as vault:
        rows = vault.list_whole_history()
        with pytest.raises(InputProblem):
            vault.list_patient_history("patient-A-0012")
    assert "thicker" not in repr(rows)
    assert [row.details for row in rows if row.act is AuditAct.CONSULTATION_CHANGED] == [None, None]
    assert any(row.act is AuditAct.ACCOUNT_ADDED and row.details for row in rows)


def test_the_history_shows_that_it_is_whole_or_names_what_is_not(clinic: Path) -> None:
    with sign_in(clinic, "aoki") as vault:
        number = vault.next_document_number(DocumentKind.CONSENT, 2026)
        vault.save_document(make_document(number, b"%PDF"), b"%PDF")
        report = vault.verify_history()
        assert report.fault is None
        assert report.anchors == 1
        with vault._database.atomic():
            vault._database.execute("drop trigger audit_trail_refuse_update")
            vault._database.execute("update audit_trail set account_name = 'x' where sequence = 3")
        report = vault.verify_history()
        assert report.fault is not None
        assert report.fault.sequence == 3


def test_a_tail_that_was_cut_off_is_missed_by_the_documents(clinic: Path) -> None:
    with sign_in(clinic, "aoki") as vault:
        number = vault.next_document_number(DocumentKind.CONSENT, 2026)
        vault.save_document(make_document(number, b"%PDF"), b"%PDF")
        with vault._database.atomic() as db:
            for trigger in ("audit_trail_refuse_delete", "audit_details_refuse_delete"):
                db.execute(f"drop trigger {trigger}")
            db.execute("delete from audit_details where sequence > 5")
            db.execute("delete from audit_trail where sequence > 5")
        fault = vault.verify_history().fault
        assert fault is not None
        assert number in fault.words.en


def test_acts_of_the_vault_itself_cannot_be_claimed(clinic: Path) -> None:
    with sign_in(clinic, "aoki") as vault, pytest.raises(ValueError, match="by itself"):
        vault.note_event(AuditEvent(AuditAct.DOCUMENT_SIGNED, subject="CNS-2026-00001"))


def test_an_older_vault_begins_its_history_when_it_is_opened(tmp_path: Path) -> None:
    make_older_vault(tmp_path, 3)
    with reopen(tmp_path) as vault:
        assert [row.act for row in vault.list_whole_history()] == [AuditAct.VAULT_OPENED]
        assert vault.verify_history().fault is None


def test_a_check_in_pieces_leaves_one_row_at_its_end_and_none_before(clinic: Path) -> None:
    with sign_in(clinic, "office") as vault:
        check, since = vault.begin_history_check(), vault.read_audit_head().sequence
        assert vault.go_on_checking(check, 2) is None
        assert vault.read_audit_head().sequence == since
        report = vault.go_on_checking(check, 2)
        while report is None:
            report = vault.go_on_checking(check, 2)
        assert report.is_whole
        assert vault.read_audit_head().sequence == since + 1
        assert acts_since(vault, since)[0] == ("trail-verified", "whole")


def test_what_an_administrator_may_not_see_is_told_apart_from_what_was_erased(clinic: Path) -> None:
    with sign_in(clinic, "office") as vault:
        rows = vault.list_whole_history(limit=999)
    told = {(row.act.value, row.is_withheld) for row in rows if row.details is None}
    assert ("consultation-changed", True) in told
    assert not any(row.is_withheld for row in rows if not row.patient_id)


def test_everybody_who_has_rows_of_a_patient_is_listed_the_last_first(clinic: Path) -> None:
    with sign_in(clinic, "mori") as vault:
        vault.get_patient("patient-A-0012")
        assert [name for _, name in vault.list_history_people("patient-A-0012")] == [NURSE.name, PHYSICIAN.name]
        assert vault.list_history_people("patient-of-nobody") == ()


def test_the_checklist_of_a_visit_is_named_without_that_being_a_look_at_the_chart(clinic: Path) -> None:
    with sign_in(clinic, "mori") as vault:
        before = vault.read_audit_head()
        assert vault.find_visit_checklist("visit-1") == ""
        assert vault.find_visit_checklist("visit-of-nobody") is None
        assert vault.read_audit_head() == before


def test_whoever_may_not_see_patients_learns_neither_who_saw_them_nor_their_checklist(clinic: Path) -> None:
    with sign_in(clinic, "office") as vault:
        for act in (vault.list_history_people, vault.find_visit_checklist):
            with pytest.raises(InputProblem) as found:
                act("patient-A-0012")
            assert found.value.code == "patients-only"


def test_which_finding_was_judged_is_of_the_chart(clinic: Path) -> None:
    with sign_in(clinic, "aoki") as vault:
        judged = msgspec.structs.replace(make_consultation(), examination=Examination(opinions=(OPINION,)))
        vault.save_consultation(judged, "patient-A-0012")
    with sign_in(clinic, "office", hours=72) as vault:
        rows = vault.list_whole_history(limit=20)
    assert [row.subject for row in rows if row.act is AuditAct.OPINION_RECORDED] == [""]
