"""What files are that are dropped on the window, told by the end of their names: nothing is read for it. No Qt."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePath

MOST_FILES = 100


class DropKind(StrEnum):
    """What dropped files are taken for; the last four are not taken."""

    DOCUMENTS = "documents"
    PICTURES = "pictures"
    SCANS = "scans"
    """Pages of a paper that come back: pictures too, where papers are on show."""
    CERTIFICATE = "certificate"
    CHECKLIST = "checklist"
    BACKUP = "backup"
    SEVERAL_KINDS = "several-kinds"
    ONE_AT_A_TIME = "one-at-a-time"
    TOO_MANY = "too-many"
    UNKNOWN = "unknown"


_ENDINGS = {
    ".pdf": DropKind.DOCUMENTS,
    ".jpg": DropKind.PICTURES,
    ".jpeg": DropKind.PICTURES,
    ".png": DropKind.PICTURES,
    ".tif": DropKind.SCANS,
    ".tiff": DropKind.SCANS,
    ".csv": DropKind.CERTIFICATE,
    ".json": DropKind.CHECKLIST,
    ".stemsup": DropKind.BACKUP,
}
_SINGLE = frozenset({DropKind.CERTIFICATE, DropKind.CHECKLIST, DropKind.BACKUP})


def judge_drop(paths: Sequence[PurePath], *, are_papers_shown: bool = False) -> DropKind:
    """Return what files are; of several, all must be of one kind. Where papers are shown a picture is a page of one."""
    kinds = {_ENDINGS.get(path.suffix.lower(), DropKind.UNKNOWN) for path in paths}
    if are_papers_shown:
        kinds = {DropKind.SCANS if kind is DropKind.PICTURES else kind for kind in kinds}
    if not kinds or DropKind.UNKNOWN in kinds:
        return DropKind.UNKNOWN
    if len(kinds) > 1:
        return DropKind.SEVERAL_KINDS
    [kind] = kinds
    if len(paths) > 1 and kind in _SINGLE:
        return DropKind.ONE_AT_A_TIME
    return DropKind.TOO_MANY if len(paths) > MOST_FILES else kind
