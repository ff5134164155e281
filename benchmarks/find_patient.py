"""Finding a patient as one types, against a plain SQLite table searched with LIKE, unencrypted."""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.comparison import Comparison
from benchmarks.patients import make_patients
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import create_vault

TYPED = ("渡邉 結衣", "サトウハナコ", "さとう はなこ", "Hashimoto Ken", "S-0054321", "1974-03-15", "太郎", "zzz")
LIMIT = 50
BUDGET_MS = 16.0


def keystrokes() -> Iterator[str]:
    """Yield what stands in the search field after each keystroke."""
    for words in TYPED:
        yield from (words[:length] for length in range(1, len(words) + 1))


def compare_finding(count: int) -> Comparison:
    """Return the slower end (95 %) of a keystroke among `count` patients, ours and theirs."""
    patients = tuple(make_patients(count))
    with TemporaryDirectory(prefix="stemsup-benchmark-") as folder:
        ours = _time_vault(Path(folder) / "vault", patients)
    return Comparison(
        what=f"find a patient among {count:,}, per keystroke (95 %)",
        ours="encrypted vault",
        ours_ms=ours,
        theirs="plain SQLite, LIKE",
        theirs_ms=_time_like(patients),
        budget_ms=BUDGET_MS,
    )


def _time_vault(folder: Path, patients: tuple[Patient, ...]) -> float:
    cheap = KdfParameters(memory_kib=64, passes=1, lanes=1)
    clinic, physician = Clinic("Benchmark"), Physician("Benchmark")
    with create_vault(folder, "benchmark", clinic, physician, clock=lambda: datetime.now(UTC), kdf=cheap) as vault:
        vault.save_patients(patients)
        return _slower_end(lambda typed: vault.find_patients(typed, LIMIT))


def _time_like(patients: tuple[Patient, ...]) -> float:
    database = sqlite3.connect(":memory:")
    database.execute("create table patient (name, kana, romaji, chart_number, birth_date)")
    database.executemany(
        "insert into patient values (?, ?, ?, ?, ?)",
        ((one.name, one.kana, one.romaji, one.chart_number, one.birth_date.isoformat()) for one in patients),
    )
    columns = ("name", "kana", "romaji", "chart_number", "birth_date")
    where = " or ".join(f"{column} like :typed" for column in columns)
    query = f"select * from patient where {where} order by kana limit {LIMIT}"
    try:
        return _slower_end(lambda typed: database.execute(query, {"typed": f"%{typed}%"}).fetchall())
    finally:
        database.close()


def _slower_end(find: Callable[[str], object]) -> float:
    taken = []
    for typed in keystrokes():
        began = time.perf_counter()
        find(typed)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(taken, n=20)[-1]
