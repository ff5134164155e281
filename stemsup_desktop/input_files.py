"""Reads a file that a person named, within bounds; what is wrong with it is one sentence that names the file."""

from pathlib import Path

from stemsup_desktop.bounded_files import OversizeError, read_bounded
from stemsup_desktop.errors import EnvironmentProblem, InputProblem


def read_input(path: Path, most_bytes: int) -> bytes:
    """Return the bytes of a file or a pipe.

    Raises `InputProblem` input-missing, or input-invalid for more than `most_bytes`; `EnvironmentProblem`
    input-unreadable.
    """
    try:
        return read_bounded(path, most_bytes, may_be_pipe=True)
    except FileNotFoundError as error:
        raise InputProblem("input-missing", f"{path.name}: there is no such file.") from error
    except (OSError, ValueError) as error:
        raise EnvironmentProblem("input-unreadable", f"{path.name}: the file cannot be read.") from error
    except OversizeError as error:
        raise InputProblem(
            "input-invalid", f"{path.name}: the file is larger than {most_bytes // 1_000_000} MB."
        ) from error
