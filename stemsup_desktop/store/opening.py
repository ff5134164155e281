"""How an existing vault is entered: the slot that opens, the file behind it, and the person it stands for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.people import RECOVERY_ID, Account, Author, Role
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.accounts import find_account, list_accounts, save_account
from stemsup_desktop.store.audit_trail import append_event, begin_trail
from stemsup_desktop.store.connection import close_database, open_database_with
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.door import Clock, Opened, keep_header
from stemsup_desktop.store.header import (
    DATABASE_NAME,
    VaultHeader,
    mend_vault_header,
    read_vault_header,
)
from stemsup_desktop.store.key_seal import is_sealed, note_key_file, require_own_key_file
from stemsup_desktop.store.key_slots import (
    OpenedSlot,
    make_slot,
    open_slot,
    with_next_key_dropped,
    with_next_key_settled,
)
from stemsup_desktop.store.keys import Credentials, fold_sign_in_name, wipe
from stemsup_desktop.store.lock import VaultLock
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem, translating_file_errors
from stemsup_desktop.store.schema import migrations
from stemsup_desktop.store.tries import clear_wrong_tries, counting_wrong_tries, read_wrong_tries

REKEYED_NAME = "vault-rekeyed.db"
"""The file that a re-keying builds; it is the vault's once it has taken the place of the old one."""


def remove_rekeyed(vault: Path) -> None:
    """Remove what a re-keying was building, and SQLite's files beside it: an old journal would spoil the next copy."""
    for ending in ("-journal", "-wal", "-shm", ""):
        (vault / f"{REKEYED_NAME}{ending}").unlink(missing_ok=True)


NOBODY = Author("", "", ())
"""Who stands in the history for what was done before anybody signed in."""

RECOVERY_AUTHOR = Author(RECOVERY_ID, "Recovery sheet", (Role.ADMINISTRATOR,))


def enter_as_person(folder: Path, credentials: Credentials, lock: VaultLock, clock: Clock) -> Opened:
    """Open the vault as the account whose slot these credentials open; raises as `open_vault`."""
    header = read_vault_header(folder)
    found = _try_slots(folder, header, credentials, clock, is_recovery=False)
    opened = _open_file(folder, header, found, lock, clock)
    with _letting_go(opened):
        account = find_account(opened.database, found.slot.slot_id)
        if account is None or account.is_removed:
            raise make_input_problem("account-removed")
        opened.author = account.author
        _settle_sign_in_name(opened, found, account, credentials)
        _refresh_slot(opened, found, credentials)
        _drop_orphans(opened)
        _settle_seal(opened)
        with translating_file_errors():
            mend_vault_header(folder / VAULT_FOLDER, opened.header)
        _note_entry(opened, AuditAct.VAULT_OPENED)
    return opened


def enter_by_code(folder: Path, code: str, lock: VaultLock, clock: Clock) -> Opened:
    """Open the vault with the code of its recovery sheet; raises as `open_vault`."""
    header = read_vault_header(folder)
    found = _try_slots(folder, header, Credentials(code), clock, is_recovery=True)
    opened = _open_file(folder, header, found, lock, clock)
    with _letting_go(opened):
        _settle_seal(opened)
        _note_entry(opened, AuditAct.RECOVERY_SHEET_USED)
    return opened


def _note_entry(opened: Opened, act: AuditAct) -> None:
    """Keep in the history who came in, and before that each wrong try since somebody last did."""
    db, now = opened.database, opened.clock()
    tries = read_wrong_tries(opened.folder)
    with db.atomic():
        begin_trail(db, opened.header.vault_id)
        for moment in tries.times:
            append_event(db, AuditEvent(AuditAct.UNLOCK_FAILED, details=_describe_try(moment)), NOBODY, now)
        append_event(db, AuditEvent(act), opened.author, now)
        note_key_file(db, opened.header, now)
    if tries.count:
        clear_wrong_tries(opened.folder)


def _describe_try(moment: datetime) -> tuple[FieldChange, ...]:
    return make_facts({"tried_at": moment.isoformat()})


