"""A certificate from a CSV file: every row is shown first, and all of them are imported or none."""

from datetime import date
from decimal import Decimal

import pytest
from certificate_builders import NOON, make_certificate, make_factor, make_lot
from shipped import get_clinical_content

from stemsup_desktop.consultation.lots.allergens import list_allergens
from stemsup_desktop.consultation.lots.certificate_csv import (
    HEADERS,
    MOST_BYTES,
    MOST_RECORDS,
    MOST_ROWS,
    CsvPreview,
    import_certificate_csv,
    preview_certificate_csv,
)
from stemsup_desktop.consultation.lots.certificate_items import fold_name
from stemsup_desktop.consultation.lots.lot_model import (
    ConcentrationUnit,
    ItemState,
    LotCertificate,
    MeasuredFactor,
    MeasuredState,
    ReportedItem,
)
from stemsup_desktop.consultation.lots.lot_standing import find_lacking_items
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.resources import find_resources

ALLERGENS = (("penicillin", Text("Penicillin", "ペニシリン")), ("latex", Text("Latex", "ラテックス")))
HEADER = "kind;name;form;state;value;unit;method;limit\n"
PG, NG = ConcentrationUnit.PG_PER_ML, ConcentrationUnit.NG_PER_ML


def preview(text: str | bytes) -> CsvPreview:
    data = text if isinstance(text, bytes) else text.encode()
    return preview_certificate_csv(data, allergens=ALLERGENS, lot=make_lot())


def read_line(line: str) -> CsvPreview:
    return preview(HEADER + line)


def factor_of(line: str) -> MeasuredFactor:
    found = read_line(line)
    assert found.is_importable, found.rows[0].faults
    (factor,) = import_certificate_csv(found).factors
    return factor


def item_of(line: str) -> ReportedItem:
    found = read_line(line)
    assert found.is_importable, found.rows[0].faults
    (item,) = import_certificate_csv(found).items
    return item


def fault_of(line: str) -> str:
    found = read_line(line)
    assert not found.is_importable
    (fault,) = found.rows[0].faults
    assert fault.text.en.endswith(".")
    assert fault.text.ja.endswith("。")
    return fault.column.value


def code_of(data: str | bytes) -> str:
    with pytest.raises(InputProblem) as caught:
        preview(data)
    return caught.value.code


# The file


