"""What is said of a backup before it is restored: when it was made, and what would be lost, in words. No Qt."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.ui.words import Words

if TYPE_CHECKING:
    from stemsup_desktop.store.backup.restore_loss import RestoreLoss

_HOURS_UP_TO = timedelta(hours=48)
_UNITS = ("B", "KB", "MB", "GB", "TB")
_STEP = 1000


def say_date_and_time(moment: datetime, now: datetime, words: Words) -> dict[str, str]:
    """Return date and time of a moment on the clock of `now`, as the placeholders `date` and `time`."""
    local = moment.astimezone(now.tzinfo)
    return {"date": format_date(local.date(), words.language), "time": f"{local:%H:%M}"}


def say_age(age: timedelta, words: Words) -> str:
    """Return "5 minutes", "14 hours" or "3 days": minutes below an hour, hours below two days."""
    if age < timedelta(hours=1):
        return words("restore.age_minutes", count=max(1, age // timedelta(minutes=1)))
    if age < _HOURS_UP_TO:
        return words("restore.age_hours", count=age // timedelta(hours=1))
    return words("restore.age_days", count=age // timedelta(days=1))


def say_what_is_lost(loss: "RestoreLoss | None", made_at: datetime, now: datetime, words: Words) -> str:
    """Return a sentence or two on what a restore would lose: in numbers where they are known, else in time."""
    if loss is None:
        return words("restore.loss_unknown", age=say_age(max(now - made_at, timedelta(0)), words))
    from stemsup_desktop.store.backup.restore_loss import say_loss

    return say_loss(loss, now.tzinfo).in_language(words.language)


def say_size(size_bytes: int) -> str:
    """Return a size as systems show it, such as "12.4 MB": units of a thousand, one decimal from KB on."""
    size, unit = float(size_bytes), 0
    while size >= _STEP and unit < len(_UNITS) - 1:
        size, unit = size / _STEP, unit + 1
    return f"{size:.0f}\u00a0{_UNITS[unit]}" if unit == 0 else f"{size:.1f}\u00a0{_UNITS[unit]}"
