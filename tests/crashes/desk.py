"""The scripted person at the program: says before each act what is to change, and after it that it was acknowledged."""

import hashlib
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import msgspec
from consultation.consent_builders import shipped_text
from store.builders import (
    PASSPHRASE,
    START,
    SteppingClock,
    make_consultation,
    make_document,
    make_patient,
    make_vault,
)
from store.test_vault_forms import clinic_text
from store.test_vault_seals import KEY

from stemsup_desktop.consultation.form_versions import write_form_version
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.record import GivenConsent
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.consultation.signing_seal import with_screen_consent
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.backup.restoring import restore_backup
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.shelf import list_backups
from stemsup_desktop.store.doors.backups import AUDIT_CHECKS
from stemsup_desktop.store.entries import AttachmentSource, DocumentKind, ScanToKeep, SealedFile
from stemsup_desktop.store.header import VaultHeader
from stemsup_desktop.store.key_slots import open_slot
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.vault import Vault, open_vault

PATIENT = "patient-A-0012"
MOST_TRIES = 4
Key = tuple[str, str]


def make_bytes(name: str, size: int = 0) -> bytes:
    """Return the bytes that belong to a name: a document's or a file's."""
    size = size or random.Random(f"size of {name}").randrange(1, 30_000)
    return b"%PDF-" + random.Random(name).randbytes(size)


def enter(folder: Path, credentials: str = PASSPHRASE) -> Vault:
    """Open a vault by a passphrase, or by "sign-in name, tab, passphrase", on the next day."""
    name, _, passphrase = credentials.rpartition("\t")
    return open_vault(folder, passphrase, clock=SteppingClock(START + timedelta(days=1)), sign_in_name=name)


