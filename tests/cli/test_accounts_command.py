"""`stemsup accounts`, `rekey`, `recovery-sheet` and `init`: what an administrator does, and nobody else."""

import io
import json
from pathlib import Path

import pdfplumber
import pytest
from clinic_at_the_desk import CODE, PHRASES, Clinic, names_in, sentence_of
from store import faults
from store.builders import PASSPHRASE

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import EVERY_ROLE, Role
from stemsup_desktop.store.header import read_vault_header
from stemsup_desktop.store.problems import SENTENCES
from stemsup_desktop.store.recovery_code import read_recovery_code
from stemsup_desktop.store.vault import open_vault, open_vault_by_recovery

NEW = "the rain stays in the north"


def signs_in(clinic: Clinic, name: str, passphrase: str) -> bool:
    lines = (passphrase,)
    return clinic.type("accounts", "list", "--as", name, "--passphrase-stdin", lines=lines).exit_code == 0


def read_sheet(pdf: bytes) -> str:
    """Return the code as it stands on a sheet."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        large = [char["text"] for char in document.pages[0].chars if round(char["size"]) == 24]
    return read_recovery_code("".join(large))


def test_people_are_listed_added_changed_and_removed(clinic: Clinic) -> None:
    added = clinic.call(
        *("accounts", "add", "伊藤 受付", "--sign-in", "ito", "--role", "staff", "--json"), by="office", more=(NEW,)
    )
    assert added.exit_code == 0, added.stderr
    assert json.loads(added.stdout)["sign_in_name"] == "ito"
    assert signs_in(clinic, "ito", NEW)
    changed = clinic.call("accounts", "roles", "ito", "--role", "staff", "--role", "administrator")
    assert "staff, administrator, signs in as ito" in changed.stdout
    assert clinic.call("accounts", "remove", "伊藤 受付").exit_code == 0
    assert not signs_in(clinic, "ito", NEW)
    assert "伊藤 受付: staff, administrator, signs in as ito (removed)" in clinic.call("accounts", "list").stdout


def test_one_changes_ones_own_passphrase_and_an_administrator_anothers(clinic: Clinic) -> None:
    assert clinic.call("accounts", "passphrase", by="mori", more=(NEW,)).exit_code == 0
    assert signs_in(clinic, "mori", NEW)
    assert clinic.call("accounts", "passphrase", "mori", by="office", more=("seven other herons",)).exit_code == 0
    assert signs_in(clinic, "mori", "seven other herons")
    assert clinic.call("accounts", "passphrase", "aoki", "--sign-in", "makoto", more=(NEW,)).exit_code == 0
    assert signs_in(clinic, "makoto", NEW)


def test_with_the_recovery_sheet_people_get_in_again(clinic: Clinic) -> None:
    assert "WHO" in sentence_of(clinic.call("accounts", "passphrase", by="recovery", more=(NEW,)))
    assert clinic.call("accounts", "passphrase", "aoki", by="recovery", more=(NEW,)).exit_code == 0
    assert signs_in(clinic, "aoki", NEW)


ADMINISTRATOR_COMMANDS: dict[str, tuple[str, ...]] = {
    "add": ("accounts", "add", "Friend", "--sign-in", "friend", "--role", "administrator"),
    "remove": ("accounts", "remove", "office"),
    "roles of another": ("accounts", "roles", "office", "--role", "staff"),
    "roles of one's own": ("accounts", "roles", "mori", "--role", "physician", "--role", "administrator"),
    "passphrase of another": ("accounts", "passphrase", "aoki"),
    "rekey": ("rekey",),
    "sheet": ("recovery-sheet", "--out", "sheet.pdf"),
    "everything": ("audit", "show", "--all"),
}


@pytest.mark.parametrize("words", ADMINISTRATOR_COMMANDS.values(), ids=ADMINISTRATOR_COMMANDS)
def test_staff_run_no_command_of_an_administrator(
    clinic: Clinic, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    header = read_vault_header(clinic.data)
    result = clinic.call(*words, by="mori", more=(NEW,))
    assert sentence_of(result) == SENTENCES["administrator-only"].en
    assert read_vault_header(clinic.data) == header
    assert not (tmp_path / "sheet.pdf").exists()
    with clinic.open() as vault:
        people = {one.sign_in_name: (one.roles, one.is_removed) for one in vault.list_accounts()}
        refused = [row.account_name for row in vault.list_whole_history() if row.act is AuditAct.REFUSED]
    assert people["mori"] == ((Role.STAFF,), False)
    assert people["office"] == ((Role.ADMINISTRATOR,), False)
    assert len(people) == 3
    assert refused == ["森 恵美"]


def test_no_option_gives_a_role_to_whoever_signs_in(clinic: Clinic) -> None:
    for words in (("--role", "administrator"), ("--roles", "administrator"), ("--physician",)):
        assert clinic.call("rekey", *words, by="mori").exit_code == 2


def test_somebody_must_remain_who_administers(clinic: Clinic) -> None:
    assert clinic.call("accounts", "remove", "office").exit_code == 0
    result = clinic.call("accounts", "roles", "aoki", "--role", "physician")
    assert sentence_of(result) == SENTENCES["account-last-administrator"].en


def test_a_name_that_nobody_or_several_have_is_one_sentence(clinic: Clinic) -> None:
    assert "Nobody" in sentence_of(clinic.call("accounts", "remove", ""))
    twin = clinic.call("accounts", "add", "森 恵美", "--sign-in", "emi", "--role", "staff", more=(NEW,))
    assert twin.exit_code == 0
    assert "Several" in sentence_of(clinic.call("accounts", "remove", "森 恵美"))


def test_a_rekeyed_vault_opens_for_everyone_and_its_copy_for_nobody(clinic: Clinic) -> None:
    before = (clinic.data / "vault" / "vault.db").read_bytes()
    result = clinic.call("rekey", "--progress", "--json", by="office")
    assert result.exit_code == 0
    assert json.loads(result.stderr.splitlines()[-1]) == {"task": "rekey", "percent": 100}
    assert all(signs_in(clinic, name, phrase) for name, phrase in PHRASES.items())
    open_vault_by_recovery(clinic.data, CODE, clock=clinic.clock).close()
    (clinic.data / "vault" / "vault.db").write_bytes(before)
    assert sentence_of(clinic.call("accounts", "list")) == SENTENCES["vault-damaged"].en


def test_a_sheet_is_a_private_file_that_says_it_opens_everything(clinic: Clinic, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    result = clinic.call("recovery-sheet", "--out", target, by="office")
    assert (result.exit_code, result.stdout) == (0, f"{target}\n")
    assert "opens everything" in result.stderr
    assert target.stat().st_mode & 0o077 == 0
    code = read_sheet(target.read_bytes())
    assert code != CODE
    open_vault_by_recovery(clinic.data, code, clock=clinic.clock).close()
    assert sentence_of(clinic.call("accounts", "list", by="recovery")) == SENTENCES["vault-wrong-passphrase"].en
    assert "exists already" in sentence_of(clinic.call("recovery-sheet", "--out", target))


def test_a_sheet_may_go_to_the_printer_without_a_file(clinic: Clinic, tmp_path: Path) -> None:
    before = names_in(tmp_path)
    result = clinic.call("recovery-sheet", "--out", "-", "--language", "ja")
    assert result.exit_code == 0
    open_vault_by_recovery(clinic.data, read_sheet(result.stdout_bytes), clock=clinic.clock).close()
    assert names_in(tmp_path) == before


def test_a_sheet_that_cannot_be_written_leaves_the_earlier_one_valid(clinic: Clinic, tmp_path: Path) -> None:
    with faults.read_only(tmp_path):
        result = clinic.call("recovery-sheet", "--out", tmp_path / "sheet.pdf")
    assert sentence_of(result)
    open_vault_by_recovery(clinic.data, CODE, clock=clinic.clock).close()


def test_a_vault_is_made_without_a_window(clinic: Clinic, tmp_path: Path) -> None:
    data = tmp_path / "new"
    words = ("init", "--clinic", "見本 \udcff", "--physician", "青木 誠", "--passphrase-stdin")
    for lines, code in (((), "passphrase-empty"), (("short",), "passphrase-short")):
        assert sentence_of(clinic.type(*words, lines=lines, data=data)) == SENTENCES[code].en
    assert not data.exists()
    assert clinic.type(*words, lines=(NEW,), data=data).exit_code == 0
    with open_vault(data, NEW, clock=clinic.clock) as vault:
        assert vault.load_clinic().name == "見本 \ufffd"
        assert vault.author.roles == EVERY_ROLE
    again = clinic.type(*words, lines=(PASSPHRASE,), data=data)
    assert sentence_of(again) == SENTENCES["vault-exists"].en
