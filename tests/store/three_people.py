"""A vault with a physician, a nurse and an administrator who is no physician; one of them is signed in at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
from store.builders import PASSPHRASE, START, SteppingClock, make_vault

from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.store.vault import Vault, open_vault

DOCTOR, NURSE, OFFICE = "Dr Example", "Nurse Example", "Office Example"
SignIn = Callable[[str], Vault]


@contextmanager
def make_three_people(folder: Path) -> Iterator[SignIn]:
    """Give a function that signs in "doctor", "nurse" or "office" in place of whoever is."""
    with make_vault(folder) as vault:
        own = vault.get_own_account()
        vault.change_account(msgspec.structs.replace(own, name=DOCTOR, roles=(Role.PHYSICIAN, Role.ADMINISTRATOR)))
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "doctor")
        for name, role, short in ((NURSE, Role.STAFF, "nurse"), (OFFICE, Role.ADMINISTRATOR, "office")):
            vault.add_account(Account("", name, (role,), short), f"{PASSPHRASE} of {short}")
    opened: list[Vault] = []

    def enter(short: str) -> Vault:
        for one in opened:
            one.close()
        opened.clear()
        passphrase = PASSPHRASE if short == "doctor" else f"{PASSPHRASE} of {short}"
        clock = SteppingClock(START + timedelta(days=1))
        opened.append(open_vault(folder, passphrase, clock=clock, sign_in_name=short))
        return opened[0]

    try:
        yield enter
    finally:
        for one in opened:
            one.close()
