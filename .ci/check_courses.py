"""Walks generated courses over shared lots in one vault: no vial twice, no chart with another's data, no volume lost.

`python .ci/check_courses.py --courses 10000 --seed 1`; exits with 1 and the faults if anything does not hold.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from store.builders import make_vault  # noqa: E402
from store.generated_courses import LOTS, CourseWalker, find_faults  # noqa: E402

COURSES_OF_A_LOT = 100
CACHE_KIB = 500_000
"""The whole vault: one that is walked in minutes would otherwise be decrypted page by page, over and over."""


def main() -> int:
    """Walk and check; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--courses", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began, processor = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory(prefix="stemsup-courses-") as folder, make_vault(Path(folder) / "clinic") as vault:
        vault._database.execute(f"pragma cache_size = -{CACHE_KIB}")
        walker = CourseWalker(vault, arguments.seed, max(LOTS, arguments.courses // COURSES_OF_A_LOT))
        with vault._database.atomic():
            ledger = walker.walk(arguments.courses)
        walked = time.monotonic()
        faults = find_faults(vault, ledger, walker.drawings)
    vials = sum(len(one.vials) for one in ledger.given.values())
    volumes = sum(len(one.volumes) for one in ledger.given.values())
    print(
        f"{len(ledger.courses)} courses of {len(ledger.marks)} patients, seed {arguments.seed}: {len(ledger.given)}"
        f" sessions given, {vials} vials, {volumes} volumes; refused as it must be: {dict(ledger.refused)};"
        f" walked in {walked - began:.0f} s, checked in {time.monotonic() - walked:.0f} s,"
        f" {time.process_time() - processor:.0f} s of processor"
    )
    for fault in sorted(set(faults)):
        print(f"{faults.count(fault)} x {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
