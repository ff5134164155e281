"""Starts the program on what a crash left and says what is wrong with it."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from crashes.desk import Expected, Key, enter, make_bytes
from store.builders import START, make_vault

from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.backup.proving import prove_backup
from stemsup_desktop.store.backup.restoring import settle_restore
from stemsup_desktop.store.backup.shelf import list_backups
from stemsup_desktop.store.doors.backups import AUDIT_CHECKS
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.header import DATABASE_NAME, HEADER_NAMES
from stemsup_desktop.store.place import VAULT_FOLDER, vault_exists
from stemsup_desktop.store.vault import Vault

NOT_CONTENT = ("open", "close", "number", "vault", "passphrase", "rekey", "backup")
"""What the desk says of acts that leave nothing to be read by a key."""


class Harm(IntEnum):
    """What a crash did, the worst last."""

    NOTHING = 0
    STUCK = 1
    """All is there, but the program does not go on working."""
    INVENTED = 2
    """Something is there that nobody entered, or only half of a change."""
    LOST = 3
    """An acknowledged change is gone."""
    NOT_OPENED = 4


class Finding(Exception):  # noqa: N818 - a finding of the oracle, not an error of the harness
    """What is wrong with a state."""

    def __init__(self, harm: Harm, what: str) -> None:
        super().__init__(what)
        self.harm = harm


def look(folder: Path, expected: Expected, afterwards: Callable[[Vault], None]) -> None:
    """Open what a crash left as the program does, compare, go on working, and open it once more; raises `Finding`."""
    settle_restore(folder)
    if not vault_exists(folder):
        _look_at_no_vault(folder, expected)
        return
    with _opening(folder, expected) as vault:
        _compare(vault, expected)
        _look_at_backups(folder, vault, expected)
        _go_on(vault, expected, afterwards)
    with _opening(folder, expected) as vault:
        _compare(vault, expected)
        _check_pages(vault)
        _check_history(vault)
        if vault.load_settings().get("after") != "restart":
            raise Finding(Harm.LOST, "what was saved after the restart is gone")
    for copy in sorted((folder / VAULT_FOLDER).glob("vault-before-*.db")):
        _look_at_copy(folder, copy)
    for replaced in sorted(folder.glob("vault-replaced-*")):
        _look_at_replaced(folder, replaced)


def _look_at_no_vault(folder: Path, expected: Expected) -> None:
    if ("vault", "") in expected.acknowledged:
        raise Finding(Harm.LOST, "the vault is gone")
    try:
        make_vault(folder).close()
    except EnvironmentProblem as problem:
        raise Finding(Harm.STUCK, f"no vault can be made: {problem.code}") from problem


@contextmanager
def _opening(folder: Path, expected: Expected) -> Iterator[Vault]:
    for credentials in expected.credentials():
        try:
            vault = enter(folder, credentials)
        except InputProblem:
            continue
        except EnvironmentProblem as problem:
            raise Finding(Harm.NOT_OPENED, f"it does not open: {problem.code}") from problem
        with vault:
            yield vault
        return
    raise Finding(Harm.NOT_OPENED, "no passphrase opens it")


def _compare(vault: Vault, expected: Expected) -> None:
    vault.load_clinic()
    vault.load_physician()
    try:
        found = dict(_read(vault))
    except (EnvironmentProblem, InputProblem) as problem:
        raise Finding(Harm.LOST, f"it cannot be read: {problem.code}") from problem
    known = set(expected.acknowledged) | set(expected.begun) | set(found)
    for key in sorted(known):
        kind, value = key[0], found.get(key)
        if kind in NOT_CONTENT or expected.allows(key, value) or (value is None and key not in expected.acknowledged):
            continue
        harm = Harm.LOST if key in expected.acknowledged else Harm.INVENTED
        raise Finding(harm, f"{kind}: {value} instead of {expected.acknowledged.get(key)}"[:300])


def _check_pages(vault: Vault) -> None:
    """Check every page; the WAL must be in the file by now, for cipher_integrity_check reads the file alone."""
    for pragma, sound in (("integrity_check", [("ok",)]), ("cipher_integrity_check", []), ("foreign_key_check", [])):
        said = vault._database.execute(f"pragma {pragma}").fetchall()
        if said != sound:
            raise Finding(Harm.INVENTED, f"{pragma}: {said[:3]}")


def _check_history(vault: Vault) -> None:
    """Check the audit trail's chain."""
    fault = vault.verify_history().fault
    if fault is not None:
        raise Finding(Harm.LOST, f"audit trail, row {fault.sequence}: {fault.kind}")


