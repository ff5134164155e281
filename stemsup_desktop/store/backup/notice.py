"""What the start screen says of the last good backup, and how loudly."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from stemsup_desktop.language import Text


class BackupState(StrEnum):
    """How it stands with the backups."""

    FRESH = "fresh"
    DUE = "due"
    OVERDUE = "overdue"
    NEVER = "never"
    NO_FOLDER = "no-folder"
    FOLDER_MISSING = "folder-missing"
    CLOCK_WRONG = "clock-wrong"


class Weight(IntEnum):
    """How loudly it is said, the loudest last."""

    QUIET = 0
    NOTE = 1
    CAUTION = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class BackupNotice:
    """One sentence or two in both languages, with their weight."""

    state: BackupState
    weight: Weight
    text: Text


@dataclass(frozen=True, slots=True)
class BackupSituation:
    """What is known at the start: the last good backup, when the vault was made, and the folder that was chosen."""

    last_good_at: datetime | None
    vault_made_at: datetime
    has_folder: bool
    is_folder_reachable: bool


FRESH_FOR = timedelta(hours=26)
"""A day and the two hours by which a practice may close later than the day before."""

_NOTE_FROM = timedelta(days=2)
_CAUTION_FROM = timedelta(days=7)
_STRONG_FROM = timedelta(days=14)
_CLOCKS_DIFFER_BY = timedelta(minutes=10)

_CHOOSE = Text(
    "Choose a folder for backups, best on another drive.",
    "バックアップ先のフォルダーを選んでください。別のドライブをお勧めします。",
)
_CONNECT = Text(
    "The backup folder cannot be reached now: connect its drive or network share.",
    "現在、バックアップ先に接続できません。ドライブやネットワーク共有を接続してください。",
)
_BACK_UP = Text("Back up today.", "本日中にバックアップしてください。")
_BACK_UP_NOW = Text(
    "Back up now: newer records exist only here.",
    "今すぐバックアップしてください。それ以降の記録はこのコンピューターにしかありません。",
)
_NONE_YET = Text("There is no tested backup yet.", "検証済みのバックアップはまだありません。")
_CLOCK = Text(
    "The last backup is dated in the future. Check this computer's date and time.",
    "最後のバックアップの日付が未来になっています。このコンピューターの日付と時刻を確認してください。",
)


def derive_backup_notice(situation: BackupSituation, now: datetime) -> BackupNotice:
    """Return what to say: quiet for 26 hours, a note after 2 days, caution after a week, strong after two.

    Without any good backup the vault's own age counts. A folder that is out of reach is at least noted once the last
    backup is not fresh. Days are those of the time zone of `now`.
    """
    last = situation.last_good_at
    if last is not None and last > now + _CLOCKS_DIFFER_BY:
        return BackupNotice(BackupState.CLOCK_WRONG, Weight.CAUTION, _CLOCK)
    age = now - (last or situation.vault_made_at)
    said = _NONE_YET if last is None else _say_last(last, now)
    weight = _weigh(age)
    if not situation.has_folder:
        return BackupNotice(BackupState.NO_FOLDER, max(weight, Weight.NOTE), _join(said, _CHOOSE))
    if not situation.is_folder_reachable:
        least = Weight.QUIET if age < FRESH_FOR else Weight.NOTE
        return BackupNotice(BackupState.FOLDER_MISSING, max(weight, least), _join(said, _CONNECT))
    if last is None:
        return BackupNotice(BackupState.NEVER, max(weight, Weight.NOTE), _join(said, _BACK_UP))
    if age < FRESH_FOR:
        return BackupNotice(BackupState.FRESH, weight, said)
    if age < _CAUTION_FROM:
        return BackupNotice(BackupState.DUE, weight, _join(said, _BACK_UP))
    return BackupNotice(BackupState.OVERDUE, weight, _join(said, _BACK_UP_NOW))


def _weigh(age: timedelta) -> Weight:
    if age < _NOTE_FROM:
        return Weight.QUIET
    if age < _CAUTION_FROM:
        return Weight.NOTE
    return Weight.CAUTION if age < _STRONG_FROM else Weight.STRONG


def _say_last(last: datetime, now: datetime) -> Text:
    local = last.astimezone(now.tzinfo)
    time, days = f"{local:%H:%M}", (now.date() - local.date()).days
    if days <= 0:
        return Text(f"Last tested backup: today at {time}.", f"最後の検証済みバックアップ：本日{time}。")
    if days == 1:
        return Text(f"Last tested backup: yesterday at {time}.", f"最後の検証済みバックアップ：昨日{time}。")
    return Text(
        f"Last tested backup: {days} days ago, on {local:%Y-%m-%d}.",
        f"最後の検証済みバックアップ：{days}日前（{local.year}年{local.month}月{local.day}日）。",
    )


def _join(first: Text, second: Text) -> Text:
    return Text(f"{first.en} {second.en}", f"{first.ja}{second.ja}")
