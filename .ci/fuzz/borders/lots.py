"""What comes in with a lot: codes that a scanner types, certificates as JSON, certificates as CSV files."""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from random import Random

import msgspec
from border import NOW, Act, Border
from guard import Place
from judging import BorderFault, judge_sentence
from mutate_bytes import damage
from mutate_json import make_odd_text, mutate_json
from traps import lay_trap

from borders.visits import read_own_content
from stemsup_desktop.consultation.lots.allergens import list_allergens
from stemsup_desktop.consultation.lots.certificate_checks import find_certificate_faults
from stemsup_desktop.consultation.lots.certificate_csv import (
    MOST_BYTES,
    import_certificate_csv,
    preview_certificate_csv,
)
from stemsup_desktop.consultation.lots.lot_model import Lot, LotCertificate, LotEntry, LotProduct
from stemsup_desktop.consultation.lots.lot_standing import derive_lot_standing, derive_product
from stemsup_desktop.consultation.lots.measured import derive_measured
from stemsup_desktop.consultation.lots.scan_matching import match_scan
from stemsup_desktop.consultation.lots.scans import read_scan
from stemsup_desktop.content_files import decode_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.input_files import read_input
from stemsup_desktop.language import Text
from stemsup_desktop.resources import find_resources

GTIN = "04512345678906"
PRODUCT = LotProduct("product-1", "Supernatant", "上清液", gtins=(GTIN,))
LOT = Lot("lot-1", "product-1", "A1-07", date(2026, 5, 1), date(2027, 5, 31))
CODES = (
    f"]d201{GTIN}1727053110A1-07\x1d21S7",
    f"]C101{GTIN}21S7\x1d1727050010A1-07",
    f"(01){GTIN}(17)270531(10)A1-07(21)S7",
    f"01{GTIN}70032705311200\x1d10A1-07",
    f"01{GTIN}310200012510A1-07",
    GTIN,
    "00340123450000000018",
)


def _make_code(rng: Random, place: Place) -> Act:
    code = rng.choice(CODES)
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        at, cut = rng.randrange(len(code) + 1), rng.choice((0, 0, 1, 3, 14))
        piece = rng.choice(
            ("", "\x1d", "\x1d", "0", "01", "10", "17", "8008", "(", ")", "|", "９", "\r\n", "]E0", "x" * 30)
        )
        code = code[:at] + piece + code[at + cut :]
    if rng.random() < 0.2:
        code = make_odd_text(rng, code)
    entries = (LotEntry(LOT, PRODUCT),) if rng.random() < 0.8 else ()

    def act() -> None:
        read = read_scan(code)
        if read.gtin and (len(read.gtin) != 14 or not read.gtin.isdigit()):
            raise BorderFault(f"a product code that is none: {read.gtin!r}")
        match = match_scan(read, entries, today=NOW.date())
        if match.entry is not None and match.entry.lot.number != read.lot_number:
            raise BorderFault(f"{read.lot_number!r} was taken for {match.entry.lot.number!r}")
        for finding in match.findings:
            _judge(finding.sentence)

    return act


def _judge(text: Text) -> None:
    judge_sentence(text.en, holds_patients=False)
    judge_sentence(text.ja, holds_patients=False)


@cache
def _read_example() -> bytes:
    return (find_resources() / "lots" / "certificate-example.csv").read_bytes()


@cache
def _list_substances() -> tuple[tuple[str, Text], ...]:
    return list_allergens(read_own_content().clinical.questionnaire)


@cache
def _write_certificate() -> str:
    certificate = import_certificate_csv(preview_certificate_csv(_read_example(), allergens=_list_substances()))
    certificate = msgspec.structs.replace(certificate, checked_by="Dr", checked_at=NOW, issued_on=date(2026, 6, 1))
    return json.dumps(msgspec.to_builtins(certificate), ensure_ascii=False)


def _make_certificate(rng: Random, place: Place) -> Act:
    text = _write_certificate()
    kind = rng.random()
    data = text.encode() if kind < 0.1 else mutate_json(rng, text) if kind < 0.85 else damage(rng, text.encode(), [])
    allergens = {code for code, _ in _list_substances()}

    def act() -> None:
        certificate = decode_json(data, LotCertificate, "certificate.json")
        lot = msgspec.structs.replace(LOT, certificate=certificate)
        entry = LotEntry(lot, PRODUCT)
        faults = find_certificate_faults(certificate, lot, today=NOW.date(), allergens=allergens)
        derive_lot_standing(entry)
        derive_product(entry)
        for factor_id in {factor.factor_id for factor in certificate.factors}:
            for group in derive_measured(factor_id, (entry,), lot.lot_id):
                if any(bar.share is not None and not 0 <= bar.share <= Decimal(1) for bar in group.bars):
                    raise BorderFault("a bar beyond its axis")
        for fault in faults:
            if not fault.text.en.endswith(".") or not fault.text.ja.endswith("。"):
                raise BorderFault(f"a fault without an end: {fault.text.en!r}")
        if faults:
            raise InputProblem("certificate-faulty", "The certificate is not right yet.")

    return act


def _make_csv(rng: Random, place: Place) -> Act:
    path = place.folder / rng.choice(("certificate.csv", "成績書.csv", "a\nb.csv"))
    text = _read_example().decode("utf-8-sig")
    if rng.random() < 0.5:
        text = text.replace(",", rng.choice((";", "\t", "，")))
    lines = text.splitlines()
    for _ in range(rng.choice((0, 1, 1, 2, 5))):
        at = rng.randrange(len(lines))
        lines[at] = rng.choice((make_odd_text(rng, lines[at]), lines[rng.randrange(len(lines))], "", lines[at] * 2))
    data = "\r\n".join(lines).encode(rng.choice(("utf-8", "utf-8-sig", "cp932", "utf-16")), "replace")
    kind = rng.random()
    path.write_bytes(damage(rng, data, [_read_example()]) if kind < 0.4 else data)
    if kind > 0.97:
        lay_trap(rng, path, place)
    before = LotCertificate("COA-1", shown_absent=("latex",), checked_by="Dr", checked_at=NOW)

    def act() -> None:
        preview = preview_certificate_csv(read_input(path, MOST_BYTES), allergens=_list_substances())
        for row in preview.rows:
            for fault in row.faults:
                if not fault.text.en.strip() or not fault.text.ja.strip():
                    raise BorderFault(f"row {row.number} is bad and does not say why")
        after = import_certificate_csv(preview, before)
        if preview.bad_rows or after.checked_by:
            raise BorderFault("a file with a bad row was imported, or a check outlived an import")

    return act


LOT_CODES = Border("lot code", 1_000, _make_code, holds_patients=False)
CERTIFICATES = Border("certificate", 1_000, _make_certificate, holds_patients=False)
CERTIFICATE_FILES = Border("certificate csv", 1_000, _make_csv, holds_patients=False)
