"""Whether there is a vault in a folder: all that the first window has to know, without loading the vault."""

from collections.abc import Iterator
from pathlib import Path

from stemsup_desktop.store.problems import translating_file_errors

VAULT_FOLDER = "vault"
UNPACKING_FOLDER = "vault.unpacking"
RESTORED_FOLDER = "vault.restored"
TRIAL_PREFIX = "vault.trial-"


def vault_exists(folder: Path) -> bool:
    """Return whether a vault, whole or damaged, lies in a folder."""
    with translating_file_errors():
        vault = folder / VAULT_FOLDER
        return vault.is_dir() and any(vault.iterdir())


def find_unsettled(folder: Path) -> Iterator[Path]:
    """Yield what a restore or a trial of a backup left when it was cut short, for `settle_restore` to end."""
    with translating_file_errors():
        if not folder.is_dir():
            return
        for path in sorted(folder.iterdir()):
            if path.name in (UNPACKING_FOLDER, RESTORED_FOLDER) or path.name.startswith(TRIAL_PREFIX):
                yield path
