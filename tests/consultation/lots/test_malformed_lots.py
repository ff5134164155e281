"""A sample of damaged codes, certificates and CSV files: each is taken whole or refused in a sentence, never half.

The same is tried with thousands of cases by .ci/fuzz.
"""

from datetime import date
from random import Random

import msgspec
import pytest
from certificate_builders import GTIN, NOON, make_certificate, make_entry, make_factor, make_lot

from stemsup_desktop.consultation.lots.certificate_checks import find_certificate_faults
from stemsup_desktop.consultation.lots.certificate_csv import import_certificate_csv, preview_certificate_csv
from stemsup_desktop.consultation.lots.lot_model import LotCertificate
from stemsup_desktop.consultation.lots.lot_standing import derive_lot_standing
from stemsup_desktop.consultation.lots.measured import derive_measured
from stemsup_desktop.consultation.lots.scans import read_scan
from stemsup_desktop.content_files import decode_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.resources import find_resources

CASES = 150
PIECES = (
    "",
    "\x1d",
    "0",
    "01",
    "10",
    "17",
    "(",
    ")",
    ",",
    ";",
    '"',
    "-",
    "N.D.",
    "９",
    "\n",
    "null",
    "1e999",
    "x" * 250,
)


def damage(rng: Random, text: str) -> str:
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, cut = rng.randrange(len(text) + 1), rng.choice((0, 1, 3, 20))
        text = text[:at] + rng.choice(PIECES) + text[at + cut :]
    return text


def test_damaged_codes_are_read_as_a_product_code_that_can_be_or_refused() -> None:
    rng, outcomes = Random(6), set()
    for _ in range(CASES):
        try:
            code = read_scan(damage(rng, f"01{GTIN}1727053110A1-07\x1d21S7"))
        except InputProblem as problem:
            outcomes.add(problem.code if problem.sentence.endswith(".") else "no sentence")
        else:
            outcomes.add("read")
            assert code.gtin in ("", GTIN) or code.gtin.isdigit()
    assert "no sentence" not in outcomes
    assert {"read", "code-damaged", "code-check-digit", "code-unknown-part"} <= outcomes


def test_damaged_certificates_are_refused_or_say_what_cannot_be() -> None:
    rng, refused, faulty = Random(6), 0, 0
    text = msgspec.json.encode(make_certificate(factors=(make_factor("412"), make_factor(limit="4")))).decode()
    for _ in range(CASES):
        try:
            certificate = decode_json(damage(rng, text).encode(), LotCertificate, "certificate.json")
        except InputProblem:
            refused += 1
            continue
        lot = make_lot(certificate=certificate)
        faulty += bool(find_certificate_faults(certificate, lot, today=date(2026, 9, 1)))
        derive_lot_standing(make_entry(lot))
        derive_measured("vegf", (make_entry(lot),), lot.lot_id)
    assert refused
    assert faulty


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_damaged_csv_files_are_imported_whole_or_not_at_all(encoding: str) -> None:
    rng, codes = Random(6), set()
    text = (find_resources() / "lots" / "certificate-example.csv").read_text("utf-8-sig")
    before = make_certificate()
    for _ in range(CASES // 3):
        data = damage(rng, text).encode(encoding, "replace")
        try:
            after = import_certificate_csv(preview_certificate_csv(data), before)
        except InputProblem as problem:
            codes.add(problem.code)
        else:
            assert not after.checked_by
    assert codes
    assert all(code.startswith("csv-") for code in codes)
    assert (before.checked_by, before.checked_at) == ("Dr. Mori", NOON)
