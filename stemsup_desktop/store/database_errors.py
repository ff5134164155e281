"""The one place that turns SQLCipher's errors into problems."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from stemsup_desktop.store.problems import make_environment_problem


@contextmanager
def translating_database_errors() -> Iterator[None]:
    """Turn SQLCipher's errors that come from the disk into problems; any other one is a bug and passes."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        code = code_of_database_error(error)
        if code is None:
            raise
        raise make_environment_problem(code) from error
    except MemoryError as error:
        # Once a page has failed its check, SQLCipher encrypts no page any more, and SQLite takes the missing page for
        # missing memory: its pager answers SQLITE_NOMEM to a codec that gives none.
        raise make_environment_problem("vault-damaged") from error


def code_of_database_error(error: dbapi2.DatabaseError) -> str | None:
    """Return the code of `SENTENCES` for SQLite's primary result code, or None if it is not the disk's doing."""
    result = getattr(error, "sqlite_errorcode", 0) & 0xFF
    # FTS5 reports damage of its own tables with SQLite's general error.
    if result == dbapi2.SQLITE_ERROR and "vtable constructor failed" in str(error):
        return "vault-damaged"
    return _CODES.get(result)


_CODES = {
    dbapi2.SQLITE_NOTADB: "vault-damaged",
    dbapi2.SQLITE_CORRUPT: "vault-damaged",
    dbapi2.SQLITE_FULL: "vault-disk-full",
    dbapi2.SQLITE_READONLY: "vault-read-only",
    dbapi2.SQLITE_CANTOPEN: "vault-read-only",
    dbapi2.SQLITE_BUSY: "vault-in-use",
    dbapi2.SQLITE_LOCKED: "vault-in-use",
    dbapi2.SQLITE_IOERR: "vault-disk-failed",
}