def _read(vault: Vault) -> Iterator[tuple[Key, str]]:
    for name, value in vault.load_settings().items():
        if name != "after":
            yield ("setting", name), value
    for account in vault.list_accounts()[1:]:
        yield ("account", account.name), "removed" if account.is_removed else " ".join(account.roles).upper()
    for hit in vault.find_patients("", limit=100):
        yield ("patient", hit.patient_id), vault.get_patient(hit.patient_id).name
        for entry in vault.list_consultations(hit.patient_id):
            visit = vault.load_consultation(entry.consultation_id)
            ending = " closed" if visit.summary.closed_at else ""
            yield ("visit", entry.consultation_id), visit.reason.goal + ending
            for taken in vault.list_withdrawals(entry.consultation_id):
                said = " ".join(taken.scope) or "whole"
                yield ("withdrawal", f"{entry.consultation_id} {said}"), "recorded"
        for document in vault.list_documents(hit.patient_id):
            pdf = vault.load_document(document.number)[1]
            seal = vault.find_seal(document.number)
            if seal is not None:
                sealed = hashlib.sha256(vault.load_sealed(document.number)).hexdigest()
                visit = vault.load_consultation(document.consultation_id)
                if visit.consent.signature is None or len(document.signatures) != 1:
                    raise Finding(Harm.INVENTED, f"{document.number} is sealed, but no consent is recorded")
                yield ("sealed", document.number), f"{document.consultation_id} {sealed}"
            if not pdf.startswith(b"%PDF-") or pdf != make_bytes(document.number, len(pdf) - 5):
                raise Finding(Harm.LOST, f"document {document.number} is not what was saved")
            filed = [vault.load_scan(document.number, one.page)[1] for one in vault.list_scans(document.number)]
            if filed:
                yield ("scans", document.number), hashlib.sha256(b"".join(filed)).hexdigest()
            if seal is not None:
                continue
            yield ("document", document.number), document.sha256
            if document.signatures:
                yield ("signatures", document.number), str(len(document.signatures))
    for certificate in vault.list_seal_certificates():
        fingerprint = hashlib.sha256(certificate.certificate).hexdigest()
        yield ("certificate", fingerprint), "in use" if certificate.retired_at is None else "retired"
    in_force = {one.form.version for one in vault.list_form_publications()}
    for form in vault.list_forms():
        if form.version not in in_force:
            raise Finding(Harm.INVENTED, f"form {form.version} is entered, but never in force")
        yield ("form", form.version), hashlib.sha256(vault.load_form(form.sha256)).hexdigest()
    for (sha256,) in vault._database.execute("select sha256 from attachments").fetchall():
        vault.get_attachment(sha256)
        yield ("file", sha256), sha256


def _go_on(vault: Vault, expected: Expected, afterwards: Callable[[Vault], None]) -> None:
    try:
        number = vault.next_document_number(DocumentKind.CONSENT, 2026)
        afterwards(vault)
        vault.save_settings({"after": "restart"})
    except (EnvironmentProblem, InputProblem) as problem:
        raise Finding(Harm.STUCK, f"it does not go on: {problem.code}") from problem
    if ("document", number) in expected.acknowledged:
        raise Finding(Harm.LOST, f"{number} was given a second time")


def _look_at_backups(folder: Path, vault: Vault, expected: Expected) -> None:
    """Restore every backup on trial; there are as many as were acknowledged, and no file that only looks like one."""
    stick = folder.with_name("stick")
    if not stick.is_dir():
        return
    shelf, opened = list_backups(stick), vault._opened
    if shelf.unreadable:
        raise Finding(Harm.INVENTED, f"not a whole backup: {shelf.unreadable}")
    if len(shelf.records) < sum(kind == "backup" for kind, _ in expected.acknowledged):
        raise Finding(Harm.LOST, "a backup is gone")
    for record in shelf.records:
        try:
            prove_backup(
                record.path,
                opened.data_key,
                folder,
                vault_id=opened.header.vault_id,
                now=START,
                audit=AUDIT_CHECKS,
            )
        except EnvironmentProblem as problem:
            raise Finding(Harm.LOST, f"a backup cannot be restored: {problem.code}") from problem


def _look_at_replaced(folder: Path, replaced: Path) -> None:
    """Open the vault that a restore set aside."""
    place = folder.with_name("put-back")
    place.mkdir()
    shutil.copytree(replaced, place / VAULT_FOLDER)
    try:
        with enter(place) as opened:
            dict(_read(opened))
    except (EnvironmentProblem, InputProblem) as problem:
        raise Finding(Harm.LOST, f"the vault that was set aside does not open: {problem.code}") from problem
    finally:
        shutil.rmtree(place)


def _look_at_copy(folder: Path, copy: Path) -> None:
    """Open the copy that was made before a migration, as a person would who puts it back."""
    place = folder.with_name("put-back")
    vault = place / VAULT_FOLDER
    vault.mkdir(parents=True)
    for name in HEADER_NAMES:
        shutil.copy(folder / VAULT_FOLDER / name, vault / name)
    shutil.copy(copy, vault / DATABASE_NAME)
    try:
        with enter(place) as opened:
            dict(_read(opened))
    except (EnvironmentProblem, InputProblem) as problem:
        raise Finding(Harm.INVENTED, f"the copy before the migration does not open: {problem.code}") from problem
    finally:
        shutil.rmtree(place)