def test_the_example_file_is_a_complete_certificate() -> None:
    data = (find_resources() / "lots" / "certificate-example.csv").read_bytes()
    allergens = list_allergens(get_clinical_content().questionnaire)
    lot = make_lot(number="EXAMPLE-01")
    found = preview_certificate_csv(data, allergens=allergens, lot=lot)
    certificate = import_certificate_csv(found, None, lot, date(2026, 9, 1))

    assert data.startswith(b"\xef\xbb\xbf")
    assert find_lacking_items(make_lot(certificate=certificate)) == ()
    assert certificate.shown_absent == ("penicillin", "streptomycin")
    assert certificate.is_research_use_only is False
    assert {factor.state for factor in certificate.factors} == set(MeasuredState)
    assert all(row.said.en and row.said.ja for row in found.rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_japanese_files_are_read_as_makers_send_them(encoding: str, separator: str) -> None:
    lines = (
        ("種別", "項目名", "判定", "結果", "単位", "測定方法", "規格", "備考"),
        ("項目", "無菌試験", "適合", "陰性", "", "日局", "", "-"),
        ("因子", "血管内皮増殖因子", "", "４１２", "ｐｇ／ｍＬ", "ELISA", "", "x"),
        ("因子", "ＨＧＦ", "", "検出限界未満", "pg/mL", "ELISA", "４", ""),
        ("因子", "EGF", "", "未測定", "", "", "", ""),
        ("アレルゲン", "ペニシリン", "", "不検出", "", "", "", ""),
    )
    found = preview("\r\n".join(separator.join(cells) for cells in lines).encode(encoding))
    certificate = import_certificate_csv(found)

    assert (found.separator, found.ignored) == (separator, ("備考",))
    assert [row.number for row in found.rows] == [2, 3, 4, 5, 6]
    assert certificate.items == (ReportedItem("sterility", ItemState.PASSED, "陰性", method="日局"),)
    assert certificate.factors == (
        make_factor("412"),
        make_factor(limit="4", factor_id="hgf"),
        make_factor(unit=None, factor_id="egf", state=MeasuredState.NOT_MEASURED, method=""),
    )
    assert certificate.shown_absent == ("penicillin",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "csv-no-header"),
        ("\n\n", "csv-no-header"),
        (HEADER, "csv-empty"),
        (HEADER + "\n;;;\n", "csv-empty"),
        ("a;b;c\n1;2;3", "csv-no-header"),
        ("name;unit\nVEGF;pg/mL", "csv-no-header"),
        ("name;value;item\nVEGF;1;2", "csv-column-twice"),
        (HEADER + 'factor;"VEGF;;;1', "csv-broken"),
        (b"\xff\xfe\x00", "csv-not-text"),
        (b"%PDF-1.7\x00\x01", "csv-not-text"),
        (b"\x89PNG\r\n\x1a\n", "csv-no-header"),
        (b"name,value\n\x81\xff\xff", "csv-not-text"),
        (b"x" * (MOST_BYTES + 1), "csv-too-large"),
        (HEADER + "factor;VEGF;;;1;pg/mL;E;\n" * (MOST_ROWS + 1), "csv-too-many-rows"),
        (HEADER + "\n" * MOST_RECORDS + "factor;VEGF;;;1;pg/mL;E;", "csv-too-many-rows"),
        ("name;value;" + "x;" * 60 + "\nVEGF;1", "csv-too-many-columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: str | bytes, code: str) -> None:
    assert code_of(data) == code


def test_no_header_is_a_name_of_two_columns() -> None:
    names = [fold_name(name) for names in HEADERS.values() for name in dict.fromkeys(names)]

    assert len(names) == len(set(names))


def test_the_line_of_a_spreadsheet_that_names_the_separator_is_passed_over() -> None:
    found = preview("sep=;\n" + HEADER + "factor;VEGF;;;412;pg/mL;ELISA;")

    assert found.rows[0].number == 3
    assert found.is_importable


def test_blank_lines_count_as_a_spreadsheet_counts_them() -> None:
    found = preview("\n" + HEADER + "\n;;\nfactor;VEGF;;;412;pg/mL;ELISA;\n\n")

    assert [row.number for row in found.rows] == [5]


# Factors


@pytest.mark.parametrize(
    ("line", "factor"),
    [
        ("factor;VEGF;;;412;pg/mL;ELISA;", make_factor("412")),
        ("factor;VEGF;;;0.412;ng/mL;ELISA;", make_factor("0.412", NG)),
        ("factor;VEGF;;;0.10;pg/mL;ELISA;", make_factor("0.10")),
        ("factor;VEGF;;;4,5;pg/mL;ELISA;", make_factor("4.5")),
        (";VEGF;;;412 pg/mL;;ELISA;", make_factor("412")),
        ("factor;VEGF;;measured;412;PG/ML;ELISA;8", make_factor("412", limit="8")),
        ("factor;VEGF;;;< 4;pg/mL;ELISA;", make_factor(limit="4")),
        ("factor;VEGF;;;＜４．０;pg/mL;ELISA;", make_factor(limit="4.0")),
        ("factor;VEGF;;;4未満;pg/mL;ELISA;", make_factor(limit="4")),
        ("factor;VEGF;;;< 4 pg/mL;;ELISA;", make_factor(limit="4")),
        ("factor;VEGF;;;<LOD;pg/mL;ELISA;< 4", make_factor(limit="4")),
        ("factor;VEGF;;;not detected;;ELISA;", make_factor(unit=None)),
        ("factor;VEGF;;below-limit;;pg/mL;ELISA;4", make_factor(limit="4")),
        ("factor;VEGF;;検出限界未満;;pg/mL;ELISA;4", make_factor(limit="4")),
        ("factor;TGF-β1;;;1;pg/mL;ELISA;", make_factor("1", factor_id="tgf-beta", form="β1")),
        ("factor;TGF-β;ベータ1;;;;;", None),
        ("factor;PDGF;bb;;1;pg/mL;ELISA;", make_factor("1", factor_id="pdgf", form="BB")),
        ("factor;PDGF;PDGF-BB;;1;pg/mL;ELISA;", make_factor("1", factor_id="pdgf", form="BB")),
        ("factor;CXCL99;;;1;pg/mL;ELISA;", make_factor("1", factor_id="CXCL99")),
    ],
)
def test_a_factor_is_read_as_it_was_printed(line: str, factor: MeasuredFactor | None) -> None:
    if factor is None:
        assert fault_of(line) == "form"
        return
    read = factor_of(line)
    assert read == factor
    assert str(read.value) == str(factor.value)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("factor;VEGF;;;;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;measured;;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;N.D.;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;-;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;about 400;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;400-420;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;≤ 4;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;4以下;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;> 4;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;1,200;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;-1;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;0;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;1e3;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;=1+1;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;9999999999999;pg/mL;ELISA;", "value"),
        ("factor;VEGF;;;412;;ELISA;", "unit"),
        ("factor;VEGF;;;412;µg/mL;ELISA;", "unit"),
        ("factor;VEGF;;;412 pg/mL;ng/mL;ELISA;", "unit"),
        ("factor;VEGF;;;< 4;;ELISA;", "unit"),
        ("factor;VEGF;;;412;pg/mL;;", "method"),
        ("factor;VEGF;;;3;pg/mL;ELISA;4", "value"),
        ("factor;VEGF;;;< 4;pg/mL;ELISA;5", "limit"),
        ("factor;VEGF;;;412;pg/mL;ELISA;high", "limit"),
        ("factor;VEGF;;not measured;412;pg/mL;ELISA;", "state"),
        ("factor;VEGF;;below-limit;412;pg/mL;ELISA;", "state"),
        ("factor;VEGF;;maybe;412;pg/mL;ELISA;", "state"),
        ("factor;VEGF;;not measured;;pg/mL;;4", "limit"),
        ("factor;PDGF;XX;;1;pg/mL;ELISA;", "form"),
        ("factor;PDGF-AA;BB;;1;pg/mL;ELISA;", "form"),
        ("factor;;;;1;pg/mL;ELISA;", "name"),
        (";XYZ;;;1;pg/mL;ELISA;", "kind"),
        ("protein;VEGF;;;1;pg/mL;ELISA;", "kind"),
        ("factor;VEGF;;;412;pg/mL;ELISA;;extra", "value"),
        ("factor;VE\x00GF;;;412;pg/mL;ELISA;", None),
        ("factor;VE\ufffdGF;;;412;pg/mL;ELISA;", "name"),
        (f"factor;VEGF;;;412;pg/mL;{'E' * 201};", "method"),
    ],
)
def test_an_unclear_factor_is_a_bad_row_and_no_guess(line: str, column: str | None) -> None:
    if column is None:
        assert code_of(HEADER + line) == "csv-not-text"
    else:
        assert fault_of(line) == column


