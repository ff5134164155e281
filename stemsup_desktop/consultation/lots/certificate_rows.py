"""Reads one line of a certificate as it is written: what it will be, or which cell is wrong and why."""

from collections.abc import Iterator

from stemsup_desktop.consultation.lots.certificate_checks import (
    MOST_CHARACTERS,
    Column,
    LineFault,
    check_factor,
    check_item,
)
from stemsup_desktop.consultation.lots.certificate_items import RecordedIn, fold_name
from stemsup_desktop.consultation.lots.certificate_words import plain
from stemsup_desktop.consultation.lots.factor_rows import read_factor
from stemsup_desktop.consultation.lots.item_rows import read_allergen, read_field, read_item
from stemsup_desktop.consultation.lots.row_model import CellError, CertificateRow, ReadRow, RowContext
from stemsup_desktop.language import Text

KINDS = {
    "item": ("item", "items", "項目", "試験項目", "検査項目"),
    "factor": ("factor", "factors", "cytokine", "growth factor", "因子", "成長因子", "サイトカイン"),
    "allergen": ("allergen", "allergens", "substance", "アレルゲン", "物質", "アレルギー物質"),
}
"""The words of the column "kind"."""


def read_row(row: CertificateRow, context: RowContext) -> ReadRow:
    """Return what one line says; a line that is not clear has faults and is nothing."""
    try:
        _check_cells(row)
        read = _read(row, _find_kind(row, context), context)
    except CellError as error:
        return ReadRow(Text(row.name or "-", row.name or "-"), (error.fault,))
    faults = tuple(_check(read, context))
    return ReadRow(read.said, faults) if faults else read


def _check(read: ReadRow, context: RowContext) -> Iterator[LineFault]:
    if read.item is not None:
        yield from check_item(read.item, context.catalogue)
    if read.factor is not None:
        yield from check_factor(read.factor, context.catalogue)


def _check_cells(row: CertificateRow) -> None:
    for column in Column:
        cell: str = getattr(row, column.value)
        if len(cell) > MOST_CHARACTERS:
            raise CellError(
                column, f"Write at most {MOST_CHARACTERS} characters.", f"{MOST_CHARACTERS}文字以内で入力してください。"
            )
        if not cell.isprintable() or "\ufffd" in cell:
            raise CellError(
                column, "The cell holds characters that cannot be read.", "読み取れない文字が含まれています。"
            )


def _find_kind(row: CertificateRow, context: RowContext) -> str:
    if not plain(row.name):
        raise CellError(Column.NAME, "The name is missing.", "名称がありません。")
    written = plain(row.kind).casefold()
    if written:
        kind = next((kind for kind, words in KINDS.items() if written in words), None)
        if kind is None:
            raise CellError(
                Column.KIND, "Write item, factor or allergen.", "item・factor・allergenのいずれかを入力してください。"
            )
        return kind
    found = [
        kind
        for kind, is_one in (
            ("item", context.catalogue.find_item(row.name) is not None),
            ("factor", context.catalogue.find_factor(row.name) is not None),
            ("allergen", fold_name(row.name) in context.names),
        )
        if is_one
    ]
    if len(found) != 1:
        name = plain(row.name)
        raise CellError(
            Column.KIND,
            f"Nothing says whether “{name}” is an item, a factor or an allergen. Write it in the column kind.",
            f"「{name}」の種別がわかりません。種別の列に入力してください。",
        )
    return found[0]


def _read(row: CertificateRow, kind: str, context: RowContext) -> ReadRow:
    if kind == "factor":
        return read_factor(row, context)
    if kind == "allergen":
        return read_allergen(row, context)
    item = context.catalogue.find_item(row.name)
    if item is None:
        raise CellError(
            Column.NAME,
            f"“{plain(row.name)}” is no reporting item. Use a name of the list.",
            f"「{plain(row.name)}」という項目はありません。一覧の名称を使ってください。",
        )
    if item.recorded_in is RecordedIn.ITEMS:
        return read_item(row, item)
    return read_field(row, item, context.lot)
