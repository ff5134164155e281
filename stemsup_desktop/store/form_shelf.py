"""The versions of the consent form: entered, put in force, read, never changed or removed."""

import hashlib
from datetime import date, datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_versions import check_versions, list_clause_versions
from stemsup_desktop.store.document_shelf import load_text, save_text
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import decode_moment, encode_moment


class FormEntry(msgspec.Struct, frozen=True):
    """A form version in the vault; `sha256` is that of its exact bytes, in hexadecimal."""

    sha256: str
    form_id: str
    version: str
    is_shipped: bool
    entered_at: datetime


class Publication(msgspec.Struct, frozen=True):
    """That a form version was put in force from a day on; nobody's name and no reason for what the program ships."""

    form: FormEntry
    in_force_from: date
    published_at: datetime
    published_by: str
    published_name: str
    reason: str


class Publishing(msgspec.Struct, frozen=True):
    """From which day a version is to be in force, who says so, and why."""

    in_force_from: date
    account_id: str = ""
    name: str = ""
    reason: str = ""


_FORM = "f.sha256, f.form_id, f.version, f.is_shipped, f.entered_at"
_PUBLICATION = f"{_FORM}, p.in_force_from, p.published_at, p.published_by, p.published_name, p.reason"


def enter_form(db: Database, text: ConsentText, data: bytes, now: datetime, *, is_shipped: bool) -> FormEntry:
    """Keep a form version; the same bytes once more change nothing.

    Raises `InputProblem` form-version-taken if its version stands for other bytes, clause-version-taken with each
    clause that changed under a version which was ever used, form-version-odd.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    kept = find_form(db, sha256)
    if kept is not None:
        return kept
    if find_form_version(db, text.form.id, text.form.version) is not None:
        raise make_input_problem("form-version-taken")
    check_versions(text, _load_clause_versions(db))
    save_text(db, data)
    db.execute(
        "insert into form_versions (sha256, form_id, version, is_shipped, entered_at) values (?, ?, ?, ?, ?)",
        [sha256, text.form.id, text.form.version, int(is_shipped), encode_moment(now)],
    )
    for (clause_id, version), clause_sha256 in list_clause_versions(text).items():
        db.execute(
            "insert into form_clauses (clause_id, version, sha256) values (?, ?, ?) on conflict do nothing",
            [clause_id, version, clause_sha256],
        )
    return FormEntry(sha256, text.form.id, text.form.version, is_shipped, now)


def put_in_force(db: Database, entry: FormEntry, publishing: Publishing, now: datetime) -> Publication:
    """Add a row that puts a form version in force from a day on."""
    db.execute(
        """
        insert into form_publications
            (sha256, in_force_from, published_at, published_by, published_name, reason) values (?, ?, ?, ?, ?, ?)
        """,
        [
            entry.sha256,
            publishing.in_force_from.isoformat(),
            encode_moment(now),
            publishing.account_id,
            publishing.name,
            publishing.reason,
        ],
    )
    return Publication(entry, publishing.in_force_from, now, publishing.account_id, publishing.name, publishing.reason)


def find_form(db: Database, sha256: str) -> FormEntry | None:
    """Find a form version by the hash of its bytes."""
    row = db.execute(f"select {_FORM} from form_versions as f where f.sha256 = ?", [sha256]).fetchone()
    return None if row is None else _make_entry(row)


def find_form_version(db: Database, form_id: str, version: str) -> FormEntry | None:
    """Find a form version by its name."""
    row = db.execute(
        f"select {_FORM} from form_versions as f where f.form_id = ? and f.version = ?", [form_id, version]
    ).fetchone()
    return None if row is None else _make_entry(row)


def find_form_in_force(db: Database, today: date) -> Publication | None:
    """Find what is in force on a day: the latest row of those whose day has come."""
    row = db.execute(
        f"""
        select {_PUBLICATION} from form_publications as p join form_versions as f on f.sha256 = p.sha256
        where p.in_force_from <= ? order by p.in_force_from desc, p.row_number desc limit 1
        """,
        [today.isoformat()],
    ).fetchone()
    return None if row is None else _make_publication(row)


def list_forms(db: Database) -> tuple[FormEntry, ...]:
    """Return every form version, the first entered first."""
    rows = db.execute(f"select {_FORM} from form_versions as f order by f.entered_at, f.sha256").fetchall()
    return tuple(map(_make_entry, rows))


def list_publications(db: Database) -> tuple[Publication, ...]:
    """Return every row that put a version in force, the last first."""
    rows = db.execute(
        f"""
        select {_PUBLICATION} from form_publications as p join form_versions as f on f.sha256 = p.sha256
        order by p.row_number desc
        """
    ).fetchall()
    return tuple(map(_make_publication, rows))


def load_form(db: Database, sha256: str) -> bytes:
    """Return the exact bytes of a form version; raises form-unknown, or vault-damaged if they no longer match."""
    if find_form(db, sha256) is None:
        raise make_input_problem("form-unknown")
    return load_text(db, sha256)


def _load_clause_versions(db: Database) -> dict[tuple[str, str], str]:
    rows = db.execute("select clause_id, version, sha256 from form_clauses")
    return {(str(row[0]), str(row[1])): str(row[2]) for row in rows}


def _make_entry(row: tuple[object, ...]) -> FormEntry:
    return FormEntry(str(row[0]), str(row[1]), str(row[2]), bool(row[3]), decode_moment(str(row[4])))


def _make_publication(row: tuple[object, ...]) -> Publication:
    return Publication(
        form=_make_entry(row),
        in_force_from=date.fromisoformat(str(row[5])),
        published_at=decode_moment(str(row[6])),
        published_by=str(row[7]),
        published_name=str(row[8]),
        reason=str(row[9]),
    )