def open_slot_for(header: VaultHeader, credentials: Credentials, *, is_recovery: bool) -> OpenedSlot:
    """Return the slot that a person, or the recovery sheet, opens in a key file; raises as `open_slot`.

    Whether a wrong try counts is for the caller to say.
    """
    slots = [slot for slot in header.slots if slot.is_recovery is is_recovery]
    return open_slot(slots, credentials, header.vault_id)


def _try_slots(
    folder: Path, header: VaultHeader, credentials: Credentials, clock: Clock, *, is_recovery: bool
) -> OpenedSlot:
    with counting_wrong_tries(folder, clock):
        return open_slot_for(header, credentials, is_recovery=is_recovery)


def _open_file(folder: Path, header: VaultHeader, found: OpenedSlot, lock: VaultLock, clock: Clock) -> Opened:
    """Open the database with the key that fits, and finish or take back a re-keying that was cut short."""
    vault = folder / VAULT_FOLDER
    path = vault / DATABASE_NAME
    if not path.is_file():
        raise make_environment_problem("vault-damaged")
    database, place = open_database_with(path, found.data_keys, migrations)
    for unused in (key for at, key in enumerate(found.data_keys) if at != place):
        wipe(unused)
    opened = Opened(folder, database, lock, clock, RECOVERY_AUTHOR, header, found.data_keys[place])
    with _letting_go(opened), translating_file_errors():
        _refuse_altered_key_file(opened)
        if len(found.data_keys) > 1:
            keep_header(opened, header.with_every_slot(with_next_key_settled if place else with_next_key_dropped))
        remove_rekeyed(vault)
    return opened


def _refuse_altered_key_file(opened: Opened) -> None:
    """Let nobody in by a key file that this vault did not write last, and keep in the history that it was tried."""
    try:
        require_own_key_file(opened.database, opened.header, opened.data_key)
    except EnvironmentProblem as problem:
        refused = AuditEvent(AuditAct.REFUSED, subject=problem.code)
        with opened.database.atomic():
            append_event(opened.database, refused, NOBODY, opened.clock())
        raise


def _settle_seal(opened: Opened) -> None:
    """Seal the key file of a vault from before there were seals."""
    if not is_sealed(opened.header, opened.data_key):
        keep_header(opened, opened.header.with_slots(opened.header.slots))


def _settle_sign_in_name(opened: Opened, found: OpenedSlot, account: Account, credentials: Credentials) -> None:
    """Let the account have the name that its slot opened with: a crash came between the slot's writing and its own."""
    if found.slot.is_named and fold_sign_in_name(account.sign_in_name) != fold_sign_in_name(credentials.sign_in_name):
        named = msgspec.structs.replace(account, sign_in_name=credentials.sign_in_name)
        with opened.database.atomic():
            save_account(opened.database, named, opened.clock())


def _refresh_slot(opened: Opened, found: OpenedSlot, credentials: Credentials) -> None:
    """Make the slot anew while its passphrase is known, if it has no key pair yet or costs less to try than it should.

    The salt stays its own: a shared one is for slots of one cost.
    """
    slot, header = found.slot, opened.header
    if not slot.is_old and not slot.kdf.is_weaker_than(header.kdf):
        return
    used = credentials if slot.is_named else Credentials(credentials.passphrase)
    salt = header.shared_salt if slot.is_named else b""
    fresh = make_slot(slot.slot_id, opened.data_key, used, header.kdf, header.vault_id, salt)
    keep_header(opened, header.with_slot(fresh))


def _drop_orphans(opened: Opened) -> None:
    """Take out slots that let nobody in: a crash came between the slot's writing and the account's.

    A removed account's slot goes too, or re-keying would give it the new key.
    """
    header = opened.header
    holders = {account.account_id for account in list_accounts(opened.database) if not account.is_removed}
    orphans = {slot.slot_id for slot in header.slots if not slot.is_recovery} - holders
    if orphans:
        kept = tuple(slot for slot in header.slots if slot.slot_id not in orphans)
        keep_header(opened, header.with_slots(kept))


@contextmanager
def _letting_go(opened: Opened) -> Iterator[None]:
    """Close the file and forget its key if entering fails after all."""
    try:
        with translating_database_errors():
            yield
    except BaseException:
        wipe(opened.data_key)
        close_database(opened.database)
        raise
