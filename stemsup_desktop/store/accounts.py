"""Accounts in the vault: who may open it and as what. Their key slots lie in the key file."""

import unicodedata
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.clinic import Physician
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.people import EVERY_ROLE, Account, Role, sort_roles
from stemsup_desktop.store.keys import fold_sign_in_name
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import decode_record, encode_moment, encode_record


def make_first_account(account_id: str, physician: Physician, sign_in_name: str = "") -> Account:
    """Return the account that a vault begins with: whoever sets it up may do everything and make others."""
    return Account(
        account_id=account_id,
        name=physician.name,
        roles=EVERY_ROLE,
        sign_in_name=sign_in_name,
        name_en=physician.name_en,
        licence_number=physician.licence_number,
    )


def with_physician(account: Account, physician: Physician) -> Account:
    """Return an account with the details that documents name a physician by."""
    return msgspec.structs.replace(
        account, name=physician.name, name_en=physician.name_en, licence_number=physician.licence_number
    )


def save_account(db: Database, account: Account, now: datetime) -> Account:
    """Insert or replace an account and return it as it was kept.

    Raises `InputProblem` account-invalid, account-name-taken, account-last-administrator.
    """
    account = _normalise(account)
    if not account.roles:
        raise make_input_problem("account-invalid")
    others = [one for one in list_accounts(db) if one.account_id != account.account_id and not one.is_removed]
    if not account.is_removed and any(_is_same_name(one, account) for one in others):
        raise make_input_problem("account-name-taken")
    holders = (*others, account)
    if not any(Role.ADMINISTRATOR in one.roles and not one.is_removed for one in holders):
        raise make_input_problem("account-last-administrator")
    db.execute(
        """
        insert into accounts (id, updated_at, record) values (?, ?, ?)
        on conflict (id) do update set updated_at = excluded.updated_at, record = excluded.record
        """,
        [account.account_id, encode_moment(now), encode_record(account)],
    )
    return account


def find_account(db: Database, account_id: str) -> Account | None:
    """Find an account, also a removed one."""
    row = db.execute("select record from accounts where id = ?", [account_id]).fetchone()
    return None if row is None else decode_record(row[0], Account)


def get_account(db: Database, account_id: str) -> Account:
    """Return an account that may sign in; raises `InputProblem` account-unknown, account-removed."""
    account = find_account(db, account_id)
    if account is None:
        raise make_input_problem("account-unknown")
    if account.is_removed:
        raise make_input_problem("account-removed")
    return account


def list_accounts(db: Database) -> tuple[Account, ...]:
    """Return every account that was ever made, the first first."""
    return tuple(
        decode_record(row[0], Account) for row in db.execute("select record from accounts order by row_number")
    )


def _is_same_name(one: Account, other: Account) -> bool:
    return fold_sign_in_name(one.sign_in_name) == fold_sign_in_name(other.sign_in_name)


def _normalise(account: Account) -> Account:
    return msgspec.structs.replace(
        account,
        name=normalise_text(account.name),
        name_en=normalise_text(account.name_en),
        licence_number=normalise_text(account.licence_number),
        sign_in_name=unicodedata.normalize("NFKC", normalise_text(account.sign_in_name)).strip(),
        roles=sort_roles(account.roles),
    )
