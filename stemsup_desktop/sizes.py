"""How the size of a file is said, the same in the window, in a refusal and at the command line."""

from stemsup_desktop.language import Text

_STEP = 1000


def say_size(size_bytes: int) -> Text:
    """Return a size as people read it, such as "12.4 MB", one MB being 1,000,000 bytes; tenths from MB on."""
    if size_bytes < _STEP:
        return Text(f"{size_bytes} bytes", f"{size_bytes}バイト")
    size, units = size_bytes / _STEP, ("kB", "MB", "GB", "TB")
    place = 0
    while place < len(units) - 1 and round(size, 1 if place else 0) >= _STEP:
        size, place = size / _STEP, place + 1
    amount = f"{size:.1f}".removesuffix(".0") if place else f"{size:.0f}"
    return Text(f"{amount} {units[place]}", f"{amount} {units[place]}")
