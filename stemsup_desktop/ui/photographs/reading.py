"""Reads the files that a person chose into photographs; for the work lane. Nothing of a file's name is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.attachments import make_title
from stemsup_desktop.ui.image_preview import read_preview

if TYPE_CHECKING:
    from stemsup_desktop.documents.photographs import CleanPhotograph

Report = Callable[[int, int], None]
"""Takes how many files are read, and of how many; raises what ends it."""

MOST_FILES = 20
THUMBNAIL_PX = 200
_LARGEST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of which a photograph was taken; its name is for the window alone."""

    file_name: str
    clean: "CleanPhotograph"
    thumbnail: QImage


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file of which none was taken, and why."""

    file_name: str
    problem: InputProblem


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What came of the files that were chosen, in their order."""

    files: tuple[ReadFile, ...]
    faults: tuple[FileFault, ...]


def read_files(paths: Sequence[Path], report: Report) -> ReadFiles:
    """Read files one after the other; one that cannot be read leaves the others as they are."""
    from stemsup_desktop.documents.photographs import read_photograph

    files: list[ReadFile] = []
    faults: list[FileFault] = []
    for place, path in enumerate(paths):
        report(place, len(paths))
        name = make_title(path.name)
        try:
            clean = read_photograph(_read_bytes(path))
        except InputProblem as problem:
            faults.append(FileFault(name, problem))
            continue
        files.append(ReadFile(name, clean, read_thumbnail(clean.preview)))
    report(len(paths), len(paths))
    return ReadFiles(tuple(files), tuple(faults))


def read_thumbnail(preview: bytes) -> QImage:
    """Return the small picture of a preview; a null one for bytes that are no JPEG."""
    return read_preview(preview, "image/jpeg", THUMBNAIL_PX)


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise _make_unreadable()
        with path.open("rb") as file:
            return file.read(_LARGEST_BYTES + 1)
    except (OSError, ValueError):  # a path with a null byte is a ValueError
        # Not chained: the system's message holds the name of the file.
        raise _make_unreadable() from None


def _make_unreadable() -> InputProblem:
    return InputProblem("photograph-unreadable", "The file cannot be read. No photograph was taken from it.")
