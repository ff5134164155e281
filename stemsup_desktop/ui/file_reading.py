"""Reads a file that a person chose, piece by piece, so that it can be cancelled. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import AttachmentAnswer
from stemsup_desktop.questionnaire.attachments import MOST_FILE_BYTES, make_attachment_answer
from stemsup_desktop.questionnaire.file_kinds import find_kind
from stemsup_desktop.store.problems import make_input_problem

PIECE_BYTES = 1 << 20

Report = Callable[[int, int], None]
"""Takes how far the work is; raises what ends it."""


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file as it was read: its bytes, and the answer that it would be."""

    data: bytes
    answer: AttachmentAnswer


def read_chosen_file(path: Path, report: Report) -> ChosenFile:
    """Read a file that is to become an answer.

    Raises `InputProblem` attachment-unreadable, attachment-empty, attachment-too-large.
    """
    try:
        data = _read_pieces(path, report)
    except (OSError, ValueError):  # a path with a null byte is a ValueError
        # Not chained: the system's message holds the name of the file.
        raise InputProblem("attachment-unreadable", "The file cannot be read. It was not added.") from None
    if not data:
        raise make_input_problem("attachment-empty")
    return ChosenFile(data, make_attachment_answer(path.name, find_kind(path.name, data), data))


def _read_pieces(path: Path, report: Report) -> bytes:
    if not path.is_file():
        raise InputProblem("attachment-unreadable", "The file cannot be read. It was not added.")
    size = path.stat().st_size
    pieces: list[bytes] = []
    done = 0
    with path.open("rb") as file:
        while done <= MOST_FILE_BYTES and size <= MOST_FILE_BYTES:
            piece = file.read(PIECE_BYTES)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            done += len(piece)
            report(min(done, size), size)
    raise make_input_problem("attachment-too-large")
