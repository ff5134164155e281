"""How long ago something was kept, in words that change seldom. No Qt."""

from datetime import datetime, timedelta

from stemsup_desktop.ui.words import Words

_NOW_S, _BY_ONE_S, _BY_TEN_S, _MINUTE_S, _HOUR_S = 3, 10, 60, 60, 3600


def say_saved(at: datetime, now: datetime, words: Words) -> str:
    """Return "Saved just now", "Saved 20 s ago", "Saved 5 min ago", or after an hour the time of day.

    A clock that was set back says the time of day too.
    """
    age = (now - at) / timedelta(seconds=1)
    if not 0 <= age < _HOUR_S:
        return words("common.saved_at", time=f"{at.hour}:{at.minute:02}")
    if age < _NOW_S:
        return words("timing.saved_now")
    if age < _BY_TEN_S:
        step = 1 if age < _BY_ONE_S else 10
        return words("timing.saved_seconds", count=int(age) // step * step)
    return words("timing.saved_minutes", count=int(age) // _MINUTE_S)


def find_next_change_ms(at: datetime, now: datetime) -> int:
    """Return in how many ms `say_saved` says something else; 0 if it stays as it is."""
    age = (now - at) / timedelta(seconds=1)
    if not 0 <= age < _HOUR_S:
        return 0
    if age < _NOW_S:
        following = float(_NOW_S)
    else:
        step = 1 if age < _BY_ONE_S else 10 if age < _BY_TEN_S else _MINUTE_S
        following = (int(age) // step + 1) * step
    return max(1, round((following - age) * 1000))
