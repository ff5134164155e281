"""QR codes as runs of dark modules: the rectangles of one PDF path."""

import re
from functools import lru_cache

_DARK = re.compile(rb"\x01+")


@lru_cache(maxsize=64)
def find_qr_runs(content: str, alike: str = "") -> tuple[int, str]:
    """Return the runs of a code that stands on every page of a document, worked out once.

    Of the eight masks the one is taken that suits `alike` best, the code of another page: judging all eight for each
    page would take longer than to set its text.
    """
    return make_qr_runs(content, _find_mask(alike) if alike else None)


def make_qr_runs(content: str, mask: int | None = None) -> tuple[int, str]:
    """Return the number of modules a side, and every run of dark modules as a rectangle of a PDF path."""
    import segno  # imported late: a tenth of a second that the first window does not need

    matrix = segno.make(content, error="m", micro=False, boost_error=False, mask=mask).matrix
    runs = [
        f"{run.start()} {row} {run.end() - run.start()} 1 re"
        for row, modules in enumerate(matrix)
        for run in _DARK.finditer(modules)
    ]
    return len(matrix), " ".join(runs)


@lru_cache(maxsize=64)
def _find_mask(content: str) -> int | None:
    import segno

    mask: int | None = segno.make(content, error="m", micro=False, boost_error=False).mask
    return mask
