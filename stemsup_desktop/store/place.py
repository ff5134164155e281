"""Whether there is a vault in a folder: all that the first window has to know, without loading the vault."""

from collections.abc import Iterator
from pathlib import Path

from stemsup_desktop.errors import EnvironmentProblem

VAULT_FOLDER = "vault"
UNPACKING_FOLDER = "vault.unpacking"
RESTORED_FOLDER = "vault.restored"
TRIAL_PREFIX = "vault.trial-"


def vault_exists(folder: Path) -> bool:
    """Return whether a vault, whole or damaged, lies in a folder."""
    vault = folder / VAULT_FOLDER
    try:
        return vault.is_dir() and any(vault.iterdir())
    except OSError as error:
        raise _describe(error) from error


def find_unsettled(folder: Path) -> Iterator[Path]:
    """Yield what a restore or a trial of a backup left when it was cut short, for `settle_restore` to end."""
    try:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise _describe(error) from error
    for path in paths:
        if path.name in (UNPACKING_FOLDER, RESTORED_FOLDER) or path.name.startswith(TRIAL_PREFIX):
            yield path


def _describe(error: OSError) -> EnvironmentProblem:
    from stemsup_desktop.store.problems import make_file_problem  # the sentences of every failure, seldom needed

    return make_file_problem(error)
