"""On which day of the clinic a moment of the vault lies."""

from datetime import date, tzinfo

from stemsup_desktop.store.records import decode_moment


def find_day(moment: str, zone: tzinfo | None) -> date:
    """Return the day of a moment in the clinic's zone; one at the calendar's edge never ends."""
    try:
        return decode_moment(moment).astimezone(zone).date()
    except OverflowError:
        return date.max