def test_where_a_comma_parts_the_cells_it_is_no_decimal_sign() -> None:
    found = preview('name,value,unit,method\nVEGF,"4,5",pg/mL,ELISA\nHGF,4,5,pg/mL,ELISA\n')

    assert [[fault.column.value for fault in row.faults] for row in found.rows] == [["value"], ["value"]]


def test_a_name_that_is_not_in_the_list_is_said_to_be_new() -> None:
    assert "not in the list" in read_line("factor;CXCL99;;;1;pg/mL;ELISA;").rows[0].said.en


# Items, fields of the lot, substances


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("item;Sterility;;pass;;;;", ReportedItem("sterility", ItemState.PASSED)),
        ("item;マイコプラズマ;;;陰性;;PCR;", ReportedItem("mycoplasma", ItemState.PASSED, "陰性", method="PCR")),
        ("item;mycoplasma;;;not detected;;;", ReportedItem("mycoplasma", ItemState.PASSED, "not detected")),
        ("item;sterility;;;陽性;;;", ReportedItem("sterility", ItemState.FAILED, "陽性")),
        ("item;sterility;;不適合;;;;", ReportedItem("sterility", ItemState.FAILED)),
        ("item;sterility;;未実施;;;;", ReportedItem("sterility", ItemState.ABSENT)),
        ("item;sterility;;;not tested;;;", ReportedItem("sterility", ItemState.ABSENT)),
        (
            "item;endotoxin;;;0.05;ＥＵ／ｍＬ;LAL;< 0.5",
            ReportedItem("endotoxin", ItemState.PASSED, "0.05", "EU/mL", "LAL", "< 0.5"),
        ),
        ("item;cell source;;;fat;;;", ReportedItem("cell-source", ItemState.PASSED, "fat")),
        ("item;passage;;absent;;;;", ReportedItem("passage", ItemState.ABSENT)),
        (";残留抗生物質;;;不検出;;;", ReportedItem("residual-antibiotics", ItemState.PASSED, "不検出")),
    ],
)
def test_an_item_is_read_as_it_was_printed(line: str, item: ReportedItem) -> None:
    assert item_of(line) == item


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("item;Colour;;pass;;;;", "name"),
        ("item;sterility;;;;;;", "state"),
        ("item;sterility;;;see report;;;", "state"),
        ("item;mycoplasma;;absent;;;;", "state"),
        ("item;mycoplasma;;present;;;;", "state"),
        ("item;sterility;;perhaps;negative;;;", "state"),
        ("item;sterility;;pass;positive;;;", "state"),
        ("item;cell source;;;unknown;;;", "value"),
        ("item;endotoxin;;;0.05;;LAL;", "unit"),
        ("item;endotoxin;;pass;0.9;EU/mL;LAL;<0.5", "state"),
        ("item;endotoxin;;;N.D.;EU/mL;LAL;", "value"),
        ("item;measured factors;;;1;;;", "name"),
        ("item;lot number;;;B9;;;", "value"),
        ("item;expiry;;;2027-06-30;;;", "value"),
        ("item;expiry;;;05/31/27;;;", "value"),
        ("item;expiry;;;2027-02-30;;;", "value"),
        ("item;research use only;;;perhaps;;;", "value"),
        ("allergen;Nickel;;;not detected;;;", "name"),
        ("allergen;Penicillin;;;;;;", "state"),
        ("allergen;Penicillin;;;N.D.;;;", "state"),
        ("allergen;Penicillin;;detected;not detected;;;", "state"),
    ],
)
def test_an_unclear_item_is_a_bad_row_and_no_guess(line: str, column: str) -> None:
    assert fault_of(line) == column


