"""What cannot be on a certificate: impossible values, missing units, wrong dates, things said twice."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.lots.certificate_items import (
    CertificateCatalogue,
    CertificateItem,
    ItemKind,
    RecordedIn,
    fold_name,
    get_shipped_items,
)
from stemsup_desktop.consultation.lots.certificate_words import exceeds, fold_unit, is_below_limit, is_unclear, plain
from stemsup_desktop.consultation.lots.lot_model import (
    ItemState,
    Lot,
    LotCertificate,
    MeasuredFactor,
    MeasuredState,
    ReportedItem,
)
from stemsup_desktop.consultation.lots.measured import say_factor
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.typed_text import is_blank

MOST_CHARACTERS = 200
"""Of one cell of a certificate."""

_RECORDED_ELSEWHERE = {
    RecordedIn.FACTORS: Text("enter each factor by itself.", "因子ごとに入力してください。"),
    RecordedIn.RESEARCH_USE_ONLY: Text(
        "answer the question on the research-use-only label.", "研究用の表示の質問に答えてください。"
    ),
    RecordedIn.LOT_NUMBER: Text("it is entered with the lot.", "ロットの情報として入力してください。"),
    RecordedIn.EXPIRY: Text("it is entered with the lot.", "ロットの情報として入力してください。"),
    RecordedIn.TEMPERATURE: Text("it is entered with the lot.", "ロットの情報として入力してください。"),
}


class Column(StrEnum):
    """The fields of one line of a certificate."""

    KIND = "kind"
    NAME = "name"
    FORM = "form"
    STATE = "state"
    VALUE = "value"
    UNIT = "unit"
    METHOD = "method"
    LIMIT = "limit"


class LineFault(msgspec.Struct, frozen=True):
    """What is wrong with one line, in one sentence that names the line, and the field it lies in."""

    column: Column
    text: Text


class CertificateFault(msgspec.Struct, frozen=True):
    """What is wrong with a certificate, in one sentence that names the field.

    `field` is "issued_on", "shown_absent", "items.<item id>.<column>" or "factors[<number from 0>].<column>".
    """

    field: str
    text: Text


def find_certificate_faults(
    certificate: LotCertificate,
    lot: Lot | None = None,
    *,
    today: date | None = None,
    allergens: Collection[str] | None = None,
    catalogue: CertificateCatalogue | None = None,
) -> tuple[CertificateFault, ...]:
    """Return everything that cannot be so, in the order of the form; nothing of what is merely not entered yet.

    `allergens` are the codes that may be shown as absent, `today` the day after which nothing was issued.
    """
    catalogue = get_shipped_items() if catalogue is None else catalogue
    return (
        *_find_date_faults(certificate, lot, today),
        *_find_item_faults(certificate.items, catalogue),
        *_find_factor_faults(certificate.factors, catalogue),
        *_find_absent_faults(certificate.shown_absent, allergens),
    )


def check_item(reported: ReportedItem, catalogue: CertificateCatalogue) -> Iterator[LineFault]:
    """Go through what cannot be so of one reporting item."""
    item = next((one for one in catalogue.items if one.id == reported.item_id), None)
    if item is None:
        yield LineFault(
            Column.NAME,
            Text(
                f"“{reported.item_id}” is no reporting item. Choose one of the list.",
                f"「{reported.item_id}」という項目はありません。一覧から選んでください。",
            ),
        )
    elif item.recorded_in is not RecordedIn.ITEMS:
        yield _fault(Column.NAME, item.name, _RECORDED_ELSEWHERE[item.recorded_in])
    else:
        yield from _check_item_value(reported, item)
        yield from _check_lengths(item.name, reported.value, reported.method, reported.limit)


def check_factor(factor: MeasuredFactor, catalogue: CertificateCatalogue) -> Iterator[LineFault]:
    """Go through what cannot be so of one measured factor."""
    name = say_factor(factor.factor_id, factor.form, catalogue)
    if is_blank(factor.factor_id) or not factor.factor_id.isprintable():
        yield _fault(Column.NAME, Text("Factor", "因子"), Text("the name is missing.", "名称がありません。"))
    if factor.state is MeasuredState.NOT_MEASURED:
        if factor.limit is not None:
            said = Text(
                "a limit stands beside “not measured”. Take one of the two out.",
                "「未測定」なのに検出限界が入力されています。どちらかを消してください。",
            )
            yield _fault(Column.LIMIT, name, said)
        return
    if is_blank(factor.method):
        yield _fault(
            Column.METHOD, name, Text("the method is missing (such as ELISA).", "測定法（ELISAなど）がありません。")
        )
    if factor.value is not None and factor.value == 0:
        said = Text(
            "0 is no measured value. Enter “below limit” or “not measured”.",
            "0は測定値になりません。「検出限界未満」または「未測定」を選んでください。",
        )
        yield _fault(Column.VALUE, name, said)
    elif factor.value is not None and factor.limit is not None and factor.value < factor.limit:
        said = Text(
            "the value lies below the limit. Enter “below limit”, or correct one of the two.",
            "値が検出限界を下回っています。「検出限界未満」とするか、どちらかを訂正してください。",
        )
        yield _fault(Column.VALUE, name, said)
    yield from _check_lengths(name, factor.factor_id, factor.form, factor.method)


def _check_item_value(reported: ReportedItem, item: CertificateItem) -> Iterator[LineFault]:
    value, has_value = plain(reported.value), not is_blank(reported.value)
    if reported.state is ItemState.ABSENT:
        if has_value:
            said = Text(
                "a value stands beside “not reported”. Take one of the two out.",
                "「記載なし」なのに値が入力されています。どちらかを消してください。",
            )
            yield _fault(Column.VALUE, item.name, said)
        return
    if not has_value and item.kind is not ItemKind.RESULT:
        said = Text("what the certificate says is missing.", "試験成績書に記載された内容がありません。")
        yield _fault(Column.VALUE, item.name, said)
    if item.kind is ItemKind.TEXT and is_unclear(value):
        yield _fault(Column.VALUE, item.name, Text("this says nothing clearly.", "内容が明らかではありません。"))
    if value.startswith(("-", "\u2212")) and item.kind is ItemKind.NUMBER:
        yield _fault(Column.VALUE, item.name, Text("a value below zero is not possible.", "0未満の値はあり得ません。"))
    needs_unit = item.kind is ItemKind.NUMBER and bool(item.units) and any(map(str.isdigit, value))
    if is_blank(reported.unit):
        if needs_unit:
            yield _fault(Column.UNIT, item.name, _say_units("the unit is missing.", "単位がありません。", item.units))
    elif fold_unit(reported.unit) not in {fold_unit(unit) for unit in item.units}:
        yield _fault(
            Column.UNIT, item.name, _say_units("this unit is not possible here.", "この単位は使えません。", item.units)
        )
    if reported.state is ItemState.PASSED and exceeds(reported.value, reported.limit):
        said = Text(
            "the value lies above its limit, and yet it is marked as passed.",
            "値が規格を超えていますが、適合とされています。",
        )
        yield _fault(Column.STATE, item.name, said)
    if item.kind is ItemKind.NUMBER and has_value and not any(map(str.isdigit, value)) and not is_below_limit(value):
        said = Text("neither a number nor “not detected”.", "数値でも「不検出」でもありません。")
        yield _fault(Column.VALUE, item.name, said)


def _check_lengths(name: Text, *cells: str) -> Iterator[LineFault]:
    if any(len(cell) > MOST_CHARACTERS for cell in cells):
        said = Text(f"write at most {MOST_CHARACTERS} characters.", f"{MOST_CHARACTERS}文字以内で入力してください。")
        yield _fault(Column.VALUE, name, said)


def _find_date_faults(certificate: LotCertificate, lot: Lot | None, today: date | None) -> Iterator[CertificateFault]:
    issued = certificate.issued_on
    if issued is None:
        return
    if today is not None and issued > today:
        yield _date_fault("the certificate cannot be issued after today.", "発行日が今日より後になっています。")
    if lot is not None and lot.expires_on is not None and issued > lot.expires_on:
        yield _date_fault(
            "the certificate is issued after the lot's expiry.", "発行日がロットの使用期限より後になっています。"
        )
    if lot is not None and lot.made_on is not None and issued < lot.made_on:
        yield _date_fault(
            "the certificate is issued before the lot was made.", "発行日がロットの製造日より前になっています。"
        )


def _date_fault(english: str, japanese: str) -> CertificateFault:
    return CertificateFault("issued_on", Text(f"Date of issue: {english}", f"発行日：{japanese}"))


def _find_item_faults(items: Iterable[ReportedItem], catalogue: CertificateCatalogue) -> Iterator[CertificateFault]:
    seen: set[tuple[str, str]] = set()
    for item in items:
        for fault in check_item(item, catalogue):
            yield CertificateFault(f"items.{item.item_id}.{fault.column}", fault.text)
        key = key_of_item(item)
        if key in seen:
            found = catalogue.find_item(item.item_id)
            name = Text(item.item_id or "-", item.item_id or "-") if found is None else found.name
            yield CertificateFault(f"items.{item.item_id}.name", say_twice(name))
        seen.add(key)


def _find_factor_faults(
    factors: Iterable[MeasuredFactor], catalogue: CertificateCatalogue
) -> Iterator[CertificateFault]:
    seen: set[tuple[str, str, str]] = set()
    for number, factor in enumerate(factors):
        for fault in check_factor(factor, catalogue):
            yield CertificateFault(f"factors[{number}].{fault.column}", fault.text)
        key = key_of_factor(factor)
        if key in seen:
            yield CertificateFault(
                f"factors[{number}].name", say_twice(say_factor(factor.factor_id, factor.form, catalogue))
            )
        seen.add(key)


def _find_absent_faults(codes: Iterable[str], allergens: Collection[str] | None) -> Iterator[CertificateFault]:
    for code in codes:
        if allergens is not None and code not in allergens:
            yield CertificateFault(
                "shown_absent",
                Text(
                    f"“{code}” is not on the checklist's list of substances.", f"「{code}」は物質の一覧にありません。"
                ),
            )


def key_of_item(item: ReportedItem) -> tuple[str, str]:
    """Return what an item may be entered once for: itself by one method."""
    return item.item_id, fold_name(item.method)


def key_of_factor(factor: MeasuredFactor) -> tuple[str, str, str]:
    """Return what a factor may be entered once for: one form by one method."""
    return fold_name(factor.factor_id), fold_name(factor.form), fold_name(factor.method)


def say_twice(name: Text) -> Text:
    """Say that something is entered twice."""
    return Text(
        f"{name.en}: entered twice with the same form and method. Keep one.",
        f"{name.ja}：同じ分子型・測定法で2回入力されています。1つにしてください。",
    )


def _fault(column: Column, name: Text, said: Text) -> LineFault:
    return LineFault(column, Text(f"{name.en}: {said.en}", f"{name.ja}：{said.ja}"))


def _say_units(english: str, japanese: str, units: tuple[str, ...]) -> Text:
    if not units:
        return Text(f"{english} Leave it empty.", f"{japanese}空欄にしてください。")
    return Text(f"{english} Choose {' or '.join(units)}.", f"{japanese}{'・'.join(units)}から選んでください。")
