"""Imports a certificate from a CSV file: first a preview of every row, then all of it or nothing.

The first line names the columns, in English or Japanese: kind, name, form, state, value, unit, method, limit. UTF-8
(with or without BOM), UTF-16 with BOM and Shift_JIS are read; comma, semicolon or tab stands between cells.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

import msgspec

from stemsup_desktop.consultation.lots.certificate_checks import (
    Column,
    LineFault,
    find_certificate_faults,
    key_of_factor,
    key_of_item,
    say_twice,
)
from stemsup_desktop.consultation.lots.certificate_items import CertificateCatalogue, fold_name, get_shipped_items
from stemsup_desktop.consultation.lots.certificate_rows import read_row
from stemsup_desktop.consultation.lots.lot_model import Lot, LotCertificate, MeasuredFactor, MeasuredState
from stemsup_desktop.consultation.lots.row_model import CertificateRow, ReadRow, RowContext
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text, quote

MOST_BYTES = 1_000_000
MOST_ROWS = 500
MOST_COLUMNS = 60
MOST_RECORDS = 5_000
"""Rows and empty lines together."""

HEADERS: Mapping[Column, tuple[str, ...]] = {
    Column.KIND: ("kind", "type", "種別", "区分", "種類"),
    Column.NAME: ("name", "id", "item", "test", "analyte", "項目", "項目名", "名称", "試験項目", "検査項目", "因子"),
    Column.FORM: ("form", "isoform", "型", "分子型", "アイソフォーム"),
    Column.STATE: ("state", "status", "verdict", "judgement", "判定", "状態", "適否"),
    Column.VALUE: ("value", "result", "measured value", "値", "結果", "測定値", "試験結果", "実測値"),
    Column.UNIT: ("unit", "units", "単位"),
    Column.METHOD: ("method", "assay", "test method", "方法", "測定法", "測定方法", "試験方法", "試験法"),
    Column.LIMIT: (
        *("limit", "specification", "acceptance criterion", "limit of detection", "lod", "loq"),
        *("規格", "規格値", "基準", "基準値", "限度値", "検出限界", "検出下限", "定量下限"),
    ),
}
"""What each column may be called."""

_COLUMNS = {fold_name(name): column for column, names in HEADERS.items() for name in names}
_LONGEST_HEADER = 100

Record = tuple[int, list[str]]
"""A line of the file with its number, as a spreadsheet counts it."""

_SEPARATORS = (",", ";", "\t")
_HEADER_IN = 20
"""Among how many lines the header is looked for when the separator is found."""


class PreviewRow(msgspec.Struct, frozen=True):
    """One row of the file: its number as a spreadsheet counts it, its cells, and what it will be or why it cannot."""

    number: int
    cells: CertificateRow
    read: ReadRow
    faults: tuple[LineFault, ...] = ()

    @property
    def said(self) -> Text:
        """What the row will be, in words."""
        return self.read.said


class CsvPreview(msgspec.Struct, frozen=True):
    """Every row of a file, nothing of it imported yet; `ignored` are headers that no column has."""

    encoding: str
    separator: str
    rows: tuple[PreviewRow, ...]
    ignored: tuple[str, ...] = ()

    @property
    def bad_rows(self) -> tuple[PreviewRow, ...]:
        """The rows that cannot be imported as they are."""
        return tuple(row for row in self.rows if row.faults)

    @property
    def is_importable(self) -> bool:
        """Say whether every row can be imported."""
        return bool(self.rows) and not self.bad_rows


def preview_certificate_csv(
    data: bytes,
    *,
    allergens: tuple[tuple[str, Text], ...] = (),
    lot: Lot | None = None,
    catalogue: CertificateCatalogue | None = None,
) -> CsvPreview:
    """Return every row of a file with what it will be or what is wrong with it.

    `allergens` are code and words of the substances that may be shown as absent; `lot` is compared with what the file
    says of number and expiry. Raises `InputProblem` if the file as a whole cannot be read.
    """
    text, encoding = _decode(data)
    separator, records = _split(text)
    header, first = next(((cells, number) for number, cells in records if any(map(str.strip, cells))), ([], 0))
    columns, ignored = _read_header(header)
    context = RowContext(
        get_shipped_items() if catalogue is None else catalogue, dict(allergens), lot, separator != ","
    )
    below = [(number, cells) for number, cells in records if number > first and any(map(str.strip, cells))]
    if len(below) > MOST_ROWS or len(records) > MOST_RECORDS:
        raise InputProblem("csv-too-many-rows", f"A certificate has at most {MOST_ROWS} rows. Choose another file.")
    if not below:
        raise InputProblem("csv-empty", "The file has no row below its header. Choose another file.")
    rows = tuple(_read_record(number, cells, columns, len(header), context) for number, cells in below)
    return CsvPreview(encoding, separator, tuple(_refuse_twice(rows)), ignored)


def import_certificate_csv(
    preview: CsvPreview, certificate: LotCertificate | None = None, lot: Lot | None = None, today: date | None = None
) -> LotCertificate:
    """Return the certificate with every row of a file; what it says of the same thing replaces what was there.

    Whoever checked the certificate before has to check it again. Raises `InputProblem` csv-has-faults, and nothing is
    imported, if any row is bad or the whole would be.
    """
    before = LotCertificate() if certificate is None else certificate
    reads = [row.read for row in preview.rows]
    items = {key_of_item(one): one for one in before.items}
    items |= {key_of_item(read.item): read.item for read in reads if read.item is not None}
    factors = {key_of_factor(one): one for one in before.factors}
    stated = [read.factor for read in reads if read.factor is not None]
    factors = {key: one for key, one in factors.items() if not _contradicts(one, stated)}
    factors |= {key_of_factor(one): one for one in stated}
    present = {read.shown_present for read in reads}
    absent = dict.fromkeys((*before.shown_absent, *(read.shown_absent for read in reads if read.shown_absent)))
    labelled = [read.is_research_use_only for read in reads if read.is_research_use_only is not None]
    changed = msgspec.structs.replace(
        before,
        items=tuple(items.values()),
        factors=tuple(factors.values()),
        shown_absent=tuple(code for code in absent if code not in present),
        is_research_use_only=labelled[-1] if labelled else before.is_research_use_only,
        checked_by="",
        checked_at=None,
    )
    old = find_certificate_faults(before, lot, today=today)
    if not preview.is_importable or set(find_certificate_faults(changed, lot, today=today)) - set(old):
        raise InputProblem("csv-has-faults", "Some rows are not right yet, so nothing was imported. Correct the file.")
    return changed


def _contradicts(before: MeasuredFactor, stated: list[MeasuredFactor]) -> bool:
    """Tell whether "not measured", or that it was, is no longer so by what a file says of the same factor and form."""
    return any(
        one.factor_id == before.factor_id
        and one.form == before.form
        and (one.state is MeasuredState.NOT_MEASURED) != (before.state is MeasuredState.NOT_MEASURED)
        for one in stated
    )


# The file


def _decode(data: bytes) -> tuple[str, str]:
    if len(data) > MOST_BYTES:
        raise InputProblem(
            "csv-too-large", "The file is larger than 1 MB. A certificate is much smaller. Choose another file."
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise InputProblem("csv-not-text", "The file is not a CSV text in UTF-8 or Shift_JIS. Save it as CSV once more.")


def _split(text: str) -> tuple[str, list[Record]]:
    """Return the separator by which most columns of the header are known, and the records."""
    named = text[4:5] if text[:4].casefold() == "sep=" else ""
    separators = (named,) if named in _SEPARATORS else _SEPARATORS
    # Of equals the first: `max` keeps the order.
    separator = max(separators, key=lambda one: _count_known(_read_records(text, one)[0]))
    records, is_whole = _read_records(text, separator)
    if not is_whole:
        raise InputProblem("csv-broken", "A quotation mark in the file has no end. Save it as CSV once more.")
    return separator, records[1:] if named else records


def _read_records(text: str, separator: str) -> tuple[list[Record], bool]:
    """Return the numbered records up to the first that cannot be read, and whether that is all of them."""
    records: list[Record] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        records.extend(islice(enumerate(reader, 1), MOST_RECORDS + 1))
    except csv.Error:
        return records, False
    return records, True


def _count_known(records: list[Record]) -> int:
    return max(
        (sum(_find_column(cell) is not None for cell in cells[:MOST_COLUMNS]) for _, cells in records[:_HEADER_IN]),
        default=0,
    )


def _read_header(header: list[str]) -> tuple[dict[int, Column], tuple[str, ...]]:
    if len(header) > MOST_COLUMNS:
        raise InputProblem(
            "csv-too-many-columns", f"A certificate has at most {MOST_COLUMNS} columns. Choose another file."
        )
    columns: dict[int, Column] = {}
    ignored: list[str] = []
    for position, cell in enumerate(header):
        column = _find_column(cell)
        if column is None:
            ignored += [" ".join(cell.split())] if cell.strip() else []
        elif column in columns.values():
            raise InputProblem(
                "csv-column-twice", "Two columns of the file mean the same. Take one out.", (quote(column.value),)
            )
        else:
            columns[position] = column
    if Column.NAME not in columns.values() or not {Column.STATE, Column.VALUE} & set(columns.values()):
        raise InputProblem(
            "csv-no-header", "The first line must name the columns, among them name and value. See the example file."
        )
    return columns, tuple(ignored)


def _find_column(cell: str) -> Column | None:
    return _COLUMNS.get(fold_name(cell[:_LONGEST_HEADER]))


# Rows


def _read_record(
    number: int, cells: list[str], columns: Mapping[int, Column], width: int, context: RowContext
) -> PreviewRow:
    written = {column.value: " ".join(cells[at].split()) for at, column in columns.items() if at < len(cells)}
    row = CertificateRow(**written)
    if any(cell.strip() for cell in cells[width:]):
        said = Text(
            "The row has more cells than the header. A value that holds the separator stands in quotation marks.",
            "見出しより多くのセルがあります。区切り文字を含む値は引用符で囲んでください。",
        )
        read = ReadRow(Text(row.name or "-", row.name or "-"), (LineFault(Column.VALUE, said),))
    else:
        read = read_row(row, context)
    return PreviewRow(number, row, read, read.faults)


def _refuse_twice(rows: tuple[PreviewRow, ...]) -> Iterator[PreviewRow]:
    seen: dict[object, int] = {}
    for row in rows:
        key = _find_key(row.read)
        if key is None or seen.setdefault(key, row.number) == row.number:
            yield row
            continue
        name = Text(row.cells.name, row.cells.name)
        first = Text(f" The first is row {seen[key]}.", f"最初は{seen[key]}行目です。")
        twice = say_twice(name)
        fault = LineFault(Column.NAME, Text(twice.en + first.en, twice.ja + first.ja))
        yield msgspec.structs.replace(row, faults=(*row.faults, fault))


def _find_key(read: ReadRow) -> object:
    if read.item is not None:
        return key_of_item(read.item)
    if read.factor is not None:
        return key_of_factor(read.factor)
    if read.is_research_use_only is not None:
        return "research-use-only"
    return read.shown_absent or read.shown_present or None
