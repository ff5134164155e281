"""A vault with three people, a patient and a document, and the command line as each of them types it."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from click.testing import CliRunner, Result
from store.builders import (
    PASSPHRASE,
    START,
    SteppingClock,
    make_consultation,
    make_document,
    make_patient,
    make_vault,
)

from stemsup_desktop.cli import Desk, stemsup
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.store.vault import Vault, open_vault

CODE = make_recovery_code(random.Random(4).randbytes)
PHRASES = {"aoki": PASSPHRASE, "mori": "seven grey herons wade", "office": "the kettle sings at dawn"}
PATIENT_WORDS = ("髙橋", "花子", "タカハシ", "Takahashi", "A-0012", "1972", "03-1234-5678", "less hair")
GOAL = "less hair in the brush"


def fill_clinic(data: Path) -> None:
    """Make a vault whose physician administers it, with a nurse, an office, one patient, a visit and a document."""
    with make_vault(data) as vault:
        own = vault.get_own_account()
        vault.change_account(msgspec.structs.replace(own, roles=(Role.PHYSICIAN, Role.ADMINISTRATOR)))
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
        vault.add_account(Account("", "森 恵美", (Role.STAFF,), "mori"), PHRASES["mori"])
        vault.add_account(Account("", "事務 花", (Role.ADMINISTRATOR,), "office"), PHRASES["office"])
        vault.save_recovery_code(CODE)
        patient = vault.save_patient(make_patient(phone="03-1234-5678"))
        vault.start_consultation(patient.patient_id, make_consultation(goal=GOAL))
        number = vault.next_document_number(DocumentKind.CONSENT, 2026)
        vault.save_document(make_document(number, b"%PDF"), b"%PDF")


@dataclass
class Clinic:
    """The folders of a clinic; `call` runs `stemsup` as somebody who types a passphrase on standard input."""

    data: Path
    backups: Path
    clock: Callable[[], datetime]
    has_terminal: bool = False

    def call(
        self, *arguments: object, by: str = "aoki", more: tuple[str, ...] = (), data: Path | None = None
    ) -> Result:
        """Run a command with the passphrase of `by`, and `more` lines after it."""
        secrets = (CODE if by == "recovery" else PHRASES[by], *more)
        who = ("--recovery",) if by == "recovery" else ("--as", by)
        return self.type(*arguments, *who, "--passphrase-stdin", lines=secrets, data=data)

    def type(self, *arguments: object, lines: tuple[str, ...] = (), data: Path | None = None) -> Result:
        """Run a command with these lines on standard input."""
        desk = Desk(
            clock=self.clock,
            environment={},
            open_window=lambda paths: None,
            open_demo_window=lambda: None,
            can_show_window=lambda: False,
            has_terminal=lambda: self.has_terminal,
        )
        words = ["--data-folder", str(data or self.data), *(str(argument) for argument in arguments)]
        return CliRunner().invoke(stemsup, words, obj=desk, input="".join(f"{line}\n" for line in lines))

    def open(self, by: str = "aoki", data: Path | None = None) -> Vault:
        """Open the vault as somebody."""
        return open_vault(data or self.data, PHRASES[by], clock=self.clock, sign_in_name=by)

    def back_up(self) -> Path:
        """Make a backup and return it."""
        result = self.call("backup", "--folder", self.backups)
        assert result.exit_code == 0, result.stderr
        return max(self.backups.glob("*.stemsup"), key=lambda path: path.name)


def copy_clinic(made: Path, parent: Path) -> Clinic:
    """Return a clinic of its own for one test."""
    shutil.copytree(made, parent / "clinic")
    (parent / "backups").mkdir()
    return Clinic(parent / "clinic", parent / "backups", SteppingClock(START + timedelta(days=1)))


def sentence_of(result: Result) -> str:
    """Return the one line with which a command refused."""
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
