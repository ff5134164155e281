"""What can be known of a vault without opening it: how it is opened, and how long the next try must wait."""

from datetime import datetime
from pathlib import Path

import msgspec

from stemsup_desktop.consultation.people import RECOVERY_ID
from stemsup_desktop.store.header import read_vault_header
from stemsup_desktop.store.recovery_code import short_vault_id
from stemsup_desktop.store.tries import read_wrong_tries


class ClosedVault(msgspec.Struct, frozen=True):
    """A vault from outside. `vault_number` is the short form on the recovery sheet; `wait_s` is 0 for no wait."""

    asks_for_name: bool
    has_recovery_sheet: bool
    vault_number: str
    wait_s: int = 0


def read_closed_vault(folder: Path, now: datetime) -> ClosedVault:
    """Return what key file and wrong tries tell; `now` is aware.

    Raises `EnvironmentProblem` vault-missing, vault-key-damaged, vault-newer, or what the disk says.
    """
    header = read_vault_header(folder)
    return ClosedVault(
        asks_for_name=header.asks_for_name,
        has_recovery_sheet=header.find_slot(RECOVERY_ID) is not None,
        vault_number=short_vault_id(header.vault_id),
        wait_s=read_wrong_tries(folder).derive_wait_s(now),
    )
