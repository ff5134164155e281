"""Where the shipped resources lie: beside the package in a source tree, inside it in a wheel."""

from pathlib import Path

from stemsup_desktop.errors import EnvironmentProblem


def find_resources() -> Path:
    """Return the resources folder of a source tree, an editable install or a wheel."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent / "resources"):
        if (folder / "tokens.json").is_file():
            return folder
    raise EnvironmentProblem(
        "resources-missing", "The program's resources folder is missing. Install StemSup Desktop again."
    )


def is_shipped_checklist(data: bytes) -> bool:
    """Tell whether these are the bytes of a checklist that the program ships."""
    return any(path.read_bytes() == data for path in (find_resources() / "questionnaires").glob("*.json"))
