"""Writes rows that are written with every save, without first asking the database what the table looks like."""

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database


def insert_row(db: Database, table: str, values: Mapping[str, Any]) -> None:
    """Insert a row inside a transaction that the caller opened; table and columns are named by the program only."""
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for _ in values)
    db.execute(f'insert into "{table}" ({columns}) values ({marks})', [*values.values()])


def update_row(db: Database, table: str, row_id: str, values: Mapping[str, Any]) -> None:
    """Change the row of an id inside a transaction that the caller opened; raises `LookupError` if there is none."""
    changes = ", ".join(f'"{name}" = ?' for name in values)
    changed = db.execute(f'update "{table}" set {changes} where id = ?', [*values.values(), row_id])
    if changed.rowcount != 1:
        raise LookupError(f"no row of {table} has this id")