class Desk:
    """Works on the vault of a folder. `note` takes each line that says what began, was done or was answered.

    A problem of the disk is answered as a person would: `mend` it, then do the same again.
    """

    def __init__(self, folder: Path, note: Callable[[str], None], mend: Callable[[], None] = lambda: None) -> None:
        self.folder = folder
        self._note = note
        self._mend = mend
        self._vault: Vault | None = None

    @property
    def vault(self) -> Vault:
        """The open vault."""
        assert self._vault is not None
        return self._vault

    def do(self, kind: str, key: str, value: str, act: Callable[[], object]) -> None:
        """Act until it succeeds; raises the problem when mending does not help."""
        for turn in range(MOST_TRIES):
            self._say("begin", kind, key, value)
            try:
                act()
            except EnvironmentProblem as problem:
                self._say("problem", problem.code)
                if turn == MOST_TRIES - 1:
                    raise
                self._mend()
            else:
                self._say("done", kind, key, value)
                return

    def make(self) -> None:
        def act() -> None:
            try:
                self._vault = make_vault(self.folder)
            except EnvironmentProblem as problem:
                # The disk failed after the vault had come to its place: a person is asked for the passphrase then.
                if problem.code != "vault-exists":
                    raise
                self._vault = enter(self.folder)

        self.do("vault", "", "whole", act)

    def open(self, credentials: str = PASSPHRASE) -> None:
        def act() -> None:
            self._vault = enter(self.folder, credentials)

        self.do("open", "", "", act)

    def close(self) -> None:
        self.do("close", "", "", self.vault.close)

    def checkpoint_often(self, pages: int = 12) -> None:
        """Bring the WAL into the file every few pages instead of every 1,000: a short script then meets many."""
        self.vault._database.execute(f"pragma wal_autocheckpoint = {pages}").fetchall()

    def patient(self, chart_number: str = "A-0012", name: str = "髙橋 花子") -> None:
        patient = make_patient(chart_number, name)
        self.do("patient", patient.patient_id, name, lambda: self.vault.save_patient(patient))

    def start(self, visit: str = "visit-1", goal: str = "0") -> None:
        new = make_consultation(visit, goal)
        self.do("visit", visit, goal, lambda: self.vault.start_consultation(PATIENT, new))

    def draft(self, goal: str, visit: str = "visit-1") -> None:
        state = make_consultation(visit, goal)
        self.do("visit", visit, goal, lambda: self.vault.save_consultation(state, PATIENT))

    def close_visit(self, goal: str, visit: str = "visit-1") -> None:
        state = make_consultation(visit, goal, closed_at=START)
        self.do("visit", visit, f"{goal} closed", lambda: self.vault.save_consultation(state, PATIENT))

    def document(self, visit: str = "visit-1", size: int = 0) -> str:
        numbers: list[str] = []
        self.do("number", "", "", lambda: numbers.append(self.vault.next_document_number(DocumentKind.CONSENT, 2026)))
        number = numbers[-1]
        pdf = make_bytes(number, size)
        record = make_document(number, pdf, visit)
        self.do("document", number, hashlib.sha256(pdf).hexdigest(), lambda: self.vault.save_document(record, pdf))
        return number

    def seal_key(self) -> None:
        self.do("certificate", KEY.fingerprint, "in use", lambda: self.vault.save_seal_key(KEY))

    def seal_consent(self, goal: str, size: int = 0, visit: str = "visit-1") -> None:
        """Seal what was signed on screen: document, seal and consent at once; the visit must have this goal."""
        numbers: list[str] = []
        self.do("number", "", "", lambda: numbers.append(self.vault.next_document_number(DocumentKind.CONSENT, 2026)))
        number, signed = numbers[-1], make_consultation(visit, goal)
        pdf = make_bytes(number, size)
        given = GivenConsent(number, START.date(), "P", "D", True, "b", recorded_at=START, medium="screen")
        record, after = make_document(number, pdf, visit), with_screen_consent(signed, given)
        sealed = SealedFile(pdf + make_bytes(f"seal of {number}"), KEY.fingerprint, START)
        act = lambda: self.vault.keep_sealed_consent(record, pdf, sealed, signed, after)  # noqa: E731
        self.do("sealed", number, f"{visit} {hashlib.sha256(sealed.pdf).hexdigest()}", act)

    def file_scans(self, number: str, size: int, pages: int = 3) -> None:
        kept = tuple(
            ScanToKeep(page, "application/pdf", make_bytes(f"{number} {page}", size)) for page in range(1, pages + 1)
        )
        filed = hashlib.sha256(b"".join(one.data for one in kept)).hexdigest()
        self.do("scans", number, filed, lambda: self.vault.save_scans(number, kept, patient_id=PATIENT))

    def withdraw(self, number: str, *scope: str, minute: int, visit: str = "visit-1") -> None:
        taken = Withdrawal(number, START + timedelta(seconds=minute), SignerRole.PATIENT, "P", scope, "moved away")
        said = " ".join(scope) or "whole"
        self.do("withdrawal", f"{visit} {said}", "recorded", lambda: self.vault.record_withdrawal(visit, taken))

    def publish(self, number: int) -> None:
        text = clinic_text(number)
        data, today = write_form_version(text), self.vault._clock().date()
        act = lambda: self.vault.publish_form(data, today, "clearer words")  # noqa: E731
        self.do("form", text.form.version, hashlib.sha256(data).hexdigest(), act)

    def enter_form(self) -> None:
        data = write_form_version(shipped_text())
        act = lambda: self.vault.enter_shipped_form(data)  # noqa: E731
        self.do("form", shipped_text().form.version, hashlib.sha256(data).hexdigest(), act)

    def sign(self, number: str, times: int = 1) -> None:
        act = lambda: self.vault.mark_document_signed(number, b'{"signed":true}', START)  # noqa: E731
        self.do("signatures", number, str(times), act)

    def attach(self, name: str, size: int, visit: str = "visit-1") -> None:
        data = make_bytes(name, size)
        source = AttachmentSource(name, "application/pdf", PATIENT, visit, "Dr. A")
        sha256 = hashlib.sha256(data).hexdigest()
        self.do("file", sha256, sha256, lambda: self.vault.add_attachment(data, source))

    def setting(self, name: str, value: str) -> None:
        self.do("setting", name, value, lambda: self.vault.save_settings({name: value}))

    def change_own_passphrase(self, present: str, new: str, sign_in_name: str = "") -> None:
        credentials = f"{sign_in_name}\t{new}" if sign_in_name else new
        act = lambda: self.vault.change_own_passphrase(present, new, sign_in_name)  # noqa: E731
        self.do("passphrase", "", credentials, act)

    def add_account(self, name: str, passphrase: str) -> str:
        made: list[str] = []
        new = Account("", name, (Role.STAFF,), sign_in_name=name)
        self.do("account", name, "STAFF", lambda: made.append(self.vault.add_account(new, passphrase).account_id))
        return made[-1]

    def remove_account(self, account_id: str, name: str) -> None:
        self.do("account", name, "removed", lambda: self.vault.remove_account(account_id))

    def rekey(self) -> None:
        def act() -> None:
            if not self.vault._is_open:  # the disk refused to open it again: a person signs in anew
                self._vault = enter(self.folder)
            self.vault.rekey()

        self.do("rekey", "", "", act)

    @property
    def stick(self) -> Path:
        """The folder for backups, beside the clinic's."""
        return self.folder.with_name("stick")

    def back_up(self, number: str) -> None:
        settings = BackupSettings(folder=self.stick)
        self.do("backup", number, "whole", lambda: self.vault.make_backup(settings, "0.1.0"))

    def restore(self, goal: str) -> None:
        """Put the only backup, in which the visit had this goal, in the place of the closed vault."""
        (record,) = list_backups(self.stick).records

        def unlock(header: VaultHeader) -> bytearray:
            return open_slot(header.slots, Credentials(PASSPHRASE), header.vault_id).data_keys[0]

        def act() -> None:
            restore_backup(record.path, self.folder, unlock, now=START, replace=True, audit=AUDIT_CHECKS)

        self.do("visit", "visit-1", goal, act)

    def _say(self, *words: str) -> None:
        self._note(json.dumps(words))


@dataclass
class Expected:
    """What a restart must find: what was acknowledged, and what was begun since and may be there instead."""

    acknowledged: dict[Key, str] = field(default_factory=dict)
    begun: dict[Key, set[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def credentials(self) -> list[str]:
        """Return what may open the vault, as `enter` takes it."""
        key = ("passphrase", "")
        return [self.acknowledged.get(key, PASSPHRASE), *sorted(self.begun.get(key, ()))]

    def allows(self, key: Key, value: str | None) -> bool:
        """Return whether a restart may find this value, None for nothing, under a key."""
        return value == self.acknowledged.get(key) or value in self.begun.get(key, ())


def read_notes(lines: Iterable[str]) -> Expected:
    """Return what follows from the desk's lines."""
    expected = Expected()
    for line in lines:
        match msgspec.json.decode(line, type=list[str]):
            case ["begin", kind, key, value]:
                expected.begun.setdefault((kind, key), set()).add(value)
            case ["done", kind, key, value]:
                expected.acknowledged[kind, key] = value
                expected.begun.pop((kind, key), None)
            case ["problem", code]:
                expected.problems.append(code)
            case other:
                raise ValueError(f"not a line of the desk: {other}")
    return expected
