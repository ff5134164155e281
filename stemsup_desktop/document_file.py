"""Saves a document where the person says: never over another file, never half of it."""

from pathlib import Path

from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.files import write_durably


def check_target(path: Path, may_replace: bool) -> None:
    """Raise `InputProblem` unless a document can be saved at `path`; cheap, so that it comes before the rendering."""
    try:
        is_folder, exists, has_folder = path.is_dir(), path.exists(), path.parent.is_dir()
    except (OSError, ValueError) as error:
        raise InputProblem("target-impossible", "The document cannot have that name or lie in that folder.") from error
    if is_folder:
        raise InputProblem("target-is-folder", f"{path} is a folder; name a file in it.")
    if exists and not may_replace:
        raise InputProblem("target-exists", f"{path} exists already; nothing was changed.")
    if not has_folder:
        raise InputProblem("target-folder-missing", f"The folder {path.parent} does not exist.")


def save_document(path: Path, data: bytes, may_replace: bool = False) -> None:
    """Write beside, flush, fsync, replace; the document counts as produced once this returns.

    Raises `InputProblem` as `check_target`, `EnvironmentProblem` if folder or disk refuse.
    """
    check_target(path, may_replace)
    try:
        write_durably(path, data)
    except OSError as error:
        raise EnvironmentProblem(
            "target-unwritable", f"{path.name} cannot be written: the folder is read-only or the disk is full."
        ) from error
