"""What a clinic chose for its backups, as the vault's own settings keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stemsup_desktop.store.backup.rotation import USUAL_POLICY, RotationPolicy

_FOLDER = "backup.folder"
_AUTOMATIC = "backup.automatic"
_COUNTS = ("backup.daily", "backup.weekly", "backup.monthly")
_MOST = 999


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where backups go, None until it was chosen; whether one is made on closing and daily; and how many stay."""

    folder: Path | None = None
    is_automatic: bool = True
    policy: RotationPolicy = USUAL_POLICY


def read_backup_settings(settings: Mapping[str, str]) -> BackupSettings:
    """Return the choices among the vault's settings; what is missing or makes no sense is as the program comes."""
    counts = [
        _read_count(settings.get(name, ""), given)
        for name, given in zip(_COUNTS, (USUAL_POLICY.daily, USUAL_POLICY.weekly, USUAL_POLICY.monthly), strict=True)
    ]
    folder = settings.get(_FOLDER, "")
    return BackupSettings(
        folder=Path(folder) if folder else None,
        is_automatic=settings.get(_AUTOMATIC, "yes") != "no",
        policy=RotationPolicy(*counts),
    )


def make_settings_of(choices: BackupSettings) -> dict[str, str]:
    """Return the choices as `Vault.save_settings` keeps them."""
    policy = choices.policy
    counts = zip(_COUNTS, (policy.daily, policy.weekly, policy.monthly), strict=True)
    return {
        _FOLDER: str(choices.folder or ""),
        _AUTOMATIC: "yes" if choices.is_automatic else "no",
        **{name: str(count) for name, count in counts},
    }


def _read_count(text: str, usual: int) -> int:
    is_count = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST))
    return int(text) if is_count else usual
