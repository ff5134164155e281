"""The clinic, its physician and the window's settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.store.problems import make_environment_problem
from stemsup_desktop.store.records import decode_record, encode_moment, encode_record

T = TypeVar("T")

CLINIC = "clinic"
PHYSICIAN = "physician"
"""The house's own physician: who papers name when someone prints them who is none."""


def save_house_record(db: Database, name: str, record: msgspec.Struct, now: datetime) -> None:
    """Insert or replace the one record of a name."""
    values = {"name": name, "record": encode_record(record), "updated_at": encode_moment(now)}
    db.table("house_records").upsert(values, pk="name")


def find_house_record(db: Database, name: str, kind: type[T]) -> T | None:
    """Find the one record of a name."""
    row = db.execute("select record from house_records where name = ?", [name]).fetchone()
    return None if row is None else decode_record(row[0], kind)


def load_house_record(db: Database, name: str, kind: type[T]) -> T:
    """Return the one record of a name, which every vault has from its first moment."""
    record = find_house_record(db, name, kind)
    if record is None:
        raise make_environment_problem("vault-damaged")
    return record


def save_settings(db: Database, settings: Mapping[str, str]) -> None:
    """Insert or replace the settings given; others stay."""
    rows = [{"name": normalise_text(name), "value": normalise_text(value)} for name, value in settings.items()]
    db.table("settings").upsert_all(rows, pk="name")


def load_settings(db: Database) -> dict[str, str]:
    """Return every setting."""
    return {str(row[0]): str(row[1]) for row in db.execute("select name, value from settings order by name")}


def save_unfinished(db: Database, name: str, text: str) -> None:
    """Insert or replace what is under way by a name."""
    db.table("unfinished").upsert({"name": name, "record": normalise_text(text)}, pk="name")


def load_unfinished(db: Database, name: str) -> str:
    """Return what is under way by a name, or nothing."""
    row = db.execute("select record from unfinished where name = ?", [name]).fetchone()
    return "" if row is None else str(row[0])
