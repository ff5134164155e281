"""Tells how far a change of every page is: SQLite says nothing meanwhile, but its journal takes page by page."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOK_S = 0.2


@contextmanager
def watching_journal(database: Path, on_part: Callable[[float], None]) -> Iterator[None]:
    """Report from a thread which part of the pages, 0.0 to 1.0, the journal of a database has taken within the block.

    What `on_part` raises ends the looking, and is raised once the block has come to its end: SQLite is not interrupted.
    """
    from concurrent.futures import ThreadPoolExecutor  # late: the first window needs none

    whole, journal, is_over = max(database.stat().st_size, 1), Path(f"{database}-journal"), threading.Event()

    def look() -> None:
        while not is_over.wait(LOOK_S):
            taken = 0
            with suppress(FileNotFoundError):  # not begun, or over: SQLite takes it away itself
                taken = journal.stat().st_size
            on_part(min(taken / whole, 1.0))

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="stemsup-journal") as pool:
        looking = pool.submit(look)
        try:
            yield
        finally:
            is_over.set()
        looking.result()
