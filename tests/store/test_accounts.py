"""People of a vault: each opens it with their own passphrase, may do what their roles say, and no more."""

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
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
    make_vault,
    reopen,
)

from stemsup_desktop.consultation.people import EVERY_ROLE, RECOVERY_ID, Account, Right, Role
from stemsup_desktop.consultation.record import Complaint, Consultation, Reason, Summary
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.store.entries import ChecklistName, DocumentKind
from stemsup_desktop.store.header import HEADER_NAMES, read_vault_header, write_vault_header
from stemsup_desktop.store.key_seal import seal_header
from stemsup_desktop.store.keys import Credentials, KdfParameters
from stemsup_desktop.store.tries import TRIES_NAME, read_wrong_tries
from stemsup_desktop.store.vault import Vault, create_vault, open_vault, open_vault_by_recovery

STAFF_PASSPHRASE = "seven grey herons wade"
ADMIN_PASSPHRASE = "the kettle sings at dawn"
CODE = "K7RM 2QXD 9FTA HV4C 6ZNP W3TE 8BGY 5JVS"
NURSE = Account("", "森 恵美", (Role.STAFF,), "mori")
OFFICE = Account("", "事務 花", (Role.ADMINISTRATOR,), "office")


def sign_in(folder: Path, name: str, passphrase: str, start: datetime = START + timedelta(days=2)) -> Vault:
    return open_vault(folder, passphrase, clock=SteppingClock(start), sign_in_name=name)


