"""A consent on screen, its document and its seal come into the vault together, or none of them does."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from store import faults
from store.builders import PASSPHRASE, START, SteppingClock, make_consultation, make_document, make_patient, make_vault
from store.builders import reopen as reopen_vault
from store.test_vault_seals import KEY, PDF, SEALED

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.record import Consultation, GivenConsent
from stemsup_desktop.consultation.signing_seal import with_screen_consent
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.store.entries import DocumentKind, DocumentRecord, SealedFile
from stemsup_desktop.store.vault import Vault, open_vault

PATIENT, NUMBER = "patient-A-0012", "CNS-2026-00001"
SIGNED = make_consultation(goal="less shedding")
FILE = SealedFile(SEALED, KEY.fingerprint, START)
RECORD = make_document(NUMBER, PDF)
ADDENDUM = msgspec.structs.replace(make_document("ADD-2026-00001", PDF), kind=DocumentKind.ADDENDUM, of_number=NUMBER)
KILLED = 9
EVERY = 4
"""Statements from one kill to the next: the act has about sixty."""


def give(number: str = NUMBER, name: str = "髙橋 花子") -> GivenConsent:
    return GivenConsent(number, START.date(), name, "青木 誠", True, "b", recorded_at=START, medium="screen")


AFTER = with_screen_consent(SIGNED, give())


def begin(vault: Vault) -> Vault:
    vault.save_patient(make_patient())
    vault.start_consultation(PATIENT, SIGNED)
    vault.save_seal_key(KEY)
    return vault


@pytest.fixture
def begun(vault: Vault) -> Vault:
    return begin(vault)


def keep(vault: Vault, record: DocumentRecord = RECORD, sealed: SealedFile = FILE, after: Consultation = AFTER) -> None:
    vault.keep_sealed_consent(record, PDF, sealed, SIGNED, after)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value.code


def look(vault: Vault) -> str:
    """Say what the vault holds of the consent: nothing or everything; anything between fails the test."""
    visit = vault.load_consultation("visit-1")
    documents = vault.list_documents(PATIENT)
    if visit == SIGNED:
        assert documents == ()
        return "nothing"
    assert visit == AFTER
    assert [one.number for one in documents] == [NUMBER]
    assert vault.load_sealed(NUMBER) == SEALED
    assert [msgspec.json.decode(one.signature)["medium"] for one in documents[0].signatures] == ["screen"]
    return "everything"


def test_document_seal_signing_and_consent_are_kept_together_and_told_in_the_history(begun: Vault) -> None:
    keep(begun)

    assert look(begun) == "everything"
    told = [one.act for one in begun.list_patient_history(PATIENT)]
    assert {
        AuditAct.DOCUMENT_SEALED,
        AuditAct.SEAL_ADDED,
        AuditAct.DOCUMENT_SIGNED,
        AuditAct.CONSULTATION_CHANGED,
    } <= set(told)
    assert begun.verify_history().is_whole


FAILING: dict[str, tuple[Callable[[Vault], object], str]] = {
    "a visit that was changed meanwhile": (
        lambda vault: (vault.save_consultation(make_consultation(goal="other"), PATIENT), keep(vault)),
        "record-changed",
    ),
    "another certificate": (
        lambda vault: keep(vault, sealed=msgspec.structs.replace(FILE, certificate_sha256="0" * 64)),
        "seal-key-missing",
    ),
    "a number in use": (lambda vault: (vault.save_document(RECORD, PDF), keep(vault)), "document-exists"),
}


@pytest.mark.parametrize(("act", "code"), FAILING.values(), ids=FAILING)
def test_what_fails_in_part_keeps_nothing(begun: Vault, act: Callable[[Vault], object], code: str) -> None:
    assert refused(lambda: act(begun)) == code
    assert begun.load_consultation("visit-1").consent.signature is None
    assert begun.find_seal(NUMBER) is None


def test_a_consent_is_kept_under_the_number_of_its_document_alone(begun: Vault) -> None:
    other = with_screen_consent(SIGNED, give("CNS-2026-00002"))
    more = msgspec.structs.replace(AFTER, reason=msgspec.structs.replace(AFTER.reason, goal="slipped in"))
    for after in (other, more, SIGNED):
        with pytest.raises(ValueError, match="not the visit that was signed"):
            keep(begun, after=after)
    assert look(begun) == "nothing"


def test_a_file_that_does_not_begin_with_the_document_is_no_seal_of_it(begun: Vault) -> None:
    with pytest.raises(ValueError, match="does not begin"):
        keep(begun, sealed=msgspec.structs.replace(FILE, pdf=b"%PDF other" + SEALED))
    assert look(begun) == "nothing"


def test_a_draft_that_has_not_seen_the_seal_changes_nothing_of_what_was_sealed(begun: Vault) -> None:
    keep(begun)
    consent = msgspec.structs.replace(SIGNED.consent, language=LanguageForm.BOTH, ticks=("later:1",))
    begun.save_consultation(msgspec.structs.replace(SIGNED, consent=consent), PATIENT)
    assert look(begun) == "everything"


def test_a_consent_on_screen_without_its_sealed_document_is_not_saved(begun: Vault) -> None:
    assert refused(lambda: begun.save_consultation(AFTER, PATIENT)) == "consent-not-sealed"
    begun.save_document(RECORD, PDF)
    assert refused(lambda: begun.save_consultation(AFTER, PATIENT)) == "consent-not-sealed"
    paper = with_screen_consent(SIGNED, msgspec.structs.replace(give(), medium="paper"))
    begun.save_consultation(paper, PATIENT)


def test_a_draft_that_has_not_seen_the_seal_does_not_take_it_away_and_nobody_rewrites_it(begun: Vault) -> None:
    keep(begun)
    begun.save_consultation(make_consultation(goal="typed meanwhile"), PATIENT)
    kept = begun.load_consultation("visit-1")
    assert (kept.reason.goal, kept.consent.signature) == ("typed meanwhile", give())
    forged = with_screen_consent(kept, give(name="Somebody Else"))
    assert refused(lambda: begun.save_consultation(forged, PATIENT)) == "consent-sealed"
    tokyo = with_screen_consent(kept, msgspec.structs.replace(give(), medium="paper"))
    assert refused(lambda: begun.save_consultation(tokyo, PATIENT)) == "consent-sealed"
    assert begun.load_consultation("visit-1") == kept


def test_a_summary_is_kept_with_its_seal(begun: Vault) -> None:
    record = msgspec.structs.replace(make_document("SUM-2026-00001", PDF), kind=DocumentKind.SUMMARY)
    begun.keep_sealed_document(record, PDF, FILE)
    assert begun.load_sealed("SUM-2026-00001") == SEALED
    assert refused(lambda: begun.keep_sealed_document(record, PDF, FILE)) == "document-exists"


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Callable[[str], Vault]]:
    """A vault with a physician and a nurse, who come in one at a time."""
    with make_vault(tmp_path) as vault:
        begin(vault)
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "doctor")
        vault.add_account(Account("", "Nurse Example", (Role.STAFF,), "nurse"), f"{PASSPHRASE} of nurse")
    opened: list[Vault] = []

    def enter(name: str) -> Vault:
        for one in opened:
            one.close()
        passphrase = PASSPHRASE if name == "doctor" else f"{PASSPHRASE} of {name}"
        clock = SteppingClock(START + timedelta(days=1))
        opened.append(open_vault(tmp_path, passphrase, clock=clock, sign_in_name=name))
        return opened[-1]

    yield enter
    opened[-1].close()


def test_staff_seal_nothing(staffed: Callable[[str], Vault]) -> None:
    nurse = staffed("nurse")
    assert refused(lambda: keep(nurse)) == "physician-only"
    assert refused(lambda: nurse.keep_sealed_document(RECORD, PDF, FILE)) == "physician-only"
    assert refused(lambda: nurse.load_seal_key(DocumentKind.CONSENT)) == "physician-only"
    assert look(staffed("doctor")) == "nothing"


def test_a_full_disk_keeps_nothing(tmp_path: Path) -> None:
    with begin(make_vault(tmp_path)) as vault:
        faults.fill_disk(vault._database)
        with pytest.raises(EnvironmentProblem):
            keep(vault, sealed=msgspec.structs.replace(FILE, pdf=PDF + b"x" * 4_000_000))
        faults.free_disk(vault._database)
        assert look(vault) == "nothing"


def test_a_kill_at_any_moment_leaves_nothing_sealed_or_everything(tmp_path: Path) -> None:
    """Each child dies at one statement further; at which one decides nothing but how far it came."""
    begin(make_vault(tmp_path / "begun")).close()
    kill_everywhere(tmp_path, keep, look)


def keep_addendum(vault: Vault) -> None:
    vault.keep_sealed_document(ADDENDUM, PDF, FILE)


def look_for_addendum(vault: Vault) -> str:
    """Say what the vault holds of the addendum: nothing or everything; anything between fails the test."""
    followers = [one.number for one in vault.list_followers(NUMBER)]
    if not followers:
        assert [one.number for one in vault.list_documents(PATIENT)] == [NUMBER]
        return "nothing"
    assert followers == [ADDENDUM.number]
    assert vault.load_sealed(ADDENDUM.number) == SEALED
    return "everything"


def test_a_kill_at_any_moment_leaves_no_addendum_without_its_seal(tmp_path: Path) -> None:
    with begin(make_vault(tmp_path / "begun")) as vault:
        vault.save_document(RECORD, PDF)
    kill_everywhere(tmp_path, keep_addendum, look_for_addendum)


def test_a_full_disk_leaves_no_addendum_without_its_seal(tmp_path: Path) -> None:
    with begin(make_vault(tmp_path)) as vault:
        vault.save_document(RECORD, PDF)
        faults.fill_disk(vault._database)
        with pytest.raises(EnvironmentProblem):
            vault.keep_sealed_document(ADDENDUM, PDF, msgspec.structs.replace(FILE, pdf=PDF + b"x" * 4_000_000))
        faults.free_disk(vault._database)
        assert look_for_addendum(vault) == "nothing"
        keep_addendum(vault)
        assert look_for_addendum(vault) == "everything"


def test_staff_keep_a_sealed_slip_in_one_act(staffed: Callable[[str], Vault]) -> None:
    nurse = staffed("nurse")
    slip = msgspec.structs.replace(make_document("WDS-2026-00001", PDF), kind=DocumentKind.WITHDRAWAL)
    nurse.keep_sealed_document(slip, PDF, FILE)
    assert nurse.load_sealed("WDS-2026-00001") == SEALED


def kill_everywhere(tmp_path: Path, act: Callable[[Vault], None], look_at: Callable[[Vault], str]) -> None:
    """Kill a child at one statement after the other of an act, each on a copy of the vault that was begun."""
    found: list[str] = []
    for step in range(1, 400, EVERY):
        folder = tmp_path / f"clinic-{step}"
        shutil.copytree(tmp_path / "begun", folder)
        child = os.fork()
        if child == 0:
            _act_and_die(folder, step, act)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with reopen_vault(folder) as vault:
            found.append(look_at(vault))
        if status == 0:
            break
        assert status == KILLED
    assert found[-1] == "everything"
    assert set(found[:-1]) == {"nothing"}
    assert len(found) > 5


def _act_and_die(folder: Path, step: int, act: Callable[[Vault], None]) -> None:
    """Die without any clean-up before the `step`th statement of the act; commit is one of them."""
    vault = open_vault(folder, PASSPHRASE, clock=SteppingClock(START + timedelta(days=1)))
    count = 0

    def watch(_statement: str) -> None:
        nonlocal count
        count += 1
        if count == step:
            os._exit(KILLED)

    vault._database.conn.set_trace_callback(watch)
    act(vault)
    os._exit(0)
