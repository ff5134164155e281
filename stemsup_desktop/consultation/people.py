"""Who works with the records: accounts, their roles, and what each role may do."""

from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.clinic import Physician
from stemsup_desktop.language import Text


class Role(StrEnum):
    """What a person is in the clinic; one person may be several."""

    PHYSICIAN = "physician"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What an act needs: to work with patients, to decide as a physician does, to run the house, or both of the last.

    `SIGN_IN` is what everyone has who could open the vault.
    """

    SIGN_IN = "sign-in"
    PATIENTS = "patients"
    DECIDE = "decide"
    ADMINISTER = "administer"


_HOLDERS = {
    Right.SIGN_IN: frozenset(Role),
    Right.PATIENTS: frozenset({Role.PHYSICIAN, Role.STAFF}),
    Right.DECIDE: frozenset({Role.PHYSICIAN}),
    Right.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
}

ROLE_WORDS = {
    Role.PHYSICIAN: Text("Physician", "医師"),
    Role.STAFF: Text("Staff", "スタッフ"),
    Role.ADMINISTRATOR: Text("Administrator", "管理者"),
}


class Author(msgspec.Struct, frozen=True):
    """Who acts: the account that opened the vault. `account_id` is `RECOVERY_ID` where the recovery sheet did."""

    account_id: str
    name: str
    roles: tuple[Role, ...]

    def may(self, right: Right) -> bool:
        """Tell whether any of the author's roles holds a right."""
        return any(role in _HOLDERS[right] for role in self.roles)


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person who may open the vault.

    `sign_in_name` is what the person types with the passphrase; empty for the one person of a vault that asks for none.
    A removed account stays as a record, so that the history can still say who it was.
    """

    account_id: str
    name: str
    roles: tuple[Role, ...]
    sign_in_name: str = ""
    name_en: str = ""
    licence_number: str = ""
    is_removed: bool = False

    @property
    def author(self) -> Author:
        """The person as one who acts."""
        return Author(self.account_id, self.name, self.roles)

    @property
    def physician(self) -> Physician | None:
        """The person as documents name a physician, or None for anyone else."""
        if Role.PHYSICIAN not in self.roles:
            return None
        return Physician(name=self.name, licence_number=self.licence_number, name_en=self.name_en)


RECOVERY_ID = "recovery"
"""The account id of whoever opened the vault with the recovery sheet: they set passphrases and see no patient."""

EVERY_ROLE = tuple(Role)


def sort_roles(roles: frozenset[Role] | tuple[Role, ...]) -> tuple[Role, ...]:
    """Return each role once, in the order of `Role`."""
    return tuple(role for role in Role if role in roles)
