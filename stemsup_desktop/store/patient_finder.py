"""Finds patients as one types; every step reads a bounded number of rows, whatever the size of the vault."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlite_utils import Database

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_check import LONGEST_LINE, normalise_text
from stemsup_desktop.consultation.patient_search import fold_chart_number, fold_loosely, fold_text, parse_birth_dates
from stemsup_desktop.store.entries import PatientHit, make_patient_hit
from stemsup_desktop.store.records import decode_moment, decode_record

RECENT_PATIENTS = 200
"""How many of those last seen are looked through first, so that today's patients come before namesakes."""

MOST_CANDIDATES = 500
"""How many rows of the word index one keystroke reads at most, when several short fragments are typed."""

LONGEST_QUERY = 2 * LONGEST_LINE
"""Nothing that is searched for is longer, surname and given name together included."""

_LAST_CHARACTER = "\U0010ffff"
_TRIGRAM = 3


def find_patients(db: Database, query: str, limit: int) -> tuple[PatientHit, ...]:
    """Return matching patients, the best match first, or those last seen for an empty query."""
    query = normalise_text(query)
    if len(query.strip()) > LONGEST_QUERY:
        return ()
    if not query.strip():
        rows = db.execute("select row_number from patients order by seen_at desc limit ?", [limit])
        return _load_hits(db, (row[0] for row in rows))
    return _load_hits(db, _take(limit, _find_rows(db, query, limit)))


def load_patient_hits(db: Database, patient_ids: Iterable[str]) -> tuple[PatientHit, ...]:
    """Return the lines of patients in no order; an id that is not there is left out."""
    wanted = list(patient_ids)
    marks = ", ".join("?" for _ in wanted)
    return _load_hits(db, _first_column(db, f"select row_number from patients where id in ({marks})", wanted))


def _find_rows(db: Database, query: str, limit: int) -> Iterator[int]:
    """Yield row numbers, best match first, with repetitions."""
    yield from _find_chart_number(db, query)
    if days := parse_birth_dates(query):
        yield from _find_birth_dates(db, days, limit)
    for folded in dict.fromkeys((fold_text(query), fold_loosely(query))):
        if tokens := folded.split():
            yield from _find_recent(db, tokens)
            yield from _find_whole_name(db, tokens, limit)
            yield from _find_word_beginnings(db, tokens, limit)
            yield from _find_inside(db, tokens, limit)


def _find_chart_number(db: Database, query: str) -> list[int]:
    return _first_column(db, "select row_number from patients where chart_key = ?", [fold_chart_number(query)])


def _find_birth_dates(db: Database, days: tuple[date, date], limit: int) -> list[int]:
    sql = "select row_number from patients where birth_date between ? and ? order by birth_date limit ?"
    return _first_column(db, sql, [days[0].isoformat(), days[1].isoformat(), limit])


def _find_recent(db: Database, tokens: list[str]) -> list[int]:
    sql = f"""
        select row_number from
            (select row_number, search_text from patients order by seen_at desc limit {RECENT_PATIENTS})
        where {_every_word_begins(tokens)}
    """
    return _first_column(db, sql, _beginnings(tokens))


def _find_whole_name(db: Database, tokens: list[str], limit: int) -> list[int]:
    """Surname and given name in the order of the record, as far as they are typed, however short and frequent."""
    if len(tokens) < 2:
        return []
    return _match_trigrams(db, [" " + "".join(tokens)], limit)


def _find_word_beginnings(db: Database, tokens: list[str], limit: int) -> list[int]:
    """The longest token drives the index; the others are looked for in the few rows it gives."""
    driver, *others = sorted(tokens, key=len, reverse=True)
    within = [driver, driver + _LAST_CHARACTER]
    if not others:
        sql = "select row_number from patient_words where word >= ? and word < ? order by word limit ?"
        return _first_column(db, sql, [*within, 4 * limit])
    sql = f"""
        select patients.row_number from
            (select row_number from patient_words where word >= ? and word < ? order by word limit {MOST_CANDIDATES})
            cross join patients using (row_number)
        where {_every_word_begins(others)} limit ?
    """
    return _first_column(db, sql, [*within, *_beginnings(others), 4 * limit])


def _find_inside(db: Database, tokens: list[str], limit: int) -> list[int]:
    """Three characters or more are found anywhere, by trigram; shorter tokens narrow the result."""
    long = [token for token in tokens if len(token) >= _TRIGRAM]
    if not long:
        return []
    short = [token for token in tokens if len(token) < _TRIGRAM]
    if not short:
        return _match_trigrams(db, long, limit)
    sql = f"""
        select patients.row_number from
            (select rowid from patient_trigrams where patient_trigrams match ? limit {MOST_CANDIDATES}) as found
            cross join patients on patients.row_number = found.rowid
        where {_every_word_begins(short)} limit ?
    """
    return _first_column(db, sql, [_make_match(long), *_beginnings(short), limit])


def _match_trigrams(db: Database, fragments: list[str], limit: int) -> list[int]:
    sql = "select rowid from patient_trigrams where patient_trigrams match ? limit ?"
    return _first_column(db, sql, [_make_match(fragments), limit])


def _make_match(fragments: list[str]) -> str:
    return " AND ".join('"' + fragment.replace('"', '""') + '"' for fragment in fragments)


def _every_word_begins(tokens: list[str]) -> str:
    return " and ".join("instr(search_text, ?) > 0" for _ in tokens)


def _beginnings(tokens: list[str]) -> list[str]:
    """Each word of `search_text` follows a space."""
    return [" " + token for token in tokens]


def _first_column(db: Database, sql: str, parameters: Iterable[object]) -> list[int]:
    return [int(row[0]) for row in db.execute(sql, list(parameters))]


def _take(limit: int, row_numbers: Iterable[int]) -> Iterator[int]:
    """Yield the first `limit` different row numbers, and ask for no more."""
    seen: set[int] = set()
    for row_number in row_numbers:
        if row_number not in seen:
            seen.add(row_number)
            yield row_number
            if len(seen) == limit:
                return


def _load_hits(db: Database, row_numbers: Iterable[int]) -> tuple[PatientHit, ...]:
    hits = []
    for row_number in row_numbers:
        seen_at, record = db.execute(
            "select seen_at, record from patients where row_number = ?", [row_number]
        ).fetchone()
        hits.append(make_patient_hit(decode_record(record, Patient), decode_moment(seen_at)))
    return tuple(hits)
