"""What a person should be told of although the vault opened: signs that something around it is not as it should be."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from sqlite_utils import Database

from stemsup_desktop.language import Text
from stemsup_desktop.store.header import DATABASE_NAME, HEADER_NAMES
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import SENTENCES, translating_file_errors
from stemsup_desktop.store.records import decode_moment

_OWN_NAMES = frozenset({DATABASE_NAME, *HEADER_NAMES})
_OWN_BEGINNINGS = ("vault-before-", "vault-rekeyed")
_CLOCKS_DIFFER_BY = timedelta(minutes=10)
_LAST_ROWS = 200
"""How far back the history is asked for a later moment: a clock that was set right again is soon forgotten."""


class Notice(msgspec.Struct, frozen=True):
    """A stable code of `SENTENCES` and what its sentence is about: a file's name, or a day as ISO 8601."""

    code: str
    about: str

    @property
    def text(self) -> Text:
        """The sentence in both languages."""
        return SENTENCES[self.code]


def find_notices(folder: Path, db: Database, now: datetime) -> tuple[Notice, ...]:
    """Return what is odd around an open vault, the gravest first; raises what the disk says."""
    with translating_file_errors():
        copies = _find_conflict_copies(folder / VAULT_FOLDER)
    return (*(Notice("vault-conflict-copy", name) for name in copies), *find_clock_notice(db, now))


def _find_conflict_copies(vault: Path) -> list[str]:
    """Return the names of databases and key files that are not the program's own.

    Every synchroniser names them in its own way, such as "vault (conflicted copy).db", "vault.sync-conflict-1.db" or
    "vault-DESKTOP7.db"; all keep the beginning and the ending.
    """
    return sorted(
        path.name
        for path in vault.iterdir()
        if path.suffix in (".db", ".json")
        and path.name.startswith("vault")
        and path.name not in _OWN_NAMES
        and not path.name.startswith(_OWN_BEGINNINGS)
    )


def find_clock_notice(db: Database, now: datetime) -> tuple[Notice, ...]:
    """Return that the clock is behind the last rows of the history, or nothing."""
    last = db.execute(
        f"select max(at) from (select at from audit_trail order by sequence desc limit {_LAST_ROWS})"
    ).fetchone()[0]
    if last is None or decode_moment(last) - now < _CLOCKS_DIFFER_BY:
        return ()
    return (Notice("clock-behind", decode_moment(last).astimezone(now.tzinfo).date().isoformat()),)
