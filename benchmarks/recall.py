"""Everyone who received a lot, from an encrypted vault, against reading what every treatment says of its lots."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from benchmarks.comparison import Comparison
from benchmarks.installed import make_environment
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.lots.uses import derive_lot_uses
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Complaint, Consultation, Reason
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment, VialUsed
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.lot_uses import keep_lot_uses
from stemsup_desktop.store.records import decode_record, encode_moment, encode_record
from stemsup_desktop.store.vault import Vault, create_vault, open_vault

BUDGET_MS = 1_000.0
_PASSPHRASE = "benchmark"
TREATMENTS_OF_A_PATIENT = 5
TREATMENTS_OF_A_LOT = 1_000
_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_POINTS = tuple(SitePoint("scalp-top/1", Decimal(x), Decimal("40.0"), volume_ml=Decimal("0.05")) for x in range(20))


def compare_recall(count: int, kdf: KdfParameters | None = None) -> tuple[Comparison, Comparison]:
    """Return the recall of one lot among `count` treatments, a thousand of them with that lot: list and whole command.

    The command is `stemsup recall LOT --json` in a process of its own, which starts, derives the key of the vault from
    a passphrase at the cost that every vault has, unless `kdf` says another, and prints.
    """
    number = _name_lot(count // TREATMENTS_OF_A_LOT // 2)
    with TemporaryDirectory(prefix="stemsup-benchmark-") as folder:
        with _made_vault(Path(folder), count, kdf) as vault:
            began = time.perf_counter()
            found = vault.find_recipients(number)
            ours_ms = (time.perf_counter() - began) * 1000
            began = time.perf_counter()
            read = _read_every_visit(vault._database, number)
            theirs_ms = (time.perf_counter() - began) * 1000
        if sum(len(one.visits) for one in found) != read:
            raise RuntimeError("the two ways do not find the same treatments")
        time_command(Path(folder), number)  # compiles, as an installation has done
        command_ms, processor_ms = time_command(Path(folder), number)
    what = f"who received a lot, {read:,} of {count:,} treatments"
    theirs = "reading every visit"
    return (
        Comparison(what, "encrypted vault", ours_ms, theirs, theirs_ms, budget=1.0, budget_ms=BUDGET_MS),
        Comparison(
            f"the same as a command, {processor_ms:.0f} ms of processor",
            "stemsup recall LOT --json",
            command_ms,
            theirs,
            theirs_ms,
            budget_ms=BUDGET_MS,
        ),
    )


def time_command(folder: Path, number: str) -> tuple[float, float]:
    """Return how long `stemsup recall` takes on a vault, and what it costs all processors together, in ms."""
    command = [sys.executable, "-c", "from stemsup_desktop.app import main; main()", "--data-folder", str(folder)]
    used, began = _read_processor_ms(), time.perf_counter()
    done = subprocess.run(
        [*command, "recall", number, "--json", "--passphrase-stdin"],
        input=f"{_PASSPHRASE}\n".encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=make_environment(folder / "compiled"),
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the command ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return (time.perf_counter() - began) * 1000, _read_processor_ms() - used


def _read_processor_ms() -> float:
    times = os.times()
    return (times.children_user + times.children_system) * 1000


@contextmanager
def _made_vault(folder: Path, count: int, kdf: KdfParameters | None) -> Iterator[Vault]:
    def clock() -> datetime:
        return datetime.now(UTC)

    clinic, physician = Clinic("Benchmark"), Physician("Benchmark")
    with (
        create_vault(folder, _PASSPHRASE, clinic, physician, clock=clock, kdf=kdf) as vault,
        vault._database.atomic(),
    ):
        fill_with_treatments(vault._database, count)
    with open_vault(folder, _PASSPHRASE, clock=clock) as vault:
        yield vault


def fill_with_treatments(db: Database, count: int) -> None:
    """Write patients and their treatments, in a transaction that the caller opened."""
    for number in range(count):
        patient_id = f"patient-{number // TREATMENTS_OF_A_PATIENT}"
        if number % TREATMENTS_OF_A_PATIENT == 0:
            _add_patient(db, patient_id, number)
        visit = _make_visit(number)
        moment = encode_moment(visit.started_at)
        db.execute(
            "insert into consultations (id, patient_id, version, started_at, updated_at, record)"
            " values (?, ?, 1, ?, ?, ?)",
            [visit.consultation_id, patient_id, moment, moment, encode_record(visit)],
        )
        keep_lot_uses(db, visit, patient_id)


def _add_patient(db: Database, patient_id: str, number: int) -> None:
    patient = Patient(patient_id, f"A-{number:06d}", "髙橋 花子", date(1972, 4, 18), phone="03-1234-5678")
    db.execute(
        "insert into patients (id, version, chart_key, birth_date, phone_key, seen_at, search_text, record)"
        " values (?, 1, ?, '1972-04-18', '', ?, '', ?)",
        [patient_id, patient.chart_number, encode_moment(_START), encode_record(patient)],
    )


def _make_visit(number: int) -> Consultation:
    lot = _name_lot(number // TREATMENTS_OF_A_LOT)
    started_at = _START + timedelta(minutes=number)
    treatment = Treatment(
        started_at=started_at,
        sites=(SiteTreated("front-l", marked=_POINTS), SiteTreated("front-r", marked=_POINTS)),
        vials=(VialUsed(lot, str(number), Route.INTRADERMAL, drawn_up_ml=Decimal("2.00")),),
    )
    reason = Reason((Complaint("hair-loss", baseline_nrs=6),), goal="髪のボリュームを取り戻したい" * 20)
    return Consultation(f"visit-{number:06d}", started_at, reason=reason, treatment=treatment)


def _name_lot(number: int) -> str:
    return f"SUP-{number:05d}"


def _read_every_visit(db: Database, number: str) -> int:
    key, found = fold_lot_number(number), 0
    for (record,) in db.execute("select record from consultations"):
        uses = derive_lot_uses(decode_record(record, Consultation))
        found += any(fold_lot_number(use.lot_number) == key for use in uses)
    return found
