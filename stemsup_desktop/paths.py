"""Where data and logs live on this computer, in folders that only their owner can enter."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stemsup_desktop.errors import EnvironmentProblem

APP_FOLDER = "StemSup Desktop"
DATA_VARIABLE = "STEMSUP_DATA"
"""The environment variable that names another data folder."""


@dataclass(frozen=True, slots=True)
class DataPaths:
    """The folders of one clinic on this computer."""

    data: Path
    logs: Path

    @property
    def content_pack(self) -> Path:
        """The folder of the clinic's own content, which need not exist."""
        return find_content_pack(self.data)


def find_content_pack(data: Path) -> Path:
    """Return where the clinic's own content lies in a data folder."""
    return data / "content"


def find_data_paths(given: Path | None, environment: Mapping[str, str]) -> DataPaths:
    """Return the folders: the one given, else that of `STEMSUP_DATA`, else the usual place of the platform.

    With a folder of one's own the logs lie in it; nothing is created here. Raises `EnvironmentProblem` folder-unknown.
    """
    named = environment.get(DATA_VARIABLE, "")
    folder = given if given is not None else Path(named) if named else None
    if folder is not None:
        try:
            data = folder.expanduser().absolute()
            if "\0" in str(data):
                raise ValueError("no folder can have this name")
        except (RuntimeError, OSError, ValueError) as error:  # a home of nobody; a current folder that was removed
            raise EnvironmentProblem(
                "folder-unknown", f"The folder {folder} cannot be found. Give its whole path with --data-folder."
            ) from error
        return DataPaths(data=data, logs=data / "logs")
    import platformdirs  # with a folder of one's own nothing waits for it

    return DataPaths(
        data=Path(platformdirs.user_data_dir(APP_FOLDER, appauthor=False)),
        logs=Path(platformdirs.user_log_dir(APP_FOLDER, appauthor=False)),
    )


def make_private_folder(folder: Path) -> Path:
    """Make a folder that only its owner can enter, and look again afterwards; raises `EnvironmentProblem`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)
            if stat.S_IMODE(folder.stat().st_mode) & 0o077:
                raise PermissionError
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as error:
        raise EnvironmentProblem(
            "folder-not-private",
            f"The folder {folder} cannot be made or kept private to you. Choose another with --data-folder.",
        ) from error
    return folder
