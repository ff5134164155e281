"""What the section of backups shows, derived from settings, folder and what is under way. No Qt but in what it is told.

Nobody but an administrator changes anything here; everyone sees how it stands, and may back up and test.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.errors import Problem
from stemsup_desktop.sizes import say_size
from stemsup_desktop.store.backup.notice import BackupNotice
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.shelf import BackupRecord
from stemsup_desktop.store.backup.situation import BackupPlace
from stemsup_desktop.ui.backup_keeper import BackupStatus
from stemsup_desktop.ui.backup_strip import TAGS
from stemsup_desktop.ui.backup_words import say_progress
from stemsup_desktop.ui.components.data_table import Row
from stemsup_desktop.ui.copy_work import CANCELLED
from stemsup_desktop.ui.restore_words import say_date_and_time
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

Sentence = tuple[TagState, str]
"""A sentence with its state; empty where there is nothing to say."""

NOTHING: Sentence = (TagState.INFORMATION, "")


@dataclass(frozen=True, slots=True)
class BackupsState:
    """What is known. `place` is None until the folder was looked at; `problem` is why the last change was refused."""

    is_administered: bool
    settings: BackupSettings | None = None
    place: BackupPlace | None = None
    status: BackupStatus = field(default_factory=BackupStatus)
    notice: BackupNotice | None = None
    problem: Problem | None = None
    is_trying_folder: bool = False


@dataclass(frozen=True, slots=True)
class BackupsView:
    """The section. `progress` is empty while nothing runs; `outcome` is what came of the last act."""

    notice: Sentence
    reason: str
    can_change: bool
    folder: str
    folder_note: Sentence
    is_automatic: bool
    counts: tuple[int, int, int]
    progress: str
    percent: int
    can_cancel: bool
    can_back_up: bool
    outcome: Sentence
    list_title: str
    list_note: str
    unreadable: str
    rows: tuple[Row, ...]
    can_choose: bool


def derive_backups(state: BackupsState, words: Words, now: datetime) -> BackupsView:
    """Derive the section."""
    settings = state.settings or BackupSettings()
    progress, place = say_progress(state.status, words), state.place
    records = () if place is None else place.shelf.records
    damaged = 0 if place is None else len(place.shelf.unreadable)
    policy, is_idle = settings.policy, not progress
    return BackupsView(
        notice=_say_notice(state.notice, words),
        reason="" if state.is_administered else words("backups.read_only"),
        can_change=state.is_administered and state.settings is not None,
        folder=words("backups.no_folder") if settings.folder is None else str(settings.folder),
        folder_note=_say_folder(state, words),
        is_automatic=settings.is_automatic,
        counts=(policy.daily, policy.weekly, policy.monthly),
        progress=progress,
        percent=0 if state.status.progress is None else state.status.progress.percent,
        can_cancel=not is_idle and not state.status.is_stopping,
        can_back_up=is_idle and settings.folder is not None,
        outcome=_say_outcome(state, words, now) if is_idle else NOTHING,
        list_title=words("backups.list") if settings.folder is not None else "",
        list_note=_say_list(state, words),
        unreadable=words("backups.unreadable", count=damaged) if damaged else "",
        rows=tuple(_make_row(record, words, now) for record in records),
        can_choose=is_idle,
    )


def find_record(state: BackupsState, key: str) -> BackupRecord | None:
    """Find the backup of a row."""
    records = () if state.place is None else state.place.shelf.records
    return next((record for record in records if str(record.path) == key), None)


def say_made(moment: datetime, words: Words, now: datetime) -> str:
    """Return when a backup was made, on this computer's clock."""
    said = say_date_and_time(moment, now, words)
    return f"{said['date']} {said['time']}"


def is_of_folder(path: Path, settings: BackupSettings | None) -> bool:
    """Return whether a path is still the chosen folder, when it was looked at."""
    return settings is not None and settings.folder == path


def _say_notice(notice: BackupNotice | None, words: Words) -> Sentence:
    if notice is None:
        return NOTHING
    return TAGS[notice.weight], notice.text.in_language(words.language)


def _say_folder(state: BackupsState, words: Words) -> Sentence:
    if state.is_trying_folder:
        return TagState.INFORMATION, words("backups.checking_folder")
    place = state.place
    if place is None:
        return NOTHING
    if not place.is_reachable:
        return TagState.CAUTION, words("backups.not_reachable")
    if place.is_same_disk:
        return TagState.CAUTION, words("backups.same_disk")
    return TagState.CLEAR, words("backups.reachable")


def _say_outcome(state: BackupsState, words: Words, now: datetime) -> Sentence:
    status = state.status
    problem = state.problem or status.problem
    if problem is not None:
        return (TagState.INFORMATION if problem.code == CANCELLED else TagState.STOP), words.sentence_of(problem)
    if status.done_at is None:
        return NOTHING
    time = f"{status.done_at.astimezone(now.tzinfo):%H:%M}"
    return TagState.CLEAR, words("backups.test_done" if status.was_test else "backups.done", time=time)


def _say_list(state: BackupsState, words: Words) -> str:
    if state.settings is None or state.settings.folder is None:
        return ""
    if state.place is None:
        return words("backups.list_reading")
    has_none = state.place.is_reachable and not state.place.shelf.records
    return words("backups.list_empty") if has_none else ""


def _make_row(record: BackupRecord, words: Words, now: datetime) -> Row:
    tested = words("backups.untested")
    if record.proven_at is not None:
        day = format_date(record.proven_at.astimezone(now.tzinfo).date(), words.language)
        tested = words("backups.tested", date=day)
    made = say_made(record.created_at, words, now)
    return Row(
        str(record.path), (made, say_size(record.size_bytes).in_language(words.language), tested, record.path.name)
    )
