"""Reads a line about a reporting item, a field of the lot, or a substance that is shown as not detected."""

from stemsup_desktop.consultation.lots.certificate_checks import Column
from stemsup_desktop.consultation.lots.certificate_items import CertificateItem, ItemKind, RecordedIn, fold_name
from stemsup_desktop.consultation.lots.certificate_words import (
    is_below_limit,
    is_negative,
    plain,
    read_day,
    read_item_state,
    read_yes_no,
)
from stemsup_desktop.consultation.lots.lot_model import ItemState, Lot, ReportedItem
from stemsup_desktop.consultation.lots.row_model import CellError, CertificateRow, ReadRow, RowContext
from stemsup_desktop.language import Text

_STATES = {
    ItemState.PASSED: Text("passed", "適合"),
    ItemState.FAILED: Text("failed", "不適合"),
    ItemState.ABSENT: Text("not reported", "記載なし"),
}


def read_item(row: CertificateRow, item: CertificateItem) -> ReadRow:
    """Return what the line says of a reporting item; raises `CellError`."""
    is_test = item.kind is ItemKind.RESULT
    state, value = None, " ".join(row.value.split())
    if plain(row.state):
        state = read_item_state(row.state, is_test=is_test)
        if state is None:
            raise CellError(
                Column.STATE,
                "Write passed, failed or not reported.",
                "適合・不適合・記載なしのいずれかを入力してください。",
            )
    said = read_item_state(value, is_test=is_test) if value else None
    if state is not None and said is not None and state is not said:
        raise CellError(Column.STATE, "State and value contradict each other.", "状態と値が食い違っています。")
    if said is ItemState.ABSENT:
        value = ""
    state = state or said or (ItemState.PASSED if value and not is_test else None)
    if state is None:
        raise CellError(
            Column.STATE,
            "Nothing says clearly whether this passed. Write passed, failed or not reported.",
            "適合かどうかが明らかではありません。適合・不適合・記載なしのいずれかを入力してください。",
        )
    unit = next((one for one in item.units if plain(one).casefold() == plain(row.unit).casefold()), plain(row.unit))
    method, limit = " ".join(row.method.split()), " ".join(row.limit.split())
    reported = ReportedItem(item.id, state, value, unit, method, limit)
    return ReadRow(_say_item(item, reported), item=reported)


def _say_item(item: CertificateItem, reported: ReportedItem) -> Text:
    shown = " ".join(part for part in (reported.value, reported.unit) if part)
    if shown and reported.state is ItemState.PASSED and item.kind is not ItemKind.RESULT:
        return Text(f"{item.name.en}: {shown}", f"{item.name.ja}：{shown}")
    state, more = _STATES[reported.state], (f", {shown}", f"、{shown}") if shown else ("", "")
    return Text(f"{item.name.en}: {state.en}{more[0]}", f"{item.name.ja}：{state.ja}{more[1]}")


def read_field(row: CertificateRow, item: CertificateItem, lot: Lot | None) -> ReadRow:
    """Read what has a field of its own: it is compared with the lot, never written over it; raises `CellError`."""
    value, name = plain(row.value) or plain(row.state), item.name
    match item.recorded_in:
        case RecordedIn.RESEARCH_USE_ONLY:
            answer = read_yes_no(value)
            if answer is None:
                raise CellError(Column.VALUE, "Write yes or no.", "「はい」か「いいえ」で入力してください。")
            said = Text(f"{name.en}: {'yes' if answer else 'no'}", f"{name.ja}：{'はい' if answer else 'いいえ'}")
            return ReadRow(said, is_research_use_only=answer)
        case RecordedIn.LOT_NUMBER:
            if lot is not None and _fold_number(value) != _fold_number(lot.number):
                raise CellError(
                    Column.VALUE,
                    f"The certificate is of another lot than {lot.number}.",
                    f"ロット{lot.number}の試験成績書ではありません。",
                )
        case RecordedIn.EXPIRY:
            _check_expiry(value, lot)
        case RecordedIn.FACTORS:
            raise CellError(
                Column.NAME, "Write each factor in a row of its own.", "因子は1つずつ別の行に入力してください。"
            )
        case _:
            said = Text(f"{name.en}: enter it with the lot", f"{name.ja}：ロットの情報として入力してください")
            return ReadRow(said)
    if lot is None:
        return ReadRow(Text(f"{name.en}: {value}", f"{name.ja}：{value}"))
    return ReadRow(Text(f"{name.en}: the same as the lot", f"{name.ja}：ロットと一致"))


def _check_expiry(value: str, lot: Lot | None) -> None:
    day = read_day(value)
    if day is None:
        raise CellError(Column.VALUE, "Write the day as 2027-05-31.", "2027-05-31の形で入力してください。")
    if lot is not None and lot.expires_on is not None and lot.expires_on != day:
        raise CellError(
            Column.VALUE, "The expiry differs from that of the lot.", "ロットに登録された使用期限と異なります。"
        )


def _fold_number(number: str) -> str:
    return "".join(plain(number).casefold().split())


def read_allergen(row: CertificateRow, context: RowContext) -> ReadRow:
    """Return whether the line shows a substance as absent; raises `CellError`."""
    code = context.names.get(fold_name(row.name))
    if code is None:
        raise CellError(
            Column.NAME,
            f"“{plain(row.name)}” is not on the checklist's list of substances.",
            f"「{plain(row.name)}」は物質の一覧にありません。",
        )
    said = {_find_presence(cell) for cell in (row.state, row.value) if plain(cell)}
    name = context.allergens[code]
    if len(said) != 1 or None in said:
        raise CellError(
            Column.STATE,
            "Write “not detected”, “detected” or “not tested”.",
            "「不検出」「検出」「未実施」のいずれかを入力してください。",
        )
    match next(iter(said)):
        case "absent":
            return ReadRow(Text(f"{name.en}: not detected", f"{name.ja}：不検出"), shown_absent=code)
        case "present":
            return ReadRow(
                Text(f"{name.en}: detected, so not shown as absent", f"{name.ja}：検出（不検出とはなりません）"),
                shown_present=code,
            )
        case _:
            return ReadRow(
                Text(f"{name.en}: not tested, so not shown as absent", f"{name.ja}：未実施（不検出とはなりません）"),
                shown_present=code,
            )


def _find_presence(cell: str) -> str | None:
    if is_below_limit(cell) or is_negative(cell):
        return "absent"
    match read_item_state(cell, is_test=True):
        case ItemState.FAILED if plain(cell).casefold() in ("detected", "positive", "検出", "陽性"):
            return "present"
        case ItemState.ABSENT:
            return "not-tested"
        case _:
            return None