def code_of(act: object, *given: object, **named: object) -> str:
    with pytest.raises(Problem) as caught:
        act(*given, **named)  # type: ignore[operator]
    return caught.value.code


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A vault with a physician who is everything, a nurse and an administrator; one patient with an open visit."""
    folder = tmp_path / "clinic"
    with make_vault(folder) as vault:
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
        vault.add_account(NURSE, STAFF_PASSPHRASE)
        vault.add_account(OFFICE, ADMIN_PASSPHRASE)
        vault.save_patient(make_patient())
        vault.start_consultation("patient-A-0012", make_consultation(goal="less hair in the brush"))
    return folder


def test_the_first_person_may_do_everything_and_needs_no_name(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        account = vault.get_own_account()
        assert (account.name, account.roles, account.sign_in_name) == (PHYSICIAN.name, EVERY_ROLE, "")
        assert account.physician == PHYSICIAN
        assert vault.author == account.author
    assert not read_vault_header(tmp_path).asks_for_name
    with reopen(tmp_path) as vault:
        assert vault.author == account.author


def test_each_person_opens_the_vault_with_their_own_passphrase(clinic: Path) -> None:
    for name, passphrase, roles in (
        ("aoki", PASSPHRASE, EVERY_ROLE),
        ("  ＡＯＫＩ ", PASSPHRASE, EVERY_ROLE),
        ("mori", STAFF_PASSPHRASE, (Role.STAFF,)),
        ("Office", ADMIN_PASSPHRASE, (Role.ADMINISTRATOR,)),
    ):
        with sign_in(clinic, name, passphrase) as vault:
            assert vault.author.roles == roles


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [("mori", PASSPHRASE), ("aoki", STAFF_PASSPHRASE), ("nobody", PASSPHRASE), ("", PASSPHRASE), ("mori", "Mori")],
)
def test_a_name_that_exists_and_one_that_does_not_are_refused_alike(clinic: Path, name: str, passphrase: str) -> None:
    with pytest.raises(InputProblem) as caught:
        sign_in(clinic, name, passphrase)
    assert caught.value.code == "vault-wrong-passphrase"
    assert caught.value.details == ()


def test_a_wrong_name_costs_the_same_derivations_as_a_right_one(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    derived: list[bytes] = []
    from argon2 import low_level

    real = low_level.hash_secret_raw
    monkeypatch.setattr(low_level, "hash_secret_raw", lambda *given: (derived.append(given[1]), real(*given))[1])
    for name in ("mori", "nobody"):
        derived.clear()
        assert code_of(sign_in, clinic, name, "wrong wrong") == "vault-wrong-passphrase"
        assert len(derived) == len({slot.salt for slot in read_vault_header(clinic).slots}) == 1


def test_the_key_file_names_nobody(clinic: Path) -> None:
    for name in HEADER_NAMES:
        text = (clinic / "vault" / name).read_text("utf-8")
        for word in ("aoki", "mori", "office", "青木", "森", "physician", "staff"):
            assert word not in text.lower()


def test_a_slot_does_not_open_for_another_account_or_vault(clinic: Path) -> None:
    header = read_vault_header(clinic)
    first, nurse = header.slots[0], header.slots[1]
    swapped = (
        msgspec.structs.replace(nurse, slot_id=first.slot_id),
        msgspec.structs.replace(first, slot_id=nurse.slot_id),
    )
    write_vault_header(clinic / "vault", header.with_slots((*swapped, header.slots[2])))
    assert code_of(sign_in, clinic, "mori", STAFF_PASSPHRASE) == "vault-wrong-passphrase"
    write_vault_header(clinic / "vault", msgspec.structs.replace(header, vault_id="another", revision=9))
    assert code_of(sign_in, clinic, "mori", STAFF_PASSPHRASE) == "vault-wrong-passphrase"


def test_changing_a_passphrase_leaves_the_file_and_the_others_as_they_are(clinic: Path) -> None:
    before = read_vault_header(clinic)
    with sign_in(clinic, "mori", STAFF_PASSPHRASE) as vault:
        assert code_of(vault.change_own_passphrase, "wrong", "eight new words") == "vault-wrong-passphrase"
        assert code_of(vault.change_own_passphrase, STAFF_PASSPHRASE, "short") == "passphrase-short"
        vault.change_own_passphrase(STAFF_PASSPHRASE, "a quite different one")
        key = bytes(vault._opened.data_key)
    after = read_vault_header(clinic)
    assert [slot for slot in after.slots if slot not in before.slots] == [after.slots[1]]
    assert code_of(sign_in, clinic, "mori", STAFF_PASSPHRASE) == "vault-wrong-passphrase"
    with sign_in(clinic, "mori", "a quite different one") as vault:
        assert bytes(vault._opened.data_key) == key
        assert vault._opened.data_key != bytes(32)
        vault.close()
        assert vault._opened.data_key == bytes(32)


def test_a_forgotten_passphrase_is_set_anew_by_an_administrator_alone(clinic: Path) -> None:
    with sign_in(clinic, "mori", STAFF_PASSPHRASE) as vault:
        physician = vault.list_accounts()[0]
        assert code_of(vault.reset_passphrase, physician.account_id, "taken over now", "aoki") == "administrator-only"
    with sign_in(clinic, "office", ADMIN_PASSPHRASE) as vault:
        nurse = vault.list_accounts()[1]
        assert code_of(vault.reset_passphrase, nurse.account_id, "set anew today", "aoki") == "account-name-taken"
        vault.reset_passphrase(nurse.account_id, "set anew today", "emi")
    assert code_of(sign_in, clinic, "mori", STAFF_PASSPHRASE) == "vault-wrong-passphrase"
    with sign_in(clinic, "emi", "set anew today") as vault:
        assert vault.get_own_account().sign_in_name == "emi"


def test_a_removed_account_opens_nothing_and_is_still_named(clinic: Path) -> None:
    old_key_file = (clinic / "vault" / HEADER_NAMES[0]).read_bytes()
    with sign_in(clinic, "aoki", PASSPHRASE) as vault:
        nurse = vault.list_accounts()[1]
        vault.remove_account(nurse.account_id)
        assert not vault.has_slot(nurse.account_id)
        assert vault.list_accounts()[1] == msgspec.structs.replace(nurse, is_removed=True)
        assert code_of(vault.remove_account, nurse.account_id) == "account-removed"
        vault.add_account(msgspec.structs.replace(NURSE, name="森 次郎"), "another herons wade")
    assert code_of(sign_in, clinic, "mori", STAFF_PASSPHRASE) == "vault-wrong-passphrase"
    for name in HEADER_NAMES:
        (clinic / "vault" / name).write_bytes(old_key_file)
    assert code_of(sign_in, clinic, "mori", STAFF_PASSPHRASE) == "vault-key-altered"


def test_a_key_file_kept_from_before_opens_no_re_keyed_vault(clinic: Path) -> None:
    old_key_file = (clinic / "vault" / HEADER_NAMES[0]).read_bytes()
    with sign_in(clinic, "aoki", PASSPHRASE) as vault:
        vault.remove_account(vault.list_accounts()[1].account_id)
        vault.rekey()
    for name in HEADER_NAMES:
        (clinic / "vault" / name).write_bytes(old_key_file)
    assert code_of(sign_in, clinic, "mori", STAFF_PASSPHRASE) == "vault-damaged"


def test_somebody_remains_an_administrator(clinic: Path) -> None:
    with sign_in(clinic, "office", ADMIN_PASSPHRASE) as vault:
        physician, _, office = vault.list_accounts()
        vault.change_account(msgspec.structs.replace(physician, roles=(Role.PHYSICIAN,)))
        demoted = msgspec.structs.replace(office, roles=(Role.STAFF,))
        assert code_of(vault.change_account, demoted) == "account-last-administrator"
        assert code_of(vault.remove_account, office.account_id) == "account-last-administrator"
        assert vault.list_accounts()[2] == office
        assert vault.has_slot(office.account_id)


@pytest.mark.parametrize(
    ("account", "passphrase", "code"),
    [
        (msgspec.structs.replace(NURSE, sign_in_name=" ＡＯＫＩ"), STAFF_PASSPHRASE, "account-name-taken"),
        (msgspec.structs.replace(NURSE, sign_in_name=" \u3000"), STAFF_PASSPHRASE, "account-invalid"),
        (msgspec.structs.replace(NURSE, sign_in_name="new", name=" "), STAFF_PASSPHRASE, "account-invalid"),
        (msgspec.structs.replace(NURSE, sign_in_name="new", roles=()), STAFF_PASSPHRASE, "account-invalid"),
        (msgspec.structs.replace(NURSE, sign_in_name="new"), "", "passphrase-empty"),
        (msgspec.structs.replace(NURSE, sign_in_name="new"), "seven 7", "passphrase-short"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_leaves_no_slot(
    clinic: Path, account: Account, passphrase: str, code: str
) -> None:
    with sign_in(clinic, "aoki", PASSPHRASE) as vault:
        before = (vault.list_accounts(), read_vault_header(clinic))
        assert code_of(vault.add_account, account, passphrase) == code
        assert (vault.list_accounts(), read_vault_header(clinic)) == before


def test_a_colleague_is_added_only_when_everybody_has_a_name(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        assert code_of(vault.add_account, NURSE, STAFF_PASSPHRASE) == "account-names-first"


def test_a_key_file_that_cannot_be_written_leaves_no_account(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sign_in(clinic, "aoki", PASSPHRASE) as vault:
        before = vault.list_accounts()
        with monkeypatch.context() as patch:
            faults.fail_every_write(patch)
            named = msgspec.structs.replace(NURSE, sign_in_name="new")
            assert code_of(vault.add_account, named, STAFF_PASSPHRASE) == "vault-disk-full"
        assert vault.list_accounts() == before
    with sign_in(clinic, "mori", STAFF_PASSPHRASE) as vault:
        assert vault.author.name == NURSE.name


def test_a_slot_whose_account_was_never_kept_opens_nothing_and_goes(clinic: Path) -> None:
    header = read_vault_header(clinic)
    with sign_in(clinic, "aoki", PASSPHRASE) as vault:
        stray = vault._make_slot("stray", Credentials("left by a crash", "stray"))
        left = seal_header(header.with_slot(stray), vault._opened.data_key)
    write_vault_header(clinic / "vault", left)
    assert code_of(sign_in, clinic, "stray", "left by a crash") == "account-removed"
    sign_in(clinic, "aoki", PASSPHRASE).close()
    assert read_vault_header(clinic).find_slot("stray") is None
    assert len(read_vault_header(clinic).slots) == 3


# What each role may do, refused by the store itself.

PATIENT_ACTS = {
    "find": lambda vault: vault.find_patients(""),
    "read": lambda vault: vault.get_patient("patient-A-0012"),
    "keep": lambda vault: vault.save_patient(make_patient("B-1")),
    "visit": lambda vault: vault.load_consultation("visit-1"),
    "visits": lambda vault: vault.list_consultations("patient-A-0012"),
    "open visits": lambda vault: vault.open_consultations(),
    "earlier": lambda vault: vault.find_earlier_consultation("visit-1"),
    "physician": lambda vault: vault.find_visit_physician("visit-1"),
    "save": lambda vault: vault.save_consultation(make_consultation(goal="x"), "patient-A-0012"),
    "documents": lambda vault: vault.list_documents("patient-A-0012"),
    "document": lambda vault: vault.load_document("CNS-2026-00001"),
    "number": lambda vault: vault.next_document_number(DocumentKind.CONSENT, 2026),
    "file": lambda vault: vault.get_attachment("0" * 64),
    "text": lambda vault: vault.load_text("0" * 64),
    "under way": lambda vault: vault.load_unfinished("patient-forms"),
    "keep under way": lambda vault: vault.save_unfinished("patient-forms", "x"),
    "recent": lambda vault: vault.list_recent_patients(),
    "note recent": lambda vault: vault.note_recent_patient("p"),
    "duplicates": lambda vault: vault.find_likely_duplicates(make_patient()),
}

ADMINISTRATOR_ACTS = {
    "add": lambda vault: vault.add_account(msgspec.structs.replace(NURSE, sign_in_name="x"), "long enough 1"),
    "promote": lambda vault: vault.change_account(
        msgspec.structs.replace(vault.get_own_account(), roles=(Role.STAFF, Role.PHYSICIAN))
    ),
    "remove": lambda vault: vault.remove_account(vault.list_accounts()[0].account_id),
    "reset": lambda vault: vault.reset_passphrase(vault.list_accounts()[0].account_id, "long enough 1", "aoki"),
    "sheet": lambda vault: vault.save_recovery_code(CODE),
    "cost": lambda vault: vault.raise_key_cost(KdfParameters(memory_kib=128, passes=1, lanes=1)),
    "re-key": lambda vault: vault.rekey(),
    "clinic": lambda vault: vault.save_clinic(CLINIC),
    "settings": lambda vault: vault.save_settings({"checklist.for_new_visits": "x"}),
    "checklist": lambda vault: vault.add_checklist(ChecklistName("u|1", "1", make_text()), b"{}"),
}


def make_text() -> object:
    from stemsup_desktop.language import Text

    return Text("Ours", "当院")


@pytest.mark.parametrize("act", PATIENT_ACTS.values(), ids=PATIENT_ACTS)
def test_who_only_administers_reaches_no_patient(clinic: Path, act: object) -> None:
    with sign_in(clinic, "office", ADMIN_PASSPHRASE) as vault:
        assert code_of(act, vault) == "patients-only"


@pytest.mark.parametrize("act", ADMINISTRATOR_ACTS.values(), ids=ADMINISTRATOR_ACTS)
def test_who_is_no_administrator_changes_nothing_of_the_house(clinic: Path, act: object) -> None:
    before = read_vault_header(clinic)
    with sign_in(clinic, "mori", STAFF_PASSPHRASE) as vault:
        assert code_of(act, vault) == "administrator-only"
        assert vault.get_own_account().roles == (Role.STAFF,)
    assert read_vault_header(clinic) == before


def test_every_act_of_the_vault_says_what_right_it_needs(clinic: Path) -> None:
    """A door that asks for nothing would be found by nobody: every public act of a person without roles is refused."""
    with sign_in(clinic, "aoki", PASSPHRASE) as vault:
        vault._opened.author = msgspec.structs.replace(vault.author, roles=())
        free = {"close", "make_id", "has_slot", "note_event"}
        acts = [name for name in dir(Vault) if not name.startswith("_") and callable(getattr(Vault, name))]
        acts = [name for name in acts if name not in free]
        assert len(acts) > 30
        refused = [name for name in acts if has_right_before_all_else(vault, name)]
        assert refused == acts
        vault._opened.author = msgspec.structs.replace(vault.author, roles=EVERY_ROLE)


def has_right_before_all_else(vault: Vault, name: str) -> bool:
    import inspect

    act = getattr(vault, name)
    # Whose act the keeping of a sealed document is depends on its kind; of all else nothing may be looked at.
    given = [
        SimpleNamespace(kind=DocumentKind.CONSENT) if p.name == "record" else object()
        for p in inspect.signature(act).parameters.values()
        if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
    ]
    named = {
        p.name: object()
        for p in inspect.signature(act).parameters.values()
        if p.default is p.empty and p.kind is p.KEYWORD_ONLY
    }
    try:
        act(*given, **named)
    except KeyError as error:  # no sentence for lacking the right to sign in: nobody is signed in without a role
        return error.args == (Right.SIGN_IN,)
    except InputProblem as problem:
        return problem.code in ("patients-only", "physician-only", "administrator-only")
    return False


def test_staff_take_history_and_never_decide(clinic: Path) -> None:
    with sign_in(clinic, "mori", STAFF_PASSPHRASE) as vault:
        visit = vault.load_consultation("visit-1")
        complaints = (Complaint("hair-loss", baseline_nrs=7),)
        vault.save_consultation(
            msgspec.structs.replace(visit, reason=Reason(complaints=complaints, goal="thicker")), "patient-A-0012"
        )
        kept = vault.load_consultation("visit-1")
        assert kept.reason.goal == "thicker"
        for change in (
            {"reason": Reason(complaints=(Complaint("hair-loss", diagnosis="AGA"),), goal="thicker")},
            {"summary": Summary(closed_at=START)},
            {"visit_number": 9},
        ):
            with pytest.raises(InputProblem) as caught:
                vault.save_consultation(msgspec.structs.replace(kept, **change), "patient-A-0012")
            assert caught.value.code == "physician-only"
            assert caught.value.details
            assert vault.load_consultation("visit-1") == kept
        planned = Consultation("visit-2", START, reason=Reason(complaints=(Complaint("acne", diagnosis="L70"),)))
        assert code_of(vault.start_consultation, "patient-A-0012", planned) == "physician-only"
        assert code_of(vault.save_physician, PHYSICIAN) == "physician-only"


def test_staff_print_and_do_not_record_a_signing(clinic: Path) -> None:
    with sign_in(clinic, "mori", STAFF_PASSPHRASE) as vault:
        number = vault.next_document_number(DocumentKind.CONSENT, 2026)
        vault.save_document(make_document(number, b"%PDF-1.7"), b"%PDF-1.7")
        assert vault.load_document(number)[1] == b"%PDF-1.7"
        assert code_of(vault.mark_document_signed, number, b"{}", START) == "physician-only"
        assert vault.list_documents("patient-A-0012")[0].signatures == ()


def test_papers_name_the_physician_who_worked_on_the_visit_and_never_who_printed_them(clinic: Path) -> None:
    second = Account("", "伊藤 智子", (Role.PHYSICIAN,), "ito", "Ito Tomoko", "654321")
    with sign_in(clinic, "aoki", PASSPHRASE) as vault:
        vault.add_account(second, "a second good phrase")
    with sign_in(clinic, "mori", STAFF_PASSPHRASE) as vault:
        assert vault.find_visit_physician("visit-1") == PHYSICIAN
        assert vault.load_physician() == PHYSICIAN
    with sign_in(clinic, "ito", "a second good phrase") as vault:
        assert vault.find_visit_physician("visit-1") == second.physician
        visit = vault.load_consultation("visit-1")
        vault.save_consultation(msgspec.structs.replace(visit, summary=Summary(closed_at=START)), "patient-A-0012")
    for name, passphrase in (("mori", STAFF_PASSPHRASE), ("aoki", PASSPHRASE)):
        with sign_in(clinic, name, passphrase) as vault:
            assert vault.find_visit_physician("visit-1") == second.physician


def test_a_physician_edits_their_own_name_and_the_house_follows_its_own(clinic: Path) -> None:
    renamed = msgspec.structs.replace(PHYSICIAN, name="青木 誠一")
    with sign_in(clinic, "aoki", PASSPHRASE) as vault:
        vault.save_physician(renamed)
        assert vault.get_own_account().physician == renamed
    with sign_in(clinic, "mori", STAFF_PASSPHRASE) as vault:
        assert vault.load_physician() == renamed


# The recovery sheet


def test_the_recovery_sheet_sets_passphrases_and_sees_no_patient(clinic: Path) -> None:
    with sign_in(clinic, "office", ADMIN_PASSPHRASE) as vault:
        assert not vault.has_recovery_sheet
        vault.save_recovery_code(CODE)
        assert vault.has_recovery_sheet
    assert code_of(sign_in, clinic, "", CODE) == "vault-wrong-passphrase"
    with open_vault_by_recovery(clinic, CODE, clock=SteppingClock()) as vault:
        assert vault.author.account_id == RECOVERY_ID
        assert code_of(vault.find_patients, "") == "patients-only"
        vault.reset_passphrase(vault.list_accounts()[0].account_id, "found again at last", "aoki")
    with sign_in(clinic, "aoki", "found again at last") as vault:
        assert vault.get_patient("patient-A-0012").name == "髙橋 花子"


def test_a_new_recovery_sheet_voids_the_old_one(clinic: Path) -> None:
    other = "2QXD K7RM 9FTA HV4C 6ZNP W3TE 8BGY 5JVS"
    with sign_in(clinic, "office", ADMIN_PASSPHRASE) as vault:
        vault.save_recovery_code(CODE)
        vault.save_recovery_code(other)
    assert code_of(open_vault_by_recovery, clinic, CODE, clock=SteppingClock()) == "vault-wrong-passphrase"
    open_vault_by_recovery(clinic, other, clock=SteppingClock()).close()


# Wrong tries


def test_from_the_fifth_wrong_try_each_next_one_waits_longer(clinic: Path) -> None:
    now = START + timedelta(days=3)
    for _ in range(5):
        assert code_of(sign_in, clinic, "mori", "wrong wrong", now) == "vault-wrong-passphrase"
    waits = []
    for _ in range(9):
        wait_s = read_wrong_tries(clinic).derive_wait_s(read_wrong_tries(clinic).times[-1])
        waits.append(wait_s)
        last = read_wrong_tries(clinic).times[-1]
        soon = last + timedelta(seconds=wait_s / 2)
        assert (
            code_of(open_vault, clinic, STAFF_PASSPHRASE, clock=lambda soon=soon: soon, sign_in_name="mori")
            == "vault-wait"
        )
        late = last + timedelta(seconds=wait_s)
        assert code_of(open_vault, clinic, "wrong wrong", clock=lambda late=late: late) == "vault-wrong-passphrase"
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    late += timedelta(seconds=300)
    open_vault(clinic, STAFF_PASSPHRASE, clock=lambda: late, sign_in_name="mori").close()
    assert read_wrong_tries(clinic).count == 0


def test_the_wait_says_how_long_and_tells_nothing_else(clinic: Path) -> None:
    for _ in range(5):
        assert code_of(sign_in, clinic, "mori", "wrong wrong") == "vault-wrong-passphrase"
    last = read_wrong_tries(clinic).times[-1]
    with pytest.raises(InputProblem) as caught:
        open_vault(clinic, STAFF_PASSPHRASE, clock=lambda: last + timedelta(seconds=4), sign_in_name="mori")
    assert caught.value.sentence == "There were too many wrong tries. Wait 2 seconds, then try again."
    assert json.loads((clinic / TRIES_NAME).read_bytes()).keys() == {"count", "times"}


def test_a_clock_that_is_set_back_neither_shortens_nor_stretches_the_wait(clinic: Path) -> None:
    for _ in range(5):
        assert code_of(sign_in, clinic, "mori", "wrong wrong") == "vault-wrong-passphrase"
    year_ago = START - timedelta(days=365)
    assert code_of(open_vault, clinic, PASSPHRASE, clock=lambda: year_ago) == "vault-wait"
    later = year_ago + timedelta(seconds=5)
    open_vault(clinic, STAFF_PASSPHRASE, clock=lambda: later, sign_in_name="mori").close()


@pytest.mark.parametrize("data", [b"", b"[]", b'{"count": -5, "times": ["2026-01-01T00:00:00"]}', b"\xff" * 10])
def test_a_damaged_count_of_wrong_tries_keeps_nobody_out(clinic: Path, data: bytes) -> None:
    (clinic / TRIES_NAME).write_bytes(data)
    sign_in(clinic, "mori", STAFF_PASSPHRASE).close()


def test_wrong_tries_at_ones_own_passphrase_count_too(clinic: Path) -> None:
    with sign_in(clinic, "mori", STAFF_PASSPHRASE) as vault:
        for _ in range(5):
            assert code_of(vault.check_own_passphrase, "wrong wrong") == "vault-wrong-passphrase"
        assert code_of(vault.check_own_passphrase, STAFF_PASSPHRASE) == "vault-wait"


# Cost and older vaults


def test_a_slot_follows_a_raised_cost_when_its_passphrase_is_typed(clinic: Path) -> None:
    dearer = KdfParameters(memory_kib=256, passes=2, lanes=1)
    with sign_in(clinic, "office", ADMIN_PASSPHRASE) as vault:
        vault.raise_key_cost(dearer)
    sign_in(clinic, "mori", STAFF_PASSPHRASE).close()
    assert [slot.kdf for slot in read_vault_header(clinic).slots] == [CHEAP_KDF, dearer, CHEAP_KDF]
    sign_in(clinic, "aoki", PASSPHRASE).close()
    header = read_vault_header(clinic)
    assert header.slots[0].salt == header.slots[1].salt != header.slots[2].salt
    for name, passphrase in (("mori", STAFF_PASSPHRASE), ("aoki", PASSPHRASE), ("office", ADMIN_PASSPHRASE)):
        sign_in(clinic, name, passphrase).close()


def test_a_vault_from_before_accounts_makes_its_one_person_the_first_account(tmp_path: Path) -> None:
    make_older_vault(tmp_path, 3, [("insert into settings values ('patient-forms', '{}')", ())])
    assert not read_vault_header(tmp_path).asks_for_name
    assert code_of(open_vault, tmp_path, "wrong", clock=SteppingClock()) == "vault-wrong-passphrase"
    for _ in range(2):
        with reopen(tmp_path) as vault:
            account = vault.get_own_account()
            assert (account.name, account.roles, account.licence_number) == (PHYSICIAN.name, EVERY_ROLE, "123456")
            assert vault.load_unfinished("patient-forms") == "{}"
            assert vault.load_settings() == {}
    assert not read_vault_header(tmp_path).slots[0].is_old
    with reopen(tmp_path) as vault:
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
        vault.add_account(NURSE, STAFF_PASSPHRASE)
        vault.rekey()
    sign_in(tmp_path, "mori", STAFF_PASSPHRASE).close()


def test_a_sign_in_name_is_asked_for_from_the_first_vault_on_if_it_has_one(tmp_path: Path) -> None:
    create_vault(
        tmp_path, PASSPHRASE, CLINIC, PHYSICIAN, clock=SteppingClock(), kdf=CHEAP_KDF, sign_in_name="aoki"
    ).close()
    assert read_vault_header(tmp_path).asks_for_name
    assert code_of(reopen, tmp_path) == "vault-wrong-passphrase"
    sign_in(tmp_path, "aoki", PASSPHRASE).close()


def test_credentials_are_never_printed() -> None:
    assert "secret" not in repr(Credentials("secret phrase", "secret name"))


def test_too_little_memory_for_the_cost_is_said_and_counts_as_no_wrong_try(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import exceptions, low_level

    def fail(*_: object) -> bytes:
        raise exceptions.HashingError("Memory allocation error")

    with monkeypatch.context() as patch:
        patch.setattr(low_level, "hash_secret_raw", fail)
        assert code_of(sign_in, clinic, "mori", STAFF_PASSPHRASE) == "vault-no-memory"
    assert read_wrong_tries(clinic).count == 0
    sign_in(clinic, "mori", STAFF_PASSPHRASE).close()


@pytest.mark.parametrize("cost", [(4_194_304, 64, 1), (1_048_577, 8, 1)])
def test_a_cost_that_no_vault_has_is_damage_and_takes_no_memory(clinic: Path, cost: tuple[int, int, int]) -> None:
    for name in HEADER_NAMES:
        path = clinic / "vault" / name
        text = path.read_text("utf-8")
        assert '"memory_kib":64' in text
        header = json.loads(text)["header"]
        for slot in header["slots"]:
            slot["kdf"] = dict(zip(("memory_kib", "passes", "lanes"), cost, strict=True))
        body = json.dumps(header, separators=(",", ":"))
        sha256 = hashlib.sha256(body.encode()).hexdigest()
        path.write_text(f'{{"header":{body},"sha256":"{sha256}"}}', "utf-8")
    assert code_of(sign_in, clinic, "mori", STAFF_PASSPHRASE) == "vault-key-damaged"
