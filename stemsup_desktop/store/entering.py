"""How a person comes in, at the vault or at a backup of it: by name and passphrase, or by the recovery sheet."""

from pathlib import Path

import msgspec

from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.vault import Clock, Vault, open_vault, open_vault_by_recovery


class Entry(msgspec.Struct, frozen=True):
    """What a person typed: name and passphrase, or, with `is_recovery`, the code of a recovery sheet as read."""

    credentials: Credentials
    is_recovery: bool = False


def enter_vault(folder: Path, entry: Entry, *, clock: Clock) -> Vault:
    """Open the vault of a folder; raises as `open_vault`."""
    given = entry.credentials
    if entry.is_recovery:
        return open_vault_by_recovery(folder, given.passphrase, clock=clock)
    return open_vault(folder, given.passphrase, clock=clock, sign_in_name=given.sign_in_name)
