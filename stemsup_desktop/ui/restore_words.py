"""What is said of a backup before it is restored: when it was made, and what would be lost, in words. No Qt."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.language import Language
from stemsup_desktop.store.backup.loss import Kinship, Loss
from stemsup_desktop.ui.words import Words

_LOST = ("patients", "visits", "changed_visits", "documents")
_HELD = ("patients", "visits", "documents")
_HOURS_UP_TO = timedelta(hours=48)


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


def say_loss(loss: Loss, now: datetime, words: Words) -> str:
    """Return in a sentence or two what a restore would lose: in numbers where they are known, else in time."""
    if loss.kinship is Kinship.ANOTHER or loss.kinship is Kinship.APART:
        held = words("restore.loss_held", things=_list_things(loss, "held", _HELD, words)) if loss.is_counted else ""
        return join_sentences((words(f"restore.loss_{loss.kinship.value}"), held), words)
    age = say_age(loss.age, words)
    if not loss.is_counted:
        return words("restore.loss_unknown", age=age)
    if loss.is_nothing:
        return words("restore.loss_nothing", age=age)
    things = _list_things(loss, "loss", [name for name in _LOST if getattr(loss, name)], words)
    said = words("restore.loss", age=age, things=things or words("restore.loss_none_new"))
    if loss.last_change_at is None:
        return said
    last = say_date_and_time(loss.last_change_at, now, words)
    return join_sentences((said, words("restore.loss_changes", count=loss.changes, **last)), words)


def join_sentences(sentences: Iterable[str], words: Words) -> str:
    """Return sentences one after the other; an empty one leaves no gap."""
    return ("" if words.language is Language.JA else " ").join(filter(None, sentences))


def _list_things(loss: Loss, prefix: str, names: Iterable[str], words: Words) -> str:
    return words.listed(words(f"restore.{prefix}_{name}", count=getattr(loss, name)) for name in names)
