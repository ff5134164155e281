"""What is said of a backup under way. No Qt but in what it is told of."""

from stemsup_desktop.ui.backup_keeper import BackupStatus
from stemsup_desktop.ui.copy_work import CopyStage
from stemsup_desktop.ui.words import Words


def say_progress(status: BackupStatus, words: Words) -> str:
    """Return what the keeper is at, in one line; empty while it rests."""
    progress = status.progress
    if progress is None:
        return ""
    if status.is_stopping:
        return words("backups.stopping")
    if progress.stage is CopyStage.STARTING:
        return words("backups.starting")
    if status.tested is not None:
        return words("backups.testing_file", name=status.tested.name, percent=progress.percent)
    key = "copying" if progress.stage is CopyStage.COPYING else "testing"
    return words(f"backups.{key}", percent=progress.percent)
