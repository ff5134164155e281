"""Where the licences of others lie: beside the source tree, or with the installed package."""

from importlib import metadata
from pathlib import Path

from stemsup_desktop.errors import EnvironmentProblem

FILE_NAME = "THIRD-PARTY-NOTICES.md"
_DISTRIBUTION = "stemsup-desktop"


def read_notices(resources: Path) -> str:
    """Return the notices in Markdown; raises `EnvironmentProblem` notices-missing."""
    beside = resources.parent / FILE_NAME
    try:
        if beside.is_file():
            return beside.read_text(encoding="utf-8")
        text = _read_installed()
    except (OSError, UnicodeDecodeError) as error:
        raise _make_problem() from error
    if text is None:
        raise _make_problem()
    return text


def _read_installed() -> str | None:
    try:
        distribution = metadata.distribution(_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return None
    return distribution.read_text(f"licenses/{FILE_NAME}") or distribution.read_text(FILE_NAME)


def _make_problem() -> EnvironmentProblem:
    return EnvironmentProblem(
        "notices-missing", f"The file {FILE_NAME} is missing. Install StemSup Desktop again to read the licences."
    )
