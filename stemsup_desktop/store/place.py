"""Whether there is a vault in a folder: all that the first window has to know, without loading the vault."""

from pathlib import Path

from stemsup_desktop.store.problems import translating_file_errors

VAULT_FOLDER = "vault"


def vault_exists(folder: Path) -> bool:
    """Return whether a vault, whole or damaged, lies in a folder."""
    with translating_file_errors():
        vault = folder / VAULT_FOLDER
        return vault.is_dir() and any(vault.iterdir())
