"""Reads a line about a growth factor or cytokine; what can be read in two ways is refused."""

import re
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.lots.certificate_checks import Column
from stemsup_desktop.consultation.lots.certificate_items import fold_name
from stemsup_desktop.consultation.lots.certificate_words import (
    find_under,
    is_below_limit,
    plain,
    read_amount,
    read_measured_state,
    read_unit,
)
from stemsup_desktop.consultation.lots.lot_model import ConcentrationUnit, MeasuredFactor, MeasuredState
from stemsup_desktop.consultation.lots.measured import say_factor, say_measured
from stemsup_desktop.consultation.lots.row_model import CellError, CertificateRow, ReadRow, RowContext
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

_UNIT_BEHIND = re.compile(r"(?P<number>.*[\d\s])(?P<unit>[pn]g/ml)", re.IGNORECASE)


def read_factor(row: CertificateRow, context: RowContext) -> ReadRow:
    """Return what the line says of a factor; raises `CellError`."""
    row = _part_units(row)
    factor_id, form = _read_factor_name(row, context)
    state, value, limit = _read_measurement(row, context)
    unit = None
    if value is not None or limit is not None:
        unit = _read_concentration_unit(row)
    try:
        factor = MeasuredFactor(factor_id, state, value, unit, " ".join(row.method.split()), limit, form)
    except ValueError:
        raise CellError(Column.VALUE, "This concentration is not possible.", "この濃度はあり得ません。") from None
    name, said = say_factor(factor_id, form, context.catalogue), say_measured(factor)
    is_listed = context.catalogue.find_factor(factor_id) is not None
    new = ("", "") if is_listed else (" (a name that is not in the list)", "（一覧にない名称）")
    by = (f", {factor.method}", f"、{factor.method}") if factor.method else ("", "")
    return ReadRow(Text(f"{name.en}{new[0]}: {said.en}{by[0]}", f"{name.ja}{new[1]}：{said.ja}{by[1]}"), factor=factor)


def _part_units(row: CertificateRow) -> CertificateRow:
    """Return the line with a unit that stands behind a number ("412 pg/mL") in its own cell."""
    for column in (Column.VALUE, Column.LIMIT):
        found = _UNIT_BEHIND.fullmatch(plain(getattr(row, column.value)))
        if found is None:
            continue
        unit = read_unit(found["unit"])
        if plain(row.unit) and read_unit(row.unit) is not unit:
            raise CellError(Column.UNIT, "The cells name different units.", "セルによって単位が異なります。")
        row = msgspec.structs.replace(row, **{column.value: found["number"].strip(), "unit": found["unit"]})
    return row


def _read_factor_name(row: CertificateRow, context: RowContext) -> tuple[str, str]:
    found, written = context.catalogue.find_factor(row.name), " ".join(row.form.split())
    if found is None:
        return plain(row.name), written
    factor, form = found
    if not written:
        return factor.id, form
    named = next((one for one in factor.forms if fold_name(one) == fold_name(written)), None)
    alias = context.catalogue.find_factor(written)
    if named is None and alias is not None and alias[0].id == factor.id and alias[1]:
        named = alias[1]
    if factor.forms and named is None:
        forms = ", ".join(factor.forms)
        raise CellError(
            Column.FORM, f"Write one of the forms {forms}.", f"分子型は{forms}のいずれかを入力してください。"
        )
    if form and form != (named or written):
        raise CellError(Column.FORM, "The form differs from that of the name.", "名称に含まれる分子型と異なります。")
    return factor.id, named or written


def _read_measurement(row: CertificateRow, context: RowContext) -> tuple[MeasuredState, Decimal | None, Decimal | None]:
    """Return state, value and limit of a factor; what the cells say together must be one thing."""
    state = _read_stated(row)
    value, limit = plain(row.value), _read_limit(row, context)
    under = find_under(value)
    if under is not None:
        bound = limit if is_below_limit(value) else _read_number(under, Column.VALUE, context)
        if limit is not None and bound != limit:
            raise CellError(Column.LIMIT, "Value and limit name different limits.", "値と検出限界の数値が異なります。")
        said, value, limit = MeasuredState.BELOW_LIMIT, "", bound
    elif not value:
        said = None
    elif (word := read_measured_state(value)) is not None and word is not MeasuredState.MEASURED:
        said, value = word, ""
    else:
        said = MeasuredState.MEASURED
    if state is not None and said is not None and state is not said:
        raise CellError(Column.STATE, "State and value contradict each other.", "状態と値が食い違っています。")
    state = said if state is None else state
    if state is None or (state is MeasuredState.MEASURED and not value):
        raise CellError(
            Column.VALUE,
            "Write a number, “not detected” or “not measured”.",
            "数値、「不検出」または「未測定」を入力してください。",
        )
    return state, _read_number(value, Column.VALUE, context) if value else None, limit


def _read_stated(row: CertificateRow) -> MeasuredState | None:
    if not plain(row.state):
        return None
    state = read_measured_state(row.state)
    if state is None:
        raise CellError(
            Column.STATE,
            "Write measured, below-limit or not-measured.",
            "測定・検出限界未満・未測定のいずれかを入力してください。",
        )
    return state


def _read_limit(row: CertificateRow, context: RowContext) -> Decimal | None:
    written = plain(row.limit)
    if not written:
        return None
    return _read_number(find_under(written) or written, Column.LIMIT, context)


def _read_number(written: str, column: Column, context: RowContext) -> Decimal:
    try:
        number = read_amount(written, may_have_comma=context.may_have_comma)
    except InputProblem as problem:
        if problem.code == "number-ambiguous":
            raise CellError(
                column,
                "Write the number without a comma: it may mean thousands or a decimal point.",
                "カンマは桁区切りとも小数点とも読めます。カンマを使わずに入力してください。",
            ) from problem
        raise CellError(
            column, "This is not a number such as 412 or 0.5.", "412や0.5のような数値ではありません。"
        ) from problem
    if number < 0:
        raise CellError(column, "A value below zero is not possible.", "0未満の値はあり得ません。")
    return number


def _read_concentration_unit(row: CertificateRow) -> ConcentrationUnit:
    unit = read_unit(row.unit)
    if unit is None:
        raise CellError(Column.UNIT, "The unit must be pg/mL or ng/mL.", "単位はpg/mLまたはng/mLとしてください。")
    return unit
