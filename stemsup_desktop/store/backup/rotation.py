"""Which backups stay and which go; decided from their moments alone, and never by the clock's word only."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from stemsup_desktop.store.backup.shelf import BackupRecord


@dataclass(frozen=True, slots=True)
class RotationPolicy:
    """For how many days, weeks and months that have a good backup the last one of each stays."""

    daily: int = 7
    weekly: int = 5
    monthly: int = 24


USUAL_POLICY = RotationPolicy()


@dataclass(frozen=True, slots=True)
class Rotation:
    """The backups that stay and those that may go, each the newest first."""

    keep: tuple[BackupRecord, ...]
    remove: tuple[BackupRecord, ...]


def derive_rotation(backups: Iterable[BackupRecord], now: datetime, policy: RotationPolicy = USUAL_POLICY) -> Rotation:
    """Return which of one vault's backups stay; days, ISO weeks and months are those of the time zone of `now`.

    Counted are days that have a backup, not days that have passed: a practice that was closed for a year, or a clock
    that jumps ahead, ages nothing. Only proven backups count, and the last of a day stands for it. What always stays:
    the newest proven one, whatever the policy; one that is not proven yet but newer than that; and one dated after
    `now`, which a clock that was wrong, or is, has to answer for. With the clock set back nothing goes.
    """
    ordered = sorted(backups, key=lambda record: (record.created_at, record.path.name), reverse=True)
    past = [record for record in ordered if record.created_at <= now]
    proven = [record for record in past if record.is_proven]
    kept = {*ordered} - {*past}
    if not proven:
        kept.update(past)
    else:
        kept.add(proven[0])
        kept.update(past[: past.index(proven[0])])
        zone = now.tzinfo
        kept.update(_last_of_each(proven, policy.daily, lambda moment: _in_zone(moment, zone).date()))
        kept.update(_last_of_each(proven, policy.weekly, lambda moment: _in_zone(moment, zone).isocalendar()[:2]))
        kept.update(_last_of_each(proven, policy.monthly, lambda moment: _in_zone(moment, zone).timetuple()[:2]))
    return Rotation(
        keep=tuple(record for record in ordered if record in kept),
        remove=tuple(record for record in ordered if record not in kept),
    )


def is_backup_due(last_good_at: datetime | None, now: datetime) -> bool:
    """Return whether today, in the time zone of `now`, has no good backup yet; one dated ahead is not today's."""
    return last_good_at is None or last_good_at.astimezone(now.tzinfo).date() != now.date()


def _in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    return moment.astimezone(zone)


def _last_of_each(
    newest_first: Iterable[BackupRecord], periods: int, period_of: Callable[[datetime], Hashable]
) -> set[BackupRecord]:
    last: dict[Hashable, BackupRecord] = {}
    for record in newest_first:
        period = period_of(record.created_at)
        if period not in last and len(last) == periods:
            break
        last.setdefault(period, record)
    return set(last.values())