@pytest.mark.parametrize(
    "line",
    [
        "item;ロット番号;;;Ａ１;;;",
        "item;使用期限;;;2027年5月31日;;;",
        "item;expiry;;;2027/5/31;;;",
        "item;温度記録;;;;;;",
    ][:3],
)
def test_what_the_lot_says_already_is_compared_and_not_imported(line: str) -> None:
    assert import_certificate_csv(read_line(line)) == LotCertificate()


def test_the_temperature_log_is_entered_with_the_lot() -> None:
    found = read_line("item;温度ログ;;適合;;;;")

    assert found.is_importable
    assert "enter it with the lot" in found.rows[0].said.en
    assert import_certificate_csv(found) == LotCertificate()


@pytest.mark.parametrize(("word", "answer"), [("yes", True), ("はい", True), ("No", False), ("無", False)])
def test_the_research_label_is_read(word: str, answer: bool) -> None:
    assert import_certificate_csv(read_line(f"item;RUO;;;{word};;;")).is_research_use_only is answer


# All or nothing


def test_one_bad_row_imports_nothing_and_changes_nothing() -> None:
    found = preview(HEADER + "factor;VEGF;;;412;pg/mL;ELISA;\nfactor;HGF;;;N.D.;pg/mL;ELISA;\n")

    assert [row.number for row in found.bad_rows] == [3]
    with pytest.raises(InputProblem) as caught:
        import_certificate_csv(found, make_certificate())
    assert caught.value.code == "csv-has-faults"


def test_a_row_that_says_the_same_twice_names_the_first() -> None:
    found = preview(HEADER + "factor;VEGF;;;412;pg/mL;ELISA;\nfactor;VEGF;;;413;pg/mL;elisa;\n")

    (bad,) = found.bad_rows
    assert bad.number == 3
    assert "row 2" in bad.faults[0].text.en
    assert not preview(HEADER + "allergen;latex;;;detected;;;\nallergen;ラテックス;;;不検出;;;\n").is_importable
    assert not preview(HEADER + "item;RUO;;;yes;;;\nitem;研究用;;;no;;;\n").is_importable


def test_an_import_replaces_what_it_names_keeps_the_rest_and_takes_the_check_back() -> None:
    before = make_certificate(
        items=(ReportedItem("sterility", ItemState.FAILED),),
        factors=(make_factor("1"), make_factor("2", factor_id="kgf")),
        shown_absent=("latex", "penicillin"),
    )
    found = preview(HEADER + "item;sterility;;pass;;;;\nfactor;VEGF;;;412;pg/mL;ELISA;\nallergen;latex;;;detected;;;\n")
    after = import_certificate_csv(found, before)

    assert (before.checked_by, before.checked_at) == ("Dr. Mori", NOON)
    assert (after.checked_by, after.checked_at) == ("", None)
    assert after.items == (ReportedItem("sterility", ItemState.PASSED),)
    assert [(factor.factor_id, factor.value) for factor in after.factors] == [
        ("vegf", Decimal(412)),
        ("kgf", Decimal(2)),
    ]
    assert after.shown_absent == ("penicillin",)
    assert after.reference == before.reference
